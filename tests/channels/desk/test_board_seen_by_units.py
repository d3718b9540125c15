"""What a unit and its approver are shown: both clocks, photos that are withheld, acts that are really open, the public form of a reply."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client
from PIL import Image

from tests.board.play import ANSWER, Play
from tests.board.town import WEB, a_message, a_person, staff
from tests.channels.desk.boarding import *  # noqa: F403
from tests.channels.desk.boarding import NOW, actor, message_act, of_message, of_order, order_act
from tests.channels.desk.pages import words
from tongban.board import actions, queries
from tongban.board.models import Reply
from tongban.board.terms import Removal
from tongban.kernel import access_log, read_chain
from tongban.kernel.models.reads import Read
from tongban.responsibilities.terms import Kind

pytestmark = pytest.mark.django_db
SCREENER = staff("rexian/screening", name="演示·审核员")


def test_what_is_late_for_its_author_is_late_in_the_inbox(at) -> None:
    """Imported, sent five weeks ago, assigned today: two clocks, both shown."""
    play = Play.posted(at=NOW - timedelta(days=35))
    actions.assign(message_id=play.message_id, unit="jiaoyu", by=actor("duty"), at=NOW)
    page = words(at("school").get("/desk/messages/"))
    assert "还有 5 个工作日" in page or "还有 7 天" in page, "the unit's own clock has just begun"
    assert "给留言人：" in page and "逾期" in page.split(play.row.number)[1] and "正常" not in page
    assert play.row.number in words(at("school").get("/desk/messages/?shelf=late"))
    assert play.row.number not in words(at("school").get("/desk/messages/?shelf=soon"))
    assert '<span class="count" id="board-late" hx-swap-oob="true">1</span>' in at("school").get("/desk/messages/rows/").content.decode()


@pytest.fixture
def photographed(board) -> Play:
    """Taken by the unit, with a photo that a screener has withheld from the public."""
    author, key = a_person(), uuid.uuid4()
    photo = BytesIO()
    Image.new("RGB", (60, 40), "red").save(photo, "JPEG")
    kept = actions.keep_photo(draft=key, content=photo.getvalue(), by=author, at=NOW)
    answer = actions.post(key=key, message=a_message(files=(kept.digest,)), origin=WEB, by=author, at=NOW)
    play = Play(author=author)
    play.message_id = answer.message_id
    play.take()
    told = {"message_id": play.message_id, "place": 0, "shown": False, "reason": Removal.PERSONAL_DATA}
    actions.screen_picture(**told, by=SCREENER, at=play.at)
    return play


def test_the_evidence_is_shown_to_the_unit_and_marked_as_withheld(at, photographed) -> None:
    play = photographed
    page = at("clerk").get(of_order(play)).content.decode()
    photo = f"/desk/messages/photos/{play.row.number}/0/"
    assert photo in page and "不公开：含有个人信息" in page
    assert at("clerk").get(photo).status_code == 200
    assert at("school").get(photo).status_code in (404, 410)
    actions.screen(message_id=play.message_id, shown=False, reason=Removal.PERSONAL_DATA, by=SCREENER, at=play.at)
    assert photo in at("clerk").get(of_order(play)).content.decode()
    actions.join_units(order_id=play.order().pk, units=["jiaoyu"], by=actor("clerk"), at=play.at)
    assert at("school").get(photo).status_code == 200
    assert Client().get(photo).status_code == 302


class TestActsThatAreOpen:
    def test_whoever_drafted_is_not_offered_to_approve(self, at) -> None:
        play = Play.taken()
        reply = play.submitted()
        Reply.objects.filter(pk=reply.pk).update(drafted_by=actor("approver").id)
        page = words(at("approver").get(of_order(play)))
        assert "同意，公开答复" not in page and "由另一位审核人审核" in page

    def test_given_back_once_it_is_not_offered_again(self, at) -> None:
        play = Play.taken()
        for again in (False, True):
            at("clerk").post(order_act(play, "pass-down", "chengguan"), {"unit": "ludeng"})
            at("lamps").post(order_act(play, "take", "ludeng"))
            assert ("只能交回一次" in words(at("lamps").get(of_order(play, "ludeng")))) is not again
            at("lamps").post(order_act(play, "pass-up", "ludeng"), {"reason": "要局里协调。"})

    def test_a_number_leads_the_approver_to_the_form(self, at) -> None:
        play = Play.taken()
        at("clerk").post(order_act(play, "pass-down"), {"unit": "ludeng"})
        at("lamps").post(order_act(play, "take", "ludeng"))
        below = of_order(play, "ludeng")
        play.submitted("ludeng")
        found = at("approver").get("/desk/messages/find/", {"number": play.row.number})
        assert found.headers["Location"] == below
        assert "同意，公开答复" in words(at("approver").get(below))

    def test_what_a_suggestion_lacks_is_said_before_it_is_submitted(self, at) -> None:
        play = Play.taken(kind=Kind.SUGGESTION)
        sent = at("clerk").post(
            f"{of_order(play)}draft/", {"text": ANSWER, "end": "answered", "version": "0", "go": "submit", "act": "draft"}
        )
        assert sent.status_code == 409 and "建议还没有说明是否采纳" in words(sent)
        assert "先说明采纳不采纳" in words(at("clerk").get(of_order(play)))
        checked = at("clerk").post("/desk/messages/reply-check/", {"text": ANSWER, "suggestion": "undecided"})
        assert "还没有说明采纳不采纳" in words(checked)


def test_the_log_of_reads_names_the_body_for_which_it_was_read(board) -> None:
    """Somebody who works for several units, at the duty desk, and for a unit above."""
    play = Play.taken()
    many = staff("chengguan/messages", "jiaoyu/messages", "donghu/messages")
    queries.order(play.order().pk, by=many, at=NOW, purpose="board.handling")
    queries.order(play.order().pk, by=staff("rexian/duty", "jiaoyu/messages", "chengguan/messages"), at=NOW, purpose="board.handling")
    queries.handled(play.message_id, by=staff("rexian/duty", "jiaoyu/messages"), at=NOW, purpose="board.handling")
    queries.order(play.order().pk, by=staff("shifu/messages"), at=NOW, purpose="board.handling")
    assert list(Read.objects.filter(question="board.order").order_by("pk").values_list("body", flat=True)) == [
        "chengguan",
        "chengguan",
        "rexian",
        "shifu",
    ]
    assert play.author.person_id
    assert access_log.reads_of_holder(play.author.person_id)[-1].body == "chengguan"
    hashed = [read_chain.CHAIN.parts(each)[-1] for each in Read.objects.filter(question="board.order").order_by("pk")]
    assert hashed[0] == "chengguan", "the chain holds it"


def test_the_media_are_told_nothing_of_the_author(at) -> None:
    play = Play.posted()
    at("inspection").post(message_act(play.message_id, "clear"))
    assert "没有留联系方式" not in words(at("media").get(of_message(play.message_id)))


def test_what_has_ended_is_not_counted_down_at_the_joint_desk(at) -> None:
    play = Play.answered()
    page = words(at("inspection").get("/desk/messages/joint/"))
    line = page[page.index(play.row.number) :]
    assert "还有" not in line and "正常" not in line


CONTACTS = "业务联系人：园林岗，联系人：朱景观，处理人员王小明，电话13912345678。"


class TestThePublicFormOfAReply:
    def test_whoever_drafts_sees_what_will_be_hidden(self, at) -> None:
        checked = at("clerk").post("/desk/messages/reply-check/", {"text": ANSWER + CONTACTS}).content.decode()
        assert "<del>13912345678</del><mark>139****5678</mark>" in checked and "<del>朱景观</del>" in checked
        assert "园林岗" in checked and "<del>园林岗</del>" not in checked, "a post is nobody's name"

    def test_whoever_approves_lets_a_name_of_their_office_stand(self, at) -> None:
        play = Play.taken()
        play.submitted(text=ANSWER + CONTACTS)
        page = at("approver").get(of_order(play))
        assert "<del>朱景观</del><mark>朱某某</mark>" in page.content.decode()
        [lifted] = re.findall(r'name="shown" value="([0-9,-]+)"[^>]*> <span>朱景观', page.content.decode())
        assert at("approver").post(order_act(play, "publish"), {"shown": [lifted]}).status_code == 302
        published = Reply.objects.get().text
        assert "朱景观" in published and "园林岗" in published and "王某某" in published and "13912345678" not in published

    def test_what_is_certain_is_never_let_through(self, at) -> None:
        play = Play.taken()
        text = play.submitted(text=ANSWER + CONTACTS).text
        start = text.index("13912345678")
        forged = at("approver").post(order_act(play, "publish"), {"shown": [f"{start}-{start + 11}"]})
        assert forged.status_code == 422
        reply = Reply.objects.get()
        actions.publish_reply(reply_id=reply.pk, shown=[(start, start + 11)], by=actor("approver"), at=play.at)
        assert "13912345678" not in Reply.objects.get().text
