"""What was found, as analysts read and judge it: quoted in masked words or not at all, ranked, counted when it was false."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings

from tests import worlds
from tests.board import town
from tests.insight.play import LAMPS, WATER, City, detected
from tests.supervision import office as small_office
from tongban.board.terms import Visibility
from tongban.identity.terms import PUBLIC, SYSTEM
from tongban.insight import actions, queries
from tongban.insight.models import Surge
from tongban.insight.rules import topics, watching
from tongban.insight.rules.bursts import Said
from tongban.insight.terms import AlreadyJudged, Denied, Method, NoWords, SurgeTest, UnknownSurge, Verdict, weeks
from tongban.kernel.models.facts import FactRow
from tongban.responsibilities.terms import Kind
from tongban.snapshots.actions import record_snapshot
from tongban.snapshots.terms import Area, Cell

AT = small_office.AT  # a Monday
ANALYST = small_office.somebody("rexian/analysis")
SECRET = "演示丙"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings) -> Path:
    settings.INSIGHT_FOLDER = tmp_path / "insight"
    return settings.INSIGHT_FOLDER


@pytest.fixture
def office(db: None) -> Iterator[None]:
    small_office.forget()
    with worlds.entered(small_office.load):
        yield


def lamps_have_surged() -> None:
    small_office.load()
    City(Path(settings.INSIGHT_FOLDER)).quiet(40).add(40, 1).snapshot()
    detected()


@pytest.fixture
def row(db: None, folder: Path) -> Iterator[Surge]:
    small_office.forget()
    with worlds.entered(lamps_have_surged, files=folder):
        yield Surge.objects.get(shown=True)


def test_messages_are_quoted_as_everybody_reads_them_and_reports_never(office: None) -> None:
    for week in range(1, 10):
        town.posted(at=AT - timedelta(weeks=week, days=-1))
    for _ in range(12):
        town.posted(at=AT + timedelta(hours=1))
    town.posted(town.a_message(visibility=Visibility.UNIT, title=f"{SECRET}的私密留言"), at=AT + timedelta(hours=1))
    town.posted(town.a_message(kind=Kind.REPORT, title=f"举报{SECRET}"), at=AT + timedelta(hours=1))
    record_snapshot(by=SYSTEM, at=AT + timedelta(days=7))
    actions.record_detection(until=(AT + timedelta(days=7)).date(), by=SYSTEM, at=AT + timedelta(days=7))
    [line] = [each for each in queries.surges(by=ANALYST) if each.topic is None]
    found = queries.surge(line.id, by=ANALYST, at=AT + timedelta(days=7))
    assert len(found.messages) == 12 and found.hidden == 2 and sum(count for _, count in found.units) == 14
    assert all(each.displayed and each.kind != Kind.REPORT for each in found.messages) and SECRET not in repr(found)
    last = found.weeks[-1]
    assert (last.week, last.count, last.raw, last.alarm) == ("2026-W37", 14, 14, True) and last.expected and last.bound
    assert found.method == Method.EARS and not found.years and len(found.data) == 64


def test_a_surge_shows_the_weeks_before_it_and_its_own(row: Surge) -> None:
    found = queries.surge(row.pk, by=SYSTEM, at=AT)
    assert len(found.weeks) == 40 and [each.week for each in found.weeks if each.alarm] == ["2026-W36"]
    assert found.weeks[-1].expected and found.weeks[-2].expected is None and not found.messages and found.hidden >= 40
    assert found.weeks[-1].monday == weeks.days(row.opened_week)[0] and found.units == (("chengguan", found.hidden),)
    [run] = queries.detections(by=SYSTEM)
    assert run.week == "2026-W36" and run.stood


def test_open_surges_are_ranked_by_how_far_they_are_above_what_was_expected(office: None, folder: Path) -> None:
    City(folder).quiet(40).quiet(40, category=WATER, district="nangangqu").add(25, 1).add(
        90, 1, category=WATER, district="nangangqu"
    ).snapshot()
    detected()
    scores = [(each.category, each.score) for each in queries.surges(by=ANALYST)]
    assert [category for category, _ in scores] == [WATER, LAMPS] and scores[0][1] > scores[1][1] > 1


def test_analysts_note_and_judge_and_false_alarms_are_counted(row: Surge) -> None:
    actions.note_on_surge(surge_id=row.pk, text=" 已向城管局核实。 ", by=ANALYST, at=AT)
    actions.dismiss_surge(surge_id=row.pk, reason="同一工地的回访，不是新问题。", by=ANALYST, at=AT)
    found = queries.surge(row.pk, by=ANALYST, at=AT)
    assert [(note.text, note.written_by) for note in found.notes] == [("已向城管局核实。", ANALYST.id)]
    assert (found.line.verdict, found.line.verdict_for) == (Verdict.FALSE, "同一工地的回访，不是新问题。")
    assert queries.surges(by=ANALYST) == () and queries.surges(by=ANALYST, all_of_them=True)
    [counted] = queries.false_alarms(by=ANALYST)
    assert (counted.method, counted.opened, counted.false, counted.true, counted.share) == (Method.EARS, 1, 1, 0, 1.0)
    with small_office.refused(AlreadyJudged):
        actions.mark_true(surge_id=row.pk, by=ANALYST, at=AT)
    facts = FactRow.objects.filter(aggregate="surge", aggregate_id=row.pk).order_by("pk").values_list("name", flat=True)
    assert [each.split(".")[1] for each in facts] == ["SurgeFollowed", "SurgeNoted", "SurgeJudged"] and not list(queries.audit())


def test_a_true_one_stays_in_the_list(row: Surge) -> None:
    actions.mark_true(surge_id=row.pk, by=ANALYST, at=AT)
    assert [each.verdict for each in queries.surges(by=ANALYST)] == [Verdict.TRUE]
    [counted] = queries.false_alarms(by=ANALYST)
    assert (counted.true, counted.unjudged, counted.share) == (1, 0, 0.0)


def test_who_reads_and_who_judges(row: Surge) -> None:
    for by in (small_office.SUPERVISOR, small_office.LEADER, ANALYST):
        assert queries.surges(by=by) and queries.surge(row.pk, by=by, at=AT)
    for by in (PUBLIC, town.a_person(), small_office.UNIT):
        for asked in (queries.surges, queries.false_alarms, queries.detections):
            with pytest.raises(Denied):
                asked(by=by)
        with pytest.raises(Denied):
            queries.surge(row.pk, by=by, at=AT)
    for by in (PUBLIC, small_office.SUPERVISOR, SYSTEM):
        with small_office.refused(Denied):
            actions.mark_true(surge_id=row.pk, by=by, at=AT)
    with small_office.refused(UnknownSurge):
        actions.mark_true(surge_id=uuid.uuid4(), by=ANALYST, at=AT)
    with pytest.raises(UnknownSurge):
        queries.surge(uuid.uuid4(), by=ANALYST, at=AT)
    for text in ("", "  ", "长" * 2001):
        with small_office.refused(NoWords):
            actions.note_on_surge(surge_id=row.pk, text=text, by=ANALYST, at=AT)
        with small_office.refused(NoWords):
            actions.dismiss_surge(surge_id=row.pk, reason=text, by=ANALYST, at=AT)


def test_a_city_without_rules_of_supervision_has_no_readers(db: None) -> None:
    town.load()
    small_office.forget()
    with pytest.raises(Denied):
        queries.surges(by=ANALYST)
    assert queries.surges(by=SYSTEM) == ()


@pytest.mark.parametrize(
    ("cell", "key"),
    [
        (Cell("010203", "donghuqu"), "010203 district donghuqu"),
        (Cell("010000", "", 1, Area.CITY), "010000 city"),
        (Cell("", "", 1, Area.CITY), "- city"),
        (Cell("101000", "beiwan", 2, Area.STREET), "101000 street beiwan"),
    ],
)
def test_a_key_tells_its_cell(cell: Cell, key: str) -> None:
    assert watching.key_of(cell) == key and watching.cell_of(key) == cell and watching.is_watched(cell)


def test_what_is_not_told_finely_enough_is_not_watched() -> None:
    assert not watching.is_watched(Cell("010200", "donghuqu", 3))
    assert not watching.is_watched(Cell("010203", "", 3, Area.DISTRICT))
    assert watching.cell_of("topic 12") is None


def test_the_weeks_that_can_be_counted_begin_after_the_last_long_pause() -> None:
    found, unknown = watching.known({10: 3, 50: 1, 52: 4, 60: 2}, 61, 100)
    assert (found, unknown) == (range(50, 62), frozenset({51, *range(53, 60)}))
    assert watching.known({}, 61, 100) == (range(61, 62), frozenset())
    assert watching.known(dict.fromkeys(range(100), 1.0), 61, 20)[0] == range(42, 62)


def test_of_messages_with_the_same_words_those_that_are_alike_are_a_matter() -> None:
    plant = [
        Said(f"p{n}", 1, None, f"{who}在丽发新城小区旁边，搅拌站日夜施工，噪音和灰尘很大。") for n, who in enumerate(("我", "邻居", "老人"))
    ]
    others = [Said("a", 1, None, "公交车站附近没有路灯，晚上很黑"), Said("b", 1, None, "附近的学校什么时候招生")]
    assert topics.coherent([others[0], *plant, others[1]], 0.22) == plant and topics.coherent([], 0.22) == []


def of(key: str, count: float, *, expected: float = 1, bound: float = 4) -> SurgeTest:
    over = count > bound
    return SurgeTest(key, 1, Method.EARS, 0, count, expected, bound, 1, 0.01, 1, False, over, over, over)


PARENTS = {"district east": "city", "district west": "city", "street lake": "district east"}


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ({"010101 street lake": 20, "010101 district east": 21, "010101 city": 22}, {"010101 street lake"}),
        ({"010101 city": 20, "010100 city": 21, "010000 city": 22}, {"010101 city"}),
        ({"010101 city": 20, "010102 city": 20, "010100 city": 41}, {"010101 city", "010102 city"}),
        ({"010101 district east": 20, "010101 city": 60}, {"010101 city"}),
        ({"010100 district east": 20, "010101 city": 20, "010000 city": 40}, {"010100 district east", "010000 city"}),
        ({"010101 district gone": 20, "010101 city": 21}, {"010101 district gone"}),
        ({"- city": 20, "topic 3": 9, "topic 4": 1}, {"- city", "topic 3"}),
    ],
)
def test_the_smallest_place_and_class_that_explains_is_shown(counts: dict[str, float], shown: set[str]) -> None:
    assert set(watching.shown([of(key, count) for key, count in counts.items()], PARENTS)) == shown
