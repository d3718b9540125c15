"""Keys of both algorithms: the known answers, what is made, what is refused; and that no nonce is used twice."""

import base64
import multiprocessing
import threading
from datetime import timedelta
from pathlib import Path

import pytest

from tests.kernel.cities import AT, NAME, key
from tongban.kernel import signing
from tongban.kernel.signing import algorithms, authority, der, issuing, libcrypto, sm2, tongsuo

LIBRARIES = [libcrypto, tongsuo]
named = pytest.mark.parametrize("library", LIBRARIES, ids=lambda each: each.__name__.rsplit(".")[-1])


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings) -> Path:
    settings.VAR = tmp_path / "var"
    return settings.VAR / "ca"


@named
def test_the_standards_sample_is_verified(library: sm2.Library) -> None:
    assert sm2.passed(library) is library


@named
def test_what_is_no_signature_is_not_verified(library: sm2.Library) -> None:
    own = library.PrivateKey(library.generate())
    public, signature = library.PublicKey(own.public), own.sign(b"words")
    for wrong in (b"", b"words", signature[:-1], signature + b"\0", b"\x30\x06\x02\x01\x00\x02\x01\x00"):
        assert not public.verify(b"words", wrong)
    assert public.verify(b"words", signature), "and the library still answers"


@pytest.mark.parametrize("signs", LIBRARIES)
@pytest.mark.parametrize("verifies", LIBRARIES)
def test_one_library_verifies_what_the_other_signed(signs: sm2.Library, verifies: sm2.Library) -> None:
    own = signs.PrivateKey(verifies.generate())
    assert verifies.PublicKey(own.public).verify(b"words", own.sign(b"words"))


def test_a_library_that_gives_wrong_answers_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sm2, "SAMPLE_SIGNATURE", sm2.SAMPLE_SIGNATURE[:-1] + b"\0")
    with pytest.raises(libcrypto.Unavailable, match="sample"):
        sm2.passed(libcrypto)


def test_where_libcrypto_has_no_sm2_tongsuo_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libcrypto, "generate", _unavailable)
    assert sm2.library.__wrapped__() is tongsuo


def test_where_no_library_has_sm2_that_is_said_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libcrypto, "generate", _unavailable)
    monkeypatch.setattr(tongsuo, "generate", _unavailable)
    with pytest.raises(signing.NoSm2, match="Install OpenSSL 3"):
        sm2.library.__wrapped__()


@named
def test_a_message_in_two_parts_is_the_message(library: sm2.Library) -> None:
    own = library.PrivateKey(library.generate())
    for number in range(40):  # more beginnings than a key remembers
        beginning = b"seal %d" % number * 100
        assert library.PublicKey(own.public).verify(beginning + b"words", own.sign_after(beginning, b"words"))


def _unavailable() -> bytes:
    raise libcrypto.Unavailable("no SM2")


@pytest.mark.parametrize("spki", [b"", b"words", sm2.SPKI_BEFORE_POINT + bytes(64), sm2.SPKI_BEFORE_POINT + sm2.SAMPLE_KEY + b"\0"])
def test_what_is_no_key_verifies_nothing(spki: bytes) -> None:
    assert not algorithms.holds(b"words", sm2.SAMPLE_SIGNATURE, spki=spki, oid=algorithms.OIDS[signing.SM2])


def _r(signature: bytes) -> bytes:
    return signature[4 : 4 + signature[3]]


def _signed(answers) -> None:
    answers.put(_r(key().sign(b"the same words")))


def test_a_forked_process_does_not_repeat_a_nonce() -> None:
    """Two signatures with one nonce give the private key away."""
    key().sign(b"so that the key is loaded before the fork")
    context = multiprocessing.get_context("fork")
    answers = context.Queue()
    children = [context.Process(target=_signed, args=(answers,)) for _ in range(4)]
    for child in children:
        child.start()
    seen = {answers.get(timeout=30) for _ in children} | {_r(key().sign(b"the same words"))}
    for child in children:
        child.join()
    assert len(seen) == 5


