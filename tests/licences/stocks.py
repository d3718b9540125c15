"""Lists of a department's stock, as tests need them. Nobody in them is real: area code 999999 was never assigned."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Sequence
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

from tests.identity.factories import a_code
from tests.licences.factories import NOON
from tongban.identity.terms import SYSTEM
from tongban.kernel import identifiers, lists
from tongban.licences import actions, queries, rules, terms

NATIONAL = "11100000000013338W011"  # of the type QC
ISSUER = "11999999MB0000019T"  # jianwei
MAPPING = """
source: jianwei-archive
name: 建委资质存量（示例）
format: csv
type: QC
holder: {name: 企业名称, code: 信用代码, code_type: "001"}
number: 证书编号
identifier: 证照标识
issued_on: 发证日期
valid_from: 有效期起
valid_until: 有效期止
state: {column: 状态, codes: {有效: valid, 注销: cancelled}}
fields:
  company_name: 企业名称
  grade: {column: 等级, codes: {二级: second}}
"""
HEADER = ("企业名称", "信用代码", "证书编号", "证照标识", "发证日期", "有效期起", "有效期止", "状态", "等级")


def a_row(serial: int = 1, **changes: str) -> dict[str, str]:
    row = {
        "企业名称": f"榕城示例建设工程{serial}有限公司",
        "信用代码": a_code(serial),
        "证书编号": f"D23599{serial:05d}",
        "证照标识": "",
        "发证日期": "2024-03-01",
        "有效期起": "2024-03-01",
        "有效期止": "2029-02-28",
        "状态": "有效",
        "等级": "二级",
    }
    return row | changes


def an_identifier(serial: str, *, version: int = 1, check: str = "") -> str:
    made = rules.identifier(type_code=NATIONAL, issuer=ISSUER, serial=serial, version=version)
    return made[:-1] + (check or made[-1])


def as_csv(rows: list[dict[str, str]], *, encoding: str = "utf-8", header: Sequence[str] = HEADER) -> bytes:
    file = StringIO()
    writer = csv.DictWriter(file, header)
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue().encode(encoding)


def as_json_lines(rows: list[dict[str, Any]]) -> bytes:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def begun(content: bytes, mapping: str = MAPPING, *, part_rows: int = 3) -> terms.Ingestion:
    header = content.split(b"\r\n")[0] if "format: csv" in mapping else b""
    return actions.begin_ingestion(
        mapping_name="stock.yaml",
        mapping=mapping.encode(),
        file_name="stock.csv",
        file_digest=hashlib.sha256(content).hexdigest(),
        header=header,
        part_rows=part_rows,
        by=SYSTEM,
        at=NOON,
    )


def parts(content: bytes, *, quoted: bool = True, rows: int = 3) -> list[lists.Part]:
    cuts = lists.cut(BytesIO(content), quoted=quoted)
    if quoted:
        next(cuts)
    return list(lists.in_parts(cuts, rows=rows))


def ingest(content: bytes, mapping: str = MAPPING, *, folder: Path | None = None) -> terms.Ingestion:
    """The whole list, as the command does it."""
    ingestion = begun(content, mapping)
    found = parts(content, quoted="format: csv" in mapping)
    for part in found:
        if part.place not in ingestion.parts:
            actions.ingest_part(ingestion_id=ingestion.id, part=part, folder=folder, by=SYSTEM, at=NOON)
    while actions.link_versions(ingestion_id=ingestion.id, limit=2, by=SYSTEM, at=NOON):
        pass
    return actions.finish_ingestion(ingestion_id=ingestion.id, by=SYSTEM, at=NOON)


def told(ingestion: terms.Ingestion) -> list[tuple[int, str, str]]:
    return [(each.row, each.column, each.fault.value) for each in queries.all_findings(ingestion.id, by=SYSTEM)]


def a_number(serial: int) -> str:
    body = f"99999919900101{serial % 1000:03d}"
    total = sum(int(digit) * weight for digit, weight in zip(body, identifiers.IDENTITY_WEIGHTS, strict=True))
    return body + identifiers.IDENTITY_CHECKS[total % 11]
