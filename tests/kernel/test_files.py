"""The file store: a content once, under its digest, whole or not at all; and nothing that is not what it says."""

import hashlib
import os
from datetime import datetime
from io import BytesIO
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from tests.kernel.acting import CLERK, NOBODY, Acting
from tests.kernel.contents import ARCHIVE_END, WEBPAGE, WHOLE, chunk, jpg, pdf, png
from tests.kernel.elsewhere import Elsewhere, at_once
from tests.kernel.ofd.making import a_document, changed, packed, parts_of, sealed
from tongban.kernel import files, ofd
from tongban.kernel.files import Empty, FileRefused, NotWhatItClaims, StoredFile, TooLarge, TypeNotAllowed, UnsafePackage
from tongban.kernel.models import FileRow, Upload

pytestmark = pytest.mark.django_db
OTHER = Acting("person", UUID("00000000-0000-4000-8000-000000000002"))


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings) -> Path:
    settings.VAR = tmp_path
    return tmp_path / "files"


def kept(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def store(
    content, *, at: datetime, name: str = "upload", allowed=files.UPLOADS, max_bytes: int = files.UPLOAD_BYTES, by: Acting = CLERK
) -> StoredFile:
    return files.store(content, name=name, allowed=allowed, max_bytes=max_bytes, by=by, at=at)


@pytest.mark.parametrize("kind", WHOLE)
def test_a_file_is_kept_under_the_digest_of_its_content(kind: str, at: datetime, folder: Path) -> None:
    content = WHOLE[kind]
    stored = store(content, name=f"材料.{kind}", at=at)
    assert stored == StoredFile(digest=hashlib.sha256(content).hexdigest(), size=len(content), media_type=files.MEDIA_TYPES[kind])
    assert files.read(stored.digest) == content
    assert kept(folder) == [files.path(stored.digest)]
    row = FileRow.objects.get()
    assert (row.digest, row.size, row.media_type, row.stored_at) == (stored.digest, stored.size, stored.media_type, at)
    assert str(row) == stored.digest


def test_a_stream_is_read_as_well_as_bytes(at: datetime) -> None:
    assert store(BytesIO(WHOLE["png"]), at=at) == store(WHOLE["png"], at=at)


def test_the_same_content_is_kept_once(at: datetime, folder: Path) -> None:
    stored = {store(WHOLE["pdf"], name=name, at=at) for name in ("one.pdf", "two.PDF", "three")}
    assert len(stored) == len(kept(folder)) == FileRow.objects.count() == 1


def test_a_content_of_our_own_is_kept_unchecked(at: datetime) -> None:
    stored = files.keep(b"anything", media_type="text/plain", at=at)
    assert files.read(stored.digest) == b"anything"
    assert files.keep(b"anything", media_type="text/plain", at=at) == stored


def test_a_row_whose_file_was_there_already_is_made_good(at: datetime) -> None:
    """The act that first brought the content was rolled back; the content stayed."""
    stored = store(WHOLE["png"], at=at)
    FileRow.objects.all().delete()
    assert store(WHOLE["png"], at=at) == stored
    assert FileRow.objects.count() == 1


def test_what_is_stored_is_found_in_one_statement(at: datetime, django_assert_num_queries) -> None:
    stored = [store(content, at=at) for content in WHOLE.values()]
    with django_assert_num_queries(1):
        assert files.find([each.digest for each in stored] + ["0" * 64], by=CLERK) == {each.digest: each for each in stored}
    with django_assert_num_queries(0):
        assert files.find([], by=CLERK) == {}


def test_what_somebody_uploaded_is_found_for_them_alone(at: datetime) -> None:
    mine, theirs = store(WHOLE["pdf"], at=at), store(WHOLE["png"], by=OTHER, at=at)
    both = [mine.digest, theirs.digest]
    assert files.find(both, by=CLERK) == {mine.digest: mine}
    assert files.find(both, by=OTHER) == {theirs.digest: theirs}
    assert files.find(both, by=NOBODY) == {}


def test_two_people_may_upload_the_same_content_and_each_of_them_more_than_once(at: datetime) -> None:
    stored = store(WHOLE["pdf"], at=at)
    assert store(WHOLE["pdf"], at=at) == store(WHOLE["pdf"], by=OTHER, at=at) == stored
    assert files.find([stored.digest], by=CLERK) == files.find([stored.digest], by=OTHER) == {stored.digest: stored}
    assert {str(row) for row in Upload.objects.all()} == {f"{stored.digest} by {each.id}" for each in (CLERK, OTHER)}
    assert Upload.objects.count() == 2


@pytest.mark.parametrize("by", [CLERK, NOBODY])
def test_what_we_made_ourselves_is_nobodys_upload(by: Acting, at: datetime) -> None:
    stored = files.keep(WHOLE["pdf"], media_type="application/pdf", at=at)
    assert files.find([stored.digest], by=by) == {}
    store(WHOLE["png"], by=NOBODY, at=at)
    assert not Upload.objects.exists()


def test_what_is_not_there_is_not_found() -> None:
    with pytest.raises(FileNotFoundError):
        files.read("0" * 64)


@pytest.mark.parametrize(
    ("content", "name", "refusal"),
    [
        pytest.param(b"", "a.pdf", Empty, id="nothing"),
        pytest.param(b"plain words", "a.txt", TypeNotAllowed, id="a text"),
        pytest.param(WEBPAGE, "a.html", TypeNotAllowed, id="a web page"),
        pytest.param(b"MZ" + bytes(200), "a.exe", TypeNotAllowed, id="a program"),
        pytest.param(b"GIF89a" + bytes(40), "a.gif", TypeNotAllowed, id="another picture"),
        pytest.param(ARCHIVE_END, "a.zip", TypeNotAllowed, id="an archive"),
        pytest.param(b"plain words", "a.pdf", NotWhatItClaims, id="a text that claims to be a pdf"),
        pytest.param(b"MZ" + bytes(200), "a.jpeg", NotWhatItClaims, id="a program that claims to be a picture"),
        pytest.param(WHOLE["png"], "a.pdf", NotWhatItClaims, id="a picture that claims to be a pdf"),
        pytest.param(WHOLE["pdf"], "a.JPG", NotWhatItClaims, id="a pdf that claims to be a picture"),
        pytest.param(WHOLE["jpg"], "a.png", NotWhatItClaims, id="a picture of another kind"),
        pytest.param(WHOLE["pdf"][:-40], "a.pdf", NotWhatItClaims, id="a pdf that was cut off"),
        pytest.param(WHOLE["png"][:-16], "a.png", NotWhatItClaims, id="a png that was cut off"),
        pytest.param(WHOLE["png"][:-12], "a.png", NotWhatItClaims, id="a png without its last chunk"),
        pytest.param(WHOLE["jpg"][:-2], "a.jpg", NotWhatItClaims, id="a jpg that was cut off"),
        pytest.param(WHOLE["jpg"][:30], "a.jpg", NotWhatItClaims, id="a jpg without a picture"),
        pytest.param(b"\xff\xd8\xff\xd9", "a.jpg", NotWhatItClaims, id="the two ends of a jpg"),
        pytest.param(WHOLE["png"][:45] + b"?" + WHOLE["png"][46:], "a.png", NotWhatItClaims, id="a png with a changed byte"),
        pytest.param(png(0, 2), "a.png", NotWhatItClaims, id="a png without width"),
        pytest.param(png(40_000, 40_000), "a.png", NotWhatItClaims, id="a png that would fill the memory"),
        pytest.param(png()[:8] + chunk(b"IEND", b""), "a.png", NotWhatItClaims, id="a png without a picture"),
    ],
)
def test_what_cannot_be_used_is_refused_and_nothing_is_kept(content: bytes, name: str, refusal, at: datetime, folder: Path) -> None:
    with pytest.raises(FileRefused) as refused:
        store(content, name=name, at=at)
    assert type(refused.value) is refusal
    assert not kept(folder) and not FileRow.objects.exists()


@pytest.mark.parametrize(
    ("content", "name"),
    [
        pytest.param(pdf(after=ARCHIVE_END), "a.pdf", id="a pdf that is an archive as well"),
        pytest.param(jpg(after=ARCHIVE_END), "a.jpg", id="a picture that is an archive as well"),
        pytest.param(jpg(after=ARCHIVE_END[:-2] + b"\x05\x00hello"), "a.jpg", id="one with a comment"),
        pytest.param(png(after=ARCHIVE_END), "a.png", id="another"),
        pytest.param(png(after=WEBPAGE), "a.png", id="a picture with a web page behind it"),
        pytest.param(WEBPAGE + WHOLE["pdf"], "a.pdf", id="a pdf with a web page before it"),
        pytest.param(WHOLE["jpg"][:20] + WHOLE["pdf"], "a.pdf", id="a pdf that begins as a picture"),
        pytest.param(ARCHIVE_END + WHOLE["png"], "a.png", id="a picture that begins as an archive"),
    ],
)
def test_two_things_in_one_file_are_refused(content: bytes, name: str, at: datetime, folder: Path) -> None:
    with pytest.raises(FileRefused):
        store(content, name=name, at=at)
    assert not kept(folder)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(jpg(first=0xE1, head=b"Exif\x00\x00MM\x00\x2a" + bytes(40)), id="a camera's"),
        pytest.param(jpg(first=0xE2, head=b"ICC_PROFILE\x00" + bytes(40)), id="with a colour profile"),
        pytest.param(jpg(first=0xFE, head=b"made by hand"), id="with a comment"),
        pytest.param(jpg(first=0xDB, head=bytes(65)), id="without any head"),
        pytest.param(jpg(first=0xE1, head=b"Exif\x00\x00" + jpg()), id="with a small picture in its head"),
        pytest.param(jpg(after=b"SEFHk\x00\x00\x00" + bytes(300) + b"SEFT"), id="with a phone's notes behind it"),
        pytest.param(jpg(after=b"\x00\x00\x00\x18ftypmp42" + bytes(500)), id="with a moving picture behind it"),
        *[pytest.param(pdf(version), id=f"pdf {version}") for version in ("1.3", "1.4", "1.5", "1.6", "1.7", "2.0")],
        pytest.param(pdf(after=b"\r\n\x00\x00"), id="a pdf with an untidy end"),
        pytest.param(png(after=b"\r\n"), id="a png with a line end behind it"),
    ],
)
def test_what_scanners_and_phones_make_is_taken(content: bytes, at: datetime) -> None:
    assert files.read(store(content, at=at).digest) == content


