"""Answers for one reader, opened by who did not write them: OpenSSL and PyPI's gmalg take the key out; gmalg's SM4 reads the content."""

from __future__ import annotations

import base64
import subprocess
from pathlib import Path

import gmalg
import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, modes
from cryptography.hazmat.primitives.ciphers.algorithms import SM4

from tests.channels.rest.consumers import Sm2Cipher
from tests.kernel.programs import needs, told
from tongban.kernel import envelopes

TEXT = '{"字号":"示例〔2026〕1号","资本":500}'.encode() * 9


def taken_apart(envelope: envelopes.Envelope) -> tuple[bytes, bytes, bytes]:
    return base64.b64decode(envelope.key), base64.b64decode(envelope.nonce), base64.b64decode(envelope.content)


def by_gmalg(key: bytes, nonce: bytes, content: bytes) -> bytes:
    """SM4 in counter mode as GCM counts, with a stranger's block cipher; the tag is left to the test of tampering."""
    block, text = gmalg.SM4(key), b""
    for place in range(0, len(content) - 16, 16):
        stream = block.encrypt(nonce + (place // 16 + 2).to_bytes(4, "big"))
        text += bytes(one ^ other for one, other in zip(content[place : place + 16], stream, strict=False))
    return text[: len(content) - 16]


def opened(key: bytes, nonce: bytes, content: bytes) -> bytes:
    decryptor = Cipher(SM4(key), modes.GCM(nonce, content[-16:])).decryptor()
    return decryptor.update(content[:-16]) + decryptor.finalize()


def test_gmalg_opens_it() -> None:
    secret, point = gmalg.SM2().generate_keypair()
    spki = envelopes.public_key(bytes.fromhex("3059301306072a8648ce3d020106082a811ccf5501822d034200") + point)
    sealed, nonce, content = taken_apart(envelopes.closed(TEXT, spki))
    parts = Sm2Cipher.load(sealed, strict=True)
    x, y = (parts[name].native.to_bytes(32, "big") for name in ("x", "y"))
    key = gmalg.SM2(sk=secret, pk=point).decrypt(b"\x04" + x + y + parts["digest"].native + parts["text"].native)
    assert by_gmalg(key, nonce, content) == opened(key, nonce, content) == TEXT
    with pytest.raises(InvalidTag):
        opened(key, nonce, bytes((content[0] ^ 1,)) + content[1:])


@needs("openssl")
def test_openssl_opens_it_for_a_key_and_for_a_certificate(tmp_path: Path) -> None:
    key, public, certificate = tmp_path / "key.pem", tmp_path / "public.pem", tmp_path / "certificate.pem"
    told("openssl", "genpkey", "-algorithm", "SM2", "-out", key)
    told("openssl", "pkey", "-in", key, "-pubout", "-out", public)
    request = ["-key", key, "-sm3", "-sigopt", "distid:1234567812345678", "-subj", "/CN=example"]
    told("openssl", "req", "-new", "-x509", *request, "-out", certificate)
    spki = envelopes.public_key(public.read_bytes())
    assert envelopes.public_key(certificate.read_bytes()) == spki
    envelope = envelopes.closed(TEXT, spki)
    assert envelope.key_id == envelopes.key_id(spki) and envelope.algorithm == "SM2-SM4-GCM"
    sealed, nonce, content = taken_apart(envelope)
    (tmp_path / "sealed").write_bytes(sealed)
    told("openssl", "pkeyutl", "-decrypt", "-inkey", key, "-in", tmp_path / "sealed", "-out", tmp_path / "opened")
    assert opened((tmp_path / "opened").read_bytes(), nonce, content) == TEXT


@needs("openssl")
def test_another_key_opens_nothing(tmp_path: Path) -> None:
    for name in ("key", "other"):
        told("openssl", "genpkey", "-algorithm", "SM2", "-out", tmp_path / f"{name}.pem")
    told("openssl", "pkey", "-in", tmp_path / "key.pem", "-pubout", "-out", tmp_path / "public.pem")
    sealed, _nonce, _content = taken_apart(envelopes.closed(TEXT, envelopes.public_key((tmp_path / "public.pem").read_bytes())))
    (tmp_path / "sealed").write_bytes(sealed)
    command = ["openssl", "pkeyutl", "-decrypt", "-inkey", tmp_path / "other.pem", "-in", tmp_path / "sealed"]
    assert subprocess.run(command, capture_output=True).returncode != 0


@needs("openssl")
def test_what_is_no_sm2_key_is_refused(tmp_path: Path) -> None:
    told("openssl", "genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", tmp_path / "p256.pem")
    told("openssl", "pkey", "-in", tmp_path / "p256.pem", "-pubout", "-out", tmp_path / "public.pem")
    told("openssl", "genpkey", "-algorithm", "SM2", "-out", tmp_path / "private.pem")
    off_the_curve = bytes.fromhex("3059301306072a8648ce3d020106082a811ccf5501822d03420004") + bytes(range(64))
    for given in (b"", b"nonsense", (tmp_path / "public.pem").read_bytes(), (tmp_path / "private.pem").read_bytes(), off_the_curve):
        with pytest.raises(envelopes.NotAPublicKey):
            envelopes.public_key(given)
