"""Reports for whom they are: all of them inside, approved ones for the units they concern, public ones for everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q

from tongban.board import queries as board_queries
from tongban.board.queries.pages import MOST, beyond, page
from tongban.identity.terms import SYSTEM, ActorKind
from tongban.insight import queries as insight_queries
from tongban.kernel import files
from tongban.kernel.words import masking
from tongban.reports import access
from tongban.reports.models import Report, ReportFile, ReportOutcome
from tongban.reports.queries.counting import left_out_since
from tongban.reports.queries.telling import approval, kept, line, outcomes, steps, versions
from tongban.reports.rules import document, showing, states
from tongban.reports.terms import (
    Made,
    PublicText,
    QuoteRemoved,
    ReportAct,
    ReportContent,
    ReportKind,
    ReportState,
    ReportView,
    ReportWords,
    SurgeVerdict,
    UnknownReport,
)
from tongban.responsibilities import queries as responsibilities_queries
from tongban.supervision.queries import release, switched_on
from tongban.supervision.terms import Denied

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from tongban.board.terms import Page
    from tongban.identity.terms import Actor
    from tongban.reports.terms import ReportLine

LINES = 30
PDF = "application/pdf"
SHELVES = ("open", "submitted", "approved", "all")
STATES = {
    "open": [ReportState.DRAWN, ReportState.SENT_BACK],
    "submitted": [ReportState.SUBMITTED],
    "approved": [ReportState.APPROVED],
}


def reports(by: Actor, *, shelf: str = "all", kind: str = "", after: str = "", limit: int = LINES) -> Page[ReportLine]:
    """A shelf of reports, the newest first: open, submitted, approved; anything else: all that this actor may read.

    Refuses: NoSupervision, Denied.
    """
    seen = _seen(by)
    if seen is None:
        raise Denied("for whoever analyses, supervises, leads, and for the desks at which units answer")
    wanted = Q(state__in=STATES[shelf]) if shelf in STATES else Q()
    return _page(seen & wanted & (Q(kind=kind) if kind else Q()), after, limit)


def public_reports(*, after: str = "", limit: int = LINES) -> Page[ReportLine]:
    """Those that everybody may read, the newest first."""
    return _page(Q(state=ReportState.APPROVED, public=True), after, limit)


def report(report_id: UUID, *, by: Actor, at: datetime) -> ReportView:
    """A report with its versions and history, and what this actor may do now; for units what concerns them.

    Words of messages that are no longer displayed are left out. Refuses: NoSupervision, UnknownReport.
    """
    seen = _seen(by)
    row = Report.objects.filter(seen, pk=report_id).first() if seen is not None else None
    if row is None:
        raise UnknownReport(str(report_id))
    inside, desks = access.reads_all(by, release().desks), release().desks
    content, words = document.read(ReportContent, row.canonical), ReportWords(**row.versions.get(version=row.version).words)
    if not inside:
        content = showing.for_units(content, words.left_out, switched_on(at), _units(by))
        words = ReportWords(words.title, words.summary, words.remarks, words.demands)
    acts = states.open_to(ReportState(row.state), access.parts(by, desks))
    return ReportView(
        line=line(row),
        content=displayed(content, row),
        words=words,
        canonical=row.canonical if inside else "",
        versions=versions(row) if inside else (),
        steps=steps(row) if inside else (),
        outcomes=outcomes(row) if inside else (),
        files=kept(row, public=not inside),
        approval=approval(row),
        open_to=acts,
        withheld=not by.sits_at(desks.supervise) and _removed(row, public=not inside),
        verdicts=_verdicts(content, reasons=inside),
        on_trial=_named_on_trial(words, content, at) if inside and row.state != ReportState.APPROVED else (),
        left_out_since=left_out_since(row, at),
    )


def public_report(number: str, *, at: datetime) -> ReportView:
    """A report as everybody reads it, and in how much the rankings beside it differ by now. Refuses: UnknownReport."""
    row = Report.objects.in_public().of_number(number)
    told = document.read(PublicText, row.shown)
    return ReportView(
        line=line(row),
        content=displayed(told.content, row),
        words=told.words,
        canonical=row.shown,
        versions=(),
        steps=(),
        outcomes=(),
        files=kept(row, public=True),
        approval=approval(row),
        open_to=frozenset(),
        withheld=_removed(row, public=True),
        verdicts=_verdicts(told.content, reasons=False),
        left_out_since=left_out_since(row, at),
    )


def public_text(number: str) -> bytes:
    """What everybody reads, whose digest is signed, while all that it quotes is displayed. Refuses: UnknownReport, QuoteRemoved."""
    row = Report.objects.in_public().of_number(number)
    if _removed(row, public=True):
        raise QuoteRemoved(row.number)
    return row.shown.encode()


def report_file(report_id: UUID, name: str, *, by: Actor) -> tuple[bytes, str]:
    """A chart or a paper, with its media type; units get what is for everybody. A paper that quotes what is no longer displayed is for
    whoever supervises alone. Refuses: NoSupervision, UnknownReport, QuoteRemoved.
    """
    seen = _seen(by)
    row = Report.objects.filter(seen, pk=report_id).first() if seen is not None else None
    if row is None:
        raise UnknownReport(str(report_id))
    desks = release().desks
    return _file(row, name, public=not access.reads_all(by, desks), even_removed=by.kind is ActorKind.SYSTEM or by.sits_at(desks.supervise))


def public_file(number: str, name: str) -> tuple[bytes, str]:
    """A chart or a paper of a public report. Refuses: UnknownReport, QuoteRemoved."""
    return _file(Report.objects.in_public().of_number(number), name, public=True)


def reports_made(made: Collection[UUID], *, by: Actor) -> dict[UUID, tuple[UUID, str]]:
    """From which report these orders and campaigns came, by id and number; of reports that this actor may read. Refuses: NoSupervision."""
    seen = _seen(by)
    if seen is None:
        return {}
    found = ReportOutcome.objects.filter(made_id__in=made, report__in=Report.objects.filter(seen)).select_related("report")
    return {each.made_id: (each.report_id, each.report.number) for each in found if each.made_id}


def made_of(surge_id: UUID, *, by: Actor) -> tuple[Made, ...]:
    """The reports that tell of a surge alone, the newest first. Refuses: NoSupervision, Denied."""
    if not access.reads_all(by, release().desks):
        raise Denied("for whoever analyses, supervises or leads")
    found = Report.objects.filter(kind=ReportKind.SURGE, surge=surge_id).order_by("-drawn_at", "-pk")
    return tuple(Made(each.pk, each.number) for each in found)


def require(act: ReportAct, *, by: Actor) -> None:
    """Whether somebody does this at all, whatever the state: before a page looks at what was typed. Refuses: NoSupervision, Denied."""
    access.require_part(by, states.part(act), release().desks)


def outside(view: ReportView) -> ReportContent:
    """What of an approved report everybody may read, public or not: no unit on trial is in it."""
    assert view.approval is not None
    return showing.in_public(view.content, view.words.left_out, switched_on(view.approval.at))


def displayed(content: ReportContent, row: Report) -> ReportContent:
    """Without the words of messages that nobody may read any more."""
    return showing.still_displayed(content, _there(row))


def _there(row: Report) -> set[str]:
    """The numbers of quoted messages that are displayed."""
    ids = [UUID(each) for each in row.quoted.values()]
    return {each.number for some in range(0, len(ids), MOST) for each in board_queries.lines_of(ids[some : some + MOST], at=row.drawn_at)}


def _removed(row: Report, *, public: bool) -> bool:
    """Whether a paper of it would be read on with words that were taken down."""
    printed = document.read(PublicText, row.shown).content if public and row.shown else document.read(ReportContent, row.canonical)
    return showing.unfit(printed, _there(row))


def _verdicts(content: ReportContent, *, reasons: bool) -> dict[str, SurgeVerdict]:
    """What is said of its surges now; why, for readers inside alone, with what is personal in it hidden."""
    known = insight_queries.verdicts([UUID(each.surge_id) for each in content.surges], by=SYSTEM)
    numbers = board_queries.public_numbers()
    return {
        str(surge): SurgeVerdict(said, masking.masked(why, public_numbers=numbers, by_office=True) if reasons else "")
        for surge, (said, why) in known.items()
    }


def _named_on_trial(words: ReportWords, content: ReportContent, at: datetime) -> tuple[str, ...]:
    """Units that are not switched on, as people have named them in words that everybody would read."""
    on = switched_on(at)
    return showing.named(words, content, [name.zh for unit, name in release().names.items() if unit not in on])


def _page(wanted: Q, after: str, limit: int) -> Page[ReportLine]:
    limit = max(1, min(limit, MOST))
    rows = list(Report.objects.filter(wanted, beyond(after, "drawn_at")).order_by("-drawn_at", "-pk")[: limit + 1])
    return page(rows, limit, line, lambda row: (row.drawn_at, row.pk))


def _seen(by: Actor) -> Q | None:
    """Rows that an actor reads; None: nobody of those for whom there are any."""
    if access.reads_all(by, release().desks):
        return Q()
    mine = _units(by)
    if not mine:
        return None
    concerned = Q()
    for unit in sorted(mine):
        concerned |= Q(units__contains=[unit])
    return concerned & Q(state=ReportState.APPROVED)


def _units(by: Actor) -> frozenset[str]:
    """The units for which somebody answers."""
    if by.kind is not ActorKind.STAFF:
        return frozenset()
    desk = responsibilities_queries.board().approver_desk
    return frozenset(unit for unit, _, key in (each.partition("/") for each in by.desks) if key == desk)


def _file(row: Report, name: str, *, public: bool, even_removed: bool = False) -> tuple[bytes, str]:
    if name not in {each.name for each in kept(row, public=public)}:
        raise UnknownReport(f"{row.number} {name}")
    found = ReportFile.objects.get(report=row, name=name)
    if found.media_type == PDF and not even_removed and _removed(row, public=public):
        raise QuoteRemoved(row.number)
    return files.read(found.digest), found.media_type
