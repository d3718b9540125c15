"""Words of `licences`."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date, datetime
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


@dataclass(frozen=True, slots=True)
class Verification:
    """What the public verification page says of an identifier: no more than the paper shows, and of a person less."""

    identifier: str
    found: bool
    type_name: Bilingual = Bilingual("")
    number: str = ""  # masked where the holder is a person
    holder_masked: str = ""
    issuer_name: Bilingual = Bilingual("")
    issued_on: date | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    state: LicenceState | None = None
    usable: bool = False
    unchanged: bool | None = None  # the stored record still has the digest it was issued with
    document_sha256: str = ""
    checked_at: datetime | None = None


class Refusal(Exception):
    """Base of everything `licences` refuses; doors map each class to words and a status."""


class UnknownType(Refusal):
    """There is no licence type with this code."""


class UnknownIssuer(Refusal):
    """The department of this licence type does not exist."""


class UnknownLicence(Refusal):
    """No such licence, or none this actor may see."""


class Denied(Refusal):
    """This actor may not see the licences of this holder."""


class WrongHolder(Refusal):
    """A licence of this type belongs to the other kind of holder."""


class AlreadyIssued(Refusal):
    """This case has already led to a licence; a case leads to one."""


class WrongChange(Refusal):
    """A licence in this state cannot take this change."""


class InvalidContent(Refusal):
    """The content does not fit the fields of the type: `missing` and `unknown` keys."""

    def __init__(self, missing: tuple[str, ...], unknown: tuple[str, ...]) -> None:
        told = [f"missing {', '.join(missing)}"] if missing else []
        told += [f"unknown {', '.join(unknown)}"] if unknown else []
        super().__init__("; ".join(told))
        self.missing = missing
        self.unknown = unknown


class MalformedIdentifier(Refusal):
    """This cannot be a licence identifier; `reason` is one of `shape` and `check_character`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
