"""What is refused in `insight`, one class a reason."""


class InsightRefused(Exception):
    """Base; nothing has changed."""


class Denied(InsightRefused):
    """Not for this actor."""


class UnknownSurge(InsightRefused):
    """No surge has this id."""


class AlreadyJudged(InsightRefused):
    """Somebody has said already whether it is true; a note may still be added."""


class NoWords(InsightRefused):
    """A note, or why an alarm is false, is empty or too long."""


class NotYet(InsightRefused):
    """A day that has not begun cannot be counted up to."""


class UnknownWatch(InsightRefused):
    """No watch has this id, or it is somebody else's and not shared."""


class NotYourWatch(InsightRefused):
    """It is shared for reading; its owner alone changes it."""


class WatchArchived(InsightRefused):
    """It was put away. Its owner may take it up again."""


class TooManyWatches(InsightRefused):
    """Somebody has as many as one may have; one that was put away makes room."""


class Unnamed(InsightRefused):
    """A watch has no name, or too long a one."""


class NoCondition(InsightRefused):
    """No word, no class and no area: nothing is asked for."""


class WordLength(InsightRefused):
    """A word is too short or too long; carries it."""

    def __init__(self, word: str) -> None:
        super().__init__(word)
        self.word = word


class TooManyWords(InsightRefused):
    """More words than are looked for at once."""


class UnknownClass(InsightRefused):
    """The city's table has no such class; carries its code."""


class UnknownArea(InsightRefused):
    """The city has no such district or street; carries its code."""


class ImpossibleCount(InsightRefused):
    """A count above which somebody wants to be told is none."""
