"""What applicants and clerks hand to a verb, what a verb answers, and what waits before that."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

if TYPE_CHECKING:
    from tongban.cases.terms.words import CaseState, End, Shortcoming
    from tongban.catalog.terms import Release
    from tongban.identity.terms import HolderKind
    from tongban.licences.terms import Checked, Checks, Licence


@dataclass(frozen=True, slots=True)
class CorrectionItem:
    """One point of a correction notice. `target` is `material:<key>` or `field:<key>`."""

    target: str
    shortcoming: Shortcoming
    note: str  # what exactly, and what to do


@dataclass(frozen=True, slots=True)
class Handed:
    """One material as the applicant hands it in: a licence of the library, or an uploaded file."""

    key: str
    licence_id: UUID | None = None
    file_digest: str = ""
    file_name: str = ""


@dataclass(frozen=True, slots=True)
class Corrects:
    """The correction notice that a corrected form answers: the case, and the round that begins with it."""

    case_id: UUID
    round: int


@dataclass(frozen=True, slots=True)
class Application:
    """Everything an applicant hands in at once. Frozen into the case at submission."""

    service: str
    applicant_kind: HolderKind
    applicant_id: UUID
    situation: dict[str, Any]
    form: dict[str, Any]
    materials: tuple[Handed, ...]
    provenance: dict[str, str] = field(default_factory=dict)  # what a door shows; `submit` finds out by itself and believes nobody
    signing_id: UUID | None = None  # the signed form, where there is one
    corrects: Corrects | None = None  # where it is a corrected form: `materials` are only those that change


@dataclass(frozen=True, slots=True)
class Turn:
    """What every verb on a submitted case answers: where it stands now, and each open step as (id, key, desk)."""

    case_id: UUID
    number: str
    state: CaseState
    end: End | None
    opened: tuple[tuple[UUID, str, str], ...]


@dataclass(frozen=True, slots=True)
class Prefilled:
    """What the city already knows for a form, where each value is from, and the licences that satisfy each material."""

    form: dict[str, Any]
    provenance: dict[str, str]  # form field -> "licence:<identifier>" | "register"
    materials: dict[str, tuple[Licence, ...]]  # material key -> usable licences, newest first
    checks: dict[UUID, Checks] = field(default_factory=dict)  # what was verified of each licence
    unusable: dict[str, tuple[Checked, ...]] = field(default_factory=dict)  # material key -> licences that would do, but for a verdict
    fills: dict[UUID, tuple[str, ...]] = field(default_factory=dict)  # licence -> the fields of the form that it fills

    @property
    def licences(self) -> dict[str, UUID]:
        """The newest licence for each material."""
        return {key: found[0].id for key, found in self.materials.items() if found}


@dataclass(frozen=True, slots=True)
class Saved:
    """What nobody had to hand in or to write, counted: in how many cases, how many materials and fields."""

    cases: int = 0
    materials: int = 0
    fields: int = 0


@dataclass(frozen=True, slots=True)
class DraftView:
    """What somebody has typed and not yet handed in. `vanished` holds answers to questions that the present release no longer asks."""

    id: UUID
    release: Release
    applicant_kind: HolderKind
    applicant_id: UUID
    situation: dict[str, Any]
    form: dict[str, Any]
    materials: tuple[Handed, ...]
    saved_at: datetime
    vanished: dict[str, Any] = field(default_factory=dict)
