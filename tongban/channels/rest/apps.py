from django.apps import AppConfig


class RestConfig(AppConfig):
    name = "tongban.channels.rest"
    label = "rest"
