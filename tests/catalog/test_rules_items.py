"""Items without a database: cleaning texts, judging codes, telling rows apart, and what becomes of a row."""

import uuid
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.catalog import lists
from tests.catalog.lists import ORGAN, a_mapping, a_row, a_table, as_csv, is_uscc, item_code
from tongban.catalog.rules import items, reading
from tongban.catalog.rules.items import cleaning, codes
from tongban.catalog.terms import Release, ServiceType
from tongban.kernel.limits import Unit
from tongban.kernel.words import unseen


def convert(*rows: dict[str, str]) -> items.Converted:
    return items.convert(a_table(as_csv(rows)), a_mapping(), is_uscc=is_uscc)


def told(converted: items.Converted) -> list[tuple[int, str, str, str]]:
    return [(each.row, each.column, each.reason, each.kept) for each in converted.findings]


def read_again(item: items.Item) -> Release:
    """As `catalog.queries` will."""
    return reading.release(release_id=uuid.UUID(int=1), version=1, sha256="", content=item.content)


# Cleaning


@pytest.mark.parametrize(
    ("dirty", "clean", "kinds"),
    [
        ("建设工程示例许可", "建设工程示例许可", []),
        ("许可&amp;备案", "许可&备案", ["HTML entities"]),
        ("许可&amp;amp;amp;备案", "许可&备案", ["HTML entities"]),
        ("许可&amp;amp;amp;amp;备案", "许可&amp;备案", ["HTML entities"]),
        ("&#35768;&#x53EF;&nbsp;", "许可", ["HTML entities", "blanks"]),
        ("甲<br>乙<BR/>丙", "甲\n乙\n丙", ["layout tags"]),
        ('<p style="x">甲</p><span>乙</span>', "甲\n乙", ["layout tags"]),
        ("3<5 且 a>b", "3<5 且 a>b", []),
        ("许\x00可\x7f\x85\u200b\ufeff", "许可", ["control characters"]),
        ("甲\t乙\r\n丙", "甲 乙\n丙", ["control characters"]),
        ("  甲　乙\u00a0 丙  \n\n 丁 ", "甲 乙 丙\n丁", ["blanks"]),
        ("&lt;script&gt;x&lt;/script&gt;", "<script>x</script>", ["HTML entities"]),
    ],
)
def test_a_text_is_cleaned_and_the_dirt_is_named(dirty: str, clean: str, kinds: list[str]) -> None:
    assert cleaning.text(dirty) == (clean, kinds)


@given(st.text())
def test_what_is_clean_has_no_control_characters_and_no_blanks_around(dirty: str) -> None:
    clean, kinds = cleaning.text(dirty)
    assert clean == clean.strip()
    assert not unseen.has_unseen(clean)
    assert (clean == dirty) == (not kinds)


@given(st.text("建设工程许可（）(),，08８Ａa &;<>\n"))
def test_width_is_settled_once(dirty: str) -> None:
    assert cleaning.width(cleaning.width(dirty)) == cleaning.width(dirty)


@pytest.mark.parametrize(
    ("mixed", "one"),
    [
        ("备案管理(县级）", "备案管理（县级）"),
        ("据省政府令第349号,下放成都等８市", "据省政府令第349号，下放成都等8市"),
        ("ＧＢ／Ｔ标准", "GB／T标准"),
        ("C1 (E) licence, renewal", "C1 (E) licence, renewal"),
        ("预支50%确认", "预支50%确认"),
    ],
)
def test_one_width(mixed: str, one: str) -> None:
    assert cleaning.width(mixed) == one


@pytest.mark.parametrize(
    ("official", "plain"),
    [
        ("水土保持方案审批（新办）（据省政府令第349号，部分省级权限下放成都等8市）", "水土保持方案审批（新办）"),
        ("广播电视站审批（根据省政府349号令，该事项办理已委托成都等市实施）", "广播电视站审批"),
        ("企业投资项目备案（技术改造）（市级/县级）", "企业投资项目备案（技术改造）"),
        ("开具税收完税证明（县级行使）", "开具税收完税证明"),
        ("公证（委托）", "公证（委托）"),
        ("（县级）", "（县级）"),
    ],
)
def test_the_public_name_is_without_law_and_level(official: str, plain: str) -> None:
    assert cleaning.plain_name(official) == plain


