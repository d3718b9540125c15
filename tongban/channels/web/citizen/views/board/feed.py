"""Feeds (Atom): of everything displayed, of a unit, a class or a district, and of one message."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tongban.board import queries as board_queries
from tongban.board.terms import MessageState, UnknownMessage
from tongban.catalog import queries as catalog_queries
from tongban.channels.parts.actor import moment
from tongban.channels.parts.audience import public
from tongban.channels.parts.tags.board import ENDS, KINDS, STATES, step_words
from tongban.channels.web.citizen.shared_pages import answered
from tongban.identity.terms import PUBLIC
from tongban.kernel import clock
from tongban.responsibilities import queries as responsibilities_queries

if TYPE_CHECKING:
    from collections.abc import Callable

    from tongban.board.terms import MessageLine

ENTRIES = 50
NARROWED = ("unit", "category", "district")


class Feed(Atom1Feed):
    """Its summaries are text: Django's are HTML, in which what somebody wrote would come to life."""

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item | {"description": None})
        if item["description"] is not None:
            handler.addQuickElement("summary", item["description"], {"type": "text"})


@public
@require_safe
def feed(request: HttpRequest) -> HttpResponseBase:
    """Displayed messages by their last change. Refuses: NoBoard."""
    only: dict[str, Any] = {name: request.GET.get(name, "")[:60] for name in NARROWED}

    def fill(made: Atom1Feed) -> None:
        for line in board_queries.changes_since(at=moment(request), limit=ENTRIES, **only):
            _entry(request, made, line)

    title = _("%(city)s · 城市留言板") % {"city": catalog_queries.city().name}
    names = [_name(name, code) for name, code in only.items() if code]
    return answered(request, board_queries.newest_change(), lambda: written(request, " · ".join([title, *names]), "", fill))


@public
@require_safe
def feed_of_message(request: HttpRequest, number: str) -> HttpResponseBase:
    """Every step of one message. Refuses: UnknownMessage."""
    changed_at = board_queries.stamp(number)
    if changed_at is None:
        raise UnknownMessage(number)

    def draw() -> HttpResponse:
        view = board_queries.message(number, by=PUBLIC, at=moment(request))
        page = reverse("citizen:board-message", args=[view.number])

        def fill(made: Atom1Feed) -> None:
            for place, step in reversed(tuple(enumerate(view.track))):
                link = request.build_absolute_uri(f"{page}#step-{place}")
                made.add_item(step_words(step), link, step.words, unique_id=link, pubdate=step.at, updateddate=step.at)

        return written(request, f"{view.number} · {view.title}", page, fill)

    return answered(request, changed_at, draw)


def written(request: HttpRequest, title: str, page: str, fill: Callable[[Atom1Feed], None]) -> HttpResponse:
    """A feed of the page at this address."""
    made = Feed(
        title=title,
        link=request.build_absolute_uri(page or reverse("citizen:board")),
        description=None,
        language="en" if request.LANGUAGE_CODE.startswith("en") else "zh-Hans",  # type: ignore[attr-defined]
        author_name=str(catalog_queries.city().name),
        feed_url=request.build_absolute_uri(),
        feed_guid=request.build_absolute_uri(),
    )
    fill(made)
    response = HttpResponse(content_type=made.content_type)
    made.write(response, "utf-8")
    return response


def _entry(request: HttpRequest, made: Atom1Feed, line: MessageLine) -> None:
    link = request.build_absolute_uri(reverse("citizen:board-message", args=[line.number]))
    state = ENDS[line.end][1] if line.end else STATES[MessageState(line.state)][1]
    told = [str(KINDS[line.kind]), str(state), str(line.unit_name), f"{clock.city_time(line.received_at):%Y-%m-%d %H:%M}"]
    made.add_item(
        line.title,
        link,
        f"{' · '.join(filter(None, told))}\n{line.excerpt}",
        unique_id=link,
        pubdate=line.received_at,
        updateddate=line.changed_at,
        author_name=line.free_name or _("市民"),
        categories=(str(line.category_name),) if line.category_name.zh else (),
    )


def _name(kind: str, code: str) -> str:
    """What a feed is narrowed to, as people call it."""
    release = responsibilities_queries.board()
    found = release.category(code) if kind == "category" else release.district(code) if kind == "district" else None
    return str(found.name) if found else responsibilities_queries.unit_name(code) or code
