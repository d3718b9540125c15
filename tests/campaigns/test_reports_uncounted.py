"""A report (举报) is in no count of a campaign but for whoever supervises; whoever cannot be told is not said to have been."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import DatabaseError, connection, transaction

from tests.board.test_importing import foreign, imported
from tests.board.town import Kind, a_message, posted, posted_by_code
from tests.campaigns.drive import AT, LEADER, OVER, SECOND, SUPERVISOR, ended, running
from tests.notices.factories import citizen
from tests.supervision.office import UNIT, somebody
from tongban.board.models import Message
from tongban.board.terms import Satisfaction
from tongban.campaigns import actions, jobs, queries
from tongban.campaigns.models import Campaign, CampaignRating, Link
from tongban.notices.models import Notice

if TYPE_CHECKING:
    from tongban.identity.terms import Actor

pytestmark = pytest.mark.usefixtures("office")
SOON = AT + timedelta(hours=1)
ANALYST = somebody("rexian/analysis", name="演示·分析")


def rated_by_a_reporter() -> tuple[Campaign, Actor, str]:
    """An author wrote a message, another one a report, and both have rated."""
    row, author, reporter = running(), citizen(), citizen()
    _, plain = posted(by=author, at=SOON)
    _, report = posted(a_message(kind=Kind.REPORT), by=reporter, at=SOON)
    jobs.matching(SOON + timedelta(days=1))
    row = ended(row)
    for number, by, level in ((plain.number, author, Satisfaction.BAD), (report.number, reporter, Satisfaction.GOOD)):
        told = {"number": row.number, "message_number": number, "by": by, "at": OVER}
        actions.rate_campaign(**told, solved=level == Satisfaction.GOOD, satisfaction=level, words="说的话。")
    return row, reporter, report.number


def test_no_report_is_counted_in_public() -> None:
    row, _, _ = rated_by_a_reporter()
    shown = queries.public_campaign(row.number, at=OVER)
    assert (shown.line.linked, shown.ratings.asked, shown.ratings.rated, shown.ratings.solved, shown.ratings.satisfied) == (1, 1, 1, 0, 0)


@pytest.mark.parametrize("by", [UNIT, LEADER, ANALYST])
def test_no_report_is_counted_for_who_may_not_know_of_one(by: Actor) -> None:
    row, _, number = rated_by_a_reporter()
    shown = queries.campaign(row.pk, by=by, at=OVER)
    assert sum(n for _, n in shown.counted) == shown.line.linked == shown.ratings.asked == shown.ratings.rated == 1
    assert shown.reports == 0 and len(shown.said) <= 1 and shown.ratings.solved == 0
    assert number not in {each.number for each in shown.links}


@pytest.mark.parametrize("by", [SUPERVISOR, SECOND])
def test_whoever_supervises_counts_them(by: Actor) -> None:
    row, _, _ = rated_by_a_reporter()
    shown = queries.campaign(row.pk, by=by, at=OVER)
    assert sum(n for _, n in shown.counted) == shown.ratings.asked == shown.ratings.rated == 2
    assert shown.reports == 1 and len(shown.said) == 2


def test_nobody_is_said_to_be_told_who_cannot_be() -> None:
    row = running()
    posted(by=citizen(), at=SOON)
    posted_by_code(at=SOON)
    imported(foreign(1, sent_at=SOON), at=SOON)
    elsewhere = Message.objects.get(source="hotline")
    jobs.matching(SOON + timedelta(days=1))
    assert row.links.count() == 3
    row = ended(row)
    assert jobs.telling(OVER) == 1 and jobs.telling(OVER + timedelta(days=1)) == 0
    assert [each.author_id is not None for each in Link.objects.filter(told_at__isnull=False)] == [True]
    assert Notice.objects.filter(kind="campaigns.ended").count() == 1
    assert Link.objects.get(message_id=elsewhere.pk).told_at is None
    told = queries.public_campaign(row.number, at=OVER).ratings
    assert (told.accounts, told.codes, told.unreached, told.asked) == (1, 1, 1, 2)


@pytest.mark.parametrize(
    "change",
    [
        "results = '全部解决。'",
        "lead_name = '演示·李局'",
        "rating_until = rating_until + interval '1 year'",
        "ended_on = ended_on - 1",
        "ends_on = ends_on + 1",
        "why = '没有理由。'",
        "given_up_for = '不做了。'",
    ],
)
def test_what_has_ended_stays_as_it_was_read(change: str) -> None:
    row = ended()
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE campaigns_campaign SET {change} WHERE id = %s", [row.pk])


def test_what_was_opened_keeps_its_words() -> None:
    row = running()
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE campaigns_campaign SET lead_name = '演示·李局' WHERE id = %s", [row.pk])


@pytest.mark.parametrize("wrong", ["message", "late", "early", "rater"])
def test_a_rating_is_of_an_author_in_time(wrong: str) -> None:
    author, row = citizen(), running()
    _, mine = posted(by=author, at=SOON)
    jobs.matching(SOON + timedelta(days=1))
    row = ended(row)
    _, other = posted(a_message(category="020100"), by=author, at=SOON)
    link = Link.objects.get(message_id=mine.pk)
    right = CampaignRating(campaign=row, rater=link.author_id, message_id=mine.pk, solved=True, satisfaction=5, at=OVER)
    put = {
        "message": {"message_id": other.pk},
        "late": {"at": OVER + timedelta(days=60)},
        "early": {"at": OVER - timedelta(days=1)},
        "rater": {"rater": other.pk},
    }[wrong]
    for name, value in put.items():
        setattr(right, name, value)
    with pytest.raises(DatabaseError, match="is rated by the author"), transaction.atomic():
        right.save(force_insert=True)
