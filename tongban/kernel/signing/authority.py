"""The demo city's own certificate authority: a root for each algorithm, and a certificate for each signer when it first signs.

Development keys in files under `var/ca`, readable by the owner only. A city in production gets its certificates from a
licensed authority and its keys from certified modules; this file is then not used (docs/keys.md).
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path

from asn1crypto import pem, x509
from django.conf import settings

from tongban.kernel.signing import algorithms, der, issuing
from tongban.kernel.signing.algorithms import P256, SM2, Algorithm
from tongban.kernel.signing.keys import SoftwareKey

MARKS: dict[Algorithm, str] = {P256: "", SM2: "sm2"}  # how the files of the second root are told from the first's
REVOCATION_PATHS: dict[Algorithm, str] = {P256: "/ca/revoked.crl", SM2: "/ca/revoked-sm2.crl"}
ROOT_FROM, ROOT_UNTIL = datetime(2020, 1, 1, tzinfo=UTC), datetime(2060, 1, 1, tzinfo=UTC)
SIGNER_YEARS = 5
STAMPS = "time-stamps"
KEPT = 2000  # keys in memory

_known: dict[Path, SoftwareKey] = {}


def root(algorithm: Algorithm = P256) -> SoftwareKey:
    """The root, made when it is first asked for."""
    path = _folder() / f"root{_dashed(algorithm)}.pem"
    return _known.get(path) or _found_or_made(path, algorithm, lambda: _self_signed(algorithm))


def known_root(algorithm: Algorithm) -> bytes | None:
    """The root's certificate, if there is one already."""
    return root(algorithm).certificate if (_folder() / f"root{_dashed(algorithm)}.pem").exists() else None


def credentials(code: str, *, name: str, at: datetime, algorithm: Algorithm = P256) -> SoftwareKey:
    """A signer's key with a certificate that covers a moment, made when it is first asked for."""
    shown = hashlib.sha256(name.encode()).hexdigest()[:8]  # a department that is renamed gets a certificate in its new name
    mark = f".{MARKS[algorithm]}" if MARKS[algorithm] else ""
    path = _folder() / "signers" / f"{_file_name(code)}{mark}-{_first_year(at)}-{shown}.pem"
    if path in _known:
        return _known[path]
    root(algorithm)  # made before, not under, the lock of the signers
    return _found_or_made(path, algorithm, lambda: _issued(code, name=name, at=at, algorithm=algorithm))


def certify(public: bytes, *, owner: str, name: str, algorithm: Algorithm, at: datetime) -> bytes:
    """A certificate for a key that is somewhere else: in a token or a hardware module."""
    issuer = root(algorithm)
    start = datetime(_first_year(at), 1, 1, tzinfo=UTC) - timedelta(days=1)
    return issuing.certificate(
        _issuer(issuer),
        subject=issuing.name(f"{issuing.short(name, 45)} (development keys)", unit=owner),
        public=public,
        starts=start,
        ends=datetime(start.year + 1 + SIGNER_YEARS, 1, 2, tzinfo=UTC),
        lists=settings.PUBLIC_ADDRESS + REVOCATION_PATHS[algorithm],
        stamps=owner == STAMPS,
    )


def revoke(certificate: bytes, *, algorithm: Algorithm, at: datetime) -> None:
    """A certificate of the demo city no longer counts from a moment on."""
    serial = x509.Certificate.load(certificate).serial_number
    path = _folder() / f"revoked{_dashed(algorithm)}"
    with _alone(path.parent), path.open("a", encoding="ascii") as written:
        written.write(f"{serial:x} {at.astimezone(UTC):%Y-%m-%dT%H:%M:%S%z}\n")
        written.flush()
        os.fsync(written.fileno())


def revoked(algorithm: Algorithm) -> Mapping[int, datetime]:
    """Serial numbers of what has been revoked, and since when."""
    path = _folder() / f"revoked{_dashed(algorithm)}"
    return _revoked(path, path.stat().st_size) if path.exists() else {}


def revocation_list(*, at: datetime, algorithm: Algorithm = P256) -> bytes:
    """What the root has revoked, signed by it."""
    return issuing.revocation_list(_issuer(root(algorithm)), revoked(algorithm), at=at)


def revocation_list_of_the_hour(algorithm: Algorithm, *, at: datetime) -> bytes:
    """The same for all documents of an hour, unless something has been revoked since."""
    return _listed(algorithm, root(algorithm).certificate, at.replace(minute=0, second=0, microsecond=0), len(revoked(algorithm)))


@lru_cache(maxsize=8)
def _listed(algorithm: Algorithm, root: bytes, hour: datetime, revoked: int) -> bytes:
    return revocation_list(at=hour, algorithm=algorithm)


@lru_cache(maxsize=4)
def _revoked(path: Path, size: int) -> Mapping[int, datetime]:
    """By size: the file only grows."""
    lines = (line.split() for line in path.read_text("ascii").splitlines())
    return {int(serial, 16): datetime.strptime(since, "%Y-%m-%dT%H:%M:%S%z") for serial, since in lines}


def _self_signed(algorithm: Algorithm) -> SoftwareKey:
    pkcs8 = algorithms.generate(algorithm)
    key = algorithms.private(algorithm, pkcs8)
    subject = issuing.name(f"Tongban demo city {'SM2 ' if algorithm == SM2 else ''}root (development keys)")
    return SoftwareKey(algorithm, pkcs8, issuing.root(key, algorithm, subject=subject, starts=ROOT_FROM, ends=ROOT_UNTIL), ())


def _issued(code: str, *, name: str, at: datetime, algorithm: Algorithm) -> SoftwareKey:
    """One certificate for a period of five calendar years."""
    pkcs8 = algorithms.generate(algorithm)
    public = algorithms.private(algorithm, pkcs8).public
    made = certify(public, owner=code, name=name, algorithm=algorithm, at=at)
    return SoftwareKey(algorithm, pkcs8, made, (root(algorithm).certificate,))


def _issuer(root: SoftwareKey) -> issuing.Issuer:
    return issuing.Issuer(root, root.algorithm, x509.Certificate.load(root.certificate).subject)


def _first_year(at: datetime) -> int:
    return at.year - at.year % SIGNER_YEARS


def _dashed(algorithm: Algorithm) -> str:
    return f"-{MARKS[algorithm]}" if MARKS[algorithm] else ""


def _folder() -> Path:
    return settings.VAR / "ca"


def _file_name(code: str) -> str:
    """A signer's code as a file name; one that is no plain word gets a digest."""
    return code if re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,60}", code) else hashlib.sha256(code.encode()).hexdigest()[:32]


def _found_or_made(path: Path, algorithm: Algorithm, make) -> SoftwareKey:
    with _alone(path.parent):
        found = _read(path, algorithm) or _kept(path, make())
    if len(_known) >= KEPT:
        _known.clear()
    _known[path] = found
    return found


def _read(path: Path, algorithm: Algorithm) -> SoftwareKey | None:
    if not path.exists():
        return None
    pkcs8, certificate, *chain = der.from_pem(path.read_bytes())
    return SoftwareKey(algorithm, pkcs8, certificate, tuple(each for each in chain if each != certificate))


def _kept(path: Path, made: SoftwareKey) -> SoftwareKey:
    """Key, certificate and issuers in one file of mode 600: they appear together or not at all."""
    content = pem.armor("PRIVATE KEY", made.pkcs8) + b"".join(pem.armor("CERTIFICATE", each) for each in (made.certificate, *made.chain))
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as written:
        written.write(content)
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
