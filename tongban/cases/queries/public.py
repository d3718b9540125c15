"""What everybody may see: cases by number with stages and times, and granted permits; holders masked, nobody's data."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tongban.cases.models import Case
from tongban.cases.queries.lists import LONG, case_line, case_page, departments_at_work
from tongban.cases.queries.pages import LINES, older_than, page
from tongban.cases.rules.application import plain
from tongban.cases.terms import CaseLine, End, Page, UnknownCase
from tongban.catalog import queries as catalog_queries
from tongban.catalog.terms import ServiceType
from tongban.identity.terms import HolderKind
from tongban.kernel import identifiers, numbering

if TYPE_CHECKING:
    from datetime import datetime


def public_cases(*, at: datetime, after: str = "", service: str = "", department: str = "") -> Page[CaseLine]:
    """Cases by number, service, department, stage and times, newest first (办件公示)."""
    wanted = {name: plain(value) for name, value in (("service", service), ("department", department)) if value}
    found = Case.objects.filter(older_than(after, "received_at"), **wanted).order_by("-received_at", "-pk")
    rows = list(found.defer(*LONG)[: LINES + 1])
    shown = case_page(rows, at=at)
    return replace(shown, lines=tuple(masked_line(line, row) for line, row in zip(shown.lines, rows, strict=False)))


def public_case(number: str, *, at: datetime) -> CaseLine:
    """One case by its number. Refuses: UnknownCase."""
    row = Case.objects.filter(number=plain(numbering.written(number))).defer(*LONG).first()
    if row is None:
        raise UnknownCase(number)
    return masked_line(case_line(row, catalog_queries.release(row.release_id), departments_at_work([row])[row.pk], at=at), row)


def granted_permits(*, at: datetime, after: str = "") -> Page[CaseLine]:
    """Granted permits, the last first. Organisations are named, for everybody may look it up (Administrative Licensing Law art. 40)."""
    granted = Case.objects.filter(older_than(after, "ended_at"), end=End.GRANTED, type=ServiceType.PERMIT)
    rows = list(granted.order_by("-ended_at", "-pk").defer(*LONG)[: LINES + 1])
    read = catalog_queries.releases(row.release_id for row in rows)
    return page(rows, lambda row: _person_masked(case_line(row, read[row.release_id], (), at=at), row), lambda row: (row.ended_at, row.pk))


def _person_masked(line: CaseLine, row: Case) -> CaseLine:
    """A person stays masked in a list of what was granted; a company does not."""
    return line if row.applicant_kind == HolderKind.ORGANISATION else masked_line(line, row)


def masked_line(line: CaseLine, row: Case) -> CaseLine:
    """The holder so that only they know it is theirs."""
    name = identifiers.mask_name(row.applicant_name, organisation=row.applicant_kind == HolderKind.ORGANISATION)
    return replace(line, applicant_name=name)
