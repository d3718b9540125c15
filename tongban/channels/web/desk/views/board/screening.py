"""The screening desk: a message as it was written beside what everybody reads of it; names confirmed, pictures one by one; appeals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from tongban.board import actions as board_actions
from tongban.board import queries as board_queries
from tongban.board.terms import Act, Removal, ToScreen
from tongban.channels.parts.actor import actor_of, moment
from tongban.channels.parts.audience import staff
from tongban.channels.parts.problems import REFUSALS, Problem, problem_of
from tongban.channels.parts.tags.board import REMOVALS
from tongban.channels.web.desk.reply_words import spans
from tongban.channels.web.desk.views.board.frame import frame
from tongban.channels.web.desk.views.private import private

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from uuid import UUID

LINES = 10


@dataclass(frozen=True)
class Passage:
    """A piece of a text; one that is perhaps a name may be chosen. `at` is where it stands: "12-14"."""

    words: str
    at: str = ""


@dataclass(frozen=True)
class Screened:
    line: ToScreen
    title: tuple[Passage, ...]
    text: tuple[Passage, ...]

    @property
    def hidden(self) -> str:
        """The words that were named before, a line each."""
        return "\n".join(self.line.hidden)

    @property
    def same(self) -> bool:
        """Whether everybody reads what was written, word for word."""
        written = tuple("".join(piece.words for piece in pieces) for pieces in (self.title, self.text))
        return written == (self.line.masked_title, self.line.masked_text)

    @property
    def has_names(self) -> bool:
        return bool(self.line.candidates or self.line.title_candidates)


@staff
@private
def screening(request: HttpRequest) -> HttpResponse:
    """What waits, the most urgent first; with `appeals` the removals against which authors have appealed."""
    return _page(request)


@staff
@private
def screened(request: HttpRequest) -> HttpResponse:
    """What was decided in the last week, the newest first; on the page of a message the decision may be changed."""
    page = board_queries.screened(actor_of(request), at=moment(request), after=request.GET.get("after", ""))
    return render(request, "desk/board/screened.html", {"page": page} | frame(request, "screening"))


@staff
@private
def screen(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """Display it, or remove it with a reason that everybody reads."""
    shown, reason = request.POST.get("go") == "show", _reason(request)
    who = {"by": actor_of(request), "at": moment(request)}
    said = _("已公开。") if shown else _("没有公开，理由写在留言的页面上。")

    def decide() -> None:
        with board_queries.as_seen(message_id, "", act=Act.SCREEN):  # what another has decided is decided otherwise on its own page
            board_actions.screen(message_id=message_id, shown=shown, reason=reason, **who)

    return _do(request, decide, said)


@staff
@private
def names(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """Which passages may be shown, because they name no private person and no firm; all others are masked, and words that are typed."""
    hidden = [each.strip() for each in request.POST["hidden"].splitlines() if each.strip()] if "hidden" in request.POST else None
    title, text = (spans(request.POST.getlist(name)) for name in ("title", "text"))
    who = {"by": actor_of(request), "at": moment(request)}
    return _do(
        request,
        lambda: board_actions.confirm_names(message_id=message_id, title=title, text=text, hidden=hidden, **who),
        _("名称已确认，公开的文字已更新。"),
    )


@staff
@private
def picture(request: HttpRequest, message_id: UUID, place: int) -> HttpResponse:
    """Take one photo away with a reason, or show it again; the text stays."""
    shown, reason = request.POST.get("go") == "show", _reason(request)
    who = {"by": actor_of(request), "at": moment(request)}
    said = _("照片已公开。") if shown else _("照片没有公开，原处写明理由。")
    return _do(request, lambda: board_actions.screen_picture(message_id=message_id, place=place, shown=shown, reason=reason, **who), said)


@staff
@private
def words(request: HttpRequest, message_id: UUID, step: int) -> HttpResponse:
    """Display what the author added, or do not, with a reason; the message stays."""
    shown, reason = request.POST.get("go") == "show", _reason(request)
    who = {"by": actor_of(request), "at": moment(request)}
    said = _("补充的内容已公开。") if shown else _("补充的内容没有公开，原处写明理由。")
    return _do(request, lambda: board_actions.screen_words(message_id=message_id, step=step, shown=shown, reason=reason, **who), said)


def passages(text: str, candidates: tuple[tuple[int, int], ...]) -> Iterator[Passage]:
    """A text cut where something in it is perhaps a name."""
    here = 0
    for start, end in sorted(candidates):
        if start > here:
            yield Passage(text[here:start])
        yield Passage(text[start:end], f"{start}-{end}")
        here = end
    if here < len(text):
        yield Passage(text[here:])


def _reason(request: HttpRequest) -> Removal | None:
    given = request.POST.get("reason", "")
    return Removal(given) if given in set(Removal) else None


def _do(request: HttpRequest, verb: Callable[[], object], said: str) -> HttpResponse:
    if request.method != "POST":
        return redirect("desk:screening")
    try:
        verb()
    except REFUSALS as refusal:
        return _page(request, problem=problem_of(refusal))
    messages.success(request, said)
    appeals = "?appeals=1" if request.POST.get("appeals") else ""
    return redirect(f"{reverse('desk:screening')}{appeals}")


def _page(request: HttpRequest, *, problem: Problem | None = None) -> HttpResponse:
    appeals = bool(request.GET.get("appeals") or request.POST.get("appeals"))
    by, at = actor_of(request), moment(request)
    page = board_queries.to_screen(by, at=at, appeals=appeals, after=request.GET.get("after", ""), limit=LINES)
    lines = [
        Screened(each, tuple(passages(each.title, each.title_candidates)), tuple(passages(each.text, each.candidates)))
        for each in page.lines
    ]
    context = {"lines": lines, "next": page.next, "appeals": appeals, "removals": REMOVALS, "problem": problem}
    status = problem.status if problem else 200
    return render(request, "desk/board/screening.html", context | frame(request, "appeals" if appeals else "screening"), status=status)
