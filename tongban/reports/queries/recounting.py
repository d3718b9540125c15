"""A report drawn up again: from what was seen, and from what the ledgers say now as of its closing."""

from __future__ import annotations

from tongban.kernel import signing
from tongban.reports.models import Report
from tongban.reports.queries.counting import counted
from tongban.reports.rules import document
from tongban.reports.rules.composing import composed
from tongban.reports.terms import Period, ReportKind, ReportRecomputed, ReportWords, SignedText
from tongban.reports.terms.seen import Seen
from tongban.supervision import queries as supervision_queries


def recomputed(number: str) -> ReportRecomputed:
    """The stored digest beside the one that counting again gives, and whether the signature holds. For whoever doubts, at the console.

    Refuses: UnknownReport.
    """
    row = Report.objects.of_number(number)
    now = recounted(row)
    return ReportRecomputed(
        number=row.number,
        stored=row.digest,
        counted=document.digest(now),
        signature_holds=_holds(row) if row.approved_at else None,
        differs=document.differing(row.canonical, now),
    )


def recounted(row: Report) -> str:
    """The text, drawn up again by the rules that were in force, in the format of that time."""
    seen, told = document.read(Seen, row.seen), Period(row.period, row.begins_on, row.ends_on)
    city, form = supervision_queries.release(row.release_id), document.form(row.canonical)
    now = counted(told, row.closed_at, seen, city, left_out_at=None if form == document.FIRST else row.drawn_at)
    return document.canonical(composed(ReportKind(row.kind), told, row.closed_at, seen, now), form)


def _holds(row: Report) -> bool:
    """The signature over the approved text, and the three digests that it names."""
    approved, algorithm = row.approved.encode(), signing.SM2 if row.algorithm == signing.SM2 else signing.P256
    signed = signing.verify(approved, bytes(row.signature or b""), public=bytes(row.certificate or b""), algorithm=algorithm)
    if not signed or document.digest(row.approved) != row.approved_digest:
        return False
    told, words = document.read(SignedText, row.approved), ReportWords(**row.versions.get(version=row.version).words)
    found = (row.canonical, document.canonical(words, document.form(row.approved)), row.shown)
    return (told.content, told.words, told.public) == tuple(document.digest(each) if each else "" for each in found)
