"""Licences and their kinds, as every module reads them."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeAlias
from uuid import UUID

from tongban.kernel.bilingual import Bilingual
from tongban.licences.terms.catalogue import CatalogueEntry, CatalogueState

if TYPE_CHECKING:
    from collections.abc import Collection

    from tongban.identity.terms import Holder, HolderKind


Value: TypeAlias = "str | int | float | bool | list[Value] | tuple[Value, ...] | dict[str, Any] | None"  # of a content key


# What can be wrong on any licence, beside its own fields. `_other`: something that stands nowhere on it.
EVERY_LICENCE_SAYS = {
    "_holder": Bilingual("持证人", "Holder"),
    "_period": Bilingual("有效期", "Period"),
    "_state": Bilingual("状态", "State"),
    "_other": Bilingual("其他", "Something else"),
}


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
    joint: tuple[Holder, ...] = ()  # who holds it together with `holder`


@dataclass(frozen=True, slots=True)
class JointHolder:
    """Somebody who holds a licence together with its holder (共有人)."""

    kind: HolderKind
    id: UUID
    name: str


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
    REINSTATE = "reinstate"  # an ending that was itself set aside


@dataclass(frozen=True, slots=True)
class LicenceType:
    """A kind of licence (证照类型) with the elements of GB/T 36902. `fields` maps a content key to its label, in the order of the face."""

    code: str  # short code of the city, e.g. BL
    national_code: str  # USCC of the defining body + 3 digits
    name: Bilingual
    department: str
    holder_kinds: frozenset[HolderKind]
    fields: dict[str, Bilingual]
    labels: dict[str, dict[str, Bilingual]] = field(default_factory=dict)  # content key -> value -> how the face prints it
    number_prefix: str = ""  # opens the printed number, e.g. 榕建资; empty: the department's prefix and the code
    basis: Bilingual = Bilingual("")  # the law under which it is issued, as the face cites it
    schema_text: str = ""  # the content as JSON Schema 2020-12, with its keys in the order of the face; empty: each field holds anything
    entry: CatalogueEntry = CatalogueEntry()

    @property
    def schema(self) -> dict[str, Any]:
        """The content as JSON Schema 2020-12, with labels as titles."""
        own: dict[str, Any] = json.loads(self.schema_text) if self.schema_text else {}
        return {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": self.name.zh,
            "type": "object",
            "properties": {key: self._titled(key, own.get("properties", {}).get(key, {})) for key in self.fields},
            "required": own.get("required", list(self.fields)),
            "additionalProperties": False,
        }

    def _titled(self, key: str, spec: dict[str, Any]) -> dict[str, Any]:
        label, words = self.fields[key], self.labels.get(key, {})
        named = {"title": label.zh, "x-en": {"title": label.en}}
        return {
            **named,
            **spec,
            **({"x-labels": {value: {"zh": each.zh, "en": each.en} for value, each in words.items()}} if words else {}),
        }

    @property
    def holder_category(self) -> str:
        """GB/T 36902 持证主体类别: 0 natural persons, 1 organisations, 2 both."""
        return "2" if len(self.holder_kinds) > 1 else "1" if "organisation" in self.holder_kinds else "0"

    @property
    def reportable(self) -> dict[str, Bilingual]:
        """What can be wrong on a licence of this type: its own fields, and what every licence says."""
        return {**self.fields, **EVERY_LICENCE_SAYS}

    @property
    def open(self) -> bool:
        """Whether new licences of it are issued."""
        return self.entry.state is CatalogueState.ACTIVE

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
    joint: tuple[JointHolder, ...] = ()  # who holds it together with the holder
    previous_id: UUID | None = None  # the version that this one stands instead of
    source: Source = Source.CASE

    @property
    def holder_ids(self) -> tuple[UUID, ...]:
        """Everybody who holds it."""
        return (self.holder_id, *(each.id for each in self.joint))

    def held_by_any(self, holder_ids: Collection[UUID]) -> bool:
        """Whether one of these holds it, as its record says."""
        return any(each in holder_ids for each in self.holder_ids)

    def usable_on(self, day: date) -> bool:
        return usable(self.state, self.valid_from, self.valid_until, day)
