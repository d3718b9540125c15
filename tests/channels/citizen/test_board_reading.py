"""Reading the board: lists and pages that cost little, and nothing in them that is not for everybody."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from django.test import Client

from tests.board.play import Play
from tests.channels.citizen.messages import LAMP, a_person, answered, row, sent, sent_by_code, staff
from tests.channels.citizen.story import MOTHER
from tests.channels.conftest import DAY
from tongban.board import actions
from tongban.board.models import Message, Order
from tongban.board.terms import Foreign, NewMessage, Removal, Satisfaction, Suggested, Visibility
from tongban.identity.terms import SYSTEM
from tongban.responsibilities.queries import unit_name
from tongban.responsibilities.terms import Kind

pytestmark = pytest.mark.usefixtures("rongcheng")
ATOM = "{http://www.w3.org/2005/Atom}"


def text(response) -> str:
    return response.content.decode()


class TestTheList:
    def test_it_shows_the_newest_and_finds_by_words_and_filters(self, client: Client) -> None:
        lamp = sent()
        litter = sent(kind=Kind.COMPLAINT, title="垃圾没人清运", text="松涛路垃圾桶三天没有清运。", category="010101", district="xishanqu")
        page = text(client.get("/board/"))
        assert page.index(litter.number) < page.index(lamp.number) or litter.number in page
        for query, found, not_found in (
            ("q=清运", litter, lamp),
            ("kind=complaint", litter, lamp),
            ("district=donghuqu", lamp, litter),
            ("category=010200", lamp, litter),
            (f"q={lamp.number}", lamp, litter),
        ):
            page = text(client.get(f"/board/?{query}"))
            assert f"/board/{found.number}/" in page, query
            assert f"/board/{not_found.number}/" not in page, query
        assert "没有找到" in text(client.get("/board/?q=飞碟"))
        assert "请用文字找" in text(client.get("/board/?q=😀！"))
        assert client.get("/board/?after=%00&kind=%00&q=%00").status_code == 200

    def test_it_is_fit_for_a_cache_and_costs_two_statements(self, client: Client, django_assert_num_queries) -> None:
        sent()
        client.get("/board/")
        with django_assert_num_queries(2):
            response = client.get("/board/")
        assert not response.cookies
        assert response["Cache-Control"] == "public, max-age=30"
        assert {"Cookie", "Accept-Language"} <= {each.strip() for each in response["Vary"].split(",")}
        with django_assert_num_queries(1):
            again = client.get("/board/", headers={"if-none-match": response["ETag"]})
        assert again.status_code == 304
        sent(title="别处的路灯", text="西山区松涛路的路灯也不亮了，请派人看看。", district="xishanqu", at=DAY + timedelta(seconds=1))
        assert client.get("/board/", headers={"if-none-match": response["ETag"]}).status_code == 200

    def test_whoever_has_signed_in_gets_their_own(self, signed_in) -> None:
        response = signed_in(MOTHER).get("/board/")
        assert response["Cache-Control"] == "private, no-store"
        assert "ETag" not in response

    def test_a_browser_with_a_session_gets_nothing_that_a_cache_keeps(self, client: Client) -> None:
        client.cookies["messages"] = "something that is said once"
        assert client.get("/board/")["Cache-Control"] == "private, no-store"

    def test_a_switch_of_mode_is_kept_by_no_cache(self, client: Client) -> None:
        response = client.get("/board/?mode=elder")
        assert response.cookies["mode"].value == "elder"
        assert response["Cache-Control"] == "private, no-store"
        assert "普通版" in text(client.get("/board/"))

    def test_pages_follow_one_another(self, client: Client) -> None:
        numbers = [sent(text=f"{LAMP}第{n}处。", at=DAY - timedelta(minutes=n)).number for n in range(32)]
        first = text(client.get("/board/"))
        place = first.split("after=")[1].split('"')[0]
        second = text(client.get(f"/board/?after={place}"))
        assert numbers[0] in first
        assert numbers[31] in second
        assert numbers[31] not in first


class TestThePage:
    def test_it_costs_a_fixed_number_of_statements(self, client: Client, django_assert_max_num_queries) -> None:
        place = f"/board/{answered(sent()).number}/"
        client.get(place)
        with django_assert_max_num_queries(9):
            response = client.get(place)
        with django_assert_max_num_queries(1):
            assert client.get(place, headers={"if-none-match": response["ETag"]}).status_code == 304
        assert not response.cookies

    def test_it_shows_every_step_and_the_answer(self, client: Client) -> None:
        page = text(client.get(f"/board/{answered(sent()).number}/"))
        for words in ("收到留言", "已受理", "派给城管局", "城管局签收", "城管局答复", "更换电缆四十米", "按时", "已答复"):
            assert words in page, words

    def test_the_author_is_nobodys_business(self, client: Client, signed_in) -> None:
        person = sent(free_name="湖边的人")
        for reader in (client, signed_in(MOTHER)):
            page = text(reader.get(f"/board/{person.number}/"))
            assert "演示·王芳" not in page
            assert "只有您看得到" not in page

    @pytest.mark.parametrize(
        "changes", [{"kind": Kind.REPORT}, {"visibility": Visibility.UNIT}, {"by": "code"}], ids=["report", "unit only", "code"]
    )
    def test_what_is_not_public_is_unknown_everywhere(self, client: Client, signed_in, changes) -> None:
        hidden = sent_by_code() if changes.pop("by", "") else sent(**changes)
        for reader in (client, signed_in(MOTHER)):
            assert reader.get(f"/board/{hidden.number}/").status_code == 404
            assert reader.get(f"/board/{hidden.number}/feed.xml").status_code == 404
            for list_page in ("/board/", f"/board/?q={hidden.number}", "/board/feed.xml", "/board/suggestions/"):
                page = text(reader.get(list_page))
                assert f"/board/{hidden.number}/" not in page
                assert "湖滨路路灯不亮" not in page

    def test_what_was_removed_says_why_and_nothing_else(self, client: Client) -> None:
        there = sent(title="演示的标题", free_name="湖边的人")
        actions.screen(message_id=there.message_id, shown=False, reason=Removal.PERSONAL_DATA, by=staff("rexian/screening"), at=DAY)
        page = text(client.get(f"/board/{there.number}/"))
        assert "含有个人信息" in page
        assert "演示的标题" not in page
        assert LAMP not in page
        assert "派给城管局" in page
        assert there.number not in text(client.get("/board/"))

    def test_an_extension_says_who_approved_and_why(self, client: Client) -> None:
        there = sent()
        order = Order.objects.get(message=there.message_id)
        clerk = staff(f"{order.unit}/messages")
        actions.take(order_id=order.pk, by=clerk, at=DAY)
        asked = actions.ask_extension(order_id=order.pk, amount=Decimal(3), reason="要等电缆到货", by=clerk, at=DAY)
        assert "还没有批准" in text(client.get(f"/board/{there.number}/"))
        told = {"granted": True, "by": staff("rexian/duty"), "at": DAY + timedelta(minutes=1)}
        actions.decide_extension(extension_id=asked, **told)
        page = text(client.get(f"/board/{there.number}/"))
        assert f"批准：{unit_name('rexian')}" in page
        assert "要等电缆到货" in page

    def test_an_extension_that_nobody_decided_does_not_outlive_the_message(self, client: Client) -> None:
        there = sent()
        order = Order.objects.get(message=there.message_id)
        clerk = staff(f"{order.unit}/messages")
        actions.ask_extension(order_id=order.pk, amount=Decimal(3), reason="要等电缆到货", by=clerk, at=DAY)
        answered(there)
        page = text(client.get(f"/board/{there.number}/"))
        assert "没有等到批准就办完了" in page
        assert "还没有批准" not in page

    def test_a_rating_stands_under_the_answer_it_is_about(self, client: Client) -> None:
        author = a_person()
        there = answered(sent(by=author))
        actions.rate(message_id=there.message_id, solved=False, satisfaction=Satisfaction.BAD, by=author, at=DAY + timedelta(hours=2))
        answered(there, at=DAY + timedelta(hours=3))
        page = text(client.get(f"/board/{there.number}/"))
        places = [page.index(each) for each in ('id="reply-1"', "评价：", 'id="reply-2"')]
        assert places == sorted(places)
        assert page.count("评价：</strong>") == 1
        assert page[places[0] :].count("按时") == 2  # by the citizen's clock, and by that of the unit since the reopening

    def test_the_open_data_are_found(self, client: Client) -> None:
        data = text(client.get("/data/"))
        for path in ("/api/v1/board/data/messages.csv", "/api/v1/board/data/messages.jsonl"):
            assert f'href="{path}"' in data
            answer = client.get(path)
            assert answer.status_code == 200
            b"".join(answer.streaming_content if answer.streaming else [answer.content])
        for page in ("/board/", "/board/new/", "/board/figures/"):
            assert 'href="/data/"' in text(client.get(page)), page

    def test_half_is_told_as_within_and_never_as_a_value(self, client: Client) -> None:
        answered(sent(), at=DAY + timedelta(minutes=2))
        actions.count_changed(by=SYSTEM, at=DAY + timedelta(hours=1))
        page = text(client.get("/board/figures/?by=unit"))
        assert "1 小时内" in page
        assert "30 分钟" not in page

    def test_what_was_not_accepted_says_so_in_its_lane(self, client: Client) -> None:
        asked = {"title": "别的事", "text": "我和邻居打官司的事想请你们看看。", "category": "", "district": ""}
        plain, accepted = sent(**asked), sent(**asked)
        actions.accept(message_id=accepted.message_id, by=staff("rexian/duty"), at=DAY)
        for each in (plain, accepted):
            actions.refuse(message_id=each.message_id, ground="litigation", by=staff("rexian/duty"), at=DAY)
            page = client.get(f"/board/{each.number}/").content.decode().split("message-lanes")[1]
            assert "不予受理" in page and "受理 已完成" not in page and "已完成" not in page

    def test_nobody_is_asked_to_join_what_was_refused_or_joined(self, client: Client) -> None:
        refused, main, same = sent(title="别的事", text="我和邻居打官司的事想请你们看看。", category="", district=""), sent(), sent()
        assert "您也遇到这件事" in text(client.get(f"/board/{refused.number}/"))
        actions.refuse(message_id=refused.message_id, ground="litigation", by=staff("rexian/duty"), at=DAY)
        actions.merge(message_id=same.message_id, into_id=main.message_id, by=staff("rexian/duty"), at=DAY)
        for each in (refused, same):
            assert "您也遇到这件事" not in text(client.get(f"/board/{each.number}/"))

    def test_every_clock_counts_as_its_limit_does(self, client: Client) -> None:
        ordinary, tap = sent(), sent(title="没有水", text="湖滨路今天早上突然停水，请问什么时候来水？", category="020100")
        page = text(client.get(f"/board/{ordinary.number}/"))
        assert "还有 7 天" in page  # seven calendar days
        assert "个工作日" not in page
        page = text(client.get(f"/board/{tap.number}/"))
        assert page.count("还剩 24 小时") == 2  # beside the clock and in the lane
        assert "个工作日" not in page
        page = text(client.get(f"/board/{answered(ordinary).number}/"))
        assert "还有 15 天" in page  # to rate it
        assert "个工作日" not in page

    def test_the_lanes_say_nothing_of_an_acceptance_that_nobody_has_told(self, client: Client) -> None:
        """Answered in another channel before it came here; where it came without its answer it was accepted here."""
        sent_at, answered_at = DAY - timedelta(days=900), DAY - timedelta(days=890)
        lamp = NewMessage(Kind.HELP, "路灯", "湖滨路路灯坏了三年。")
        told = Foreign(1, "H-1", lamp, sent_at=sent_at, answer="已于当天修好。", answered_at=answered_at)
        open_ = Foreign(2, "H-2", NewMessage(Kind.HELP, "井盖", "桂花街井盖丢了，请补上。"), sent_at=sent_at)
        actions.import_messages(source="hotline", messages=[told, open_], by=SYSTEM, at=DAY)
        numbers = Message.objects.order_by("foreign_number").values_list("number", flat=True)
        bars = [[bar.key for lane in client.get(f"/board/{each}/").context["lanes"].lanes for bar in lane.bars] for each in numbers]
        assert "accept" not in bars[0] and "rate" in bars[0] and "accept" in bars[1]

    def test_the_lanes_say_who_sent_it_back_and_that_a_joined_author_may_still_rate(self, client: Client) -> None:
        main, same = sent(), sent(title="路灯也不亮", text="湖滨路路口的路灯好几天不亮了，希望来修。")
        actions.merge(message_id=same.message_id, into_id=main.message_id, by=staff("rexian/duty"), at=DAY)
        answered(main)
        lanes = client.get(f"/board/{same.number}/").context["lanes"]
        assert [bar.state for lane in lanes.lanes for bar in lane.bars if bar.key == "rate"] == ["running"]
        back = sent(title="路灯坏了", text="松涛路的路灯坏了，请派人来看。", district="xishanqu")
        order = Order.objects.get(message=back.message_id)
        actions.return_order(
            order_id=order.pk, reason="不属于本单位的职责", by=staff(f"{order.unit}/messages"), at=DAY + timedelta(minutes=5)
        )
        lanes = client.get(f"/board/{back.number}/").context["lanes"]
        assert "退回" in [bar.name.zh for lane in lanes.lanes for bar in lane.bars]

    def test_a_suggestion_shows_its_outcome(self, client: Client) -> None:
        there = sent(kind=Kind.SUGGESTION, title="北门加长椅", text="建议西山公园北门加一排长椅，老人可以歇脚。", category="010300")
        order = Order.objects.filter(message=there.message_id).latest("assigned_at")
        clerk = staff(f"{order.unit}/messages")
        actions.take(order_id=order.pk, by=clerk, at=DAY)
        actions.decide_suggestion(order_id=order.pk, outcome=Suggested.ADOPTED, reason="明年春天装十张", by=clerk, at=DAY)
        assert "明年春天装十张" not in text(client.get(f"/board/{there.number}/")), "nobody has approved it yet"
        play = Play(at=DAY)
        play.message_id = there.message_id
        play.answer()
        assert "明年春天装十张" in text(client.get(f"/board/{there.number}/"))
        page = text(client.get("/board/suggestions/?outcome=adopted"))
        assert there.number in page
        assert "明年春天装十张" in page
        assert there.number not in text(client.get("/board/suggestions/?outcome=not_adopted"))


class TestFeeds:
    def test_all_of_a_unit_of_a_class_of_a_district(self, client: Client) -> None:
        there = answered(sent(title="路灯 <坏了> & 不亮"))
        unit = row(there).unit
        for query in ("", f"?unit={unit}", "?category=010202", "?district=donghuqu"):
            response = client.get(f"/board/feed.xml{query}")
            feed = ElementTree.fromstring(response.content)
            assert response["Content-Type"].startswith("application/atom+xml")
            (entry,) = feed.findall(f"{ATOM}entry")
            for element in ("id", "title", "updated", "link", "summary"):
                assert entry.find(f"{ATOM}{element}") is not None, element
            assert entry.findtext(f"{ATOM}title") == "路灯 <坏了> & 不亮"
            assert entry.find(f"{ATOM}summary").get("type") == "text", "as HTML what somebody wrote would come to life in a reader"
            assert {each.get("rel") for each in feed.findall(f"{ATOM}link")} == {"alternate", "self"}
            assert feed.findtext(f"{ATOM}id")
        assert not ElementTree.fromstring(client.get("/board/feed.xml?unit=nowhere").content).findall(f"{ATOM}entry")

    def test_of_one_message_every_step(self, client: Client) -> None:
        there = answered(sent())
        feed = ElementTree.fromstring(client.get(f"/board/{there.number}/feed.xml").content)
        assert [each.findtext(f"{ATOM}title") for each in feed.findall(f"{ATOM}entry")][0] == "城管局答复"


def test_figures_say_both_parts_and_leave_out_who_has_not_rated(client: Client, django_assert_max_num_queries) -> None:
    answered(sent())
    sent(text="西山区松涛路的井盖松动，请修理。", district="xishanqu", category="010203", title="井盖松动")
    actions.count_figures(since=DAY.date(), until=DAY.date(), by=SYSTEM, at=DAY + timedelta(hours=2))
    for level in ("unit", "category", "district", "channel", "hour", "day", "nonsense"):
        with django_assert_max_num_queries(3):
            page = text(client.get(f"/board/figures/?by={level}&period=week"))
        assert "2 / 2" in page
        assert "0 / 0" in page
        assert "没有评价的两边都不算" in page
    assert "n = 1" in page
