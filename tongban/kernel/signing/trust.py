"""Whom this installation trusts: its own development roots while it has such keys, and what its operator put into `var/ca/trusted`.

That folder holds roots and certificates between them and signers (`*.pem`; a root is signed by itself), and their revocation
lists (`*.crl`, DER or PEM), which the operator fetches from their addresses. A list that is no longer fresh is no list.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from asn1crypto import crl, pem, x509
from django.conf import settings

from tongban.kernel.signing import algorithms, authority, der
from tongban.kernel.signing.refusals import RevocationUnknown

if TYPE_CHECKING:
    from tongban.kernel.signing.keys import Key


def roots() -> tuple[bytes, ...]:
    """The trusted roots, DER."""
    own = tuple(authority.root(each).certificate for each in algorithms.OIDS) if "software" in settings.KEY_STORES.values() else ()
    return own + tuple(each for each, is_root in _told(_marked()) if is_root)


def intermediates() -> tuple[bytes, ...]:
    return tuple(each for each, is_root in _told(_marked()) if not is_root)


def revoked(issuer: bytes, *, at: datetime) -> Mapping[int, datetime]:
    """Serial numbers that an issuer has revoked, and since when. Refuses: RevocationUnknown."""
    for algorithm in algorithms.OIDS:
        if authority.known_root(algorithm) == issuer:
            return authority.revoked(algorithm)
    for each in _lists(_marked()):
        if (found := _read_list(each, issuer, at)) is not None:
            return found
    raise RevocationUnknown("There is no fresh revocation list of the issuer here.")


def evidence(key: Key, *, at: datetime) -> tuple[tuple[bytes, ...], tuple[bytes, ...]]:
    """What proves later that a certificate counted: the certificates above it, and revocation lists of the hour (DER)."""
    lists = [authority.revocation_list_of_the_hour(each, at=at) for each in algorithms.OIDS if authority.known_root(each) in key.chain]
    lists += [each for each in _lists(_marked()) if any(_read_list(each, issuer, at) is not None for issuer in key.chain)]
    return key.chain, tuple(lists)


def _read_list(content: bytes, issuer: bytes, at: datetime) -> dict[int, datetime] | None:
    parsed, by = crl.CertificateList.load(content), x509.Certificate.load(issuer)
    told = parsed["tbs_cert_list"]
    if told["issuer"].dump() != by.subject.dump() or told["next_update"].native < at:  # a later list says no less of an earlier moment
        return None
    oid, spki = parsed["signature_algorithm"]["algorithm"].dotted, by["tbs_certificate"]["subject_public_key_info"].dump()
    if not algorithms.holds(told.dump(), parsed["signature"].native, spki=spki, oid=oid):
        return None
    return {each["user_certificate"].native: each["revocation_date"].native for each in told["revoked_certificates"] or ()}


def _folder() -> Path:
    return settings.VAR / "ca" / "trusted"


def _marked() -> tuple[tuple[Path, int], ...]:
    """The files there and when each was written: what was read is read anew when they change."""
    return tuple(sorted((path, path.stat().st_mtime_ns) for path in _folder().glob("*.*"))) if _folder().is_dir() else ()


@lru_cache(maxsize=4)
def _told(files: tuple[tuple[Path, int], ...]) -> tuple[tuple[bytes, bool], ...]:
    found = []
    for path, _ in files:
        if path.suffix == ".pem":
            for content in der.from_pem(path.read_bytes()):
                parsed = x509.Certificate.load(content)
                found.append((content, parsed.subject.dump() == parsed.issuer.dump()))
    return tuple(found)


@lru_cache(maxsize=4)
def _lists(files: tuple[tuple[Path, int], ...]) -> tuple[bytes, ...]:
    contents = [path.read_bytes() for path, _ in files if path.suffix == ".crl"]
    return tuple(der.from_pem(each)[0] if pem.detect(each) else each for each in contents)
