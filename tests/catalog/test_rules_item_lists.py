"""What is a list and what is a mapping, and what is said of a file that is neither."""

import io
import zipfile
from datetime import date

import pytest
from openpyxl import Workbook, load_workbook

from tests.catalog import lists
from tests.catalog.lists import ORGAN, a_mapping, a_row, a_table, as_csv, as_xlsx
from tongban.catalog.rules import items
from tongban.catalog.terms import Fault
from tongban.kernel import yaml

NEEDED = lists.HEADER


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_a_csv_is_read_whatever_wrote_it(encoding: str, delimiter: str) -> None:
    row = a_row(name='示例,"许可"\n（两行）', parent="一;二\t三")
    table = a_table(as_csv([row, a_row()], encoding=encoding, delimiter=delimiter))
    assert table.header == NEEDED
    assert table.rows == ((2, row), (3, a_row()))
    assert table.findings == ()


def test_a_csv_from_windows_is_read() -> None:
    content = as_csv([a_row(), a_row(name="第二")]).replace(b"\r\n", b"\n").replace(b"\n", b"\r\n") + b"\r\n\r\n"
    assert [number for number, _row in a_table(content).rows] == [2, 3]


def test_an_empty_line_is_no_row_but_keeps_its_number() -> None:
    lines = as_csv([a_row(), a_row(name="第二")]).splitlines(keepends=True)
    assert [number for number, _row in a_table(lines[0] + lines[1] + b" , ,\r\n" + lines[2]).rows] == [2, 4]


def test_cells_without_a_column_are_kept_and_told() -> None:
    lines = as_csv([a_row()]).splitlines()
    table = a_table(b"\r\n".join([lines[0], lines[1] + b",surplus", b"only,two"]))
    assert table.rows[0][1]["column 9"] == "surplus"
    assert table.rows[1][1] == {**dict.fromkeys(NEEDED, ""), "事项名称": "only", "编码": "two"}
    assert [(each.row, each.reason) for each in table.findings] == [(2, "more cells than columns"), (3, "fewer cells than columns")]


def test_an_xlsx_reads_as_its_csv_does() -> None:
    rows = [a_row(), a_row(name="第二\n行", parent="")]
    assert a_table(as_xlsx(rows)).rows == a_table(as_csv(rows)).rows


def test_a_sheet_is_chosen_by_the_mapping() -> None:
    book = load_workbook(io.BytesIO(as_xlsx([a_row()], title="清单")))
    book.create_sheet("封面", 0)
    written = io.BytesIO()
    book.save(written)
    assert a_table(written.getvalue(), sheet="清单").rows == ((2, a_row()),)
    fault = items.read_table("list.xlsx", written.getvalue(), needed=NEEDED, sheet="附件")
    assert isinstance(fault, Fault) and "附件" in fault.problem and "封面, 清单" in fault.problem


def test_numbers_and_dates_are_text_and_what_a_spreadsheet_lost_is_told() -> None:
    row = {**a_row(), "类型": 1, "区划": 999999000000.0, "主项": date(2026, 9, 1), "编码": 2222222222222222222, "类型名称": True}
    table = a_table(as_xlsx([row]))
    read = table.rows[0][1]
    assert (read["类型"], read["区划"], read["主项"], read["类型名称"]) == ("1", "999999000000", "2026-09-01T00:00:00", "True")
    assert [each.reason for each in table.findings] == ["number of more than 15 digits, the spreadsheet has lost some"]


def test_a_formula_is_not_computed() -> None:
    table = a_table(as_xlsx([{**a_row(), "事项名称": '=HYPERLINK("http://example.org","示例")'}]))
    assert table.rows[0][1]["事项名称"] == ""
    assert [(each.row, each.column, each.reason) for each in table.findings] == [(2, "A", "formula")]


def _zip(**files: bytes) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return written.getvalue()


def _book_without_rows() -> bytes:
    written = io.BytesIO()
    Workbook().save(written)
    return written.getvalue()


