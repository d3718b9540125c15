"""Lights of everything that units have open: counted as the rule reads each clock, for whoever watches them."""

from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.board.play import DUTY, Play, clerk
from tests.board.town import BOARD, MORNING, a_person, load_board, staff
from tongban.board import actions, queries
from tongban.board.models import Order
from tongban.board.terms import UnitLights
from tongban.identity.terms import SYSTEM
from tongban.kernel import tallies
from tongban.kernel.limits import Light, light
from tongban.responsibilities.terms import Kind

pytestmark = pytest.mark.usefixtures("town")
SUPERVISOR = staff("dubanshi/joint")


def seen(by, at: datetime = MORNING) -> dict[str, tuple[int, int, int]]:
    return {each.unit: (each.green, each.amber, each.red) for each in queries.lights(by, at=at)}


class TestLights:
    def test_what_is_open_by_unit_in_one_statement(self, django_assert_num_queries) -> None:
        play, late, done = Play.taken(), Play.taken(at=MORNING - timedelta(days=30)), Play.taken()
        actions.join_units(order_id=play.order().pk, units=["gongshui"], by=clerk("chengguan"), at=play.at)
        done.later(hours=1).answer()
        queries.lights(DUTY, at=MORNING)
        with django_assert_num_queries(1):
            told = queries.lights(DUTY, at=MORNING)
        assert told == (
            UnitLights(unit="chengguan", green=1, amber=0, red=1, oldest=late.order().due_at),
            UnitLights(unit="gongshui", green=1, amber=0, red=0, oldest=None),
        )

    @settings(max_examples=30, suppress_health_check=list(HealthCheck))
    @given(st.lists(st.tuples(st.integers(-3, 3), st.integers(-3, 3)), min_size=1, max_size=4), st.integers(-3, 3))
    def test_sql_says_what_the_rule_says(self, clocks: list[tuple[int, int]], now: int) -> None:
        play = Play.taken()
        order, at = play.order(), MORNING + timedelta(seconds=now)
        for amber, due in clocks:
            order.amber_at, order.due_at = MORNING + timedelta(seconds=amber), MORNING + timedelta(seconds=due)
            order.save()
            meant = light(at, amber_at=order.amber_at, due_at=order.due_at)
            found = [each for each in Light if Order.objects.filter(tallies.showing(each, at), pk=order.pk).exists()]
            assert found == [meant]

    def test_of_every_unit_for_whoever_watches_all_else_of_ones_own_and_those_below(self) -> None:
        play = Play.taken()
        actions.pass_down(order_id=play.order().pk, unit="ludeng", by=clerk("chengguan"), at=play.at)
        both, below = {"chengguan": (1, 0, 0), "ludeng": (1, 0, 0)}, {"ludeng": (1, 0, 0)}
        for by, told in (
            (SYSTEM, both),
            (DUTY, both),
            (SUPERVISOR, both),
            (clerk("shifu"), both),
            (clerk("chengguan"), both),
            (clerk("ludeng"), below),
            (clerk("gongshui"), {}),
            (staff("meiti/joint"), {}),
            (a_person(), {}),
        ):
            assert seen(by) == told, by

    def test_no_report_about_them(self) -> None:
        play = Play.posted(kind=Kind.REPORT, title="举报", text="督查室工作人员收受礼品。")
        play.assign("jiaoyu")
        assert (seen(DUTY), seen(SUPERVISOR)) == ({"jiaoyu": (1, 0, 0)}, {})


class TestItems:
    def test_those_behind_a_light_page_by_page(self) -> None:
        plays = [Play.taken(at=MORNING - timedelta(days=days)) for days in (40, 30, 0)]
        told = {"at": MORNING, "unit": "chengguan", "light": Light.RED, "limit": 1}
        first = queries.lit(SUPERVISOR, **told)
        second = queries.lit(SUPERVISOR, **told, after_cursor=first.next)
        assert [each.message_id for each in (*first.lines, *second.lines)] == [each.message_id for each in plays[:2]]
        assert (first.lines[0].light, first.lines[0].title, first.lines[0].unit_name.zh) == (Light.RED, plays[0].row.title, "城管局")
        assert [each.message_id for each in queries.lit(SUPERVISOR, **told | {"light": Light.GREEN}).lines] == [plays[2].message_id]
        assert queries.lit(clerk("gongshui"), **told).lines == ()

    def test_whoever_only_watches_does_not_read_the_title_of_a_report(self) -> None:
        load_board(BOARD.replace("rights: [cleared]", "rights: [watch]"), at=MORNING)
        play = Play.posted(kind=Kind.REPORT, title="举报某人收钱", text="学校有人收钱。", at=MORNING - timedelta(days=60))
        play.assign("chengguan")
        other = Play.taken(at=MORNING - timedelta(days=60))
        told = {"at": MORNING, "unit": "chengguan", "light": Light.RED}
        due = {"unit": "chengguan", "since": MORNING - timedelta(days=60), "until": MORNING, "at": MORNING}
        for by in (staff("meiti/joint"), SUPERVISOR, DUTY, clerk("chengguan")):
            title = "举报某人收钱" if queries.message_id(play.row.number, by=by) else ""
            assert bool(title) is (by.desks != {"meiti/joint"})
            for lines in (queries.lit(by, **told).lines, queries.due_items(by=by, **due).lines):
                assert {(each.number, each.kind, each.title) for each in lines} == {
                    (play.row.number, Kind.REPORT, title),
                    (other.row.number, other.row.kind, other.row.title),
                }, by
