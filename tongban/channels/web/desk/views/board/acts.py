"""Every act on a message or an order: one POST, one verb. A refusal shows the page again with what was typed."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from tongban.board import actions as board_actions
from tongban.board import queries as board_queries
from tongban.board.terms import Author, End
from tongban.channels.parts.actor import actor_of, moment
from tongban.channels.parts.audience import staff
from tongban.channels.parts.problems import REFUSALS, problem_of
from tongban.channels.web.desk.board_forms import DraftForm
from tongban.channels.web.desk.deeds import BY_NAME, Deed, On
from tongban.channels.web.desk.reply_words import lacking, public_form
from tongban.channels.web.desk.views.board.frame import board_of
from tongban.channels.web.desk.views.board.message import DRAFT, own_draft, seen, show
from tongban.channels.web.desk.views.private import private
from tongban.notices import queries as notice_queries

if TYPE_CHECKING:
    from uuid import UUID

    from tongban.board.terms import OrderView


@staff
@private
def on_order(request: HttpRequest, order_id: UUID, deed: str) -> HttpResponse:
    """An act of a unit on its order."""
    view = seen(request, order_id=order_id)
    return _act(request, view, deed) if request.method == "POST" else show(request, view)


@staff
@private
def on_message(request: HttpRequest, message_id: UUID, deed: str) -> HttpResponse:
    """An act of a desk of the city on a message."""
    view = seen(request, message_id=message_id)
    return _act(request, view, deed) if request.method == "POST" else show(request, view)


def _act(request: HttpRequest, view: OrderView, name: str) -> HttpResponse:
    deed = BY_NAME.get(name)
    if deed is None:
        raise Http404(name)
    form = deed.form(request.POST, on=view, name=name)
    if not form.is_valid():
        return show(request, view, status=422, form=form)
    on = On(view, actor_of(request), moment(request), _key(request))
    mark = "" if deed.anyway else request.POST.get("seen", "")
    try:
        with board_queries.as_seen(on.message_id, mark, act=deed.act if mark else None):
            done = deed.do(on, form.cleaned_data)
    except REFUSALS as refusal:
        problem = problem_of(refusal)
        return show(request, view, status=problem.status, form=form, problem=problem)
    if isinstance(done, Author):
        return _revealed(request, view, done)
    messages.success(request, deed.done % {"number": view.message.number})
    return _back(request, view, deed)


def _revealed(request: HttpRequest, view: OrderView, author: Author) -> HttpResponse:
    """Name and number once, in this answer: they stand in no address and in no cache."""
    answer = show(request, _again(request, view), author=author)
    answer["Cache-Control"] = "no-store, private"
    return answer


def _again(request: HttpRequest, view: OrderView) -> OrderView:
    if view.order is not None:
        return seen(request, order_id=view.order.id)
    return seen(request, message_id=view.message.id)


def _back(request: HttpRequest, view: OrderView, deed: Deed) -> HttpResponse:
    """To the list where the message is no longer this desk's, else to its page."""
    if not deed.leaves:
        return _to_page(view)
    if view.order is not None:
        return redirect("desk:approvals" if deed.name in ("publish", "send-back") else "desk:inbox")
    return redirect("desk:duty" if board_of(request).duty else "desk:joint")


def _to_page(view: OrderView) -> HttpResponse:
    if view.order is not None:
        return redirect("desk:order", order_id=view.order.id)
    return redirect("desk:message", message_id=view.message.id)


def _key(request: HttpRequest) -> UUID:
    """Pressed twice, it is one act."""
    try:
        return uuid.UUID(request.POST.get("key", ""))
    except ValueError:
        return uuid.uuid4()


@staff
@private
def draft(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """Keep a draft, or keep it and hand it to whoever approves. What it lacks is said; whoever drafts may submit it all the same."""
    view = seen(request, order_id=order_id)
    if request.method != "POST":
        return show(request, view)
    form = DraftForm(request.POST, on=view, name=DRAFT)
    if not form.is_valid():
        return show(request, view, status=422, form=form)
    told, who = form.cleaned_data, {"by": actor_of(request), "at": moment(request)}
    submits = request.POST.get("go") == "submit"
    try:
        kept = board_actions.draft_reply(order_id=order_id, text=told["text"], end=End(told["end"]), version=told["version"], **who)
        if submits:
            board_actions.submit_reply(reply_id=kept.reply_id, despite=told["despite"], **who)
    except REFUSALS as refusal:
        problem = problem_of(refusal)
        again = seen(request, order_id=order_id)
        return show(request, again, status=problem.status, form=_with_version(form, again, told["version"]), problem=problem)
    messages.success(request, _("答复已提交审核。") if submits else _("草稿已保存，还没有提交。"))
    return redirect("desk:inbox") if submits else redirect("desk:order", order_id=order_id)


def _with_version(form: DraftForm, view: OrderView, typed: int) -> DraftForm:
    """The form as typed. Where the draft was kept before its submission was refused, it goes on from the one that was kept."""
    kept = own_draft(view)
    if kept is None or kept.version != typed + 1 or kept.text != form.cleaned_data["text"].strip():
        return form
    fields = form.data.copy()
    fields["version"] = str(kept.version)
    again = DraftForm(fields, on=view, name=DRAFT)
    again.is_valid()
    return again


@staff
@private
def check(request: HttpRequest) -> HttpResponse:
    """What the reply lacks as far as it is written, and how everybody will read it; nothing is kept."""
    text, undecided = request.POST.get("text", ""), request.POST.get("suggestion") == "undecided"
    told = {"lacking": lacking(text), "undecided": undecided, "pieces": public_form(text), "written": True}
    return render(request, "desk/board/lacking.html", told)


@staff
@private
def call(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """Ask the exchange for a number by which the author is reached without being shown; GET shows how far it is."""
    if request.method == "POST":
        view = seen(request, order_id=order_id)
        try:
            board_actions.call_author(key=_key(request), order_id=order_id, by=actor_of(request), at=moment(request))
        except REFUSALS as refusal:
            problem = problem_of(refusal)
            return show(request, view, status=problem.status, problem=problem)
        return redirect("desk:order", order_id=order_id)
    return redirect("desk:order", order_id=order_id)


@staff
@private
def call_state(request: HttpRequest, call_id: UUID) -> HttpResponse:
    """One call of mine, asked for again until it has its number."""
    return render(request, "desk/board/call.html", {"call": notice_queries.call(call_id, by=actor_of(request))})
