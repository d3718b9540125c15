from django.apps import AppConfig


class WatchesConfig(AppConfig):
    name = "tongban.watches"
    label = "watches"

    def ready(self) -> None:
        from tongban.watches import subscriptions  # noqa: F401  models are there only now
