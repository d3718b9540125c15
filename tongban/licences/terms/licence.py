"""Licences and their kinds, as every module reads them."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeAlias
from uuid import UUID

from tongban.kernel.bilingual import Bilingual

if TYPE_CHECKING:
    from tongban.identity.terms import Holder, HolderKind


Value: TypeAlias = "str | int | float | bool | list[Value] | tuple[Value, ...] | dict[str, Any] | None"  # of a content key


class LicenceState(StrEnum):
    """Stored states. Expired is computed from `valid_until`, never stored."""

    VALID = "valid"
    SUSPENDED = "suspended"
    SUPERSEDED = "superseded"
    CANCELLED = "cancelled"
    WITHDRAWN = "withdrawn"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class Stock:
    """A licence that exists already, as the library takes it over."""

    type_code: str
    holder: Holder
    number: str
    content: dict[str, Any] = field(repr=False)
    issued_on: date
    valid_from: date
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class Handling:
    """The case for which staff look. Whoever passes it has made sure that the case is theirs to see; the access log names it."""

    case_number: str


class Source(StrEnum):
    """How a licence came into the library."""

    CASE = "case"  # concluded here
    STOCK = "stock"  # taken over from its department
    SCAN = "scan"  # read from paper at a counter, and confirmed by a clerk


class DocumentState(StrEnum):
    MAKING = "making"  # 制证中
    READY = "ready"


class Change(StrEnum):
    """What can happen to an issued licence. Its content never changes: another content is another version."""

    SUSPEND = "suspend"
    RESUME = "resume"
    SUPERSEDE = "supersede"
    CANCEL = "cancel"
    WITHDRAW = "withdraw"
    REVOKE = "revoke"


@dataclass(frozen=True, slots=True)
class LicenceType:
    """A kind of licence (证照类型). `fields` maps a content key to its label, in the order of the face."""

    code: str  # short code of the city, e.g. BL
    national_code: str  # USCC of the defining body + 3 digits
    name: Bilingual
    department: str
    holder_kinds: frozenset[HolderKind]
    fields: dict[str, Bilingual]
    labels: dict[str, dict[str, Bilingual]] = field(default_factory=dict)  # content key -> value -> how the face prints it
    number_prefix: str = ""  # opens the printed number, e.g. 榕建资; empty: the department's prefix and the code
    basis: Bilingual = Bilingual("")  # the law under which it is issued, as the face cites it

    def shown(self, key: str, value: Value) -> str:
        """A content value in words: the label of a code, a list joined, a date in Chinese order."""
        if value is None:
            return ""
        if isinstance(value, (list, tuple)):
            return "、".join(self.shown(key, each) for each in value)
        if isinstance(value, bool):
            return "是" if value else "否"
        if isinstance(value, dict):
            return str(Bilingual.of(value)) if "zh" in value else json.dumps(value, ensure_ascii=False)
        return str(self.labels.get(key, {}).get(str(value), value))


def valid_until(start: date, years: int) -> date:
    """The last day of a period of whole years: the day before its anniversary, which for 29 February may be 1 March."""
    try:
        anniversary = start.replace(year=start.year + years)
    except ValueError:
        anniversary = date(start.year + years, 3, 1)
    return anniversary - timedelta(days=1)


def usable(state: LicenceState, valid_from: date, valid_until: date | None, day: date) -> bool:
    """Whether a licence can be used on a day. Both ends of the period belong to it."""
    return state is LicenceState.VALID and valid_from <= day and (valid_until is None or day <= valid_until)


@dataclass(frozen=True, slots=True)
class Licence:
    """One licence (证照) as its holder, a clerk or a case sees it."""

    id: UUID
    identifier: str  # GB/T 36904
    type_code: str
    type_name: Bilingual
    holder_kind: HolderKind
    holder_id: UUID
    holder_name: str
    number: str  # as printed on the face
    version: int
    issuer: str  # department code
    issuer_name: Bilingual
    issued_on: date
    valid_from: date
    valid_until: date | None
    state: LicenceState
    document: DocumentState
    digest: str  # SHA-256 of the canonical record
    content: dict[str, Any] = field(repr=False, default_factory=dict)

    def usable_on(self, day: date) -> bool:
        return usable(self.state, self.valid_from, self.valid_until, day)
