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