# Codes


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        (ORGAN, ""),
        ("TE44011350000011705"[:18], ""),
        (ORGAN.lower(), "credit code in small letters"),
        (ORGAN[:-1], "credit code cut to 17 characters"),
        (ORGAN[:-1] + "X", "credit code with a wrong check character"),
        ("00877868-5", "hyphenated organisation code"),
        ("00877836X", "organisation code of 9 characters"),
        ("0087790701", "organisation code with a digit too many"),
        (f"{ORGAN}_6918", "credit code with a suffix for a sub-unit"),
        ("2222222222222", "placeholder"),
        ("8282348", codes.NO_ORGAN),
        ("3946653276082720768", codes.NO_ORGAN),
        ("住建局", codes.NO_ORGAN),
        ("１１９９９９９９ＭＢ００００００１９Ｔ", codes.NO_ORGAN),
    ],
)
def test_an_organs_code_is_judged(code: str, problem: str) -> None:
    assert codes.organ(code, is_uscc) == problem


@given(st.text(max_size=200), st.text(max_size=20), st.text(max_size=20))
def test_every_item_has_a_code_that_an_address_can_carry(code: str, department: str, name: str) -> None:
    made = codes.service_code(code, "example", department, name)
    assert codes.SAFE.fullmatch(made)
    assert made == codes.service_code(code, "example", department, name)


# Rows


def test_a_clean_row_is_a_guide_without_application() -> None:
    converted = convert(a_row(parent="建设工程"))
    assert converted.findings == () and converted.faults == () and converted.repeated == 0
    (item,) = converted.items
    assert (item.code, item.row) == (item_code(), 2)
    release = read_again(item)
    assert (release.service, release.national_code, release.type) == (item_code(), item_code(), ServiceType.PERMIT)
    assert (release.department, release.department_name.zh, release.audience) == ("jianwei", "示例建设局", {"person", "organisation"})
    assert (release.limits.promised, release.limits.statutory, release.guide.visits, release.guide.window) == (None, None, None, None)
    assert (release.route, release.materials, release.questions, release.form.sections) == ((), (), (), ())
    assert "建设工程" in release.guide.summary.zh
    assert release.source == a_row(parent="建设工程")


DIRTY = {
    "entities": ({"name": "许可&amp;备案"}, "事项名称", "HTML entities", "许可&备案"),
    "width": ({"name": "许可(县级）"}, "事项名称", "full and half width mixed", "许可（县级）"),
    "no name": ({"name": "无", "parent": "建设"}, "事项名称", "no name", "建设"),
    "placeholder": ({"parent": "未分类"}, "主项", "placeholder", ""),
    "no code": ({"code": "-"}, "编码", "no item code", "a code derived from department and name"),
    "another shape": ({"code": "E-000004-001"}, "编码", "item code of another shape", "E-000004-001"),
    "cut": ({"code": item_code(ORGAN[:-1])}, "编码", "item code: credit code cut to 17 characters", item_code(ORGAN[:-1])),
    "hyphen": ({"code": item_code("00877868-5")}, "编码", "item code: hyphenated organisation code", item_code("00877868-5")),
    "twos": ({"code": item_code("2222222222222")}, "编码", "item code: placeholder", item_code("2222222222222")),
    "area": ({"code": item_code(area="510000000000")}, "编码", "item code: another area than the row's", item_code(area="510000000000")),
    "word beside": ({"type_name": "行政许可?"}, "类型名称", "another word than the code's", "行政许可"),
    "no type": ({"type": ""}, "类型", "no type", "other"),
    "spelling": ({"department": "示例建委"}, "实施主体", "another spelling of the department", "示例建设局"),
    "unknown office": (
        {"department": "示例文旅局", "department_code": ""},
        "实施主体",
        "department that the mapping does not know",
        "示例文旅局",
    ),
    "by its code": ({"department": "建委"}, "实施主体", "another spelling of the department", "示例建设局"),
    "sub-unit": (
        {"department_code": f"{ORGAN}_12"},
        "主体编码",
        "department code: credit code with a suffix for a sub-unit",
        "示例建设局",
    ),
    "other code": ({"department_code": "11999999MB0000027M"}, "主体编码", "department code that the mapping does not know", "示例建设局"),
}


