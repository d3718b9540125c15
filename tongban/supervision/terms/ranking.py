"""Words of the weekly ranking: what was counted, rates with their bounds, a week as it is published, and what two people decide."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from tongban.kernel.bilingual import Bilingual
    from tongban.supervision.terms.city import Minimum, Weights
    from tongban.supervision.terms.evidence import Evidence


class Item(StrEnum):
    """What may be left out of a week."""

    MESSAGE = "message"  # the order of a unit
    RATING = "rating"
    CASE = "case"


class Decided(StrEnum):
    """What became of something that two people decide."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"


class Measure(StrEnum):
    """What a unit may be asked about."""

    ON_TIME = "on_time"
    SATISFIED = "satisfied"
    CASES_ON_TIME = "cases_on_time"


class Standing(StrEnum):
    """How a rate stands against its group's."""

    PRAISED = "praised"  # its lower bound lies above
    BETWEEN = "between"
    BLAMED = "blamed"  # its upper bound lies below
    TOO_FEW = "too_few"  # not ranked


@dataclass(frozen=True, slots=True)
class Counted:
    """What a unit had in a week."""

    unit: str
    due: int = 0
    on_time: int = 0
    late: int = 0
    unanswered: int = 0
    median_hours: float | None = None  # of what was done of what was due
    rated: int = 0
    satisfied: int = 0
    solved: int = 0


@dataclass(frozen=True, slots=True)
class Rate:
    """`good` of `n`, with the Wilson bounds. `rank` goes by the lower bound from the top, `tail` by the upper one from the bottom."""

    good: int
    n: int
    share: float | None
    lower: float | None
    upper: float | None
    rank: int | None
    tail: int | None
    standing: Standing


@dataclass(frozen=True, slots=True)
class Response:
    """The median of hours from assignment to answer, of so many; the quickest is first."""

    n: int
    hours: float | None
    rank: int | None


@dataclass(frozen=True, slots=True)
class Line:
    """A unit in a week. In the table of cases nothing is rated, and there is no score."""

    unit: str
    merged: tuple[str, ...]  # units that are no more, whose items count here
    trial: bool  # not switched on: for supervisors only
    on_time: Rate
    late: int
    unanswered: int
    response: Response
    satisfied: Rate
    solved: int
    score: float | None
    score_rank: int | None


@dataclass(frozen=True, slots=True)
class GroupTable:
    """Units that are ranked among one another, and the rates of all of them together."""

    key: str
    name: Bilingual
    lines: tuple[Line, ...]
    on_time: float | None
    satisfied: float | None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What was not counted, and why. The number is there where the message is displayed."""

    kind: Item
    unit: str
    number: str
    reason: str


@dataclass(frozen=True, slots=True)
class Week:
    """An ISO week of the city: from midnight on Monday to midnight on Monday."""

    key: str  # 2026-W48
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class RankedWeek:
    """All that is published of a week."""

    week: Week
    version: int
    counted_at: datetime  # what was done after it does not count
    corrected_because: str  # empty: this is no correction
    rules: str  # the digest of the city's rules
    minimum: Minimum
    weights: Weights
    on_time_below: int
    messages: tuple[GroupTable, ...]
    cases: tuple[GroupTable, ...]
    left_out: tuple[LeftOut, ...]
    names: Mapping[str, Bilingual]  # of every unit that it speaks of


@dataclass(frozen=True, slots=True)
class Signed:
    """Who signed a week off, and the signature over its digest."""

    name: str
    at: datetime
    algorithm: str
    signature: bytes = field(repr=False)
    certificate: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class RankingLine:
    """A version of a week in a list."""

    id: UUID
    week: str
    version: int
    closed_at: datetime
    signed_at: datetime | None
    signer: str
    digest: str
    corrected_because: str


@dataclass(frozen=True, slots=True)
class RankingView:
    """A version of a week. `canonical` is the text that the digest and the signature are over."""

    line: RankingLine
    ranked: RankedWeek
    canonical: str = field(repr=False)
    signed: Signed | None
    versions: tuple[RankingLine, ...]  # all that this reader may see, this one among them: each says why it was made
    trial: bool  # as it would be with every unit: for supervisors


@dataclass(frozen=True, slots=True)
class Proposed:
    """A unit that may be asked why. Without `enough` too few were counted to judge, and the rate is only shown."""

    group: str
    evidence: Evidence
    enough: bool
    trial: bool


@dataclass(frozen=True, slots=True)
class ExclusionView:
    """Something that is left out, or is proposed to be."""

    id: UUID
    week: str
    kind: Item
    item: str
    number: str  # empty where not everybody may know it
    unit: str
    unit_name: Bilingual
    reason: str
    state: Decided
    proposed_by: UUID
    proposed_at: datetime
    decided_at: datetime | None
    correction_id: UUID | None
    from_version: int
    until_version: int | None


@dataclass(frozen=True, slots=True)
class CorrectionView:
    """A 勘误, or the proposal of one."""

    id: UUID
    week: str
    of_version: int
    reason: str
    state: Decided
    proposed_by: UUID
    proposed_at: datetime
    decided_at: datetime | None
    excludes: tuple[ExclusionView, ...]
    restores: tuple[ExclusionView, ...]


@dataclass(frozen=True, slots=True)
class NewExclusion:
    """What somebody proposes to leave out: a unit's message or rating by the message's number, or its case by the case's."""

    kind: Item
    unit: str
    number: str
    item: str = ""  # which of several ratings


@dataclass(frozen=True, slots=True)
class Recomputed:
    """The digests of the texts of a week as they are stored, and as counting again from the ledgers gives them."""

    week: str
    version: int
    stored: str
    counted: str
    stored_trial: str
    counted_trial: str
    signature_holds: bool | None  # None: not signed yet
    stands: bool  # the stored texts are of the digests beside them, and of this week and version
    canonical: str = field(repr=False)  # as counted now

    @property
    def same(self) -> bool:
        counted_alike = self.stored == self.counted and self.stored_trial == self.counted_trial
        return counted_alike and self.stands and self.signature_holds is not False
