"""Campaigns in the open: what everybody reads, the way from one's own message, and the rating by account and by tracking code."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest
from django.test import Client

from tests.board.town import Kind, a_message, posted, posted_by_code
from tests.campaigns import test_correcting as correcting
from tests.campaigns.drive import OVER, RESULTS, SECOND, SUPERVISOR, drafted, ended, running
from tests.campaigns.test_ending import months_of_messages
from tests.channels.desk.pages import words
from tests.channels.supervising import *  # noqa: F403
from tests.channels.supervising import NOW
from tests.identity import factories as people
from tongban.campaigns import actions, jobs
from tongban.campaigns.models import Campaign, CampaignRating
from tongban.identity.models import Login
from tongban.kernel import clock

if TYPE_CHECKING:
    from tongban.identity.terms import Actor

pytestmark = pytest.mark.django_db
SOON = NOW + timedelta(hours=1)


@pytest.fixture
def anybody(city) -> Client:
    return Client()


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is an hour after the end."""
    monkeypatch.setattr(clock, "now", lambda: OVER + timedelta(hours=1))


def an_author() -> tuple[Client, Actor]:
    """Somebody with an account, and their browser."""
    login = people.make_login(person_id=people.make_person())
    browser = Client()
    browser.force_login(Login.objects.get(pk=login))
    return browser, people.acting(login, at=NOW)


def over(*numbers: str) -> Campaign:
    """It has ended; what was written since it began belongs to it."""
    row = running()
    for number in numbers:
        actions.link_message(campaign_id=row.pk, number=number, by=SUPERVISOR, at=NOW)
    jobs.matching(SOON + timedelta(hours=1))
    return ended(row)


def test_everybody_reads_it_from_its_beginning(anybody) -> None:
    assert "还没有专项行动" in words(anybody.get("/campaigns/"))
    row = running()
    _, message = posted(at=SOON)
    _, report = posted(a_message(kind=Kind.REPORT), at=SOON)
    jobs.matching(SOON + timedelta(hours=1))
    assert "亮灯行动" in words(anybody.get("/campaigns/"))
    answer = anybody.get(f"/campaigns/{row.number}/")
    page = words(answer)
    assert all(each in page for each in ("亮灯行动", "城管局", "演示·王局", "更换和新装路灯", message.number, "1 条留言"))
    assert all(each not in page for each in ("东湖街道", "逐条街巷排查", report.number))
    assert (
        "public" in answer.headers["Cache-Control"]
        and anybody.get(f"/campaigns/{row.number}/", headers={"If-None-Match": answer["ETag"]}).status_code == 304
    )
    assert row.number in anybody.get(f"/board/{message.number}/").content.decode()
    for unknown in ("ZX2026-99", "x%00", "专项"):
        assert anybody.get(f"/campaigns/{unknown}/").status_code == 404


def test_a_draft_is_nobodys_to_read(anybody) -> None:
    assert anybody.get(f"/campaigns/{drafted().number}/").status_code == 404


def test_an_author_finds_it_by_the_notice_and_rates_it(anybody, later) -> None:
    browser, author = an_author()
    _, message = posted(by=author, at=SOON)
    row = over()
    jobs.telling(OVER)
    assert f"/campaigns/{row.number}/" in browser.get("/me/notices/").content.decode()
    assert "有了专项行动的结果" in words(browser.get("/me/notices/"))
    place = f"/board/{message.number}/campaigns/{row.number}/"
    assert place in browser.get(f"/board/{message.number}/").content.decode()
    assert place not in anybody.get(f"/board/{message.number}/").content.decode()
    assert RESULTS in words(browser.get(place))
    empty = browser.post(place, {"as": "account", "solved": "yes"})
    assert empty.status_code == 422 and "还差一步" in words(empty)
    told = {"as": "account", "solved": "yes", "satisfaction": "4", "words": "路亮了（示例）。"}
    assert browser.post(place, told).status_code == 302
    twice = browser.post(place, told)
    assert twice.status_code == 409 and "已经评价过" in words(twice)
    assert "1 位说解决了" in words(anybody.get(f"/campaigns/{row.number}/"))
    assert CampaignRating.objects.count() == 1
    assert anybody.post(place, {"solved": "no", "satisfaction": "1"}).status_code == 404
    expired = anybody.post(place, told)
    assert expired.status_code == 302 and "/accounts/login/" in expired.headers["Location"]


