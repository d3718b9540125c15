from django.apps import AppConfig


class DirectivesConfig(AppConfig):
    name = "tongban.directives"
    label = "directives"

    def ready(self) -> None:
        from tongban.directives import subscriptions  # noqa: F401  models are there only now
