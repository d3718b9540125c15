"""What is refused in `reports`, one class a reason."""


class ReportRefused(Exception):
    """Base; nothing has changed."""


class UnknownReport(ReportRefused):
    """No such report, or not for this actor."""


class QuoteRemoved(ReportRefused):
    """A message that this paper quotes is no longer displayed: the paper is handed out no more. Carries the number of the report."""


class NotOfThisReport(ReportRefused):
    """The report tells of no such surge, or has left it out, or proposes nothing of the kind on it; carries the surge."""

    def __init__(self, surge_id: str) -> None:
        super().__init__(surge_id)
        self.surge_id = surge_id


class WrongState(ReportRefused):
    """This does not follow in the state of the report."""


class PeriodNotOver(ReportRefused):
    """The week or month is not over, or its detection has not run yet."""


class PeriodBefore(ReportRefused):
    """The week or month was over before the board had its first message."""


class UnknownPeriod(ReportRefused):
    """No such week or month."""


class ChangedMeanwhile(ReportRefused):
    """Somebody has worded it anew since this actor has read it; carries the version that is there."""

    def __init__(self, version: int) -> None:
        super().__init__(version)
        self.version = version


class NothingChanged(ReportRefused):
    """The words are those that are there already."""


class SamePerson(ReportRefused):
    """Whoever has worded a report, or handed it up, does not approve it."""


class AlreadyTaken(ReportRefused):
    """The proposal was taken or rejected already; carries the number of what was made, or nothing."""

    def __init__(self, number: str = "") -> None:
        super().__init__(number)
        self.number = number


class JudgedFalse(ReportRefused):
    """Somebody has read the messages and says that the surge is none: nothing is ordered on it; carries why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class ReasonMissing(ReportRefused):
    """A reason is needed."""


class WordsMissing(ReportRefused):
    """Something needs words that are not there; names what."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


class WordsTooLong(ReportRefused):
    """These words are longer than `most` characters."""

    def __init__(self, field: str, most: int) -> None:
        super().__init__(field, most)
        self.field, self.most = field, most


class CountedDifferently(ReportRefused):
    """Drawing it up again gives another text than the one that is stored."""
