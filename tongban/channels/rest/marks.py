"""`If-Match`: an act is done on a message as its caller has read it, or it is refused. The mark is `seen` of the message, and its `ETag`.

What somebody has decided is decided otherwise only by whoever has read that: so an assignment where a unit has the message, and a
decision of screening where there is one, are refused without a mark. Notes, calls, urging and handing over are done whatever happened.
"""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from tongban.board import queries as board_queries
from tongban.board.terms import UnknownMessage
from tongban.channels.rest.signing_in import caller

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    from tongban.board.terms import Act

SUBJECTS = {"order_id": "order", "reply_id": "reply", "extension_id": "extension"}  # a parameter, and what it names


def marked(act: Act | None = None) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """The view's act, on the message as it was read. `act`: one that is refused without a mark where somebody has decided it before."""

    def of_view(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def done(request: HttpRequest, **told: Any) -> Any:
            seen = _mark(request)
            if not seen and act is None:
                return view(request, **told)
            subject, of = _subject(request, told)
            with board_queries.as_seen(subject, seen, of=of, act=act):
                return view(request, **told)

        return done

    return of_view


def tell(response: HttpResponse, seen: str) -> None:
    """The mark of what is read."""
    response["ETag"] = f'"{seen}"'


def _mark(request: HttpRequest) -> str:
    """What `If-Match` names; `*` stands for whatever it is."""
    told = request.headers.get("If-Match", "").strip().removeprefix("W/").strip('"')
    return "" if told == "*" else told


def _subject(request: HttpRequest, told: dict[str, Any]) -> tuple[Any, str]:
    """Raises UnknownMessage for a number that this caller may not open."""
    for name, of in SUBJECTS.items():
        if name in told:
            return told[name], of
    found = board_queries.message_id(told["number"], by=caller(request))
    if found is None:
        raise UnknownMessage(told["number"])
    return found, "id"
