"""Licences as SD-JWT credentials, and the signed lists that say which of them no longer hold."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping
from datetime import UTC, datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings

from tongban.kernel import access_log, clock, credentials, signing
from tongban.kernel.credentials import jwk, sd_jwt
from tongban.kernel.credentials import status_list as lists
from tongban.kernel.credentials.status_list import Status
from tongban.licences.queries import licence_type, opening
from tongban.licences.terms import LicenceState
from tongban.sharing import access, terms
from tongban.sharing.queries.claims import chosen, claims_of
from tongban.sharing.queries.copies import require_usable

if TYPE_CHECKING:
    from tongban.identity.terms import Actor
    from tongban.licences.terms import Opened

LIBRARY = "library"  # who signs what leaves the library as data
LIBRARY_NAME = "电子证照库"
FRESH = timedelta(minutes=5)  # how long a status list may be used
LISTS_KEPT_SECONDS = 60  # how long this process gives the same list


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
    found = access.showable(licence_id, by=by)
    require_usable(found, at=at)
    known = tuple(claims_of(found, at=at))
    shown = known if names is None else chosen(known, names)
    made = credential_of(found, shown, holder_key=holder_key, at=at)
    told = {"subject": found.licence.identifier, "fields": [each.name for each in shown]}
    access_log.note("licences.credential", by=by, at=at, purpose=purpose, holders=found.holder_ids, **told)
    return made


def credential_of(found: Opened, shown: Collection[terms.Claim], *, holder_key: Mapping[str, Any] | None = None, at: datetime) -> str:
    """The credential with exactly these claims. Refuses: BadHolderKey."""
    licence = found.licence
    kind = licence_type(licence.type_code)
    number, index = place_of(found)
    payload: dict[str, Any] = {
        "iss": issuer_address(),
        "vct": f"urn:tongban:licence-type:{kind.national_code}",
        "vct_name": kind.name.zh,
        "issuing_authority": licence.issuer_name.zh,
        "iat": int(at.timestamp()),
        "status": {"status_list": {"idx": index, "uri": list_address(number)}},
    }
    if licence.valid_until is not None:
        end = datetime.combine(licence.valid_until + timedelta(days=1), time.min, tzinfo=clock.city_zone())
        payload["exp"] = int(end.timestamp())
    if holder_key is not None:
        payload["cnf"] = {"jwk": _holders(holder_key)}
    key = _library_key(at)
    values = {each.name: each.value for each in shown}
    made = sd_jwt.credential(
        payload, values, header=jwk.header(key.certificate, key.chain), salt=lambda: secrets.token_urlsafe(16), sign=key.sign
    )
    return made.shown(values)


def status_list(number: int, *, at: datetime) -> str:
    """The signed list of this number, good for some minutes. Refuses: UnknownStatusList."""
    last = opening.last_place()
    if last is None or not 0 <= number <= last // lists.SIZE:
        raise terms.UnknownStatusList(str(number))
    return _listed(number, int(at.timestamp()) // LISTS_KEPT_SECONDS)


def forget_status_lists() -> None:
    """Drop the lists that this process has signed; the next question builds them anew."""
    _listed.cache_clear()


def list_address(number: int) -> str:
    """Where anybody fetches a list."""
    return f"{settings.PUBLIC_ADDRESS}/status-lists/{number}"


def place_of(found: Opened) -> tuple[int, int]:
    """The list in which a licence has its status, and where."""
    return lists.spread(found.status_place, settings.KEYS.index)


def status_of(state: LicenceState) -> Status:
    """What the list says of a licence in this state. That one is over by its date stands in the credential itself."""
    if state is LicenceState.VALID:
        return Status.VALID
    return Status.SUSPENDED if state is LicenceState.SUSPENDED else Status.INVALID


def development(*, at: datetime) -> bool:
    """Whether this installation signs with keys that its certificates call development keys; whoever verifies is told."""
    return _library_key(at).development


def issuer_metadata(*, at: datetime) -> dict[str, Any]:
    """Where verifiers of SD-JWT VC look for the key of an issuer (`/.well-known/jwt-vc-issuer`)."""
    key = _library_key(at)
    return {
        "issuer": issuer_address(),
        "jwks": {"keys": [{**jwk.of(key.certificate), "alg": "ES256", "use": "sig", "kid": jwk.key_id(key.certificate)}]},
    }


def opened_credential(text: str, *, at: datetime) -> tuple[Mapping[str, Any], Mapping[str, Any], bool]:
    """The statement and the shown claims of a credential, and whether the library signed it; nothing where they do not belong together.

    Refuses: MalformedCredential.
    """
    try:
        found = sd_jwt.opened(text)
    except sd_jwt.Altered:
        return {}, {}, False
    except credentials.Malformed as error:
        raise terms.MalformedCredential(str(error)) from error
    ours = signing.verify(found.signed, found.signature, public=_library_key(at).certificate, algorithm=signing.P256)
    return found.payload, found.claims, ours and found.payload.get("iss") == issuer_address()


@lru_cache(maxsize=64)
def _listed(number: int, window: int) -> str:
    """Built of the licences that are not valid alone: one in a hundred."""
    at = datetime.fromtimestamp(window * LISTS_KEPT_SECONDS, tz=UTC)
    first = number * lists.SIZE
    ended = opening.ended_places(first, first + lists.SIZE)
    bits = lists.packed((lists.spread(place, settings.KEYS.index)[1], status_of(state)) for place, state in ended)
    payload = {
        "iss": issuer_address(),
        "sub": list_address(number),
        "iat": int(at.timestamp()),
        "exp": int((at + FRESH + timedelta(seconds=LISTS_KEPT_SECONDS)).timestamp()),
        "ttl": int(FRESH.total_seconds()),
        "status_list": {"bits": lists.BITS, "lst": lists.encoded(bits)},
    }
    key = _library_key(at)
    return sd_jwt.signed_token({"typ": "statuslist+jwt", **jwk.header(key.certificate, key.chain)}, payload, sign=key.sign)


def _library_key(at: datetime) -> signing.Key:
    return signing.key(LIBRARY, name=LIBRARY_NAME, algorithm=signing.P256, at=at)


def _holders(key: Mapping[str, Any]) -> dict[str, str]:
    """Refuses: BadHolderKey."""
    try:
        return jwk.public(key)
    except ValueError as error:
        raise terms.BadHolderKey(str(error)) from error
