"""X.509 certificates and revocation lists for both algorithms, as RFC 5280 and GB/T 20518 have them.

One builder for all: the public key may be in this process, in a token or in somebody's pocket.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from asn1crypto import core, crl, keys, x509

from tongban.kernel.signing.algorithms import OIDS, Algorithm, PrivateKey

NOTICE = "Tongban demo city, development keys, no legal effect"
SIGNS, ISSUES = {"digital_signature", "non_repudiation"}, {"key_cert_sign", "crl_sign"}
FRESH = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who signs a certificate."""

    key: PrivateKey
    algorithm: Algorithm
    name: x509.Name


def name(common: str, *, unit: str = "") -> x509.Name:
    """A name as certificates hold it, with the notice that it is of no effect."""
    parts = {"country_name": "CN", "organization_name": NOTICE}
    if unit:
        parts["organizational_unit_name"] = short(unit, 64)
    return x509.Name.build({**parts, "common_name": common})


def root(key: PrivateKey, algorithm: Algorithm, *, subject: x509.Name, starts: datetime, ends: datetime) -> bytes:
    """A certificate signed by its own key."""
    constraints = x509.BasicConstraints({"ca": True, "path_len_constraint": 0})
    extensions = [_extension("basic_constraints", constraints, True), _extension("key_usage", x509.KeyUsage(ISSUES), True)]
    return _certificate(Issuer(key, algorithm, subject), subject, key.public, starts, ends, extensions)


def certificate(issuer: Issuer, *, subject: x509.Name, public: bytes, starts: datetime, ends: datetime, lists: str, stamps: bool) -> bytes:
    """A signer's certificate. pdfsig trusts it only with e-mail protection and the address of a revocation list.

    One that stamps (RFC 3161, 2.3) has that purpose alone, marked critical.
    """
    purpose = x509.ExtKeyUsageSyntax(["time_stamping" if stamps else "email_protection"])
    point = x509.DistributionPoint({"distribution_point": ("full_name", [x509.GeneralName("uniform_resource_identifier", lists)])})
    extensions = [
        _extension("basic_constraints", x509.BasicConstraints({"ca": False}), True),
        _extension("key_usage", x509.KeyUsage(SIGNS), True),
        _extension("extended_key_usage", purpose, stamps),
        _extension("crl_distribution_points", x509.CRLDistributionPoints([point]), False),
        _extension("authority_key_identifier", _authority(issuer), False),
    ]
    return _certificate(issuer, subject, public, starts, ends, extensions)


def revocation_list(issuer: Issuer, revoked: Mapping[int, datetime], *, at: datetime) -> bytes:
    """A list fresh for a week, with its number and its issuer's key (RFC 5280, 5.2.1 and 5.2.3)."""
    algorithm = {"algorithm": OIDS[issuer.algorithm]}
    told = {
        "version": "v2",
        "signature": algorithm,
        "issuer": issuer.name,
        "this_update": _time(at),
        "next_update": _time(at + FRESH),
        "crl_extensions": [
            {"extn_id": "authority_key_identifier", "critical": False, "extn_value": core.ParsableOctetString(_authority(issuer).dump())},
            {"extn_id": "crl_number", "critical": False, "extn_value": core.Integer(int(at.timestamp()))},
        ],
    }
    listed = [{"user_certificate": serial, "revocation_date": _time(since)} for serial, since in sorted(revoked.items()) if since <= at]
    if listed:  # an empty list is left out (5.1.2.6)
        told["revoked_certificates"] = listed
    signed = crl.TbsCertList(told)
    return crl.CertificateList(
        {"tbs_cert_list": signed, "signature_algorithm": algorithm, "signature": core.OctetBitString(issuer.key.sign(signed.dump()))}
    ).dump()


def short(text: str, octets: int) -> str:
    """X.520 allows 64 characters for a name; some libraries count octets, of which a Chinese character has three."""
    content = text.encode()
    return text if len(content) <= octets else content[: octets - 3].decode(errors="ignore") + "…"


def _certificate(issuer: Issuer, subject: x509.Name, public: bytes, starts: datetime, ends: datetime, extensions: list) -> bytes:
    algorithm = {"algorithm": OIDS[issuer.algorithm]}
    signed = x509.TbsCertificate(
        {
            "version": "v3",
            "serial_number": secrets.randbits(158) | 1 << 158,
            "signature": algorithm,
            "issuer": issuer.name,
            "validity": {"not_before": _time(starts), "not_after": _time(ends)},
            "subject": subject,
            "subject_public_key_info": keys.PublicKeyInfo.load(public),
            "extensions": [_extension("key_identifier", core.OctetString(_identifier(public)), False), *extensions],
        }
    )
    signature = core.OctetBitString(issuer.key.sign(signed.dump()))
    return x509.Certificate({"tbs_certificate": signed, "signature_algorithm": algorithm, "signature_value": signature}).dump()


def _extension(kind: str, content: core.Asn1Value, critical: bool) -> x509.Extension:
    return x509.Extension({"extn_id": kind, "critical": critical, "extn_value": core.ParsableOctetString(content.dump())})


def _authority(issuer: Issuer) -> x509.AuthorityKeyIdentifier:
    return x509.AuthorityKeyIdentifier({"key_identifier": _identifier(issuer.key.public)})


def _identifier(public: bytes) -> bytes:
    return hashlib.sha1(public[-65:], usedforsecurity=False).digest()  # RFC 5280, 4.2.1.2: a name for the key, no protection


def _time(at: datetime) -> x509.Time:
    """Until 2049 as UTCTime, as RFC 5280 wants it."""
    moment = at.astimezone(UTC).replace(microsecond=0)
    return x509.Time("utc_time" if moment.year < 2050 else "general_time", moment)
