"""SM2 judged by who did not write it: OpenSSL, PyPI's gmalg, npm's sm-crypto, and Bouncy Castle for whole seals."""

import shutil
import subprocess
from pathlib import Path

import gmalg
import pytest
from asn1crypto.algos import DSASignature

from tests.interop import node
from tests.kernel.cities import AT, HASH, NAME, PLACE, key, seal
from tests.kernel.programs import needs, told
from tongban.kernel import seals, signing
from tongban.kernel.signing import algorithms, authority, sm2

ID = "distid:1234567812345678"
MESSAGE = "榕城市示例建设委员会 准予许可".encode() * 7
SCRIPT = Path(__file__).with_name("judge_sm2.cjs")
BOUNCY_CASTLE = Path("/usr/share/java/bcprov.jar")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings) -> Path:
    settings.VAR, settings.TIME_STAMPS = tmp_path / "var", ""
    return tmp_path


def changed(signature: bytes) -> bytes:
    return signature[:-1] + bytes((signature[-1] ^ 1,))


def in_pem(certificate: bytes, folder: Path) -> Path:
    path = folder / "given.der"
    path.write_bytes(certificate)
    told("openssl", "x509", "-inform", "DER", "-in", path, "-out", folder / "given.pem")
    return folder / "given.pem"


@needs("openssl")
def test_openssl_verifies_what_we_sign(folder: Path) -> None:
    certificate = in_pem(key().certificate, folder)
    (folder / "public.pem").write_text(told("openssl", "x509", "-in", certificate, "-pubkey", "-noout"))
    (folder / "message").write_bytes(MESSAGE)
    command = ["openssl", "dgst", "-sm3", "-verify", folder / "public.pem", "-sigopt", ID, "-signature", folder / "signature"]
    signature = key().sign(MESSAGE)
    (folder / "signature").write_bytes(signature)
    assert "Verified OK" in told(*command, folder / "message")
    (folder / "signature").write_bytes(changed(signature))
    assert subprocess.run([*command, folder / "message"], capture_output=True).returncode == 1


@needs("openssl")
def test_we_verify_what_openssl_signs(folder: Path) -> None:
    told("openssl", "genpkey", "-algorithm", "SM2", "-out", folder / "key.pem")
    told("openssl", "pkey", "-in", folder / "key.pem", "-pubout", "-outform", "DER", "-out", folder / "public.der")
    (folder / "message").write_bytes(MESSAGE)
    told("openssl", "dgst", "-sm3", "-sign", folder / "key.pem", "-sigopt", ID, "-out", folder / "signature", folder / "message")
    public, signature = (folder / "public.der").read_bytes(), (folder / "signature").read_bytes()
    assert signing.verify(MESSAGE, signature, public=public, algorithm=signing.SM2)
    assert not signing.verify(MESSAGE, changed(signature), public=public, algorithm=signing.SM2)


@needs("openssl")
def test_openssl_finds_the_chain_right_and_anothers_wrong(folder: Path, settings) -> None:
    certificate = in_pem(key().certificate, folder)
    (folder / "root.pem").write_bytes(signing.ca_certificate(signing.SM2))
    at = ["-attime", str(int(AT.timestamp()) + 60), "-x509_strict"]
    assert "OK" in told("openssl", "verify", "-vfyopt", ID, *at, "-CAfile", folder / "root.pem", certificate)
    settings.VAR = folder / "another"
    (folder / "other.pem").write_bytes(signing.ca_certificate(signing.SM2))
    other = ["openssl", "verify", "-vfyopt", ID, *at, "-CAfile", folder / "other.pem", certificate]
    assert subprocess.run(other, capture_output=True).returncode != 0


@needs("openssl")
def test_openssl_reads_the_list_of_what_sm2_certificates_were_revoked(folder: Path) -> None:
    signing.revoke(key().certificate, at=AT)
    (folder / "revoked.crl").write_bytes(signing.revocation_list(at=AT, algorithm=signing.SM2))
    words = told("openssl", "crl", "-inform", "DER", "-in", folder / "revoked.crl", "-noout", "-text")
    assert f"{signing.certificates.read(key().certificate).serial:X}" in words
    assert "SM2-with-SM3" in words and "Sep  7 02:00:00 2026 GMT" in words


