"""What a browser sent, looked through for what no text of ours can hold, and handed back without it: nothing that was typed is lost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.http import url_has_allowed_host_and_scheme

from tongban.channels.parts.keepable import NAMELESS, Unkeepable, kept_of, require_keepable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest, QueryDict

CHARACTERS = 400_000  # longer than any form filled by hand
CSRF = "csrfmiddlewaretoken"


@dataclass(frozen=True, slots=True)
class Again:
    """The same request without the characters that cannot be kept: its address, and what its form held."""

    address: str
    fields: tuple[tuple[str, str], ...]


def unkeepable(request: HttpRequest, named: Mapping[str, Any]) -> Unkeepable | None:
    """The first of what an address names, of its query and of a form that cannot be kept; None where all can."""
    try:
        for each in named.values():
            require_keepable(NAMELESS, str(each))
        _require_keepable(request.GET)
        _require_keepable(request.POST)
    except Unkeepable as refusal:
        return refusal
    return None


def require_address_keepable(request: HttpRequest) -> None:
    """The path and the query. Raises Unkeepable for the first that cannot be kept."""
    require_keepable(NAMELESS, request.path)
    _require_keepable(request.GET)


def _require_keepable(fields: QueryDict) -> None:
    """The names of the fields too."""
    for name, values in fields.lists():
        require_keepable(name, name)
        for each in values:
            require_keepable(name, str(each))


def again(request: HttpRequest) -> Again | None:
    """None where it cannot be handed back: files go only once, a password is never shown, and some forms are too long."""
    fields = tuple((kept_of(name), kept_of(str(each))) for name, values in request.POST.lists() for each in values if name != CSRF)
    if request.FILES or any("password" in name for name, _each in fields) or sum(len(each) for _name, each in fields) > CHARACTERS:
        return None
    return Again(request.get_full_path().replace("%00", ""), fields)


def own_address(request: HttpRequest, asked: str) -> str:
    """Where to go on, as it was asked for, if it is a path of ours; empty for another site's, and for what is no address."""
    safe = url_has_allowed_host_and_scheme(asked, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return asked if asked.startswith("/") and kept_of(asked) == asked and safe else ""
