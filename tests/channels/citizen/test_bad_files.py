"""Each way in which a file can be bad has a name, says what to do, and is told at the page and at the REST door alike."""

from __future__ import annotations

import io
import zipfile

import pypdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.translation import override
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from tests.channels.citizen.story import OWNER, actor, text
from tests.channels.conftest import DAY
from tests.kernel.contents import jpg, pdf
from tests.kernel.ofd.making import a_document, changed
from tongban.channels.parts.problems.verifying import UNREADABLE
from tongban.kernel import ofd, signing
from tongban.kernel.models import FileRow
from tongban.licences import queries
from tongban.licences.models import Licence
from tongban.sharing import terms as sharing_terms

pytestmark = pytest.mark.usefixtures("rongcheng")
PLAIN = ofd.write(a_document())
MEGABYTE = 1024 * 1024


def package(*parts: tuple[str, bytes], start: bytes = b"") -> bytes:
    written = io.BytesIO(start)
    with zipfile.ZipFile(written, "a" if start else "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts:
            archive.writestr(name, content)
    return written.getvalue()


def encrypted_pdf() -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf()))
    writer.encrypt("secret", algorithm="AES-256")
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def encrypted_ofd() -> bytes:
    content = bytearray(PLAIN)
    content[content.find(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


XXE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'
BAD = {
    "zip-bomb": lambda: package(("OFD.xml", b"<x/>"), ("Doc_0/Res/x.bin", bytes(60 * MEGABYTE))),
    "path-traversal": lambda: package(("OFD.xml", b"<x/>"), ("../../etc/cron.d/x", b"x")),
    "xml-entities": lambda: changed(PLAIN, Doc_0__Document_dot_xml=XXE),
    "duplicate-names": lambda: package(("OFD.xml", b"<x/>"), ("ofd.XML", b"<y/>")),
    "truncated-ofd": lambda: PLAIN[: len(PLAIN) // 2],
    "truncated-pdf": lambda: pdf()[:200],
    "encrypted-pdf": encrypted_pdf,
    "encrypted-ofd": encrypted_ofd,
    "not-an-ofd": lambda: package(("word/document.xml", b"<x/>")),
    "broken-ofd": lambda: changed(PLAIN, OFD_dot_xml=b"<x"),
    "broken-pdf": lambda: b"%PDF-1.7\nstartxref\n7\n%%EOF\n",
}


@pytest.mark.parametrize("code", BAD)
def test_each_kind_is_named_with_what_to_do_at_both_doors_and_nothing_is_kept(client: Client, code: str) -> None:
    content, known = BAD[code](), FileRow.objects.count()
    (words,) = [each for each in UNREADABLE.values() if each.code == code]
    page = client.post("/verify/file/", {"file": SimpleUploadedFile("x.pdf", content)})
    with override("zh-hans"):
        assert page.status_code == 200 and str(words.title) in text(page) and str(words.remedy) in text(page)
    assert "登记簿里没有" not in text(page) and "没有查" in text(page)
    told = client.post("/api/v1/verifications/files", {"file": SimpleUploadedFile("x.pdf", content)}).json()
    assert told["unreadable"]["code"] == code and told["unreadable"]["remedy"]
    assert (told["named_licence"], told["looked"], told["unchanged"]) == (None, "no_identifier", None)
    assert FileRow.objects.count() == known


def test_every_kind_has_words_in_both_languages() -> None:
    assert len({each.code for each in UNREADABLE.values()}) == len(UNREADABLE)
    for each in UNREADABLE.values():
        with override("en"):
            english = f"{each.title}{each.remedy}"
        assert english.isascii() or not any("\u4e00" <= character <= "\u9fff" for character in english), each.code


@pytest.mark.parametrize(
    ("content", "code", "words"),
    [
        (b"x" * (100 * MEGABYTE), "verify-too-large", "文件太大，最多 10 MB"),
        (jpg(), "not-a-document", "照片、扫描件、截图和 Word 文档上没有电子签名"),
        (b"<html></html>", "not-a-document", "这不是 PDF、OFD 或 SD-JWT 凭证"),
    ],
    ids=["100 MB", "a photograph", "a page"],
)
def test_what_is_not_opened_at_all(client: Client, content: bytes, code: str, words: str) -> None:
    page = client.post("/verify/file/", {"file": SimpleUploadedFile("x.pdf", content)})
    assert page.status_code == 422 and words in text(page)
    answer = client.post("/api/v1/verifications/files", {"file": SimpleUploadedFile("x.pdf", content)})
    assert answer.status_code == 422 and answer.json()["type"].endswith(code)


@pytest.fixture
def licence(rongcheng: None) -> Licence:
    return Licence.objects.get(type="BL", number="91999999000002006H")


def document(licence: Licence) -> bytes:
    return queries.document(licence.pk, by=actor(OWNER, as_person=True), at=DAY, purpose="own licence")


def judged(client: Client, content: bytes) -> tuple[str, dict]:
    page = client.post("/verify/file/", {"file": SimpleUploadedFile("x.pdf", content)})
    return text(page), client.post("/api/v1/verifications/files", {"file": SimpleUploadedFile("x.pdf", content)}).json()


def added(content: bytes, change) -> bytes:
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    change(writer)
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def page_of(writer: IncrementalPdfFileWriter) -> generic.DictionaryObject:
    found, _ = writer.find_page_for_modification(0)
    writer.mark_update(found)
    return found.get_object()


def replaced(writer: IncrementalPdfFileWriter) -> None:
    page_of(writer)[pdf_name("/Contents")] = writer.add_object(generic.StreamObject(stream_data=b"BT (another holder) Tj ET"))


def covered(writer: IncrementalPdfFileWriter) -> None:
    note = generic.DictionaryObject({pdf_name("/Type"): pdf_name("/Annot"), pdf_name("/Subtype"): pdf_name("/FreeText")})
    note[pdf_name("/Rect")] = generic.ArrayObject(generic.NumberObject(n) for n in (0, 0, 200, 200))
    page = page_of(writer)
    page[pdf_name("/Annots")] = generic.ArrayObject([*(page.get("/Annots") or ()), writer.add_object(note)])


@pytest.mark.parametrize(
    ("change", "reason", "words"),
    [(replaced, "replaced_afterwards", "替换了页面上的内容（影子攻击）"), (covered, "covered_afterwards", "盖了别的内容（影子攻击）")],
)
def test_a_shadow_attack_is_named(client: Client, licence: Licence, change, reason: str, words: str) -> None:
    page, told = judged(client, added(document(licence), change))
    assert "这份文件不可信" in page and words in page and "请不要采信" in page
    assert told["unchanged"] is False and told["signatures"][0]["steps"][0]["reason"] == reason
    assert "文件自称的证照在登记簿里有，但这份文件证明不了它" in page


def test_something_written_behind_the_signature_is_named(client: Client, licence: Licence) -> None:
    page, told = judged(client, document(licence) + b"\n% more\n")
    assert "签名之后文件又被改动过" in page and told["signatures"][0]["steps"][0]["reason"] == "changed_afterwards"


def with_words(*words: str, compressed: bool = False) -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf()))
    stream = pypdf.generic.StreamObject()
    stream.set_data(" ".join(f"({each}) Tj" for each in words).encode())
    drawn = stream.flate_encode() if compressed else stream
    writer.pages[0][pypdf.generic.NameObject("/Contents")] = writer._add_object(drawn)
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


ELSEWHERE = "1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.001.U"


@pytest.mark.parametrize("compressed", [False, True])
def test_an_identifier_inside_is_looked_up_before_it_is_said_not_to_be_there(client: Client, licence: Licence, compressed: bool) -> None:
    page, told = judged(client, with_words(licence.identifier, compressed=compressed))
    assert told["looked"] == "found" and told["named_licence"]["identifier"] == licence.identifier
    assert told["named_licence"]["usable"] and told["trusted"] is False, "the register's word is of the identifier, not of this file"
    assert "登记簿里没有" not in page and "证明不了它" in page
    page, told = judged(client, with_words(ELSEWHERE, compressed=compressed))
    assert told["looked"] == "not_there" and "查过了，本市的登记簿里没有这张证照" in page and ELSEWHERE in page


def test_why_nothing_was_looked_up_is_said(client: Client, licence: Licence) -> None:
    page, told = judged(client, pdf())
    assert told["looked"] == "no_identifier" and "文件里没有证照标识" in page and "登记簿里没有" not in page
    page, told = judged(client, with_words(licence.identifier, ELSEWHERE))
    assert told["looked"] == "several" and "不止一个证照标识" in page
    page, told = judged(client, with_words(ELSEWHERE[:-1] + "9"))
    assert told["looked"] == "malformed" and "校验位对不上" in page


def test_an_unsigned_print_of_a_revoked_licence_says_that_it_is_revoked(client: Client, licence: Licence) -> None:
    Licence.objects.filter(pk=licence.pk).update(state="revoked")
    page, _told = judged(client, with_words(licence.identifier))
    assert "已吊销" in page


def test_somebody_elses_signature_over_it_is_told_apart(client: Client, licence: Licence) -> None:
    content = signing.sign_pdf(with_words(licence.identifier), signer="person:example", name="演示·林晓", reason="签名", at=DAY)
    page, told = judged(client, content)
    assert "签名是真的，但这不是本市发的证照文件" in page and told["original"] is False
    assert sharing_terms.Looked(told["looked"]) is sharing_terms.Looked.FOUND
