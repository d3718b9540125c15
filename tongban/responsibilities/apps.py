from django.apps import AppConfig


class ResponsibilitiesConfig(AppConfig):
    name = "tongban.responsibilities"
    label = "responsibilities"
