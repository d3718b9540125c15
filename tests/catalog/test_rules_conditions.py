"""Conditions: compiled once, tried on everything the form allows, so that none can fail on a running case."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cases import city
from tongban.catalog.rules.conditions import ConditionFailed, evaluate, members, problem, samples

SCHEMA = city.form(
    {
        "name": city.field("名称", minLength=1),
        "kind": city.choice("种类", "a", "b"),
        "many": city.choice("多选", "a", "b", many=True),
        "size": city.field("面积", "number", minimum=1),
        "count": city.field("数量", "integer"),
        "wet": city.field("涉水", "boolean"),
        "day": city.field("日期", format="date"),
        "rows": city.field(
            "名单", "array", items={"type": "object", "properties": {"age": city.field("年龄", "integer")}, "required": ["age"]}
        ),
        "truthful": city.field("属实", "boolean", const=True),
        "note": city.field("备注"),
        "extra": city.field("附加", "integer"),
    },
    optional=("note", "extra"),
)["schema"]
SITUATIONS = {"purpose": (("first", "upgrade"), False), "works": (("dig", "build"), True)}


def told(expression: str, *, boolean: bool = True, audience: tuple[str, ...] = ("organisation", "person")) -> str:
    return problem(expression, schema=SCHEMA, situations=SITUATIONS, audience=audience, boolean=boolean)


@pytest.mark.parametrize(
    "expression",
    [
        "form.wet",
        "'a' in form.many && form.kind != 'b'",
        "form.size > 100",
        "form.count >= 3 || form.wet",
        "has(form.note) && form.note != ''",
        "!has(form.extra) || form.extra > 3",
        "situation.purpose == 'first'",
        "'dig' in situation.works",
        "form.rows.exists(row, row.age < 18)",
        "form.rows.all(row, row.age > 0)",
        "size(form.rows) > 2",
        "timestamp(form.day + 'T00:00:00Z') < timestamp('2026-01-01T00:00:00Z')",
        "holder.kind == 'organisation' && holder.name.startsWith('榕')",
        "form.truthful",
        "form['kind'] == 'a'",
        "100 / int(form.size) > 3",
    ],
)
def test_conditions_that_hold_on_everything_the_form_allows(expression) -> None:
    assert told(expression) == ""


@pytest.mark.parametrize(
    ("expression", "words"),
    [
        ("form.wet &&", "this is not CEL"),
        ("(" * 2000, "this is not CEL"),
        ("form.nobody", "`form.nobody` is not known"),
        ("situation.reason == 'x'", "known are purpose, works"),
        ("holder.age > 3", "`holder.age` is not known"),
        ("form.note == 'x'", "write has(form.name)"),
        ("has(form.extra) && form.extra + 0.5 > 1.0", "it fails on"),
        ("form.size + 1 > 2", "it fails on"),
        ("10 / form.count > 1", "it fails on {'count': 0}"),
        ("form.many[1] == 'a'", "it fails on"),
        ("form.rows[0].age > 3", "must give true or false|it fails on"),
        ("form.name", "must give true or false"),
        ("form.count", "must give true or false"),
        ("form['nobody']", "`form.nobody` is not known"),
        ("form.name.matches('(')", "it fails on"),
        ("unknown(form.wet)", "it fails on"),
        ("nothing", "it fails on"),
    ],
)
def test_conditions_that_would_fail_on_some_case(expression, words) -> None:
    found = told(expression)
    if "rows[0]" in expression:
        assert found == "" or any(each in found for each in words.split("|"))
    else:
        assert words in found


@pytest.mark.parametrize(
    ("expression", "words"),
    [
        ("form.name", ""),
        ("form.many", ""),
        ("form.wet", ""),
        ("form.count", ""),
        ("form.day + ' 起'", ""),
        ("situation.purpose", ""),
        ("holder.name", ""),
        ("holder.address", "a part of the result cannot be empty"),
        ("holder.legal_representative", "a part of the result cannot be empty"),
        ("form.note", "a part of the result cannot be empty"),
        ("has(form.note) ? form.note : ''", "it gives nothing on"),
        ("has(form.note) && form.note != '' ? form.note : '无'", ""),
    ],
)
def test_a_part_of_the_result_is_never_empty(expression, words) -> None:
    found = told(expression, boolean=False)
    assert words in found if words else found == ""


def test_null_is_as_good_as_absent() -> None:
    nothing: dict[str, Any] = {"situation": {}, "holder": {}}
    assert evaluate("has(form.note)", form={"note": None}, **nothing) is False
    assert evaluate("has(form.note)", form={"note": ""}, **nothing) is True


@pytest.mark.parametrize(
    "expression", ["1 / 0", "[1][5]", "{'a': 1}['b']", "form.nobody", "int('x')", "9223372036854775807 + 1", "nobody()"]
)
def test_whatever_goes_wrong_has_one_name(expression) -> None:
    with pytest.raises(ConditionFailed):
        evaluate(expression, form={}, situation={}, holder={})


def test_what_an_expression_names_is_read_outside_of_its_strings() -> None:
    assert members("form.a == 'form.b' && situation.c == \"form.d\" && xform.e && holder.name") == {
        ("form", "a"),
        ("situation", "c"),
        ("holder", "name"),
    }


def test_required_answers_are_never_blank_in_samples_and_optional_ones_are() -> None:
    names = {row.get("name") for row in samples(SCHEMA, {"name"})}
    notes = {row.get("note", "absent") for row in samples(SCHEMA, {"note"})}
    assert names == {"示例"}
    assert notes == {"absent", None, "", "示例"}


PARTS = st.sampled_from(
    ["form.wet", "form.kind == 'a'", "'b' in form.many", "form.count > 2", "situation.purpose == 'first'", "has(form.note)"]
)


@given(st.lists(PARTS, min_size=1, max_size=4), st.lists(st.sampled_from([" && ", " || "]), min_size=3, max_size=3))
def test_what_passes_never_fails_on_an_answer_that_the_form_takes(parts, joints) -> None:
    expression = "".join(part + joint for part, joint in zip(parts, [*joints[: len(parts) - 1], ""], strict=False))
    assert told(expression) == ""
    for form in samples(SCHEMA, {"wet", "kind", "many", "count", "note"}):
        assert isinstance(evaluate(expression, form=form, situation={"purpose": "first"}, holder={}), bool)
