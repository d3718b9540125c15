from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "tongban.channels.web.desk"
    label = "desk"