def test_threads_share_a_key() -> None:
    own, faults = key(), []

    def sign() -> None:
        for number in range(50):
            message = str(number).encode()
            if not signing.verify(message, own.sign(message), public=own.certificate, algorithm=signing.SM2):
                faults.append(number)

    threads = [threading.Thread(target=sign) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not faults


@pytest.mark.parametrize("algorithm", list(algorithms.OIDS))
def test_a_signature_holds_for_its_message_its_key_and_its_algorithm_only(algorithm: signing.Algorithm) -> None:
    own, other = key(algorithm=algorithm), key("shuiliju", algorithm=algorithm)
    signature = own.sign(b"words")
    assert own.development and own.algorithm == algorithm
    assert signing.verify(b"words", signature, public=own.certificate, algorithm=algorithm)
    assert not signing.verify(b"word", signature, public=own.certificate, algorithm=algorithm)
    assert not signing.verify(b"words", signature, public=other.certificate, algorithm=algorithm)
    another = signing.P256 if algorithm == signing.SM2 else signing.SM2
    assert not signing.verify(b"words", signature, public=own.certificate, algorithm=another)


def test_the_same_owner_has_a_key_for_each_algorithm_in_files_of_its_own(folder: Path) -> None:
    assert key().certificate != key(algorithm=signing.P256).certificate
    assert {path.name.split("-")[0] for path in (folder / "signers").glob("*.pem")} == {"jianwei", "jianwei.sm2"}
    assert {path.name for path in folder.glob("*.pem")} == {"root.pem", "root-sm2.pem"}


def test_a_key_does_not_show_its_secret() -> None:
    own = authority.credentials("jianwei", name=NAME, at=AT)
    assert repr(own) == "SoftwareKey(ecdsa-p256-sha256)"


@pytest.mark.parametrize("algorithm", list(algorithms.OIDS))
def test_certificates_say_that_they_are_for_development(algorithm: signing.Algorithm) -> None:
    read = signing.certificates.read(key(algorithm=algorithm).certificate)
    assert read.development
    assert read.name == f"{NAME} (development keys)" and read.unit == "jianwei"
    assert "no legal effect" in read.organisation


def check(certificate: bytes, **options):
    return signing.certificates.check(certificate, **{"at": AT, "usage": "signing", **options})


def test_a_certificate_of_ours_is_good_for_what_it_is_for() -> None:
    assert check(key().certificate).unit == "jianwei"
    assert check(key("time-stamps", algorithm=signing.P256).certificate, usage="time-stamps")


def test_a_certificate_is_refused_outside_its_years() -> None:
    for at in (AT.replace(year=2031), AT.replace(year=2024)):
        with pytest.raises(signing.Expired):
            check(key().certificate, at=at)


def test_a_certificate_is_refused_for_another_use() -> None:
    for certificate, usage in (
        (key().certificate, "time-stamps"),
        (key("time-stamps").certificate, "signing"),
        (signing.roots()[0], "signing"),
    ):
        with pytest.raises(signing.WrongUsage):
            check(certificate, usage=usage)


def test_a_revoked_certificate_is_refused_from_then_on_and_listed() -> None:
    own = key(algorithm=signing.P256)
    signing.revoke(own.certificate, at=AT)
    with pytest.raises(signing.Revoked):
        check(own.certificate)
    assert check(own.certificate, known=AT - timedelta(seconds=1))
    assert check(key("shuiliju", algorithm=signing.P256).certificate)
    assert len(signing.revocation_list(at=AT)) > len(signing.revocation_list(at=AT - timedelta(days=1)))


def test_a_certificate_of_another_city_is_not_trusted(tmp_path: Path, settings) -> None:
    foreign = key().certificate
    settings.VAR = tmp_path / "another"
    with pytest.raises(signing.NotTrusted):
        check(foreign)


def test_one_changed_octet_makes_a_certificate_worthless() -> None:
    own = bytearray(key().certificate)
    own[-1] ^= 1
    with pytest.raises(signing.NotTrusted):
        check(bytes(own))


@pytest.mark.parametrize("content", [b"", b"words", b"\x30\x03\x02\x01\x01", b"\x30\x82\xff\xff"])
def test_what_is_no_certificate_is_refused_as_that(content: bytes) -> None:
    with pytest.raises(signing.NotACertificate):
        check(content)


class Outside:
    """Another authority, with a root, one between, and whoever it certifies."""

    def __init__(self, algorithm: signing.Algorithm) -> None:
        self.algorithm = algorithm
        self.key, self.between_key, self.signer_key = (algorithms.private(algorithm, algorithms.generate(algorithm)) for _ in range(3))
        self.name, self.between_name = issuing.name("示例市根"), issuing.name("示例市签发")
        span = {"starts": AT - timedelta(days=900), "ends": AT + timedelta(days=900)}
        self.root = issuing.root(self.key, algorithm, subject=self.name, **span)
        self.signer = issuing.certificate(
            issuing.Issuer(self.key, algorithm, self.name),
            subject=issuing.name("示例单位"),
            public=self.signer_key.public,
            lists="http://127.0.0.1/revoked.crl",
            stamps=False,
            **span,
        )

    def revocation_list(self, revoked=None, *, at=AT) -> bytes:
        return issuing.revocation_list(issuing.Issuer(self.key, self.algorithm, self.name), revoked or {}, at=at)


@pytest.mark.parametrize("algorithm", list(algorithms.OIDS))
def test_an_operator_may_trust_another_authority_with_its_fresh_list(algorithm: signing.Algorithm, folder: Path) -> None:
    outside, trusted = Outside(algorithm), folder / "trusted"
    with pytest.raises(signing.NotTrusted):
        check(outside.signer, chain=[outside.root])
    trusted.mkdir(parents=True)
    (trusted / "root.pem").write_bytes(b"-----BEGIN CERTIFICATE-----\n" + _lines(outside.root) + b"-----END CERTIFICATE-----\n")
    with pytest.raises(signing.RevocationUnknown):
        check(outside.signer)
    (trusted / "old.crl").write_bytes(outside.revocation_list(at=AT - timedelta(days=8)))
    with pytest.raises(signing.RevocationUnknown):
        check(outside.signer)
    (trusted / "fresh.crl").write_bytes(outside.revocation_list())
    assert check(outside.signer).name == "示例单位"
    serial = signing.certificates.read(outside.signer).serial
    (trusted / "fresh.crl").write_bytes(outside.revocation_list({serial: AT - timedelta(days=1)}))
    with pytest.raises(signing.Revoked):
        check(outside.signer)


def test_a_list_that_the_issuer_did_not_sign_is_no_list(folder: Path) -> None:
    outside, other, trusted = Outside(signing.P256), Outside(signing.P256), folder / "trusted"
    trusted.mkdir(parents=True)
    (trusted / "root.pem").write_bytes(b"-----BEGIN CERTIFICATE-----\n" + _lines(outside.root) + b"-----END CERTIFICATE-----\n")
    (trusted / "forged.crl").write_bytes(other.revocation_list())
    with pytest.raises(signing.RevocationUnknown):
        check(outside.signer)


def _lines(content: bytes) -> bytes:
    return base64.encodebytes(content)


def test_short_numbers_and_long_values_are_encoded_as_der_has_them() -> None:
    assert der.integer(0) == b"\x02\x01\x00" and der.integer(127) == b"\x02\x01\x7f" and der.integer(128) == b"\x02\x02\x00\x80"
    assert der.octets(bytes(127))[:2] == b"\x04\x7f" and der.octets(bytes(128))[:3] == b"\x04\x81\x80"
    assert der.octets(bytes(65536))[:5] == b"\x04\x83\x01\x00\x00"
    assert der.identifier("1.2.156.10197.1.501").hex() == "06082a811ccf55018375"
    assert der.moment(AT) == b"\x18\x0f20260907020000Z"