@pytest.mark.parametrize("case", DIRTY)
def test_a_dirty_value_is_told_with_what_was_kept(case: str) -> None:
    changes, column, reason, kept = DIRTY[case]
    converted = convert(a_row(name="干净的", code=item_code(basic="511Z9999")), a_row(**changes))
    assert (3, column, reason, kept) in told(converted)
    assert not [each for each in converted.findings if each.row == 2]
    assert len(converted.items) == 2, "and no row is lost"
    assert all(read_again(item).name.zh for item in converted.items)


def test_a_row_that_stands_twice_is_taken_once() -> None:
    converted = convert(a_row(), a_row(name="第二", code=item_code(basic="511Z0002")), a_row())
    assert (len(converted.items), converted.repeated) == (2, 1)
    assert told(converted) == [(4, "编码", "row that stands twice", "once, as row 2")]


def test_a_code_that_stands_twice_gets_two_services_whatever_the_order() -> None:
    rows = [a_row(), a_row(name="另一事项"), a_row(name="第三", code="")]
    forth, back = convert(*rows), convert(*reversed(rows))
    assert {item.code: item.content for item in forth.items} == {item.code: item.content for item in back.items}
    assert len({item.code for item in forth.items}) == 3
    assert Counter(each.reason for each in forth.findings)["item code that stands twice"] == 2
    assert all(item.content["national_code"] in (item_code(), "") for item in forth.items)


def test_rows_that_differ_only_in_other_columns_are_told_apart_too() -> None:
    assert len({item.code for item in convert(a_row(), a_row(area="999999"), a_row(parent="主项")).items}) == 3


def test_one_name_twice_in_a_department_is_kept_twice_and_told() -> None:
    converted = convert(a_row(), a_row(code=item_code(basic="511Z0002")), a_row(code=item_code(basic="511Z0003"), department="示例水务局"))
    assert len(converted.items) == 3
    assert (3, "事项名称", "name that its department uses twice", "both; the other is row 2") in told(converted)
    assert not [each for each in converted.findings if each.row == 4 and "twice" in each.reason]


def test_two_levels_of_one_item_keep_their_official_names() -> None:
    rows = [
        a_row(name=f"示例许可（{level}）", code=item_code(basic=f"511Z000{level}".replace("级", "")[:7] + str(place)))
        for place, level in enumerate(("市级", "县级"))
    ]
    assert [item.content["plain_name"] for item in convert(*rows).items] == ["示例许可（市级）", "示例许可（县级）"]
    assert convert(rows[0]).items[0].content["plain_name"] == "示例许可"


def test_a_code_that_no_mapping_explains_stops_the_import_and_says_what_to_add() -> None:
    converted = convert(a_row(), a_row(type="16"), a_row(type="16", name="第三"), a_row(type="99"))
    assert converted.items == ()
    first, second = converted.faults
    line = lists.MAPPING.splitlines().index(next(each for each in lists.MAPPING.splitlines() if each.startswith("  type: {"))) + 1
    assert (first.file, first.line, first.path) == ("list.csv", 3, "类型")
    assert "`16`" in first.problem and "row 3; 2 rows" in first.problem
    assert f"example.yaml, line {line}" in first.remedy and '"16": …' in first.remedy and "permit, benefit" in first.remedy
    assert (second.line, "`99`" in second.problem) == (5, True)


NATIONAL = {
    "task_name": "居住证示例申领",
    "task_code": f"{ORGAN}5442106041002",
    "catalog_name": "居住证",
    "task_type": "01",
    "use_level": "5",
    "dept_name": "示例公安局",
    "server_type": "1,2",
    "promise_day": "0.5",
    "promise_type": "1",
    "anticipate_day": "5个工作日",
    "anticipate_type": "1",
    "accept_condition": "条件一<br>条件二",
    "by_law": "《示例条例》第三条：一\n示例规定",
    "transact_addr": "示例路1号",
    "transact_time": "工作日",
    "link_way": "0999—1234567",
    "supervise_way": "0999-1234567",
    "limit_scene_num": "1",
    "limit_scene_explain": "核对原件",
    "is_fee": "1",
    "fee_basis": "示例文件",
}


