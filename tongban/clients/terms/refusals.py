"""What is refused of a program, one class a reason."""


class ClientsRefused(Exception):
    """Base; nothing has changed."""


class WordsMissing(ClientsRefused):
    """What it is called, or whom to ask about it, is not said; names which."""


class WordsTooLong(ClientsRefused):
    """A text is longer than is kept; names which, and how long it may be."""

    def __init__(self, field: str, most: int) -> None:
        super().__init__(field, most)
        self.field, self.most = field, most


class UnknownUnit(ClientsRefused):
    """There is no such unit, or it takes no messages."""


class ClientKnown(ClientsRefused):
    """A program of this name is registered already."""


class UnknownClient(ClientsRefused):
    """No program of this name is registered."""
