"""Taking in a department's stock: a list is begun, taken in part by part, and finished. The same list again changes nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import IntegrityError, transaction

from tongban.identity import actions as identity_actions
from tongban.identity import queries as identity_queries
from tongban.identity import terms as identity_terms
from tongban.kernel import facts, identifiers, ledger, rows
from tongban.licences import access, events, models, queries, rules, terms
from tongban.licences.actions.sidecars import Sidecars, Unusable
from tongban.licences.models import ingestion as stock
from tongban.licences.terms import Candidate, Fault, Finding, Taken

if TYPE_CHECKING:
    from tongban.identity.terms import Actor

ATTEMPTS = 4  # to send a part while others send the same licences
SHOWN = 40  # characters of a masked value


@transaction.atomic(savepoint=False)
def begin_ingestion(
    *,
    mapping_name: str,
    mapping: bytes,
    file_name: str,
    file_digest: str,
    header: bytes = b"",
    part_rows: int = rules.PART_ROWS,
    by: Actor,
    at: datetime,
) -> terms.Ingestion:
    """Begin to take in a list, or go on with it: the same list read by the same mapping is the same ingestion.

    Refuses: Denied, FaultyMapping, FaultyStock (a header without the columns of the mapping), UnknownType.
    """
    access.require_system(by)
    read = rules.read_mapping(mapping_name, mapping)
    rules.Reader(read, header)
    department = read.department or queries.licence_type(read.type.fixed).department
    row, begun = models.Ingestion.objects.get_or_create(
        file_digest=file_digest,
        mapping_digest=hashlib.sha256(mapping).hexdigest(),
        defaults={
            "source": read.source,
            "name": read.name,
            "file_name": file_name[-200:],
            "mapping": mapping.decode("utf-8-sig"),
            "header": header,
            "department": department,
            "part_rows": part_rows,
            "begun_at": at,
        },
    )
    if begun:
        rows.write(
            ledger.entry("licences.begin_ingestion", by=by, at=at, subject=row, codes={"source": read.source}, digest=file_digest),
            facts.entry(events.IngestionBegun(ingestion_id=row.pk, at=at)),
        )
    return queries.ingestion(row.pk, by=by)


@transaction.atomic(savepoint=False)
def ingest_part(*, ingestion_id: UUID, part: terms.StockPart, folder: Path | None = None, by: Actor, at: datetime) -> Taken:
    """Take in the records of one part, all that can be taken; what cannot is reported row by row. A part is taken in once.

    Documents of the licences are not made: whoever first asks for one has it made. Refuses: Denied.
    """
    access.require_system(by)
    row, fresh = models.IngestionPart.objects.get_or_create(ingestion_id=ingestion_id, place=part.place, defaults={"taken_at": at})
    if not fresh:
        return Taken(row.rows, row.taken, row.repeated, row.rejected, row.flagged)
    batch = _Batch(findings=list(part.faults))
    batch.read(row.ingestion, part)
    made = batch.sent(Sidecars(folder), by=by, at=at)
    digest = rules.digest_of(each.digest for each in made)
    taken = batch.counted(part, taken=len(made))
    _report(row, batch.findings)
    row.rows, row.taken, row.repeated, row.rejected, row.flagged = (
        taken.rows,
        taken.taken,
        taken.repeated,
        taken.rejected,
        taken.flagged,
    )
    row.digest = digest
    codes = {"ingestion": str(ingestion_id), "place": str(part.place), "taken": str(taken.taken), "rejected": str(taken.rejected)}
    rows.write(
        rows.update(row, ["rows", "taken", "repeated", "rejected", "flagged", "digest"]),
        ledger.entry("licences.ingest_part", by=by, at=at, subject=row, codes=codes, digest=digest),
        facts.entry(events.StockTaken(part_id=row.pk, ingestion_id=ingestion_id, count=taken.taken, digest=digest, at=at)),
    )
    return taken


@transaction.atomic(savepoint=False)
def finish_ingestion(*, ingestion_id: UUID, by: Actor, at: datetime) -> terms.Ingestion:
    """Say that every part of a list is done; what is finished stays so. Refuses: Denied, UnknownIngestion."""
    access.require_system(by)
    row = models.Ingestion.objects.select_for_update(of=("self",)).filter(pk=ingestion_id).first()
    if row is None:
        raise terms.UnknownIngestion(str(ingestion_id))
    if row.state == terms.IngestionState.FINISHED:
        return queries.ingestion(ingestion_id, by=by)
    row.state, row.finished_at = terms.IngestionState.FINISHED.value, at
    counts = queries.ingestion(ingestion_id, by=by).counts
    codes = {"taken": str(counts.taken), "repeated": str(counts.repeated), "rejected": str(counts.rejected)}
    finished = events.IngestionFinished(ingestion_id=row.pk, taken=counts.taken, rejected=counts.rejected, at=at)
    rows.write(
        rows.update(row, ["state", "finished_at"]),
        ledger.entry("licences.finish_ingestion", by=by, at=at, subject=row, codes=codes),
        facts.entry(finished),
    )
    return queries.ingestion(ingestion_id, by=by)


@dataclass
class _Batch:
    """The licences of one part, on their way from records to rows."""

    findings: list[Finding]
    candidates: dict[tuple[str, str, str, str, int], Candidate] = field(default_factory=dict)
    repeated: set[int] = field(default_factory=set)  # the rows that the library, or the part itself, has already

    def read(self, ingestion: models.Ingestion, part: terms.StockPart) -> None:
        mapping = rules.read_mapping(ingestion.source, ingestion.mapping.encode())
        kinds = {each.code: each for each in queries.licence_types() if each.department == ingestion.department}
        converter = rules.Converter(mapping, rules.Reader(mapping, bytes(ingestion.header)), kinds, identity_queries.holder_code)
        identified: dict[str, Candidate] = {}
        for record in part.records:
            candidate, findings = converter.convert(record)
            self.findings += findings
            if candidate is not None:
                self._keep(candidate, identified)

    def _keep(self, candidate: Candidate, identified: dict[str, Candidate]) -> None:
        """Of two rows that are the same licence the first counts."""
        first = self.candidates.setdefault(candidate.key, candidate)
        named = identified.setdefault(candidate.identifier, first) if candidate.identifier else first
        if named is not first:
            if first is candidate:
                del self.candidates[candidate.key]
            self.findings.append(Finding(candidate.row, "", Fault.IDENTIFIER_TAKEN, candidate.identifier))
        elif first is not candidate:
            self._compare(candidate, same=_said(first) == _said(candidate), same_state=first.state is candidate.state)

    def _compare(self, candidate: Candidate, *, same: bool, same_state: bool) -> None:
        if not same:
            self.findings.append(Finding(candidate.row, "", Fault.DIFFERS, candidate.number))
            return
        self.repeated.add(candidate.row)
        if not same_state:
            self.findings.append(Finding(candidate.row, "", Fault.STATE_DIFFERS, candidate.state))

    def sent(self, sidecars: Sidecars, *, by: Actor, at: datetime) -> list[stock.Copied]:
        """Send what is new. Optimistic: the library is asked what it has only when it has something."""
        holders = self._holders(by=by, at=at)
        if self._probably_known(holders, at=at):
            self._without_known(holders, at=at)
        documents = {
            each.key: each_document for each in list(self.candidates.values()) if (each_document := self._document(sidecars, each, at=at))
        }
        for _attempt in range(ATTEMPTS):
            made = self._made(holders, documents, at=at)
            try:
                with transaction.atomic():
                    stock.copy(made)
            except IntegrityError:
                self._without_known(holders, at=at)
            else:
                return made
        raise IntegrityError("others took in the same licences meanwhile, again and again")

    def _holders(self, *, by: Actor, at: datetime) -> dict[tuple[str, str], UUID]:
        """The holder of each candidate, entered where nobody knew them; and who goes by another name."""
        named = {(each.code_type, each.code): each for each in reversed(self.candidates.values())}
        subjects = [identity_terms.Subject(each.holder_kind, *key, name=each.holder_name) for key, each in named.items()]
        known = identity_queries.known_subjects(subjects)
        new = [each for each in subjects if (each.code_type, each.code) not in known]
        entered = identity_actions.know_subjects(subjects=new, by=by, at=at) if new else {}
        for each in self.candidates.values():
            key = each.code_type, each.code
            first = named[key]
            same_as_first = identity_queries.same_name(each.holder_name, first.holder_name)
            if not (same_as_first and (key not in known or known[key][1])):
                self.findings.append(Finding(each.row, "", Fault.NAME_DIFFERS, each.holder_name))
        return {key: subject for key, (subject, _same) in known.items()} | entered

    def _probably_known(self, holders: dict[tuple[str, str], UUID], *, at: datetime) -> bool:
        """A look at three of the licences: a stock that comes for the second time is seldom new in these."""
        all_of_them = list(self.candidates.values())
        presses = _Presses(at)
        some = {place: all_of_them[place] for place in (0, len(all_of_them) // 2, len(all_of_them) - 1) if all_of_them}
        named = [presses.of(each).identifier(each, holders[each.code_type, each.code]) for each in some.values()]
        return models.Licence.objects.filter(identifier__in=named).exists()

    def _without_known(self, holders: dict[tuple[str, str], UUID], *, at: datetime) -> None:
        """Take out what the library has, as the same or as something else."""
        presses = _Presses(at)
        by_identifier, by_key = {}, {}
        for each in self.candidates.values():
            holder = holders[each.code_type, each.code]
            by_identifier[presses.of(each).identifier(each, holder)] = each
            by_key[holder, each.type_code, each.number, each.version] = each
        known = list(models.Licence.objects.filter(identifier__in=list(by_identifier)))
        numbers = {each.number for each in self.candidates.values()}
        known += models.Licence.objects.filter(holder_id__in=set(holders.values()), number__in=numbers).exclude(
            pk__in=[row.pk for row in known]
        )
        for row in known:
            same = by_key.get((row.holder_id, row.type_id, row.number, row.version))
            if same is not None and self.candidates.pop(same.key, None):
                self._compare(same, same=_says(row) == _said(same), same_state=row.state == same.state)
            other = by_identifier.get(row.identifier)
            if other is not None and other is not same and self.candidates.pop(other.key, None):
                self.findings.append(Finding(other.row, "", Fault.IDENTIFIER_TAKEN, row.identifier))

    def _document(self, sidecars: Sidecars, each: Candidate, *, at: datetime) -> stock.Document | None:
        """The file that came with a licence, kept; a licence whose file is not what it should be is not taken in."""
        if not each.document:
            return None
        try:
            document, flag = sidecars.kept(each, at=at)
        except Unusable as unusable:
            del self.candidates[each.key]
            self.findings.append(Finding(each.row, "", unusable.fault, each.document))
            return None
        if flag is not None:
            self.findings.append(Finding(each.row, "", flag, each.document))
        return document

    def _made(
        self, holders: dict[tuple[str, str], UUID], documents: dict[tuple[str, str, str, str, int], stock.Document], *, at: datetime
    ) -> list[stock.Copied]:
        presses, none = _Presses(at), stock.Document()
        return [
            presses.of(each).licence(each, holders[each.code_type, each.code], documents.get(key, none))
            for key, each in self.candidates.items()
        ]

    def counted(self, part: terms.StockPart, *, taken: int) -> Taken:
        rejected = {each.row for each in self.findings if each.rejects}
        flagged = {each.row for each in self.findings} - rejected
        read = len(part.records) + len(part.faults)
        return Taken(read, taken, len(self.repeated - rejected), len(rejected), len(flagged))


class _Presses:
    """One for each type of a part."""

    def __init__(self, at: datetime) -> None:
        self._at = at
        self._by_type: dict[str, stock.Press] = {}

    def of(self, each: Candidate) -> stock.Press:
        press = self._by_type.get(each.type_code)
        if press is None:
            kind = queries.licence_type(each.type_code)
            press = self._by_type[each.type_code] = stock.Press(kind, queries.issuer_of(kind), terms.Source.STOCK, self._at)
        return press


def _said(each: Candidate) -> tuple[object, ...]:
    """What a row attests, apart from the state of the licence, which moves on."""
    return each.issued_on, each.valid_from, each.valid_until, each.code, each.content


def _says(row: models.Licence) -> tuple[object, ...]:
    inside = row.opened()
    return row.issued_on, row.valid_from, row.valid_until, inside["holder_code"], inside["content"]


def _report(part: models.IngestionPart, findings: Iterable[Finding]) -> None:
    models.IngestionFinding.objects.bulk_create(
        [
            models.IngestionFinding(
                ingestion_id=part.ingestion_id,
                row=each.row,
                column=each.column,
                fault=each.fault.value,
                value=identifiers.mask_number(each.value[:SHOWN].replace("\x00", "")),
                rejects=each.rejects,
            )
            for each in sorted(findings, key=lambda each: each.row)
        ],
        batch_size=1000,
    )
