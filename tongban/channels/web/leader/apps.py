from django.apps import AppConfig


class LeaderConfig(AppConfig):
    name = "tongban.channels.web.leader"
    label = "leader"
