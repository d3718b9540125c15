"""Signing the log's head, once a minute, and finding what was signed."""

from __future__ import annotations

import functools
from datetime import datetime, timedelta

from asn1crypto import pem
from django.conf import settings
from django.db import connection, transaction

from tongban.kernel import signing
from tongban.kernel.models.transparency import Checkpoint
from tongban.kernel.transparency import log, notes

LOCK = 7_340_004  # advisory: one signs at a time
EVERY = timedelta(minutes=1)
OWNER, SHOWN = "log", "Tongban transparency log"


def origin() -> str:
    """The name of this log: its address without the scheme, as C2SP asks."""
    return settings.PUBLIC_ADDRESS.partition("://")[2] + "/log"


def sign(*, at: datetime) -> bool:
    """Sign what the log is now, if the newest checkpoint is a minute old; says whether it did. An empty log is not signed.

    It is signed also when nothing was added: then the checkpoint says that nothing was.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
            if cursor.fetchone() != (True,):
                return False
        last = newest()
        size = log.log_size()
        if size == 0 or (last is not None and at < last.at + EVERY):
            return False
        text = notes.body(origin=origin(), size=size, root=log.root_at(size), at=at)
        note = notes.signed(text, name=origin(), public=public_key(at=at), sign=_key(at).sign)
        Checkpoint.objects.create(number=last.number + 1 if last else 1, size=size, at=at, text=note)
    return True


def newest() -> Checkpoint | None:
    """None while the log has none. Every verification asks it, so the statement is made once and not each time."""
    return next(iter(Checkpoint.objects.raw(_newest())), None)


def latest() -> str | None:
    """The newest checkpoint, as text; None while the log has none."""
    checkpoint = newest()
    return checkpoint.text if checkpoint else None


@functools.cache
def _newest() -> str:
    return Checkpoint.objects.order_by("-number").query.sql_with_params()[0] + " LIMIT 1"


def public_key(*, at: datetime) -> bytes:
    """The public key that signs checkpoints at a moment, as SubjectPublicKeyInfo in DER."""
    return signing.certificates.read(_key(at).certificate).spki


def certificate(*, at: datetime) -> bytes:
    """Its certificate, in PEM."""
    return pem.armor("CERTIFICATE", _key(at).certificate)


def _key(at: datetime) -> signing.Key:
    return signing.key(OWNER, name=SHOWN, algorithm=signing.P256, at=at)