def national(**changes: str) -> tuple[items.Converted, items.Item]:
    table = a_table(as_csv([{**NATIONAL, **changes}], header=tuple(NATIONAL)), needed=tuple(NATIONAL))
    converted = items.convert(table, a_mapping(lists.NATIONAL.read_text("utf-8")), is_uscc=is_uscc)
    return converted, converted.items[0]


def test_the_national_fields_fill_the_guide() -> None:
    converted, item = national()
    release = read_again(item)
    promised, statutory = release.limits.promised, release.limits.statutory
    assert promised is not None and (promised.unit, float(promised.amount)) == (Unit.WORKING_DAYS, 0.5)
    assert statutory is not None and int(statutory.amount) == 5
    guide = release.guide
    assert [each.zh for each in guide.conditions] == ["条件一", "条件二"]
    assert [(law.name, law.text.zh) for law in guide.laws] == [("《示例条例》", "《示例条例》第三条：一"), ("示例规定", "示例规定")]
    assert guide.window is not None
    assert (guide.window.address.zh, guide.window.hours.zh, guide.window.phone) == ("示例路1号", "工作日", "0999-1234567")
    assert (guide.visits, guide.visits_reason.zh, guide.fees[0].basis) == (1, "核对原件", "示例文件")
    assert release.audience == {"person", "organisation"}
    assert Counter(each.reason for each in converted.findings) == {
        "layout tags": 1,
        "dash that is no hyphen": 1,
        "complaints go to the window's own phone": 1,
        "department that the mapping does not know": 1,
    }


@pytest.mark.parametrize(
    ("changes", "promised"),
    [
        ({"promise_day": "0"}, {"on_the_spot": True}),
        ({"promise_day": "10", "promise_type": "2"}, {"calendar_days": 10}),
        ({"promise_day": "10", "promise_type": ""}, {"working_days": 10}),
        ({"promise_day": "500"}, None),
        ({"promise_day": "无"}, None),
        ({"promise_day": "尽快"}, None),
    ],
)
def test_a_promise_is_read_or_left_unsaid(changes: dict[str, str], promised: dict | None) -> None:
    assert national(**changes)[1].content["limits"].get("promised") == promised


def test_several_codes_in_one_field() -> None:
    assert national(server_type="2^6")[1].content["audience"] == ["organisation"]
    assert national(is_fee="0")[1].content["guide"]["fees"] == []


@pytest.mark.skipif(not lists.REAL.exists(), reason="the real list is not beside this checkout")
def test_the_real_list_is_read_whole() -> None:
    mapping = a_mapping(lists.GUANGAN.read_text("utf-8"))
    table = a_table(lists.REAL.read_bytes(), needed=tuple(mapping.columns.values()))
    converted = items.convert(table, mapping, is_uscc=is_uscc)
    assert (len(converted.items), converted.repeated, converted.faults) == (1135, 0, ())
    assert len({item.code for item in converted.items}) == 1135
    counted = Counter(each.reason for each in converted.findings if each.column == "item_code")
    assert counted == {
        "item code: credit code cut to 17 characters": 91,
        "item code: hyphenated organisation code": 16,
        "item code: organisation code of 9 characters": 15,
        "item code: organisation code with a digit too many": 12,
        "item code: placeholder": 8,
        "item code of another shape": 3,
        "item code: credit code in small letters": 1,
        "item code: no code of an organ": 1,
        "item code: another area than the row's": 1,
    }
    others = Counter((each.column, each.reason.partition(":")[0]) for each in converted.findings if each.column != "item_code")
    assert others == {
        ("main_item", "placeholder"): 615,
        ("dept_code", "department code"): 884,
        ("name", "full and half width mixed"): 47,
        ("name", "name that its department uses twice"): 2,
        ("task_type_name", "another word than the code's"): 8,
    }
    assert Counter(item.content["type"] for item in converted.items) == {
        "permit": 536, "public-service": 348, "other": 182, "confirm": 50, "benefit": 9, "ruling": 8, "reward": 2,
    }  # fmt: skip
    assert len({item.content["department_name"] for item in converted.items}) == 34
    assert all(read_again(item).name.zh for item in converted.items)
