"""The share interface: departments and outside systems ask the licence library by right, for a purpose, on a legal ground."""

from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Router
from ninja.params import functions as asked
from ninja.security import HttpBearer

from tongban.channels.parts.actor import moment
from tongban.channels.rest.described import refuses
from tongban.channels.rest.shapes.licence import VerificationShape
from tongban.channels.rest.shapes.sharing import (
    CopyIn,
    CopyShape,
    EncryptedShape,
    QueryIn,
    RightShape,
    SharedShape,
    VerifyIn,
    written,
)
from tongban.kernel import idempotency, identifiers
from tongban.licences import terms as licences
from tongban.sharing import actions as sharing_actions
from tongban.sharing import queries as sharing_queries
from tongban.sharing import terms as sharing_terms


class ConsumerBearer(HttpBearer):
    """Accepts a consumer's token; a call with a token that is nobody's is logged, and refused."""

    def authenticate(self, request: HttpRequest, token: str) -> sharing_terms.Consumer | None:
        consumer = sharing_queries.consumer_by_token(token, at=moment(request))
        if consumer is None:
            sharing_queries.refused_stranger("", at=moment(request))
        return consumer


consumer_token = ConsumerBearer()
router = Router(tags=["sharing"], auth=consumer_token)
Key = Annotated[UUID, asked.Header(alias="Idempotency-Key")]
BY_RIGHT = (
    sharing_terms.NoRight,
    sharing_terms.PurposeNotAllowed,
    sharing_terms.NotGranted,
    sharing_terms.TooManyCalls,
    sharing_terms.IncompleteUse,
    sharing_terms.UnprintablePurpose,
)


def consumer_of(request: Any) -> sharing_terms.Consumer:
    """The consumer that `ConsumerBearer` found."""
    consumer = request.auth
    assert isinstance(consumer, sharing_terms.Consumer)
    return consumer


@router.get(
    "/share/rights",
    response=list[RightShape],
    summary=_("本单位可以查询哪些证照、用于什么、依据什么"),
    openapi_extra=refuses(sharing_terms.TooManyCalls),
)
def rights(request: HttpRequest) -> list[RightShape]:
    return [RightShape.of(right) for right in sharing_queries.share_rights(consumer_of(request), at=moment(request))]


@router.post(
    "/share/licences/query",
    response=list[SharedShape] | EncryptedShape,
    summary=_("按号码查一个人或一家单位的一种证照；授权要求加密的，回答用本单位的 SM2 公钥加密"),
    openapi_extra=refuses(*BY_RIGHT, licences.UnknownType, licences.WrongHolder, identifiers.InvalidIdentifier),
)
def share_query(request: HttpRequest, body: QueryIn) -> list[SharedShape] | EncryptedShape:
    consumer, at, asking = consumer_of(request), moment(request), body.asking()
    with sharing_queries.shared(sharing_queries.SHARE_FIND, consumer, asking, at=at):
        found = [SharedShape.of(each) for each in sharing_queries.share_find(consumer, asking, at=at)]
        plain = written([each.model_dump(mode="json") for each in found])
        closed = sharing_queries.share_envelope(consumer, plain, type_code=asking.type_code)
        return EncryptedShape.of(closed) if closed else found


@router.post(
    "/share/licences/copy",
    response={201: CopyShape | EncryptedShape},
    summary=_("要一份加注件；地址只能取一次"),
    openapi_extra=refuses(
        *BY_RIGHT,
        licences.UnknownLicence,
        sharing_terms.UnusableLicence,
        sharing_terms.OtherHolder,
        identifiers.InvalidIdentifier,
        idempotency.KeyReused,
    ),
)
def share_copy(request: HttpRequest, key: Key, body: CopyIn) -> CopyShape | EncryptedShape:
    consumer, at, asking = consumer_of(request), moment(request), body.asking()
    with sharing_queries.shared(sharing_queries.SHARE_COPY, consumer, asking, at=at):
        link = sharing_actions.share_copy(key=key, consumer=consumer, asking=asking, until=body.until, by=consumer.actor, at=at)
    made = CopyShape.of(link)
    closed = sharing_queries.share_envelope(consumer, written(made.model_dump(mode="json")), identifier=link.identifier)
    return EncryptedShape.of(closed) if closed else made


@router.post(
    "/share/licences/verify",
    response=VerificationShape,
    summary=_("核验一个证照标识；与公开核验相同，但留下记录"),
    openapi_extra=refuses(
        sharing_terms.TooManyCalls, sharing_terms.IncompleteUse, sharing_terms.UnprintablePurpose, licences.MalformedIdentifier
    ),
)
def share_verify(request: HttpRequest, body: VerifyIn) -> VerificationShape:
    consumer, at, asking = consumer_of(request), moment(request), body.asking()
    with sharing_queries.shared(sharing_queries.SHARE_VERIFY, consumer, asking, at=at):
        answer = sharing_queries.verification(asking.identifier, at=at)
        sharing_queries.share_verify(consumer, asking, answer, at=at)
    return VerificationShape.of(answer)
