"""manage.py import_items: tells row by row what is dirty, sums up, and imports nothing where something stops it."""

import csv
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.catalog.lists import MAPPING, a_row, as_csv, as_xlsx, item_code
from tongban.catalog import queries
from tongban.catalog.terms import ServiceState

pytestmark = pytest.mark.django_db
ROWS = [a_row(), a_row(name="许可(县级）", code=item_code("00877868-5"), parent="未分类")]


@pytest.fixture
def mapping(tmp_path: Path) -> Path:
    file = tmp_path / "example.yaml"
    file.write_text(MAPPING, "utf-8")
    return file


def kept(folder: Path, content: bytes, name: str = "list.csv") -> Path:
    file = folder / name
    file.write_bytes(content)
    return file


def run(*arguments: object) -> str:
    told = StringIO()
    call_command("import_items", *map(str, arguments), stdout=told)
    return told.getvalue()


@pytest.mark.parametrize(("name", "content"), [("list.csv", as_csv(ROWS, encoding="gb18030")), ("list.xlsx", as_xlsx(ROWS))])
def test_it_tells_every_dirty_value_by_row_and_sums_up(tmp_path: Path, mapping: Path, name: str, content: bytes) -> None:
    told = run(kept(tmp_path, content, name), "--mapping", mapping).splitlines()
    code = item_code("00877868-5")
    assert sorted(told[:3]) == sorted(
        [
            f"{name}:3: 编码: item code: hyphenated organisation code: {code!r}. Kept: {code}.",
            f"{name}:3: 主项: placeholder: '未分类'. Left empty.",
            f"{name}:3: 事项名称: full and half width mixed: '许可(县级）'. Kept: 许可（县级）.",
        ]
    )
    assert "       1  编码: item code: hyphenated organisation code" in told
    assert told[-1].startswith("  2 rows: 2 new guides, 0 changed, 0 unchanged, 0 repeated, 0 in conflict")
    assert told[-1].endswith("3 values reported")
    assert queries.guide(code)[1] is ServiceState.GUIDE_ONLY


def test_the_report_can_be_a_table(tmp_path: Path, mapping: Path) -> None:
    report = tmp_path / "report.csv"
    told = run(kept(tmp_path, as_csv(ROWS)), "--mapping", mapping, "--report", report)
    assert "list.csv:3" not in told
    rows = list(csv.DictReader(StringIO(report.read_text("utf-8-sig"))))
    assert len(rows) == 3
    assert {"row": "3", "column": "主项", "value": "未分类", "reason": "placeholder", "kept": ""} in rows


def test_again_it_changes_nothing(tmp_path: Path, mapping: Path) -> None:
    file = kept(tmp_path, as_csv(ROWS))
    run(file, "--mapping", mapping)
    assert "0 new guides, 0 changed, 2 unchanged" in run(file, "--mapping", mapping)


def test_an_unknown_code_names_row_and_line(tmp_path: Path, mapping: Path) -> None:
    with pytest.raises(CommandError) as refused:
        run(kept(tmp_path, as_csv([*ROWS, a_row(type="16")])), "--mapping", mapping)
    told = str(refused.value)
    assert told.startswith("Nothing was imported:\n  list.csv:4: 类型: ")
    assert '"16": …' in told and "example.yaml, line " in told


def test_files_that_are_not_there_are_named(tmp_path: Path, mapping: Path) -> None:
    with pytest.raises(CommandError, match=r"nowhere\.csv cannot be read"):
        run(tmp_path / "nowhere.csv", "--mapping", mapping)
    with pytest.raises(CommandError, match=r"nowhere\.yaml cannot be read"):
        run(kept(tmp_path, as_csv(ROWS)), "--mapping", tmp_path / "nowhere.yaml")
    with pytest.raises(CommandError, match="cannot be read"):
        run(tmp_path, "--mapping", mapping)


def test_a_report_that_cannot_be_written_is_told_after_the_import(tmp_path: Path, mapping: Path) -> None:
    with pytest.raises(CommandError, match="was imported, but the report cannot be written"):
        run(kept(tmp_path, as_csv(ROWS)), "--mapping", mapping, "--report", tmp_path / "no" / "report.csv")
