"""Paper licences: read from a picture where there is a reader, compared by a clerk, and taken in once."""

import uuid
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.kernel.contents import png
from tests.kernel.programs import needs, told
from tests.licences.factories import NOON, a_clerk, a_person, a_type, make_licence, make_licence_type, refused
from tests.licences.stocks import a_number, a_row
from tongban.identity import queries as identity_queries
from tongban.identity.terms import PUBLIC, SYSTEM, HolderKind
from tongban.kernel import files
from tongban.kernel.identifiers import InvalidIdentifier
from tongban.kernel.models import FactRow, LedgerEntry
from tongban.kernel.models.reads import Read
from tongban.licences import actions, models, queries, rules, terms
from tongban.licences.ports import reading
from tongban.licences.terms import ScannedLine, ScanState

CLERK = a_clerk("jianwei/window")
PICTURE = png()
GIF = b"GIF89a" + bytes(20)
CODE = a_row(1)["信用代码"]


@pytest.fixture
def kind(city: None) -> terms.LicenceType:
    return make_licence_type()


@pytest.fixture
def picture(kind, tmp_path: Path) -> bytes:
    """The paper of a licence, photographed: our own document, printed and taken as a picture."""
    row = make_licence(kind=kind, number="D235999901", content={"company_name": "榕城示例建设工程有限公司", "grade": "second"})
    paper = tmp_path / "paper.pdf"
    paper.write_bytes(queries.document(row.id, by=SYSTEM, at=NOON, purpose="tests"))
    told("pdftoppm", "-r", "110", "-png", "-singlefile", paper, tmp_path / "paper")
    return (tmp_path / "paper.png").read_bytes()


def scanned(content: bytes | None = None, *, by=CLERK) -> uuid.UUID:
    return actions.take_scan(type_code="QC", content=content or PICTURE, name="scan.png", by=by, at=NOON)


def confirmed(**changes: Any) -> terms.Confirmed:
    spec: dict[str, Any] = {
        "holder_kind": HolderKind.ORGANISATION,
        "code_type": "001",
        "holder_code": CODE,
        "holder_name": "榕城示例建设工程1有限公司",
        "number": "纸0001",
        "issued_on": date(2020, 1, 1),
        "valid_from": date(2020, 1, 1),
        "valid_until": None,
        "content": {"company_name": "榕城示例建设工程1有限公司", "grade": "second"},
    }
    return terms.Confirmed(**{**spec, **changes})


def confirm(scan_id: uuid.UUID, *, by=CLERK, **changes: Any) -> terms.Licence:
    return actions.confirm_scan(scan_id=scan_id, confirmed=confirmed(**changes), by=by, at=NOON)


def without_a_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "reader", lambda: None)


def test_a_confirmed_scan_is_a_licence_from_a_scan(kind) -> None:
    scan_id = scanned()
    licence = confirm(scan_id)
    row = models.Licence.objects.get()
    assert (row.pk, row.source, row.number, row.version) == (licence.id, "scan", "纸0001", 1)
    assert row.is_intact(row.opened())
    assert row.holder_id == identity_queries.subject_of("001", CODE)
    assert models.Scan.objects.get().licence_id == row.pk
    assert [job.task_name for job in ProcrastinateJob.objects.order_by("id")] == ["licences.read_scan", "licences.make_document"]
    acts = list(LedgerEntry.objects.filter(act__contains="_scan").order_by("id").values_list("act", flat=True))
    assert acts == ["licences.take_scan", "licences.confirm_scan"]
    assert FactRow.objects.filter(name="licences.LicenceScanned").count() == 1


def test_the_same_picture_again_is_the_same_scan(kind) -> None:
    assert scanned() == scanned()
    assert ProcrastinateJob.objects.count() == 1
    actions.discard_scan(scan_id=scanned(), by=CLERK, at=NOON)
    assert models.Scan.objects.count() == 1
    scanned()
    assert models.Scan.objects.count() == 2, "what was put away may come again"


def test_without_a_reader_a_clerk_types(kind, monkeypatch: pytest.MonkeyPatch) -> None:
    without_a_reader(monkeypatch)
    scan_id = scanned()
    actions.read_scan(scan_id=scan_id, by=SYSTEM, at=NOON)
    scan = queries.scan(scan_id, by=CLERK, at=NOON)
    assert (scan.state, scan.read, dict(scan.suggested)) == (ScanState.OPEN, False, {})
    assert confirm(scan_id).number == "纸0001"


def test_a_picture_that_makes_the_reader_fail_is_typed_too(kind, monkeypatch: pytest.MonkeyPatch) -> None:
    class Failing:
        def lines(self, picture: bytes) -> tuple[ScannedLine, ...]:
            raise ValueError("no")

    monkeypatch.setattr(reading, "reader", Failing)
    scan_id = scanned()
    actions.read_scan(scan_id=scan_id, by=SYSTEM, at=NOON)
    assert queries.scan(scan_id, by=CLERK, at=NOON).state is ScanState.OPEN


@needs("pdftoppm")
def test_the_reader_reads_a_licence_and_suggests_its_fields(kind, picture: bytes) -> None:
    pytest.importorskip("rapidocr", reason="rapidocr is an extra: requirements/ocr.txt")
    scan_id = scanned(picture)
    actions.read_scan(scan_id=scan_id, by=SYSTEM, at=NOON)
    scan = queries.scan(scan_id, by=CLERK, at=NOON)
    said = {name: each.value for name, each in scan.suggested.items()}
    assert scan.read
    assert said["number"] == "D235999901"
    assert said["holder_code"] == "91999999MA0000000X"
    assert said["content.company_name"] == "榕城示例建设工程有限公司"
    assert said["content.grade"] == "second"
    assert said["valid_until"] == "2030-12-31"
    assert "榕城" not in str(models.Scan.objects.values_list("lines", flat=True)[0])
    note = Read.objects.get(question="licences.scan")
    assert "number" in note.fields and "D235999901" not in str(note.fields)


