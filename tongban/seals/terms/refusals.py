"""What `seals` refuses; doors map each class to words and a status."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tongban.kernel.bilingual import Bilingual


class Refusal(Exception):
    """Base of everything `seals` refuses."""


class UnknownOwner(Refusal):
    """There is no department of this code, so it has no seal."""


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


class UnseenInSeal(Refusal):
    """Words with characters that nobody sees; `what` is one of `name`, `custodian`, `reason`."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


class SignatureBroken(Refusal):
    """A signature does not hold; `step` names the first check that failed, in words."""

    def __init__(self, step: Bilingual) -> None:
        super().__init__(step.zh)
        self.step = step
