"""Public P-256 keys as JWK (RFC 7517), and their thumbprints."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec

from tongban.kernel.credentials.sd_jwt import HALF, encoded, loosely_decoded


def of(certificate: bytes) -> dict[str, str]:
    """The key of a certificate."""
    public = x509.load_der_x509_certificate(certificate).public_key()
    assert isinstance(public, ec.EllipticCurvePublicKey)
    numbers = public.public_numbers()
    return {"kty": "EC", "crv": "P-256", "x": encoded(numbers.x.to_bytes(HALF, "big")), "y": encoded(numbers.y.to_bytes(HALF, "big"))}


def thumbprint(key: Mapping[str, str]) -> str:
    """Of RFC 7638: by it a key is named."""
    return encoded(hashlib.sha256(json.dumps(key, sort_keys=True, separators=(",", ":")).encode()).digest())


def key_id(certificate: bytes) -> str:
    """By which the key of a certificate is named."""
    return thumbprint(of(certificate))


def header(certificate: bytes, chain: Iterable[bytes]) -> dict[str, Any]:
    """Of a token signed with this key: with the certificates, so that a verifier needs the root and nothing else."""
    return {"kid": key_id(certificate), "x5c": [base64.b64encode(each).decode() for each in (certificate, *chain)]}


def public(key: Mapping[str, Any]) -> dict[str, str]:
    """Somebody's key with nothing beside it. Raises ValueError for a point that is not on the curve, and for a secret key."""
    try:
        if (key["kty"], key["crv"]) != ("EC", "P-256") or "d" in key:
            raise ValueError("not a public P-256 key")
        x, y = (loosely_decoded(key[name]) for name in ("x", "y"))
        ec.EllipticCurvePublicNumbers(int.from_bytes(x, "big"), int.from_bytes(y, "big"), ec.SECP256R1()).public_key()
    except (KeyError, TypeError) as error:
        raise ValueError(str(error)) from error
    return {name: key[name] for name in ("kty", "crv", "x", "y")}
