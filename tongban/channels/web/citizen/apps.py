from django.apps import AppConfig


class CitizenConfig(AppConfig):
    name = "tongban.channels.web.citizen"
    label = "citizen"
