"""Time stamps by RFC 3161: from an authority that the settings name, or from the development authority of this installation.

The development authority shares our clock and our keys, so it proves nothing against us; it keeps the formats honest.
"""

from __future__ import annotations

import secrets
import urllib.error
import urllib.request
from datetime import datetime
from typing import TYPE_CHECKING, Any

from asn1crypto import cms, core, tsp
from django.conf import settings

from tongban.kernel.signing import authority, certificates, der, messages
from tongban.kernel.signing import cms as writing
from tongban.kernel.signing.algorithms import P256, SHA256_OID
from tongban.kernel.signing.messages import UNREADABLE
from tongban.kernel.signing.refusals import BadCertificate, BadStamp, NoStamp

if TYPE_CHECKING:
    from tongban.kernel.signing.keys import Key

POLICY = "2.25.305931473146250842117436082393408532753"  # the development authority's: none but the form
ACCURACY = der.sequence(der.integer(1))  # one second
NAME = "Tongban demo city time stamps"
WAIT = 10  # seconds for another authority
LONGEST = 64 * 1024


def stamp(message: bytes, *, at: datetime) -> bytes:
    """A TimeStampToken (DER) for a message, by the authority of the settings or by our own. Refuses: NoStamp."""
    digest = writing.digest(message, SHA256_OID)
    return _asked_for(digest, settings.TIME_STAMPS) if settings.TIME_STAMPS else token(digest, key=own_key(at), at=at)


def token(digest: bytes, *, key: Key, at: datetime, oid: str = SHA256_OID, nonce: int | None = None) -> bytes:
    """The token of the development authority."""
    told = der.sequence(
        der.integer(1),
        der.identifier(POLICY),
        _imprint(digest, oid),
        der.integer(secrets.randbits(120) | 1 << 120),
        der.moment(at),
        ACCURACY,
        der.integer(nonce) if nonce is not None else b"",
    )
    own = writing.digest(told, writing.DIGESTS[key.algorithm])
    return writing.message(key, own, content_type=writing.TIME_STAMP, content=told)


def answer(request: bytes, *, key: Key, at: datetime) -> bytes:
    """What the development authority answers a TimeStampReq (DER) with: a TimeStampResp. Refuses: BadStamp."""
    try:
        asked = tsp.TimeStampReq.load(request, strict=True)
        imprint, nonce = asked["message_imprint"], asked["nonce"].native
        oid, digest = imprint["hash_algorithm"]["algorithm"].dotted, imprint["hashed_message"].native
        if len(digest) != writing.HASHES[oid].digest_size:
            raise ValueError("a digest of another length")
    except UNREADABLE as error:
        raise BadStamp("This is no request for a time stamp.") from error
    granted = der.sequence(der.integer(0))
    return der.sequence(granted, token(digest, key=key, at=at, oid=oid, nonce=nonce))


def read(token: bytes, message: bytes) -> datetime:
    """The time that a token proves for a message. Refuses: BadStamp."""
    try:
        found = messages.read(token)
        told = tsp.TSTInfo.load(found.content or b"", strict=True)
        imprint, stamped = told["message_imprint"], told["gen_time"].native
        same = writing.digest(message, imprint["hash_algorithm"]["algorithm"].dotted) == imprint["hashed_message"].native
        whole = found.content_type == writing.TIME_STAMP and found.is_over(found.content or b"")
    except (messages.BadMessage, *UNREADABLE) as error:
        raise BadStamp("This is no time stamp.") from error
    if not same:
        raise BadStamp("The time stamp is of another message.")
    try:
        certificate = certificates.check(found.certificate, chain=found.chain, at=stamped, usage="time-stamps")
    except BadCertificate as error:
        raise BadStamp(f"The time stamp's authority is refused: {error}") from error
    if not (whole and found.held_by(certificate)):
        raise BadStamp("The time stamp was changed.")
    return stamped


def own_key(at: datetime) -> Key:
    """The development authority's key."""
    return authority.credentials(authority.STAMPS, name=NAME, at=at, algorithm=P256)


def _asked_for(digest: bytes, address: str) -> bytes:
    nonce = secrets.randbits(63)
    asked = der.sequence(der.integer(1), _imprint(digest, SHA256_OID), der.integer(nonce), der.value(0x01, b"\xff"))
    request = urllib.request.Request(address, data=asked, headers={"Content-Type": "application/timestamp-query"})
    try:
        with urllib.request.urlopen(request, timeout=WAIT) as answered:
            told: Any = core.SequenceOf.load(answered.read(LONGEST), strict=True, spec=core.Any)
        status = told[0].parse(tsp.PKIStatusInfo)["status"].native  # one that refuses has nothing after it
        if status not in ("granted", "granted_with_mods"):
            raise NoStamp(f"The time-stamp authority refused: {status}")
        given = told[1].parse(cms.ContentInfo)
        if given["content"]["encap_content_info"]["content"].parsed["nonce"].native != nonce:
            raise NoStamp("The time-stamp authority answered another question.")
        return given.dump()
    except (urllib.error.URLError, TimeoutError, *UNREADABLE) as error:
        raise NoStamp(f"The time-stamp authority gave no stamp: {error}") from error


def _imprint(digest: bytes, oid: str) -> bytes:
    return der.sequence(der.sequence(der.identifier(oid)), der.octets(digest))
