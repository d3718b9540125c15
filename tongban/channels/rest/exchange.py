"""What the city's telephone exchange pushes: who rings on an operator's line, and how a masked call went. Signed with a shared secret."""

from datetime import timedelta
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Router
from ninja.security import APIKeyHeader
from pydantic import Field

from tongban.channels.parts.actor import moment
from tongban.channels.rest.described import refuses
from tongban.channels.rest.shapes.sent import Sent
from tongban.identity.terms import SYSTEM, Actor
from tongban.kernel import idempotency
from tongban.notices import actions as notice_actions
from tongban.notices import queries as notice_queries
from tongban.notices import terms as notices

LONGEST_CALL = timedelta(days=1)


class ExchangeSignature(APIKeyHeader):
    """`X-Signature`: the HMAC-SHA-256, in hex, of `X-Timestamp` (seconds), a full stop and the body, with the secret that both know."""

    param_name = "X-Signature"

    def authenticate(self, request: HttpRequest, key: str | None) -> Actor | None:
        stamp = request.headers.get("X-Timestamp", "")
        genuine = notice_queries.is_from_exchange(body=request.body, stamp=stamp, signature=key or "", at=moment(request))
        return SYSTEM if genuine else None


router = Router(tags=["exchange"], auth=ExchangeSignature())


class RingingIn(Sent):
    """`id` is the exchange's own of this call; told twice it is one."""

    id: UUID
    line: str = Field(min_length=1, max_length=30)
    phone: str = Field(max_length=40)


class OutcomeIn(Sent):
    """`id` is that with which the masked number was asked for."""

    id: UUID
    outcome: Literal["answered", "no_answer", "busy", "unreachable"]
    seconds: int = Field(0, ge=0, le=int(LONGEST_CALL.total_seconds()))


@router.post(
    "/exchange/ringing",
    response={204: None},
    summary=_("有人打到值班员的分机"),
    openapi_extra=refuses(notices.UnusablePhone, idempotency.KeyReused),
)
def exchange_ringing(request: HttpRequest, body: RingingIn) -> None:
    notice_actions.take_call(key=body.id, line=body.line, phone=body.phone, by=_exchange(request), at=moment(request))


@router.post(
    "/exchange/outcomes",
    response={204: None},
    summary=_("一通隐号电话的结果；只说一次"),
    openapi_extra=refuses(notices.UnknownCall, notices.CallEnded),
)
def exchange_outcome(request: HttpRequest, body: OutcomeIn) -> None:
    notice_actions.record_outcome(
        call_id=body.id, outcome=notices.CallOutcome(body.outcome), seconds=body.seconds, by=_exchange(request), at=moment(request)
    )


def _exchange(request: Any) -> Actor:
    actor = request.auth
    assert isinstance(actor, Actor)
    return actor
