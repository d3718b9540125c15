"""Documents: PDF/A that a stranger can read, the same for the same data, and an error where a character would be missing."""

import re
import threading
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pypdf
import pytest
import segno

from tests.kernel.programs import needs, told
from tongban.kernel import documents
from tongban.kernel.documents import BadTemplate, MissingGlyph, NoChineseFont, render

HERE = Path(__file__).parent
LETTER = HERE / "letter.typ"
AT = datetime(2026, 9, 7, 2, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _templates_of_tests(monkeypatch: pytest.MonkeyPatch):
    """Templates lie below the package; this one lies beside its test."""
    monkeypatch.setattr(documents, "ROOT", HERE.parents[1])
    documents._compiler_for.cache_clear()
    yield
    documents._compiler_for.cache_clear()


def letter(**changes: object) -> dict[str, object]:
    return {"title": "演示决定书", "lines": ["陈晨（演示）：", "准予许可。"], "day": "2026-09-07", "code": "", **changes}


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    path = tmp_path / "letter.pdf"
    path.write_bytes(render(LETTER, letter(), at=AT))
    return path


def test_the_same_data_gives_the_same_bytes() -> None:
    assert render(LETTER, letter(), at=AT) == render(LETTER, letter(), at=AT)


def test_other_data_or_another_time_gives_other_bytes() -> None:
    plain = render(LETTER, letter(), at=AT)
    assert render(LETTER, letter(lines=["不予许可。"]), at=AT) != plain
    assert render(LETTER, letter(), at=datetime(2026, 9, 8, tzinfo=UTC)) != plain


def test_it_says_that_it_is_pdf_a(paper: Path) -> None:
    metadata = pypdf.PdfReader(paper, strict=True).xmp_metadata
    assert metadata is not None
    assert (metadata.pdfaid_part, metadata.pdfaid_conformance) == ("3", "U")


def test_its_words_can_be_read_and_searched() -> None:
    words = pypdf.PdfReader(BytesIO(render(LETTER, letter(), at=AT))).pages[0].extract_text().replace(" ", "")
    for each in ("演示决定书", "陈晨（演示）：", "准予许可。", "2026年9月7日", "榕城市示例委员会"):
        assert each in words


@needs("pdftotext")
def test_a_stranger_reads_its_words(paper: Path) -> None:
    assert "准予许可。" in told("pdftotext", paper, "-")


@needs("pdffonts")
def test_every_font_is_inside(paper: Path) -> None:
    rows = told("pdffonts", paper).splitlines()[2:]
    assert rows
    for row in rows:
        embedded, _subset, unicode = row.split()[-5:-2]
        assert (embedded, unicode) == ("yes", "yes"), row


@needs("qpdf")
def test_a_stranger_finds_no_fault_in_it(paper: Path) -> None:
    assert "No syntax or stream encoding errors found" in told("qpdf", "--check", paper)


@pytest.mark.parametrize("character", ["\ue123", "\U000f1234", "\uffff"], ids=["private use", "private plane", "no character"])
def test_a_character_without_a_glyph_is_an_error_and_no_empty_box(character: str) -> None:
    with pytest.raises(MissingGlyph) as refused:
        render(LETTER, letter(lines=[f"王{character}（演示）"]), at=AT)
    assert "letter.typ" in str(refused.value)
    assert "Install a font" in str(refused.value)
    assert refused.value.characters == character


@pytest.mark.parametrize("name", ["㛃", "䶮", "𠮷", "龘", "𬭚", "é", "Ångström", "买买提·阿不都"])
def test_rare_characters_of_names_have_a_glyph(name: str) -> None:
    words = pypdf.PdfReader(BytesIO(render(LETTER, letter(lines=[name]), at=AT))).pages[0].extract_text()
    assert name in words


def test_data_that_the_template_does_not_expect_is_an_error_of_the_template() -> None:
    with pytest.raises(BadTemplate, match=r"letter\.typ"):
        render(LETTER, {"title": "演示"}, at=AT)
    with pytest.raises(BadTemplate):
        render(LETTER.with_name("missing.typ"), letter(), at=AT)


def test_what_typst_only_warns_of_is_an_error_too() -> None:
    """A font that is not there would quietly be replaced by another."""
    with pytest.raises(BadTemplate, match="unknown font family"):
        render(HERE / "warned.typ", {}, at=AT)


def test_words_of_data_are_words_and_never_typst() -> None:
    """Whoever applies writes into these lines; nothing that they write is code."""
    attack = '#read("/etc/passwd") $x^2$ *bold* `raw` [#import "x"] \\ <label> @ref'
    words = pypdf.PdfReader(BytesIO(render(LETTER, letter(lines=[attack]), at=AT))).pages[0].extract_text()
    assert "#read" in words and "*bold*" in words and "root:" not in words


def test_a_template_outside_its_folder_cannot_be_reached(tmp_path: Path) -> None:
    outside = tmp_path / "outside.typ"
    outside.write_text("words")
    with pytest.raises(documents.DocumentError):
        render(outside, {}, at=AT)


def test_a_long_letter_numbers_its_pages() -> None:
    read = pypdf.PdfReader(BytesIO(render(LETTER, letter(lines=["很长的一段话。" * 40] * 30), at=AT)))
    assert f"第 2 页，共 {len(read.pages)} 页" in read.pages[1].extract_text()


def test_a_title_that_is_too_long_for_one_line_breaks() -> None:
    assert len(pypdf.PdfReader(BytesIO(render(LETTER, letter(title="关于示例事项的很长很长的决定书" * 4), at=AT))).pages) == 1


def _modules(svg: str) -> list[list[int]]:
    """The dark squares of a code drawn as horizontal strokes, one row at a time."""
    size = int(re.search(r'width="(\d+)"', svg)[1])  # type: ignore[index]
    rows = [[0] * size for _ in range(size)]
    x = y = 0.0
    for command, numbers in re.findall(r"([Mmh])([-\d. ]+)", re.search(r' d="([^"]+)"', svg)[1]):  # type: ignore[index]
        values = [float(each) for each in re.findall(r"-?[\d.]+", numbers)]
        if command == "h":
            rows[int(y)][int(x) : int(x + values[0])] = [1] * int(values[0])
            x += values[0]
        else:
            x, y = (values[0], values[1]) if command == "M" else (x + values[0], y + values[1])
    return rows


@pytest.mark.parametrize("text", ["https://tongban.example/verify/1.2.156.3005.2", "榕建 2026-000317-9", "x" * 300])
def test_a_code_shows_the_squares_of_its_text(text: str) -> None:
    svg = documents.qr_svg(text)
    assert _modules(svg) == [list(row) for row in segno.make_qr(text, error="m").matrix]
    assert svg.startswith("<svg") and "xmlns" in svg


def test_a_code_can_be_put_into_a_document() -> None:
    with_code = render(LETTER, letter(code=documents.qr_svg("https://tongban.example")), at=AT)
    assert len(with_code) > len(render(LETTER, letter(), at=AT))


def test_documents_may_be_asked_for_by_several_threads_at_once() -> None:
    made: list[bytes] = []
    threads = [threading.Thread(target=lambda: made.append(render(LETTER, letter(), at=AT))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(made) == 4 and len(set(made)) == 1


def test_without_a_chinese_font_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    documents._families.cache_clear()
    monkeypatch.setattr(documents, "SERIF", ("No such font",))
    monkeypatch.setattr(documents, "SANS", ("No such font either",))
    with pytest.raises(NoChineseFont, match="fonts-noto-cjk"):
        render(LETTER, letter(), at=AT)
    documents._families.cache_clear()


def test_one_kind_of_font_stands_in_for_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    documents._families.cache_clear()
    monkeypatch.setattr(documents, "SERIF", ("No such font",))
    assert documents.fonts()["serif"] == documents.fonts()["sans"] != []
    documents._families.cache_clear()


def test_fonts_of_the_installation_are_found_too(tmp_path: Path, settings) -> None:
    settings.VAR = tmp_path
    assert documents._paths(tmp_path / "fonts") == []
    (tmp_path / "fonts").mkdir()
    assert documents._paths(tmp_path / "fonts") == [str(tmp_path / "fonts")]
    assert documents.fonts()["serif"]