def test_whoever_comes_by_the_notice_signs_in_and_comes_back(anybody, later) -> None:
    browser, author = an_author()
    _, message = posted(by=author, at=SOON)
    _, report = posted(a_message(kind=Kind.REPORT), by=author, at=SOON)
    row = over()
    for number in (message.number, report.number, "LY2026-999999-9"):
        place = f"/board/{number}/campaigns/{row.number}/"
        answer = anybody.get(place)
        assert answer.status_code == 302 and answer.headers["Location"] == f"/accounts/login/?{urlencode({'next': place})}"
        assert "请用留言时的账号登录" in words(anybody.get(answer.headers["Location"]))
        assert an_author()[0].get(place).status_code == 404
    assert browser.get(f"/board/{message.number}/campaigns/{row.number}/").status_code == 200
    assert anybody.get(f"/board/{message.number}/campaigns/ZX2026-99/").status_code == 404


def test_by_the_tracking_code(anybody, later) -> None:
    receipt, message = posted_by_code(at=SOON)
    row = over()
    place = f"/board/{message.number}/campaigns/{row.number}/"
    assert anybody.get(place).status_code == 302, "it is not told whose it is"
    anybody.post("/board/track/", {"number": message.number, "code": receipt.code})
    assert place in anybody.get(f"/board/{message.number}/").content.decode()
    assert anybody.post(place, {"solved": "no", "satisfaction": "2"}).status_code == 302
    assert CampaignRating.objects.get().rater == message.pk


def test_the_author_of_a_report_is_told_and_nobody_else_reads_of_it(anybody, later) -> None:
    browser, author = an_author()
    _, report = posted(a_message(kind=Kind.REPORT), by=author, at=SOON)
    row = over()
    jobs.telling(OVER)
    assert f"/campaigns/{row.number}/" in browser.get("/me/notices/").content.decode()
    assert report.number not in anybody.get(f"/campaigns/{row.number}/").content.decode()
    assert f"/board/{report.number}/campaigns/{row.number}/" in browser.get(f"/board/{report.number}/").content.decode()


def test_one_that_was_given_up_says_why(anybody) -> None:
    row = running()
    actions.give_up_campaign(campaign_id=row.pk, reason="改由区里办理（示例）。", by=SECOND, at=NOW)
    page = words(anybody.get(f"/campaigns/{row.number}/"))
    assert "改由区里办理（示例）。" in page and "已停止" in page


def test_an_effect_that_was_taken_back_is_told_with_why_on_the_page_and_in_the_data(anybody, monkeypatch: pytest.MonkeyPatch) -> None:
    row = ended()
    months_of_messages(correcting.BEFORE | correcting.AFTER)
    jobs.measuring(correcting.EVALUATED)
    monkeypatch.setattr(clock, "now", lambda: correcting.LATER)
    place, data = f"/campaigns/{row.number}/", "/api/v1/data/campaigns.csv"
    before = anybody.get(place)
    assert "下降 75%" in words(before) and ",0.25," in b"".join(anybody.get(data)).decode()
    correcting.confirmed(row, correcting.proposed(row, withdraws=True, reason="数字有误（示例）。"))
    after = anybody.get(place, headers={"If-None-Match": before["ETag"]})
    assert after.status_code == 200 and all(
        each in words(after) for each in ("勘误", "数字有误（示例）。", "已经撤回", "原来的： 下降 75%")
    )
    told = b"".join(anybody.get(data)).decode()
    assert "数字有误（示例）。" in told and ",0.25," not in told
