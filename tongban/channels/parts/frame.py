"""What the frame of every page shows: the city, who is signed in, where one is and where else one can go. Found when it is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from tongban.catalog import queries as catalog_queries
from tongban.channels.parts.actor import actor_of, person_of
from tongban.channels.parts.kept import page_of
from tongban.notices import queries as notice_queries

if TYPE_CHECKING:
    from django.http import HttpRequest

    from tongban.catalog.terms import City
    from tongban.identity.terms import Actor

# Icon, words, the view where it leads, and the beginnings of the addresses that belong to it.
TABS = (
    ("home", _("首页"), "citizen:home", ()),
    ("doc", _("办事"), "citizen:services", ("/services/", "/topics/", "/search")),
    ("chat", _("留言"), "citizen:board", ("/board/",)),
    ("wallet", _("证照"), "citizen:wallet", ("/wallet/",)),
    ("me", _("我的"), "citizen:me", ("/me/", "/cases/")),
)
MINE = "me"  # the tab that counts what has not been read
AT_WORK = ("desk:queue", "leader:home")  # doors of people at work
MOST = 100  # so many notices at work are counted; a hundred stand for more


@dataclass(frozen=True, slots=True)
class Tab:
    icon: str
    words: str
    address: str
    current: bool
    count: int = 0


@dataclass(frozen=True, slots=True)
class Bell:
    """The way to what one was told at work."""

    address: str
    unread: int
    current: bool

    @property
    def count(self) -> str:
        """As it is shown; nothing where all is read."""
        return f"{MOST - 1}+" if self.unread >= MOST else str(self.unread or "")


class Frame:
    """The frame of one page."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @property
    def city(self) -> City:
        return catalog_queries.city()

    @property
    def elder(self) -> bool:
        return getattr(self.request, "elder", False)

    @cached_property
    def me(self) -> Actor:
        return actor_of(self.request)

    @property
    def signed_in(self) -> bool:
        return self.me.id is not None

    @property
    def signing_in(self) -> bool:
        """Whether this is the sign-in page itself, which needs no way to it."""
        return self.request.path == reverse("account_login")

    @property
    def language(self) -> str:
        """The language of the page, as HTML names it."""
        return "en" if (get_language() or "").startswith("en") else "zh-Hans"

    @cached_property
    def here(self) -> str:
        """The page one is on, where a switch returns to; without the mode, which the switch is about to change."""
        place = urlsplit(page_of(self.request))
        kept = [(name, value) for name, value in parse_qsl(place.query, keep_blank_values=True) if name != "mode"]
        return place.path + (f"?{urlencode(kept)}" if kept else "")

    @cached_property
    def tabs(self) -> tuple[Tab, ...]:
        """Where a citizen can go; only what this installation has."""
        places = [(icon, words, _address(view), beginnings) for icon, words, view, beginnings in TABS]
        return tuple(
            Tab(icon, str(words), address, self._is_at(address, beginnings), self.unread if icon == MINE else 0)
            for icon, words, address, beginnings in places
            if address
        )

    @cached_property
    def unread(self) -> int:
        """How many notices somebody has not read, as a citizen; nothing is asked at a desk, nor for whoever has not signed in."""
        return notice_queries.unread(by=person_of(self.request)) if self.signed_in and not self.at_work else 0

    @cached_property
    def at_work(self) -> bool:
        """Whether somebody who has a desk looks at a page of their work."""
        doors = tuple(address for address in map(_address, AT_WORK) if address)
        return bool(self.desk) and self.request.path.startswith(doors)

    @cached_property
    def bell(self) -> Bell | None:
        """What somebody was told at work and has not read; on the pages of their work alone."""
        if not self.at_work:
            return None
        address = _address("desk:notices")
        return Bell(address, notice_queries.unread(by=self.me, most=MOST), self.request.path.startswith(address))

    @property
    def shared(self) -> bool:
        """Whether everybody gets the same page, out of a cache: then nothing in it may be made for one browser."""
        return getattr(self.request, "shared_page", False)

    @property
    def other_mode(self) -> str:
        """The address of this page in the other mode."""
        return f"{self.here}{'&' if '?' in self.here else '?'}mode={'plain' if self.elder else 'elder'}"

    def _is_at(self, address: str, beginnings: tuple[str, ...]) -> bool:
        return self.request.path == address or self.request.path.startswith(beginnings or "\0")

    @property
    def desk(self) -> str:
        """The address of the desk, for those who work at one."""
        return _address("desk:queue") if self.me.desks else ""


@lru_cache
def _address(view: str) -> str:
    try:
        return reverse(view)
    except NoReverseMatch:
        return ""


def frame(request: HttpRequest) -> dict[str, Frame]:
    """The context processor: `frame` in every template."""
    return {"frame": Frame(request)}
