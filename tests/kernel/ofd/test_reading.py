"""Reading what anybody may have made: each trick by its name, and nothing unpacked before it was looked at."""

import io
import secrets
import struct
import zipfile
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.kernel.ofd.making import a_document, changed, packed, parts_of, sealed
from tongban.kernel import ofd

PLAIN = ofd.write(a_document())
PARTS = parts_of(PLAIN)
PAGE = "Doc_0__Pages__Page_0__Content_dot_xml"
BOMB = '<!DOCTYPE lolz [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


def with_entry(name: str, content: bytes = b"x", **attributes: int) -> bytes:
    entry = zipfile.ZipInfo("placeholder")
    entry.filename, entry.compress_type = name, zipfile.ZIP_DEFLATED
    for attribute, value in attributes.items():
        setattr(entry, attribute, value)
    return packed(*PARTS.items(), (entry, content))


def renamed(old: bytes, new: bytes) -> bytes:
    """The package with a name replaced by another of the same length in both of its directories."""
    assert len(old) == len(new)
    return PLAIN.replace(old, new)


@pytest.mark.parametrize("content", [b"", b"plain words", b"%PDF-1.7\n", b"MZ" + bytes(99)])
def test_what_is_no_archive_is_no_ofd(content: bytes) -> None:
    with pytest.raises(ofd.NotOfd):
        ofd.read(content)


def test_an_archive_without_its_root_is_no_ofd() -> None:
    with pytest.raises(ofd.NotOfd, match=r"OFD\.xml"):
        ofd.read(packed(("word/document.xml", b"<x/>")))


def test_a_file_of_a_hundred_megabytes_is_refused_before_it_is_read() -> None:
    with pytest.raises(ofd.PackageTooLarge):
        ofd.read(b"PK\x03\x04" + bytes(100 * 1024 * 1024))


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    with pytest.raises(ofd.UnpacksTooLarge):
        ofd.read(with_entry("Doc_0/Res/zeros.png", bytes(50 * 1024 * 1024)))


def test_a_thousand_small_bombs_are_one() -> None:
    entries = [(f"Doc_0/Res/{number}.png", bytes(300_000)) for number in range(1000)]
    with pytest.raises(ofd.UnpacksTooLarge):
        ofd.read(packed(*PARTS.items(), *entries))


def test_so_are_too_many_files() -> None:
    with pytest.raises(ofd.UnpacksTooLarge, match="5001 files"):
        ofd.read(packed(*((f"{number}.xml", b"") for number in range(5001))))


def test_a_bomb_that_lies_about_its_size_is_broken() -> None:
    package = bytearray(with_entry("Doc_0/Res/zeros.png", bytes(50 * 1024 * 1024)))
    for place, offset in ((package.rfind(b"PK\x01\x02"), 24), (package.rfind(b"PK\x03\x04"), 22)):
        package[place + offset : place + offset + 4] = struct.pack("<I", 100)
    with pytest.raises(ofd.Malformed):
        ofd.read(bytes(package))


@pytest.mark.parametrize(
    "name",
    ["../evil.xml", "Doc_0/../../evil.xml", "/etc/passwd", "Doc_0//x.xml", "./x.xml", "C:/x.xml", "Doc_0\\x.xml", "x.xml.", "x ", "a\nb"],
)
def test_a_name_that_leaves_the_package_or_means_two_places_is_refused(name: str) -> None:
    with pytest.raises(ofd.UnsafeName):
        ofd.read(with_entry(name))


def test_a_link_is_refused() -> None:
    with pytest.raises(ofd.UnsafeName):
        ofd.read(with_entry("Doc_0/link", b"/etc/passwd", external_attr=0o120777 << 16))


@pytest.mark.parametrize("name", ["OFD.xml", "ofd.xml", "Doc_0/pages/PAGE_0/Content.xml", "doc_0/document.xml/"])
def test_two_files_of_one_name_are_refused_whatever_the_case_of_their_letters(name: str) -> None:
    with pytest.raises(ofd.DuplicateName):
        ofd.read(packed(*PARTS.items(), (name, b"")))


def test_folders_may_be_entries() -> None:
    assert ofd.read(packed(("Doc_0/", b""), ("Doc_0/Res/", b""), *PARTS.items())).title == a_document().title


@pytest.mark.parametrize("declared", [BOMB, OUTSIDE, "<!DOCTYPE x>", '<!DOCTYPE x SYSTEM "http://evil.example/x.dtd">'])
@pytest.mark.parametrize("name", ["OFD_dot_xml", "Doc_0__Document_dot_xml", PAGE])
def test_document_types_and_entities_are_refused_in_every_part(name: str, declared: str) -> None:
    spoiled = changed(PLAIN, **{name: lambda content: content.replace(b"?>", f"?>{declared}".encode(), 1)})
    with pytest.raises(ofd.EntityDeclared):
        ofd.read(spoiled)


