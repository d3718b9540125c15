"""The picture of a case: what was is drawn as it was, what is to come is planned, and time runs to the right."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from tongban.cases.rules.lanes import Course, Stage, lanes
from tongban.cases.rules.route import repeated
from tongban.cases.terms import Bar, Lanes, StepState
from tongban.catalog.terms import Does, StepSpec
from tongban.kernel.bilingual import Bilingual
from tongban.kernel.limits import Almanac, Limit, Unit
from tongban.kernel.working_days import calendar

ALMANAC = Almanac(calendar(), ZoneInfo("Asia/Shanghai"))
MONDAY = datetime(2026, 9, 7, 2, 0, tzinfo=UTC)


def a_step(
    key: str, *after: str, department: str = "jianwei", does: Does = Does.REVIEW, days: str | None = "1", when: str = ""
) -> StepSpec:
    limit = None if days is None else Limit(Unit.WORKING_DAYS, Decimal(days))
    return StepSpec(key, Bilingual(key), f"{department}/desk", department, does, after, when, limit)


ROUTE = (
    a_step("accept", does=Does.ACCEPT),
    a_step("screen", "accept", days="2"),
    a_step("water", "screen", department="shuiliju", days="4", when="asked"),
    a_step("road", "screen", department="gongluju", days="4"),
    a_step("conclude", "water", "road", does=Does.DECIDE, days="2"),
)
NAMES = {key: Bilingual(key) for key in ("jianwei", "shuiliju", "gongluju")}


def draw(
    *stages: Stage, course: Course | None = None, conditions: dict[str, bool] | None = None, route: tuple[StepSpec, ...] = ROUTE
) -> Lanes:
    course = course or Course(received_at=MONDAY, now=MONDAY)
    return lanes(route, stages, course, conditions=conditions or {}, names=NAMES, repeated=repeated(route), almanac=ALMANAC)


def bars(picture: Lanes) -> dict[str, Bar]:
    return {bar.key: bar for lane in picture.lanes for bar in lane.bars}


def done(key: str, opened: datetime, settled: datetime, **more) -> Stage:
    return Stage(key, 1, StepState.DONE, opened, settled, **more)


def test_a_case_just_handed_in_is_all_plan() -> None:
    picture = draw()
    found = bars(picture)
    assert [lane.department for lane in picture.lanes] == ["jianwei", "shuiliju", "gongluju"]
    assert {bar.state for bar in found.values()} == {"waiting"}
    assert found["accept"].starts == MONDAY
    assert found["screen"].starts == found["accept"].ends
    assert found["water"].starts == found["road"].starts == found["screen"].ends, "side by side"
    assert found["conclude"].starts == max(found["water"].ends, found["road"].ends)
    assert str(found["water"].limit.zh) == "4个工作日"


def test_what_was_is_drawn_as_it_was_and_the_rest_is_planned_from_now() -> None:
    tuesday = MONDAY + timedelta(days=1)
    picture = draw(
        done("accept", MONDAY, MONDAY + timedelta(hours=1)),
        Stage("screen", 1, StepState.OPEN, MONDAY + timedelta(hours=1), due_at=MONDAY + timedelta(days=2)),
        course=Course(received_at=MONDAY, now=tuesday),
    )
    found = bars(picture)
    assert (found["accept"].state, found["accept"].ends) == ("done", MONDAY + timedelta(hours=1))
    assert (found["screen"].state, found["screen"].ends) == ("running", MONDAY + timedelta(days=2))
    assert (found["water"].state, found["water"].starts) == ("waiting", MONDAY + timedelta(days=2))


def test_what_is_late_reaches_to_now_and_pushes_the_rest() -> None:
    friday = MONDAY + timedelta(days=4)
    late = Stage("screen", 1, StepState.OPEN, MONDAY, due_at=MONDAY + timedelta(days=2))
    found = bars(draw(done("accept", MONDAY, MONDAY), late, course=Course(received_at=MONDAY, now=friday)))
    assert (found["screen"].state, found["screen"].ends) == ("late", friday)
    assert found["water"].starts == friday


def test_a_step_known_to_be_skipped_is_not_drawn_and_one_not_known_yet_is() -> None:
    assert "water" in bars(draw())
    assert "water" not in bars(draw(conditions={"water": False}))
    assert [lane.department for lane in draw(conditions={"water": False}).lanes] == ["jianwei", "gongluju"]


def test_after_the_end_nothing_is_to_come() -> None:
    course = Course(received_at=MONDAY, now=MONDAY + timedelta(days=9), ended_at=MONDAY + timedelta(days=1))
    picture = draw(done("accept", MONDAY, MONDAY + timedelta(days=1)), course=course)
    assert list(bars(picture)) == ["accept"] and picture.ended


def test_while_the_applicant_corrects_everything_before_acceptance_is_to_come_again() -> None:
    course = Course(received_at=MONDAY, now=MONDAY + timedelta(days=1), resumes_at=MONDAY + timedelta(days=10))
    picture = draw(Stage("accept", 1, StepState.CANCELLED, MONDAY, MONDAY + timedelta(hours=1)), course=course)
    accepts = [bar for lane in picture.lanes for bar in lane.bars if bar.key == "accept"]
    assert [bar.state for bar in accepts] == ["skipped", "waiting"]
    assert accepts[1].starts == MONDAY + timedelta(days=10)


def test_a_second_round_stands_beside_the_first() -> None:
    stages = (
        Stage("accept", 1, StepState.CANCELLED, MONDAY, MONDAY + timedelta(hours=1)),
        Stage("accept", 2, StepState.OPEN, MONDAY + timedelta(days=2), due_at=MONDAY + timedelta(days=3)),
    )
    picture = draw(*stages, course=Course(received_at=MONDAY, now=MONDAY + timedelta(days=2), round=2))
    assert [bar.state for lane in picture.lanes for bar in lane.bars if bar.key == "accept"] == ["skipped", "running"]


def test_a_promise_beyond_the_bars_is_part_of_the_picture() -> None:
    promised = MONDAY + timedelta(days=60)
    picture = draw(course=Course(received_at=MONDAY, now=MONDAY, promised_at=promised))
    assert picture.promised == picture.ends == promised


def test_what_reaches_beyond_the_last_table_is_provisional() -> None:
    late = datetime(2026, 12, 30, 2, tzinfo=UTC)
    assert draw(course=Course(received_at=late, now=late)).provisional
    assert not draw().provisional
    near = Stage("accept", 1, StepState.OPEN, MONDAY, due_at=MONDAY, provisional=True)
    assert draw(near).provisional


@st.composite
def courses(draw_: st.DrawFn) -> tuple[tuple[StepSpec, ...], list[Stage], Course]:
    """Any route whose steps have got some way, at some moment."""
    keys = [f"s{n}" for n in range(draw_(st.integers(1, 6)))]
    route = [a_step("accept", does=Does.ACCEPT)]
    for place, key in enumerate(keys):
        after = draw_(st.lists(st.sampled_from(["accept", *keys[:place]]), min_size=1, max_size=2, unique=True))
        days = draw_(st.sampled_from([None, "0.5", "1", "3"]))
        route.append(a_step(key, *after, department=draw_(st.sampled_from(list(NAMES))), days=days))
    route.append(a_step("conclude", "accept", *keys, does=Does.DECIDE))
    now, settled = MONDAY, {}
    stages: list[Stage] = []
    for spec in route[: draw_(st.integers(0, len(route)))]:
        if not all(key in settled for key in spec.after):
            break
        opened = max((settled[key] for key in spec.after), default=MONDAY)
        now = max(now, opened + timedelta(hours=draw_(st.integers(0, 200))))
        state = draw_(st.sampled_from([StepState.DONE, StepState.OPEN, StepState.SKIPPED]))
        if state is not StepState.OPEN:
            settled[spec.key] = now
        stages.append(Stage(spec.key, 1, state, opened, settled.get(spec.key), due_at=opened + timedelta(days=1)))
    return tuple(draw_(st.permutations(route))), stages, Course(received_at=MONDAY, now=now)


@given(courses())
def test_time_runs_to_the_right_and_nothing_begins_before_what_it_waits_for(example) -> None:
    route, stages, course = example
    picture = draw(*stages, course=course, route=route)
    found = bars(picture)
    assert set(found) == {spec.key for spec in route}, "every step is somewhere"
    for lane in picture.lanes:
        assert {bar.key for bar in lane.bars} <= {spec.key for spec in route if spec.department == lane.department}
    for spec in route:
        bar = found[spec.key]
        assert bar.starts <= bar.ends <= picture.ends and bar.starts >= picture.begins
        if bar.state == "waiting":
            assert bar.starts >= course.now
            assert all(found[key].ends <= bar.starts for key in spec.after)


@given(courses(), st.integers(0, 400))
def test_looking_later_never_brings_the_plan_forward(example, hours) -> None:
    route, stages, course = example
    before = bars(draw(*stages, course=course, route=route))
    after = bars(draw(*stages, course=replace(course, now=course.now + timedelta(hours=hours)), route=route))
    assert all(after[key].ends >= bar.ends for key, bar in before.items())
