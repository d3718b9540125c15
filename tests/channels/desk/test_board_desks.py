"""The other desks of the city: screening, call-back, and the joint desk with bodies of different rights."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.board.play import Play
from tests.board.town import posted_by_code
from tests.channels.desk.boarding import *  # noqa: F403
from tests.channels.desk.boarding import actor, message_act, of_message, of_order
from tests.channels.desk.pages import words
from tongban.board import actions
from tongban.board.models import CalledBack, Message
from tongban.board.terms import MessageState, Satisfaction, Screening
from tongban.kernel import clock
from tongban.responsibilities.terms import Kind

pytestmark = pytest.mark.django_db
MOST = 12


def screen_act(play: Play, act: str = "") -> str:
    return f"/desk/messages/screening/{play.message_id}/{act}"


class TestScreening:
    def test_as_it_was_written_beside_what_everybody_reads(self, at) -> None:
        play = Play.posted(text="湖滨路的王小明先生把路灯杆撞坏了，电话13912345678，请处理。")
        page = words(at("screener").get("/desk/messages/screening/"))
        assert play.row.number in page and "13912345678" in page.split("公开的文字")[0]
        assert "13912345678" not in page.split("公开的文字")[1]

    def test_it_is_shown_or_removed_with_a_reason(self, at) -> None:
        play = Play.posted()
        assert at("screener").post(screen_act(play), {"go": "show"}).status_code == 302
        assert play.row.screening == Screening.SHOWN
        missing = at("screener").post(screen_act(play), {"go": "remove", "reason": "nothing"})
        assert missing.status_code == 422 and "理由" in words(missing)
        late = at("other screener").post(screen_act(play), {"go": "remove", "reason": "insult"})
        assert late.status_code == 409 and "有了新进展" in words(late), "on its own page, where the first decision stands"
        opened = at("other screener").get(of_message(play.message_id)).content.decode().partition('name="seen" value="')[2][:32]
        told = {"reason": "insult", "words": "有人投诉。", "seen": opened}
        assert at("other screener").post(message_act(play.message_id, "remove"), told).status_code == 302
        assert (play.row.screening, play.row.removed_for) == (Screening.REMOVED, "insult")
        again = at("screener").post(message_act(play.message_id, "restore"), {"reason": "没有骂人。", "seen": opened})
        assert again.status_code == 409 and "有了新进展" in words(again)

    def test_a_name_may_be_shown_when_it_is_nobodys(self, at) -> None:
        play = Play.posted(text="请问东湖大药房有限公司门口的路灯什么时候修？晚上看不见路。")
        page = at("screener").get("/desk/messages/screening/").content.decode()
        if 'name="text" value="' in page:
            span = page.split('name="text" value="')[1].split('"')[0]
            assert at("screener").post(screen_act(play, "names/"), {"text": span}).status_code == 302

    def test_a_name_that_no_machine_found_is_hidden_wherever_it_stands(self, at) -> None:
        told = {"title": "王建国家的狗", "text": "湖滨路王建国家的狗天天叫，建国路没有事。电话13912345678。", "address": "王建国家门口"}
        play = Play.posted(**told)
        assert "王建国" in play.row.text, "what no rule finds"
        wrong = at("screener").post(screen_act(play, "names/"), {"hidden": "李建国"})
        assert wrong.status_code == 422 and "原文里没有：李建国" in words(wrong)
        assert at("screener").post(screen_act(play, "names/"), {"hidden": " 王建国 \n\n"}).status_code == 302
        row = play.row
        assert (
            not any("王建国" in each for each in (row.title, row.text, row.place))
            and "建国路" in row.text
            and "13912345678" not in row.text
        )
        assert ">王建国</textarea>" in at("screener").get("/desk/messages/screening/").content.decode()
        actions.confirm_names(message_id=play.message_id, by=actor("screener"), at=play.at)
        assert "王建国" not in play.row.text, "through another door it stays hidden"
        assert at("screener").post(screen_act(play, "names/"), {"hidden": ""}).status_code == 302
        assert "王建国" in play.row.text

    def test_words_that_an_author_added_are_displayed_or_not(self, at) -> None:
        play = Play.posted()
        actions.screen(message_id=play.message_id, shown=True, by=actor("screener"), at=play.at)
        for said in ("再补充一句，电话13912345678", "又一句"):
            actions.add_words(message_id=play.message_id, words=said, by=play.author, at=play.at)
        page = at("screener").get("/desk/messages/screening/")
        assert "再补充一句，电话13912345678" in words(page) and "还没有公开" in words(page)
        first, second = [part.split("/")[0] for part in page.content.decode().split(f"{screen_act(play)}words/")[1:]]
        assert at("screener").post(screen_act(play, f"words/{first}/"), {"go": "remove"}).status_code == 422
        assert at("screener").post(screen_act(play, f"words/{first}/"), {"go": "remove", "reason": "insult"}).status_code == 302
        assert at("screener").post(screen_act(play, f"words/{second}/"), {"go": "show"}).status_code == 302
        assert at("screener").post(screen_act(play, f"words/{second}/"), {"go": "show"}).status_code == 409
        assert play.row.screening == Screening.SHOWN and "又一句" not in words(at("screener").get("/desk/messages/screening/"))

    def test_an_appeal_is_seen_by_somebody_else(self, at) -> None:
        play = Play.posted()
        at("screener").post(screen_act(play), {"go": "remove", "reason": "insult"})
        actions.appeal(message_id=play.message_id, words="我没有骂人，请再看一遍。", by=play.author, at=play.at)
        assert "我没有骂人" in words(at("other screener").get("/desk/messages/screening/?appeals=1"))
        same = at("screener").post(screen_act(play), {"go": "show", "appeals": "1"})
        assert same.status_code == 403 and "申诉要由另一个人来看" in words(same)
        assert at("other screener").post(screen_act(play), {"go": "show", "appeals": "1"}).status_code == 302
        assert play.row.displayed

    def test_what_was_screened_is_listed_and_the_decision_is_changed_on_its_page(self, at) -> None:
        play, screener = Play.posted(text="湖滨路的路灯坏了，电话13912345678。"), at("screener")
        assert "没有审核过的留言" in words(screener.get("/desk/messages/screening/done/"))
        screener.post(screen_act(play), {"go": "remove", "reason": "insult"})
        listed = words(screener.get("/desk/messages/screening/done/"))
        assert play.row.number in listed and "含有辱骂" in listed and "13912345678" not in listed
        page = words(screener.get(of_message(play.message_id)))
        assert "改为公开" in page and "改为不公开" not in page and "13912345678" in page, "who decides again reads what was removed"
        silent = screener.post(message_act(play.message_id, "restore"), {"reason": ""})
        assert silent.status_code == 422
        assert screener.post(message_act(play.message_id, "restore"), {"reason": "重看过了，没有骂人。"}).status_code == 302
        assert play.row.displayed
        page = words(screener.get(of_message(play.message_id)))
        assert "改为不公开" in page and "重看过了，没有骂人" in page and "13912345678" not in page
        assert screener.post(message_act(play.message_id, "remove"), {}).status_code == 422
        told = {"reason": "personal_data", "words": "当事人来电说里面有他。"}
        assert screener.post(message_act(play.message_id, "remove"), told).status_code == 302
        assert (play.row.screening, play.row.removed_for) == (Screening.REMOVED, "personal_data")
        twice = screener.post(message_act(play.message_id, "remove"), told)
        assert twice.status_code == 409 and "状态不能这样办" in words(twice)
        assert at("duty").post(message_act(play.message_id, "restore"), {"reason": "想看"}).status_code == 403
        assert at("clerk").get("/desk/messages/screening/done/").status_code == 403

    def test_what_waits_is_decided_on_the_list(self, at) -> None:
        page = words(at("screener").get(of_message(Play.posted().message_id)))
        assert "改为公开" not in page and "改为不公开" not in page

    def test_what_lapses_stands_out_in_words_and_colour(self, at, monkeypatch) -> None:
        play = Play.posted()
        for hours, colour, said in ((1, "", ""), (20, " warn", "审核快到期限"), (25, " alarm", "审核超时")):
            monkeypatch.setattr(clock, "now", lambda hours=hours: play.at + timedelta(hours=hours))
            page = at("screener").get("/desk/messages/screening/")
            assert f'class="card screened{colour}"' in page.content.decode() and said in words(page)

    def test_it_is_for_screeners_only(self, at) -> None:
        assert at("clerk").get("/desk/messages/screening/").status_code == 403
        assert at("clerk").post(screen_act(Play.posted()), {"go": "show"}).status_code == 403

    def test_it_costs_the_same_however_long(self, at) -> None:
        assert _costs(at("screener"), "/desk/messages/screening/", Play.posted)


class TestCallBack:
    def test_who_has_no_account_is_asked_and_rates(self, at) -> None:
        play = _answered_by_code()
        page = words(at("caller").get("/desk/messages/call-back/"))
        assert play.row.number in page and "只留查询码" in page
        address = f"/desk/messages/call-back/{play.message_id}/"
        half = at("caller").post(address, {"outcome": "rated", "solved": "yes"})
        assert half.status_code == 422 and "两项都要选" in words(half)
        assert at("caller").post(address, {"outcome": "rated", "solved": "yes", "satisfaction": "4"}).status_code == 302
        assert play.row.satisfaction == Satisfaction.GOOD
        again = at("caller").post(address, {"outcome": "rated", "solved": "yes", "satisfaction": "4"})
        assert again.status_code == 409

    def test_unreached_is_a_value_of_its_own(self, at) -> None:
        play = _answered_by_code()
        address = f"/desk/messages/call-back/{play.message_id}/"
        both = at("caller").post(address, {"outcome": "unreached", "satisfaction": "5"})
        assert both.status_code == 422 and "请把这两项清空" in words(both) and not CalledBack.objects.exists()
        at("caller").post(address, {"outcome": "unreached"})
        assert CalledBack.objects.get().outcome == "unreached"
        assert play.row.satisfaction is None

    def test_never_by_the_unit_concerned(self, at) -> None:
        play = _answered_by_code()
        assert at("clerk").get("/desk/messages/call-back/").status_code == 403
        for answer in (
            at("clerk").get(f"/desk/messages/call-back/{play.message_id}/"),
            at("duty").get(f"/desk/messages/call-back/{play.message_id}/"),
        ):
            assert answer.status_code == 404
        assert at("clerk").post(f"/desk/messages/call-back/{play.message_id}/", {"outcome": "unreached"}).status_code in (403, 404)

    def test_it_costs_the_same_however_long(self, at) -> None:
        assert _costs(at("caller"), "/desk/messages/call-back/", _answered_by_code)


class TestJoint:
    def test_inspection_sees_all_notes_and_clears(self, at) -> None:
        play = Play.posted()
        assert play.row.number in words(at("inspection").get("/desk/messages/joint/"))
        assert at("inspection").post(message_act(play.message_id, "note"), {"words": "请本周内办结。"}).status_code == 302
        assert at("inspection").post(message_act(play.message_id, "clear")).status_code == 302
        assert play.row.cleared
        assert at("inspection").post(message_act(play.message_id, "assign"), {"unit": "jiaoyu"}).status_code == 403

    def test_inspection_urges_and_the_unit_sees_it_until_it_has_answered(self, at) -> None:
        play, wanted = Play.taken(), "请三天内办结，把照片报督查室。"
        page = at("inspection").get(of_message(play.message_id))
        assert "一天催办一次" in words(page)
        silent = at("inspection").post(message_act(play.message_id, "urge"), {"words": ""})
        assert silent.status_code == 422 and "请写清楚再提交" in words(silent)
        assert at("inspection").post(message_act(play.message_id, "urge"), {"words": wanted}).status_code == 302
        again = at("inspection").post(message_act(play.message_id, "urge"), {"words": "再说一遍。"})
        assert again.status_code == 409 and "今天已经催办过" in words(again) and "再说一遍。" in again.content.decode()
        assert "催办" in words(at("clerk").get("/desk/messages/"))
        page = words(at("clerk").get(of_order(play)))
        assert "督查室催办" in page and wanted in page and "演示·inspection" in page
        assert "督查室催办，督促城管局尽快办理" in page.split("办理过程（公开）")[1]
        citizen = words(at("screener").get(f"/board/{play.row.number}/"))
        assert "督查室催办" in citizen and wanted not in citizen
        for role in ("media", "clerk", "duty"):
            assert at(role).post(message_act(play.message_id, "urge"), {"words": wanted}).status_code in (403, 404)
        play.answer()
        assert wanted not in words(at("inspection").get(of_message(play.message_id)))

    def test_the_media_see_only_what_is_cleared_and_only_as_everybody_does(self, at) -> None:
        hidden = Play.posted()
        play = Play.posted(text="请找张先生，电话13912345678，湖滨路的路灯坏了。")
        actions.clear_for_media(message_id=play.message_id, by=actor("inspection"), at=play.at)
        actions.note(message_id=play.message_id, words="内部说的话。", by=actor("inspection"), at=play.at)
        page = words(at("media").get("/desk/messages/joint/"))
        assert play.row.number in page and hidden.row.number not in page
        assert at("media").get(of_message(hidden.message_id)).status_code == 404
        one = words(at("media").get(of_message(play.message_id)))
        assert "13912345678" not in one and "内部说的话" not in one
        assert at("media").post(message_act(play.message_id, "clear")).status_code == 403
        assert at("media").post(message_act(play.message_id, "reveal"), {"reason": "采访。"}).status_code == 403

    def test_a_report_is_never_cleared(self, at) -> None:
        play = Play.posted(kind=Kind.REPORT, title="举报", text="有人收钱不修路灯，请查一查。")
        refused = at("inspection").post(message_act(play.message_id, "clear"))
        assert refused.status_code == 409
        assert play.row.number not in words(at("media").get("/desk/messages/joint/"))

    def test_it_is_for_its_bodies_only(self, at) -> None:
        assert at("clerk").get("/desk/messages/joint/").status_code == 403

    def test_it_costs_the_same_however_long(self, at) -> None:
        assert _costs(at("inspection"), "/desk/messages/joint/", Play.posted)


def _answered_by_code() -> Play:
    answer, row = posted_by_code()
    play = Play.__new__(Play)
    play.message_id, play.at = row.pk, row.received_at
    play.take()
    play.answer()
    assert play.row.state == MessageState.ANSWERED and answer.code
    assert Message.objects.filter(pk=row.pk, called_back="").exists()
    return play


def _costs(browser, path: str, more) -> bool:
    costs = []
    for times in (1, 4):
        for _one in range(times):
            more()
        browser.get(path)
        with CaptureQueriesContext(connection) as seen:
            browser.get(path)
        costs.append(len(seen))
    assert costs[0] == costs[1] <= MOST, costs
    return True