def test_an_entity_hidden_in_another_encoding_is_found() -> None:
    hidden = f'<?xml version="1.0" encoding="UTF-16"?>{BOMB}<x>&b;</x>'.encode("utf-16")
    with pytest.raises(ofd.EntityDeclared):
        ofd.read(changed(PLAIN, OFD_dot_xml=hidden))


@pytest.mark.parametrize(
    "spoiled",
    [
        pytest.param(b"<x>" * 200 + b"</x>" * 200, id="too deep"),
        pytest.param(b"<x><y></x>", id="not well formed"),
        pytest.param(b"", id="empty"),
        pytest.param(b"\xff\xfe\x00", id="no text"),
        pytest.param(b'<?xml version="1.0" encoding="klingon"?><x/>', id="unknown encoding"),
        pytest.param(b"<OFD/>", id="no document"),
        pytest.param(b"<OFD><DocBody/></OFD>", id="no root of the document"),
        pytest.param(b"<OFD><DocBody/><DocBody/></OFD>", id="two documents"),
        pytest.param(b"<OFD><DocBody><DocRoot>Doc_9/Document.xml</DocRoot></DocBody></OFD>", id="a root that is not there"),
    ],
)
def test_what_does_not_follow_the_standard_is_malformed(spoiled: bytes) -> None:
    with pytest.raises(ofd.Malformed):
        ofd.read(changed(PLAIN, OFD_dot_xml=spoiled))


def test_a_page_that_is_named_must_be_there() -> None:
    with pytest.raises(ofd.Malformed, match="Page_0"):
        ofd.read(changed(PLAIN, **{PAGE: None}))


def test_a_document_has_pages() -> None:
    with pytest.raises(ofd.Malformed, match="0 pages"):
        ofd.read(changed(PLAIN, Doc_0__Document_dot_xml=b"<Document><Pages/></Document>"))


@pytest.mark.parametrize("place", ["../../etc/passwd", "/../x", "..", "a\\b"])
def test_a_place_in_the_xml_stays_in_the_package_too(place: str) -> None:
    document = f'<Document><Pages><Page ID="1" BaseLoc="{place}"/></Pages></Document>'
    with pytest.raises(ofd.UnsafeName):
        ofd.read(changed(PLAIN, Doc_0__Document_dot_xml=document.encode()))


def test_places_may_be_told_from_the_root_or_from_beside_and_without_a_prefix() -> None:
    document = (
        '<Document xmlns="http://www.ofdspec.org/2016"><Pages><Page ID="1" BaseLoc="/Doc_0/Pages/Page_0/Content.xml"/>'
        '<Page ID="2" BaseLoc="./Pages/../Pages/Page_1/Content.xml"/></Pages></Document>'
    )
    assert len(ofd.read(changed(PLAIN, Doc_0__Document_dot_xml=document.encode())).pages) == 2


