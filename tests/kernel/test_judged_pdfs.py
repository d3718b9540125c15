"""Signed PDFs that somebody hands in: what was done to them after they were signed is found, whatever way it was added."""

import io
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pypdf
import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from tests.kernel.cities import AT, NAME, key
from tests.kernel.contents import pdf
from tongban.kernel import signing
from tongban.kernel.signing import judging

LATER = AT + timedelta(days=1)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings) -> Path:
    settings.VAR = tmp_path / "var"
    return settings.VAR


def signed(content: bytes | None = None, **options) -> bytes:
    return signing.sign_pdf(content or pdf(), **{"signer": "jianwei", "reason": "准予许可", "at": AT, "name": NAME, **options})


def reasons(content: bytes) -> list[str]:
    return [each.reason for each in signing.judge_pdf(content, at=LATER)]


def added(content: bytes, change: Callable[[IncrementalPdfFileWriter], None]) -> bytes:
    """The document with an increment."""
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    change(writer)
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def page(writer: IncrementalPdfFileWriter) -> generic.DictionaryObject:
    found, _ = writer.find_page_for_modification(0)
    writer.mark_update(found)
    return found.get_object()


def test_a_signed_document_is_what_it_was() -> None:
    (verdict,) = signing.judge_pdf(signed(), at=LATER)
    assert verdict.holds and verdict.covers_all and not verdict.reason
    assert verdict.signer == f"{NAME} (development keys)" and verdict.certificate == key(algorithm=signing.P256).certificate
    assert verdict.signed_at == verdict.stamped_at == AT


def test_a_document_without_signatures_has_no_verdicts() -> None:
    assert signing.judge_pdf(pdf(), at=LATER) == ()


@pytest.mark.parametrize("content", [b"", b"words", b"%PDF-1.7\n%%EOF\n", pdf()[:200]], ids=len)
def test_what_is_no_pdf_is_refused(content: bytes) -> None:
    with pytest.raises(signing.NotAPdf):
        signing.judge_pdf(content, at=LATER)


@pytest.mark.parametrize("left", [0.2, 0.5, 0.95])
def test_one_that_did_not_arrive_whole_is_told_so(left: float) -> None:
    content = signed()
    with pytest.raises(signing.TruncatedPdf):
        signing.judge_pdf(content[: int(len(content) * left)], at=LATER)


def test_an_encrypted_document_is_refused() -> None:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf()))
    writer.encrypt("secret", algorithm="AES-256")
    written = io.BytesIO()
    writer.write(written)
    with pytest.raises(signing.EncryptedPdf):
        signing.judge_pdf(written.getvalue(), at=LATER)


def test_a_document_of_nothing_but_signatures_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    content = signed(signed(), signer="shuiliju", beside=True)
    monkeypatch.setattr(judging, "MOST_SIGNATURES", 1)
    with pytest.raises(signing.TooManySignatures):
        signing.judge_pdf(content, at=LATER)


def test_further_signatures_may_follow_and_all_hold() -> None:
    content = signed(signed(), signer="shuiliju", beside=True)
    one, other = signing.judge_pdf(content, at=LATER)
    assert one.holds and other.holds
    assert (one.added, other.added) == ("signatures", "")


def test_evidence_may_be_added_for_later_years() -> None:
    def keep(writer: IncrementalPdfFileWriter) -> None:
        certificate = writer.add_object(generic.StreamObject(stream_data=signing.roots()[0]))
        writer.root["/DSS"]["/Certs"].append(certificate)
        writer.update_container(writer.root["/DSS"]["/Certs"])

    (verdict,) = signing.judge_pdf(added(signed(), keep), at=LATER)
    assert verdict.holds and verdict.added == "evidence"


def _other_content(writer: IncrementalPdfFileWriter) -> None:
    stream = writer.add_object(generic.StreamObject(stream_data=b"BT (another holder) Tj ET"))
    page(writer)[pdf_name("/Contents")] = stream


