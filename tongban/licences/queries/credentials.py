"""Licences as SD-JWT credentials, and the signed lists that say which of them no longer hold."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from collections.abc import Collection, Mapping
from datetime import UTC, datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from uuid import UUID

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from django.db.models import Max

from tongban.kernel import access_log, clock, signing
from tongban.licences import models, rules, terms
from tongban.licences.queries.claims import chosen, claims_of, holders_of, showable
from tongban.licences.queries.copies import require_usable
from tongban.licences.queries.types import licence_type

if TYPE_CHECKING:
    from tongban.identity.terms import Actor

LIBRARY = "library"  # who signs what leaves the library as data
LIBRARY_NAME = "电子证照库"
FRESH = timedelta(minutes=5)  # how long a status list may be used
LISTS_KEPT_SECONDS = 60  # how long this process gives the same list
HALF = 32


def issuer_address() -> str:
    """Who the library is in its tokens: the address under which its key is found."""
    return settings.PUBLIC_ADDRESS


def credential(
    licence_id: UUID,
    *,
    names: Collection[str] | None = None,
    holder_key: Mapping[str, Any] | None = None,
    by: Actor,
    at: datetime,
    purpose: str,
) -> str:
    """A licence as SD-JWT VC for its holder: with the claims of these names, or with all. `holder_key` (JWK) binds it to a wallet.

    Refuses: UnknownLicence, UnusableLicence, UnknownClaim, BadHolderKey.
    """
    row = showable(licence_id, by=by)
    require_usable(row, at=at)
    known = tuple(claims_of(row, at=at))
    shown = known if names is None else chosen(known, names)
    made = credential_of(row, shown, holder_key=holder_key, at=at)
    fields = [each.name for each in shown]
    access_log.note("licences.credential", by=by, at=at, purpose=purpose, holders=holders_of(row), subject=row.identifier, fields=fields)
    return made


def credential_of(row: models.Licence, shown: Collection[terms.Claim], *, holder_key: Mapping[str, Any] | None = None, at: datetime) -> str:
    """The credential with exactly these claims. Refuses: BadHolderKey."""
    kind = licence_type(row.type_id)
    number, index = place_of(row)
    payload: dict[str, Any] = {
        "iss": issuer_address(),
        "vct": f"urn:tongban:licence-type:{kind.national_code}",
        "vct_name": kind.name.zh,
        "issuing_authority": row.issuer_name["zh"],
        "iat": int(at.timestamp()),
        "status": {"status_list": {"idx": index, "uri": list_address(number)}},
    }
    if row.valid_until is not None:
        end = datetime.combine(row.valid_until + timedelta(days=1), time.min, tzinfo=clock.city_zone())
        payload["exp"] = int(end.timestamp())
    if holder_key is not None:
        payload["cnf"] = {"jwk": _public(holder_key)}
    key = _library_key(at)
    values = {each.name: each.value for each in shown}
    made = rules.credential(payload, values, header=_header(key), salt=lambda: secrets.token_urlsafe(16), sign=key.sign)
    return made.shown(values)


def status_list(number: int, *, at: datetime) -> str:
    """The signed list of this number, good for some minutes. Refuses: UnknownStatusList."""
    last = models.Licence.objects.aggregate(last=Max("status_place"))["last"]
    if last is None or not 0 <= number <= last // rules.SIZE:
        raise terms.UnknownStatusList(str(number))
    return _listed(number, int(at.timestamp()) // LISTS_KEPT_SECONDS)


def forget_status_lists() -> None:
    """Drop the lists that this process has signed; the next question builds them anew."""
    _listed.cache_clear()


def list_address(number: int) -> str:
    """Where anybody fetches a list."""
    return f"{settings.PUBLIC_ADDRESS}/status-lists/{number}"


def place_of(row: models.Licence) -> tuple[int, int]:
    """The list in which a licence has its status, and where."""
    return rules.spread(row.status_place, settings.KEYS.index)


def development(*, at: datetime) -> bool:
    """Whether this installation signs with keys that its certificates call development keys; whoever verifies is told."""
    return _library_key(at).development


def issuer_metadata(*, at: datetime) -> dict[str, Any]:
    """Where verifiers of SD-JWT VC look for the key of an issuer (`/.well-known/jwt-vc-issuer`)."""
    key = _library_key(at)
    return {"issuer": issuer_address(), "jwks": {"keys": [{**_jwk(key.certificate), "alg": "ES256", "use": "sig", "kid": _kid(key)}]}}


def opened_credential(text: str, *, at: datetime) -> tuple[Mapping[str, Any], Mapping[str, Any], bool]:
    """The statement and the shown claims of a credential, and whether the library signed it. Refuses: MalformedCredential."""
    found = rules.opened(text)
    ours = signing.verify(found.signed, found.signature, public=_library_key(at).certificate, algorithm=signing.P256)
    return found.payload, found.claims, ours and found.payload.get("iss") == issuer_address()


@lru_cache(maxsize=64)
def _listed(number: int, window: int) -> str:
    """Built of the licences that are not valid alone: one in a hundred."""
    at = datetime.fromtimestamp(window * LISTS_KEPT_SECONDS, tz=UTC)
    first = number * rules.SIZE
    ended = models.Licence.objects.exclude(state=terms.LicenceState.VALID).filter(
        status_place__gte=first, status_place__lt=first + rules.SIZE
    )
    states = ended.values_list("status_place", "state").iterator(chunk_size=5000)
    bits = rules.packed(
        (rules.spread(place, settings.KEYS.index)[1], rules.status_of(terms.LicenceState(state))) for place, state in states
    )
    payload = {
        "iss": issuer_address(),
        "sub": list_address(number),
        "iat": int(at.timestamp()),
        "exp": int((at + FRESH + timedelta(seconds=LISTS_KEPT_SECONDS)).timestamp()),
        "ttl": int(FRESH.total_seconds()),
        "status_list": {"bits": rules.BITS, "lst": rules.encoded(bits)},
    }
    key = _library_key(at)
    return rules.signed_token({"typ": "statuslist+jwt", **_header(key)}, payload, sign=key.sign)


def _library_key(at: datetime) -> signing.Key:
    return signing.key(LIBRARY, name=LIBRARY_NAME, algorithm=signing.P256, at=at)


def _header(key: signing.Key) -> dict[str, Any]:
    """With the certificates, so that a verifier needs the city's root and nothing else of ours."""
    return {"kid": _kid(key), "x5c": [base64.b64encode(each).decode() for each in (key.certificate, *key.chain)]}


