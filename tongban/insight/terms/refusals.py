"""What is refused in `insight`, one class a reason."""


class InsightRefused(Exception):
    """Base; nothing has changed."""


class Denied(InsightRefused):
    """Not for this actor."""


class ExtraMissing(InsightRefused):
    """The libraries of requirements/insight.txt are not installed; carries the one that was looked for."""

    def __init__(self, library: str = "") -> None:
        super().__init__(library)
        self.library = library


class SnapshotRunning(InsightRefused):
    """Another process is taking a snapshot."""


class NoSnapshot(InsightRefused):
    """No snapshot has been taken yet, or none that this version of the program can read."""


class UnknownSurge(InsightRefused):
    """No surge has this id."""


class AlreadyJudged(InsightRefused):
    """Somebody has said already whether it is true; a note may still be added."""


class NoWords(InsightRefused):
    """A note, or why an alarm is false, is empty or too long."""


class NotYet(InsightRefused):
    """A day that has not begun cannot be counted up to."""
