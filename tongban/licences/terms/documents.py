"""The two documents of a licence, and what is found of the signatures in a file that somebody handed in."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from tongban.kernel.bilingual import Bilingual


class Profile(StrEnum):
    """The same record as two files: OFD with an SM2 seal, the legal profile; PDF/A with PAdES, which any reader can check."""

    PDF = "pdf"
    OFD = "ofd"


SEVERAL = "SeveralIdentifiers"  # what stands in the way of looking a file up, beside what cannot be read


class UploadState(StrEnum):
    """What the signatures in a file come to."""

    UNSIGNED = "unsigned"  # nobody signed it
    VALID = "valid"  # every signature holds, by someone whom this city trusts
    INVALID = "invalid"  # one does not: changed, forged, expired, not trusted
    UNREADABLE = "unreadable"  # no file that can be judged


@dataclass(frozen=True, slots=True)
class StepFound:
    """One step of judging a signature. `holds` is None where there was nothing to judge."""

    holds: bool | None
    words: Bilingual
    reason: str = ""


@dataclass(frozen=True, slots=True)
class SignatureFound:
    """One signature or seal in a file."""

    signer: str  # as its certificate or its seal names it
    signed_at: datetime | None
    holds: bool
    steps: tuple[StepFound, ...]
    seal: str = ""  # number of the seal; empty for a signature without one

    @property
    def failed(self) -> StepFound | None:
        """The first step that does not hold."""
        return next((step for step in self.steps if step.holds is False), None)


@dataclass(frozen=True, slots=True)
class UploadVerdict:
    """What was found of a PDF or OFD. `identifier` is that of a licence, where the file says it is one (GB/T 36903: ZZBS)."""

    state: UploadState
    signatures: tuple[SignatureFound, ...] = ()
    problem: str = ""  # why it could not be judged or looked up, for programs
    identifier: str = ""

    def as_data(self) -> dict[str, Any]:
        """Plain data, to be kept with a material."""
        return {**asdict(self), "signatures": [_plain(each) for each in self.signatures], "state": self.state.value}

    @classmethod
    def of_data(cls, data: dict[str, Any]) -> UploadVerdict:
        found = tuple(_read(each) for each in data["signatures"])
        return cls(UploadState(data["state"]), found, data["problem"], data["identifier"])


def _plain(found: SignatureFound) -> dict[str, Any]:
    return {
        **asdict(found),
        "signed_at": found.signed_at.isoformat() if found.signed_at else None,
        "steps": [asdict(each) for each in found.steps],
    }


def _read(data: dict[str, Any]) -> SignatureFound:
    return SignatureFound(
        signer=data["signer"],
        signed_at=datetime.fromisoformat(data["signed_at"]) if data["signed_at"] else None,
        holds=data["holds"],
        steps=tuple(StepFound(each["holds"], Bilingual.of(each["words"]), each["reason"]) for each in data["steps"]),
        seal=data["seal"],
    )
