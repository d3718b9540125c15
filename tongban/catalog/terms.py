"""Words of `catalog`: a release is one published version of a service, read from canonical JSON and never changed.

Shapes follow the YAML of `cities/<name>/services/*.yaml`; `docs/adr` explains them. All are frozen.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from uuid import UUID

from tongban.kernel.bilingual import Bilingual
from tongban.kernel.yaml import Fault as Fault  # others import it from here
from tongban.kernel.yaml import Faulty

if TYPE_CHECKING:
    from tongban.kernel.limits import Limit, Unit


class ServiceType(StrEnum):
    """事项类型. The first seven are applied for; the rest are published as guides only."""

    PERMIT = "permit"
    BENEFIT = "benefit"
    CONFIRM = "confirm"
    REWARD = "reward"
    RULING = "ruling"
    OTHER = "other"
    PUBLIC_SERVICE = "public-service"
    COLLECT = "collect"
    PENALTY = "penalty"
    COMPULSION = "compulsion"
    INSPECTION = "inspection"


class ServiceState(StrEnum):
    OPEN = "open"
    PAUSED = "paused"  # shown, not hidden; no new case
    CLOSED = "closed"  # kept for the cases that refer to it
    GUIDE_ONLY = "guide-only"  # imported: shown without online application


class Does(StrEnum):
    """What a step does, a closed list."""

    CHECK = "check"  # before acceptance
    ACCEPT = "accept"
    REVIEW = "review"
    DECIDE = "decide"


class Sign(StrEnum):
    """Whether the applicant signs the form before handing it in."""

    REQUIRED = "required"
    OFFERED = "offered"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Limits:
    promised: Limit | None  # None only in an imported guide that states none
    statutory: Limit | None  # public services may have none
    joint: bool = False  # Administrative Licensing Law art. 42(2): 45 + 15 days


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    label: Bilingual


@dataclass(frozen=True, slots=True)
class Question:
    """One situation question (情形). `many` allows several options."""

    key: str
    text: Bilingual
    options: tuple[Option, ...]
    many: bool = False
    help: Bilingual = Bilingual("")
    stops: dict[str, Bilingual] = field(default_factory=dict)  # answer -> why this service is not for you, and where to go


@dataclass(frozen=True, slots=True)
class Section:
    """One page of the form: a title and the schema properties on it, in order."""

    title: Bilingual
    fields: tuple[str, ...]
    help: Bilingual = Bilingual("")


@dataclass(frozen=True, slots=True)
class Form:
    """`schema` is JSON Schema 2020-12; a property's English words are in `x-en: {title, description, enum: {...}}`.

    `prefill` maps a field to its source: `holder.<attribute>`, `person.<attribute>` or `licences.<TYPE>.<content key>`.
    """

    schema: dict[str, Any]
    sections: tuple[Section, ...]
    prefill: dict[str, str]


@dataclass(frozen=True, slots=True)
class MaterialSpec:
    """A material (材料) the law asks for: taken from the library (`licence`) or uploaded (`upload`), or either."""

    key: str
    name: Bilingual
    required: bool = True
    licence: tuple[str, ...] = ()  # licence types that satisfy it
    upload: tuple[str, ...] = ()  # jpg png pdf ofd
    max_mb: int = 10
    when: str = ""  # CEL over form and situation; empty means always
    basis: str = ""
    duty: str = ""  # the article by which the department itself takes the licence from the library; nobody is asked to agree
    help: Bilingual = Bilingual("")


@dataclass(frozen=True, slots=True)
class StepSpec:
    """One step of a route. It opens when all steps in `after` are settled."""

    key: str
    name: Bilingual
    desk: str
    department: str
    does: Does
    after: tuple[str, ...] = ()
    when: str = ""
    limit: Limit | None = None


@dataclass(frozen=True, slots=True)
class ResultSpec:
    """What a grant issues. `content` maps a content key of the licence to a CEL expression over form, situation and holder."""

    licence: str = ""  # empty: a written decision only
    validity_years: int | None = None
    content: dict[str, str] = field(default_factory=dict)
    replaces: str = ""  # renewal and change: the licence of this type that the application named is superseded by the new one
    joint: str = ""  # the field of the form whose rows (name, number) are those who hold the licence too


@dataclass(frozen=True, slots=True)
class Law:
    name: str
    number: str
    article: str
    text: Bilingual


@dataclass(frozen=True, slots=True)
class Special:
    """A special procedure (特别程序) whose days are not counted, declared in advance (Administrative Licensing Law art. 45)."""

    name: Bilingual
    days: int
    unit: Unit
    department: str
    basis: str


@dataclass(frozen=True, slots=True)
class Window:
    name: Bilingual
    address: Bilingual
    hours: Bilingual
    phone: str


@dataclass(frozen=True, slots=True)
class Fee:
    name: Bilingual
    amount: Bilingual
    basis: str


@dataclass(frozen=True, slots=True)
class Remedies:
    """Where a refusal can be contested: reconsideration within 60 days, a lawsuit within 6 months."""

    reconsideration: Bilingual
    litigation: Bilingual


@dataclass(frozen=True, slots=True)
class Answered:
    question: Bilingual
    answer: Bilingual


@dataclass(frozen=True, slots=True)
class Guide:
    """What a person reads before applying."""

    summary: Bilingual
    conditions: tuple[Bilingual, ...]
    laws: tuple[Law, ...]
    window: Window | None
    complaint_phone: str
    visits: int | None  # None: an imported guide that does not say
    visits_reason: Bilingual
    fees: tuple[Fee, ...]
    specials: tuple[Special, ...]
    faq: tuple[Answered, ...]
    remedies: Remedies | None
    checked_on: str = ""  # date of the last check of the guide, ISO


@dataclass(frozen=True, slots=True)
class Release:
    """One immutable published version of a service, as every module reads it (cached by id for the life of the process)."""

    id: UUID
    version: int
    digest: str  # SHA-256 of the canonical JSON
    service: str  # code
    national_code: str
    name: Bilingual
    plain_name: Bilingual
    aliases: tuple[str, ...]
    topics: tuple[str, ...]
    department: str
    department_name: Bilingual
    number_prefix: str
    type: ServiceType
    audience: frozenset[str]  # person, organisation
    assurance: int
    limits: Limits
    guide: Guide
    questions: tuple[Question, ...]
    form: Form
    materials: tuple[MaterialSpec, ...]
    route: tuple[StepSpec, ...]
    result: ResultSpec
    show_opinions: bool = False
    sign: Sign = Sign.NONE
    correction_days: int = 30  # calendar days the applicant has to correct; a city rule, not the law's
    open_from: date | None = None  # seasonal services are shown all year and take applications in their season
    open_until: date | None = None
    source: dict[str, Any] = field(default_factory=dict)  # imported items: the raw row

    def in_season(self, day: date) -> bool:
        """Whether the service takes applications on that day; both ends belong to the season."""
        return (self.open_from is None or self.open_from <= day) and (self.open_until is None or day <= self.open_until)

    def step(self, key: str) -> StepSpec:
        return next(step for step in self.route if step.key == key)


@dataclass(frozen=True, slots=True)
class ServiceEntry:
    """One line of a list of services or of a search result."""

    code: str
    name: Bilingual
    plain_name: Bilingual
    department_name: Bilingual
    type: ServiceType
    state: ServiceState
    summary: Bilingual
    promised: Limit | None
    visits: int | None


@dataclass(frozen=True, slots=True)
class Entries:
    """A page of services: `next` is the cursor of the following page, empty at the end."""

    lines: tuple[ServiceEntry, ...]
    next: str = ""


@dataclass(frozen=True, slots=True)
class Topic:
    """A life event or subject under which services are found."""

    key: str
    name: Bilingual
    icon: str = ""
    life_event: bool = False


@dataclass(frozen=True, slots=True)
class Hotline:
    name: Bilingual
    phone: str


@dataclass(frozen=True, slots=True)
class DataLicence:
    """What one may do with the city's open data, in its own words; `address` is where a known licence is written."""

    words: Bilingual
    address: str = ""


