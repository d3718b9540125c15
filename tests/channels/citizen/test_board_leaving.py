"""Leaving a message: with an account, with a code alone, what is refused at its field, and that nothing typed is lost."""

from __future__ import annotations

import re
import uuid

import pytest
from django.core.cache import cache
from django.test import Client

from tests.channels.citizen.messages import LAMP, form, hidden, leave, sent, summed
from tests.channels.citizen.story import MOTHER
from tongban.board.models import Message
from tongban.board.rules import writing
from tongban.board.terms import Screening, Visibility
from tongban.channels.parts import gate
from tongban.responsibilities.terms import Kind

pytestmark = pytest.mark.usefixtures("rongcheng")


@pytest.fixture(autouse=True)
def _nothing_is_counted_yet(rongcheng: None) -> None:
    cache.clear()


@pytest.fixture
def mother(signed_in) -> Client:
    return signed_in(MOTHER)


def text(response) -> str:
    return response.content.decode()


class TestWithAnAccount:
    def test_it_is_sent_and_displayed(self, mother: Client, client: Client) -> None:
        response = leave(mother, district="donghuqu", free_name="湖边的人")
        row = Message.objects.get()
        assert response.url == f"/board/{row.number}/receipt/"
        page = text(mother.get(response.url))
        assert row.number in page
        assert "查询码" not in page
        assert "城管局" in page
        assert row.displayed
        assert "湖边的人" in text(client.get(f"/board/{row.number}/"))

    def test_it_is_shown_masked_before_it_is_sent(self, mother: Client) -> None:
        page = text(mother.post("/board/new/", form(text=f"{LAMP}我的电话是13912345678，住在湖滨路12号3栋502室。")))
        shown = page[: page.index('action="/board/new/send/"')]
        assert "13912345678" not in shown
        assert "502室" not in shown
        assert "自动隐去" in shown

    def test_the_same_draft_sent_twice_is_one_message(self, mother: Client) -> None:
        fields = hidden(text(mother.post("/board/new/", form())))
        first, second = (mother.post("/board/new/send/", fields) for _time in range(2))
        assert first.url == second.url
        assert Message.objects.count() == 1

    def test_somebody_whose_session_has_ended_is_not_made_a_nobody(self, mother: Client) -> None:
        fields = hidden(text(mother.post("/board/new/", form())))
        mother.logout()
        response = mother.post("/board/new/send/", fields, headers={"referer": "http://testserver/board/new/"})
        assert response.url == "/accounts/login/?next=%2Fboard%2Fnew%2F"
        assert not Message.objects.exists()

    def test_what_was_typed_waits_for_them(self, mother: Client, signed_in) -> None:
        mother.get("/board/")
        fields = form() | {"as": "account"}
        mother.logout()
        mother.post("/board/new/", fields, headers={"referer": "http://testserver/board/new/"})
        typed = mother.session["typed"]
        again = signed_in(MOTHER)
        session = again.session
        session["typed"] = typed
        session.save()
        page = text(again.get("/board/new/"))
        assert LAMP in page
        assert fields["key"] in page

    def test_the_same_nearby_is_offered_to_join(self, mother: Client) -> None:
        there = sent()
        page = text(mother.post("/board/new/", form(district="donghuqu")))
        assert f'action="/board/{there.number}/join/"' in page
        assert mother.post(f"/board/{there.number}/join/").url == f"/board/{there.number}/"
        assert "您已加入" in text(mother.get(f"/board/{there.number}/"))

    def test_the_guide_that_answers_is_offered(self, mother: Client) -> None:
        page = text(mother.post("/board/new/", form(kind="inquiry", text="高龄津贴怎么申请")))
        assert "高龄津贴" in page[page.index("也许这里已经有答案") :]

    def test_a_report_is_never_public_even_if_it_says_so(self, mother: Client, client: Client) -> None:
        page = text(mother.post("/board/new/", form(kind="report", visibility="public")))
        assert "举报不公开" in page
        about = text(mother.post("/board/new/", form(kind="report", unit="chengguan")))
        assert "举报的是城管局" in about and "希望由城管局办理" not in about
        mother.post("/board/new/send/", hidden(page))
        row = Message.objects.get()
        assert (row.kind, row.visibility, row.screening, row.displayed) == (Kind.REPORT, Visibility.UNIT, Screening.NOT_NEEDED, False)
        assert client.get(f"/board/{row.number}/").status_code == 404


