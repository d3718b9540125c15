"""Everything that `cases` refuses, by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tongban.kernel.bilingual import Bilingual


class Refusal(Exception):
    """Base of everything a verb of `cases` refuses; doors map each class to words and a status."""


class Denied(Refusal):
    """This act is not this actor's."""


class UnknownCase(Refusal):
    """No such case, or none this actor may see."""


class WrongState(Refusal):
    """The case is not in a state for this act."""


class StepSettled(Refusal):
    """Somebody has already settled this step."""


class InvalidApplication(Refusal):
    """The form or the materials do not fit the release. `faults` maps `form.<pointer>` or `materials.<key>` to a code and words."""

    def __init__(self, faults: dict[str, str]) -> None:
        super().__init__("; ".join(f"{where}: {what}" for where, what in faults.items()))
        self.faults = faults


class AssuranceTooLow(Refusal):
    """The service needs a higher real-name level than the actor has."""

    def __init__(self, needed: int) -> None:
        super().__init__(f"needs L{needed}")
        self.needed = needed


class NotForThisApplicant(Refusal):
    """The service is for the other kind of applicant (person or organisation)."""


class Stopped(Refusal):
    """An answer to a situation question says that this service is not for them; `words` say why and where to go."""

    def __init__(self, words: Bilingual) -> None:
        super().__init__(words.zh)
        self.words = words


class WordsMissing(Refusal):
    """This answer must say why, or name the competent organ; `what` is `reasons`, `competent_organ` or `items`."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


class NewPoint(Refusal):
    """A later notice may only repeat unmet points of the first (Administrative Licensing Law art. 32(1)(4)); `targets` are new."""

    def __init__(self, targets: tuple[str, ...]) -> None:
        super().__init__(", ".join(targets))
        self.targets = targets


class UnknownTarget(Refusal):
    """A point of a notice names a material or field that the release does not have."""

    def __init__(self, targets: tuple[str, ...]) -> None:
        super().__init__(", ".join(targets))
        self.targets = targets


class SignatureMissing(Refusal):
    """The release asks for a signed application, and this one is not signed."""


class SignatureNotAsked(Refusal):
    """The release of this service takes no signatures."""


class UnknownSigning(Refusal):
    """No such form to sign, or it is somebody else's."""


class SignedSomethingElse(Refusal):
    """What is handed in is not what was signed: an answer or a material was changed afterwards."""


class SigningOutdated(Refusal):
    """The document was made too long ago; it has to be made and signed again."""


class SignedAlready(Refusal):
    """This form is signed; a signature is not replaced."""


class NotSigned(Refusal):
    """This form was made and not signed."""
