"""Keys in a PKCS #11 module: a hardware module of the city, or a token. The secret never comes here; digests go there.

A key and its certificates have the owner's code as their label. The standard has no SM2, and makers of certified modules have
numbers of their own for it, so here tokens sign with P-256 (docs/keys.md).
"""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import Any

import pkcs11
from django.conf import settings
from pkcs11.util.ec import encode_ec_public_key, encode_ecdsa_signature

from tongban.kernel.signing import certificates
from tongban.kernel.signing.algorithms import P256, Algorithm
from tongban.kernel.signing.refusals import KeyStoreClosed, NoSuchKey, NotACertificate

_stores: dict[tuple[str, str], Store] = {}
WRONG_PIN = "the PIN is wrong; after some wrong ones it is locked"
WHY = {  # by the name of what the token refuses
    "PinIncorrect": WRONG_PIN,
    "PinInvalid": WRONG_PIN,
    "PinLenRange": WRONG_PIN,
    "PinLocked": "the PIN is locked after too many wrong ones; whoever issued the token unlocks it",
    "NoSuchToken": "there is no token with this label",
}


class Store:
    """One token, opened once for this process; its session serves one caller at a time."""

    def __init__(self, module: str, label: str, pin: str) -> None:
        self._module, self._label, self._pin = module, label, pin
        self._alone, self._session, self._process = threading.Lock(), None, 0

    def key(self, owner: str, *, at: datetime) -> TokenKey:
        """The owner's key with the certificate that covers a moment. Refuses: NoSuchKey, KeyStoreClosed."""
        with self.session() as session:
            self._first(session, owner, pkcs11.ObjectClass.PRIVATE_KEY)
            told = session.get_objects({pkcs11.Attribute.CLASS: pkcs11.ObjectClass.CERTIFICATE, pkcs11.Attribute.LABEL: owner})
            contents = [bytes(each[pkcs11.Attribute.VALUE]) for each in told]
        fitting = [der for der in contents if _covers(der, at)]
        if not fitting:
            raise NoSuchKey(f"The token {self._label} has no certificate of {owner} for {at:%Y-%m-%d}.")
        return TokenKey(self, owner, max(fitting, key=lambda der: certificates.read(der).starts))

    def public(self, owner: str) -> bytes:
        """The owner's public key, for whoever certifies it. Refuses: NoSuchKey, KeyStoreClosed."""
        with self.session() as session:
            return encode_ec_public_key(self._first(session, owner, pkcs11.ObjectClass.PUBLIC_KEY))

    def sign(self, owner: str, digest: bytes) -> bytes:
        """A signature of a digest (SHA-256), DER. Refuses: NoSuchKey, KeyStoreClosed."""
        with self.session() as session:
            secret = self._first(session, owner, pkcs11.ObjectClass.PRIVATE_KEY)
            return encode_ecdsa_signature(secret.sign(digest, mechanism=pkcs11.Mechanism.ECDSA))

    def _first(self, session: pkcs11.Session, owner: str, kind: pkcs11.ObjectClass) -> Any:
        """A search is read to its end: until then the token does nothing else."""
        found = list(session.get_objects({pkcs11.Attribute.CLASS: kind, pkcs11.Attribute.LABEL: owner}))
        if not found:
            raise NoSuchKey(f"The token {self._label} has no key of {owner}.")
        return found[0]

    def close(self) -> None:
        """Leave the token; whoever signs next enters anew."""
        with self._alone:
            if self._session is not None and self._process == os.getpid():
                with suppress(pkcs11.PKCS11Error):  # it may have been closed for us
                    self._session.close()
            self._session = None

    @contextmanager
    def session(self) -> Iterator[pkcs11.Session]:
        """The open session. Refuses: KeyStoreClosed, after which the next caller opens anew."""
        with self._alone:
            try:
                yield self._opened()
            except pkcs11.PKCS11Error as error:
                self._session = None
                raise closed(self._label, error) from error

    def _opened(self) -> pkcs11.Session:
        if self._session is None or self._process != os.getpid():
            try:
                library = pkcs11.lib(self._module)
                if self._process and self._process != os.getpid():
                    library.reinitialize()  # a forked process has no part in its parent's session
                self._session = _entered(library.get_token(token_label=self._label), self._pin)
            except pkcs11.PKCS11Error:
                raise
            except RuntimeError as error:  # no such library
                raise KeyStoreClosed(f"The module {self._module} cannot be loaded: {error}") from error
            self._process = os.getpid()
        return self._session


def closed(label: str, error: pkcs11.PKCS11Error) -> KeyStoreClosed:
    """What a token refuses, in words where somebody can do something about it."""
    name = type(error).__name__
    return KeyStoreClosed(f"The token {label} does not answer: {WHY.get(name, name)}")


def _entered(token: pkcs11.Token, pin: str) -> pkcs11.Session:
    """A session that may sign. Whoever entered the PIN, entered it for the whole process."""
    try:
        return token.open(user_pin=pin)
    except pkcs11.UserAlreadyLoggedIn:
        return token.open()


class TokenKey:
    """A key that signs in its token."""

    algorithm: Algorithm = P256

    def __init__(self, store: Store, owner: str, certificate: bytes) -> None:
        self._store, self._owner, self.certificate = store, owner, certificate
        self.chain = certificates.issuers(certificate)

    @property
    def development(self) -> bool:
        return certificates.read(self.certificate).development

    def sign(self, message: bytes) -> bytes:
        return self._store.sign(self._owner, hashlib.sha256(message).digest())


def key(owner: str, *, algorithm: Algorithm, at: datetime) -> TokenKey:
    """The key of an owner in the token of the settings. Refuses: NoSuchKey, KeyStoreClosed."""
    if algorithm != P256:
        raise NoSuchKey("PKCS #11 has no SM2; docs/keys.md says what a certified module needs.")
    token = settings.TOKEN
    place = token.module, token.label
    if place not in _stores:
        _stores[place] = Store(token.module, token.label, token.pin)
    return _stores[place].key(owner, at=at)


def _covers(der: bytes, at: datetime) -> bool:
    try:
        return certificates.read(der).covers(at)
    except NotACertificate:
        return False
