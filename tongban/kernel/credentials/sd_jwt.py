"""SD-JWT (RFC 9901): a signed statement of which the holder shows only what they choose.

Each claim is a disclosure of its own, of which the statement holds the digest. Names of two parts, `content.grade`, stand one level
down. Signing and the randomness are the caller's.
"""

from __future__ import annotations

import hashlib
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, TypeGuard

from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature

TYPE = "dc+sd-jwt"
ALGORITHM = "ES256"
HALF = 32  # bytes of each of the two numbers of a P-256 signature
LONGEST = 200_000
RESERVED = frozenset({"_sd", "..."})


class Malformed(ValueError):
    """This is no SD-JWT credential, or its disclosures do not belong to it."""


class Altered(Malformed):
    """A disclosure is not one of those that were signed, or is there twice."""


@dataclass(frozen=True, slots=True)
class Credential:
    """The statement, and a disclosure for each name."""

    jwt: str
    disclosures: Mapping[str, str]

    def shown(self, names: Collection[str]) -> str:
        """The statement with these disclosures and no others."""
        return "~".join([self.jwt, *(self.disclosures[name] for name in self.disclosures if name in names), ""])


@dataclass(frozen=True, slots=True)
class Opened:
    """A credential taken apart. `signed` and `signature` (DER) are for whoever knows the key; nothing is proven yet."""

    header: Mapping[str, Any]
    payload: Mapping[str, Any]
    claims: Mapping[str, Any]
    signed: bytes
    signature: bytes


def credential(
    payload: Mapping[str, Any],
    claims: Mapping[str, Any],
    *,
    header: Mapping[str, Any],
    salt: Callable[[], str],
    sign: Callable[[bytes], bytes],
) -> Credential:
    """A credential in which every claim can be shown or not. `sign` answers in DER."""
    disclosures: dict[str, str] = {}
    inside: dict[str, list[str]] = {}
    for name, value in claims.items():
        parent, _dot, leaf = name.rpartition(".")
        disclosures[name] = encoded(json.dumps([salt(), leaf, value], ensure_ascii=False).encode())
        inside.setdefault(parent, []).append(digest(disclosures[name]))
    body: dict[str, Any] = {**payload, "_sd_alg": "sha-256"}
    for parent, digests in inside.items():
        place = body.setdefault(parent, {}) if parent else body
        place["_sd"] = sorted(digests)  # in no order that tells the names
    return Credential(signed_token({"typ": TYPE, **header}, body, sign=sign), disclosures)


def signed_token(header: Mapping[str, Any], payload: Mapping[str, Any], *, sign: Callable[[bytes], bytes]) -> str:
    """A JWT in compact form. `sign` answers in DER; a JWT carries the two numbers one after the other."""
    parts = [encoded(json.dumps(each, ensure_ascii=False).encode()) for each in ({"alg": ALGORITHM, **header}, payload)]
    r, s = decode_dss_signature(sign(".".join(parts).encode()))
    return ".".join([*parts, encoded(r.to_bytes(HALF, "big") + s.to_bytes(HALF, "big"))])


def digest(disclosure: str) -> str:
    return encoded(hashlib.sha256(disclosure.encode()).digest())


def opened(text: str) -> Opened:
    """Take a credential apart and put its disclosures in their places. Raises Malformed, Altered."""
    if len(text) > LONGEST:
        raise Malformed("too long")
    jwt, *disclosures = text.strip().split("~")
    if not disclosures:
        raise Malformed("no disclosures")
    if disclosures.pop():
        raise Malformed("bound to a holder")  # a key binding is for the one to whom it is shown
    try:
        header, payload, signature = jwt.split(".")
        return _put_together(header, payload, signature, disclosures)
    except Malformed:
        raise
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise Malformed(str(error)) from error


def _put_together(header: str, payload: str, signature: str, disclosures: Collection[str]) -> Opened:
    body = _object(payload)
    if body.get("_sd_alg", "sha-256") != "sha-256":
        raise ValueError("disclosures")
    known = {digest(each): _disclosed(each) for each in disclosures}
    claims = _claims(body, known, "")
    if not len(claims) == len(known) == len(disclosures):
        raise Altered("a disclosure that belongs nowhere, or is there twice")
    raw = decoded(signature)
    if len(raw) != 2 * HALF:
        raise ValueError("signature")
    der = encode_dss_signature(int.from_bytes(raw[:HALF], "big"), int.from_bytes(raw[HALF:], "big"))
    return Opened(_object(header), body, claims, f"{header}.{payload}".encode(), der)


def _disclosed(text: str) -> Any:
    """Raises ValueError for what is no disclosure at all, Altered for one that cannot be read: what was signed can."""
    content = decoded(text)
    try:
        return json.loads(content)
    except ValueError as error:
        raise Altered(str(error)) from error


def _claims(body: Mapping[str, Any], known: Mapping[str, Any], before: str) -> dict[str, Any]:
    """Names and values of what is shown, at this level and those below."""
    found: dict[str, Any] = {}
    for each in body.get("_sd", ()):
        if each in known:
            _salt, name, value = known[each]
            if name in RESERVED or name in body:
                raise ValueError(name)
            found[before + name] = value
    for name in body:
        inside = body[name]
        if _is_object(inside):
            found |= _claims(inside, known, f"{before}{name}.")
    return found


def _object(text: str) -> dict[str, Any]:
    read: Any = json.loads(decoded(text))
    if not _is_object(read):
        raise ValueError("no object")
    return read


def _is_object(value: object) -> TypeGuard[dict[str, Any]]:
    return isinstance(value, dict)


def encoded(content: bytes) -> str:
    return urlsafe_b64encode(content).rstrip(b"=").decode()


def decoded(text: str) -> bytes:
    """Base64url without padding; anything else between the characters is refused."""
    found = loosely_decoded(text)
    if encoded(found) != text:
        raise ValueError("base64url")
    return found


def loosely_decoded(text: str) -> bytes:
    """The same, from whoever is less strict."""
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
