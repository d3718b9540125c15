"""The demo city's own certificate authority: a root, and a certificate for each department when it first signs.

Development keys in files under `var/ca`, readable by the owner only. A city in production gets its certificates from a
licensed authority and its keys from certified modules; this file is then not used.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from django.conf import settings

NOTICE = "Tongban demo city, development keys, no legal effect"
REVOCATION_PATH = "/ca/revoked.crl"
ROOT_FROM, ROOT_UNTIL = datetime(2020, 1, 1, tzinfo=UTC), datetime(2060, 1, 1, tzinfo=UTC)
SIGNER_YEARS = 5


@dataclass(frozen=True, slots=True)
class Credentials:
    """A private key, its certificate and the certificate of who issued it."""

    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate
    issuer: x509.Certificate

    def cover(self, at: datetime) -> bool:
        return self.certificate.not_valid_before_utc <= at <= self.certificate.not_valid_after_utc


_known: dict[Path, Credentials] = {}


def root() -> Credentials:
    """The root, made when it is first asked for."""
    path = settings.VAR / "ca" / "root.pem"
    if path not in _known:
        with _alone(path.parent):
            _known[path] = _read(path) or _kept(path, _self_signed())
    return _known[path]


def credentials(code: str, *, name: str, at: datetime) -> Credentials:
    """A department's credentials that cover a moment, made when they are first asked for."""
    issuer = root()
    shown = hashlib.sha256(name.encode()).hexdigest()[:8]  # a department that is renamed gets a certificate in its new name
    path = settings.VAR / "ca" / "signers" / f"{_file_name(code)}-{at.year - at.year % SIGNER_YEARS}-{shown}.pem"
    if path not in _known:
        with _alone(path.parent):
            _known[path] = _read(path) or _kept(path, _issued(issuer, code=code, name=name, at=at))
    return _known[path]


def revocation_list(*, at: datetime) -> bytes:
    """An empty list: no certificate of the demo city has been revoked."""
    issuer = root()
    built = x509.CertificateRevocationListBuilder().issuer_name(issuer.certificate.subject)
    built = built.last_update(at).next_update(at + timedelta(days=7))
    identifier = x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.key.public_key())
    built = built.add_extension(identifier, critical=False)  # this and a number: RFC 5280, 5.2.1 and 5.2.3
    built = built.add_extension(x509.CRLNumber(int(at.timestamp())), critical=False)
    return built.sign(issuer.key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


def _self_signed() -> Credentials:
    key = ec.generate_private_key(ec.SECP256R1())
    name = _name("Tongban demo city root (development keys)")
    built = _unsigned(name, name, key.public_key(), ROOT_FROM, ROOT_UNTIL)
    built = built.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    built = built.add_extension(_usage("key_cert_sign", "crl_sign"), critical=True)
    certificate = built.sign(key, hashes.SHA256())
    return Credentials(key, certificate, certificate)


def _issued(issuer: Credentials, *, code: str, name: str, at: datetime) -> Credentials:
    """One certificate for a period of five calendar years. pdfsig trusts it only with e-mail protection and a CRL address."""
    key = ec.generate_private_key(ec.SECP256R1())
    start = datetime(at.year - at.year % SIGNER_YEARS, 1, 1, tzinfo=UTC) - timedelta(days=1)
    until = datetime(start.year + 1 + SIGNER_YEARS, 1, 2, tzinfo=UTC)
    subject = _name(f"{_short(name, 45)} (development keys)", unit=code)
    built = _unsigned(subject, issuer.certificate.subject, key.public_key(), start, until)
    built = built.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    built = built.add_extension(_usage("digital_signature", "content_commitment"), critical=True)
    built = built.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), critical=False)
    address = x509.UniformResourceIdentifier(settings.PUBLIC_ADDRESS + REVOCATION_PATH)
    point = x509.DistributionPoint(full_name=[address], relative_name=None, reasons=None, crl_issuer=None)
    built = built.add_extension(x509.CRLDistributionPoints([point]), critical=False)
    identifier = x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.key.public_key())
    built = built.add_extension(identifier, critical=False)
    return Credentials(key, built.sign(issuer.key, hashes.SHA256()), issuer.certificate)


def _unsigned(subject: x509.Name, issuer: x509.Name, key, start: datetime, until: datetime) -> x509.CertificateBuilder:
    built = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key)
    built = built.serial_number(x509.random_serial_number()).not_valid_before(start).not_valid_after(until)
    return built.add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)


def _name(common: str, *, unit: str = "") -> x509.Name:
    """A name as certificates hold it."""
    parts = [x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"), x509.NameAttribute(NameOID.ORGANIZATION_NAME, NOTICE)]
    if unit:
        parts.append(x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, _short(unit, 64)))
    return x509.Name([*parts, x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _short(text: str, octets: int) -> str:
    """X.520 allows 64 characters for a name; our library counts octets, of which a Chinese character has three."""
    content = text.encode()
    return text if len(content) <= octets else content[: octets - 3].decode(errors="ignore") + "…"


def _usage(*granted: str) -> x509.KeyUsage:
    every = ("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement")
    every += ("key_cert_sign", "crl_sign", "encipher_only", "decipher_only")
    return x509.KeyUsage(**{use: use in granted for use in every})


def _file_name(code: str) -> str:
    """A department's code as a file name; one that is no plain word gets a digest."""
    return code if re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,60}", code) else hashlib.sha256(code.encode()).hexdigest()[:32]


def _read(path: Path) -> Credentials | None:
    if not path.exists():
        return None
    pem = path.read_bytes()
    key = serialization.load_pem_private_key(pem, password=None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    certificate, issuer = x509.load_pem_x509_certificates(pem)
    return Credentials(key, certificate, issuer)


def _kept(path: Path, made: Credentials) -> Credentials:
    """Key, certificate and issuer in one file of mode 600: they appear together or not at all."""
    key = made.key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    pem = key + b"".join(each.public_bytes(serialization.Encoding.PEM) for each in (made.certificate, made.issuer))
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as written:
        written.write(pem)
        written.flush()
        os.fsync(written.fileno())
    fresh.rename(path)
    return made


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One maker at a time over all processes and threads of this machine."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
