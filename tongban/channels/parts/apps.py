from django.apps import AppConfig


class PartsConfig(AppConfig):
    name = "tongban.channels.parts"
    label = "parts"
