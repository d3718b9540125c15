"""Keys in a PKCS #11 token: here SoftHSM's, which a hardware module replaces by its own library."""

import base64
import gc
import os
import shutil
import subprocess
import threading
import uuid
from datetime import UTC, datetime
from pathlib import Path

import pkcs11
import pytest
from pkcs11.util.ec import encode_named_curve_parameters

from config.key_stores import Token
from tests.kernel.cities import AT, NAME
from tests.kernel.contents import pdf
from tongban.kernel import signing
from tongban.kernel.signing import authority, tokens

MODULES = ("/usr/lib/softhsm/libsofthsm2.so", "/usr/lib64/pkcs11/libsofthsm2.so", "/opt/homebrew/lib/softhsm/libsofthsm2.so")
MODULE = next((each for each in MODULES if Path(each).exists()), "")
PIN = "1234"
pytestmark = pytest.mark.skipif(not (MODULE and shutil.which("softhsm2-util")), reason="not installed: softhsm2")


@pytest.fixture(scope="module")
def token(tmp_path_factory: pytest.TempPathFactory) -> Token:
    """A fresh token with a key of jianwei's in it. The library reads its settings once in a process, so all its tests share them."""
    if "SOFTHSM2_CONF" not in os.environ:
        place = tmp_path_factory.mktemp("softhsm")
        (place / "tokens").mkdir()
        (place / "softhsm2.conf").write_text(f"directories.tokendir = {place / 'tokens'}\nobjectstore.backend = file\nlog.level = ERROR\n")
        os.environ["SOFTHSM2_CONF"] = str(place / "softhsm2.conf")
    label = f"city-{uuid.uuid4().hex[:8]}"
    made = ["softhsm2-util", "--init-token", "--free", "--label", label, "--so-pin", PIN, "--pin", PIN]
    subprocess.run(made, check=True, capture_output=True)
    pkcs11.lib(MODULE).reinitialize()  # it has looked for tokens already
    with pkcs11.lib(MODULE).get_token(token_label=label).open(rw=True, user_pin=PIN) as session:
        curve = {pkcs11.Attribute.EC_PARAMS: encode_named_curve_parameters("secp256r1")}
        for owner in ("jianwei", "uncertified"):
            session.create_domain_parameters(pkcs11.KeyType.EC, curve, local=True).generate_keypair(store=True, label=owner)
    return Token(MODULE, label, PIN)


@pytest.fixture(autouse=True)
def installation(token: Token, tmp_path: Path, settings) -> None:
    """P-256 keys are in the token, and this installation's authority certifies jianwei's for these five years."""
    settings.VAR, settings.TOKEN = tmp_path / "var", token
    settings.KEY_STORES = {signing.SM2: "software", signing.P256: "pkcs11"}
    leave()
    store = tokens.Store(token.module, token.label, token.pin)
    (certificate, _) = signing.certify(store.public("jianwei"), owner="jianwei", name=NAME, algorithm=signing.P256, at=AT)
    store.close()
    with pkcs11.lib(MODULE).get_token(token_label=token.label).open(rw=True, user_pin=PIN) as session:
        kind = {pkcs11.Attribute.CLASS: pkcs11.ObjectClass.CERTIFICATE}
        for old in list(session.get_objects(kind)):
            old.destroy()
        told = {pkcs11.Attribute.VALUE: certificate, pkcs11.Attribute.LABEL: "jianwei", pkcs11.Attribute.SUBJECT: b"\x30\x00"}
        session.create_object(
            {**kind, **told, pkcs11.Attribute.CERTIFICATE_TYPE: pkcs11.CertificateType.X_509, pkcs11.Attribute.TOKEN: True}
        )


def leave() -> None:
    """No store of an earlier test stays logged in."""
    for store in tokens._stores.values():
        store.close()
    tokens._stores.clear()


def key(owner: str = "jianwei", *, algorithm: signing.Algorithm = signing.P256, at: datetime = AT) -> signing.Key:
    return signing.key(owner, name=NAME, algorithm=algorithm, at=at)


