"""Reports where two people act at once: real connections."""

from __future__ import annotations

import pytest

from tests.board.town import at_once
from tests.reports import surged
from tests.reports.surged import AT, CHECKER, OTHER_ANALYST, SUPERVISOR, approved, drawn, submitted, surge, worded
from tongban.directives.models import Order
from tongban.identity.terms import SYSTEM
from tongban.reports import actions
from tongban.reports.models import Report, ReportOutcome, ReportVersion
from tongban.reports.terms import Outcome, Proposal, ReportKind

pytestmark = pytest.mark.usefixtures("committed_office")


@pytest.fixture(autouse=True)
def _surged(committed_office: None) -> None:
    surged.written()
    surged.detected()


def test_all_that_may_happen_at_once() -> None:
    """One long story, for the city is slow to build: drawing up, wording, approving, ordering, rejecting."""
    drew = at_once(*(lambda: actions.draw_report(kind=ReportKind.WEEKLY, by=SYSTEM, at=AT) for _ in range(2)))
    assert sorted(each.new for each in drew) == [False, True] and Report.objects.count() == 1
    row = drawn()
    said = at_once(
        lambda: worded(row, title="路灯集中反映甲", version=1), lambda: worded(row, title="路灯集中反映乙", version=1, by=OTHER_ANALYST)
    )
    assert sorted(type(each).__name__ for each in said) == ["ChangedMeanwhile", "int"] and ReportVersion.objects.count() == 2
    submitted(row)
    approvals = at_once(
        *(lambda by=by: actions.approve_report(report_id=row.pk, version=2, public=False, by=by, at=AT) for by in (SUPERVISOR, CHECKER))
    )
    assert sorted(type(each).__name__ for each in approvals) == ["NoneType", "WrongState"]
    lamps = surge().pk
    orders = at_once(
        *(lambda by=by: actions.issue_proposed_order(report_id=row.pk, surge_id=lamps, by=by, at=AT) for by in (SUPERVISOR, CHECKER))
    )
    assert (
        orders[0].id == orders[1].id
        and sorted(each.new for each in orders) == [False, True]
        and Order.objects.count() == 1
        and ReportOutcome.objects.count() == 1
    )
    second = approved(drawn(ReportKind.MONTHLY, at=surged.OCTOBER), by=CHECKER, at=surged.OCTOBER)
    told = at_once(
        *(
            lambda by=by: actions.reject_proposal(
                report_id=second.pk, surge_id=lamps, proposal=Proposal.ORDER, reason="已办。", by=by, at=surged.OCTOBER
            )
            for by in (SUPERVISOR, CHECKER)
        )
    )
    assert sorted(type(each).__name__ for each in told) == ["AlreadyTaken", "NoneType"]
    assert ReportOutcome.objects.filter(outcome=Outcome.REJECTED).count() == 1
