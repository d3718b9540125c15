"""What `sharing` refuses; doors map each class to words and a status."""

from __future__ import annotations

from tongban.licences.terms import WrongHolder


class Refusal(Exception):
    """Base of everything `sharing` refuses; what is refused of the licence itself is said by `licences`."""


class OtherHolder(Refusal, WrongHolder):
    """The holder who was named is not the one who holds this licence."""


class UnknownShowing(Refusal):
    """No such showing: the code is not ours, or was never shown."""


class ShowingExpired(Refusal):
    """The code was shown longer ago than it is good for."""


class ShowingUsed(Refusal):
    """Somebody has opened this code already; a code opens once."""


class OwnShowing(Refusal):
    """Whoever shows a licence does not open it themselves: that would use up the code."""


class PurposeMissing(Refusal):
    """Nobody is shown or given a licence without being told what for, in at most 200 characters."""


class UnknownClaim(Refusal):
    """The licence says nothing of this name, or nothing was chosen."""


class UnknownGrant(Refusal):
    """No such standing authorisation of this holder."""


class GrantPeriod(Refusal):
    """A standing authorisation ends on a day to come, at most three years away."""


class UnknownReceiver(Refusal):
    """Nobody of this name may be authorised."""


class UnknownStatusList(Refusal):
    """No licence has its place in this list."""


class MalformedCredential(Refusal):
    """This is no SD-JWT credential, or its disclosures do not belong to it."""


class BadHolderKey(Refusal):
    """The key a credential is to be bound to is no public P-256 key in JWK."""


class UnusableLicence(Refusal):
    """This licence cannot be used today: suspended, ended, outside its period or not unchanged; `state` says which."""

    def __init__(self, state: str) -> None:
        super().__init__(state)
        self.state = state


class IncompleteUse(Refusal):
    """A copy must say for what, for whom, on which ground and until when; `what` is missing, too long or not in the future."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


class UnknownLink(Refusal):
    """This is no link to a copy."""


class LinkExpired(Refusal):
    """The link to this copy has expired, or its copy was taken back."""


class LinkUsed(Refusal):
    """This copy was fetched already; a link hands over once."""


class UnknownConsumer(Refusal):
    """Nobody of this code uses the share interface, or the token is not theirs."""


class ConsumerThere(Refusal):
    """A consumer of this code is registered already."""


class NoRight(Refusal):
    """This consumer has no right to this licence type, or not to copies of it."""


class PurposeNotAllowed(Refusal):
    """The consumer may ask for this licence type, but not for this purpose."""


class NotGranted(Refusal):
    """No law gives the consumer this licence, and its holder has not authorised it."""


class TooManyCalls(Refusal):
    """The consumer has asked more often within this minute than was agreed."""

    def __init__(self, limit: int) -> None:
        super().__init__(str(limit))
        self.limit = limit


class FileTooLarge(Refusal):
    """A file to be verified is larger than is read; `max_bytes` says how large it may be."""

    def __init__(self, max_bytes: int) -> None:
        super().__init__(max_bytes)
        self.max_bytes = max_bytes


class NotADocument(Refusal):
    """A file to be verified is no PDF, no OFD and no credential."""


class UnprintablePurpose(Refusal):
    """A purpose with characters that nobody sees, which turn, hide or break what its reader reads."""


class UnknownVisit(Refusal):
    """No such visit at a window of this actor's."""


class OtherPurpose(Refusal):
    """A visit is looked at for what it was registered for; `purpose` says for what that was."""

    def __init__(self, purpose: str) -> None:
        super().__init__(purpose)
        self.purpose = purpose


class VisitOver(Refusal):
    """The visit was closed, or its day is over."""


class NoSuchField(Refusal):
    """A right names content fields that the type has not."""

    def __init__(self, fields: tuple[str, ...], there: tuple[str, ...]) -> None:
        super().__init__(", ".join(fields))
        self.fields, self.there = fields, there


class NoPublicKey(Refusal):
    """A right asks for encrypted answers, and its consumer has registered no key for them."""


class WrongPublicKey(Refusal):
    """This is no SM2 public key that answers can be encrypted to."""


class OtherVisitor(Refusal, WrongHolder):
    """The visit was registered for another number, or begun with another holder's code."""
