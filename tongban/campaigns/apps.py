from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    name = "tongban.campaigns"
    label = "campaigns"

    def ready(self) -> None:
        from tongban.campaigns import subscriptions  # noqa: F401  models are there only now
