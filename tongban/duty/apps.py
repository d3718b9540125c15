from django.apps import AppConfig


class DutyConfig(AppConfig):
    name = "tongban.duty"
    label = "duty"
