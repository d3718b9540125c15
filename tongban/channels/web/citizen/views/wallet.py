"""The wallet: my licences and those of organisations I act for; one licence with its QR code."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from tongban.channels.parts.actor import moment, person_of
from tongban.channels.parts.audience import signed_in
from tongban.channels.web.citizen.applicants import applicants_of
from tongban.channels.web.citizen.pictures import scalable
from tongban.channels.web.citizen.views.files import OWN_LICENCE
from tongban.kernel import clock, documents, identifiers
from tongban.licences import queries as licence_queries
from tongban.sharing import queries as sharing_queries


@signed_in
@require_safe
def wallet(request: HttpRequest) -> HttpResponse:
    """Each holder's licences, usable ones first."""
    person, at = person_of(request), moment(request)
    today = clock.city_date(at)
    folders = []
    for holder in applicants_of(person, at=at):
        found = licence_queries.licences_of(holder_id=holder.id, by=person, at=at, purpose="own wallet")
        faces = [(licence, _on_the_face(licence.number)) for licence in found]
        usable = [each for each in faces if each[0].usable_on(today)]
        folders.append({"holder": holder, "usable": usable, "ended": [each for each in faces if each not in usable]})
    return render(request, "citizen/wallet.html", {"folders": folders})


@signed_in
@require_safe
def licence(request: HttpRequest, licence_id: UUID) -> HttpResponse:
    """Refuses: UnknownLicence."""
    person, at = person_of(request), moment(request)
    found = licence_queries.licence(licence_id, by=person, at=at, purpose=OWN_LICENCE)
    kind = licence_queries.licence_type(found.type_code)
    address = settings.PUBLIC_ADDRESS + reverse("citizen:verification", args=(found.identifier,))
    context = {
        "licence": found,
        "content": [(label, kind.shown(key, found.content[key])) for key, label in kind.fields.items() if key in found.content],
        "basis": kind.basis,
        "qr": scalable(documents.qr_svg(address)),
        "address": address,
        "usable": found.usable_on(clock.city_date(at)),
        "life": licence_queries.life_of(licence_id, by=person, at=at, purpose=OWN_LICENCE),
        "showings": sharing_queries.showings_of(licence_id, by=person, at=at),
    }
    return render(request, "citizen/licence.html", context)


def _on_the_face(number: str) -> str:
    """The number of a licence in a list that somebody may look at over one's shoulder: of an identity number only the ends."""
    try:
        return identifiers.mask_number(identifiers.identity_number(number))
    except identifiers.InvalidIdentifier:
        return number
