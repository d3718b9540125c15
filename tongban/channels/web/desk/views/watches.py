"""Watches at the desk that analyses: one's own and those that colleagues share, each with its weeks, notes and the weeks it was over."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from tongban.channels.parts.actor import actor_of
from tongban.channels.parts.audience import staff
from tongban.channels.parts.problems import REFUSALS, problem_of
from tongban.channels.parts.tags.surges import YEAR
from tongban.channels.web.desk.supervision_forms import NothingForm
from tongban.channels.web.desk.views.board.frame import frame
from tongban.channels.web.desk.views.private import private
from tongban.channels.web.desk.views.supervision.deeds import NOT_TRIED, Deed, Tried, cards, key_of, tried, who
from tongban.channels.web.desk.watch_forms import WatchForm, WatchNoteForm, typed
from tongban.insight.terms import Method
from tongban.snapshots import queries as snapshot_queries
from tongban.watches import actions, queries
from tongban.watches.terms import NotYourWatch

if TYPE_CHECKING:
    from uuid import UUID

    from tongban.watches.terms import WatchView

SHELVES = {"": gettext_lazy("正在看的"), "archived": gettext_lazy("收起来的")}
SEASONS = 3  # full years from which on a season is told from a surge
DEEDS = (
    Deed(
        "note",
        "note",
        gettext_lazy("备注"),
        gettext_lazy("查到了什么、和谁联系过。写下就不能改。"),
        gettext_lazy("记下备注"),
        WatchNoteForm,
        lambda on, told: actions.note_on_watch(watch_id=on.id, text=told["text"], **on.who),
        gettext_lazy("备注已记下。"),
        tone="second",
    ),
    Deed(
        "archive",
        "archive",
        pgettext_lazy("watch", "收起来"),
        gettext_lazy("不再计算，也不再提醒；已有的曲线和备注都留着，随时可以重新看。"),
        pgettext_lazy("watch", "收起来"),
        NothingForm,
        lambda on, told: actions.archive_watch(watch_id=on.id, **on.who),
        gettext_lazy("已收起来。"),
        tone="quiet",
    ),
    Deed(
        "take-up",
        "take-up",
        gettext_lazy("重新看"),
        gettext_lazy("马上重新计算。"),
        gettext_lazy("重新看"),
        NothingForm,
        lambda on, told: actions.take_up_watch(watch_id=on.id, **on.who),
        gettext_lazy("已重新看，正在计算。"),
    ),
)


@staff
@private
def watches(request: HttpRequest) -> HttpResponse:
    """One's own, then those that colleagues share; or one's own that were put away. Refuses: Denied."""
    shelf = "archived" if request.GET.get("shelf") == "archived" else ""
    lines = queries.watches(by=actor_of(request), archived=bool(shelf))
    context = {"shelf": shelf, "shelves": SHELVES, "lines": lines, "no_snapshot": _no_snapshot(request)}
    return render(request, "desk/watches/watches.html", context | frame(request, "watches"))


@staff
@private
def new(request: HttpRequest) -> HttpResponse:
    """Keep an eye on something; what a page says from which one came stands in the form. Refuses: Denied."""
    queries.watches(by=actor_of(request))
    if request.method != "POST":
        told = {name: request.GET.get(name, "")[:300] for name in ("name", "words", "category", "area")}
        return _written(request, WatchForm(initial=told | {"over_bound": True}), NOT_TRIED)
    form = WatchForm(request.POST)
    if not form.is_valid():
        return _written(request, form, Tried(form=form))
    try:
        made = actions.make_watch(key=key_of(request), asked=form.asked, **who(request))
    except REFUSALS as refusal:
        return _written(request, form, Tried(form=form, problem=problem_of(refusal)))
    messages.success(request, _("已开始关注，正在计算。"))
    return redirect("desk:watch", made)


@staff
@private
def change(request: HttpRequest, watch_id: UUID) -> HttpResponse:
    """Ask for something else. Refuses: Denied, UnknownWatch, NotYourWatch."""
    view = queries.watch(watch_id, by=actor_of(request))
    if not view.line.mine:
        raise NotYourWatch
    if request.method != "POST":
        return _written(request, WatchForm(initial=typed(view.line.asked)), NOT_TRIED, view)
    form = WatchForm(request.POST)
    if not form.is_valid():
        return _written(request, form, Tried(form=form), view)
    try:
        actions.change_watch(watch_id=watch_id, asked=form.asked, **who(request))
    except REFUSALS as refusal:
        return _written(request, form, Tried(form=form, problem=problem_of(refusal)), view)
    messages.success(request, _("已改好。"))
    return redirect("desk:watch", watch_id)


@staff
@private
def watch(request: HttpRequest, watch_id: UUID) -> HttpResponse:
    """One of them. Refuses: Denied, UnknownWatch."""
    return _show(request, watch_id, NOT_TRIED)


@staff
@private
def act(request: HttpRequest, watch_id: UUID, deed: str) -> HttpResponse:
    """A note on it; put away, or taken up again."""
    if request.method != "POST":
        return redirect("desk:watch", watch_id)
    result = tried(request, DEEDS, deed, watch_id)
    return redirect("desk:watch", watch_id) if result.done else _show(request, watch_id, result)


def _written(request: HttpRequest, form: WatchForm, before: Tried, view: WatchView | None = None) -> HttpResponse:
    context = {"form": form, "shown": view, "problem": before.problem, "key": request.POST.get("key", "") or uuid.uuid4()}
    return render(request, "desk/watches/form.html", context | frame(request, "watches"), status=before.status)


def _show(request: HttpRequest, watch_id: UUID, before: Tried) -> HttpResponse:
    view = queries.watch(watch_id, by=actor_of(request))
    beside = [(each, view.weeks[place - YEAR] if place >= YEAR else None) for place, each in enumerate(view.weeks)]
    context: dict[str, Any] = {
        "shown": view,
        "line": view.line,
        "weeks": beside[::-1],
        "first": view.weeks[-YEAR:][0].week if view.weeks else "",
        "now": beside[-1] if beside else None,
        "tested": view.method is not Method.TOO_YOUNG,
        "blind": view.method is Method.EARS or view.years < SEASONS,
        "cards": cards(DEEDS, _open_to(view), before),
        "problem": before.problem,
        "no_snapshot": _no_snapshot(request),
    }
    return render(request, "desk/watches/watch.html", context | frame(request, "watches"), status=before.status)


def _no_snapshot(request: HttpRequest) -> bool:
    """Whether there is nothing yet that could be counted."""
    return not snapshot_queries.snapshots(by=actor_of(request), limit=1)


def _open_to(view: WatchView) -> frozenset[str]:
    """What its owner may do now."""
    if not view.line.mine:
        return frozenset()
    return frozenset(("note", "take-up" if view.line.archived else "archive"))
