"""Time stamps and the evidence in PDFs, judged by OpenSSL, by poppler and by pyHanko's own validation."""

import io
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
from asn1crypto import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko_certvalidator import ValidationContext

from tests.kernel.cities import AT, NAME
from tests.kernel.contents import pdf
from tests.kernel.programs import needs, told
from tongban.kernel import signing
from tongban.kernel.signing import authority, stamps

MESSAGE = b"what somebody signed"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings) -> Path:
    settings.VAR, settings.TIME_STAMPS = tmp_path / "var", ""
    (tmp_path / "message").write_bytes(MESSAGE)
    (tmp_path / "root.pem").write_bytes(signing.ca_certificate())
    return tmp_path


def verifying(folder: Path, *told: str | Path) -> list[str | Path]:
    at = str(int(AT.timestamp()) + 60)
    return ["openssl", "ts", "-verify", "-CAfile", folder / "root.pem", "-attime", at, *told]


@needs("openssl")
def test_openssl_verifies_a_stamp_and_finds_another_message(folder: Path) -> None:
    (folder / "token").write_bytes(signing.stamp(MESSAGE, at=AT))
    command = verifying(folder, "-in", folder / "token", "-token_in", "-data", folder / "message")
    assert "Verification: OK" in told(*command)
    (folder / "message").write_bytes(MESSAGE + b".")
    assert subprocess.run(command, capture_output=True).returncode != 0


@needs("openssl")
@pytest.mark.parametrize("digest", ["-sha256", "-sha512", "-sm3"])
def test_openssl_asks_and_verifies_the_answer(folder: Path, digest: str) -> None:
    told("openssl", "ts", "-query", "-data", folder / "message", digest, "-cert", "-out", folder / "question")
    answer = stamps.answer((folder / "question").read_bytes(), key=stamps.own_key(AT), at=AT)
    (folder / "answer").write_bytes(answer)
    assert "Verification: OK" in told(*verifying(folder, "-in", folder / "answer", "-queryfile", folder / "question"))
    told("openssl", "ts", "-query", "-data", folder / "message", digest, "-cert", "-out", folder / "another")
    again = verifying(folder, "-in", folder / "answer", "-queryfile", folder / "another")
    assert subprocess.run(again, capture_output=True).returncode != 0, "another question has another number"


@needs("openssl")
def test_openssl_does_not_trust_another_citys_stamps(folder: Path, settings) -> None:
    settings.VAR = folder / "another"
    (folder / "token").write_bytes(signing.stamp(MESSAGE, at=AT))
    command = verifying(folder, "-in", folder / "token", "-token_in", "-data", folder / "message")
    assert subprocess.run(command, capture_output=True).returncode != 0


def test_we_read_a_stamp_of_openssls_own_authority(folder: Path) -> None:
    """RSA, and an answer in the words of another program."""
    settings = """[tsa]
default_tsa = own
[own]
serial = serial
signer_digest = sha256
default_policy = 1.2.3.4
digests = sha256
accuracy = secs:1
ess_cert_id_alg = sha256
"""
    (folder / "ts.conf").write_text(settings)
    (folder / "serial").write_text("01")
    subject = [
        "-subj",
        "/CN=OpenSSL time stamps",
        "-addext",
        "extendedKeyUsage=critical,timeStamping",
        "-addext",
        "basicConstraints=CA:FALSE",
    ]
    ca = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "9000", "-subj", "/CN=OpenSSL root"]
    told(*ca, "-keyout", folder / "ca.key", "-out", folder / "ca.pem")
    made = [
        "openssl",
        "req",
        "-x509",
        "-CA",
        folder / "ca.pem",
        "-CAkey",
        folder / "ca.key",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "9000",
    ]
    ended = subprocess.run([*made, *subject, "-keyout", folder / "ts.key", "-out", folder / "ts.pem"], capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr
    told("openssl", "ts", "-query", "-data", folder / "message", "-sha256", "-cert", "-out", folder / "question")
    reply = ["openssl", "ts", "-reply", "-config", "ts.conf", "-queryfile", "question", "-signer", "ts.pem", "-inkey", "ts.key"]
    subprocess.run([*reply, "-token_out", "-out", "token"], cwd=folder, check=True, capture_output=True)
    token = (folder / "token").read_bytes()
    with pytest.raises(signing.BadStamp, match="refused"):
        signing.read_stamp(token, MESSAGE)
    trusted = folder / "var" / "ca" / "trusted"
    trusted.mkdir(parents=True)
    (trusted / "root.pem").write_bytes((folder / "ca.pem").read_bytes())
    (folder / "index.txt").touch()
    (folder / "ca.conf").write_text("[ca]\ndefault_ca=own\n[own]\ndatabase=index.txt\ndefault_md=sha256\ndefault_crl_days=9000\n")
    gencrl = ["openssl", "ca", "-gencrl", "-config", "ca.conf", "-keyfile", "ca.key", "-cert", "ca.pem", "-out", trusted / "root.crl"]
    subprocess.run(gencrl, cwd=folder, check=True, capture_output=True)
    assert signing.read_stamp(token, MESSAGE).year >= 2026
    with pytest.raises(signing.BadStamp, match="another message"):
        signing.read_stamp(token, MESSAGE + b".")


@needs("pdfsig", "certutil")
def test_poppler_trusts_a_stamped_pdf_with_its_evidence(folder: Path) -> None:
    store = folder / "nss"
    store.mkdir()
    told("certutil", "-N", "-d", f"sql:{store}", "--empty-password")
    told("certutil", "-A", "-d", f"sql:{store}", "-n", "city", "-t", "CT,CT,CT", "-a", "-i", folder / "root.pem")
    (folder / "signed.pdf").write_bytes(signed())
    words = told("pdfsig", "-no-ocsp", "-nssdir", f"sql:{store}", folder / "signed.pdf")
    for each in ("Signature is Valid.", "Certificate is Trusted.", "Total document signed", "ETSI.CAdES.detached", NAME):
        assert each in words


def signed() -> bytes:
    return signing.sign_pdf(pdf(), signer="jianwei", reason="准予许可", at=AT, name=NAME)


def test_pyhanko_finds_all_it_needs_for_later_years_in_the_pdf() -> None:
    """Ten years later, when the certificate has ended and nobody is asked: PAdES baseline LT."""
    root = x509.Certificate.load(authority.root().certificate)
    embedded = PdfFileReader(io.BytesIO(signed())).embedded_signatures[0]
    store = DocumentSecurityStore.read_dss(PdfFileReader(io.BytesIO(signed())))
    assert len(store.crls) == 1 and len(store.certs) == 1
    context = store.as_validation_context({"trust_roots": [root], "allow_fetching": False, "moment": AT + timedelta(minutes=1)})
    assert isinstance(context, ValidationContext)
    status = validate_pdf_signature(embedded, signer_validation_context=context, ts_validation_context=context)
    assert status.bottom_line and status.trusted and status.intact
    assert status.timestamp_validity and status.timestamp_validity.trusted and status.timestamp_validity.timestamp == AT
