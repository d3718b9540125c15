"""Signatures judged by strangers: poppler with the city's root in its store, OpenSSL with the revocation list, qpdf."""

import hashlib
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pypdf
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization

from tests.kernel.contents import pdf
from tests.kernel.programs import needs, told
from tongban.kernel import signing
from tongban.kernel.signing import NotSignable, authority

AT = datetime(2026, 9, 7, 2, tzinfo=UTC)
NAME = "榕城市示例建设委员会"
NAMED = hashlib.sha256(NAME.encode()).hexdigest()[:8]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings) -> Path:
    """An installation of its own, with no keys yet."""
    settings.VAR = tmp_path / "var"
    return settings.VAR / "ca"


def signed(content: bytes | None = None, *, signer: str = "jianwei", at: datetime = AT) -> bytes:
    return signing.sign_pdf(content or pdf(), signer=signer, reason="准予许可", at=at, name=NAME)


def certificate(code: str, *, name: str = NAME) -> x509.Certificate:
    return x509.load_der_x509_certificate(authority.credentials(code, name=name, at=AT).certificate)


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    path = tmp_path / "signed.pdf"
    path.write_bytes(signed())
    return path


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A verifier's store of certificates with the city's root in it."""
    store, root = tmp_path / "nss", tmp_path / "root.pem"
    store.mkdir()
    root.write_bytes(signing.ca_certificate())
    told("certutil", "-N", "-d", f"sql:{store}", "--empty-password")
    told("certutil", "-A", "-d", f"sql:{store}", "-n", "city", "-t", "CT,CT,CT", "-a", "-i", root)
    return store


def test_what_was_there_before_stays_byte_for_byte() -> None:
    assert signed().startswith(pdf())


def test_a_signature_says_who_why_and_when(paper: Path) -> None:
    fields = pypdf.PdfReader(paper, strict=True).get_fields()
    assert fields is not None
    value = fields["Signature"]["/V"]
    assert value["/SubFilter"] == "/ETSI.CAdES.detached"
    assert value["/Reason"] == "准予许可"
    assert value["/M"] == "D:20260907020000Z" or "20260907" in value["/M"]


@needs("pdfsig")
def test_poppler_finds_the_signature_valid_and_whole(paper: Path) -> None:
    words = told("pdfsig", "-nocert", paper)
    assert "Signature Validation: Signature is Valid." in words
    assert "Total document signed" in words
    assert NAME in words
    assert "no legal effect" in words, "nobody takes development keys for a seal of office"


@needs("pdfsig", "certutil")
def test_poppler_trusts_whoever_trusts_the_citys_root(paper: Path, store: Path) -> None:
    words = told("pdfsig", "-no-ocsp", "-nssdir", f"sql:{store}", paper)
    assert "Signature Validation: Signature is Valid." in words
    assert "Certificate Validation: Certificate is Trusted." in words


@needs("pdfsig", "certutil")
def test_poppler_does_not_trust_another_citys_root(store: Path, tmp_path: Path, settings) -> None:
    settings.VAR = tmp_path / "another city"
    other = tmp_path / "other.pdf"
    other.write_bytes(signed())
    words = told("pdfsig", "-no-ocsp", "-nssdir", f"sql:{store}", other)
    assert "Signature is Valid" in words
    assert "Certificate is Trusted" not in words


@needs("pdfsig")
@pytest.mark.parametrize("place", [100, 250, -700])
def test_one_changed_byte_is_found(paper: Path, place: int) -> None:
    content = bytearray(paper.read_bytes())
    content[place] ^= 1
    paper.write_bytes(content)
    ended = subprocess.run(["pdfsig", "-nocert", paper], capture_output=True, text=True)
    assert "Signature is Valid" not in ended.stdout or "Total document signed" not in ended.stdout


@needs("pdfsig")
def test_what_is_added_afterwards_is_seen_not_to_be_signed(paper: Path) -> None:
    paper.write_bytes(paper.read_bytes() + b"% added\n")
    ended = subprocess.run(["pdfsig", "-nocert", paper], capture_output=True, text=True)
    assert "Total document signed" not in ended.stdout


@needs("qpdf")
def test_qpdf_finds_no_fault(paper: Path) -> None:
    assert "No syntax or stream encoding errors found" in told("qpdf", "--check", paper)


@needs("openssl")
def test_openssl_finds_the_chain_right_and_not_revoked(tmp_path: Path) -> None:
    root, leaf, revoked = tmp_path / "root.pem", tmp_path / "leaf.pem", tmp_path / "revoked.pem"
    root.write_bytes(signing.ca_certificate())
    leaf.write_bytes(certificate("jianwei").public_bytes(serialization.Encoding.PEM))
    (tmp_path / "revoked.crl").write_bytes(signing.revocation_list(at=AT))
    told("openssl", "crl", "-inform", "DER", "-in", tmp_path / "revoked.crl", "-out", revoked)
    trusting = ["-CAfile", root, "-CRLfile", revoked, "-crl_check", "-x509_strict", "-purpose", "smimesign"]
    assert "OK" in told("openssl", "verify", "-attime", str(int(AT.timestamp()) + 60), *trusting, leaf)


@needs("openssl")
def test_the_revocation_list_is_one_by_the_standard(tmp_path: Path) -> None:
    """RFC 5280 asks every issuer for a number and for the identifier of its key."""
    (tmp_path / "revoked.crl").write_bytes(signing.revocation_list(at=AT))
    words = told("openssl", "crl", "-inform", "DER", "-in", tmp_path / "revoked.crl", "-noout", "-text")
    for each in ("Version 2", "X509v3 CRL Number", "X509v3 Authority Key Identifier", "Next Update: Sep 14 02:00:00 2026 GMT"):
        assert each in words


def test_later_revocation_lists_have_higher_numbers() -> None:
    one, other = (x509.load_der_x509_crl(signing.revocation_list(at=AT + timedelta(days=n))) for n in (0, 7))
    numbers = [each.extensions.get_extension_for_class(x509.CRLNumber).value.crl_number for each in (one, other)]
    assert numbers[0] < numbers[1]
    assert one.is_signature_valid(x509.load_pem_x509_certificate(signing.ca_certificate()).public_key())


def test_a_certificate_says_where_its_revocation_list_is(settings) -> None:
    settings.PUBLIC_ADDRESS = "https://tongban.example"
    point = certificate("shuiliju").extensions.get_extension_for_class(x509.CRLDistributionPoints).value[0]
    assert point.full_name[0].value == "https://tongban.example" + authority.REVOCATION_PATHS[signing.P256]


def test_keys_can_be_read_by_their_owner_only(folder: Path) -> None:
    signed()
    keys = sorted(folder.rglob("*.pem"))
    stamps = f"signers/time-stamps-2025-{hashlib.sha256(b'Tongban demo city time stamps').hexdigest()[:8]}.pem"
    assert [path.relative_to(folder).as_posix() for path in keys] == ["root.pem", f"signers/jianwei-2025-{NAMED}.pem", stamps]
    assert {path.stat().st_mode & 0o777 for path in keys} == {0o600}
    assert {path.stat().st_mode & 0o777 for path in (folder, folder / "signers")} == {0o700}


def test_what_verifiers_import_holds_no_key() -> None:
    assert b"PRIVATE" not in signing.ca_certificate()
    assert b"PRIVATE" not in signed()


def test_keys_are_made_once_and_found_again_by_the_next_process(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = signing.ca_certificate(), authority.credentials("jianwei", name=NAME, at=AT).certificate
    monkeypatch.setattr(authority, "_known", {})
    assert (signing.ca_certificate(), authority.credentials("jianwei", name=NAME, at=AT).certificate) == first


MAKE_ROOT = """
import sys, hashlib, pathlib
from django.conf import settings
settings.configure(VAR=pathlib.Path(sys.argv[1]), PUBLIC_ADDRESS="https://tongban.example")
from tongban.kernel import signing
print(hashlib.sha256(signing.ca_certificate()).hexdigest())
"""


def test_several_processes_at_once_make_one_root(folder: Path) -> None:
    started = [subprocess.Popen([sys.executable, "-c", MAKE_ROOT, folder.parent], stdout=subprocess.PIPE, text=True) for _ in range(4)]
    told_by = {each.communicate()[0].strip() for each in started}
    assert [each.returncode for each in started] == [0] * 4
    assert told_by == {hashlib.sha256(signing.ca_certificate()).hexdigest()}


def test_every_department_has_a_certificate_of_its_own_for_five_years_at_a_time() -> None:
    first = authority.credentials("jianwei", name=NAME, at=AT)
    assert authority.credentials("jianwei", name=NAME, at=datetime(2029, 12, 31, 23, 59, tzinfo=UTC)) is first
    later, other = (
        authority.credentials("jianwei", name=NAME, at=AT.replace(year=2030)),
        authority.credentials("gongluju", name="示例", at=AT),
    )
    read = [signing.certificates.read(each.certificate) for each in (first, later, other)]
    assert len({each.serial for each in read}) == 3
    for year in range(2025, 2030):
        assert read[0].covers(datetime(year, 1, 1, tzinfo=UTC)) and read[0].covers(datetime(year, 12, 31, 23, 59, 59, tzinfo=UTC))
    assert not read[0].covers(AT.replace(year=2031))


@pytest.mark.parametrize("code", ["../../root", "a/b", "建委", "A", "", "x" * 200])
def test_a_code_that_is_no_plain_word_is_no_path_either(code: str, folder: Path) -> None:
    root = signing.ca_certificate()
    authority.credentials(code, name="示例", at=AT)
    made = [path for path in folder.rglob("*.pem") if path.name != "root.pem"]
    assert len(made) == 1 and made[0].parent == folder / "signers"
    assert signing.ca_certificate() == root


def test_a_very_long_name_still_makes_a_certificate() -> None:
    subject = certificate("long", name="榕城市" * 40).subject
    assert len(subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)[0].value) <= 64


@pytest.mark.parametrize("content", [b"plain words", b"%PDF-1.7\n%%EOF\n", b""], ids=["a text", "an empty shell", "nothing"])
def test_what_is_no_pdf_cannot_be_signed(content: bytes) -> None:
    with pytest.raises(NotSignable):
        signing.sign_pdf(content, signer="jianwei", reason="示例", at=AT)


def test_a_second_department_signs_what_the_first_signed_only_as_a_new_document() -> None:
    """Each of our documents is certified by one department; a second signature needs a field of its own and is another act."""
    with pytest.raises(NotSignable):
        signed(signed(), signer="shuiliju")


def test_a_signature_is_small_and_its_place_is_used_well() -> None:
    assert len(signed()) - len(pdf()) < 16_000
    assert len(pypdf.PdfReader(BytesIO(signed())).pages) == 1