def _note_over_it(writer: IncrementalPdfFileWriter) -> None:
    note = {"/Type": "/Annot", "/Subtype": "/FreeText"}
    drawn = generic.DictionaryObject({pdf_name(name): pdf_name(value) for name, value in note.items()})
    drawn[pdf_name("/Rect")] = generic.ArrayObject(generic.NumberObject(n) for n in (0, 0, 200, 200))
    drawn[pdf_name("/Contents")] = generic.pdf_string("another holder")
    of_page = page(writer)
    annotations = of_page.get("/Annots") or generic.ArrayObject()
    of_page[pdf_name("/Annots")] = generic.ArrayObject([*annotations, writer.add_object(drawn)])


def _another_page(writer: IncrementalPdfFileWriter) -> None:
    pages = writer.root["/Pages"]
    own = generic.DictionaryObject({pdf_name("/Type"): pdf_name("/Page"), pdf_name("/Parent"): writer.root.raw_get("/Pages")})
    pages["/Kids"].append(writer.add_object(own))
    pages[pdf_name("/Count")] = generic.NumberObject(2)
    writer.update_container(pages)


def _another_field(writer: IncrementalPdfFileWriter) -> None:
    form = writer.root["/AcroForm"]
    text = {pdf_name("/FT"): pdf_name("/Tx"), pdf_name("/T"): generic.pdf_string("holder"), pdf_name("/V"): generic.pdf_string("another")}
    form["/Fields"].append(writer.add_object(generic.DictionaryObject(text)))
    writer.update_container(form)


def _other_catalog(writer: IncrementalPdfFileWriter) -> None:
    writer.root[pdf_name("/OpenAction")] = generic.DictionaryObject({pdf_name("/S"): pdf_name("/JavaScript")})
    writer.update_root()


def _drawn_signature(writer: IncrementalPdfFileWriter) -> None:
    """The field of the signature is drawn anew, over the page."""
    place = writer.root["/AcroForm"]["/Fields"][0]
    place[pdf_name("/Rect")] = generic.ArrayObject(generic.NumberObject(n) for n in (0, 0, 500, 500))
    writer.update_container(place)


CHANGES = {
    _other_content: "replaced_afterwards",
    _note_over_it: "covered_afterwards",
    _another_page: "changed_afterwards",
    _another_field: "changed_afterwards",
    _other_catalog: "changed_afterwards",
    _drawn_signature: "covered_afterwards",
}


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__.strip("_"))
def test_an_increment_that_changes_anything_is_found_and_the_trick_is_named(change: Callable[[IncrementalPdfFileWriter], None]) -> None:
    assert reasons(added(signed(), change)) == [CHANGES[change]]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__.strip("_"))
def test_a_further_signature_does_not_hide_a_change(change: Callable[[IncrementalPdfFileWriter], None]) -> None:
    content = signing.sign_pdf(added(signed(), change), signer="shuiliju", reason="会签", at=AT, beside=True)
    assert reasons(content)[0] == CHANGES[change]


def test_octets_after_the_end_are_found() -> None:
    assert reasons(signed() + b"% words\n") == ["changed_afterwards"]


def test_an_increment_without_a_table_of_its_own_is_found() -> None:
    """Readers that mend a file would show the last object of a number."""
    content = signed()
    number = re.search(rb"(\d+) 0 obj\s*<<[^>]*/Type\s*/Page\b", content)
    assert number
    hidden = number[1] + b" 0 obj << /Type /Page /Contents 99 0 R >> endobj\n"
    assert reasons(content + hidden) == ["changed_afterwards"]
    end = content[content.rindex(b"startxref") :]
    assert reasons(content + hidden + end) != [""]


@pytest.mark.parametrize("place", range(9, 400, 23))
def test_one_changed_octet_is_found(place: int) -> None:
    content = bytearray(signed())
    content[place] ^= 1
    try:
        assert reasons(bytes(content)) != [""]
    except signing.NotAPdf:
        pass


def _emptied(content: bytes) -> bytes:
    start = content.rindex(b"/Contents <") + len(b"/Contents <")
    return content[:start] + b"0" * content[start:].index(b">") + content[start + content[start:].index(b">") :]


def _without_range(content: bytes) -> bytes:
    return content.replace(b"/ByteRange", b"/ByteRangf")


def _other_range(content: bytes) -> bytes:
    found = list(re.finditer(rb"/ByteRange \[(\d+) (\d+) (\d+) (\d+)\]", content))[-1]
    size = len(found[0])
    return content[: found.start()] + b"/ByteRange [0 10 20 30]".ljust(size) + content[found.start() + size :]


