from django.apps import AppConfig


class ClientsConfig(AppConfig):
    name = "tongban.clients"
    label = "clients"
