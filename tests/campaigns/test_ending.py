"""At its end every author is told once, may rate it once, and its effect is measured, provisionally and for good."""

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.board.town import Kind, a_message, a_person, posted, posted_by_code
from tests.campaigns.drive import AT, OVER, SECOND, SUPERVISOR, ended, running, written
from tests.notices.factories import citizen
from tests.supervision.office import refused
from tongban.board import actions as board_actions
from tongban.board.terms import Satisfaction, UnknownMessage
from tongban.campaigns import actions, jobs, queries
from tongban.campaigns.actions import ending
from tongban.campaigns.models import Campaign, CampaignRating, EffectRow, Link
from tongban.campaigns.terms import (
    About,
    CampaignRatedAlready,
    CampaignRatingOver,
    CampaignState,
    CampaignStateWrong,
    NothingToMeasure,
    NotLinked,
)
from tongban.identity.terms import PUBLIC, SYSTEM, Actor
from tongban.notices.models import Notice
from tongban.supervision.terms import Denied

pytestmark = pytest.mark.usefixtures("office")
SOON = AT + timedelta(hours=1)
GOOD = {"solved": True, "satisfaction": Satisfaction.GOOD}


def of_three_authors() -> tuple[Campaign, Actor, list[str]]:
    """One wrote twice, one reported, one has nothing but a code."""
    author = citizen()
    row = running()
    numbers = [posted(by=author, at=SOON)[1].number for _ in range(2)]
    posted(a_message(kind=Kind.REPORT), by=citizen(), at=SOON)
    posted_by_code(at=SOON)
    assert jobs.matching(SOON + timedelta(days=1)) == 4
    return ended(row), author, numbers


def test_every_author_is_told_once_for_all_their_messages() -> None:
    row, author, _numbers = of_three_authors()
    assert jobs.telling(OVER) == 3
    assert jobs.telling(OVER + timedelta(days=1)) == 0
    told = Notice.objects.filter(kind="campaigns.ended")
    assert told.count() == 2  # the author of two, and who reported
    assert told.filter(person_id=author.person_id).count() == 1
    assert {each.link for each in told} == {f"/campaigns/{row.number}/"}
    assert "路灯坏了" not in "".join(str(each.told) for each in told)
    assert not Link.objects.untold().exists()
    assert list(queries.audit()) == []
    assert actions.tell_authors(campaign_id=row.pk, by=SYSTEM, at=OVER) == 0
    with refused(Denied):
        actions.tell_authors(campaign_id=row.pk, by=SUPERVISOR, at=OVER)


def test_a_job_killed_half_way_tells_nobody_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """It dies while it tells the second author, having told the first; the next run tells each once, in whatever batches."""
    row, author, _numbers = of_three_authors()
    plain, calls = ending.notices.notify, []

    def dies(**told):
        calls.append(told)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return plain(**told)

    monkeypatch.setattr(ending, "AT_ONCE", 4)
    with monkeypatch.context() as patch:
        patch.setattr(ending.notices, "notify", dies)
        with refused(KeyboardInterrupt):
            actions.tell_authors(campaign_id=row.pk, by=SYSTEM, at=OVER)
    assert not Notice.objects.filter(kind="campaigns.ended").exists() and Link.objects.untold().count() == 3
    monkeypatch.setattr(ending, "AT_ONCE", 1)
    assert jobs.telling(OVER) == 3
    assert Notice.objects.filter(kind="campaigns.ended").count() == 2
    assert Notice.objects.filter(kind="campaigns.ended", person_id=author.person_id).count() == 1


def test_the_keys_alone_would_keep_it_from_telling_twice() -> None:
    """What told an author in another way of working than by its own rows is found by its key."""
    row, author, _numbers = of_three_authors()
    ending._tell(row, author.person_id, by=SYSTEM, at=OVER)
    jobs.telling(OVER + timedelta(minutes=5))
    assert Notice.objects.filter(kind="campaigns.ended", person_id=author.person_id).count() == 1


def test_authors_of_one_that_was_given_up_are_told_too() -> None:
    row = running()
    posted(by=citizen(), at=SOON)
    jobs.matching(SOON)
    jobs.matching(SOON + timedelta(days=1))
    actions.give_up_campaign(campaign_id=row.pk, reason="改由区里办理。", by=SECOND, at=OVER)
    assert jobs.telling(OVER) == 1
    assert Notice.objects.get(kind__startswith="campaigns.").kind == "campaigns.given_up"


def test_an_author_rates_once_whatever_they_wrote() -> None:
    row, author, (first, second) = of_three_authors()
    assert queries.to_rate(row.number, first, by=author, at=OVER).open
    actions.rate_campaign(number=row.number, message_number=first, **GOOD, words="亮了，谢谢王小明13812345678。", by=author, at=OVER)
    assert "13812345678" not in CampaignRating.objects.get().words
    for number in (first, second):
        told = queries.to_rate(row.number, number, by=author, at=OVER)
        assert told.rated and not told.open
        with refused(CampaignRatedAlready):
            actions.rate_campaign(number=row.number, message_number=number, **GOOD, by=author, at=OVER)
    shown = queries.public_campaign(row.number, at=OVER).ratings
    assert (shown.asked, shown.rated, shown.missing, shown.solved, shown.satisfied, shown.levels) == (2, 1, 1, 1, 1, (0, 0, 0, 1, 0))
    assert list(queries.audit()) == []


