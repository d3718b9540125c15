"""All figures of the city in the open: a period, orders and interviews, risers and fallers. No unit on trial, nobody's name."""

import csv
import io
from datetime import date, timedelta

import pytest
from django.test import Client

from tests.board.town import a_message, posted
from tests.channels.citizen.test_rankings import LATE, published
from tests.channels.desk.pages import words
from tests.channels.supervising import *  # noqa: F403
from tests.channels.supervising import NOW, actor
from tests.supervision.office import SUPERVISOR, an_order, issued, replied
from tongban.board import actions as board_actions
from tongban.directives import actions as directive_actions
from tongban.directives.terms import Head
from tongban.identity.terms import SYSTEM
from tongban.supervision import actions as supervision_actions

pytestmark = pytest.mark.django_db


@pytest.fixture
def anybody(city) -> Client:
    return Client()


def figures_counted() -> None:
    board_actions.count_changed(by=SYSTEM, at=NOW)


def wrote(count: int, weeks: int, **changes: str) -> None:
    """So many messages in the week that is so many before this one."""
    for n in range(count):
        posted(a_message(**changes), at=NOW - timedelta(weeks=weeks, days=-(n % 5 if weeks else 0)))


def interviewed() -> None:
    """The head of a unit, after a week that was published."""
    published(LATE)
    by = actor("supervisor")
    row = directive_actions.confirm_interview(unit="chengguan", measure="on_time", week="2026-W36", by=by, at=NOW)
    meets = NOW + timedelta(minutes=1)
    directive_actions.schedule_interview(interview_id=row, meets_at=meets, place="督查室", by=by, at=NOW)
    heads = [Head("演示·王局", "城管局局长"), Head("演示·李副局", "城管局副局长")]
    directive_actions.hold_interview(
        interview_id=row, heads=heads, held_at=meets, words="谈了积压（示例）。", by=by, at=meets + timedelta(hours=1)
    )


def rows_of(answer) -> list[dict[str, str]]:
    assert answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/csv")
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_a_period_says_each_figure_with_what_it_is_of_and_how_it_is_counted(anybody) -> None:
    wrote(3, 0)
    wrote(2, 30)
    figures_counted()
    page = words(anybody.get("/statistics/?period=week"))
    assert "9月7日 至" in page and "收到 3" in page and "这些数字怎么算" in page and "每天收到的留言" in page
    assert "收到 5" in words(anybody.get("/statistics/?period=year"))
    assert "每月收到的留言" in words(anybody.get("/statistics/?period=year"))
    assert words(anybody.get("/statistics/")) == words(anybody.get("/statistics/?period=nothing"))


def test_the_picture_has_a_bar_for_every_day_and_month_also_when_nobody_wrote(anybody) -> None:
    wrote(2, 0)
    wrote(1, 4)
    figures_counted()
    drawn = {each: anybody.get(f"/statistics/?period={each}").content.decode().count("<rect ") for each in ("week", "month", "year")}
    assert drawn == {"week": 1, "month": NOW.day, "year": NOW.month}


def test_before_anything_was_counted_every_page_says_so(anybody) -> None:
    assert "还没有留言的数字" in words(anybody.get("/statistics/"))
    assert "没有签发督办单" in words(anybody.get("/statistics/supervision/")) and "没有约谈" in words(
        anybody.get("/statistics/supervision/")
    )
    assert "没有不是偶然的上升" in words(anybody.get("/statistics/trends/"))
    for place in ("figures.csv", "trends/trends.csv", "supervision/orders.csv", "supervision/interviews.csv"):
        answer = anybody.get(f"/statistics/{place}")
        assert rows_of(answer) == [] and answer.content.decode("utf-8-sig").startswith(("span,", "week,key,", "unit,name_zh,")), place
    for place in ("statistics/", "statistics/supervision/", "statistics/trends/"):
        assert b"<entry>" not in anybody.get(f"/{place}feed.xml").content, place