def test_real_files_of_strangers_are_taken(at: datetime) -> None:
    """A picture that ships with Django Ninja, which we did not make."""
    import ninja  # noqa: PLC0415

    content = (Path(ninja.__file__).parent / "static" / "ninja" / "favicon.png").read_bytes()
    assert store(content, name="favicon.png", at=at).media_type == "image/png"


def test_of_the_known_kinds_only_the_wanted_are_taken(at: datetime) -> None:
    with pytest.raises(TypeNotAllowed):
        store(WHOLE["png"], allowed={"pdf"}, at=at)
    assert store(WHOLE["pdf"], allowed={"pdf"}, at=at).media_type == "application/pdf"


def test_a_file_that_is_too_large_is_refused_without_reading_it_all(at: datetime) -> None:
    stream = BytesIO(WHOLE["pdf"] + bytes(1000))
    with pytest.raises(TooLarge) as refused:
        store(stream, max_bytes=100, at=at)
    assert refused.value.max_bytes == 100
    assert stream.tell() == 101
    assert store(WHOLE["png"], max_bytes=len(WHOLE["png"]), at=at).size == len(WHOLE["png"])


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "/etc/passwd.pdf", "..\\..\\a.pdf", "a\x00.pdf", ".pdf", "", ".", "证照" * 200 + ".pdf", "con.pdf/../x"]
)
def test_a_name_with_parts_of_a_path_is_harmless(name: str, at: datetime, folder: Path, tmp_path: Path) -> None:
    stored = store(WHOLE["pdf"], name=name, at=at)
    assert kept(tmp_path) == [files.path(stored.digest)]
    assert files.path(stored.digest).is_relative_to(folder)


