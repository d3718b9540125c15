"""The document judged by programs that are not ours: poppler, qpdf, pypdf, and whoever scans the code."""

import shutil
import subprocess
from io import BytesIO
from pathlib import Path

import pypdf
import pytest
import segno
from django.conf import settings

from tests.licences.factories import NOON, make_licence
from tongban.identity.terms import SYSTEM
from tongban.kernel import signing
from tongban.licences import queries, terms


def needs(*programs: str) -> pytest.MarkDecorator:
    missing = [program for program in programs if shutil.which(program) is None]
    return pytest.mark.skipif(bool(missing), reason=f"not installed: {', '.join(missing)}")


def told(*command: str | Path) -> str:
    ended = subprocess.run(command, capture_output=True, text=True, check=True)
    return ended.stdout


@pytest.fixture
def licence(city: None) -> terms.Licence:
    return make_licence(number="D235999901")


@pytest.fixture
def paper(licence: terms.Licence, tmp_path: Path) -> Path:
    file = tmp_path / "licence.pdf"
    file.write_bytes(queries.document(licence.id, by=SYSTEM, at=NOON, purpose="test"))
    return file


@needs("pdfsig")
def test_poppler_finds_the_signature_valid_and_whole(paper: Path) -> None:
    words = told("pdfsig", "-nocert", paper)
    assert "Signature Validation: Signature is Valid." in words
    assert "Total document signed" in words
    assert "榕城市示例建设委员会" in words
    assert "no legal effect" in words, "nobody takes development keys for a seal of office"


@needs("pdfsig", "certutil")
def test_poppler_trusts_it_with_the_citys_root(paper: Path, tmp_path: Path) -> None:
    store, root = tmp_path / "nss", tmp_path / "root.pem"
    store.mkdir()
    root.write_bytes(signing.ca_certificate())
    told("certutil", "-N", "-d", f"sql:{store}", "--empty-password")
    told("certutil", "-A", "-d", f"sql:{store}", "-n", "city", "-t", "CT,CT,CT", "-a", "-i", root)
    assert "Certificate Validation: Certificate is Trusted." in told("pdfsig", "-no-ocsp", "-nssdir", f"sql:{store}", paper)


@needs("pdfsig")
def test_poppler_finds_a_changed_byte(paper: Path) -> None:
    content = bytearray(paper.read_bytes())
    content[200] ^= 1
    paper.write_bytes(content)
    ended = subprocess.run(["pdfsig", "-nocert", paper], capture_output=True, text=True)
    assert "Signature is Valid" not in ended.stdout


@needs("qpdf")
def test_qpdf_finds_no_fault(paper: Path) -> None:
    assert "No syntax or stream encoding errors found" in told("qpdf", "--check", paper)


@needs("pdftotext")
def test_its_text_can_be_read(paper: Path, licence) -> None:
    words = told("pdftotext", "-layout", paper, "-")
    for text in (
        "建筑业企业资质证书",
        licence.number,
        licence.holder_name,
        "91999999MA0000000X",
        "二级",
        licence.identifier,
        "2030年12月31日",
    ):
        assert text in words
    assert "不具有法律效力" in words


def test_it_says_that_it_is_pdf_a(paper: Path) -> None:
    read = pypdf.PdfReader(BytesIO(paper.read_bytes()), strict=True)
    metadata = read.xmp_metadata
    assert metadata is not None
    assert (metadata.pdfaid_part, metadata.pdfaid_conformance) == ("3", "U")
    assert read.get_fields()["Signature"]["/FT"] == "/Sig"  # type: ignore[index]
    assert len(read.pages) == 1


PIXELS_PER_MM = 300 / 25.4


@needs("pdftoppm")
def test_the_code_leads_to_the_verification_page(paper: Path, licence) -> None:
    """What a camera sees: the modules of the code as printed are those of the address."""
    expected = segno.make_qr(f"{settings.PUBLIC_ADDRESS}/verify/{licence.identifier}", error="m").matrix
    dark = _dark_pixels(paper)
    top, left = min(y for y, _x in dark), min(x for _y, x in dark)
    side = (max(x for _y, x in dark) - left + 1) / len(expected)
    seen = [
        [int((round(top + (row + 0.5) * side), round(left + (column + 0.5) * side)) in dark) for column in range(len(expected))]
        for row in range(len(expected))
    ]
    assert seen == [list(row) for row in expected]


def _dark_pixels(paper: Path) -> set[tuple[int, int]]:
    """The black pixels of the lower left quarter, where nothing but the code is black."""
    x, y, width, height = (str(round(millimetres * PIXELS_PER_MM)) for millimetres in (20, 190, 45, 70))
    told(
        "pdftoppm",
        "-r",
        "300",
        "-gray",
        "-aa",
        "no",
        "-singlefile",
        "-x",
        x,
        "-y",
        y,
        "-W",
        width,
        "-H",
        height,
        paper,
        paper.with_suffix(""),
    )
    header, columns, rows, _depth, pixels = _pgm(paper.with_suffix(".pgm").read_bytes())
    assert header == b"P5"
    return {(place // columns, place % columns) for place in range(rows * columns) if pixels[place] < 40}


def _pgm(content: bytes) -> tuple[bytes, int, int, int, bytes]:
    header, columns, rows, depth, pixels = content.split(maxsplit=3)[:3] + content.split(maxsplit=3)[3].split(b"\n", 1)
    return header, int(columns), int(rows), int(depth), pixels
