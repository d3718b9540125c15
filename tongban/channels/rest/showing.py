"""The holder's side of the licence library: showing, credentials, standing authorisations, who used what."""

from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Router
from ninja.params import functions as asked

from tongban.channels.parts.actor import moment
from tongban.channels.rest.described import refuses
from tongban.channels.rest.shapes.showing import (
    ClaimShape,
    CounterCodeShape,
    CredentialIn,
    CredentialShape,
    GrantIn,
    GrantShape,
    OpenedShape,
    ShowIn,
    ShownShape,
    UsePageShape,
    UseShape,
)
from tongban.channels.rest.signing_in import caller, signed_in
from tongban.identity.terms import PUBLIC
from tongban.kernel.idempotency import KeyReused
from tongban.licences import terms as licences
from tongban.sharing import actions as sharing_actions
from tongban.sharing import queries as sharing_queries
from tongban.sharing import terms as sharing_terms

router = Router(tags=["licences"], auth=signed_in)
PURPOSE = "own wallet"


@router.get(
    "/licences/{licence_id}/claims",
    response=list[ClaimShape],
    summary=_("一个证照里可以单独出示的内容"),
    openapi_extra=refuses(licences.UnknownLicence),
)
def claims(request: HttpRequest, licence_id: UUID) -> list[ClaimShape]:
    found = sharing_queries.claims(licence_id, by=caller(request), at=moment(request), purpose=PURPOSE)
    return [ClaimShape.of(each) for each in found]


@router.post(
    "/licences/{licence_id}/showings",
    response={201: ShownShape},
    summary=_("出示证照：一个几分钟内有效、只能打开一次的地址"),
    openapi_extra=refuses(
        licences.UnknownLicence,
        sharing_terms.PurposeMissing,
        sharing_terms.UnprintablePurpose,
        sharing_terms.UnknownClaim,
        sharing_terms.UnusableLicence,
    ),
)
def show(request: HttpRequest, licence_id: UUID, body: ShowIn) -> ShownShape:
    shown = sharing_actions.show(licence_id=licence_id, purpose=body.purpose, claims=body.claims, by=caller(request), at=moment(request))
    return ShownShape(id=shown.id, token=shown.token, address=shown.address, expires_at=shown.expires_at)


@router.post(
    "/showings/{token}/open",
    response=OpenedShape,
    auth=None,
    summary=_("打开别人出示的证照：一次；对所有人开放"),
    openapi_extra=refuses(
        sharing_terms.UnknownShowing, sharing_terms.ShowingUsed, sharing_terms.ShowingExpired, sharing_terms.UnusableLicence
    ),
)
def open_showing(request: HttpRequest, token: str) -> OpenedShape:
    return OpenedShape.of(sharing_actions.open_showing(token=token, by=PUBLIC, at=moment(request)))


@router.post(
    "/licences/{licence_id}/credentials",
    response={201: CredentialShape},
    summary=_("把证照做成可以只出示一部分的凭证（SD-JWT VC）"),
    openapi_extra=refuses(licences.UnknownLicence, sharing_terms.UnknownClaim, sharing_terms.BadHolderKey, sharing_terms.UnusableLicence),
)
def credential(request: HttpRequest, licence_id: UUID, body: CredentialIn) -> CredentialShape:
    made = sharing_queries.credential(
        licence_id,
        names=body.claims,
        holder_key=body.holder_key.dict() if body.holder_key else None,
        by=caller(request),
        at=moment(request),
        purpose=PURPOSE,
    )
    return CredentialShape(credential=made)


@router.post(
    "/holders/{holder_id}/counter-codes",
    response={201: CounterCodeShape},
    summary=_("在窗口出示的码：几分钟内有效，只能用一次"),
    openapi_extra=refuses(licences.Denied),
)
def counter_code(request: HttpRequest, holder_id: UUID) -> CounterCodeShape:
    made = sharing_actions.show_at_counter(holder_id=holder_id, by=caller(request), at=moment(request))
    return CounterCodeShape(id=made.id, code=made.code, expires_at=made.expires_at)


@router.get(
    "/holders/{holder_id}/uses",
    response=UsePageShape,
    summary=_("谁看过这个持证人的证照"),
    openapi_extra=refuses(licences.Denied),
)
def uses(request: HttpRequest, holder_id: UUID, before: Annotated[int, asked.Query(ge=0, lt=2**63)] = 0) -> UsePageShape:
    page = sharing_queries.uses_of(holder_id, by=caller(request), at=moment(request), before=before)
    return UsePageShape(lines=[UseShape.of(line) for line in page.lines], next=page.next)


@router.get(
    "/holders/{holder_id}/grants",
    response=list[GrantShape],
    summary=_("持证人给过的长期授权"),
    openapi_extra=refuses(licences.Denied),
)
def grants(request: HttpRequest, holder_id: UUID) -> list[GrantShape]:
    return [GrantShape.of(each) for each in sharing_queries.grants_of(holder_id, by=caller(request), at=moment(request))]


@router.post(
    "/holders/{holder_id}/grants",
    response={201: GrantShape},
    summary=_("授权一个单位长期用这些证照"),
    openapi_extra=refuses(
        licences.Denied,
        sharing_terms.UnknownReceiver,
        licences.UnknownType,
        licences.WrongHolder,
        sharing_terms.PurposeMissing,
        sharing_terms.UnprintablePurpose,
        sharing_terms.GrantPeriod,
        KeyReused,
    ),
)
def grant_use(
    request: HttpRequest, holder_id: UUID, body: GrantIn, idempotency_key: Annotated[UUID, asked.Header(alias="Idempotency-Key")]
) -> GrantShape:
    by, at = caller(request), moment(request)
    grant_id = sharing_actions.grant_use(
        key=idempotency_key,
        holder_id=holder_id,
        receiver=body.receiver,
        types=body.types,
        purpose=body.purpose,
        valid_until=body.valid_until,
        by=by,
        at=at,
    )
    return next(GrantShape.of(each) for each in sharing_queries.grants_of(holder_id, by=by, at=at) if each.id == grant_id)


@router.delete(
    "/grants/{grant_id}",
    response={204: None},
    summary=_("撤销一项长期授权，立即生效"),
    openapi_extra=refuses(sharing_terms.UnknownGrant),
)
def revoke_use(request: HttpRequest, grant_id: UUID) -> None:
    sharing_actions.revoke_use(grant_id=grant_id, by=caller(request), at=moment(request))