def _kid(key: signing.Key) -> str:
    """The thumbprint of RFC 7638."""
    thumb = json.dumps(_jwk(key.certificate), sort_keys=True, separators=(",", ":"))
    return _encoded(hashlib.sha256(thumb.encode()).digest())


def _jwk(certificate: bytes) -> dict[str, str]:
    public = x509.load_der_x509_certificate(certificate).public_key()
    assert isinstance(public, ec.EllipticCurvePublicKey)
    numbers = public.public_numbers()
    return {"kty": "EC", "crv": "P-256", "x": _encoded(numbers.x.to_bytes(HALF, "big")), "y": _encoded(numbers.y.to_bytes(HALF, "big"))}


def _public(key: Mapping[str, Any]) -> dict[str, str]:
    """A holder's key with nothing beside it; a point that is not on the curve is none. Refuses: BadHolderKey."""
    try:
        if (key["kty"], key["crv"]) != ("EC", "P-256") or "d" in key:
            raise ValueError("not a public P-256 key")
        x, y = (base64.urlsafe_b64decode(key[name] + "=" * (-len(key[name]) % 4)) for name in ("x", "y"))
        ec.EllipticCurvePublicNumbers(int.from_bytes(x, "big"), int.from_bytes(y, "big"), ec.SECP256R1()).public_key()
    except (KeyError, ValueError, TypeError) as error:
        raise terms.BadHolderKey(str(error)) from error
    return {name: key[name] for name in ("kty", "crv", "x", "y")}


def _encoded(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()
