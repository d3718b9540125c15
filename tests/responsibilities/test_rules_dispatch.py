"""Which unit is asked, layer by layer; and which rules can never decide."""

import uuid
from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.board.town import BOARD
from tongban.kernel import yaml
from tongban.responsibilities.rules import city, dispatch
from tongban.responsibilities.rules.overlap import Fault, covers, dead_rules
from tongban.responsibilities.rules.urgency import tier_of
from tongban.responsibilities.terms import Duty, Kind, Layer, Rule

document = yaml.read("board.yaml", BOARD.encode())
RELEASE = city.release(release_id=uuid.UUID(int=1), content=document.data)
UNITS = {"shifu", "chengguan", "ludeng", "gongshui", "jiaoyu", "donghuqu", "donghu"}
ABOVE = {"chengguan": "shifu", "ludeng": "chengguan", "gongshui": "shifu", "jiaoyu": "shifu", "donghuqu": "shifu", "donghu": "donghuqu"}


@dataclass(frozen=True)
class Guess:
    label: str
    probability: float = 0.9
    sure: bool = True


def asked(words: str = "", *, release=RELEASE, guess: Guess | None = None, hour: int = 10, **told) -> dispatch.Decision:
    spec = {"kind": Kind.HELP, "category": "", "district": ""} | told
    question = dispatch.Question(words=words, hour=hour, **spec)
    return dispatch.decide(question, release, units=UNITS, above=ABOVE, classify=(lambda _: guess) if guess else None)


def test_danger_goes_to_the_desk_at_once_whatever_else_would_hold() -> None:
    found = asked("湖面蓝藻旁边着火了", category="060000")
    assert (found.layer, found.unit, found.rule) == (Layer.EMERGENCY, "", "danger")
    assert tier_of(RELEASE, "060000", "着火了").key == "danger"


def test_rules_come_in_their_order_before_the_duty_list() -> None:
    assert asked("湖面蓝藻", category="060000") == dispatch.Decision(Layer.RULE, "donghuqu", "lake", "060000")
    first = replace(RELEASE, rules=(Rule("first", "jiaoyu", words=frozenset({"蓝藻"})), *RELEASE.rules))
    assert asked("湖面蓝藻", release=first).rule == "first"


def test_the_duty_list_takes_the_longest_class_and_the_smallest_district() -> None:
    lines = (Duty("01", "chengguan"), Duty("0102", "ludeng"), Duty("01", "donghuqu", "donghuqu"), Duty("0102", "donghu", "donghu"))
    release = replace(RELEASE, duties=lines)
    found = {
        (code, district): asked(category=code, district=district, release=release).unit
        for code in ("010100", "010202")
        for district in ("", "donghuqu", "donghu")
    }
    assert found == {
        ("010100", ""): "chengguan",
        ("010100", "donghuqu"): "donghuqu",
        ("010100", "donghu"): "donghuqu",
        ("010202", ""): "ludeng",
        ("010202", "donghuqu"): "ludeng",
        ("010202", "donghu"): "donghu",
    }


def test_a_class_that_is_nobodys_goes_to_whoever_answers_for_the_district() -> None:
    found = asked(category="120000", district="donghu")
    assert (found.layer, found.unit, found.rule) == (Layer.DUTY_LIST, "donghu", "district:donghu")
    assert asked(category="120000").layer is Layer.DESK


def test_words_name_the_class_where_nobody_has() -> None:
    assert asked("门口路灯坏了").unit == "chengguan"
    assert asked("小学入学和路灯").layer is Layer.DESK, "two classes at once are none"


def test_the_name_of_a_place_is_no_matter() -> None:
    assert asked("学校门口的路灯坏了").category == asked("门口路灯坏了").category
    assert asked("公交站旁路灯坏了", place="入学中心").category == asked("门口路灯坏了").category
    assert asked("入学", place="路灯杆下").category == asked("入学").category != ""
    assert dispatch.class_of("入学办门口", RELEASE) == asked("入学").category, "said for itself"
    assert dispatch.class_of("路灯旁边", RELEASE) == ""


def test_the_classifier_decides_where_it_is_sure_enough() -> None:
    assert asked("说不清", guess=Guess("gongshui")) == dispatch.Decision(Layer.CLASSIFIER, "gongshui", probability=0.9)
    assert asked("说不清", guess=Guess("060100")).unit == "jiaoyu", "a class, by the duty list"
    for unsure in (Guess("gongshui", 0.59), Guess("gongshui", 0.99, sure=False), Guess("nobody"), Guess("")):
        assert asked("说不清", guess=unsure).layer is Layer.DESK


