"""The program on somebody's own computer that lets their token (UKey) sign: it shows for what, and gives a signature back.

A page gives it a text to paste; what it prints is pasted back. The token's secret and its PIN never leave that computer.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pkcs11
from pkcs11.util.ec import encode_named_curve_parameters

from tongban.kernel.signing import tokens

if TYPE_CHECKING:
    from datetime import datetime

    from tongban.kernel.signing.tokens import Store


class BadTask(Exception):
    """The text is not what a page of the city gives to sign."""


@dataclass(frozen=True)
class Task:
    """What a page asks the token to sign."""

    purpose: str
    digests: tuple[bytes, ...]
    certificate: str  # fingerprint; empty: whichever the token has


def read(text: str) -> Task:
    """Refuses: BadTask."""
    try:
        told = json.loads(base64.urlsafe_b64decode("".join(text.split()).encode()))
        digests = [base64.b64decode(each, validate=True) for each in told.get("digests", ())]
        digests += [hashlib.sha256(base64.b64decode(each, validate=True)).digest() for each in told.get("messages", ())]
        task = Task(str(told["purpose"]), tuple(digests), str(told.get("certificate", "")))
    except (ValueError, binascii.Error, KeyError, TypeError, AttributeError):
        raise BadTask("This is not the text that the page gave.") from None
    if not task.digests or any(len(each) != 32 for each in task.digests):
        raise BadTask("There is nothing to sign in this text.")
    return task


def answer(task: Task, store: Store, owner: str, *, at: datetime) -> str:
    """What the page wants back. Refuses: BadTask for a certificate that this token does not have; NoSuchKey, KeyStoreClosed."""
    certificate = hashlib.sha256(store.key(owner, at=at).certificate).hexdigest()
    if task.certificate not in ("", certificate):
        raise BadTask("The page asks for another certificate than the one on this token.")
    signatures = [base64.b64encode(store.sign(owner, each)).decode() for each in task.digests]
    return base64.urlsafe_b64encode(json.dumps({"certificate": certificate, "signatures": signatures}).encode()).decode()


def make_key(module: str, label: str, pin: str, owner: str) -> bytes:
    """A fresh key pair on a token; the public half. Refuses: KeyStoreClosed."""
    try:
        with pkcs11.lib(module).get_token(token_label=label).open(rw=True, user_pin=pin) as session:
            curve = {pkcs11.Attribute.EC_PARAMS: encode_named_curve_parameters("secp256r1")}
            session.create_domain_parameters(pkcs11.KeyType.EC, curve, local=True).generate_keypair(store=True, label=owner)
    except pkcs11.PKCS11Error as error:
        raise tokens.closed(label, error) from error
    store = tokens.Store(module, label, pin)
    public = store.public(owner)
    store.close()
    return public


def put_certificate(module: str, label: str, pin: str, owner: str, certificate: bytes) -> None:
    """Write the certificate beside its key."""
    with pkcs11.lib(module).get_token(token_label=label).open(rw=True, user_pin=pin) as session:
        told = {
            pkcs11.Attribute.CLASS: pkcs11.ObjectClass.CERTIFICATE,
            pkcs11.Attribute.CERTIFICATE_TYPE: pkcs11.CertificateType.X_509,
            pkcs11.Attribute.TOKEN: True,
            pkcs11.Attribute.LABEL: owner,
            pkcs11.Attribute.SUBJECT: b"\x30\x00",
            pkcs11.Attribute.VALUE: certificate,
        }
        session.create_object(told)
