from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "tongban.cases"
    label = "cases"

    def ready(self) -> None:
        """What happens elsewhere reaches us in whichever process delivers it."""
        from tongban.cases import subscriptions  # noqa: F401  models are there only now
