"""The licences of one part of a list, on their way from records to rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import IntegrityError, transaction

from tongban.identity import actions as identity_actions
from tongban.identity import queries as identity_queries
from tongban.identity import terms as identity_terms
from tongban.licences import models, queries, rules, terms
from tongban.licences.actions.sidecars import Sidecars, Unusable
from tongban.licences.models import ingestion as stock
from tongban.licences.terms import Candidate, Fault, Finding, Taken

if TYPE_CHECKING:
    from tongban.identity.terms import Actor
    from tongban.kernel.lists import Part

ATTEMPTS = 4  # to send a part while others send the same licences


@dataclass
class Batch:
    """The licences of one part, on their way from records to rows."""

    findings: list[Finding]
    candidates: dict[tuple[str, str, str, str, int], Candidate] = field(default_factory=dict)
    repeated: set[int] = field(default_factory=set)  # the rows that the library, or the part itself, has already
    going_on: list[tuple[Candidate, UUID]] = field(default_factory=list)  # of these, those that could stand instead of another yet

    def read(self, ingestion: models.Ingestion, part: Part, *, today: date) -> None:
        mapping = rules.read_mapping(ingestion.source, ingestion.mapping.encode())
        kinds = {each.code: each for each in queries.licence_types() if each.department == ingestion.department}
        reader = rules.reader(mapping, bytes(ingestion.header))
        converter = rules.Converter(mapping, reader, kinds, identity_queries.holder_code, today)
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
        standing = [(each.row, (each.code_type, each.code), each.holder_kind, each.holder_name) for each in self.candidates.values()]
        standing += [(each.row, other.key, other.kind, other.name) for each in self.candidates.values() for other in each.joint]
        named = {key: identity_terms.Subject(kind, *key, name=name) for _row, key, kind, name in reversed(standing)}
        known = identity_queries.known_subjects(named.values())
        new = [each for key, each in named.items() if key not in known]
        entered = identity_actions.know_subjects(subjects=new, by=by, at=at) if new else {}
        for row, key, _kind, name in standing:
            same_as_first = identity_queries.same_name(name, named[key].name)
            if not (same_as_first and (key not in known or known[key][1])):
                self.findings.append(Finding(row, "", Fault.NAME_DIFFERS, name))
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
                if same.replaces and same.row in self.repeated and row.previous_id is None and row.source == terms.Source.STOCK:
                    self.going_on.append((same, row.pk))
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
        return [presses.of(each).licence(each, holders, documents.get(key, none)) for key, each in self.candidates.items()]

    def successions(self, part: models.IngestionPart, made: list[stock.Copied]) -> list[models.IngestionSuccession]:
        """Those that say they stand instead of another, with the ids that they got: `made` is what was sent, in the order of candidates."""
        sent = zip(self.candidates.values(), (UUID(each.key) for each in made), strict=True)
        return [
            models.IngestionSuccession(part=part, row=each.row, licence_id=licence_id, replaces=each.replaces)
            for each, licence_id in (*sent, *self.going_on)
            if each.replaces
        ]

    def counted(self, part: Part, *, taken: int) -> Taken:
        rejected = {each.row for each in self.findings if each.rejects}
        flagged = {each.row for each in self.findings} - rejected
        read = len(part.records) + len(part.lost)
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
    return each.issued_on, each.valid_from, each.valid_until, each.code, each.content, [other.code for other in each.joint]


def _says(row: models.Licence) -> tuple[object, ...]:
    inside = row.opened()
    joint = [other["code"] for other in inside.get("joint", ())]
    return row.issued_on, row.valid_from, row.valid_until, inside["holder_code"], inside["content"], joint
