"""What was found of a file that an applicant uploaded as a material: refused by name, or let through with what a reviewer must weigh."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from tongban.licences.terms import UploadVerdict
from tongban.sharing.terms import ClaimedLicence


class Doubt(StrEnum):
    """What nobody can decide for a reviewer. It stands at the material, and the application goes on."""

    NOT_JUDGED = "not_judged"  # the file could not be judged: it is encrypted, or broken
    SIGNER_UNKNOWN = "signer_unknown"  # unchanged since it was signed, by somebody whom nobody here can vouch for
    NOT_SIGNED = "not_signed"  # it says that it is a licence, and nobody signed it
    SEVERAL = "several_licences"  # it names several licences: it is the document of none
    NOT_IN_REGISTER = "not_in_register"  # looked up, and not there: issued elsewhere, or nowhere
    REGISTER_UNSURE = "register_unsure"  # the register's own record is not what its issuer attested
    NOT_THE_DOCUMENT = "not_the_document"  # it names a licence of ours and is not the file that the library made of it
    MADE_FOR_ELSE = "made_for_else"  # an annotated copy, made for another purpose
    NOT_IN_FORCE = "not_in_force"  # a licence that does not hold, where the material asks for no licence of this kind
    OTHER_HOLDER = "other_holder"  # somebody else's, where that may be right
    OTHER_KIND = "other_kind"  # another kind of licence than the material names, and not shown to be one


@dataclass(frozen=True, slots=True)
class UploadFound:
    """A signed file, or one that says it is a licence, as it was judged on the day when it was handed in."""

    upload: UploadVerdict
    claimed: ClaimedLicence | None = None
    doubts: tuple[Doubt, ...] = ()

    def as_data(self) -> dict[str, Any]:
        """Plain data, kept with the material."""
        return {
            **self.upload.as_data(),
            "claimed": self.claimed.as_data() if self.claimed else None,
            "doubts": [each.value for each in self.doubts],
        }

    @classmethod
    def of_data(cls, data: dict[str, Any]) -> UploadFound:
        """What was kept; materials of before the register was asked have signatures only."""
        claimed = data.get("claimed")
        doubts = tuple(Doubt(each) for each in data.get("doubts", ()))
        return cls(UploadVerdict.of_data(data), ClaimedLicence.of_data(claimed) if claimed else None, doubts)
