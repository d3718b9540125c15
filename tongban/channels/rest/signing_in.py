"""Who calls the REST door: a bearer token, issued for phone and password, becomes an `Actor` in one statement."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth import authenticate
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Router, Schema
from ninja.errors import HttpError
from ninja.security import HttpBearer
from pydantic import Field

from tongban.identity import actions as identity_actions
from tongban.identity import queries as identity_queries
from tongban.identity.terms import Actor
from tongban.kernel import clock

router = Router(tags=["sign-in"])


class Bearer(HttpBearer):
    """Accepts `Authorization: Bearer <token>`; the request then carries the actor and the moment of the call."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        return identity_queries.actor_by_token(token, at=moment(request))


signed_in = Bearer()


def moment(request: HttpRequest) -> datetime:
    """The clock, read once per request."""
    if not hasattr(request, "moment"):
        setattr(request, "moment", clock.now())  # noqa: B010  a request has no declared place for it
    return getattr(request, "moment")  # noqa: B009


def caller(request: Any) -> Actor:
    """The actor that `Bearer` found."""
    actor = request.auth
    assert isinstance(actor, Actor)
    return actor


class SignIn(Schema):
    phone: str = Field(max_length=20)
    password: str = Field(max_length=200)


class Token(Schema):
    token: str
    expires_at: datetime


@router.post("/tokens", response={201: Token}, auth=None, summary="Sign in and receive a token")
def sign_in(request: HttpRequest, body: SignIn) -> tuple[int, Token]:
    login = authenticate(request, phone=body.phone, password=body.password)
    if login is None:
        raise HttpError(401, _("手机号或密码不对，请核对后再试。"))
    assert isinstance(login.pk, UUID)
    token, expires_at = identity_actions.issue_token(
        login_id=login.pk, by=identity_queries.actor(login.pk, at=moment(request)), at=moment(request)
    )
    return 201, Token(token=token, expires_at=expires_at)


@router.delete("/tokens/current", response={204: None}, auth=signed_in, summary="Sign out: the token is void")
def sign_out(request: HttpRequest) -> tuple[int, None]:
    token = request.headers["Authorization"].partition(" ")[2]
    identity_actions.revoke_token(token=token, by=caller(request), at=moment(request))
    return 204, None
