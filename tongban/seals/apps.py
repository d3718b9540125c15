from django.apps import AppConfig


class SealsConfig(AppConfig):
    name = "tongban.seals"
    label = "seals"
