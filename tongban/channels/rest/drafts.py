"""What somebody is still filling in: kept as it stands, and only for them."""

from datetime import datetime
from typing import Annotated, Any, Self
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Router, Schema
from ninja.params import functions as asked

from tongban.cases import actions as case_actions
from tongban.cases import queries as case_queries
from tongban.cases.terms import Denied, DraftView
from tongban.catalog.terms import ServiceNotOpen, UnknownService
from tongban.channels.parts.actor import moment
from tongban.channels.rest.described import refuses
from tongban.channels.rest.shapes.sent import ApplicationIn, HandedIn
from tongban.channels.rest.signing_in import caller, signed_in
from tongban.identity.terms import HolderKind

router = Router(tags=["applications"], auth=signed_in)


class DraftShape(Schema):
    """A draft against the present release. `vanished` holds answers to questions that it no longer asks."""

    service: str
    applicant_kind: str
    applicant_id: UUID
    situation: dict[str, Any]
    form: dict[str, Any]
    materials: list[HandedIn]
    vanished: dict[str, Any]
    saved_at: datetime

    @classmethod
    def of(cls, draft: DraftView) -> Self:
        return cls(
            service=draft.release.service,
            applicant_kind=draft.applicant_kind,
            applicant_id=draft.applicant_id,
            situation=draft.situation,
            form=draft.form,
            materials=[
                HandedIn(key=each.key, licence_id=each.licence_id, file_digest=each.file_digest, file_name=each.file_name)
                for each in draft.materials
            ],
            vanished=draft.vanished,
            saved_at=draft.saved_at,
        )


@router.get("/drafts", response=list[DraftShape], summary=_("我的草稿，最近保存的在前"))
def drafts(request: HttpRequest) -> list[DraftShape]:
    return [DraftShape.of(draft) for draft in case_queries.drafts_of(caller(request))]


@router.put("/drafts", response={204: None}, summary=_("保存草稿，不作检查"), openapi_extra=refuses(Denied, UnknownService, ServiceNotOpen))
def save_draft(request: HttpRequest, body: ApplicationIn) -> None:
    case_actions.save_draft(
        service=body.service,
        applicant_kind=HolderKind(body.applicant_kind),
        applicant_id=body.applicant_id,
        situation=body.situation,
        form=body.form,
        materials=tuple(each.handed() for each in body.materials),
        by=caller(request),
        at=moment(request),
    )


@router.delete("/drafts", response={204: None}, summary=_("丢弃草稿"), openapi_extra=refuses(Denied))
def discard_draft(request: HttpRequest, service: Annotated[str, asked.Query(max_length=60)], applicant_id: UUID) -> None:
    case_actions.discard_draft(service=service, applicant_id=applicant_id, by=caller(request), at=moment(request))
