"""What the board refuses, one class a reason."""

from datetime import timedelta


class BoardRefused(Exception):
    """Base of the refusals of the board; nothing has changed."""


class UnknownMessage(BoardRefused):
    """There is no such message for this actor: unknown, not displayed, or another's."""


class UnknownOrder(BoardRefused):
    """There is no such order for this actor."""


class UnknownCategory(BoardRefused):
    """The city's table has no such class."""


class UnknownUnit(BoardRefused):
    """No unit of this code takes messages."""


class UnknownSource(BoardRefused):
    """The city takes messages from no channel of this name."""


class WordsMissing(BoardRefused):
    """A text is needed; `args[0]` says which."""


class WordsTooLong(BoardRefused):
    """A text is longer than allowed."""

    def __init__(self, field: str, most: int) -> None:
        super().__init__(field, most)
        self.field, self.most = field, most


class TooManyFiles(BoardRefused):
    """More pictures than a message may have."""

    def __init__(self, most: int) -> None:
        super().__init__(most)
        self.most = most


class UnknownFile(BoardRefused):
    """A picture that this author has not uploaded."""


class PhotoNotShown(UnknownFile):
    """No photo that whoever asks may see."""


class PhotoRemoved(PhotoNotShown):
    """A photo that everybody could see and that was taken away."""


class WrongState(BoardRefused):
    """The message, order or reply is not in a state in which this can be done."""


class AlreadyAnswered(BoardRefused):
    """Somebody else has answered meanwhile."""


class AlreadyRated(BoardRefused):
    """This author has rated this answer."""


class RatingClosed(BoardRefused):
    """The time to rate is over."""


class AlreadyReopened(BoardRefused):
    """It was reopened once; a second time is not given."""


class ReturnedBefore(BoardRefused):
    """A unit has sent this message back before, or the time for it is over: now whoever has it answers for it (首接负责)."""


class NotBelow(BoardRefused):
    """An order is passed down to a unit directly below only."""


class ReplyTooThin(BoardRefused):
    """A reply does not say what is needed; `shortcomings` names it."""

    def __init__(self, shortcomings: tuple[str, ...]) -> None:
        super().__init__(shortcomings)
        self.shortcomings = shortcomings


class ApprovedByItsWriter(BoardRefused):
    """Whoever wrote a reply does not approve it."""


class ScreenedByTheSame(BoardRefused):
    """An appeal is decided by somebody else than whoever removed it."""


class NotMergeable(BoardRefused):
    """A message cannot be joined with itself, with one that is joined already, or with one that has ended."""


class MergedIntoHidden(NotMergeable):
    """What is displayed is not joined with what is not: the other way round its author has the answer too, and nothing comes out."""


class NotTakenApart(BoardRefused):
    """It is joined with nothing, or has the answer already: its author rates that, and a bad rating has it done once more."""


class NoContact(BoardRefused):
    """The author left nothing by which they could be reached."""


class SentInTheFuture(BoardRefused):
    """A message of another channel is told as sent later than now."""


class AnsweredBeforeSent(BoardRefused):
    """A message of another channel was answered before it was sent there, or is answered in the future."""


class TooManyMessages(BoardRefused):
    """More in a short time than one author or one address may send; the desk and the hotline still take it. `wait`: for so long."""

    def __init__(self, wait: timedelta | None = None) -> None:
        super().__init__()
        self.wait = wait


class TooManyAdded(BoardRefused):
    """More words were added to a message than the city lets one author add: what is new is a message of its own."""

    def __init__(self, most: int) -> None:
        super().__init__(most)
        self.most = most


class ChallengeFailed(BoardRefused):
    """The question that keeps machines out was not answered, was answered wrongly, or is too old."""


class UrgedToday(BoardRefused):
    """This body has urged it today; it urges once a day."""


class ReportedOn(BoardRefused):
    """A report does not go to the unit that it is about, nor to one below it."""


class Overtaken(BoardRefused):
    """Something has happened to the message since whoever acts has looked at it."""


class NotInTheText(BoardRefused):
    """Words that are to be hidden and do not stand in the message; `args[0]` names them."""


class ChangedMeanwhile(BoardRefused):
    """Somebody else has changed this draft; it is read again before it is written again."""


class NotForTheDesk(BoardRefused):
    """The city lets no message of this kind, and none that was reopened, be answered by the duty desk itself."""


class SuggestionUndecided(BoardRefused):
    """A suggestion is answered only when it has been said whether it is adopted, and why."""


class ExtendedBefore(BoardRefused):
    """More time is given once, and only while there is time left."""


class UnknownGround(BoardRefused):
    """The city's list has no such ground for not accepting a message."""


class AlreadyReported(BoardRefused):
    """This program has reported this update before; each of its ids counts once."""
