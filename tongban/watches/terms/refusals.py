"""What is refused in `watches`, one class a reason."""


class WatchesRefused(Exception):
    """Base; nothing has changed."""


class Denied(WatchesRefused):
    """Not for this actor."""


class UnknownWatch(WatchesRefused):
    """No watch has this id, or it is somebody else's and not shared."""


class NotYourWatch(WatchesRefused):
    """It is shared for reading; its owner alone changes it."""


class WatchArchived(WatchesRefused):
    """It was put away. Its owner may take it up again."""


class TooManyWatches(WatchesRefused):
    """Somebody has as many as one may have; one that was put away makes room."""


class Unnamed(WatchesRefused):
    """A watch has no name, or too long a one."""


class NoCondition(WatchesRefused):
    """No word, no class and no area: nothing is asked for."""


class NoWords(WatchesRefused):
    """A note is empty or too long."""


class WordLength(WatchesRefused):
    """A word is too short or too long; carries it."""

    def __init__(self, word: str) -> None:
        super().__init__(word)
        self.word = word


class TooManyWords(WatchesRefused):
    """More words than are looked for at once."""


class UnknownClass(WatchesRefused):
    """The city's table has no such class; carries its code."""


class UnknownArea(WatchesRefused):
    """The city has no such district or street; carries its code."""


class ImpossibleCount(WatchesRefused):
    """A count above which somebody wants to be told is none."""
