"""manage.py ingest: sums up, reports by row, goes on after a break; and real processes that are killed in the middle leave nothing half."""

import csv
import os
import signal
import subprocess
import sys
import time
from io import StringIO
from pathlib import Path
from urllib.parse import quote

import pypdf
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from tests.licences.factories import make_departments, make_licence_type
from tests.licences.stocks import HEADER, MAPPING, a_row, an_identifier, as_csv
from tongban.identity.terms import SYSTEM
from tongban.licences import models, queries
from tongban.licences.terms import IngestionState, Taken

PATIENCE = 150


@pytest.fixture
def kind(db: None) -> None:
    make_departments()
    queries.forget_types()
    make_licence_type()


@pytest.fixture
def mapping(tmp_path: Path) -> Path:
    file = tmp_path / "stock.yaml"
    file.write_text(MAPPING, "utf-8")
    return file


def kept(folder: Path, content: bytes, name: str = "stock.csv") -> Path:
    file = folder / name
    file.write_bytes(content)
    return file


def run(*arguments: object) -> list[str]:
    told = StringIO()
    call_command("ingest", *map(str, arguments), "--processes", "1", stdout=told, stderr=StringIO())
    return told.getvalue().splitlines()


def test_it_takes_in_what_it_can_and_sums_up(kind, tmp_path: Path, mapping: Path) -> None:
    rows = [a_row(1), a_row(2, 等级="九级"), a_row(3), a_row(3), a_row(4, 证照标识=an_identifier("1")[:-1] + "?")]
    report = tmp_path / "report.csv"
    told = run(kept(tmp_path, as_csv(rows)), "--mapping", mapping, "--report", report)
    assert told == [
        "         1  等级: unknown_code (rejected)",
        "         1  证照标识: identifier_shape (rejected)",
        "  5 rows: 2 taken in, 1 there already, 2 rejected; 0 with something to look at",
    ]
    lines = list(csv.DictReader(StringIO(report.read_text("utf-8-sig"))))
    assert [(each["row"], each["column"], each["reason"], each["rejected"]) for each in lines] == [
        ("3", "等级", "unknown_code", "yes"),
        ("6", "证照标识", "identifier_shape", "yes"),
    ]


def test_the_same_list_again_says_so_whatever_it_is_called(kind, tmp_path: Path, mapping: Path) -> None:
    content = as_csv([a_row(1)])
    run(kept(tmp_path, content), "--mapping", mapping)
    told = run(kept(tmp_path, content, "other.csv"), "--mapping", mapping)
    assert told[0].startswith("stock.csv was taken in on ") and told[0].endswith("nothing changes.")
    assert models.Licence.objects.count() == 1


@pytest.mark.parametrize("where", ["", "elsewhere"])
def test_files_that_a_list_names_lie_beside_it_wherever_the_command_runs(kind, tmp_path, mapping, monkeypatch, where: str) -> None:
    """The path of the list is the caller's; a path in the list is the list's."""
    archive, here = tmp_path / "archive", tmp_path / where
    (archive / "scans").mkdir(parents=True)
    here.mkdir(exist_ok=True)
    blank = pypdf.PdfWriter()
    blank.add_blank_page(100, 100)
    blank.write(archive / "scans" / "1.pdf")
    mapping.write_text(MAPPING + "document: 文件\n", "utf-8")
    rows = [{**a_row(serial), "文件": f"scans/{serial}.pdf"} for serial in (1, 2)]
    kept(archive, as_csv(rows, header=[*HEADER, "文件"]))
    monkeypatch.chdir(here)
    told = run(os.path.relpath(archive / "stock.csv"), "--mapping", mapping)
    assert told == [
        "         1  row: no_document (rejected)",
        "         1  row: no_seal (taken in all the same)",
        "  2 rows: 1 taken in, 0 there already, 1 rejected; 1 with something to look at",
    ]


def test_versions_are_linked_before_the_list_is_finished(kind, tmp_path: Path, mapping: Path) -> None:
    mapping.write_text(MAPPING + "version: 版本\nreplaces: 原证\n", "utf-8")
    new = {**a_row(1, 发证日期="2025-03-01"), "版本": "2", "原证": a_row(1)["证书编号"]}
    lost = {**a_row(2), "版本": "", "原证": "没有"}
    rows = [new, {**a_row(1), "版本": "", "原证": ""}, lost]
    told = run(kept(tmp_path, as_csv(rows, header=[*HEADER, "版本", "原证"])), "--mapping", mapping, "--part-rows", 1)
    assert told == [
        "         1  row: no_predecessor (taken in all the same)",
        "  3 rows: 3 taken in, 0 there already, 0 rejected; 1 with something to look at",
    ]
    assert dict(models.Licence.objects.filter(number=new["证书编号"]).values_list("version", "state")) == {1: "superseded", 2: "valid"}


