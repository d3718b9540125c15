"""What is refused in `supervision`, one class a reason."""

from tongban.kernel.yaml import Faulty


class SupervisionRefused(Exception):
    """Base; nothing has changed."""


class FaultySupervision(Faulty, SupervisionRefused):
    """The city's rules of supervision are faulty; `faults` lists file, line and what to do."""


class NoSupervision(SupervisionRefused):
    """The city has loaded no rules of supervision."""


class ReportOnly(SupervisionRefused):
    """The unit is not switched on: it is watched, nothing is published of it and nothing is issued to it."""


class UnknownUnit(SupervisionRefused):
    """No such unit or district is ranked."""


class SamePerson(SupervisionRefused):
    """Two people are needed: whoever proposed this does not confirm it, and whoever proposed exclusions does not sign."""


class ReasonMissing(SupervisionRefused):
    """A reason is needed; everybody reads it."""


class AlreadyDecided(SupervisionRefused):
    """Somebody has confirmed or dismissed this already."""


class UnknownWeek(SupervisionRefused):
    """No such ISO week, or none of this city that is closed."""


class NotClosedYet(SupervisionRefused):
    """The hour at which this week is closed has not come."""


class SignedOff(SupervisionRefused):
    """The week is signed off: what was wrong is corrected by a 勘误 that everybody sees."""


class NotSignedOff(SupervisionRefused):
    """The week is not signed off yet: leave things out of it, no 勘误 is needed."""


class StillProposed(SupervisionRefused):
    """Something that another person has proposed for this week waits to be decided."""


class NothingPublished(SupervisionRefused):
    """Every unit is on trial, so there is nothing to sign."""


class CountedAnew(SupervisionRefused):
    """The week was counted anew after it was read: somebody has left something out, or corrected it."""


class NotCounted(SupervisionRefused):
    """No such message, rating or case of this unit counts in this week."""


class UnknownExclusion(SupervisionRefused):
    """No such exclusion, or none that still holds."""


class UnknownCorrection(SupervisionRefused):
    """No such correction."""


class LeftOutAlready(SupervisionRefused):
    """It is left out of the week already, or proposed to be."""


class DoesNotStand(SupervisionRefused):
    """The stored week is not what was counted and signed: something was changed behind the verbs' back, and it is not shown."""


class CountedDifferently(SupervisionRefused):
    """Counting again gives another result than the one that is stored: something was changed behind the verbs' back."""
