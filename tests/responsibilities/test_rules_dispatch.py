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


def asked(words: str = "", *, release=RELEASE, guess: Guess | None = None, hour: int = 10, called=None, **told) -> dispatch.Decision:
    spec = {"kind": Kind.HELP, "category": "", "district": ""} | told
    question = dispatch.Question(words=words, hour=hour, **spec)
    return dispatch.decide(question, release, units=UNITS, above=ABOVE, classify=(lambda _: guess) if guess else None, called=called)


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


@pytest.mark.parametrize(
    ("words", "told", "would"),
    [
        ("有人偷了灯", {"category": "010202"}, (Layer.DUTY_LIST, "chengguan")),
        ("有人偷了灯", {"category": "010202", "wished_unit": "gongshui"}, (Layer.DUTY_LIST, "chengguan")),
        ("湖面蓝藻有人偷捞", {}, (Layer.RULE, "donghuqu")),
        ("说不清的事", {"guess": Guess("gongshui")}, (Layer.CLASSIFIER, "gongshui")),
        ("说不清的事", {}, None),
    ],
)
def test_a_report_waits_for_a_person_whatever_a_layer_would_say(words: str, told: dict, would: tuple | None) -> None:
    found = asked(words, kind=Kind.REPORT, **told)
    assert (found.layer, found.unit, found.rule) == (Layer.DESK, "", dispatch.HELD)
    assert (found.otherwise and (found.otherwise.layer, found.otherwise.unit)) == would


def test_danger_in_a_report_goes_to_the_desk_at_once() -> None:
    found = asked("举报城管局的仓库着火了没人管", kind=Kind.REPORT, called=CALLED)
    assert (found.layer, found.rule, found.names) == (Layer.EMERGENCY, "danger", ("chengguan",))
    assert [(each.layer, each.rule) for each in found.records()] == [(Layer.EMERGENCY, "danger"), (Layer.DESK, "named:chengguan:")]


CALLED = {
    "chengguan": ("城管局", "榕城市示例城管局"),
    "gongshui": ("供水集团",),
    "gongan": ("公安局",),
    "donghuqu": ("东湖区",),
    "donghu": ("东湖街道",),
}
OTHERWISE_CALLED = {"gongshui": ("自来水公司",), "gongan": ("派出所", "公安"), "donghu": ("东湖街办",)}


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("举报自来水公司抄表员乱收水费", "gongshui"),
        ("举报派出所民警参与赌博，没人管", "gongan"),
        ("举报供 水 集团收好处", "gongshui"),
        ("举报东湖区区长收钱", "donghuqu"),
        ("举报东湖区长收钱", "donghuqu"),
        ("举报东湖街道办事处主任把垃圾清运包给亲戚", "donghu"),
        ("举报东湖街办的人收钱", "donghu"),
        ("举报东湖区不作为", "donghuqu"),
        ("举报城管局和公安局串通", "chengguan gongan"),
        ("东湖区长江路有人偷倒垃圾", ""),
        ("东湖街道湖滨路有人偷倒垃圾", ""),
        ("有人偷倒垃圾", ""),
    ],
)
def test_a_report_names_departments_as_people_call_them(words: str, names: str) -> None:
    found = asked(words, release=replace(RELEASE, unit_names=OTHERWISE_CALLED), kind=Kind.REPORT, called=CALLED)
    assert " ".join(found.names) == names
    assert dispatch.named_in(found.rule) == found.names


def test_however_many_a_report_names_each_is_recorded_whole() -> None:
    names = {f"{n:02d}_department_of_some_kind": (f"第{n}办公室",) for n in range(12)}
    found = asked("、".join(each for (each,) in names.values()), kind=Kind.REPORT, called=names)
    rules = [each.rule for each in found.records()]
    assert len(rules) > 1 and max(map(len, rules)) <= dispatch.RULE_MOST
    assert [code for each in rules for code in dispatch.named_in(each)] == list(names)


@pytest.mark.parametrize(
    ("unit", "wished", "names", "mentioned", "about"),
    [
        ("ludeng", "chengguan", "", "", True),
        ("shifu", "chengguan", "", "", False),
        ("ludeng", "", "jiaoyu chengguan", "", True),
        ("gongshui", "", "jiaoyu chengguan", "", False),
        ("chengguan", "", "chengguan", "chengguan", False),
        ("ludeng", "", "chengguan", "chengguan", False),
        ("ludeng", "", "chengguan", "ludeng", False),
        ("chengguan", "", "chengguan", "ludeng", True),
        ("ludeng", "", "chengguan ludeng", "chengguan", True),
        ("chengguan", "chengguan", "chengguan", "chengguan", True),
    ],
)
def test_whom_a_report_may_be_about(unit: str, wished: str, names: str, mentioned: str, about: bool) -> None:
    assert dispatch.is_about(unit, wished, names.split(), mentioned.split(), ABOVE) is about


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
def test_every_question_has_one_decision_and_a_report_is_a_persons(question: dispatch.Question, rules: list[Rule], wished: str) -> None:
    told = replace(question, wished_unit=wished)
    found = dispatch.decide(told, replace(RELEASE, rules=tuple(rules)), units=UNITS, above=ABOVE)
    assert (found.unit in UNITS) or (found.unit == "" and found.layer in (Layer.DESK, Layer.EMERGENCY))
    if question.kind is Kind.REPORT:
        assert found.unit == "" and found.layer in (Layer.DESK, Layer.EMERGENCY)
