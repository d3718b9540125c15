"""What `licences` refuses; doors map each class to words and a status."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    pass


class Refusal(Exception):
    """Base of everything `licences` refuses; doors map each class to words and a status."""


class UnknownType(Refusal):
    """There is no licence type with this code."""


class UnknownIssuer(Refusal):
    """The department of this licence type does not exist."""


class UnknownLicence(Refusal):
    """No such licence, or none this actor may see."""


class Denied(Refusal):
    """This actor may not see the licences of this holder."""


class WrongHolder(Refusal):
    """A licence of this type belongs to the other kind of holder."""


class AlreadyIssued(Refusal):
    """This case has already led to a licence; a case leads to one."""


class WrongChange(Refusal):
    """A licence in this state cannot take this change."""


class InvalidContent(Refusal):
    """The content does not fit the type: `missing` and `unknown` keys, and `wrong` ones with what their schema asks (`enum`, `format`)."""

    def __init__(self, missing: tuple[str, ...], unknown: tuple[str, ...], wrong: tuple[tuple[str, str], ...] = ()) -> None:
        told = [f"missing {', '.join(missing)}"] if missing else []
        told += [f"unknown {', '.join(unknown)}"] if unknown else []
        told += [f"wrong {', '.join(f'{key} ({why})' for key, why in wrong)}"] if wrong else []
        super().__init__("; ".join(told))
        self.missing = missing
        self.unknown = unknown
        self.wrong = wrong


class MalformedIdentifier(Refusal):
    """This cannot be a licence identifier; `reason` is one of `shape` and `check_character`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class UnknownSeal(Refusal):
    """No such seal, or none this actor has to do with."""


class SealEnded(Refusal):
    """This seal is suspended, reported lost or destroyed; `state` says which. An owner whose seals have all ended has none to use."""

    def __init__(self, state: str) -> None:
        super().__init__(state)
        self.state = state


class SealExpired(Refusal):
    """The seal's own period has not begun, or is over."""


class SealNotGranted(Refusal):
    """The legal representative has not let this person use the seal, or has taken the grant back, or it has run out."""


class SealNotTheirs(Refusal):
    """Only the owner of a seal disposes of it: the department's staff, or the company's legal representative."""


class SealThere(Refusal):
    """The owner has a seal of this kind already; it must end before another is made."""


class WrongSealChange(Refusal):
    """A seal in this state cannot take this change."""


class SealPeriodReversed(Refusal):
    """A grant would end before it begins."""


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


class TypeRetired(Refusal):
    """The catalogue has retired this licence type: what was issued stays, nothing new is."""


class GroundsMissing(Refusal):
    """A licence is changed on written grounds; `what` is one of `basis`, `reason`, `document`, `told`, `answer`, `content`."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


class NotItsSuccessor(Refusal):
    """This cannot stand instead of that licence; `why` is one of `type`, `holder`, `same`, `period`."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class HolderTwice(Refusal):
    """Somebody stands twice among those who hold a licence together."""


class UnknownCorrection(Refusal):
    """No such reported error, or none this actor may see."""


class UnknownField(Refusal):
    """A reported error names something that stands on no licence of this type; `fields` says what."""

    def __init__(self, fields: tuple[str, ...]) -> None:
        super().__init__(", ".join(fields))
        self.fields = fields


class AlreadyAsked(Refusal):
    """This holder or department has reported an error of this licence, and the issuer has not answered yet."""


class AlreadyAnswered(Refusal):
    """The issuer has answered this reported error."""


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


class FaultyMapping(Refusal):
    """The mapping of a stock cannot be used; `faults` say what is wrong and where."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__("; ".join(faults))
        self.faults = faults


class FaultyStock(Refusal):
    """The list cannot be read at all: no header, a column that the mapping needs is not there, or the file is gone."""


class UnknownIngestion(Refusal):
    """No such list was ever taken in, or it is not this actor's to see."""


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


class UnknownScan(Refusal):
    """No such scan, or it is another department's."""


class ScanSettled(Refusal):
    """This scan was confirmed or put away already; a scan leads to one licence."""


class PeriodReversed(Refusal):
    """A licence would end before it begins."""


class LicenceThere(Refusal):
    """The library has this licence already: of this holder, type and number."""
