"""Imprints: what an act left in the columns of rows, as short keyed digests in its entry of the ledger.

Whoever changes, adds or removes a row behind the verbs' back changes no entry: each such row is named, with the column. An imprint says
nothing about a value to whoever lacks the key.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from string import ascii_letters, digits
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery, UUIDField
from django.db.models.functions import Cast, Coalesce

from tongban.kernel.crypto import blind_index
from tongban.kernel.ledger import RECORD
from tongban.kernel.models.ledger import LedgerEntry

if TYPE_CHECKING:
    from tongban.kernel.rows import Part

CODE = "imprints"
PURPOSE = "kernel.imprint"
PLACES = digits + ascii_letters  # a column is known by its place
SIGNS = 6
NOTHING = "-" * SIGNS  # of an empty column
CODES = 7  # among the values of an entry
CHUNK, MOST = 200, 1000


@dataclass(frozen=True, slots=True)
class Watched:
    """Columns of a table; new ones come last, for old entries know them by their place. `key` finds a row again, without one it is
    added once and never changed. `unless`: while its column is filled, the others follow another row. `later`: the table was watched
    later than others; of rows whose first entry does not speak of it nothing is known. `formerly`: under which name entries are about it
    from before it came to another module with the name that its table has.
    """

    table: type[models.Model]
    columns: tuple[str, ...]
    key: str = ""
    unless: tuple[str, tuple[str, ...]] = ("", ())
    later: bool = False
    formerly: str = ""

    @property
    def subjects(self) -> list[str]:
        """Under which names entries are about its rows."""
        return [each for each in (self.table._meta.label_lower, self.formerly) if each]

    @property
    def name(self) -> str:
        return self.table._meta.db_table

    def value(self, row: models.Model, column: str) -> Any:
        return getattr(row, self.table._meta.get_field(column).attname)

    def named(self, row: models.Model) -> str:
        return str(self.value(row, self.key)) if self.key else ""

    def signs(self, row: models.Model, columns: Collection[str] | None = None) -> dict[str, str]:
        """The sign of each column, by its place."""
        return {
            place: self._sign(column, self.value(row, column))
            for place, column in zip(PLACES, self.columns, strict=False)
            if columns is None or column in columns
        }

    def _sign(self, column: str, value: Any) -> str:
        told = _plain(value)
        return blind_index(f"{self.name} {column} {told}", PURPOSE).hex()[:SIGNS] if told else NOTHING

    def held(self, row: models.Model) -> list[tuple[str, str]]:
        """The places and columns that are held against the ledger."""
        column, others = self.unless
        follows = bool(column) and self.value(row, column) is not None
        return [each for each in zip(PLACES, self.columns, strict=False) if not (follows and each[1] in others)]


Left = tuple[Watched, models.Model, Collection[str] | None]  # what an act left in a row: in which columns, or in a new one


def _plain(value: Any) -> str:
    match value:
        case None:
            return ""
        case bytes() | memoryview():
            return bytes(value).hex()
        case datetime():
            return value.astimezone(UTC).isoformat()
        case dict() | list():
            return json.dumps(value, sort_keys=True, ensure_ascii=False)
        case _:
            return str(value)


def about(part: Part, row: models.Model) -> bool:
    """Whether this part is the entry of an act on a row."""
    return part.sql == RECORD and part.values[CODES - 3 : CODES - 2] == [str(row.pk)]


def written(part: Part, rows: Iterable[Left]) -> Part:
    """An entry of the ledger, with the imprints of these rows: of a new one what is filled, of a changed one the columns named."""
    told = of(*rows)
    if not told:
        return part
    codes = json.dumps(json.loads(part.values[CODES]) | told, ensure_ascii=False)
    return part._replace(values=[*part.values[:CODES], codes, *part.values[CODES + 1 :]])


def of(*rows: Left) -> dict[str, str]:
    """The same, for the codes of an entry that is about to be made."""
    told = []
    for watched, row, columns in rows:
        signs = {place: sign for place, sign in watched.signs(row, columns).items() if columns is not None or sign != NOTHING}
        if signs:
            told.append(f"{watched.name} {watched.named(row)} {''.join(place + sign for place, sign in signs.items())}")
    return {CODE: "\n".join(told)} if told else {}


def audit(whole: Watched, others: Sequence[Watched] = (), link: str = "", *, formerly: Callable[[Any], Q] | None = None) -> Iterator[str]:
    """Each row of these tables that is not what the ledger says: `others` belong to a row of `whole` by `link`. However many rows.

    `formerly`: where entries from before there were imprints are, if not about the row under its name; of such a row nothing is known.
    """
    for row, fault in _faults(whole, others, link):
        if formerly is None or not LedgerEntry.objects.filter(formerly(row)).exists():
            yield fault
    yield from _gone(whole)


def faults(row: models.Model, whole: Watched, others: Sequence[Watched] = (), link: str = "") -> list[str]:
    """What `audit` would say of this one row and those that belong to it; for acts that seal what it says."""
    return [fault for held in _held([row], whole, others, link) for fault in held.faults()]


def moved(table: str) -> Callable[[Any], Q]:
    """Entries about a row under the name that its table had in another module."""
    return lambda row: Q(subject_type=table, subject_id=str(row.pk))


def _faults(whole: Watched, others: Sequence[Watched], link: str) -> Iterator[tuple[models.Model, str]]:
    last = None
    while chunk := list(whole.table._base_manager.filter(**({"pk__gt": last} if last else {})).order_by("pk")[:CHUNK]):
        last = chunk[-1].pk
        for pk in [held.row.pk for held in _held(chunk, whole, others, link) if held.faults()]:
            with transaction.atomic():  # an act that came between two reads is no finding
                locked = list(whole.table._base_manager.select_for_update(of=("self",)).filter(pk=pk))
                found = [(held.row, fault) for held in _held(locked, whole, others, link) for fault in held.faults()]
            yield from found


def _gone(whole: Watched) -> Iterator[str]:
    there = whole.table._base_manager.filter(pk=Cast(OuterRef("subject_id"), UUIDField()))
    about = LedgerEntry.objects.filter(subject_type__in=whole.subjects, codes__has_key=CODE)
    for entry in about.exclude(Exists(there)).order_by("id")[:MOST]:
        yield f"{whole.name} {entry.subject_id}: entry {entry.pk} ({entry.act}) is about it, and it is not there"


def miscounted(whole: type[models.Model], column: str, parts: type[models.Model], link: str) -> Iterator[str]:
    """Each row whose `column` does not say how many parts it has; for parts that come and go, and leave no imprint."""
    count = parts._base_manager.filter(**{link: OuterRef("pk")}).order_by().values(link).annotate(there=Count("pk")).values("there")
    found = whole._base_manager.annotate(there=Coalesce(Subquery(count), 0)).exclude(**{column: F("there")})
    for pk, told, there in found.order_by("pk").values_list("pk", column, "there")[:MOST]:
        yield f"{whole._meta.db_table} {pk}: {column} says {told}, and {parts._meta.db_table} has {there}"


def _held(chunk: list[Any], whole: Watched, others: Sequence[Watched], link: str) -> Iterator[Held]:
    """These rows, each with those that belong to it and what the ledger says of them."""
    told, rows = defaultdict(list), defaultdict(list)
    subjects = {"subject_type__in": whole.subjects, "subject_id__in": [str(each.pk) for each in chunk]}
    for entry in LedgerEntry.objects.filter(**subjects).order_by("id"):
        told[entry.subject_id].append(entry)
    for watched in others:
        for row in watched.table._base_manager.filter(**{f"{link}__in": [each.pk for each in chunk]}).order_by("pk"):
            rows[getattr(row, f"{link}_id")].append((watched, row))
    for row in chunk:
        yield Held(row, [(whole, row), *rows[row.pk]], told[str(row.pk)])


@dataclass
class Held:
    """A row with those that belong to it, against the entries about it in their order."""

    row: models.Model
    rows: list[tuple[Watched, models.Model]]
    entries: list[LedgerEntry]
    keyed: dict[tuple[str, str], dict[str, tuple[str, LedgerEntry]]] = field(default_factory=dict)
    added: dict[str, list[tuple[dict[str, str], LedgerEntry]]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        for entry in self.entries:
            for each in entry.codes.get(CODE, "").splitlines():
                table, key, text = each.split(" ")
                signs = {text[at]: text[at + 1 : at + 1 + SIGNS] for at in range(0, len(text), 1 + SIGNS)}
                if key:
                    self.keyed.setdefault((table, key), {}).update({place: (sign, entry) for place, sign in signs.items()})
                else:
                    self.added[table].append((signs, entry))

    def faults(self) -> list[str]:
        """What differs; of a row from before there were imprints nothing is known."""
        if self.entries and CODE not in self.entries[0].codes:
            return []
        if not self.entries:
            return [f"{self.rows[0][0].name} {self.row.pk}: no entry of the ledger says that it was added"]
        keyed = [fault for watched, row in self.rows if watched.key for fault in self._changed(watched, row)]
        return [*keyed, *self._added(), *self._missing()]

    def _changed(self, watched: Watched, row: models.Model) -> Iterator[str]:
        told = self.keyed.pop((watched.name, watched.named(row)), None)
        if told is None:
            yield f"{watched.name} {row.pk}: no entry of the ledger says that it was added"
            return
        signs, first = watched.signs(row), next(iter(told.values()))[1]
        for place, column in watched.held(row):
            sign, entry = told.get(place, (NOTHING, first))
            if sign != signs[place]:
                yield f"{watched.name} {row.pk}: {column} is not what entry {entry.pk} ({entry.act}) left"

    def _added(self) -> Iterator[str]:
        """Rows that are never changed: first those that are as they were added, then each beside the one that is most like it."""
        left = []
        for watched, row in self.rows:
            if not watched.key:
                signs = {place: sign for place, sign in watched.signs(row).items() if sign != NOTHING}
                same = next((each for each in self.added[watched.name] if each[0] == signs), None)
                if same is not None:
                    self.added[watched.name].remove(same)
                elif not watched.later or f"{watched.name} " in self.entries[0].codes[CODE]:
                    left.append((watched, row, signs))
        for watched, row, signs in left:
            yield self._beside(watched, row, signs)

    def _beside(self, watched: Watched, row: models.Model, signs: Mapping[str, str]) -> str:
        near = max(self.added[watched.name], key=lambda each: len(each[0].items() & signs.items()), default=None)
        if near is None:
            return f"{watched.name} {row.pk}: no entry of the ledger says that it was added"
        self.added[watched.name].remove(near)
        columns = [column for place, column in zip(PLACES, watched.columns, strict=False) if near[0].get(place) != signs.get(place)]
        return f"{watched.name} {row.pk}: {', '.join(columns)} is not what entry {near[1].pk} ({near[1].act}) left"

    def _missing(self) -> Iterator[str]:
        for (table, key), told in self.keyed.items():
            entry = next(iter(told.values()))[1]
            yield f"{table} {key}: the row of entry {entry.pk} ({entry.act}) is missing"
        for table, several in self.added.items():
            for _signs, entry in several:
                yield f"{table}: a row of entry {entry.pk} ({entry.act}, {entry.at.isoformat()}) is missing"
