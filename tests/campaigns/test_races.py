"""Where two act at once: real connections."""

import uuid
from datetime import timedelta

import pytest

from tests.board.town import at_once, posted
from tests.campaigns.drive import AT, BEGINS, LEADER, OTHER_SECOND, OVER, SECOND, SUPERVISOR, drafted, ended, running, written
from tests.notices.factories import citizen
from tests.supervision.office import somebody
from tongban.board.terms import Satisfaction
from tongban.campaigns import actions, jobs, queries
from tongban.campaigns.models import Campaign, CampaignRating, CampaignStepRow, Link
from tongban.campaigns.terms import CampaignState
from tongban.identity.terms import SYSTEM
from tongban.notices.models import Notice

OTHER = somebody("dubanshi/supervision", name="演示·另一位督查")
pytestmark = pytest.mark.usefixtures("committed_office")


def names(told: list[object]) -> list[str]:
    return sorted(type(each).__name__ for each in told)


def test_two_approve_at_once() -> None:
    row = drafted()
    told = at_once(*(lambda by=by: actions.approve_campaign(campaign_id=row.pk, version=1, by=by, at=AT) for by in (SECOND, LEADER)))
    assert names(told) == ["CampaignStateWrong", "NoneType"]
    assert CampaignStepRow.objects.filter(campaign=row, act="approve").count() == 1


def test_an_approval_against_a_rewriting() -> None:
    for _ in range(3):
        row = drafted()
        told = at_once(
            lambda row=row: actions.approve_campaign(campaign_id=row.pk, version=1, by=SECOND, at=AT),
            lambda row=row: actions.rewrite_campaign(campaign_id=row.pk, campaign=written(name="别的行动"), by=SUPERVISOR, at=AT),
        )
        assert names(told) in (["CampaignOvertaken", "NoneType"], ["CampaignStateWrong", "NoneType"])
        row.refresh_from_db()
        assert (row.state == CampaignState.RUNNING) is (row.name == "亮灯行动")


def test_two_end_it_at_once() -> None:
    row = running()
    actions.write_results(campaign_id=row.pk, results="已修复。", version=1, by=SUPERVISOR, at=OVER)
    told = at_once(*(lambda by=by: actions.approve_results(campaign_id=row.pk, version=2, by=by, at=OVER) for by in (SECOND, OTHER_SECOND)))
    assert names(told) == ["CampaignStateWrong", "NoneType"]


def test_a_measure_from_two_pages_at_once() -> None:
    row = running()
    told = {"campaign_id": row.pk, "on": BEGINS, "words": "逐街排查。", "public": True, "by": SUPERVISOR, "at": AT}
    assert at_once(*(lambda: actions.add_measure(key=uuid.uuid4(), **told) for _ in range(2))) == [None, None]
    assert row.measures.count() == 1


def test_two_write_its_results_at_once() -> None:
    row = running()
    told = at_once(
        *(lambda by=by: actions.write_results(campaign_id=row.pk, results=by.name, version=1, by=by, at=OVER) for by in (SUPERVISOR, OTHER))
    )
    assert names(told) == ["CampaignOvertaken", "NoneType"]


def test_two_draft_with_one_key_at_once() -> None:
    key = uuid.uuid4()
    told = at_once(*(lambda: drafted(key=key) for _ in range(2)))
    assert names(told) == ["Campaign", "Campaign"] and Campaign.objects.count() == 1


def test_two_workers_tell_at_once() -> None:
    row, author = running(), citizen()
    for _ in range(3):
        posted(by=author, at=AT + timedelta(hours=1))
    posted(by=citizen(), at=AT + timedelta(hours=1))
    told = at_once(*(lambda: jobs.matching(AT + timedelta(days=1)) for _ in range(2)))
    assert sum(told) == 4 and Link.objects.count() == 4  # type: ignore[arg-type]
    ended(row)
    told = at_once(*(lambda: jobs.telling(OVER) for _ in range(2)))
    assert sum(told) == 4  # type: ignore[arg-type]
    assert Notice.objects.filter(kind="campaigns.ended").count() == 2


def test_an_author_rates_twice_at_once() -> None:
    row, author = running(), citizen()
    numbers = [posted(by=author, at=AT + timedelta(hours=1))[1].number for _ in range(2)]
    jobs.matching(AT + timedelta(days=1))
    row = ended(row)
    rating = {"number": row.number, "solved": True, "satisfaction": Satisfaction.GOOD, "by": author, "at": OVER}
    told = at_once(*(lambda number=number: actions.rate_campaign(message_number=number, **rating) for number in numbers))
    assert names(told) == ["CampaignRatedAlready", "NoneType"] and CampaignRating.objects.count() == 1


def test_a_removal_against_the_end() -> None:
    row = running()
    _, message = posted(at=AT + timedelta(hours=1))
    jobs.matching(AT + timedelta(days=1))
    actions.write_results(campaign_id=row.pk, results="已修复。", version=1, by=SUPERVISOR, at=OVER)
    told = at_once(
        lambda: actions.unlink_message(campaign_id=row.pk, message_id=message.pk, reason="别的事。", by=SUPERVISOR, at=OVER),
        lambda: actions.approve_results(campaign_id=row.pk, version=2, by=SECOND, at=OVER),
    )
    assert names(told) in (["CampaignStateWrong", "NoneType"], ["NoneType", "NoneType"])
    assert queries.campaign(row.pk, by=SYSTEM, at=OVER).line.state is CampaignState.ENDED
