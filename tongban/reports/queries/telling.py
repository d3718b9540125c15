"""Rows of reports as plain values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tongban.reports.terms import (
    Approval,
    KeptFile,
    Outcome,
    Proposal,
    ProposalOutcome,
    ReportKind,
    ReportLine,
    ReportState,
    ReportStep,
    ReportWords,
    VersionLine,
)

if TYPE_CHECKING:
    from tongban.reports.models import Report

PUBLIC = "public-"  # how the name of a file begins that is for everybody
FIELDS = ("title", "summary", "remarks", "demands", "left_out")


def line(row: Report) -> ReportLine:
    """A report in a list."""
    return ReportLine(
        id=row.pk,
        number=row.number,
        kind=ReportKind(row.kind),
        period=row.period,
        since=row.begins_on,
        until=row.ends_on,
        title=row.title,
        state=ReportState(row.state),
        version=row.version,
        drawn_at=row.drawn_at,
        approved_at=row.approved_at,
        public=row.public,
        digest=row.digest,
        surges=row.surges,
    )


def versions(row: Report) -> tuple[VersionLine, ...]:
    """Every state of the words, the newest first, with what was changed."""
    found, before = list[VersionLine](), ReportWords("", "")
    for each in row.versions.order_by("version"):
        words = ReportWords(**each.words)
        changed = tuple(name for name in FIELDS if found and getattr(words, name) != getattr(before, name))
        found.append(VersionLine(each.version, words, each.name, each.at, changed))
        before = words
    return tuple(found[::-1])


def steps(row: Report) -> tuple[ReportStep, ...]:
    """The history, from its beginning."""
    return tuple(ReportStep(each.act, each.at, each.name, each.words) for each in row.steps.order_by("pk"))


def outcomes(row: Report) -> tuple[ProposalOutcome, ...]:
    """What became of what it proposes."""
    return tuple(
        ProposalOutcome(
            surge_id=str(each.surge_id),
            proposal=Proposal(each.proposal),
            outcome=Outcome(each.outcome),
            reason=each.reason,
            false_alarm=each.false_alarm,
            made_id=each.made_id,
            made_number=each.made_number,
            name=each.name,
            at=each.at,
        )
        for each in row.outcomes.order_by("at", "pk")
    )


def kept(row: Report, *, public: bool) -> tuple[KeptFile, ...]:
    """Its charts and papers; those for everybody are named so."""
    found = row.files.order_by("name")
    return tuple(KeptFile(each.name, each.media_type, each.digest, each.at) for each in found if not public or each.name.startswith(PUBLIC))


def approval(row: Report) -> Approval | None:
    """Who approved it, and what was signed: digests alone, for everybody to check."""
    if row.approved_at is None or row.signature is None or row.certificate is None:
        return None
    return Approval(
        name=row.approver,
        at=row.approved_at,
        public=row.public,
        digest=row.approved_digest,
        algorithm=row.algorithm,
        signature=bytes(row.signature),
        certificate=bytes(row.certificate),
        text=row.approved,
    )
