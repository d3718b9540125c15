"""One record, read by its mapping, as a licence that could be taken in; or everything that keeps it out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from tongban.kernel import lists
from tongban.kernel.lists import Cells, Faulty, values
from tongban.licences.rules import record
from tongban.licences.rules.identifier import parse
from tongban.licences.rules.ingestion.holders import Holders
from tongban.licences.terms import Candidate, Fault, FaultyStock, Finding, InvalidContent, LicenceState, MalformedIdentifier

if TYPE_CHECKING:
    from tongban.kernel.lists import Reader, Record, Values
    from tongban.licences.rules.ingestion.mapping import FieldColumn, StockMapping
    from tongban.licences.terms import LicenceType

LONGEST_NUMBER, LONGEST_IDENTIFIER, HIGHEST_VERSION = 80, 128, 999
NEVER = date(9000, 1, 1)  # whoever writes a year beyond that means: without end


def reader(mapping: StockMapping, header: bytes = b"") -> Reader:
    """Reads records of lists of this kind. Refuses: FaultyStock, when the header cannot be read or lacks a column, or has one twice."""
    try:
        return lists.Reader(
            header if mapping.format == "csv" else None, encoding=mapping.encoding, delimiter=mapping.delimiter, needed=mapping.columns
        )
    except lists.UnfitHeader as unfit:
        raise FaultyStock(str(unfit)) from unfit


class Converter:
    """Converts the records of one list. `check` gives a holder's number its written form, or raises ValueError."""

    def __init__(
        self, mapping: StockMapping, reader: Reader, kinds: Mapping[str, LicenceType], check: Callable[[str, str], str], today: date
    ) -> None:
        self._mapping, self._reader, self._cells, self._today = mapping, reader, Cells(mapping.missing), today
        self._holders = Holders(mapping, self._cells, check)
        self._kinds = {**{each.national_code: each for each in kinds.values()}, **kinds}
        self._fields: dict[str, frozenset[str]] = {code: frozenset(kind.fields) for code, kind in kinds.items()}

    def convert(self, row: Record) -> tuple[Candidate | None, tuple[Finding, ...]]:
        """The licence and what is to be told of it; or None, and why."""
        number, text = row
        flags: list[Finding] = []
        try:
            return self._candidate(number, self._reader.read(text), flags), tuple(flags)
        except Faulty as fault:
            return None, (Finding(number, fault.column, Fault(fault.fault), fault.value),)

    def _candidate(self, row: int, told: Values, flags: list[Finding]) -> Candidate:
        mapping = self._mapping
        kind = self._kind(told)
        holder = self._holders.first(kind, told)
        issued, start, end = self._period(told)
        number = self._cells.text(mapping.number, told, longest=LONGEST_NUMBER)
        identifier, version = self._identifier(row, kind, told, flags)
        return Candidate(
            row=row,
            type_code=kind.code,
            holder_kind=holder.kind,
            code_type=holder.code_type,
            code=holder.code,
            holder_name=holder.name,
            number=number,
            identifier=identifier,
            version=version,
            issued_on=issued,
            valid_from=start,
            valid_until=end,
            state=LicenceState(self._cells.meaning(mapping.state, told, Fault.UNKNOWN_CODE)),
            content=self._content(row, kind, told, flags),
            document=self._cells.value(mapping.document, told) if mapping.document else "",
            joint=self._holders.joint(kind, told, holder) if mapping.joint else (),
            replaces=self._replaces(number, identifier, version, told) if mapping.replaces else "",
        )

    def _kind(self, told: Values) -> LicenceType:
        code = self._cells.meaning(self._mapping.type, told, Fault.UNKNOWN_TYPE)
        if code not in self._kinds:
            raise Faulty(self._mapping.type.column, Fault.UNKNOWN_TYPE, code)
        return self._kinds[code]

    def _period(self, told: Values) -> tuple[date, date, date | None]:
        mapping = self._mapping
        issued = values.day(mapping.issued_on, self._cells.text(mapping.issued_on, told))
        if issued > self._today:
            raise Faulty(mapping.issued_on, Fault.FUTURE, str(issued))
        begin = self._cells.value(mapping.valid_from, told) if mapping.valid_from else ""
        start = values.day(mapping.valid_from, begin) if begin else issued
        until = self._cells.value(mapping.valid_until, told) if mapping.valid_until else ""
        end = values.day(mapping.valid_until, until) if until and until not in mapping.open_ended else None
        if end is not None and end >= NEVER:
            end = None
        if end is not None and end < start:
            raise Faulty(mapping.valid_until, Fault.PERIOD, f"{start}/{end}")
        return issued, start, end

    def _identifier(self, row: int, kind: LicenceType, told: Values, flags: list[Finding]) -> tuple[str, int]:
        """The identifier as the list gives it, with its version; a wrong check character is told and kept (GB/T 36904)."""
        mapping = self._mapping
        text = self._cells.value(mapping.identifier, told).upper() if mapping.identifier else ""
        version = self._version(told)
        if not text:
            return "", version or 1
        try:
            parts = parse(text)
        except MalformedIdentifier:
            raise Faulty(mapping.identifier, Fault.IDENTIFIER_SHAPE, text) from None
        if parts.type_code != kind.national_code:
            raise Faulty(mapping.identifier, Fault.IDENTIFIER_TYPE, text)
        if int(parts.version) not in {version or int(parts.version)} - {0}:
            raise Faulty(mapping.identifier, Fault.VERSION, parts.version)
        if not parts.check_holds:
            flags.append(Finding(row, mapping.identifier, Fault.CHECK_CHARACTER, text))
        return text, int(parts.version)

    def _replaces(self, number: str, identifier: str, version: int, told: Values) -> str:
        """What it stands instead of. What goes on under its own number must say which version it is: 1 stands instead of nothing."""
        column = self._mapping.replaces
        said = self._cells.value(column, told)
        if len(said) > LONGEST_IDENTIFIER:
            raise Faulty(column, Fault.TOO_LONG, said[:20])
        if said and (said == number and version == 1 or said.upper() == identifier):
            raise Faulty(column, Fault.VERSION, said)
        return said

    def _version(self, told: Values) -> int:
        """0 where the list says nothing."""
        text = self._cells.value(self._mapping.version, told) if self._mapping.version else ""
        version = values.whole(self._mapping.version, text) if text else 0
        if text and not 1 <= version <= HIGHEST_VERSION:
            raise Faulty(self._mapping.version, Fault.VERSION, text)
        return version

    def _content(self, row: int, kind: LicenceType, told: Values, flags: list[Finding]) -> dict[str, Any]:
        content: dict[str, Any] = {}
        known = self._fields[kind.code]
        for each in self._mapping.fields:
            if each.key not in known:  # of another type in the same list
                continue
            value = self._field(each, told)
            if value not in record.EMPTY:
                content[each.key] = value
            elif each.optional:
                flags.append(Finding(row, each.column, Fault.OPTIONAL))
        self._require(kind, content)
        return content

    def _require(self, kind: LicenceType, content: dict[str, Any]) -> None:
        """As the type asks, but for what this mapping allows to be missing."""
        try:
            record.require_content(content, kind.fields, kind.schema_text)
        except InvalidContent as refusal:
            columns = {each.key: each for each in self._mapping.fields}
            for key in refusal.missing:
                if key not in columns or not columns[key].optional:
                    raise Faulty(columns[key].column if key in columns else key, Fault.MISSING) from None
            for key, why in refusal.wrong:
                raise Faulty(columns[key].column, Fault.CONTENT, f"{why}: {content[key]}") from None

    def _field(self, each: FieldColumn, told: Values) -> Any:
        if each.kind == "list":
            return self._list(each, told)
        text = self._cells.value(each.column, told)
        if not text:
            return ""
        if each.codes:
            if text not in each.codes:
                raise Faulty(each.column, Fault.UNKNOWN_CODE, text)
            return each.codes[text]
        return _typed(each, text)

    def _list(self, each: FieldColumn, told: Values) -> list[str]:
        words = lists.listed(told.get(each.column))
        if words is None:
            words = self._cells.value(each.column, told).split(each.split)
        texts = [values.text(each.column, values.plain(each.column, word)) for word in words]
        if each.codes and (unknown := [text for text in texts if text and text not in each.codes]):
            raise Faulty(each.column, Fault.UNKNOWN_CODE, unknown[0])
        return [each.codes.get(text, text) for text in texts if text]


def _typed(each: FieldColumn, text: str) -> Any:
    match each.kind:
        case "date":
            return values.day(each.column, text).isoformat()
        case "integer":
            return values.whole(each.column, text)
        case "number":
            return values.number(each.column, text)
        case _:
            return text