@pytest.mark.parametrize(
    "spoiled",
    [
        pytest.param(PLAIN + b"<html>", id="something behind"),
        pytest.param(PLAIN[:-3], id="cut off"),
        pytest.param(PLAIN[: len(PLAIN) // 2], id="half of it"),
        pytest.param(PLAIN + PLAIN, id="two archives"),
        pytest.param(packed(*PARTS.items(), method=zipfile.ZIP_BZIP2), id="packed in another way"),
        pytest.param(packed(("Doc_0/x.xml", b""))[:4] + PLAIN, id="something before"),
    ],
)
def test_an_archive_that_is_not_one_and_whole_is_malformed(spoiled: bytes) -> None:
    with pytest.raises(ofd.Malformed):
        ofd.read(spoiled)


def test_a_comment_at_the_end_is_something_behind() -> None:
    written = io.BytesIO(PLAIN)
    with zipfile.ZipFile(written, "a") as archive:
        archive.comment = b"hidden"
    with pytest.raises(ofd.Malformed):
        ofd.read(written.getvalue())


def test_an_encrypted_part_is_told_so() -> None:
    package = bytearray(PLAIN)
    package[package.find(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(ofd.Encrypted):
        ofd.read(bytes(package))


@pytest.mark.parametrize("left", [0.3, 0.9])
def test_a_package_that_did_not_arrive_whole_is_told_so(left: float) -> None:
    with pytest.raises(ofd.Truncated):
        ofd.read(PLAIN[: int(len(PLAIN) * left)])


def test_two_names_for_one_entry_are_malformed() -> None:
    place = PLAIN.rfind(b"Doc_0/PublicRes.xml")
    with pytest.raises(ofd.OfdRefused):
        ofd.read(PLAIN[:place] + b"Doc_0/PublicRes.xmk" + PLAIN[place + 19 :])


def test_a_name_with_a_nul_is_refused() -> None:
    with pytest.raises(ofd.OfdRefused):
        ofd.read(renamed(b"Doc_0/PublicRes.xml", b"Doc_0/Public\0es.xml"))


def test_a_sealed_package_holds_nothing_that_no_seal_lists() -> None:
    with pytest.raises(ofd.UnlistedFile, match=r"Doc_0/Annots\.xml"):
        ofd.read(changed(sealed(), Doc_0__Annots_dot_xml=b"<x/>"))


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda content: content.replace(b"<ofd:CheckValue>", b"<ofd:CheckValue>!", 1), "CheckValue"),
        (lambda content: content.replace(b"References", b"Referenzen"), "References"),
        (lambda content: content.replace(b"/Doc_0/PublicRes.xml", b"/OFD.xml"), "twice"),
        (lambda content: content.replace(b"SignedValue>", b"Value>"), "SignedValue"),
        (lambda content: content.replace(b"SignedValue.dat", b"Nothing.dat"), "not there"),
        (lambda content: content.replace(b"Seal.esl</ofd:BaseLoc>", b"Nothing.esl</ofd:BaseLoc>"), "not there"),
    ],
)
def test_a_signature_that_is_not_whole_is_malformed(spoil, told: str) -> None:
    with pytest.raises(ofd.Malformed, match=told):
        ofd.read(changed(sealed(), Doc_0__Signs__Sign_0__Signature_dot_xml=spoil))


def test_one_signature_is_listed_once() -> None:
    def twice(content: bytes) -> bytes:
        listed = content[content.find(b"<ofd:Signature ") : content.find(b"</ofd:Signatures>")]
        return content.replace(listed, listed * 2)

    with pytest.raises(ofd.Malformed, match="twice"):
        ofd.read(changed(sealed(), Doc_0__Signs__Signatures_dot_xml=twice))


@given(st.integers(0, len(PLAIN) - 1), st.integers(0, 255))
def test_whatever_byte_is_changed_nothing_but_a_refusal_comes_out(place: int, value: int) -> None:
    spoiled = bytearray(PLAIN)
    spoiled[place] = value
    try:
        ofd.read(bytes(spoiled))
    except ofd.OfdRefused:
        pass


@given(st.binary(max_size=400))
def test_whatever_stands_in_a_page_nothing_but_a_refusal_comes_out(content: bytes) -> None:
    try:
        ofd.read(changed(PLAIN, **{PAGE: content, "Doc_0__Res__x_dot_png": zlib.compress(content)}))
    except ofd.OfdRefused:
        pass


def pages(count: int, name: str = "Page_{}") -> bytes:
    listed = "".join(f'<Page ID="{each}" BaseLoc="Pages/{name.format(each)}/Content.xml"/>' for each in range(count))
    return f"<Document><Pages>{listed}</Pages></Document>".encode()


def test_one_page_a_thousand_times_is_malformed() -> None:
    with pytest.raises(ofd.Malformed, match="twice"):
        ofd.read(changed(PLAIN, Doc_0__Document_dot_xml=pages(1000, "Page_0")))
    with pytest.raises(ofd.Malformed, match="2001 pages"):
        ofd.read(changed(PLAIN, Doc_0__Document_dot_xml=pages(2001)))


def test_xml_that_would_take_minutes_to_read_is_too_large() -> None:
    page = b"<Page>" + secrets.token_hex(2_000_000).encode() + b"<x/>" * 1_100_000 + b"</Page>"
    with pytest.raises(ofd.UnpacksTooLarge, match="Page_0"):
        ofd.read(changed(PLAIN, **{PAGE: page}))


def test_so_are_many_pages_together() -> None:
    noise = secrets.token_hex(1_000_000).encode()
    more = {f"Doc_0__Pages__Page_{each}__Content_dot_xml": b"<Page>" + noise + b"</Page>" for each in range(20)}
    with pytest.raises(ofd.UnpacksTooLarge, match="20 pages"):
        ofd.read(changed(PLAIN, Doc_0__Document_dot_xml=pages(20), **more))


def test_a_folder_has_no_content() -> None:
    with pytest.raises(ofd.Malformed, match="folder"):
        ofd.read(with_entry("Doc_0/hidden/", b"content"))