class TestByCodeAlone:
    def test_the_receipt_tells_the_code_and_the_page_opens(self, client: Client) -> None:
        response = leave(client)
        row = Message.objects.get()
        page = text(client.get(response.url))
        code = re.search(r'id="code">([0-9A-Z-]{14})<', page)
        assert code
        assert not row.displayed
        assert LAMP in text(client.get(f"/board/{row.number}/"))
        assert Client().get(f"/board/{row.number}/").status_code == 404
        assert code[1] not in str(client.cookies)

    def test_the_small_task_is_asked(self, client: Client) -> None:
        fields = hidden(text(client.post("/board/new/", form(free_name="演示"))))
        for answer, told in (("", "小题还没有回答"), ("99", "小题的答案不对")):
            refused = client.post("/board/new/send/", fields | {"sum_answer": answer})
            assert refused.status_code == 422
            assert told in text(refused)
            assert LAMP in text(refused)
        assert not Message.objects.exists()

    def test_a_task_opens_the_door_once(self, client: Client) -> None:
        page = text(client.post("/board/new/", form()))
        solved = {"sum_answer": summed(page)}
        fields = hidden(page)
        assert client.post("/board/new/send/", fields | solved).status_code == 302
        assert client.post("/board/new/send/", fields | solved).status_code == 302  # the connection was lost: the same again
        other = fields | solved | {"key": str(uuid.uuid4()), "text": "南港区港湾路的井盖松动，车一过就响，请尽快修理。"}
        assert client.post("/board/new/send/", other).status_code == 422
        assert Message.objects.count() == 1

    def test_an_address_that_sends_many_is_told_another_way(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(gate, "_counted", lambda request, likeness: iter([("there", 3600, "address_per_hour")]))
        cache.set("there", 1000)
        refused = leave(client)
        assert refused.status_code == 429
        assert "12345" in text(refused)
        assert LAMP in text(refused)


class TestRefusedAtItsField:
    @pytest.mark.parametrize(
        ("changes", "field", "told"),
        [
            ({"kind": ""}, "kind", "请选一种"),
            ({"kind": "poem"}, "kind", "请选一种"),
            ({"text": ""}, "text", "还没有写内容"),
            ({"text": "！！！😀"}, "text", "还没有写内容"),
            ({"text": "路灯坏了。" * 4000}, "text", "最多 10000 个字"),
            ({"title": "长" * 81}, "title", "最多 80 个字"),
            ({"district": "月球"}, "district", "没有这个区或街道"),
            ({"unit": "nowhere"}, "unit", "没有这个单位"),
            ({"lon": "500", "lat": "27.6"}, "address", "这个位置不在本市"),
            ({"lon": "nan", "lat": "nan"}, "address", "这个位置不在本市"),
            ({"lon": "117.3", "lat": "east"}, "address", "这个位置不在本市"),
            ({"lon": "2.35", "lat": "48.85"}, "address", "这个位置不在本市"),
            ({"free_name": "名" * 21}, "free_name", "最多 20 个字"),
            ({"phone": "1" * 31}, "phone", "最多 30 个字"),
        ],
    )
    def test_and_what_was_typed_is_kept(self, client: Client, changes: dict[str, str], field: str, told: str) -> None:
        fields = form(free_name="演示") | changes
        response = client.post("/board/new/", fields)
        page = text(response)
        assert response.status_code == 422
        assert f'<a href="#{field}">' in page
        assert told in page
        assert fields["key"] in page
        assert fields["text"][:50] in page
        assert not Message.objects.exists()

    def test_rare_characters_and_html_come_through_as_text(self, mother: Client, client: Client) -> None:
        words = "𠮷野家门口😀 <script>alert(1)</script> & <b>粗</b> 的井盖坏了"
        leave(mother, text=words)
        page = text(client.get(f"/board/{Message.objects.get().number}/"))
        assert "<script>alert" not in page
        assert "&lt;script&gt;" in page
        assert "𠮷野" in page
        assert "😀" in page

    def test_a_key_used_for_other_words_is_said_and_gets_a_new_one(self, mother: Client) -> None:
        fields = hidden(text(mother.post("/board/new/", form())))
        mother.post("/board/new/send/", fields)
        refused = mother.post("/board/new/send/", fields | {"text": "南港区港湾路的井盖松动，请修理。"})
        assert refused.status_code == 409
        assert "港湾路的井盖" in text(refused)
        assert fields["key"] not in text(refused)

    def test_going_back_finds_everything(self, client: Client) -> None:
        page = text(client.post("/board/new/", form(district="donghuqu", address="湖滨路口", visibility="unit") | {"again": "1"}))
        assert LAMP in page
        assert 'value="donghuqu" selected' in page
        assert 'value="湖滨路口"' in page
        assert 'value="unit" checked' in page


def test_the_form_counts_as_far_as_the_board_takes(client: Client) -> None:
    assert f'data-most="{writing.TEXT_MOST}"' in client.get("/board/new/").content.decode()


def test_a_touch_on_the_map_without_script_sets_the_pin(client: Client) -> None:
    page = text(client.post("/board/new/", form() | {"pin.x": "250", "pin.y": "60"}))
    assert re.search(r'name="lon" value="117\.3\d+"', page)
    assert LAMP in page
    drawn = client.get("/board/map.svg?at=117.3,27.6")
    assert drawn["Content-Type"] == "image/svg+xml"
    assert "#c02626" in text(drawn)
    assert "#c02626" not in text(client.get("/board/map.svg?at=nan,nan"))
