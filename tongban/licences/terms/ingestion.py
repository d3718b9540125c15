"""Taking in a department's stock of licences: what a list is, what of it was taken, and what was not and why."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from uuid import UUID

from tongban.kernel import lists

if TYPE_CHECKING:
    from tongban.identity.terms import HolderKind
    from tongban.licences.terms.licence import LicenceState


class Fault(StrEnum):
    """What is wrong with a row or a value of it: what can be wrong with any list (`kernel.lists`), and with one of licences."""

    TOO_LONG = lists.Fault.TOO_LONG
    ENCODING = lists.Fault.ENCODING
    QUOTE = lists.Fault.QUOTE
    COLUMNS = lists.Fault.COLUMNS
    JSON = lists.Fault.JSON
    NOT_TEXT = lists.Fault.NOT_TEXT
    HIDDEN = lists.Fault.HIDDEN
    MISSING = lists.Fault.MISSING
    NO_DATE = lists.Fault.NO_DATE
    NO_NUMBER = lists.Fault.NO_NUMBER
    NOT_LIST = "not_list"  # one value where a list of objects belongs
    UNKNOWN_TYPE = "unknown_type"
    UNKNOWN_CODE = "unknown_code"  # the mapping does not say what this word means
    PERIOD = "period"  # ends before it begins
    FUTURE = "future"  # issued on a day that has not come
    HOLDER_CODE = "holder_code"  # the holder's number cannot be right
    HOLDER_KIND = "holder_kind"  # licences of this type are for the other kind of holder
    IDENTIFIER_SHAPE = "identifier_shape"
    IDENTIFIER_TYPE = "identifier_type"  # an identifier of another type of licence
    VERSION = "version"
    CONTENT = "content"  # not as the schema of the type asks
    JOINT = "joint"  # not as many names as numbers of those who hold it together
    HOLDER_TWICE = "holder_twice"  # the same holder stands twice on one licence
    DIFFERS = "differs"  # the library has this licence, and it says something else
    IDENTIFIER_TAKEN = "identifier_taken"  # the library has another licence under this identifier
    NO_DOCUMENT = "no_document"  # the file that the row names is not there, or lies elsewhere
    BAD_DOCUMENT = "bad_document"  # too large, or neither PDF nor OFD
    DOCUMENT_BROKEN = "document_broken"  # its seal does not hold for what it says
    OTHER_DOCUMENT = "other_document"  # the file says that it is another licence
    # What is told and taken in all the same:
    CHECK_CHARACTER = "check_character"  # of the identifier; published samples have wrong ones
    OPTIONAL = "optional"  # a business field without a value, where the mapping allows it
    STATE_DIFFERS = "state_differs"  # the same licence stands otherwise in the library, which is right
    NAME_DIFFERS = "name_differs"  # the number is known under another name
    NO_PREDECESSOR = "no_predecessor"  # the library does not have what this one stands instead of
    NOT_SUCCESSOR = "not_successor"  # of another holder or type, no older than this one, or another one stands instead of it already
    NO_SEAL = "no_seal"  # the document carries none; the library makes its own when asked


FLAGS = frozenset(
    {
        Fault.CHECK_CHARACTER,
        Fault.OPTIONAL,
        Fault.STATE_DIFFERS,
        Fault.NAME_DIFFERS,
        Fault.NO_PREDECESSOR,
        Fault.NOT_SUCCESSOR,
        Fault.NO_SEAL,
    }
)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong in a list. `value` is as it stands there until it is stored: from then on it is masked."""

    row: int  # the line on which the record begins, as an editor counts
    column: str
    fault: Fault
    value: str = field(default="", repr=False)

    @property
    def rejects(self) -> bool:
        return self.fault not in FLAGS


@dataclass(frozen=True, slots=True)
class NamedHolder:
    """Somebody who holds a licence together with its holder, as the list calls them."""

    kind: HolderKind
    code_type: str
    code: str = field(repr=False)
    name: str = field(repr=False)

    @property
    def key(self) -> tuple[str, str]:
        return self.code_type, self.code


@dataclass(frozen=True, slots=True)
class Candidate:
    """A licence as a row tells it, with every word understood; nothing is known yet of what the library has."""

    row: int
    type_code: str
    holder_kind: HolderKind
    code_type: str
    code: str = field(repr=False)
    holder_name: str = field(repr=False)
    number: str = field(repr=False)
    identifier: str
    version: int
    issued_on: date
    valid_from: date
    valid_until: date | None
    state: LicenceState
    content: dict[str, Any] = field(repr=False)
    document: str = ""
    joint: tuple[NamedHolder, ...] = ()
    replaces: str = field(default="", repr=False)  # the number or identifier of the version that it stands instead of

    @property
    def key(self) -> tuple[str, str, str, str, int]:
        """What makes two rows the same licence."""
        return self.code_type, self.code, self.type_code, self.number, self.version


@dataclass(frozen=True, slots=True)
class Version:
    """What must be known of a licence to say whether it can stand instead of another."""

    id: UUID
    identifier: str
    type_code: str
    holder_id: UUID
    number: str
    version: int
    issued_on: date

    def older_than(self, other: Version) -> bool:
        return (self.issued_on, self.version) < (other.issued_on, other.version)


class IngestionState(StrEnum):
    RUNNING = "running"  # or broken off: the same list again goes on from there
    FINISHED = "finished"


@dataclass(frozen=True, slots=True)
class Taken:
    """How much of a list, or of a part of it, went where."""

    rows: int = 0
    taken: int = 0
    repeated: int = 0  # the library had them already
    rejected: int = 0
    flagged: int = 0  # taken in or repeated, and something is to be told of them

    def __add__(self, other: Taken) -> Taken:
        return Taken(
            self.rows + other.rows,
            self.taken + other.taken,
            self.repeated + other.repeated,
            self.rejected + other.rejected,
            self.flagged + other.flagged,
        )


@dataclass(frozen=True, slots=True)
class Ingestion:
    """One list that was, or is being, taken in."""

    id: UUID
    source: str
    name: str
    file_name: str
    file_digest: str
    department: str  # whose stock it is
    part_rows: int
    state: IngestionState
    counts: Taken
    begun_at: datetime
    finished_at: datetime | None = None
    parts: frozenset[int] = frozenset()  # those that are done


@dataclass(frozen=True, slots=True)
class Told:
    """One line of the report on a list: the value is masked."""

    row: int
    column: str
    fault: Fault
    value: str
    rejects: bool
