from django.apps import AppConfig


class ClassifiersConfig(AppConfig):
    name = "tongban.classifiers"
    label = "classifiers"
