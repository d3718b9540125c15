from django.apps import AppConfig


class InsightConfig(AppConfig):
    name = "tongban.insight"
    label = "insight"

    def ready(self) -> None:
        from tongban.insight import subscriptions  # noqa: F401  models are there only now
