"""Lines of lists, and pages of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Generic, TypeVar
from uuid import UUID

from tongban.kernel.limits import Due, Lights

if TYPE_CHECKING:
    from tongban.cases.terms.words import CaseState, End, Opinion
    from tongban.catalog.terms import Does
    from tongban.kernel.bilingual import Bilingual
    from tongban.kernel.limits import Light

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One line of `my cases` or of a public list (there with the holder masked)."""

    id: UUID
    number: str
    service: str
    service_name: Bilingual
    department_name: Bilingual
    applicant_name: str
    state: CaseState
    end: End | None
    received_at: datetime
    accepted_at: datetime | None
    ended_at: datetime | None
    due_on: date | None
    provisional: bool
    light: Light
    now_at: tuple[Bilingual, ...]  # departments whose step is open


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step of a case, as lists of a desk show it."""

    step_id: UUID
    case_id: UUID
    number: str
    service_name: Bilingual
    applicant_name: str
    step_name: Bilingual
    desk: str
    does: Does


@dataclass(frozen=True, slots=True)
class WorkLine(StepLine):
    """One line of a desk's queue: an open step."""

    opened_at: datetime
    due_at: datetime | None
    provisional: bool
    light: Light
    correcting: bool
    round: int = 1  # above 1: the applicant has answered a correction notice


@dataclass(frozen=True, slots=True)
class DoneLine(StepLine):
    """One line of what a desk has settled."""

    settled_at: datetime
    opinion: Opinion | None


@dataclass(frozen=True, slots=True)
class Counts:
    """How much waits on an actor's desks: all of it, what is soon due, what is late; and when the last of it arrived."""

    waiting: int
    soon: int
    late: int
    newest_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DepartmentDue(Due):
    department: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DepartmentLights(Lights):
    department: str


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """A keyset page: `next` is the opaque cursor of the following page, empty at the end. There is no count."""

    lines: tuple[T, ...]
    next: str = ""
