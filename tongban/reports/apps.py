from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "tongban.reports"
    label = "reports"

    def ready(self) -> None:
        from tongban.reports import subscriptions  # noqa: F401  models are there only now
