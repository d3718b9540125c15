"""The notice: merged over departments, with known targets, and nothing new the second time. And what an answer changed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.cases.rules.correction import changed, merged, plainly, require_known, require_told_before
from tongban.cases.terms import CorrectionItem, NewPoint, Shortcoming, UnknownTarget
from tongban.catalog.terms import MaterialSpec
from tongban.kernel.bilingual import Bilingual

ITEMS = st.builds(
    CorrectionItem,
    target=st.sampled_from(["material:a", "material:b", "field:x"]),
    shortcoming=st.sampled_from(list(Shortcoming)),
    note=st.text(max_size=3),
)
PLAN = MaterialSpec(key="plan", name=Bilingual("施工图"))
SCHEMA = {"properties": {"days": {}}}


def item(target: str, note: str = "x", shortcoming: Shortcoming = Shortcoming.MISSING) -> CorrectionItem:
    return CorrectionItem(target, shortcoming, note)


def test_a_point_that_two_departments_make_stands_there_once_with_the_words_of_both() -> None:
    found = merged(
        [(item("material:plan", "水利要"),), (item("field:days"), item("material:plan", "公路也要"), item("material:plan", "水利要"))]
    )
    assert found == (item("material:plan", "水利要；公路也要"), item("field:days"))


def test_another_shortcoming_of_the_same_thing_is_another_point() -> None:
    both = (item("material:plan"), item("material:plan", shortcoming=Shortcoming.OUTDATED))
    assert merged([both]) == both


@given(st.lists(st.lists(ITEMS, max_size=5), max_size=5))
def test_merging_loses_no_target_and_merging_again_changes_nothing(findings) -> None:
    found = merged(findings)
    assert {(each.target, each.shortcoming) for each in found} == {(each.target, each.shortcoming) for items in findings for each in items}
    assert len({(each.target, each.shortcoming) for each in found}) == len(found)
    assert merged([found]) == found


def test_a_point_names_a_material_or_a_field_of_the_release() -> None:
    require_known([item("material:plan"), item("field:days")], materials=[PLAN], schema=SCHEMA)
    with pytest.raises(UnknownTarget) as told:
        require_known([item("material:days"), item("field:plan"), item("plan")], materials=[PLAN], schema=SCHEMA)
    assert told.value.targets == ("material:days", "field:plan", "plan")


def test_the_first_notice_may_say_anything_and_a_later_one_nothing_new() -> None:
    points = [item("material:plan"), item("field:days"), item("field:days", "again")]
    require_told_before(points, None)
    require_told_before(points, {"material:plan", "field:days", "field:name"})
    with pytest.raises(NewPoint) as told:
        require_told_before(points, {"material:plan"})
    assert told.value.targets == ("field:days",)


ANSWERS = st.dictionaries(st.sampled_from("abcd"), st.one_of(st.none(), st.integers(0, 2), st.lists(st.integers(0, 1))), max_size=4)


@given(ANSWERS, ANSWERS)
def test_what_changed_is_what_differs(old, new) -> None:
    found = changed(old, new)
    for key in {*old, *new}:
        assert (key in found) is (old.get(key) != new.get(key))
    assert {key: before for key, (before, _after) in found.items()} == {key: old.get(key) for key in found}
    assert changed(new, old) == {key: (after, before) for key, (before, after) in found.items()}


def test_what_nobody_sees_is_left_out_of_a_notice() -> None:
    assert plainly([item("field:days", " \x00请\x1f改\n第二行 ")]) == (item("field:days", "请改\n第二行"),)


def test_a_note_holds_nothing_that_turns_or_hides_it() -> None:
    assert plainly([item("field:days", "请\u200b改\u202e成\ufeff三天\u2066")]) == (item("field:days", "请改成三天"),)
