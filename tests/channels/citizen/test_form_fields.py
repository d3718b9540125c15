"""A form drawn from its schema, and what was posted read back: every kind of field, both ways."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import QueryDict
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from tongban.channels.parts import form_fields

LABELS = {"a": {"zh": "甲", "en": "A"}, "b": {"zh": "乙", "en": "B"}}
SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["name", "count", "one", "sure"],
    "properties": {
        "name": {"type": "string", "title": "名称", "description": "照证件填", "maxLength": 100, "x-en": {"title": "Name"}},
        "story": {"type": "string", "title": "经过", "maxLength": 500},
        "born": {"type": "string", "format": "date", "title": "出生日期"},
        "count": {"type": "integer", "title": "人数", "minimum": 1, "x-unit": {"zh": "人", "en": "people"}},
        "money": {"type": "number", "title": "金额"},
        "number": {"type": "string", "format": "identity-number", "title": "身份证号"},
        "code": {"type": "string", "format": "uscc", "title": "信用代码"},
        "phone": {"type": "string", "format": "mobile", "title": "手机号"},
        "one": {"title": "等级", "enum": ["a", "b"], "x-labels": LABELS},
        "year": {"title": "年份", "enum": list(range(2000, 2010)), "x-labels": {str(year): str(year) for year in range(2000, 2010)}},
        "many": {"type": "array", "title": "专业", "minItems": 1, "items": {"enum": ["a", "b"]}, "x-labels": LABELS},
        "wet": {"type": "boolean", "title": "涉水"},
        "sure": {"type": "boolean", "const": True, "title": "以上属实"},
        "people": {
            "type": "array",
            "title": "人员",
            "maxItems": 3,
            "items": {
                "type": "object",
                "required": ["who", "age"],
                "properties": {
                    "age": {"type": "integer", "title": "年龄"},
                    "note": {"type": "string", "title": "备注"},
                    "who": {"type": "string", "title": "姓名"},
                },
            },
        },
    },
}
KINDS = {
    "name": "text",
    "story": "long",
    "born": "date",
    "count": "text",
    "one": "choice",
    "year": "select",
    "many": "many",
    "wet": "yes_no",
    "sure": "consent",
    "people": "rows",
}


def drawn(name: str, value: Any = None, **more: Any) -> form_fields.Field:
    return form_fields.draw(SCHEMA, [name], {} if value is None else {name: value}, **more)[0]


def posted(**fields: Any) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, value in fields.items():
        data.setlist(f"form.{name.replace('__', '.')}", value if isinstance(value, list) else [value])
    return data


def read(**fields: Any) -> dict[str, Any]:
    return form_fields.read(SCHEMA, SCHEMA["properties"], posted(**fields))


@pytest.mark.parametrize(("name", "kind"), KINDS.items())
def test_each_kind_of_property_has_its_control(name: str, kind: str) -> None:
    field = drawn(name)
    assert (field.kind, field.template) == (kind, f"parts/fields/{kind}.html")


def test_a_field_says_what_it_is_in_both_languages() -> None:
    assert (drawn("name").label, drawn("name").help, drawn("name").required) == ("名称", "照证件填", True)
    with translation.override("en"):
        assert drawn("name").label == "Name"
        assert drawn("count").unit == "people"
        assert [choice.words for choice in drawn("one").choices] == ["A", "B"]


def test_a_field_points_at_what_describes_it() -> None:
    field = drawn("name", "甲", faults={"name": "请填写"}, sources={"name": "来自营业执照"}, notes={"name": "写全称"})
    assert field.described_by == "form-name-help form-name-source form-name-note form-name-error"
    assert (field.error, field.source, field.note, field.marked) == ("请填写", "来自营业执照", "写全称", True)


def test_choices_that_were_made_are_marked() -> None:
    assert [choice.chosen for choice in drawn("one", "b").choices] == [False, True]
    assert [choice.chosen for choice in drawn("many", ["a"]).choices] == [True, False]
    assert next(choice for choice in drawn("year", 2003).choices if choice.chosen).value == "2003"
    assert drawn("one").choices[0].id == "form-one", "the summary of mistakes leads to something that takes the focus"


def test_records_are_drawn_in_the_order_of_required_with_one_to_begin_with() -> None:
    rows = drawn("people").rows
    assert [field.key for field in rows[0].fields] == ["who", "age", "note"]
    assert len(drawn("people", [{"who": "甲"}]).rows) == 1
    assert len(drawn("people", [{"who": "甲"}], blank_rows=["people"]).rows) == 2


def test_mistakes_come_in_the_order_of_the_page_records_included() -> None:
    fields = form_fields.draw(
        SCHEMA, ["people", "name"], {"people": [{"who": "甲"}]}, faults={"people/0/age": "请填写“年龄”。", "name": "请填写“名称”。"}
    )
    assert form_fields.mistakes(fields) == [("form-people-0-age", "请填写“年龄”。"), ("form-name", "请填写“名称”。")]


@pytest.mark.parametrize(
    ("fields", "answers"),
    [
        ({"name": "  陈晓 "}, {"name": "陈晓"}),
        ({"count": "１２"}, {"count": 12}),
        ({"money": "2,360.50"}, {"money": 2360.5}),
        ({"money": "2360.0"}, {"money": 2360}),
        ({"count": "很多"}, {"count": "很多"}),
        ({"number": "９９９９９９ 19860312002x"}, {"number": "99999919860312002X"}),
        ({"one": "a"}, {"one": "a"}),
        ({"one": "z"}, {"one": "z"}),
        ({"year": "2004"}, {"year": 2004}),
        ({"many": ["b", "a"]}, {"many": ["a", "b"]}),
        ({"wet": "false"}, {"wet": False}),
        ({"wet": ""}, {}),
        ({"sure": "true"}, {"sure": True}),
        ({"story": "一\r\n二"}, {"story": "一\n二"}),
        ({"people__0__who": "甲", "people__0__age": "30", "people__2__who": "乙"}, {"people": [{"who": "甲", "age": 30}, {"who": "乙"}]}),
        ({"people__0__who": "", "people__0__age": ""}, {}),
    ],
)
def test_what_is_posted_becomes_typed_answers(fields: dict[str, Any], answers: dict[str, Any]) -> None:
    assert read(**fields) == answers


def test_only_asked_properties_are_read() -> None:
    assert form_fields.read(SCHEMA, ["name"], posted(name="甲", count="1", other="x")) == {"name": "甲"}


@given(
    st.dictionaries(st.sampled_from(["name", "count", "money", "one", "many", "wet", "sure", "born", "people.0.age"]), st.text(max_size=30))
)
def test_nothing_that_can_be_posted_breaks_reading_or_drawing(fields: dict[str, str]) -> None:
    data = QueryDict(mutable=True)
    data.update({f"form.{name}": value for name, value in fields.items()})
    answers = form_fields.read(SCHEMA, SCHEMA["properties"], data)
    form_fields.draw(SCHEMA, SCHEMA["properties"], answers)


@pytest.mark.parametrize(
    ("where", "code", "words"),
    [
        ("form.name", "required", "请填写“名称”。"),
        ("form.name", "maxLength", "“名称”太长了，最多 100 个字。"),
        ("form.count", "type", "“人数”请填整数，例如 12。"),
        ("form.count", "minimum", "“人数”不能小于 1。"),
        ("form.one", "enum", "请选择“等级”。"),
        ("form.many", "minItems", "“专业”至少要 1 项。"),
        ("form.many/1", "enum", "请选择“专业”。"),
        ("form.sure", "required", "请勾选“以上属实”。"),
        ("form.number", "format", "“身份证号”不对：身份证号是 18 位，最后一位可能是 X，请对照证件核对每一位。"),
        ("form.code", "format", "“信用代码”不对：统一社会信用代码是 18 位，请对照营业执照核对每一位。"),
        ("form.phone", "format", "“手机号”请填 11 位手机号。"),
        ("form.born", "format", "“出生日期”请填真实的日期，例如 2026-09-07。"),
        ("form.name", "pattern", "“名称”的写法不对。照证件填"),
        ("form.people/0/age", "required", "请填写“年龄”。"),
        ("form.people", "maxItems", "“人员”最多 3 项。"),
    ],
)
def test_a_fault_says_what_is_wrong_and_what_to_do(where: str, code: str, words: str) -> None:
    assert form_fields.told_faults(SCHEMA, {where: f"{code}: English words"}) == {where.removeprefix("form."): words}


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("one", "a", "甲"),
        ("many", ["a", "b"], "甲、乙"),
        ("wet", False, "否"),
        ("count", 12, "12 人"),
        ("people", [{"who": "甲", "age": 30}, {"who": "乙"}], "甲 · 30\n乙"),
        ("name", None, ""),
    ],
)
def test_an_answer_is_shown_in_words(name: str, value: Any, words: str) -> None:
    assert form_fields.shown(SCHEMA["properties"][name], value) == words
