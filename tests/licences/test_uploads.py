"""Signed files that somebody hands in: judged, and what was found is plain data to be kept with the material."""

import json
from datetime import timedelta

import pytest

from tests.kernel.contents import jpg, pdf
from tests.kernel.ofd.making import a_document, changed
from tests.licences.factories import NOON, make_licence
from tongban.identity.terms import SYSTEM
from tongban.kernel import files, ofd
from tongban.licences import queries, terms
from tongban.licences.terms import Profile, UploadState, UploadVerdict

LATER = NOON + timedelta(days=1)


@pytest.fixture
def licence(city: None) -> terms.Licence:
    return make_licence(number="D235999901")


def document(licence: terms.Licence, profile: Profile) -> bytes:
    return queries.document(licence.id, by=SYSTEM, at=NOON, purpose="test", profile=profile)


def judged(content: bytes, kind: str, at=LATER) -> UploadVerdict:
    return queries.judge_upload(content, files.MEDIA_TYPES[kind], at)


def failed(verdict: UploadVerdict) -> list[str]:
    return [step.reason for each in verdict.signatures for step in each.steps if step.holds is False]


def spoiled(package: bytes, **changes) -> UploadVerdict:
    return judged(changed(package, **changes), "ofd")


@pytest.mark.parametrize("profile", Profile)
def test_our_own_document_is_valid_and_says_which_licence_it_is(licence, profile: Profile) -> None:
    verdict = judged(document(licence, profile), profile.value)
    assert (verdict.state, verdict.identifier, verdict.problem) == (UploadState.VALID, licence.identifier, "")
    (found,) = verdict.signatures
    assert found.holds and found.failed is None and found.signed_at == NOON
    assert "榕城市示例建设委员会" in found.signer
    assert bool(found.seal) is (profile is Profile.OFD)
    assert all(step.words.zh and step.words.en for step in found.steps)


@pytest.mark.parametrize("profile", Profile)
def test_what_was_found_is_kept_and_read_as_it_was(licence, profile: Profile) -> None:
    verdict = judged(document(licence, profile), profile.value)
    assert UploadVerdict.of_data(json.loads(json.dumps(verdict.as_data()))) == verdict


def test_what_nobody_signed_is_unsigned() -> None:
    assert judged(pdf(), "pdf").state is UploadState.UNSIGNED
    assert judged(ofd.write(a_document()), "ofd").state is UploadState.UNSIGNED
    assert judged(jpg(), "jpg").state is UploadState.UNSIGNED


def test_an_unsigned_file_may_say_that_it_is_a_licence(licence) -> None:
    """It proves nothing; the register does not speak for the file."""
    copy = judged(ofd.write(a_document(custom={"ZZBS": licence.identifier})), "ofd")
    assert (copy.state, copy.identifier) == (UploadState.UNSIGNED, licence.identifier)


@pytest.mark.parametrize(
    ("content", "kind", "problem"),
    [
        (b"plain words", "pdf", "NotAPdf"),
        (b"plain words", "ofd", "NotOfd"),
        (b"PK\x03\x04" + bytes(100 * 1024 * 1024), "ofd", "PackageTooLarge"),
        (changed(ofd.write(a_document()), Doc_0__Document_dot_xml=b"<!DOCTYPE x><x/>"), "ofd", "EntityDeclared"),
    ],
)
def test_what_cannot_be_judged_is_unreadable_and_says_why(content: bytes, kind: str, problem: str) -> None:
    assert judged(content, kind) == UploadVerdict(UploadState.UNREADABLE, problem=problem)


def test_a_changed_page_is_found(licence) -> None:
    verdict = spoiled(
        document(licence, Profile.OFD), Doc_0__Pages__Page_0__Content_dot_xml=lambda page: page.replace("二级".encode(), "一级".encode())
    )
    assert (verdict.state, failed(verdict)) == (UploadState.INVALID, ["changed"])


def test_changed_data_are_found(licence) -> None:
    verdict = spoiled(document(licence, Profile.OFD), OFD_dot_xml=lambda root: root.replace(b"2030-12-31", b"2099-12-31"))
    assert (verdict.state, failed(verdict)) == (UploadState.INVALID, ["changed"])


def test_a_seal_cut_from_one_licence_and_put_on_another_is_found(licence) -> None:
    other = ofd.read(document(make_licence(kind=queries.licence_type("QC"), number="D235999902"), Profile.OFD)).parts
    signs = {name.replace("/", "__").replace(".", "_dot_"): content for name, content in other.items() if "/Signs/" in name}
    verdict = spoiled(document(licence, Profile.OFD), **signs)
    assert verdict.state is UploadState.INVALID and "changed" in failed(verdict)


def test_a_file_put_into_the_package_is_found(licence) -> None:
    verdict = spoiled(document(licence, Profile.OFD), Doc_0__Res__more_dot_xml=b"<x/>")
    assert (verdict.state, verdict.problem) == (UploadState.UNREADABLE, "UnlistedFile")


def test_a_changed_byte_of_a_pdf_is_found(licence) -> None:
    content = bytearray(document(licence, Profile.PDF))
    content[200] ^= 1
    verdict = judged(bytes(content), "pdf")
    assert verdict.state in (UploadState.INVALID, UploadState.UNREADABLE)


def test_an_increment_that_changes_what_is_seen_is_found(licence) -> None:
    """The old trick: what was signed is all there, and something lies over it."""
    signed = document(licence, Profile.PDF)
    start = int(signed.rpartition(b"startxref")[2].split()[0])
    root = signed[signed.rfind(b"/Root ") + 6 :].split(b" ", 1)[0].decode()
    place = len(signed) + 1
    added = f"\n{root} 0 obj\n<< /Type /Catalog >>\nendobj\n"
    table = f"xref\n{root} 1\n{place:010d} 00000 n \ntrailer\n<< /Size 999 /Root {root} 0 R /Prev {start} >>\n"
    verdict = judged(signed + added.encode() + f"{table}startxref\n{len(signed) + len(added)}\n%%EOF\n".encode(), "pdf")
    assert verdict.state is not UploadState.VALID


def test_two_identifiers_in_one_pdf_are_none(licence) -> None:
    other = licence.identifier.replace("D235999901", "D235999902").encode()
    assert judged(document(licence, Profile.PDF) + b"\n%" + other + b"\n", "pdf").identifier == ""


def test_signed_after_its_certificate_was_over(licence) -> None:
    verdict = judged(document(licence, Profile.OFD), "ofd", at=NOON - timedelta(days=1))
    assert verdict.state is UploadState.INVALID, "sealed in the future"