def test_a_file_that_was_not_written_whole_is_never_seen(at: datetime, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The disk fails after the last byte was written and before it was safe."""
    seen: list[list[Path]] = []

    def fail(handle: int) -> None:
        seen.append([path for path in kept(folder) if not path.name.startswith(".part-")])
        raise OSError("the disk is full")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="the disk is full"):
        store(WHOLE["pdf"], at=at)
    assert seen == [[]], "while it was written, nothing stood in its place"
    assert not kept(folder) and not FileRow.objects.exists()


def test_a_file_is_on_the_disk_with_its_name_before_it_is_acknowledged(at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    flushed: list[str] = []
    plain = os.fsync

    def note(handle: int) -> None:
        flushed.append("folder" if Path(f"/proc/self/fd/{handle}").resolve().is_dir() else "file")
        plain(handle)

    monkeypatch.setattr(os, "fsync", note)
    store(WHOLE["pdf"], at=at)
    assert flushed == ["file", "folder", "folder", "folder"]


def test_a_file_is_readable_by_its_owner_only(at: datetime) -> None:
    assert files.path(store(WHOLE["pdf"], at=at).digest).stat().st_mode & 0o077 == 0


@pytest.mark.django_db(transaction=True)
def test_two_who_bring_the_same_file_at_once_bring_it_once(at: datetime, folder: Path) -> None:
    outcomes = at_once(*[lambda: store(WHOLE["pdf"], at=at)] * 6)
    assert len(set(outcomes)) == 1 and isinstance(outcomes[0], StoredFile), outcomes
    assert len(kept(folder)) == FileRow.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_file_brought_by_an_act_that_failed_can_be_brought_again(at: datetime) -> None:
    with Elsewhere() as act:
        act.begin()
        act.do(lambda: store(WHOLE["pdf"], at=at))
        act.roll_back()
    assert not FileRow.objects.exists()
    assert store(WHOLE["pdf"], at=at).digest in files.find([hashlib.sha256(WHOLE["pdf"]).hexdigest()], by=CLERK)


@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(kind=st.sampled_from(sorted(WHOLE)), place=st.integers(0, 400), value=st.integers(0, 255), length=st.integers(0, 400))
def test_no_damage_does_worse_than_a_refusal(kind: str, place: int, value: int, length: int, at: datetime) -> None:
    damaged = bytearray(WHOLE[kind][: length or None])
    damaged[place % len(damaged)] = value
    try:
        store(bytes(damaged), name=f"a.{kind}", at=at)
    except FileRefused:
        pass


BEGINNINGS = [b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"%PDF-", b"PK\x03\x04", b"{\\rtf"]


@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(content=st.binary(max_size=300), head=st.sampled_from(BEGINNINGS))
def test_no_content_does_worse_than_a_refusal(content: bytes, head: bytes, at: datetime) -> None:
    try:
        store(head + content, name="a", at=at)
    except FileRefused:
        pass


def an_ofd(*more: tuple[str, bytes], **changes) -> bytes:
    """A package with parts added or changed."""
    package = changed(ofd.write(a_document()), **changes)
    return packed(*parts_of(package).items(), *more)


def test_an_ofd_is_kept_as_it_is(at: datetime) -> None:
    package = ofd.write(a_document())
    assert store(package, name="证照.ofd", at=at).media_type == "application/ofd"
    assert store(package, name="证照", at=at, allowed={"ofd"}).size == len(package)
    with pytest.raises(TypeNotAllowed):
        store(package, name="证照.ofd", at=at, allowed={"pdf", "jpg"})


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        pytest.param(lambda: an_ofd(("../evil.xml", b"x")), ofd.UnsafeName, id="a name that leaves the package"),
        pytest.param(lambda: an_ofd(("OFD.xml", b"x")), ofd.DuplicateName, id="two files of one name"),
        pytest.param(lambda: an_ofd(("Doc_0/zeros.png", bytes(30_000_000))), ofd.UnpacksTooLarge, id="a bomb"),
        pytest.param(lambda: an_ofd(OFD_dot_xml=b'<!DOCTYPE x [<!ENTITY a "a">]><x>&a;</x>'), ofd.EntityDeclared, id="entities"),
        pytest.param(lambda: changed(sealed(), Doc_0__more_dot_xml=b"<x/>"), ofd.UnlistedFile, id="a file that no seal lists"),
    ],
)
def test_an_ofd_that_harms_or_deceives_is_named_and_not_kept(content, kind: type[ofd.OfdRefused], at: datetime, folder: Path) -> None:
    with pytest.raises(UnsafePackage) as refused:
        store(content(), name="证照.ofd", at=at)
    assert refused.value.kind is kind
    assert not kept(folder) and not FileRow.objects.exists()


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(lambda: ofd.write(a_document())[:-30], id="cut off"),
        pytest.param(lambda: ofd.write(a_document()) + WEBPAGE, id="with a web page behind it"),
        pytest.param(lambda: an_ofd(OFD_dot_xml=b"<OFD/>"), id="without a document"),
        pytest.param(lambda: packed(("word/document.xml", b"<x/>")), id="another program's"),
        pytest.param(lambda: WHOLE["pdf"], id="a pdf"),
    ],
)
def test_what_only_claims_to_be_an_ofd_is_not_kept(content, at: datetime, folder: Path) -> None:
    with pytest.raises(NotWhatItClaims):
        store(content(), name="证照.ofd", at=at)
    assert not kept(folder)


@pytest.mark.parametrize("name", ["huge.ofd", "huge.pdf"])
def test_a_hundred_megabytes_are_refused_without_being_read(name: str, at: datetime, folder: Path) -> None:
    stream = BytesIO(b"PK\x03\x04" + bytes(100 * 1024 * 1024))
    with pytest.raises(TooLarge) as refused:
        store(stream, name=name, at=at)
    assert refused.value.max_bytes == files.UPLOAD_BYTES
    assert stream.tell() == files.UPLOAD_BYTES + 1
    assert not kept(folder)
