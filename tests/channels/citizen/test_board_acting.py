"""What an author does after sending, with an account or the code: rating, adding, withdrawing, appealing; the inbox and one's lists."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from tests.channels.citizen.messages import LAMP, answered, form, hidden, row, sent, sent_by_code, staff, summed
from tests.channels.citizen.story import MOTHER, OWNER, actor
from tests.channels.conftest import DAY
from tongban.board import actions
from tongban.board.models import Message
from tongban.board.terms import MessageState, Posted, Removal
from tongban.identity.terms import SYSTEM
from tongban.notices import actions as notice_actions
from tongban.notices.models import Notice
from tongban.notices.terms import Recipient
from tongban.responsibilities.terms import Kind

pytestmark = pytest.mark.usefixtures("rongcheng")


@pytest.fixture(autouse=True)
def _nothing_is_counted_yet(rongcheng: None) -> None:
    cache.clear()


@pytest.fixture
def mine() -> Posted:
    return sent(by=actor(MOTHER, as_person=True))


@pytest.fixture
def mother(signed_in) -> Client:
    return signed_in(MOTHER)


def text(response) -> str:
    return response.content.decode()


def holding(client: Client, posted: Posted) -> Client:
    assert client.post("/board/track/", {"number": posted.number.lower(), "code": posted.code.lower()}).status_code == 302
    return client


class TestByCode:
    def test_number_and_code_open_the_page(self, client: Client) -> None:
        there = sent_by_code()
        page = text(holding(client, there).get(f"/board/{there.number}/"))
        assert "只有您看得到" in page
        assert client.get(f"/board/{there.number}/")["Cache-Control"] == "private, no-store"
        client.post("/board/track/leave/")
        assert client.get(f"/board/{there.number}/").status_code == 404

    def test_a_wrong_code_and_an_unknown_number_are_answered_alike(self, client: Client) -> None:
        there = sent_by_code()
        answers = [
            client.post("/board/track/", {"number": number, "code": code})
            for number, code in ((there.number, "AAAA-BBBB-CCCC"), ("LY2026-999999-9", there.code), (there.number, ""), ("", "\x00"))
        ]
        assert {each.status_code for each in answers} == {404}
        assert len({text(each).split("<main")[1].split("<form")[0] for each in answers}) == 1

    def test_tries_are_limited(self, client: Client) -> None:
        there = sent_by_code()
        tries = [client.post("/board/track/", {"number": there.number, "code": f"WRONG{n}"}).status_code for n in range(12)]
        assert tries[:10] == [404] * 10
        assert tries[-1] == 429

    def test_of_a_displayed_message_a_code_gives_no_more_than_everybody_has(self, client: Client, mine: Posted) -> None:
        assert client.post("/board/track/", {"number": mine.number, "code": "AAAA-BBBB-CCCC"}).status_code == 404

    def test_it_is_rated_and_withdrawn_with_the_code(self, client: Client) -> None:
        first, second = answered(sent_by_code()), sent_by_code(text="南港区港湾路的井盖松动，请修理。")
        holding(client, first).post(f"/board/{first.number}/rate/", {"solved": "yes", "satisfaction": "5"})
        assert row(first).satisfaction == 5
        assert client.post(f"/board/{second.number}/withdraw/").status_code == 404  # the code is of another message
        holding(client, second).post(f"/board/{second.number}/withdraw/")
        assert row(second).state == MessageState.CLOSED

    def test_the_cookie_tells_nobody_the_code(self, client: Client) -> None:
        there = sent_by_code()
        cookie = holding(client, there).cookies["board_code"]
        assert there.code not in cookie.value
        assert cookie["httponly"]
        client.cookies["board_code"] = "nonsense"
        assert client.get(f"/board/{there.number}/").status_code == 404


class TestRating:
    def test_solved_and_satisfied_closes_it(self, mother: Client, client: Client, mine: Posted) -> None:
        answered(mine)
        assert "请您评价这次答复" in text(mother.get(f"/board/{mine.number}/"))
        mother.post(f"/board/{mine.number}/rate/", {"solved": "yes", "satisfaction": "4", "words": "很快 <b>谢谢</b>"})
        assert row(mine).state == MessageState.CLOSED
        page = text(client.get(f"/board/{mine.number}/"))
        assert "很快 &lt;b&gt;谢谢" in page
        assert "请您评价" not in page

    def test_unsolved_reopens_it(self, mother: Client, mine: Posted) -> None:
        answered(mine)
        mother.post(f"/board/{mine.number}/rate/", {"solved": "no", "satisfaction": "2"})
        assert row(mine).state == MessageState.REOPENED
        assert "重新办理" in text(mother.get(f"/board/{mine.number}/"))

    @pytest.mark.parametrize("missing", [{}, {"solved": "yes"}, {"satisfaction": "4"}, {"solved": "perhaps", "satisfaction": "9"}])
    def test_half_a_rating_is_asked_again(self, mother: Client, mine: Posted, missing: dict[str, str]) -> None:
        answered(mine)
        response = mother.post(f"/board/{mine.number}/rate/", missing | {"words": "我写的话"})
        assert response.status_code == 422
        assert "我写的话" in text(response)

    def test_twice_too_late_and_somebody_elses_are_refused(self, mother: Client, signed_in, client: Client, mine: Posted) -> None:
        answered(mine)
        rating = {"solved": "yes", "satisfaction": "4"}
        for stranger in (client, signed_in(OWNER)):
            assert stranger.post(f"/board/{mine.number}/rate/", rating).status_code == 404
        assert mother.post(f"/board/{mine.number}/rate/", rating).status_code == 302
        again = mother.post(f"/board/{mine.number}/rate/", rating)
        assert again.status_code == 409
        assert "已经评价过" in text(again)

    def test_whoever_has_joined_rates_too(self, signed_in, mine: Posted) -> None:
        owner = signed_in(OWNER)
        owner.post(f"/board/{mine.number}/join/")
        answered(mine)
        assert "请您评价这次答复" in text(owner.get(f"/board/{mine.number}/"))
        assert owner.post(f"/board/{mine.number}/rate/", {"solved": "yes", "satisfaction": "5"}).status_code == 302

    def test_after_a_merge_each_author_rates_the_answer_of_the_other(self, mother: Client, client: Client, mine: Posted) -> None:
        other = sent(text="湖滨路口那两盏路灯一直不亮，走夜路很怕。")
        actions.merge(message_id=mine.message_id, into_id=other.message_id, by=staff("rexian/duty"), at=DAY)
        page = text(client.get(f"/board/{mine.number}/"))
        assert f'href="/board/{other.number}/"' in page
        answered(other)
        assert "请您评价这次答复" in text(mother.get(f"/board/{mine.number}/"))
        assert mother.post(f"/board/{mine.number}/rate/", {"solved": "yes", "satisfaction": "5"}).status_code == 302


class TestWords:
    def test_are_added_masked_for_everybody_once_somebody_has_looked(self, mother: Client, client: Client, mine: Posted) -> None:
        mother.post(f"/board/{mine.number}/words/", {"words": "昨晚又黑了，我的电话 13912345678"})
        assert "昨晚又黑了" in text(mother.get(f"/board/{mine.number}/"))
        page = text(client.get(f"/board/{mine.number}/"))
        assert "昨晚又黑了" not in page and "还在等审核" in page
        actions.screen(message_id=mine.message_id, shown=True, by=staff("rexian/screening"), at=DAY)
        page = text(client.get(f"/board/{mine.number}/"))
        assert "昨晚又黑了" in page and "13912345678" not in page

    @pytest.mark.parametrize("words", ["", "字" * 2001])
    def test_are_refused_at_their_field(self, mother: Client, mine: Posted, words: str) -> None:
        response = mother.post(f"/board/{mine.number}/words/", {"words": words})
        assert response.status_code == 422
        assert words[:100] in text(response)

    def test_as_they_were_written_are_the_authors_alone(self, mother: Client, client: Client) -> None:
        there = sent(by=actor(MOTHER, as_person=True), text=f"{LAMP}我的电话 13912345678。")
        assert "13912345678" in text(mother.get(f"/board/{there.number}/"))
        assert "13912345678" not in text(client.get(f"/board/{there.number}/"))

    def test_a_session_that_ended_goes_to_the_sign_in_page(self, client: Client, mine: Posted) -> None:
        response = client.post(f"/board/{mine.number}/words/", {"words": "补充", "as": "account"})
        assert response.url.startswith("/accounts/login/")


def test_withdrawing_asks_once_more(mother: Client, client: Client, mine: Posted) -> None:
    assert "要撤回这条留言吗" in text(mother.get(f"/board/{mine.number}/withdraw/"))
    assert row(mine).state != MessageState.CLOSED
    mother.post(f"/board/{mine.number}/withdraw/")
    assert client.get(f"/board/{mine.number}/").status_code == 404
    assert "已撤回" in text(mother.get(f"/board/{mine.number}/"))
    assert mother.get(f"/board/{mine.number}/withdraw/").status_code == 409


def test_a_removal_is_appealed_once(mother: Client, mine: Posted) -> None:
    actions.screen(message_id=mine.message_id, shown=False, reason=Removal.RUMOUR, by=staff("rexian/screening"), at=DAY)
    assert "我认为应当公开" in text(mother.get(f"/board/{mine.number}/"))
    assert mother.post(f"/board/{mine.number}/appeal/", {"words": ""}).status_code == 422
    mother.post(f"/board/{mine.number}/appeal/", {"words": "照片为证"})
    assert row(mine).appealed_at
    assert "我认为应当公开" not in text(mother.get(f"/board/{mine.number}/"))


class TestFollowing:
    def test_begins_and_ends(self, signed_in, mine: Posted) -> None:
        owner = signed_in(OWNER)
        owner.post(f"/board/{mine.number}/follow/")
        assert row(mine).followers == 1
        assert mine.number in text(owner.get("/me/messages/followed/"))
        owner.post(f"/board/{mine.number}/follow/", {"end": "1"})
        assert row(mine).followers == 0

    def test_needs_an_account(self, client: Client, mine: Posted) -> None:
        assert client.post(f"/board/{mine.number}/follow/").url.startswith("/accounts/login/")


class TestMine:
    def test_shows_all_that_i_wrote_and_nothing_of_others(self, mother: Client, mine: Posted) -> None:
        report = sent(by=actor(MOTHER, as_person=True), kind=Kind.REPORT, text="松涛路有人偷倒垃圾，请查处。")
        other = sent(text="别人的事，南港区港湾路积水。")
        page = text(mother.get("/me/messages/"))
        assert mine.number in page
        assert report.number in page
        assert other.number not in page

    def test_says_so_where_there_is_nothing(self, mother: Client) -> None:
        assert "您还没有留过言" in text(mother.get("/me/messages/"))
        assert "您还没有关注留言" in text(mother.get("/me/messages/followed/"))
        assert "还没有消息" in text(mother.get("/me/notices/"))


class TestNotices:
    @pytest.fixture(autouse=True)
    def _told(self, mine: Posted) -> None:
        to = Recipient(person_id=actor(MOTHER, as_person=True).person_id)
        told = {"number": mine.number, "due": "12月3日"}
        for n in range(2):
            place = f"/board/{mine.number}/"
            at = DAY + timedelta(minutes=n)
            notice_actions.notify(key=uuid.uuid4(), to=to, kind="board.accepted", values=told, by=SYSTEM, at=at, link=place)

    def test_are_counted_on_every_page_until_they_are_read(self, mother: Client, mine: Posted) -> None:
        assert "2<span" in text(mother.get("/board/"))
        page = text(mother.get("/me/notices/"))
        assert mine.number in page
        newest = Notice.objects.latest("at")
        assert mother.post("/me/notices/read/", {"notice": str(newest.pk), "link": newest.link}).url == newest.link
        assert "1<span" in text(mother.get("/me/"))
        mother.post("/me/notices/read/")
        assert 'class="count"' not in text(mother.get("/me/"))

    def test_lead_nowhere_else_and_are_nobody_elses(self, mother: Client, signed_in) -> None:
        newest = Notice.objects.latest("at")
        for link in ("//evil.example", "https://evil.example/", "javascript:alert(1)"):
            assert mother.post("/me/notices/read/", {"notice": str(newest.pk), "link": link}).url == "/me/notices/"
        assert signed_in(OWNER).post("/me/notices/read/", {"notice": str(newest.pk)}).status_code == 404


def test_a_number_in_any_writing_is_the_same_message(client: Client) -> None:
    page = text(client.post("/board/new/", form()))
    client.post("/board/new/send/", hidden(page) | {"sum_answer": summed(page)})
    number = Message.objects.get().number
    assert client.get(f"/board/{number.lower()}/").status_code == 200
