"""The leader's screen: eight figures with what they mean and are made of, the worst lights, and what was asked for."""

import pytest

from tests.channels.desk.pages import words
from tests.channels.supervising import *  # noqa: F403
from tests.channels.supervising import WEEK, late_and_open
from tests.supervision.office import a_week
from tongban.channels.web.leader.figures import KINDS, Figure, Kind, sparkline
from tongban.directives.models import Ask
from tongban.supervision.terms import Counted

pytestmark = pytest.mark.django_db
LATE = Counted("chengguan", due=40, on_time=20, late=12, unanswered=8, median_hours=60.0, rated=12, satisfied=6, solved=5)
SCHOOL = Counted("jiaoyu", due=50, on_time=49, late=1, median_hours=20.0, rated=20, satisfied=19, solved=18)
EARLIER = Counted("jiaoyu", due=60, on_time=59, late=1, rated=4, satisfied=4, solved=4)


def test_a_week_in_eight_figures_each_with_its_meaning_and_what_it_is_made_of(at) -> None:
    assert "还没有结算过的周" in words(at("leader").get("/leader/"))
    a_week(EARLIER, key="2026-W35")
    a_week(LATE, SCHOOL, key=WEEK)
    page = at("leader").get("/leader/")
    told = words(page)
    assert "2026年第36周" in told and "76.7%" in told and "n=90" in told and "比上周差" in told
    assert page.content.decode().count('<svg class="sparkline"') == 8 - 1, "of cases on time there is nothing to draw"
    for kind in KINDS:
        figure = at("leader").get(f"/leader/figures/{kind.key}/")
        assert figure.status_code == 200 and str(kind.meaning) in words(figure)
    late = at("leader").get("/leader/figures/late/").content.decode()
    assert f'href="/desk/supervision/rankings/{WEEK}/units/chengguan/?of=messages&amp;outcome=late#items"' in late
    assert at("leader").get("/leader/figures/nothing/").status_code == 404


def test_a_figure_leads_to_its_items(at) -> None:
    row = late_and_open().row
    a_week(Counted("chengguan", due=1, unanswered=1), key=WEEK)
    assert row.number in words(at("leader").get(f"/desk/supervision/rankings/{WEEK}/units/chengguan/?outcome=unanswered"))


def test_the_worst_lights_stand_there_and_lead_to_what_is_late(at) -> None:
    assert "现在没有逾期的" in words(at("leader").get("/leader/"))
    late_and_open()
    page = at("leader").get("/leader/")
    assert "逾期 1" in words(page) and 'href="/desk/supervision/lights/chengguan/"' in page.content.decode()


def test_a_leader_asks_and_takes_it_back(at) -> None:
    leader = at("leader")
    assert leader.post("/leader/asks/", {"words": ""}).status_code == 422
    gone = leader.post("/leader/asks/", {"words": "查一查。", "due_on": "2026-01-01"})
    assert gone.status_code == 422 and "查一查。" in gone.content.decode()
    told = {"words": "查一查夜间施工。", "unit": "", "due_on": "2026-09-30", "key": "00000000-0000-0000-0000-00000000000a"}
    assert leader.post("/leader/asks/", told).status_code == leader.post("/leader/asks/", told).status_code == 302
    row = Ask.objects.get()
    assert "查一查夜间施工。" in words(leader.get("/leader/")) and "9月30日" in words(leader.get("/leader/"))
    assert leader.get(f"/leader/asks/{row.pk}/withdraw/").status_code == 302 and Ask.objects.get().state == "open"
    assert leader.post(f"/leader/asks/{row.pk}/withdraw/").status_code == 302
    again = leader.post(f"/leader/asks/{row.pk}/withdraw/")
    assert again.status_code == 409 and Ask.objects.get().state == "withdrawn"


def test_it_is_for_leaders_and_supervisors(at) -> None:
    assert "交办一件事" not in words(at("supervisor").get("/leader/"))
    assert at("supervisor").post("/leader/asks/", {"words": "x"}).status_code == 403
    for role in ("approver", "duty"):
        assert at(role).get("/leader/").status_code == at(role).get("/leader/figures/due/").status_code == 403


def test_a_line_leaves_a_gap_where_there_was_nothing() -> None:
    assert sparkline(()) == sparkline((None, None)) == ""
    assert str(sparkline((1.0, None, 3.0, 2.0))).count("M") == 2
    assert 'd="M3.0 11.0L117.0 11.0"' in str(sparkline((2.0, 2.0)))


def test_what_chance_may_have_done_is_called_neither_better_nor_worse() -> None:
    on_time = next(each for each in KINDS if each.key == "on-time")
    late = next(each for each in KINDS if each.key == "late")

    def tone(kind: Kind, now: tuple[int, int | None], earlier: tuple[int, int | None] | None) -> str:
        return Figure(kind, *now, before=(), parts=(), compared=(now, earlier) if earlier else None).tone

    assert [tone(on_time, (17, 20), (18, 20)), tone(on_time, (170, 200), (180, 200)), tone(on_time, (1700, 2000), (1800, 2000))] == [
        "alike",
        "alike",
        "worse",
    ]
    assert [tone(late, (9, 30), (12, 30)), tone(late, (60, 300), (120, 300)), tone(late, (1, 3), None)] == ["alike", "better", ""]
    assert late.among is not None and tone(late, (15, 15), (5, 5)) == "alike", "a busier week is no worse one"
    assert tone(on_time, (0, 0), (18, 20)) == tone(on_time, (18, 20), (0, 0)) == ""
