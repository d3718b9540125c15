"""Everything that `duty` refuses, by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tongban.kernel.yaml import Faulty

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID


class Refusal(Exception):
    """Base of everything a verb of `duty` refuses; doors map each class to words and a status."""


class Denied(Refusal):
    """This act is not this actor's."""


class FaultyDuty(Faulty, Refusal):
    """The city's duty data is faulty; `faults` lists file, line and what to do."""


class NoDuty(Refusal):
    """The city has no duty plan: no duty.yaml was loaded."""


class UnknownUnit(Refusal):
    """There is no such department, or it has no roster where one is needed."""


class UnknownReason(Refusal):
    """The city's duty plan names no such reason."""


class UnknownCallOut(Refusal):
    """No such call-out, or not for this actor."""


class UnknownCode(Refusal):
    """No call was made with this code."""


class AlreadyCalledOut(Refusal):
    """The unit is being called for the same thing; carries that call-out."""

    def __init__(self, callout_id: UUID) -> None:
        super().__init__(callout_id)
        self.callout_id = callout_id


class AlreadyAcknowledged(Refusal):
    """Somebody has acknowledged already: who, and when."""

    def __init__(self, name: str, at: datetime) -> None:
        super().__init__(at.isoformat())
        self.name, self.at = name, at


class CallOutOver(Refusal):
    """The call-out was stood down."""


class NotDue(Refusal):
    """It is not yet time to call the next."""


class StillCalling(Refusal):
    """The line is being called; it can be called again when it has ended."""


class UnknownChange(Refusal):
    """No such change of a roster, or it is withdrawn or over."""


class ImpossiblePeriod(Refusal):
    """A period that ends before it begins, is over already, or lasts longer than a month."""


class UnusablePhone(Refusal):
    """This is no telephone number of this country."""


class WordsMissing(Refusal):
    """Something needs words that are not there; names what."""


class AlreadyOnShift(Refusal):
    """This login is on shift already."""


class NotOnShift(Refusal):
    """This login is not on shift."""


class DeskLeftEmpty(Refusal):
    """Nobody else is on shift: say why the desk is left empty, or have somebody begin theirs first."""


class UnknownNote(Refusal):
    """No such hand-over note."""
