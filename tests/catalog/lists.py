"""Lists of items for tests, CSV and XLSX, and the mapping of their source. The organs are nobody's: area 999999."""

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Any

from openpyxl import Workbook

from tests.house import source as house
from tongban.catalog.rules import items
from tongban.kernel import identifiers, yaml

REAL = house.ROOT.parent / "shared" / "data" / "cn_service_items_guangan" / "items.csv"  # beside a checkout, where somebody has it
GUANGAN = house.ROOT / "cities" / "import" / "guangan.yaml"
NATIONAL = house.ROOT / "cities" / "import" / "national.yaml"
ORGAN = "11999999MB0000019T"
HEADER = ("事项名称", "编码", "类型", "类型名称", "实施主体", "主体编码", "主项", "区划")
MAPPING = f"""
source: example
name: 示例事项清单
columns:
  name: 事项名称
  code: 编码
  type: 类型
  type_name: 类型名称
  department: 实施主体
  department_code: 主体编码
  parent: 主项
  area: 区划
missing:
  any: [无, "-"]
  主项: [未分类]
item_code: '(?P<basic>[0-9A-Z]{{4,}})-(?P<area>\\d{{12}})-(?P<organ>.+)-\\d\\d'
codes:
  type: {{"01": permit, "07": confirm, "20": public-service}}
type_names: {{"01": 行政许可}}
departments:
  - {{name: 示例建设局, spellings: [示例建委], codes: ["{ORGAN}", "{ORGAN}_12"], department: jianwei}}
  - {{name: 示例水务局, codes: ["11999999MB0000027M"]}}
"""


def a_row(**changes: str) -> dict[str, str]:
    """One clean row; the keys of `changes` are our fields."""
    fields = dict(zip(("name", "code", "type", "type_name", "department", "department_code", "parent", "area"), HEADER, strict=True))
    clean = ("建设工程示例许可", f"511Z0001-999999000000-{ORGAN}-00", "01", "行政许可", "示例建设局", ORGAN, "", "999999000000")
    return {**dict(zip(HEADER, clean, strict=True)), **{fields[name]: value for name, value in changes.items()}}


def item_code(organ: str = ORGAN, *, basic: str = "511Z0001", area: str = "999999000000") -> str:
    return f"{basic}-{area}-{organ}-00"


def as_csv(rows: Iterable[Mapping[str, str]], *, encoding: str = "utf-8", delimiter: str = ",", header: tuple[str, ...] = HEADER) -> bytes:
    written = io.StringIO()
    table = csv.DictWriter(written, header, delimiter=delimiter)
    table.writeheader()
    table.writerows(rows)
    return written.getvalue().encode(encoding)


def as_xlsx(rows: Iterable[Mapping[str, Any]], *, title: str = "清单", header: tuple[str, ...] = HEADER) -> bytes:
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = title
    page.append(list(header))
    for row in rows:
        page.append([row[name] for name in header])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def a_mapping(text: str = MAPPING) -> items.ListMapping:
    document = yaml.read("example.yaml", text.encode())
    assert isinstance(document, yaml.Document)
    read = items.read_mapping(document)
    assert isinstance(read, items.ListMapping), read
    return read


def a_table(content: bytes, *, needed: Iterable[str] = HEADER, sheet: str = "") -> items.Table:
    read = items.read_table("list.csv", content, needed=tuple(needed), sheet=sheet)
    assert isinstance(read, items.Table), read
    return read


def is_uscc(code: str) -> bool:
    try:
        return bool(identifiers.uscc(code))
    except identifiers.InvalidIdentifier:
        return False
