"""Statistics and open data for programs: the same figures as the pages, no unit on trial, nobody's name."""

import csv
import io
import json
from datetime import timedelta

import pytest
from django.test import Client

from tests.board.town import Kind, a_message, posted
from tests.campaigns.drive import OVER, ended, running
from tests.channels.citizen.test_rankings import LATE, SCHOOL, published
from tests.channels.citizen.test_statistics import figures_counted, interviewed, wrote
from tests.channels.rest.caller import problem
from tests.channels.supervising import *  # noqa: F403
from tests.channels.supervising import NOW, WEEK, actor
from tests.notices.factories import citizen
from tests.supervision.office import SUPERVISOR, an_order, issued, replied
from tongban.board.terms import Satisfaction
from tongban.campaigns import actions as campaign_actions
from tongban.campaigns import jobs
from tongban.campaigns.models import Campaign
from tongban.channels.parts.open_data.datasets import DATASETS
from tongban.directives import actions as directive_actions
from tongban.insight.models import Detection, SeriesTest, Surge
from tongban.insight.terms import Verdict, weeks
from tongban.supervision import actions as supervision_actions

pytestmark = pytest.mark.django_db
API = "/api/v1"


@pytest.fixture
def anybody(city) -> Client:
    return Client()


def whole(anybody: Client, key: str, form: str = "jsonl") -> str:
    answer = anybody.get(f"{API}/data/{key}.{form}")
    assert answer.status_code == 200 and answer.streaming, key
    return b"".join(answer.streaming_content).decode("utf-8-sig")


def lines(anybody: Client, key: str) -> list[dict]:
    return [json.loads(each) for each in whole(anybody, key).splitlines()]


def test_a_period_in_figures(anybody) -> None:
    wrote(3, 0)
    figures_counted()
    told = anybody.get(f"{API}/statistics", {"period": "week"}).json()
    assert (told["since"], told["until"], told["messages"]["received"]) == ("2026-09-07", "2026-09-07", 3)
    assert told["spans"][0]["key"] == "2026-09-07" and told["definitions"]["punctuality"]["zh"].startswith("按时率")
    assert told["cases"] == {"due": 0, "on_time": 0, "late": 0, "unanswered": 0, "punctuality": None}
    assert anybody.get(f"{API}/statistics", {"period": "decade"}).status_code == 422


def test_orders_and_interviews(anybody) -> None:
    interviewed()
    replied(by=actor("approver"))
    told = anybody.get(f"{API}/statistics/supervision").json()
    assert (told["issued"], told["held"], told["heads"]) == (1, 1, 2) and told["orders"][0]["states"]["replied"] == 1
    assert "王局" not in json.dumps(told, ensure_ascii=False)


def test_trends_with_their_bounds_and_a_week_of_the_past(anybody) -> None:
    for week in range(2, 12):
        wrote(12, week)
    wrote(40, 1)
    figures_counted()
    told = anybody.get(f"{API}/statistics/trends", {"by": "class"}).json()
    [line] = told["lines"]
    assert (told["week"], line["n"], line["last_week"]["movement"], len(line["counts"])) == (WEEK, 40, "up", 53)
    assert line["last_week"]["lower"] < line["last_week"]["ratio"] < line["last_week"]["upper"] and line["last_year"] is None
    assert anybody.get(f"{API}/statistics/trends", {"by": "class", "back": 1}).json()["lines"][0]["n"] == 12


@pytest.mark.parametrize(
    ("path", "name", "known"),
    [
        ("/statistics/trends?by=class&week=2026-W49", "week", ["by", "back"]),
        ("/statistics?since=2026-01-01", "since", ["period"]),
        ("/statistics/supervision?unit=x", "unit", ["period"]),
        ("/rankings?week=2026-W49", "week", ["before"]),
        ("/rankings/2026-W49?v=2", "v", ["version"]),
        ("/data?limit=1", "limit", []),
        ("/data/weeks.csv?week=2026-W49", "week", []),
        ("/board/data/messages.csv?from=2026-01-01", "from", ["since", "until"]),
        ("/services?name=x", "name", ["q", "limit"]),
    ],
)
def test_a_parameter_that_nobody_reads_is_told_with_those_that_are_known(anybody, path: str, name: str, known: list[str]) -> None:
    for ask in (anybody.get, anybody.head):
        assert ask(f"{API}{path}").status_code == 422
    faults = problem(anybody.get(f"{API}{path}"), 422, "malformed")["faults"]
    assert list(faults) == [name] and all(each in faults[name] for each in known)
    assert faults[name].startswith("unknown_parameter: 没有这个参数" if known else "no_parameters: 没有这个参数")


def test_the_catalogue_names_every_data_set_with_files_that_hold_its_columns(anybody) -> None:
    wrote(2, 1)
    interviewed()
    issued(an_order())
    figures_counted()
    told = anybody.get(f"{API}/data").json()
    assert [each["key"] for each in told["datasets"]] == [each.key for each in DATASETS]
    assert told["licence"]["zh"] == "本市没有说明使用的条件。" and told["licence_address"] == ""
    for each in told["datasets"]:
        answer = anybody.get(each["csv"].partition("/api/v1")[2].join([API, ""]))
        rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"), newline="")))
        assert rows[0] == list(each["columns"]), each["key"]
        assert len(rows) > 1 or each["key"] in ("surges", "campaigns"), each["key"]
        anybody.cookies.clear()
        _another_minute()
    assert anybody.get(f"{API}/data/nothing.csv").status_code == anybody.get(f"{API}/data/messages.xml").status_code == 404


def _another_minute() -> None:
    """Downloads are counted by the minute."""
    from tongban.kernel.models.rates import Rate  # noqa: PLC0415

    Rate.objects.all().delete()