def test_by_the_tracking_code() -> None:
    row = running()
    posted_, message = posted_by_code(at=SOON)
    jobs.matching(SOON + timedelta(days=1))
    row = ended(row)
    with refused(UnknownMessage):
        actions.rate_campaign(number=row.number, message_number=message.number, **GOOD, code="WRONG", by=PUBLIC, at=OVER)
    rating = {"number": row.number, "message_number": message.number, "code": posted_.code, "by": PUBLIC}
    actions.rate_campaign(**rating, solved=False, satisfaction=Satisfaction.BAD, at=OVER)
    with refused(CampaignRatedAlready):
        actions.rate_campaign(**rating, **GOOD, at=OVER)
    assert CampaignRating.objects.get().rater == message.pk


def test_who_may_not_rate() -> None:
    row, author, (number, _second) = of_three_authors()
    _, elsewhere = posted(a_message(category="020100"), by=author, at=SOON)
    for actor, message in ((a_person(), number), (author, elsewhere.number)):
        with refused(NotLinked):
            actions.rate_campaign(number=row.number, message_number=message, **GOOD, by=actor, at=OVER)
    assert not CampaignRating.objects.exists()
    with refused(CampaignRatingOver):
        actions.rate_campaign(number=row.number, message_number=number, **GOOD, by=author, at=OVER + timedelta(days=31))
    open_one = running()
    actions.link_message(campaign_id=open_one.pk, number=number, by=SUPERVISOR, at=OVER)
    with refused(CampaignStateWrong):
        actions.rate_campaign(number=open_one.number, message_number=number, **GOOD, by=author, at=OVER)
    assert not queries.to_rate(open_one.number, number, by=author, at=OVER).open


def months_of_messages(per_week: dict[date, int]) -> None:
    """So many messages about lamps in Donghu street in each week from a Monday on, and as many figures."""
    for monday, count in per_week.items():
        for place in range(count):
            at = datetime(monday.year, monday.month, monday.day, 4, tzinfo=UTC) + timedelta(days=place % 7, seconds=place)
            posted(at=at)
    first, last = min(per_week), max(per_week)
    board_actions.count_figures(since=first, until=last + timedelta(days=7), by=SYSTEM, at=AT + timedelta(days=400))


def test_it_is_measured_provisionally_and_then_for_good(monkeypatch: pytest.MonkeyPatch) -> None:
    row = ended(at=datetime(2026, 10, 4, 3, 0, tzinfo=UTC))  # a Sunday; it began on a Monday
    before = {date(2026, 7, 13) + timedelta(weeks=week): 4 for week in range(8)}
    after = {date(2026, 10, 5) + timedelta(weeks=week): 1 for week in range(8)}
    months_of_messages(before | {date(2026, 9, 14): 3} | after)
    assert jobs.measuring(OVER + timedelta(days=3)) == 0  # no full week yet
    assert jobs.measuring(OVER + timedelta(days=7 * 5 + 1)) == 1
    assert jobs.measuring(OVER + timedelta(days=7 * 5 + 1)) == 0  # once a day
    shown = queries.public_campaign(row.number, at=OVER).effect
    assert shown is not None and shown.provisional and shown.effect.weeks_after == 5
    assert jobs.measuring(OVER + timedelta(days=7 * 8 + 1)) == 1
    row.refresh_from_db()
    assert row.state == CampaignState.EVALUATED and row.settled_at is not None
    shown = queries.public_campaign(row.number, at=OVER).effect
    assert shown is not None and not shown.provisional
    assert shown.counts.own.before == (4,) * 8 and shown.counts.own.after == (1,) * 8 and shown.counts.during == (0, 3, 0, 0)
    assert shown.counts.last_year is None and not shown.effect.season_known
    assert shown.counts.elsewhere is not None and sum(shown.counts.elsewhere.before) == 0
    assert shown.effect.change is not None and shown.effect.change.fewer and shown.effect.change.percent[0] == 75
    assert jobs.measuring(OVER + timedelta(days=100)) == 0
    assert EffectRow.objects.count() == 2
    assert list(queries.audit()) == []


def test_against_last_year_and_the_rest_of_the_city() -> None:
    row = ended(at=datetime(2026, 10, 4, 3, 0, tzinfo=UTC))
    year = timedelta(days=364)
    before, after = ({first + timedelta(weeks=week): 3 for week in range(8)} for first in (date(2026, 7, 13), date(2026, 10, 5)))
    months_of_messages(before | after | {day - year: 3 for day in before} | {day - year: 1 for day in after})
    jobs.measuring(OVER + timedelta(days=57))
    shown = queries.public_campaign(row.number, at=OVER).effect
    assert shown is not None and shown.effect.season_known and shown.counts.last_year is not None
    assert (sum(shown.counts.last_year.before), sum(shown.counts.last_year.after)) == (24, 8)
    assert shown.effect.against_last_year is not None and shown.effect.against_last_year.ratio == pytest.approx(3)


def test_what_has_no_class_cannot_be_measured() -> None:
    row = ended(running(written(about=About(words=("路灯",)))))
    assert jobs.measuring(OVER + timedelta(days=57)) == 0
    with refused(NothingToMeasure):
        actions.measure_effect(campaign_id=row.pk, by=SYSTEM, at=OVER + timedelta(days=57))
    with refused(Denied):
        actions.measure_effect(campaign_id=row.pk, by=SUPERVISOR, at=OVER + timedelta(days=57))


def test_an_author_known_by_a_login_alone() -> None:
    row = running()
    author = a_person(person_id=None, id=uuid.uuid4())
    _, message = posted(by=author, at=SOON)
    jobs.matching(SOON + timedelta(days=1))
    row = ended(row)
    actions.rate_campaign(number=row.number, message_number=message.number, **GOOD, by=author, at=OVER)
    assert CampaignRating.objects.get().rater == author.id
