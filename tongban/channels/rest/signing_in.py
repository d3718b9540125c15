"""Who calls the REST door: a bearer token, issued for phone and password, becomes an `Actor` in one statement."""

from datetime import datetime
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Router, Schema
from ninja.security import HttpBearer
from pydantic import Field

from tongban.channels.parts.actor import moment
from tongban.channels.parts.signing_in import WAIT, seconds_of
from tongban.channels.rest.answers import Refused
from tongban.channels.rest.described import refuses
from tongban.channels.rest.shapes.sent import Sent
from tongban.identity import actions as identity_actions
from tongban.identity import queries as identity_queries
from tongban.identity.terms import Actor

router = Router(tags=["sign-in"])


class Bearer(HttpBearer):
    """Accepts `Authorization: Bearer <token>`; the request then carries the actor and the moment of the call."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        return identity_queries.actor_by_token(token, at=moment(request))


signed_in = Bearer()


def caller(request: Any) -> Actor:
    """The actor that `Bearer` found."""
    actor = request.auth
    assert isinstance(actor, Actor)
    return actor


class SignIn(Sent):
    """`code` is asked for only while a number is tried at many places: the one-time code of the authenticator app."""

    phone: str = Field(max_length=20)
    password: str = Field(max_length=200)
    code: str = Field("", max_length=10)


class Token(Schema):
    token: str
    expires_at: datetime


@router.post(
    "/tokens",
    response={201: Token},
    auth=None,
    summary=_("用手机号和密码登录，取得令牌"),
    openapi_extra=refuses(codes=("wrong-password", "one-time-code-needed", "account-inactive", "too-many-tries")),
)
def sign_in(request: HttpRequest, body: SignIn) -> Token:
    login = _found(request, body)
    at = moment(request)
    token, expires_at = identity_actions.issue_token(login_id=login.pk, by=identity_queries.actor(login.pk, at=at), at=at)
    return Token(token=token, expires_at=expires_at)


@router.delete("/tokens/current", response={204: None}, auth=signed_in, summary=_("退出：这个令牌立即失效"))
def sign_out(request: HttpRequest) -> None:
    token = request.headers["Authorization"].partition(" ")[2]
    identity_actions.revoke_token(token=token, by=caller(request), at=moment(request))


def _found(request: HttpRequest, body: SignIn) -> Any:
    """The login, by our adapter with its limits: tries are counted through all doors together."""
    if not ratelimit.consume(request, action="login"):
        raise Refused("too-many-tries", retry=WAIT)
    try:
        login = get_adapter(request).authenticate(request, phone=body.phone, password=body.password, code=body.code)
    except ValidationError as error:
        if error.code == "one_time_code_needed":
            raise Refused("one-time-code-needed") from None
        raise Refused("too-many-tries", retry=seconds_of(error)) from None
    if login is None:
        raise Refused("wrong-password")
    if not login.is_active:
        raise Refused("account-inactive")
    return login
