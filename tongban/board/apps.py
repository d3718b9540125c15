from django.apps import AppConfig


class BoardConfig(AppConfig):
    name = "tongban.board"
    label = "board"

    def ready(self) -> None:
        """What happens elsewhere reaches us in whichever process delivers it."""
        from tongban.board import subscriptions  # noqa: F401  models are there only now
