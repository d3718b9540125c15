from django.apps import AppConfig


class SharingConfig(AppConfig):
    name = "tongban.sharing"
    label = "sharing"

    def ready(self) -> None:
        """What happens elsewhere reaches us in whichever process delivers it."""
        from tongban.sharing import subscriptions  # noqa: F401  models are there only now