def test_other_encodings_come_in_and_what_is_none_is_told(kind, tmp_path: Path, mapping: Path) -> None:
    mapping.write_text(MAPPING + "encoding: gb18030\n", "utf-8")
    told = run(kept(tmp_path, as_csv([a_row(1)], encoding="gb18030") + b"\xff\xff,\n"), "--mapping", mapping)
    assert told == [
        "         1  row: encoding (rejected)",
        "  2 rows: 1 taken in, 0 there already, 1 rejected; 0 with something to look at",
    ]


def test_a_line_of_a_hundred_megabytes_among_others(kind, tmp_path: Path, mapping: Path) -> None:
    file = kept(tmp_path, as_csv([a_row(1)]))
    with file.open("ab") as more:
        more.write(b"x" * 100_000_000 + b"\n")
        more.write(as_csv([a_row(2)]).split(b"\r\n", 1)[1])
    told = run(file, "--mapping", mapping)
    assert told == [
        "         1  row: too_long (rejected)",
        "  3 rows: 2 taken in, 0 there already, 1 rejected; 0 with something to look at",
    ]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("stock.csv", b"", "no header"),
        ("stock.csv", b"x" * 2_000_000, "no header"),
        ("stock.csv", b"a,b\n1,2\n", "has no column"),
        ("stock.csv", "信用代码,".encode() + as_csv([a_row()]), "more than one column"),
        ("stock.csv", b"\xff\xff\n1\n", "header cannot be read"),
        ("stock.xml", b"", "neither a folder"),
    ],
)
def test_a_list_that_nobody_can_read_is_refused_and_nothing_is_taken_in(kind, tmp_path, mapping, name, content, said) -> None:
    with pytest.raises(CommandError, match=said), transaction.atomic():
        run(kept(tmp_path, content, name), "--mapping", mapping)
    assert not models.Licence.objects.exists()


def test_a_faulty_mapping_is_told(kind, tmp_path: Path, mapping: Path) -> None:
    mapping.write_text("source: x", "utf-8")
    with pytest.raises(CommandError, match="Nothing was taken in"), transaction.atomic():
        run(kept(tmp_path, as_csv([a_row()])), "--mapping", mapping)
    with pytest.raises(CommandError, match="no such file"):
        run(tmp_path / "none.csv", "--mapping", mapping)


def test_the_example_in_the_cities_folder_can_be_read(kind, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="has no column"), transaction.atomic():
        run(kept(tmp_path, as_csv([a_row()])), "--mapping", settings.ROOT / "cities" / "import" / "stock.yaml")


def database_url() -> str:
    told = connection.settings_dict
    password = f":{quote(told['PASSWORD'])}" if told["PASSWORD"] else ""
    port = f"&port={told['PORT']}" if told["PORT"] else ""
    return f"postgres://{quote(told['USER'])}{password}@/{told['NAME']}?host={quote(told['HOST'], safe='')}{port}"


def started(*arguments: object) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "DATABASE_URL": database_url(), "DJANGO_SETTINGS_MODULE": "config.settings"}
    command = [sys.executable, "manage.py", "ingest", *map(str, arguments)]
    return subprocess.Popen(
        command, cwd=settings.ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True
    )


def until(holds) -> None:
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, "it did not come to that"
        time.sleep(0.02)


def nobody_else_is_connected() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()")
        return cursor.fetchone() == (0,)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("processes", [1, 2])
def test_killed_in_the_middle_it_goes_on_and_comes_to_the_same(tmp_path: Path, mapping: Path, processes: int) -> None:
    make_departments()
    queries.forget_types()
    make_licence_type()
    rows = 20_000
    bad = as_csv([a_row(rows + 1, 等级="九级")]).split(b"\r\n", 1)[1]
    file = kept(tmp_path, as_csv([a_row(serial) for serial in range(1, rows + 1)]) + bad)
    how = (file, "--mapping", mapping, "--processes", processes, "--part-rows", 1000)
    with started(*how) as begun:
        until(lambda: models.IngestionPart.objects.exists() or begun.poll() is not None)
        assert begun.poll() is None, begun.communicate()[0].decode()
        begun.send_signal(signal.SIGKILL)
        begun.wait(PATIENCE)
    until(nobody_else_is_connected)  # those it had started are gone as well
    done = models.IngestionPart.objects.count()
    ingestion = queries.ingestions(by=SYSTEM)[0]
    assert 0 < done < 21, "it was killed in the middle"
    assert ingestion.state is IngestionState.RUNNING
    assert models.Licence.objects.count() == ingestion.counts.taken, "no part is there by half"
    with started(*how) as again:
        told = again.communicate(timeout=PATIENCE)[0].decode()
    assert again.returncode == 0, told
    assert f"Going on: {done} parts" in told
    assert queries.ingestions(by=SYSTEM)[0].counts == Taken(rows=rows + 1, taken=rows, rejected=1)
    assert models.Licence.objects.count() == rows
    assert len(set(models.Licence.objects.values_list("number", flat=True))) == rows
    row = models.Licence.objects.order_by("-number")[0]
    assert row.is_intact(row.opened())