def test_orders_and_interviews_are_counted_by_unit_and_state_without_names(anybody) -> None:
    interviewed()
    replied(by=actor("approver"))
    page = words(anybody.get("/statistics/supervision/?period=year"))
    assert "签发 1" in page and "已反馈，待核查" in page and "城管局" in page and "2 人次" in page
    assert "王局" not in page and "湖滨路" not in page
    [row] = rows_of(anybody.get("/statistics/supervision/orders.csv?period=year"))
    assert (row["unit"], row["issued"], row["in_replied"], row["on_time"], row["answered"]) == ("chengguan", "1", "1", "1", "1")
    [row] = rows_of(anybody.get("/statistics/supervision/interviews.csv?period=year"))
    assert (row["unit"], row["interviews"], row["heads"]) == ("chengguan", "1", "2")
    assert "约谈 1 2 人次" in words(anybody.get("/statistics/?period=year"))


def test_a_unit_on_trial_is_not_in_it(anybody) -> None:
    issued(an_order())
    supervision_actions.switch_off(place="chengguan", by=SUPERVISOR, at=NOW)
    assert "没有签发督办单" in words(anybody.get("/statistics/supervision/")) and "城管局" not in words(
        anybody.get("/statistics/supervision/")
    )
    assert rows_of(anybody.get("/statistics/supervision/orders.csv")) == []


def test_risers_and_fallers_of_the_last_week_that_is_over(anybody) -> None:
    for week in range(2, 12):
        wrote(12, week)
        wrote(12, week, category="020100")
    wrote(40, 1)
    wrote(12, 1, category="020100")
    figures_counted()
    page = words(anybody.get("/statistics/trends/?by=class"))
    assert "2026年第36周" in page and "40 条" in page and "3.3 倍" in page and "太少，不好说" in page
    assert "没有不是偶然的下降" in page and "再加上" not in page
    rows = {each["key"]: each for each in rows_of(anybody.get("/statistics/trends/trends.csv?by=class"))}
    assert (rows["010202"]["last_week_movement"], rows["020100"]["last_week_movement"]) == ("up", "steady")
    assert rows["010202"]["last_year_movement"] == "" and rows["010202"]["mean_before"] == "12.0"
    feed = anybody.get("/statistics/trends/feed.xml?by=class").content.decode()
    assert "上升：40 条，3.3 倍" in feed and "2026-W36" in feed
    assert "没有不是偶然的上升" in words(anybody.get("/statistics/trends/?by=class&to=last_year"))


def test_streets_are_counted_with_their_district(anybody) -> None:
    wrote(3, 1)
    wrote(2, 1, district="donghuqu")
    figures_counted()
    assert [(each["key"], each["n"]) for each in rows_of(anybody.get("/statistics/trends/trends.csv?by=district"))] == [("donghuqu", "5")]


def test_feeds_say_each_week_once(anybody) -> None:
    wrote(3, 1)
    interviewed()
    issued(an_order())
    figures_counted()
    assert "收到 3 条" in anybody.get("/statistics/feed.xml").content.decode()
    later = NOW + timedelta(days=7)
    feed = anybody.get("/statistics/supervision/feed.xml").content.decode()
    assert "<entry>" not in feed, "this week is not over"
    assert later.date() > date(2026, 9, 7)


def test_a_cache_may_keep_the_page_and_nobody_asks_all_day(anybody, monkeypatch) -> None:
    first = anybody.get("/statistics/")
    assert "public" in first.headers["Cache-Control"]
    assert anybody.get("/statistics/", headers={"if-none-match": first.headers["ETag"]}).status_code == 304
    monkeypatch.setattr("tongban.kernel.rates.within", lambda *arguments, **options: False)
    for place in ("statistics/feed.xml", "statistics/trends/trends.csv", "statistics/figures.csv", "statistics/supervision/orders.csv"):
        assert anybody.get(f"/{place}").status_code == 429, place