def test_each_row_says_what_was_counted(anybody) -> None:
    wrote(3, 1)
    interviewed()
    replied(by=actor("approver"))
    figures_counted()
    [cell] = [each for each in lines(anybody, "weeks") if each["week"] == WEEK]
    assert (cell["monday"], cell["category"], cell["district"], cell["received"]) == ("2026-08-31", "010202", "donghu", 3)
    assert (cell["category_zh"], cell["district_en"]) == ("路灯照明", "Donghu")
    [day] = [each for each in lines(anybody, "days") if each["day"] == "2026-08-31"]
    assert day["received"] == 1 and day["median_hours"] is None
    [order] = lines(anybody, "orders")
    assert (order["week"], order["unit"], order["issued"], order["replied"], order["on_time"]) == ("2026-W37", "chengguan", 1, 1, 1)
    [interview] = lines(anybody, "interviews")
    assert (interview["measure"], interview["state"], interview["interviews"], interview["heads"]) == ("on_time", "held", 1, 2)


def test_rankings_of_all_weeks_with_nothing_where_nothing_is(anybody) -> None:
    published(LATE, SCHOOL)
    rows = {(each["table"], each["unit"]): each for each in lines(anybody, "rankings")}
    assert rows["messages", "chengguan"]["due"] == 40 and rows["messages", "jiaoyu"]["on_time_rank"] == 1
    assert rows["messages", "gongshui"]["on_time_share"] is None


def test_nothing_of_a_unit_on_trial(anybody) -> None:
    interviewed()
    issued(an_order())
    supervision_actions.switch_off(place="chengguan", by=SUPERVISOR, at=NOW)
    assert lines(anybody, "orders") == lines(anybody, "interviews") == []
    assert anybody.get(f"{API}/statistics/supervision").json()["orders"] == []


def test_campaigns_with_what_came_of_them(anybody) -> None:
    running()
    [row] = lines(anybody, "campaigns")
    assert (row["name"], row["state"], row["area_zh"], row["lead"], row["ended_on"]) == ("亮灯行动", "running", "东湖区", "chengguan", None)
    ended(Campaign.objects.get())
    [row] = lines(anybody, "campaigns")
    assert (row["state"], row["ended_on"], row["rated"], row["ratio"]) == ("ended", "2026-10-04", 0, None), "not measured yet"
    assert "王局" not in whole(anybody, "campaigns")
    jobs.measuring(OVER + timedelta(days=140))
    [row] = lines(anybody, "campaigns")
    assert (row["before"], row["after"], row["provisional"], row["weeks_after"] > 0) == (0, 0, False, True)


def test_only_surges_that_were_judged_true_and_only_their_numbers(anybody) -> None:
    run = a_run()
    for series, verdict in (("010202 district donghuqu", Verdict.TRUE), ("020100 city", Verdict.UNJUDGED), ("topic 3", Verdict.TRUE)):
        week = weeks.week_of((NOW - timedelta(days=7)).date())
        judged = {"verdict": verdict, "verdict_by": actor("second").id, "verdict_at": NOW} if verdict is Verdict.TRUE else {}
        told = {"opened_week": week, "last_week": week, "score": 2.0, "highest": 2.0, "shown": True, "opened_at": NOW, "followed_at": NOW}
        Surge.objects.create(series=series, words=["秘密词"], **told, **judged)
        numbers = {"raw": 14, "count": 12, "expected": 3.25, "bound": 9, "score": 2, "p": 0.001, "dispersion": 1.0}
        flags = {"method": "ears_c2", "years": 0, "trend": False, "tested": True, "alarm": True, "found": True}
        SeriesTest.objects.create(detection=run, series=series, week=week, evidence={"messages": ["x"]}, **numbers, **flags)
    [row] = lines(anybody, "surges")
    assert (row["category"], row["area_kind"], row["area"], row["area_zh"]) == ("010202", "district", "donghuqu", "东湖区")
    assert (row["week"], row["messages"], row["voices"], row["expected"], row["alarm"]) == (WEEK, 14, 12, 3.25, True)
    assert "秘密词" not in whole(anybody, "surges")


def a_run() -> Detection:
    counts = {"tests": 1, "alarms": 1, "stood": 1, "digest": "0" * 64}
    until = NOW.date()
    return Detection.objects.create(
        at=NOW, until_on=until, week=weeks.week_of(until), data="0" * 64, rules="0" * 16, parameters={}, forward=True, **counts
    )


def test_an_order_that_was_withdrawn_has_a_column(anybody) -> None:
    directive_actions.withdraw_order(order_id=issued(an_order()).pk, reason="签发有误（示例）。", by=SUPERVISOR, at=NOW)
    [order] = lines(anybody, "orders")
    assert (order["issued"], order["withdrawn"], order["issued_state"]) == (1, 1, 0)
    head, row = csv.reader(io.StringIO(whole(anybody, "orders", "csv")))
    assert row[head.index("withdrawn")] == "1"


def test_no_report_is_in_the_figures_of_a_campaign(anybody) -> None:
    row, reporter = running(), citizen()
    _, report = posted(a_message(kind=Kind.REPORT), by=reporter, at=NOW + timedelta(hours=1))
    posted(at=NOW + timedelta(hours=1))
    jobs.matching(NOW + timedelta(hours=2))
    row = ended(row)
    said = {"solved": True, "satisfaction": Satisfaction.GOOD}
    campaign_actions.rate_campaign(number=row.number, message_number=report.number, **said, by=reporter, at=OVER)
    [told] = lines(anybody, "campaigns")
    assert [told[name] for name in ("linked", "rated", "solved", "satisfied")] == [1, 0, 0, 0]
