from django.apps import AppConfig


class Open311Config(AppConfig):
    name = "tongban.channels.open311"
    label = "open311"