def test_a_rule_for_a_unit_that_takes_no_messages_decides_nothing() -> None:
    release = replace(RELEASE, rules=(Rule("gone", "closed"),))
    assert asked("说不清", release=release).layer is Layer.DESK


def test_a_report_goes_round_whoever_it_is_about_and_those_below() -> None:
    report = {"kind": Kind.REPORT, "category": "010202"}
    assert asked(**report, wished_unit="chengguan").unit == "shifu"
    assert asked(**report, wished_unit="ludeng").unit == "chengguan"
    assert asked(**report, wished_unit="shifu").layer is Layer.DESK, "nobody stands above the city"


@pytest.mark.parametrize(("hour", "holds"), [(21, False), (22, True), (23, True), (0, True), (5, True), (6, False), (12, False)])
def test_hours_go_over_midnight(hour: int, holds: bool) -> None:
    release = replace(RELEASE, rules=(Rule("night", "donghuqu", hours=(22, 6)),))
    assert (asked("说不清", hour=hour, release=release).layer is Layer.RULE) is holds


def test_dead_and_shadowed_rules_are_named() -> None:
    rules = (
        Rule("all_lamps", "chengguan", categories=frozenset({"0102"})),
        Rule("lamps_in_donghu", "donghu", categories=frozenset({"010202"}), districts=frozenset({"donghu"})),
        Rule("closed", "nobody"),
        Rule("no_class", "jiaoyu", categories=frozenset({"99"})),
        Rule("no_district", "jiaoyu", districts=frozenset({"nowhere"})),
        Rule("no_hour", "jiaoyu", hours=(6, 6)),
        Rule("noise", "chengguan", words=frozenset({"噪"})),
        Rule("noise_at_night", "donghuqu", words=frozenset({"夜里噪声"}), hours=(22, 6)),
        Rule("rest", "shifu"),
        Rule("never", "jiaoyu", kinds=frozenset({Kind.PRAISE})),
    )
    found = {each.rule: (each.fault, each.by) for each in dead_rules(replace(RELEASE, rules=rules), units=UNITS)}
    assert found == {
        "lamps_in_donghu": (Fault.SHADOWED, "all_lamps"),
        "closed": (Fault.NO_UNIT, ""),
        "no_class": (Fault.NO_CLASS, ""),
        "no_district": (Fault.NO_DISTRICT, ""),
        "no_hour": (Fault.NO_HOUR, ""),
        "noise_at_night": (Fault.SHADOWED, "noise"),
        "never": (Fault.SHADOWED, "rest"),
    }


CODES, PLACES, WORDS = ("01", "0102", "010202", "02"), ("donghuqu", "donghu"), ("噪", "噪声", "灯")
some_rules = st.builds(
    Rule,
    key=st.just("any"),
    unit=st.just("shifu"),
    kinds=st.frozensets(st.sampled_from(list(Kind)), max_size=2),
    categories=st.frozensets(st.sampled_from(CODES), max_size=2),
    districts=st.frozensets(st.sampled_from(PLACES), max_size=2),
    words=st.frozensets(st.sampled_from(WORDS), max_size=2),
    hours=st.none() | st.tuples(st.integers(0, 23), st.integers(0, 23)),
)
some_questions = st.builds(
    dispatch.Question,
    words=st.sampled_from(["", "灯", "噪声", "噪", "水"]),
    kind=st.sampled_from(list(Kind)),
    category=st.sampled_from(["", "010202", "010200", "020100"]),
    district=st.sampled_from(["", *PLACES]),
    hour=st.integers(0, 23),
)


@given(some_rules, some_rules, some_questions)
def test_where_one_rule_covers_another_it_holds_wherever_the_other_does(earlier: Rule, later: Rule, question: dispatch.Question) -> None:
    if covers(earlier, later, RELEASE) and dispatch.holds(later, question, RELEASE):
        assert dispatch.holds(earlier, question, RELEASE)


@given(some_questions, st.lists(some_rules, max_size=3), st.sampled_from(["", *sorted(UNITS)]))
def test_every_question_has_one_decision_and_a_report_never_reaches_whom_it_is_about(
    question: dispatch.Question, rules: list[Rule], wished: str
) -> None:
    told = replace(question, wished_unit=wished)
    found = dispatch.decide(told, replace(RELEASE, rules=tuple(rules)), units=UNITS, above=ABOVE)
    assert (found.unit in UNITS) or (found.unit == "" and found.layer in (Layer.DESK, Layer.EMERGENCY))
    if question.kind is Kind.REPORT and wished:
        assert not dispatch.at_or_below(found.unit, wished, ABOVE)