def test_a_key_in_a_token_signs_like_any_other() -> None:
    own = key()
    signature = own.sign(b"words")
    assert signing.verify(b"words", signature, public=own.certificate, algorithm=signing.P256)
    assert not signing.verify(b"word", signature, public=own.certificate, algorithm=signing.P256)
    assert signing.certificates.check(own.certificate, at=AT, usage="signing").unit == "jianwei"
    assert own.chain == (authority.root(signing.P256).certificate,)
    assert own.development, "its certificate says so"


def test_a_pdf_is_signed_in_the_token_and_judged_as_any_other() -> None:
    settled = signing.sign_pdf(pdf(), reason="准予许可", at=AT, key=key())
    (verdict,) = signing.judge_pdf(settled, at=AT)
    assert verdict.holds and verdict.signer == f"{NAME} (development keys)"


def test_threads_share_the_token() -> None:
    own, found = key(), []

    def sign() -> None:
        found.extend(signing.verify(b"%d" % n, own.sign(b"%d" % n), public=own.certificate, algorithm=signing.P256) for n in range(20))

    threads = [threading.Thread(target=sign) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [True] * 80


def test_a_forked_process_opens_the_token_for_itself() -> None:
    own = key()
    own.sign(b"opened before the fork")
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            os.write(writing, own.sign(b"words"))
        finally:
            os._exit(0)
    os.waitpid(child, 0)
    os.close(writing)
    with os.fdopen(reading, "rb") as told:
        assert signing.verify(b"words", told.read(), public=own.certificate, algorithm=signing.P256)
    assert signing.verify(b"more", own.sign(b"more"), public=own.certificate, algorithm=signing.P256), "and the parent goes on"


def test_an_owner_without_a_key_a_certificate_or_one_in_force_is_refused() -> None:
    for owner, at, words in (
        ("nobody", AT, "no key"),
        ("uncertified", AT, "no certificate"),
        ("jianwei", AT.replace(year=2035), "no certificate"),
    ):
        with pytest.raises(signing.NoSuchKey, match=words):
            key(owner, at=at)


def test_a_wrong_pin_or_a_token_that_is_not_there_is_told_without_the_pin(token: Token, settings) -> None:
    for wrong in (Token(MODULE, token.label, "9999"), Token(MODULE, "elsewhere", PIN), Token("/no/such/module.so", "city", PIN)):
        settings.TOKEN = wrong
        leave()
        with pytest.raises(signing.KeyStoreClosed) as refused:
            key()
        assert wrong.pin not in str(refused.value) and wrong.pin not in repr(wrong)


def test_there_is_no_sm2_in_a_token_by_the_standard(settings) -> None:
    settings.KEY_STORES = {signing.SM2: "pkcs11", signing.P256: "pkcs11"}
    with pytest.raises(signing.NoSuchKey, match=r"docs/keys\.md"):
        key(algorithm=signing.SM2)


def test_without_keys_in_software_the_development_roots_are_not_trusted(settings) -> None:
    certificate = key().certificate
    settings.KEY_STORES = {signing.SM2: "pkcs11", signing.P256: "pkcs11"}
    assert signing.roots() == ()
    with pytest.raises(signing.NotTrusted):
        signing.certificates.check(certificate, at=AT, usage="signing")


def test_what_the_operator_trusts_stands_behind_a_token(settings) -> None:
    settings.KEY_STORES = {signing.SM2: "pkcs11", signing.P256: "pkcs11"}
    trusted = settings.VAR / "ca" / "trusted"
    trusted.mkdir(parents=True)
    root = authority.root(signing.P256).certificate
    (trusted / "root.pem").write_bytes(b"-----BEGIN CERTIFICATE-----\n" + base64.encodebytes(root) + b"-----END CERTIFICATE-----\n")
    assert key().chain == (root,)
    assert datetime(2026, 1, 1, tzinfo=UTC) < signing.certificates.read(key().certificate).ends


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # the library ends a search in a session that is gone
def test_a_store_that_lost_its_session_says_so_once_and_opens_anew() -> None:
    own = key()
    own.sign(b"words")
    pkcs11.lib(MODULE).reinitialize()
    with pytest.raises(signing.KeyStoreClosed):
        own.sign(b"words")
    assert signing.verify(b"words", own.sign(b"words"), public=own.certificate, algorithm=signing.P256)
    gc.collect()
