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
from tongban.channels.rest.shapes.sharing import CopyIn, CopyShape, QueryIn, RightShape, SharedShape, VerifyIn
from tongban.kernel import idempotency, identifiers
from tongban.licences import actions as licence_actions
from tongban.licences import queries as licence_queries
from tongban.licences import terms as licences


class ConsumerBearer(HttpBearer):
    """Accepts a consumer's token; a call with a token that is nobody's is logged, and refused."""

    def authenticate(self, request: HttpRequest, token: str) -> licences.Consumer | None:
        consumer = licence_queries.consumer_by_token(token, at=moment(request))
        if consumer is None:
            licence_queries.refused_stranger("", at=moment(request))
        return consumer


consumer_token = ConsumerBearer()
router = Router(tags=["sharing"], auth=consumer_token)
Key = Annotated[UUID, asked.Header(alias="Idempotency-Key")]
BY_RIGHT = (licences.NoRight, licences.PurposeNotAllowed, licences.NotGranted, licences.TooManyCalls, licences.IncompleteUse)


def consumer_of(request: Any) -> licences.Consumer:
    """The consumer that `ConsumerBearer` found."""
    consumer = request.auth
    assert isinstance(consumer, licences.Consumer)
    return consumer


@router.get(
    "/share/rights",
    response=list[RightShape],
    summary=_("本单位可以查询哪些证照、用于什么、依据什么"),
    openapi_extra=refuses(licences.TooManyCalls),
)
def rights(request: HttpRequest) -> list[RightShape]:
    return [RightShape.of(right) for right in licence_queries.share_rights(consumer_of(request), at=moment(request))]


@router.post(
    "/share/licences/query",
    response=list[SharedShape],
    summary=_("按号码查一个人或一家单位的一种证照"),
    openapi_extra=refuses(*BY_RIGHT, licences.UnknownType, licences.WrongHolder, identifiers.InvalidIdentifier),
)
def share_query(request: HttpRequest, body: QueryIn) -> list[SharedShape]:
    consumer, at, asking = consumer_of(request), moment(request), body.asking()
    with licence_queries.shared(licence_queries.SHARE_FIND, consumer, asking, at=at):
        return [SharedShape.of(each) for each in licence_queries.share_find(consumer, asking, at=at)]


@router.post(
    "/share/licences/copy",
    response={201: CopyShape},
    summary=_("要一份加注件；地址只能取一次"),
    openapi_extra=refuses(
        *BY_RIGHT,
        licences.UnknownLicence,
        licences.UnusableLicence,
        licences.WrongHolder,
        identifiers.InvalidIdentifier,
        idempotency.KeyReused,
    ),
)
def share_copy(request: HttpRequest, key: Key, body: CopyIn) -> CopyShape:
    consumer, at, asking = consumer_of(request), moment(request), body.asking()
    with licence_queries.shared(licence_queries.SHARE_COPY, consumer, asking, at=at):
        link = licence_actions.share_copy(key=key, consumer=consumer, asking=asking, until=body.until, by=consumer.actor, at=at)
    return CopyShape.of(link)


@router.post(
    "/share/licences/verify",
    response=VerificationShape,
    summary=_("核验一个证照标识；与公开核验相同，但留下记录"),
    openapi_extra=refuses(licences.TooManyCalls, licences.IncompleteUse, licences.MalformedIdentifier),
)
def share_verify(request: HttpRequest, body: VerifyIn) -> VerificationShape:
    consumer, at, asking = consumer_of(request), moment(request), body.asking()
    with licence_queries.shared(licence_queries.SHARE_VERIFY, consumer, asking, at=at):
        answer = licence_queries.verification(asking.identifier, at=at)
        licence_queries.share_verify(consumer, asking, answer, at=at)
    return VerificationShape.of(answer)