WRONG_FILES = {
    "empty": (b"", "empty"),
    "blank": (b" \r\n\r\n", "empty"),
    "only a mark": (b"\xef\xbb\xbf", "empty"),
    "an image": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "neither"),
    "old Excel": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Excel"),
    "a PDF": (b"%PDF-1.7\n1 0 obj", "columns are missing"),
    "a web page": ("<html><table><tr><td>事项名称</td></tr></table></html>".encode(), "columns are missing"),
    "bytes": (b"a,\xff\xff\xff\n", "neither UTF-8 nor GB18030"),
    "a broken archive": (b"PK\x03\x04 and nothing more", "no XLSX"),
    "another archive": (_zip(readme=b"hello"), "no XLSX"),
    "a cut spreadsheet": (as_xlsx([a_row()])[:3000], "no XLSX"),
    "a book without rows": (_book_without_rows(), "columns are missing"),
    "only a header": (as_csv([]), "no row below"),
    "missing columns": ("事项名称,编码\n示例,1\n".encode(), "类型, 类型名称, 实施主体"),
    "a column twice": (as_csv([a_row()]).replace("主项".encode(), "编码".encode()), "columns are missing: 主项"),
    "an open quote": (as_csv([a_row()]) + b'"never closed', "cannot be read as CSV"),
}


@pytest.mark.parametrize("case", WRONG_FILES)
def test_a_file_that_is_no_list_is_one_clear_fault(case: str) -> None:
    content, words = WRONG_FILES[case]
    fault = items.read_table("list.csv", content, needed=NEEDED)
    assert isinstance(fault, Fault)
    assert words in fault.problem
    assert fault.remedy
    assert str(fault).startswith("list.csv:")


def test_two_columns_of_one_name_are_refused() -> None:
    fault = items.read_table("list.csv", b"a,b,a\n1,2,3\n", needed=["a", "b"])
    assert isinstance(fault, Fault) and "two columns are called a" in fault.problem


def test_a_bomb_is_not_unpacked() -> None:
    fault = items.read_table("list.xlsx", _zip(**{f"part{number}": bytes(90_000_000) for number in range(5)}), needed=NEEDED)
    assert isinstance(fault, Fault) and "unpacks to more" in fault.problem


def test_the_mappings_that_come_with_the_program_are_sound() -> None:
    guangan, national = (a_mapping(path.read_text("utf-8")) for path in (lists.GUANGAN, lists.NATIONAL))
    assert len({office.name for office in guangan.offices.values()}) == 34
    assert sum(len(office.codes) for office in {id(each): each for each in guangan.offices.values()}.values()) == 39
    assert national.item_code is not None
    parts = national.item_code.fullmatch("12440100741854396C3442014055017")
    assert parts is not None and parts["organ"] == "12440100741854396C" and parts["level"] == "3"


WRONG_MAPPINGS = {
    "an unknown key": ("source: example", "origin: x\nsource: example", "origin"),
    "an unknown field": ("  name: 事项名称", "  title: 事项名称", "title"),
    "no columns": ("columns:", "columns: {}\nspalten:", "columns"),
    "an unknown word": ('"01": permit', '"01": licence', "licence"),
    "a number for a code": (f'codes: ["{ORGAN}", "{ORGAN}_12"]', "codes: [083372204]", "string"),
    "a broken pattern": ("(?P<organ>.+)", "(?P<organ>.+", "no regular expression"),
    "no organ": ("?P<organ>", "?P<body>", "`organ`"),
    "codes not explained": ("  area: 区划", "  area: 区划\n  fee: 收费", "`fee` holds codes"),
    "no unit": ("  area: 区划", "  area: 区划\n  promised: 承诺", "needs its unit"),
    "two departments of one name": ("示例水务局", "示例建委", "two departments"),
}


@pytest.mark.parametrize("case", WRONG_MAPPINGS)
def test_a_broken_mapping_names_the_place(case: str) -> None:
    before, after, words = WRONG_MAPPINGS[case]
    assert before in lists.MAPPING
    document = yaml.read("example.yaml", lists.MAPPING.replace(before, after, 1).encode())
    assert isinstance(document, yaml.Document)
    faults = items.read_mapping(document)
    assert isinstance(faults, tuple)
    assert any(words in str(fault) for fault in faults)
    assert all(fault.file == "example.yaml" and fault.line >= 1 for fault in faults)
