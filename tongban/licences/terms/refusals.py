"""What `licences` refuses; doors map each class to words and a status."""

from __future__ import annotations


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


class NotInForce(WrongChange):
    """The content of a licence is put right, or renewed, only while it holds; `state` says how it stands."""

    def __init__(self, state: str) -> None:
        super().__init__(state)
        self.state = state


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


class TypeRetired(Refusal):
    """The catalogue has retired this licence type: what was issued stays, nothing new is."""


class GroundsMissing(Refusal):
    """A licence is changed on written grounds; `what` is one of `basis`, `reason`, `document`, `told`, `answer`, `content`."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


class UnseenCharacters(Refusal):
    """Words with unseen characters, which turn or hide what is read; `what` as in `GroundsMissing`, or of `Confirmed`."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


class NotItsSuccessor(Refusal):
    """This cannot stand instead of that licence; `why` is one of `type`, `holder`, `same`, `period`, `kept`."""

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


class FaultyMapping(Refusal):
    """The mapping of a stock cannot be used; `faults` say what is wrong and where."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__("; ".join(faults))
        self.faults = faults


class FaultyStock(Refusal):
    """The list cannot be read at all: no header, a column that the mapping needs is not there, or the file is gone."""


class UnknownIngestion(Refusal):
    """No such list was ever taken in, or it is not this actor's to see."""


class VersionsWaiting(Refusal):
    """Licences of this list that stand instead of others are not linked with them yet; until then it is not finished."""


class UnknownScan(Refusal):
    """No such scan, or it is another department's."""


class ScanDiscarded(UnknownScan):
    """This scan was put away: nobody sees its picture or what was read from it any more."""


class ScanSettled(Refusal):
    """This scan was confirmed or put away already; a scan leads to one licence."""


class PeriodReversed(Refusal):
    """A licence would end before it begins."""


class LicenceThere(Refusal):
    """The library has this licence already: of this holder, type and number."""


class NotADecidingPost(Refusal):
    """What becomes of a licence is decided at a deciding post of its department; a window receives and hands out."""


class BasisNotCited(Refusal):
    """The legal basis names no law with its article."""


class TakesTwo(Refusal):
    """What ends a licence, or sets that aside, is proposed by one person and confirmed by another."""


class TakesOne(Refusal):
    """This change is made at once, by one person; nothing is proposed."""


class UnknownProposal(Refusal):
    """No such proposed change, or none that this actor may see."""


class ProposedAlready(Refusal):
    """Another change of this licence waits for its second person."""


class OwnProposal(Refusal):
    """Whoever proposed a change neither confirms nor rejects it."""


class NotOwnProposal(Refusal):
    """Somebody takes back what another has proposed."""


class ProposalSettled(Refusal):
    """The proposed change was confirmed or rejected before."""


class ProposalLapsed(Refusal):
    """Nobody confirmed the proposed change in time."""
