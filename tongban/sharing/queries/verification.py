"""What anybody may ask of a licence by its identifier."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from tongban.identity.terms import HolderKind
from tongban.kernel import clock, identifiers
from tongban.licences.queries import check_holds, opening
from tongban.licences.terms import MalformedIdentifier, UnknownLicence
from tongban.sharing import terms
from tongban.sharing.queries.credentials import development

if TYPE_CHECKING:
    from tongban.kernel.transparency import Proof
    from tongban.licences.terms import Licence, Opened


def verification(identifier: str, *, at: datetime) -> terms.Verification:
    """Public: whether a licence is unchanged, still valid, and who issued it. Refuses: MalformedIdentifier.

    Found is looked for first: licences taken over from elsewhere may carry a wrong check character.
    """
    right = check_holds(identifier)
    asked = identifier.strip().upper()
    found = opening.opened_by_identifier(asked)
    if found is None and not right:
        raise MalformedIdentifier("check_character")
    return terms.Verification(identifier=asked, found=False, checked_at=at) if found is None else verified(found, at)


def proof(identifier: str) -> Proof | None:
    """Public: what the log of everything that was sealed proves of a licence by its newest entry; None until a checkpoint covers it.

    Refuses: MalformedIdentifier, UnknownLicence.
    """
    check_holds(identifier)
    found = opening.located(identifier=identifier.strip().upper())
    if found is None:
        raise UnknownLicence(identifier)
    return opening.log_proof(found.id)


def verified(found: Opened, at: datetime) -> terms.Verification:
    """What the public learns of a licence that is at hand; what the proof says of it, the record must say too."""
    licence, proven = found.licence, opening.log_proof(found.licence.id)
    intact = found.intact and opening.agrees(licence.id, proven)
    return terms.Verification(
        identifier=licence.identifier,
        found=True,
        type_name=licence.type_name,
        number=_shown_number(licence),
        holder_masked=_masked(licence) if intact else "",
        issuer_name=licence.issuer_name,
        issued_on=licence.issued_on,
        valid_from=licence.valid_from,
        valid_until=licence.valid_until,
        state=licence.state,
        usable=intact and licence.usable_on(clock.city_date(at)),
        unchanged=intact,
        document_sha256=found.pdf_sha256,
        ofd_sha256=found.ofd_sha256,
        checked_at=at,
        development=development(at=at),
        proof=proven,
    )


def _shown_number(licence: Licence) -> str:
    """What is printed on an organisation's licence is public; a person's number may be their identity number."""
    return licence.number if licence.holder_kind is HolderKind.ORGANISATION else identifiers.mask_number(licence.number)


def _masked(licence: Licence) -> str:
    return identifiers.mask_name(licence.holder_name, organisation=licence.holder_kind is HolderKind.ORGANISATION)
