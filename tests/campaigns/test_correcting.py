"""The effect of a campaign is counted again or taken back by two people, for a reason that everybody reads; never silently."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import DatabaseError, connection, transaction

from tests.board.town import Kind, a_message, posted
from tests.campaigns.drive import LEADER, OTHER_SECOND, OVER, SECOND, SUPERVISOR, ended
from tests.campaigns.test_ending import months_of_messages
from tests.supervision.office import UNIT, refused, somebody
from tongban.board import actions as board_actions
from tongban.board import queries as board_queries
from tongban.board.models import Message
from tongban.board.queries import Level
from tongban.campaigns import actions, jobs, queries
from tongban.campaigns.models import Campaign, EffectRow
from tongban.campaigns.terms import (
    CampaignAct,
    CampaignState,
    CampaignStateWrong,
    CampaignWordsMissing,
    CorrectionWaits,
    Measured,
    NothingToCorrect,
    PublicCampaign,
    UnknownEffectCorrection,
)
from tongban.identity.terms import SYSTEM
from tongban.supervision.terms import Denied, SamePerson

if TYPE_CHECKING:
    from uuid import UUID

    from tongban.identity.terms import Actor

pytestmark = pytest.mark.usefixtures("office")
BEFORE = {date(2026, 7, 13) + timedelta(weeks=week): 4 for week in range(8)}
AFTER = {date(2026, 10, 5) + timedelta(weeks=week): 1 for week in range(8)}
PROVISIONAL, EVALUATED = OVER + timedelta(days=7 * 5 + 1), OVER + timedelta(days=7 * 8 + 1)
LATER = EVALUATED + timedelta(days=3)
WHY = "一半留言归错了类别，联系人张三13812345678。"


@pytest.fixture
def evaluated() -> Campaign:
    row = ended()
    months_of_messages(BEFORE | AFTER)
    jobs.measuring(EVALUATED)
    row.refresh_from_db()
    assert row.state == CampaignState.EVALUATED
    return row


def proposed(row: Campaign, *, withdraws: bool = False, by: Actor = SUPERVISOR, at: datetime = LATER, reason: str = WHY) -> UUID:
    return actions.propose_effect_correction(campaign_id=row.pk, reason=reason, withdraws=withdraws, by=by, at=at)


def confirmed(row: Campaign, correction: UUID, *, by: Actor = SECOND, at: datetime = LATER) -> None:
    actions.confirm_effect_correction(campaign_id=row.pk, correction_id=correction, by=by, at=at)


def shown(row: Campaign) -> PublicCampaign:
    return queries.public_campaign(row.number, at=LATER)


def measured(row: Campaign) -> Measured:
    """What everybody reads of its effect; there is one."""
    told = shown(row).effect
    assert told is not None
    return told


def reclassified() -> None:
    """Half of those before were about something else; the board counts them again."""
    for each in list(Message.objects.filter(received_at__lt=datetime(2026, 9, 7, tzinfo=UTC)).order_by("received_at"))[::2]:
        Message.objects.filter(pk=each.pk).update(category="020100")
    board_actions.count_figures(since=date(2026, 7, 1), until=date(2026, 12, 7), by=SYSTEM, at=LATER)


def test_it_is_counted_again_and_everybody_reads_why(evaluated: Campaign) -> None:
    reclassified()
    assert measured(evaluated).effect.before == 32 and shown(evaluated).corrections == ()
    correction = proposed(evaluated)
    assert measured(evaluated).effect.before == 32 and not shown(evaluated).corrections, "nothing changes before another confirms"
    [waits] = queries.campaign(evaluated.pk, by=SECOND, at=LATER).corrections
    assert (waits.at, waits.name, waits.withdraws) == (None, SUPERVISOR.name, False)
    confirmed(evaluated, correction)
    told = shown(evaluated)
    assert (measured(evaluated).effect.before, measured(evaluated).effect.after) == (16, 8) and not measured(evaluated).provisional
    [said] = told.corrections
    assert "归错了类别" in said.reason and "13812345678" not in said.reason and said.name == ""
    assert said.before.effect.before == 32 and said.at == LATER == told.changed_at, "what was shown before is shown on"
    assert EffectRow.objects.count() == 1, "what was measured stays"
    acts = [each.act for each in queries.campaign(evaluated.pk, by=SUPERVISOR, at=LATER).steps]
    assert acts[-2:] == [CampaignAct.CORRECT_EFFECT, CampaignAct.CONFIRM_CORRECTION]
    assert list(queries.audit()) == []


def test_it_is_taken_back_and_may_be_counted_again_later(evaluated: Campaign) -> None:
    confirmed(evaluated, proposed(evaluated, withdraws=True))
    assert shown(evaluated).effect is None and [each.withdraws for each in shown(evaluated).corrections] == [True]
    with refused(NothingToCorrect):
        proposed(evaluated, withdraws=True)
    confirmed(evaluated, proposed(evaluated, at=LATER + timedelta(hours=1)), at=LATER + timedelta(hours=2))
    assert shown(evaluated).effect is not None and [each.withdraws for each in shown(evaluated).corrections] == [False, True]
    assert list(queries.audit()) == []


def test_one_that_is_provisional_stays_taken_back_while_the_clock_goes_on() -> None:
    row = ended()
    months_of_messages(BEFORE | AFTER)
    jobs.measuring(PROVISIONAL)
    confirmed(row, proposed(row, withdraws=True, at=PROVISIONAL), at=PROVISIONAL)
    assert jobs.measuring(PROVISIONAL + timedelta(days=1)) == 1 and shown(row).effect is None, "not published again behind their back"
    confirmed(row, proposed(row, at=PROVISIONAL + timedelta(days=1)), at=PROVISIONAL + timedelta(days=1))
    assert measured(row).provisional and measured(row).effect.weeks_after == 5
    assert jobs.measuring(EVALUATED) == 1 and not measured(row).provisional
    assert list(queries.audit()) == []


def test_who_may_not(evaluated: Campaign) -> None:
    for by in (LEADER, SECOND, UNIT, somebody("rexian/analysis", name="演示·分析")):
        with refused(Denied):
            proposed(evaluated, by=by)
    both = somebody("dubanshi/supervision", "dubanshi/supervision_second", name="演示·两岗")
    correction = proposed(evaluated, by=both)
    for verb in (actions.confirm_effect_correction, actions.dismiss_effect_correction):
        with refused(SamePerson):
            verb(campaign_id=evaluated.pk, correction_id=correction, by=both, at=LATER)
        with refused(Denied):
            verb(campaign_id=evaluated.pk, correction_id=correction, by=SUPERVISOR, at=LATER)
    with refused(CorrectionWaits):
        proposed(evaluated)
    assert CampaignAct.CONFIRM_CORRECTION not in queries.campaign(evaluated.pk, by=both, at=LATER).open_to
    found = queries.campaign(evaluated.pk, by=SECOND, at=LATER).open_to
    assert {CampaignAct.CONFIRM_CORRECTION, CampaignAct.DISMISS_CORRECTION} <= found
    confirmed(evaluated, correction, by=LEADER)


def test_one_that_is_dismissed_changes_nothing(evaluated: Campaign) -> None:
    correction = proposed(evaluated)
    actions.dismiss_effect_correction(campaign_id=evaluated.pk, correction_id=correction, by=OTHER_SECOND, at=LATER)
    assert not shown(evaluated).corrections and shown(evaluated).changed_at == evaluated.changed_at
    with refused(UnknownEffectCorrection):
        confirmed(evaluated, correction)
    assert list(queries.audit()) == []


def test_there_is_nothing_to_correct_before_anything_was_measured() -> None:
    row = ended()
    with refused(NothingToCorrect):
        proposed(row)
    assert CampaignAct.CORRECT_EFFECT not in queries.campaign(row.pk, by=SUPERVISOR, at=OVER).open_to


def test_a_reason_is_needed_and_one_that_runs_has_no_effect(evaluated: Campaign) -> None:
    with refused(CampaignWordsMissing):
        proposed(evaluated, reason=" ")
    from tests.campaigns.drive import running  # noqa: PLC0415  a second one

    with refused(CampaignStateWrong):
        proposed(running())


@pytest.mark.parametrize("change", ["reason = '别的'", "state = 'dismissed'", "decided_by = proposed_by"])
def test_what_two_have_decided_stays(evaluated: Campaign, change: str) -> None:
    confirmed(evaluated, proposed(evaluated))
    for statement in (
        f"UPDATE campaigns_correction SET {change}",
        "DELETE FROM campaigns_correction",
        "TRUNCATE campaigns_correction CASCADE",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_weeks_are_those_of_the_public_figures_and_count_reports_as_they_do() -> None:
    """Whoever narrows the figures by class and district reads the same numbers day by day: the campaign tells nothing besides."""
    row = ended()
    months_of_messages(BEFORE | AFTER)
    posted(a_message(kind=Kind.REPORT), at=datetime(2026, 10, 6, 4, tzinfo=UTC))
    board_actions.count_figures(since=min(BEFORE), until=date(2026, 12, 7), by=SYSTEM, at=LATER)
    jobs.measuring(EVALUATED)
    told = shown(row)
    asked = {"category": "010202", "district": "donghu", "since": date(2026, 10, 5), "until": date(2026, 11, 29)}
    assert measured(row).effect.after == 9 == board_queries.figures(Level.WHOLE, **asked).whole.received
    assert told.line.linked == 0 and told.ratings.asked == 0, "and no report is linked or may rate in public"
