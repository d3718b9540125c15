from django.apps import AppConfig


class PrintsConfig(AppConfig):
    name = "tongban.prints"
    label = "prints"

    def ready(self) -> None:
        from tongban.prints import subscriptions  # noqa: F401  facts are there only now
