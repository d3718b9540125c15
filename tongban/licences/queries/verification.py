"""What anybody may ask of a licence by its identifier."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from tongban.identity.terms import HolderKind
from tongban.kernel import clock, identifiers
from tongban.kernel.bilingual import Bilingual
from tongban.licences import models, rules, terms
from tongban.licences.queries.credentials import development
from tongban.licences.queries.proofs import log_proof
from tongban.licences.queries.types import licence_type


def verification(identifier: str, *, at: datetime) -> terms.Verification:
    """Public: whether a licence is unchanged, still valid, and who issued it. Refuses: MalformedIdentifier.

    Found is looked for first: licences taken over from elsewhere may carry a wrong check character.
    """
    parts = rules.parse(identifier)
    asked = identifier.strip().upper()
    row = models.Licence.objects.filter(identifier=asked).first()
    if row is None and not parts.check_holds:
        raise terms.MalformedIdentifier("check_character")
    return terms.Verification(identifier=asked, found=False, checked_at=at) if row is None else _verified(row, at)


def _verified(row: models.Licence, at: datetime) -> terms.Verification:
    inside = row.opened_if_intact()
    state = terms.LicenceState(row.state)
    return terms.Verification(
        identifier=row.identifier,
        found=True,
        type_name=licence_type(row.type_id).name,
        number=_shown_number(row),
        holder_masked=_masked(row, inside) if inside else "",
        issuer_name=Bilingual.of(row.issuer_name),
        issued_on=row.issued_on,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        state=state,
        usable=inside is not None and terms.usable(state, row.valid_from, row.valid_until, clock.city_date(at)),
        unchanged=inside is not None,
        document_sha256=row.document_digest or "",
        ofd_sha256=row.ofd_digest or "",
        checked_at=at,
        development=development(at=at),
        proof=log_proof(row),
    )


def _shown_number(row: models.Licence) -> str:
    """What is printed on an organisation's licence is public; a person's number may be their identity number."""
    return row.number if row.holder_kind == HolderKind.ORGANISATION else identifiers.mask_number(row.number)


def _masked(row: models.Licence, inside: dict[str, Any]) -> str:
    return identifiers.mask_name(inside["holder_name"], organisation=row.holder_kind == HolderKind.ORGANISATION)
