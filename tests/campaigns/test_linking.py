"""Messages come with a surge, by hand or because they are of its class and area; each says how; reports stay unnamed."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.board.town import Kind, a_message, posted
from tests.campaigns.drive import AT, OVER, SUPERVISOR, TODAY, drafted, ended, running, written
from tests.insight.rows import a_surge
from tests.supervision.office import UNIT, refused
from tongban.board.terms import UnknownMessage
from tongban.campaigns import actions, jobs, queries
from tongban.campaigns.models import Link
from tongban.campaigns.terms import About, AlreadyLinked, CampaignGround, CampaignStateWrong, CampaignWordsMissing, How, NotLinked
from tongban.identity.terms import SYSTEM
from tongban.supervision.terms import Denied

pytestmark = pytest.mark.usefixtures("office")
LATER = AT + timedelta(days=2)


def test_the_clock_links_what_is_of_its_class_and_area() -> None:
    row = running()
    _, inside = posted(at=AT + timedelta(hours=1))
    posted(a_message(category="020100"), at=AT + timedelta(hours=1))
    posted(a_message(district="", title="全市路灯", text="全市的路灯都很暗，希望检查一遍所有的路灯。"), at=AT + timedelta(hours=1))
    posted(at=AT - timedelta(days=3))  # before it began
    assert jobs.matching(LATER) == 1
    assert jobs.matching(LATER) == 0
    [link] = row.links.all()
    assert (link.message_id, link.how, link.linked_by) == (inside.pk, How.MATCH, None)
    shown = queries.public_campaign(row.number, at=LATER)
    assert [each.number for each in shown.messages] == [inside.number] and shown.line.linked == 1
    assert [each.number for each in queries.campaigns_of(inside.pk)] == [row.number]
    assert list(queries.audit()) == []


def test_a_higher_class_takes_in_those_below_it() -> None:
    row = running(written(about=About("010200")))
    posted(at=AT + timedelta(hours=1))
    posted(a_message(category="020100"), at=AT + timedelta(hours=1))
    assert jobs.matching(LATER) == 1 and row.links.count() == 1


def test_words_alone_link_nothing_by_themselves() -> None:
    running(written(about=About(words=("路灯",))))
    posted(at=AT + timedelta(hours=1))
    assert jobs.matching(LATER) == 0


def test_by_hand_and_removed_again() -> None:
    row = running(written(about=About(words=("路灯",))))
    _, message = posted()
    actions.link_message(campaign_id=row.pk, number=f" {message.number} ", by=SUPERVISOR, at=AT)
    with refused(AlreadyLinked):
        actions.link_message(campaign_id=row.pk, number=message.number, by=SUPERVISOR, at=AT)
    with refused(UnknownMessage):
        actions.link_message(campaign_id=row.pk, number="LY2026-999999-9", by=SUPERVISOR, at=AT)
    with refused(Denied):
        actions.link_message(campaign_id=row.pk, number=message.number, by=UNIT, at=AT)
    with refused(CampaignWordsMissing):
        actions.unlink_message(campaign_id=row.pk, message_id=message.pk, reason="", by=SUPERVISOR, at=AT)
    actions.unlink_message(campaign_id=row.pk, message_id=message.pk, reason="说的是别的事。", by=SUPERVISOR, at=AT)
    with refused(NotLinked):
        actions.unlink_message(campaign_id=row.pk, message_id=message.pk, reason="说的是别的事。", by=SUPERVISOR, at=AT)
    with refused(AlreadyLinked):
        actions.link_message(campaign_id=row.pk, number=message.number, by=SUPERVISOR, at=AT)
    assert queries.campaigns_of(message.pk) == () and queries.public_campaign(row.number, at=AT).messages == ()
    [told] = queries.campaign(row.pk, by=SUPERVISOR, at=AT).links
    assert (told.how, told.removed_for) == (How.HAND, "说的是别的事。")
    assert list(queries.audit()) == []


def test_what_was_removed_does_not_come_back_by_the_clock() -> None:
    row = running()
    _, message = posted(at=AT + timedelta(hours=1))
    jobs.matching(LATER)
    actions.unlink_message(campaign_id=row.pk, message_id=message.pk, reason="说的是别的事。", by=SUPERVISOR, at=LATER)
    assert jobs.matching(LATER) == 0 and not row.links.held().exists()


def test_after_the_end_nothing_comes_and_nothing_goes() -> None:
    row = running()
    _, message = posted(at=AT + timedelta(hours=1))
    jobs.matching(LATER)
    ended(row)
    with refused(CampaignStateWrong):
        actions.unlink_message(campaign_id=row.pk, message_id=message.pk, reason="说的是别的事。", by=SUPERVISOR, at=OVER)
    posted(at=OVER + timedelta(hours=1))
    assert jobs.matching(OVER + timedelta(days=1)) == 0


def test_a_report_is_never_named() -> None:
    row = running()
    _, report = posted(a_message(kind=Kind.REPORT), at=AT + timedelta(hours=1))
    jobs.matching(LATER)
    assert Link.objects.get().report
    shown = queries.public_campaign(row.number, at=LATER)
    assert shown.messages == () and shown.line.linked == 0 and report.number not in repr(shown)
    view = queries.campaign(row.pk, by=UNIT, at=LATER)
    assert report.number not in repr(view) and str(report.pk) not in repr(view)


def test_messages_of_a_surge_come_with_it() -> None:
    _, first = posted(at=datetime(2026, 9, 1, tzinfo=UTC))
    _, second = posted(at=datetime(2026, 9, 2, tzinfo=UTC))
    _, report = posted(a_message(kind=Kind.REPORT), at=datetime(2026, 9, 2, tzinfo=UTC))
    row = drafted(ground=CampaignGround.SURGE, ground_id=a_surge(first.pk, second.pk, report.pk).pk)
    assert {(each.message_id, each.how) for each in row.links.all()} == {(first.pk, How.SURGE), (second.pk, How.SURGE)}
    assert queries.campaigns_of(first.pk) == ()  # nobody reads of a draft
    assert list(queries.audit()) == []


def test_only_the_clock_matches() -> None:
    row = running()
    with refused(Denied):
        actions.link_matching(campaign_id=row.pk, by=SUPERVISOR, at=LATER)
    with refused(CampaignStateWrong):
        actions.link_matching(campaign_id=drafted().pk, by=SYSTEM, at=LATER)
    assert row.begins_on == TODAY
