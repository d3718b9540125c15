"""Lists of a department's stock and scans of its papers, as its clerks see them."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.channels.desk.pages import words
from tests.kernel.contents import png
from tests.licences.stocks import a_row, as_csv, ingest
from tongban.channels.web.desk.stock_words import FAULTS
from tongban.identity.terms import SYSTEM
from tongban.kernel import clock
from tongban.licences import actions, models, queries, terms
from tongban.licences.terms import Fault, ScannedLine

if TYPE_CHECKING:
    from django.test import Client

MAPPING = """
source: minzheng-archive
name: 民政局存量（示例）
format: csv
type: BL
holder: {name: 企业名称, code: 信用代码, code_type: "001"}
number: 证书编号
issued_on: 发证日期
fields: {}
optional: []
"""


@pytest.fixture
def issuer(browser) -> Client:
    return browser("minzheng")


@pytest.fixture
def mapping(town: None) -> str:
    """Every field of the type from the same column, whatever it is."""
    fields = "".join(f"  {key}: {{column: 等级, as: text}}\n" for key in queries.licence_type("BL").fields)
    return MAPPING.replace("fields: {}\n", f"fields:\n{fields}")


@pytest.fixture
def stock(mapping: str) -> terms.Ingestion:
    rows = [a_row(1, 等级="500"), a_row(2, 等级="500", 发证日期="去年"), a_row(3, 等级="500", 信用代码="91999999MA00000000")]
    return ingest(as_csv(rows), mapping)


def url(name: str, *arguments: object) -> str:
    return reverse(f"desk:{name}", args=arguments)


def test_every_fault_has_words() -> None:
    assert set(FAULTS) == set(Fault)


def test_a_department_sees_its_lists_and_every_row_that_was_not_taken(issuer: Client, stock: terms.Ingestion) -> None:
    assert url("stock", stock.id) in issuer.get(url("stocks")).content.decode()
    page = words(issuer.get(url("stock", stock.id)))
    assert "不是日期，或没有这一天" in page and "持证人的证件号码不对" in page
    assert "91999999MA00000000" not in page and "9199**********0000" in page
    assert "没有。" in words(issuer.get(url("stock", stock.id), {"show": "flagged"}))
    assert "去年" not in words(issuer.get(url("stock", stock.id), {"after": "3"}))
    assert issuer.get(url("stock", stock.id), {"after": "x"}).status_code == 200


def test_the_whole_report_is_a_table(issuer: Client, stock: terms.Ingestion) -> None:
    answer = issuer.get(url("stock-report", stock.id))
    lines = b"".join(answer.streaming_content).decode().splitlines()
    assert lines[0] == "\ufeff行号,列,值（已遮盖）,原因,处理结果"
    assert lines[2] == "4,信用代码,9199**********0000,持证人的证件号码不对,未入库"


def test_another_department_does_not_find_them(browser, stock: terms.Ingestion) -> None:
    other = browser("window")
    assert str(stock.id) not in other.get(url("stocks")).content.decode()
    for name in ("stock", "stock-report"):
        assert other.get(url(name, stock.id)).status_code == 404
    assert other.get(url("stock", uuid.uuid4())).status_code == 404


@pytest.mark.parametrize("name", ["stocks", "scans"])
def test_only_staff_come_here(citizen: Client, name: str) -> None:
    assert citizen.get(url(name)).status_code == 403


def scanned(issuer: Client, content: bytes | None = None) -> Any:
    file = SimpleUploadedFile("scan.png", png() if content is None else content, "image/png")
    return issuer.post(url("scans"), {"type": "BL", "picture": file})


@pytest.fixture
def read(issuer: Client) -> models.Scan:
    """A scan that a reader has read."""
    scanned(issuer)
    row = models.Scan.objects.get()
    row.keep([ScannedLine("编号：纸0007", 0, 0, 100, 20, 0.99), ScannedLine("发证日期：2020年1月5日", 0, 40, 100, 60, 0.6)])
    row.state = terms.ScanState.OPEN.value
    row.save()
    return row


def typed(**changes: str) -> dict[str, str]:
    data = {
        "holder_kind": "organisation",
        "holder_name": a_row(1)["企业名称"],
        "holder_code": a_row(1)["信用代码"],
        "number": "纸0007",
        "issued_on": "2020-01-05",
        "valid_from": "2020-01-05",
        "valid_until": "",
        "compared": "yes",
    }
    return data | {f"form.{key}": "500" for key in queries.licence_type("BL").fields} | changes


def test_a_picture_waits_to_be_read_and_the_page_asks_again(issuer: Client) -> None:
    answer = scanned(issuer)
    scan = models.Scan.objects.get()
    assert answer.headers["Location"] == url("scan", scan.pk)
    assert url("scan-state", scan.pk) in issuer.get(url("scan", scan.pk)).content.decode()
    assert issuer.get(url("scan-state", scan.pk)).status_code == 204
    assert "自己填" in words(issuer.get(url("scan", scan.pk)))
    assert 'name="number"' in issuer.get(url("scan", scan.pk), {"type": "1"}).content.decode(), "nobody has to wait"
    assert issuer.get(url("scan-picture", scan.pk)).content == png()
    assert url("scan", scan.pk) in issuer.get(url("scans")).content.decode()


def test_what_was_read_stands_in_the_fields_and_what_is_unsure_is_named(issuer: Client, read: models.Scan) -> None:
    assert issuer.get(url("scan-state", read.pk)).headers["HX-Refresh"] == "true"
    page = issuer.get(url("scan", read.pk)).content.decode()
    assert 'value="纸0007"' in page and 'value="2020-01-05"' in page
    assert "请多看一眼：发证日期" in words(issuer.get(url("scan", read.pk))).replace(" ", "")


def test_a_clerk_confirms_and_the_licence_is_in_the_library(issuer: Client, read: models.Scan) -> None:
    answer = issuer.post(url("scan", read.pk), typed())
    assert answer.status_code == 302, words(answer)
    licence = models.Licence.objects.get(number="纸0007")
    assert answer.headers["Location"] == url("record", licence.pk)
    assert licence.source == "scan"
    assert issuer.get(url("scan", read.pk)).headers["Location"] == url("record", licence.pk)
    assert issuer.post(url("scan", read.pk), typed(number="纸0008")).status_code == 302
    assert not models.Licence.objects.filter(number="纸0008").exists()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"compared": ""}, "逐项与原件核对"),
        ({"number": ""}, "请填写：证照编号"),
        ({"issued_on": "昨天"}, "请写成年-月-日"),
        ({"holder_code": "91999999MA00000000"}, "校验"),
        ({"valid_until": "2019-01-01"}, "止日早于起日"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(issuer: Client, read: models.Scan, changes: dict, said: str) -> None:
    answer = issuer.post(url("scan", read.pk), typed(**{"holder_name": "示例甲公司"} | changes))
    assert answer.status_code == 422
    assert said in words(answer)
    assert 'value="示例甲公司"' in answer.content.decode()
    assert not models.Licence.objects.filter(number="纸0007").exists()


def test_a_scan_can_be_put_away(issuer: Client, read: models.Scan) -> None:
    assert issuer.post(url("scan-discard", read.pk)).headers["Location"] == url("scans")
    assert str(read.pk) not in issuer.get(url("scans")).content.decode()
    assert issuer.get(url("scan-discard", read.pk)).status_code == 405
    for name in ("scan", "scan-picture", "scan-state"):
        answer = issuer.get(url(name, read.pk))
        assert answer.status_code == 410 and "这张扫描件已经放弃" in words(answer)


@pytest.mark.parametrize(("content", "status"), [(b"hello", 415), (b"", 422)])
def test_what_is_no_picture_is_refused_in_words(issuer: Client, content: bytes, status: int) -> None:
    answer = scanned(issuer, content)
    assert answer.status_code in (status, 400, 415, 422)
    assert not models.Scan.objects.exists()
    assert "请" in words(answer)


def test_without_a_file_or_of_another_department_nothing_is_scanned(issuer: Client, browser) -> None:
    assert issuer.post(url("scans"), {"type": "BL"}).status_code == 422
    assert scanned(browser("window")).status_code == 403
    scan_id = actions.take_scan(type_code="BL", content=png(3, 3), name="a.png", by=SYSTEM, at=clock.now())
    for name in ("scan", "scan-picture", "scan-state"):
        assert browser("window").get(url(name, scan_id)).status_code == 404