@needs("openssl")
def test_openssl_reads_the_notice_in_the_certificate(folder: Path) -> None:
    words = told("openssl", "x509", "-in", in_pem(key().certificate, folder), "-noout", "-text", "-nameopt", "utf8")
    for each in ("development keys, no legal effect", f"{NAME} (development keys)", "SM2-with-SM3", "revoked-sm2.crl", "E-mail Protection"):
        assert each in words


def _numbers(signature: bytes) -> tuple[bytes, bytes]:
    read = DSASignature.load(signature)
    return tuple(read[name].native.to_bytes(32, "big") for name in ("r", "s"))


def test_gmalg_verifies_what_we_sign() -> None:
    own = authority.credentials("jianwei", name=NAME, at=AT, algorithm=signing.SM2)
    judge = gmalg.SM2(pk=b"\x04" + own.public[-64:], uid=b"1234567812345678")
    signature = own.sign(MESSAGE)
    assert judge.verify(MESSAGE, *_numbers(signature))
    assert not judge.verify(MESSAGE + b".", *_numbers(signature))
    root, read = authority.root(signing.SM2), signing.certificates.read(own.certificate)
    issuer = gmalg.SM2(pk=b"\x04" + root.public[-64:], uid=b"1234567812345678")
    assert issuer.verify(read.signed, *_numbers(read.signature)), "the certificate too"


def test_we_verify_what_gmalg_signs() -> None:
    secret, point = gmalg.SM2().generate_keypair()
    r, s = gmalg.SM2(sk=secret, pk=point, uid=b"1234567812345678").sign(MESSAGE)
    signature = DSASignature({"r": int.from_bytes(r, "big"), "s": int.from_bytes(s, "big")}).dump()
    public = sm2.SPKI_BEFORE_POINT + point[-64:]
    assert algorithms.holds(MESSAGE, signature, spki=public, oid=algorithms.OIDS[signing.SM2])
    assert not algorithms.holds(MESSAGE + b".", signature, spki=public, oid=algorithms.OIDS[signing.SM2])


def test_sm_crypto_verifies_what_we_sign_and_we_what_it_signs() -> None:
    own = authority.credentials("jianwei", name=NAME, at=AT, algorithm=signing.SM2)
    signature = own.sign(MESSAGE)
    question = {
        "message": MESSAGE.hex(),
        "publicKey": "04" + own.public[-64:].hex(),
        "signatures": [signature.hex(), changed(signature).hex(), own.sign(MESSAGE + b".").hex()],
    }
    answer = node.ask(SCRIPT, question, "sm-crypto@0.5.8")
    assert answer["verified"] == [True, False, False]
    public = sm2.SPKI_BEFORE_POINT + bytes.fromhex(answer["publicKey"])[-64:]
    theirs = bytes.fromhex(answer["signature"])
    assert signing.verify(MESSAGE, theirs, public=public, algorithm=signing.SM2)
    assert not signing.verify(MESSAGE + b".", theirs, public=public, algorithm=signing.SM2)


@pytest.mark.skipif(not (shutil.which("java") and BOUNCY_CASTLE.exists()), reason="not installed: java, libbcprov-java")
def test_bouncy_castle_finds_a_seal_right_and_a_changed_one_wrong(folder: Path) -> None:
    signature = seals.sign(seal=seal(), data_hash=HASH, property_info=PLACE, key=key(), at=AT)
    (folder / "root.der").write_bytes(authority.root(signing.SM2).certificate)
    verdicts = []
    for content in (signature, signature.replace(HASH, bytes(32)), signature.replace("建设".encode(), "公安".encode(), 1)):
        (folder / "signature").write_bytes(content)
        command = ["java", "-cp", BOUNCY_CASTLE, Path(__file__).with_name("JudgeSeal.java"), folder / "signature", folder / "root.der"]
        verdicts.append(told(*command).split())
    assert verdicts == [
        ["der", "true", "maker", "true", "signer", "true"],
        ["der", "true", "maker", "true", "signer", "false"],
        ["der", "true", "maker", "false", "signer", "false"],
    ]
