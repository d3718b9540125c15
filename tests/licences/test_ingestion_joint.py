"""Joint holders in a stock: columns of their own, several in one column, an array; each finds the licence, the sealed record names them."""

import json
from pathlib import Path

import pytest

from tests.licences.factories import NOON, TODAY, a_person, make_licence_type, refused
from tests.licences.stocks import HEADER, MAPPING, a_number, a_row, as_csv, as_json_lines, begun, ingest, told
from tongban.identity import queries as identity_queries
from tongban.identity.terms import HolderKind
from tongban.licences import models, queries, terms
from tongban.licences.models import face
from tongban.licences.terms import Taken

COUPLES = MAPPING.replace('code_type: "001"', 'code_type: "111"')
COLUMNS = 'joint:\n  - {name: 共有人1, code: 号码1, code_type: "111"}\n  - {name: 共有人2, code: 号码2, code_type: "111"}\n'
SPLIT = 'joint: {name: 共有人, code: 共有人号码, code_type: "111", split: "、"}\n'
ARRAY = 'joint: {array: joint, name: 姓名, code: 号码, code_type: {column: 号码类型, codes: {身份证: "111", 信用代码: "001"}}}\n'
FORMS = [
    (COLUMNS, {"共有人1": "演示·江河", "号码1": a_number(2), "共有人2": "演示·江海", "号码2": a_number(3)}),
    (SPLIT, {"共有人": "演示·江河、 演示·江海", "共有人号码": f"{a_number(2)}、{a_number(3)}"}),
    (
        ARRAY,
        {
            "joint": [
                {"姓名": "演示·江河", "号码": a_number(2), "号码类型": "身份证"},
                {"姓名": "演示·江海", "号码": a_number(3), "号码类型": "身份证"},
            ]
        },
    ),
]


@pytest.fixture
def kind(city: None) -> terms.LicenceType:
    return make_licence_type(holder_kinds=frozenset(HolderKind))


def of_person(serial: int = 1, **changes: object) -> dict:
    return a_row(serial, 企业名称="演示·林雯", 信用代码=a_number(1)) | changes


def taken(rows: list[dict], joint: str, **options: object) -> terms.Ingestion:
    """As CSV where the rows can be; an array stands in JSON only."""
    if "array" in joint:
        return ingest(as_json_lines(rows), COUPLES.replace("format: csv", "format: jsonl") + joint, **options)
    header = [*HEADER, *(key for key in rows[0] if key not in HEADER)]
    return ingest(as_csv(rows, header=header), COUPLES + joint, **options)


@pytest.mark.parametrize(("joint", "values"), FORMS, ids=["columns", "split", "array"])
def test_each_joint_holder_finds_the_licence_and_the_record_names_them(kind, joint: str, values: dict) -> None:
    ingestion = taken([of_person(**values)], joint)
    assert ingestion.counts == Taken(rows=1, taken=1), told(ingestion)
    row = models.Licence.objects.get()
    inside = row.opened()
    assert row.is_intact(inside), "the record is the one that `Licence.of` would have hashed"
    people = [identity_queries.subject_of("111", a_number(serial)) for serial in (1, 2, 3)]
    assert [(each["id"], each["name"], each["code"]) for each in inside["joint"]] == [
        (str(people[1]), "演示·江河", a_number(2)),
        (str(people[2]), "演示·江海", a_number(3)),
    ]
    for person in people:
        by = a_person(person)
        [found] = queries.licences_of(holder_id=person, by=by, at=NOON, purpose="tests")
        assert (found.id, found.holder_ids) == (row.pk, tuple(people))
        usable = queries.usable_for(holder_ids=[person], types=["QC"], on=TODAY, by=by, at=NOON, purpose="tests")
        assert [each.id for each in usable] == [row.pk]
    kind = queries.licence_type("QC")
    assert [each["name"] for each in face.shown(row.as_opened(kind), kind)["joint"]] == ["演示·江河", "演示·江海"]


def test_the_same_list_under_another_name_is_there_already_and_another_joint_holder_is_another_licence(kind) -> None:
    joint, values = FORMS[0]
    taken([of_person(**values)], joint)
    again = taken([of_person(**values), of_person(2)], joint)
    assert again.counts == Taken(rows=2, taken=1, repeated=1)
    other = taken([of_person(**{**values, "共有人2": "", "号码2": ""})], joint)
    assert told(other) == [(2, "", "differs")]
    assert models.JointHolder.objects.count() == 2


