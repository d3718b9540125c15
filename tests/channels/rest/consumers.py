"""A department that uses the share interface, as the tests of both its shapes know it."""

from __future__ import annotations

import base64
import json
from datetime import datetime
from typing import Any, ClassVar

import gmalg
from asn1crypto import core
from cryptography.hazmat.primitives.ciphers import Cipher, modes
from cryptography.hazmat.primitives.ciphers.algorithms import SM4

from tests.cases.factories import MORNING
from tongban.identity import queries as identity_queries
from tongban.identity.terms import SYSTEM
from tongban.kernel.models import Read
from tongban.kernel.signing import sm2
from tongban.licences.models import Licence
from tongban.sharing import actions as sharing_actions

PURPOSE, BUSINESS = "核验企业主体资格", "水审 2026-000012"
BASIS = "《政务数据共享条例》第十九条"
NATIONAL = "national"


class Sm2Cipher(core.Sequence):
    """As GB/T 35276 has it."""

    _fields: ClassVar = [("x", core.Integer), ("y", core.Integer), ("digest", core.OctetString), ("text", core.OctetString)]

    def parts(self) -> list[Any]:
        return [self[name] for name in ("x", "y", "digest", "text")]


class Reader:
    """Who alone can read what is encrypted to their key: by a stranger's SM2."""

    def __init__(self) -> None:
        self._secret, self._point = gmalg.SM2().generate_keypair()
        self.public = sm2.SPKI_BEFORE_POINT[:-1] + self._point

    def opened(self, told: dict[str, str]) -> Any:
        sealed, nonce, content = (base64.b64decode(told[name]) for name in ("key", "nonce", "content"))
        x, y, digest, text = (part.native for part in Sm2Cipher.load(sealed, strict=True).parts())
        place = b"\x04" + x.to_bytes(32, "big") + y.to_bytes(32, "big")
        key = gmalg.SM2(sk=self._secret, pk=self._point).decrypt(place + digest + text)
        decryptor = Cipher(SM4(key), modes.GCM(nonce, content[-16:])).decryptor()
        return json.loads(decryptor.update(content[:-16]) + decryptor.finalize())


def water(*, public_key: bytes = b"", at: datetime = MORNING, **right: Any) -> str:
    """The water bureau, with a right to business licences; its token."""
    known = {"by": SYSTEM, "at": at}
    sharing_actions.register_consumer(code="water", name="榕城市示例水利局", department="shuiliju", calls_per_minute=100, **known)
    if public_key:
        sharing_actions.register_consumer_key(consumer="water", given=public_key, **known)
    told = {"type_code": "BL", "purposes": [PURPOSE], "basis": BASIS, "fields": ["capital"], "copies": True}
    sharing_actions.grant_right(consumer="water", **told | right | known)
    return sharing_actions.issue_consumer_token(consumer="water", **known)[0]


def licence_of(company_id: Any) -> Licence:
    return Licence.objects.get(holder_id=company_id, type="BL")


def code_of(company_id: Any) -> str:
    holder = identity_queries.holder(company_id, by=SYSTEM, at=MORNING, purpose="test")
    assert holder is not None
    return holder.code


def slip(identifier: str) -> str:
    """The same with another check character."""
    return identifier[:-1] + ("A" if identifier[-1] != "A" else "B")


def last_read() -> Read:
    return Read.objects.latest("id")