def line(text: str, left: int, top: int, width: int = 100, sure: float = 0.99) -> ScannedLine:
    return ScannedLine(text=text, left=left, top=top, right=left + width, bottom=top + 20, sure=sure)


@pytest.mark.parametrize(
    ("lines", "field", "value"),
    [
        ([line("编号：榕建资〔2020〕1号", 0, 0)], "number", "榕建资〔2020〕1号"),
        ([line("编 号", 0, 0), line("A-1", 120, 2)], "number", "A-1"),
        ([line("编号", 0, 0), line("A-1", 0, 25)], "number", "A-1"),
        ([line("发证日期 2020 年 1 月 5 日", 0, 0)], "issued_on", "2020-01-05"),
        ([line("有效期：2020年1月5日至2025年1月4日", 0, 0)], "valid_from", "2020-01-05"),
        ([line("有效期：2020年1月5日至2025年1月4日", 0, 0)], "valid_until", "2025-01-04"),
        ([line("统一社会信用代码：91999999MA0000000X", 0, 0)], "holder_code", "91999999MA0000000X"),
        ([line("身份证号 99999919900101001x", 0, 0)], "holder_code", "99999919900101001X"),
        ([line("资质等级：二级", 0, 0)], "content.grade", "second"),
        ([line("企业名称", 0, 0), line("资质等级", 0, 25)], "content.company_name", None),
        ([line("发证日期：某日", 0, 0)], "issued_on", None),
    ],
)
def test_what_stands_behind_a_label_is_suggested(lines: list[ScannedLine], field: str, value: str | None) -> None:
    found = rules.suggest(lines, a_type())
    assert (found[field].value if field in found else None) == value


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"holder_code": "91999999MA00000000"}, InvalidIdentifier),
        ({"holder_kind": HolderKind.PERSON, "code_type": "111", "holder_code": a_number(1)}, terms.WrongHolder),
        ({"content": {"grade": "second"}}, terms.InvalidContent),
        ({"valid_until": date(2019, 1, 1)}, terms.PeriodReversed),
    ],
)
def test_what_cannot_be_right_is_refused_and_nothing_is_taken_in(kind, changes: dict, refusal: type[Exception]) -> None:
    scan_id = scanned()
    with refused(refusal):
        confirm(scan_id, **changes)
    assert not models.Licence.objects.exists()
    assert models.Scan.objects.get().licence_id is None


def test_a_licence_that_is_there_is_not_taken_in_twice(kind) -> None:
    confirm(scanned())
    second = actions.take_scan(type_code="QC", content=png(3, 3), name="scan.png", by=CLERK, at=NOON)
    with refused(terms.LicenceThere):
        confirm(second)
    assert models.Licence.objects.count() == 1


def test_a_scan_leads_to_one_licence(kind) -> None:
    scan_id = scanned()
    confirm(scan_id)
    with refused(terms.ScanSettled):
        confirm(scan_id, number="纸0002")
    with refused(terms.ScanSettled):
        actions.discard_scan(scan_id=scan_id, by=CLERK, at=NOON)


def test_a_scan_that_was_put_away_is_out_of_reach(kind) -> None:
    """Its address leads nowhere any more: not to the picture, not to what was read from it."""
    scan_id = scanned()
    actions.read_scan(scan_id=scan_id, by=SYSTEM, at=NOON)
    actions.discard_scan(scan_id=scan_id, by=CLERK, at=NOON)
    for ask in (queries.scan, queries.scan_picture):
        with refused(terms.ScanDiscarded):
            ask(scan_id, by=CLERK, at=NOON)
    with refused(terms.UnknownScan) as told:
        queries.scan_picture(scan_id, by=a_clerk("shuiliju/window"), at=NOON)
    assert type(told.value) is terms.UnknownScan, "to others not even that there was one"


@pytest.mark.parametrize(("content", "refusal"), [(b"", files.Empty), (GIF, files.FileRefused), (b"%PDF-", files.FileRefused)])
def test_only_pictures_are_kept(kind, content: bytes, refusal: type[Exception]) -> None:
    with refused(refusal):
        actions.take_scan(type_code="QC", content=content, name="scan", by=CLERK, at=NOON)
    assert not models.Scan.objects.exists()


@pytest.mark.parametrize("by", [PUBLIC, a_person(), a_clerk("shuiliju/window")])
def test_only_the_department_of_the_type_scans_and_confirms(kind, by) -> None:
    with refused(terms.Denied):
        scanned(by=by)
    scan_id = scanned()
    with refused(terms.Denied):
        confirm(scan_id, by=by)
    with refused(terms.Denied):
        actions.discard_scan(scan_id=scan_id, by=by, at=NOON)
    with refused(terms.Denied):
        actions.read_scan(scan_id=scan_id, by=by, at=NOON)
    with refused(terms.UnknownScan):
        queries.scan(scan_id, by=by, at=NOON)
    with refused(terms.UnknownScan):
        queries.scan_picture(scan_id, by=by, at=NOON)
    assert queries.open_scans(by=by) == ()


def test_a_clerk_sees_what_waits_and_its_picture(kind) -> None:
    scan_id = scanned()
    assert [each.id for each in queries.open_scans(by=CLERK)] == [scan_id]
    assert queries.scan_picture(scan_id, by=CLERK, at=NOON) == (PICTURE, "image/png")
    with refused(terms.UnknownScan):
        confirm(uuid.uuid4())