def _without_kind(content: bytes) -> bytes:
    return content.replace(b"/ETSI.CAdES.detached", b"/ETSI.CAdES.detachee")


@pytest.mark.parametrize("forgery", [_emptied, _without_range, _other_range, _without_kind], ids=lambda each: each.__name__.strip("_"))
def test_a_signature_without_what_makes_it_one_is_found(forgery: Callable[[bytes], bytes]) -> None:
    """Some programs took an empty signature, or one that says nothing of what it covers, for a valid one."""
    content = forgery(signed())
    assert content != signed()
    (verdict,) = signing.judge_pdf(content, at=LATER)
    assert not verdict.holds and verdict.reason in ("broken", "unknown_kind", "not_all_signed")


def test_a_signed_part_moved_behind_another_is_found() -> None:
    """Wrapping: the signed octets stay in the file, and before their second part stands what a reader is shown."""
    content = signed()
    found = list(re.finditer(rb"/ByteRange \[0 (\d+) (\d+) (\d+)\]", content))[-1]
    first, second, rest = (int(number) for number in found.groups())
    between = b"\n/Name (another holder)\n"
    told = b"/ByteRange [0 %d %d %d]" % (first, second + len(between), rest)
    moved = content[:second] + between + content[second : found.start()] + told + content[found.end() :]
    start = int(content.split(b"startxref")[-1].split()[0])
    moved = moved.replace(b"startxref\n%d\n" % start, b"startxref\n%d\n" % (start + len(between)))
    assert reasons(moved) == ["not_all_signed"]


def test_the_signature_of_another_document_is_found() -> None:
    one, other = signed(), signed(pdf() + b"% another document\n")
    place, end = other.rindex(b"/Contents <") + 11, other.rindex(b"/Contents <") + 11
    end += other[place:].index(b">")
    start = one.rindex(b"/Contents <") + 11
    taken = one[start : start + one[start:].index(b">")]
    assert len(taken) == end - place
    assert reasons(other[:place] + taken + other[end:]) == ["document_changed"]


def test_another_citys_signature_is_not_trusted(tmp_path: Path, settings) -> None:
    settings.VAR = tmp_path / "another"
    content = signed()
    settings.VAR = tmp_path / "var"
    assert reasons(content) == ["bad_stamp"], "its stamp is the first thing that nobody here trusts"


def test_an_expired_certificate_is_found() -> None:
    """Signed after its end, with a key of the years before."""
    later = AT.replace(year=2031)
    assert [each.reason for each in signing.judge_pdf(signed(at=later, key=key(algorithm=signing.P256)), at=later)] == ["expired"]


def test_a_revoked_certificate_is_found_but_what_was_stamped_before_holds() -> None:
    before = signed()
    signing.revoke(key(algorithm=signing.P256).certificate, at=AT + timedelta(hours=1))
    after = signed(at=AT + timedelta(hours=2))
    assert reasons(before) == [""] and reasons(after) == ["revoked"]


def test_a_signature_from_the_future_is_found() -> None:
    content = signed(at=LATER + timedelta(days=2))
    assert reasons(content) == ["in_the_future"]


def test_a_message_that_somebody_else_signed_is_found() -> None:
    class Forger:
        algorithm, chain, development = signing.P256, (), True
        certificate, sign = key(algorithm=signing.P256).certificate, key("forger", algorithm=signing.P256).sign

    assert reasons(signed(key=Forger())) == ["signature_wrong"]


def test_sm2_in_a_pdf_is_judged_too() -> None:
    """Few programs can; what somebody hands in is judged like the rest."""
    content = signed(key=key())
    (verdict,) = signing.judge_pdf(content, at=LATER)
    assert verdict.holds and verdict.certificate == key().certificate
    assert reasons(content + b"% words\n") == ["changed_afterwards"]


def test_what_signing_adds_is_the_same_each_time_but_for_what_must_differ() -> None:
    """No clock of its own: the document says no other time than it was told."""
    assert re.findall(rb"D\\072(\d{8})", signed()) == [b"20260907"]
    assert b"ModDate" not in signed()
