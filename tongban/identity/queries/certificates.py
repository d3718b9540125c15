"""The certificates with which people sign, and whether a second factor of theirs counts."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from tongban.identity.models import Certificate, SecondFactor
from tongban.identity.terms import Actor, CertificateEnded, CertificateNotTheirs, NoCertificate, RegisteredCertificate


def own_certificate(fingerprint: str, *, by: Actor, organisation_id: UUID | None, at: datetime) -> RegisteredCertificate:
    """The certificate with which this actor signs, for themselves or for an organisation.

    Raises NoCertificate, CertificateNotTheirs, CertificateEnded.
    """
    row = Certificate.objects.filter(pk=fingerprint).first()
    if row is None:
        raise NoCertificate
    if by.person_id is None or row.person_id != by.person_id or row.organisation_id != organisation_id:
        raise CertificateNotTheirs
    if row.revoked_at is not None or not row.starts_at <= at <= row.ends_at:
        raise CertificateEnded
    return _certificate(row)


def certificate_lives(fingerprint: str, *, at: datetime) -> bool:
    """Whether a registered certificate still counts."""
    return Certificate.objects.living(at).filter(pk=fingerprint).exists()


def certificates_of(by: Actor) -> tuple[RegisteredCertificate, ...]:
    """The certificates on this actor's own tokens, the newest first; ended ones too."""
    rows = Certificate.objects.filter(person_id=by.person_id).order_by("-registered_at", "pk") if by.person_id else ()
    return tuple(_certificate(row) for row in rows)


def second_factor_of(by: Actor) -> bool | None:
    """Whether this actor's second factor counts; False: begun and not confirmed yet; None: there is none."""
    row = SecondFactor.objects.filter(login=by.id).only("confirmed_at").first() if by.id else None
    return None if row is None else row.confirmed_at is not None


def _certificate(row: Certificate) -> RegisteredCertificate:
    return RegisteredCertificate(
        fingerprint=row.pk,
        der=bytes(row.der),
        subject=row.subject,
        person_id=row.person_id,
        organisation_id=row.organisation_id,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        revoked_at=row.revoked_at,
    )
