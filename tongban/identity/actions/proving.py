"""Verbs about what people prove themselves with: a second factor, and certificates on tokens of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from tongban.identity import access, events
from tongban.identity.models import Certificate, Login, SecondFactor
from tongban.identity.terms import (
    CertificateEnded,
    NoCertificate,
    NoLogin,
    NoSecondFactor,
    NotACertificate,
    WrongCode,
    WrongPassword,
    WrongSignature,
)
from tongban.kernel import facts, ledger, one_time, rows
from tongban.kernel.signing import certificates, outside

if TYPE_CHECKING:
    from datetime import datetime

    from tongban.identity.terms import Actor

SIGNATURE_LAW = "Electronic Signature Law, art. 13"


@transaction.atomic(savepoint=False)
def begin_second_factor(*, login_id: UUID, secret: str = "", by: Actor, at: datetime) -> str:
    """A secret for an authenticator app; it counts once a first code was typed. One that counts already stays until then.

    Refuses: Denied; only the system gives a secret itself.
    """
    access.require_own_proof(by, login_id, given=bool(secret))
    login = Login.objects.select_for_update(of=("self",)).get(pk=login_id)
    made = secret or one_time.new_secret()
    known = SecondFactor.objects.filter(login=login).first()
    row = SecondFactor(login=login, secret=made, begun_at=at, confirmed_at=at if secret else None)
    if known is not None and secret and known.secret == secret:
        return secret
    rows.write(
        *([rows.delete(SecondFactor.objects.filter(login=login))] if known else []),
        ledger.entry("identity.begin_second_factor", by=by, at=at, subject=login),
        facts.entry(events.SecondFactorBegun(login_id=login.pk, at=at)),
    )
    row.save(force_insert=True)
    return made


@transaction.atomic(savepoint=False)
def confirm_second_factor(*, code: str, by: Actor, at: datetime) -> None:
    """The app shows the codes it should; from now on they count. Refuses: NoSecondFactor, WrongCode."""
    row = _own_factor(by, at)
    _use(row, code, at)
    row.confirmed_at = row.confirmed_at or at
    rows.write(
        rows.update(row, ["confirmed_at", "last_counter"]),
        ledger.entry("identity.confirm_second_factor", by=by, at=at, subject=row.login),
        facts.entry(events.SecondFactorConfirmed(login_id=row.login_id, at=at)),
    )


@transaction.atomic(savepoint=False)
def release_key(*, password: str, code: str, by: Actor, at: datetime) -> None:
    """Let the server's key of this actor be used once, in the transaction of whoever uses it.

    Refuses: NoSecondFactor, WrongPassword, WrongCode; a code that was used does not count again.
    """
    row = _own_factor(by, at)
    if row.confirmed_at is None:
        raise NoSecondFactor
    if not row.login.check_password(password):
        raise WrongPassword
    _use(row, code, at)
    rows.write(
        rows.update(row, ["last_counter"]),
        ledger.entry("identity.release_key", by=by, at=at, subject=row.login, basis=SIGNATURE_LAW),
        facts.entry(events.KeyReleased(login_id=row.login_id, at=at)),
    )


@transaction.atomic(savepoint=False)
def register_certificate(*, der: bytes, person_id: UUID, organisation_id: UUID | None = None, by: Actor, at: datetime) -> str:
    """Enter the certificate of somebody's token, as a counter has seen it; the same again changes nothing. Returns its fingerprint.

    Refuses: Denied, NotACertificate; `signing.BadCertificate` for one that nobody here trusts.
    """
    access.require_staff(by)
    certificates.check(der, at=at, usage="signing")
    try:
        row = Certificate.of(der, person_id=person_id, organisation_id=organisation_id, at=at)
    except ValueError:
        raise NotACertificate from None
    if Certificate.objects.select_for_update(of=("self",)).filter(pk=row.pk).exists():
        return row.pk
    rows.write(
        *rows.insert(row),
        ledger.entry("identity.register_certificate", by=by, at=at, subject=row, basis=SIGNATURE_LAW, digest=row.pk),
        facts.entry(events.CertificateRegistered(person_id=person_id, fingerprint=row.pk, at=at)),
    )
    return row.pk


@transaction.atomic(savepoint=False)
def revoke_certificate(*, fingerprint: str, by: Actor, at: datetime) -> None:
    """End a certificate at once: the token is lost, or its holder has left. One that has ended stays so.

    Refuses: NoCertificate, Denied for whoever is neither its holder nor at a desk.
    """
    row = Certificate.objects.select_for_update(of=("self",)).filter(pk=fingerprint).first()
    if row is None:
        raise NoCertificate
    access.require_own_certificate(by, row.person_id)
    if row.revoked_at is not None:
        return
    row.revoked_at = at
    rows.write(
        rows.update(row, ["revoked_at"]),
        ledger.entry("identity.revoke_certificate", by=by, at=at, subject=row),
        facts.entry(events.CertificateRevoked(person_id=row.person_id, fingerprint=row.pk, at=at)),
    )


@transaction.atomic(savepoint=False)
def prove_by_certificate(*, fingerprint: str, challenge: bytes, signature: bytes, by: Actor, at: datetime) -> UUID:
    """Who has signed this challenge with the key on their token: the login to sign in. The door has made the challenge and uses it once.

    Refuses: NoCertificate, CertificateEnded, WrongSignature, NoLogin; `signing.BadCertificate`.
    """
    access.require_nobody(by)
    row = Certificate.objects.select_for_update(of=("self",)).filter(pk=fingerprint).first()
    if row is None:
        raise NoCertificate
    if row.revoked_at is not None or not row.starts_at <= at <= row.ends_at:
        raise CertificateEnded
    der = bytes(row.der)
    certificates.check(der, at=at, usage="signing")
    if not outside.verify(challenge, signature, certificate=der):
        raise WrongSignature
    login = Login.objects.filter(person_id=row.person_id, is_active=True).order_by("pk").first()
    if login is None:
        raise NoLogin
    rows.write(
        ledger.entry("identity.prove_by_certificate", by=by, at=at, subject=login, basis=SIGNATURE_LAW, digest=fingerprint),
        facts.entry(events.ProvedByCertificate(login_id=login.pk, at=at)),
    )
    return login.pk


@transaction.atomic
def prove_by_code(*, login_id: UUID, code: str, by: Actor, at: datetime) -> None:
    """Somebody who is signing in shows a code of their authenticator app besides the password; it counts once.

    Refuses: Denied, NoSecondFactor where none was set up, WrongCode.
    """
    access.require_nobody(by)
    row = SecondFactor.objects.select_for_update(of=("self",)).select_related("login").filter(login=login_id).first()
    if row is None or row.confirmed_at is None:
        raise NoSecondFactor
    _use(row, code, at)
    rows.write(
        rows.update(row, ["last_counter"]),
        ledger.entry("identity.prove_by_code", by=by, at=at, subject=row.login),
        facts.entry(events.ProvedByCode(login_id=row.login_id, at=at)),
    )


def _own_factor(by: Actor, at: datetime) -> SecondFactor:
    """The actor's own second factor, locked."""
    access.require_own_login(by, by.id, at)
    row = SecondFactor.objects.select_for_update(of=("self",)).select_related("login").filter(login=by.id).first()
    if row is None:
        raise NoSecondFactor
    return row


def _use(row: SecondFactor, code: str, at: datetime) -> None:
    counter = one_time.counter_of(row.secret, code, after=row.last_counter, at=at)
    if counter is None:
        raise WrongCode
    row.last_counter = counter