def test_a_row_without_joint_holders_is_held_by_one(kind) -> None:
    for joint, values in FORMS:
        blank: dict = {key: None if isinstance(value, list) else "" for key, value in values.items()}
        taken([of_person(**blank)], joint)
    assert "joint" not in models.Licence.objects.get().opened()
    assert not models.JointHolder.objects.exists()


BAD = [
    (COLUMNS, {"共有人1": "演示·江河", "号码1": a_number(1)}, "号码1", "holder_twice"),
    (COLUMNS, {"共有人1": "演示·江河", "号码1": "999999199001010000"}, "号码1", "holder_code"),
    (COLUMNS, {"共有人1": "演示·江河"}, "号码1", "missing"),
    (COLUMNS, {"号码1": a_number(2)}, "共有人1", "missing"),
    (SPLIT, {"共有人": "演示·江河、演示·江海", "共有人号码": a_number(2)}, "共有人号码", "joint"),
    (SPLIT, {"共有人": "演示·江河、", "共有人号码": f"{a_number(2)}、{a_number(3)}"}, "共有人", "missing"),
    (ARRAY, {"joint": "演示·江河"}, "joint", "not_list"),
    (ARRAY, {"joint": ["演示·江河"]}, "joint", "not_list"),
    (ARRAY, {"joint": [{"姓名": "演示·江河", "号码": a_number(2), "号码类型": "驾照"}]}, "号码类型", "unknown_code"),
    (ARRAY, {"joint": [{"姓名": ["演示"], "号码": a_number(2), "号码类型": "身份证"}]}, "姓名", "not_text"),
]


@pytest.mark.parametrize(("joint", "values", "column", "fault"), BAD)
def test_joint_holders_that_cannot_be_read_keep_their_row_out(kind, joint: str, values: dict, column: str, fault: str) -> None:
    whole = {**{key: "" for each, all_of_them in FORMS if each == joint for key in all_of_them}, **values}
    ingestion = taken([of_person(1, **whole), of_person(2, **dict.fromkeys(whole, ""))], joint)
    assert told(ingestion) == [(2 if "array" not in joint else 1, column, fault)]
    assert ingestion.counts == Taken(rows=2, taken=1, rejected=1)


def test_a_type_that_is_not_for_them_keeps_the_row_out(city) -> None:
    make_licence_type(holder_kinds=frozenset({HolderKind.PERSON}))
    row = of_person(joint=[{"姓名": "榕城示例有限公司", "号码": a_row()["信用代码"], "号码类型": "信用代码"}])
    assert told(taken([row], ARRAY)) == [(1, "号码", "holder_kind")]


def test_a_joint_holder_known_under_another_name_is_told(kind) -> None:
    joint, values = FORMS[0]
    taken([of_person(**values)], joint)
    ingestion = taken([of_person(2, **{**values, "共有人2": "演示·别人"})], joint)
    assert told(ingestion) == [(2, "", "name_differs")]
    assert ingestion.counts == Taken(rows=1, taken=1, flagged=1)


def test_a_sidecar_names_them_too(kind, tmp_path: Path) -> None:
    mapping = COUPLES.replace("format: csv", "format: folder") + ARRAY
    content = json.dumps(of_person(**FORMS[2][1]), ensure_ascii=False).encode() + b"\n"
    assert ingest(content, mapping, folder=tmp_path).counts == Taken(rows=1, taken=1)
    assert models.JointHolder.objects.count() == 2


@pytest.mark.parametrize(
    ("joint", "said"),
    [
        (ARRAY, "no arrays"),
        ("joint: {name: 共有人, code: 号码}\n", "code_type"),
        ("joint: []\n", "joint"),
        ('joint: {name: a, code: b, code_type: "111", split: "、", array: c}\n', "joint"),
    ],
)
def test_a_mapping_that_contradicts_itself_is_refused(kind, joint: str, said: str) -> None:
    with refused(terms.FaultyMapping) as refusal:
        begun(as_csv([]), COUPLES + joint)
    assert said in str(refusal.value)


def test_a_list_without_their_columns_is_refused(kind) -> None:
    with refused(terms.FaultyStock) as refusal:
        begun(as_csv([a_row()]), COUPLES + SPLIT)
    assert "共有人, 共有人号码" in str(refusal.value)