@dataclass(frozen=True, slots=True)
class City:
    """What the city says of itself on its pages."""

    name: Bilingual
    topics: tuple[Topic, ...]
    hotlines: tuple[Hotline, ...] = ()
    popular: tuple[str, ...] = ()  # what people often look for
    open_data: DataLicence | None = None  # None: the city has not said

    def topic(self, key: str) -> Topic | None:
        return next((topic for topic in self.topics if topic.key == key), None)


@dataclass(frozen=True, slots=True)
class Loaded:
    """What loading a city did: codes of services published, left as they were, and in conflict with the desk's work.

    `gone` are services that an earlier file published and no file names now: they stay as they are until somebody closes them.
    """

    departments: int
    licence_types: int
    published: tuple[str, ...]
    unchanged: tuple[str, ...]
    conflicts: tuple[str, ...]
    gone: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """A dirty value in an imported list: where it stands, what is wrong with it, and what was kept."""

    row: int  # as a spreadsheet numbers it: the header is 1
    column: str
    value: str
    reason: str
    kept: str


@dataclass(frozen=True, slots=True)
class Imported:
    """What importing a list of items did with its rows: `rows` = new + changed + unchanged + repeated + conflicts."""

    rows: int
    new: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: tuple[str, ...]
    conflicts: tuple[str, ...]  # codes that the city's own files or its desk have published
    repeated: int  # rows that repeat another word for word
    findings: tuple[Finding, ...]


class UnknownService(LookupError):
    """There is no service with this code."""


class ServiceNotOpen(Exception):
    """The service takes no application online now (paused, closed, or guide only)."""


class Denied(Exception):
    """This act is not this actor's."""


class OutdatedBase(Exception):
    """Somebody has published since this version was begun; look at theirs first."""


class FaultyCity(Faulty):
    """City data that does not pass its checks; carries every fault found."""
