"""Whoever holds the tracking code of a message: remembered by the browser for half an hour, encrypted, and in no address."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING

from django.conf import settings

from tongban.channels.parts.actor import moment
from tongban.kernel import crypto

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

COOKIE = "board_code"
PATH = "/board/"
SECONDS = 30 * 60
PURPOSE = "board.held"


def hold(request: HttpRequest, response: HttpResponseBase, number: str, code: str) -> None:
    told = json.dumps([number, code, int(moment(request).timestamp()) + SECONDS])
    value = base64.urlsafe_b64encode(crypto.encrypt(told, PURPOSE)).decode()
    response.set_cookie(COOKIE, value, max_age=SECONDS, path=PATH, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax")


def let_go(response: HttpResponseBase) -> None:
    response.delete_cookie(COOKIE, path=PATH)


def holds_any(request: HttpRequest) -> bool:
    return COOKIE in request.COOKIES


def code_of(request: HttpRequest, number: str) -> str:
    """The code of this message; empty where this browser holds none."""
    try:
        held, code, until = json.loads(crypto.decrypt(base64.urlsafe_b64decode(request.COOKIES.get(COOKIE, "").encode()), PURPOSE))
    except (ValueError, TypeError, crypto.Unreadable):
        return ""
    return code if held == number and until > moment(request).timestamp() else ""
