"""The duty desk (值班台), around the clock: what no unit has, who is on shift, what the last shift left, whom the city is calling out."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from tongban.board import queries as board_queries
from tongban.board.terms import Denied
from tongban.channels.parts import kept
from tongban.channels.parts.actor import actor_of, moment
from tongban.channels.parts.audience import public, staff
from tongban.channels.parts.calm import require_calm
from tongban.channels.parts.problems import REFUSALS, Problem, problem_of
from tongban.channels.web.desk.deeds.deed import SUBJECT
from tongban.channels.web.desk.views.board.frame import Board, board_of, frame
from tongban.channels.web.desk.views.board.inbox import unless_known
from tongban.channels.web.desk.views.private import private
from tongban.duty import actions as duty_actions
from tongban.duty import queries as duty_queries
from tongban.duty.terms import NoDuty
from tongban.identity.terms import PUBLIC
from tongban.responsibilities import queries as responsibilities_queries

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

NOTES = 8
TRIES_A_MINUTE = 10


@staff
@private
def desk(request: HttpRequest) -> HttpResponse:
    return _page(request)


@staff
@private
def rows(request: HttpRequest) -> HttpResponse:
    """What changes by itself, for the page that asks again every few seconds; when nothing changed, nothing is sent."""
    return unless_known(request, render(request, "desk/board/duty_live.html", _live(_board(request))))


@staff
@private
def shift(request: HttpRequest) -> HttpResponse:
    """Sit down at the desk, or leave it: whoever leaves it empty says why."""
    who = {"by": actor_of(request), "at": moment(request)}
    if request.POST.get("go") == "end":
        because = request.POST.get("because", "")
        return _do(request, lambda: duty_actions.end_shift(left_empty_because=because, **who), _("您已下班。"), because=because)
    return _do(request, lambda: duty_actions.begin_shift(**who), _("您已接班，请先看交接记录。"))


@staff
@private
def write_note(request: HttpRequest) -> HttpResponse:
    """Tell the next shift."""
    text = request.POST.get("text", "")[:2000]
    who = {"by": actor_of(request), "at": moment(request)}
    return _do(request, lambda: duty_actions.write_note(key=_key(request), text=text, **who), _("交接记录已写下。"), note=text)


@staff
@private
def read_note(request: HttpRequest, note_id: UUID) -> HttpResponse:
    """Say that one has read it."""
    who = {"by": actor_of(request), "at": moment(request)}
    return _do(request, lambda: duty_actions.acknowledge_note(note_id=note_id, **who), _("已记下您看过。"))


@staff
@private
def callout(request: HttpRequest, callout_id: UUID) -> HttpResponse:
    """One call-out with every call; whoever may, acknowledges it, begins it anew or ends it."""
    by, at = actor_of(request), moment(request)
    problem = None
    if request.method == "POST":
        acts: dict[str, Callable[..., object]] = {"again": duty_actions.call_again, "stand-down": duty_actions.stand_down}
        act = acts.get(request.POST.get("go", ""), duty_actions.acknowledge)
        try:
            act(callout_id=callout_id, by=by, at=at)
            messages.success(request, _("已记下。"))
            return redirect("desk:callout", callout_id=callout_id)
        except REFUSALS as refusal:
            problem = problem_of(refusal)
    view = duty_queries.callout(callout_id, by=by, at=at)
    ids = [each.subject_id for each in view.joined if each.subject_type == SUBJECT]
    numbers = board_queries.numbers_of(ids, by=by) if ids else {}
    joined = [(each, numbers[each.subject_id]) for each in view.joined if each.subject_id in numbers]
    context = {"callout": view, "joined": joined, "problem": problem} | frame(request, "duty" if board_of(request).duty else "rosters")
    return render(request, "desk/board/callout.html", context, status=problem.status if problem else 200)


@public
def acknowledge(request: HttpRequest, code: str) -> HttpResponse:
    """Where the text message of a call leads: whoever has the code says that they have it, signed in or not."""
    require_calm(request, "duty.acknowledge", a_minute=TRIES_A_MINUTE)
    problem, done, called = None, False, None
    try:
        if request.method == "POST":
            duty_actions.acknowledge(code=code, by=PUBLIC, at=moment(request))
            done = True
    except REFUSALS as refusal:
        problem = problem_of(refusal)
    try:
        called = duty_queries.called(code, at=moment(request))
    except REFUSALS as refusal:
        problem = problem_of(refusal)
    told = board_queries.matter(called.subject_id) if called and called.subject_id and called.subject_type == SUBJECT else None
    others = [(each, board_queries.matter(each.subject_id)) for each in called.joined if each.subject_type == SUBJECT] if called else []
    context = {"code": code, "problem": problem, "done": done, "called": called, "matter": told, "others": others}
    return render(request, "desk/board/acknowledge.html", context, status=problem.status if problem else 200)


@public
def acknowledge_typed(request: HttpRequest) -> HttpResponse:
    """A code that was typed: on to its own address; without one the field for it."""
    code = "".join(request.GET.get("code", "").split()).replace("/", "")[:20]
    return redirect("desk:acknowledge", code) if code else render(request, "desk/board/acknowledge.html", {})


def _do(request: HttpRequest, verb: Callable[[], object], said: str, **typed: Any) -> HttpResponse:
    if request.method != "POST":
        return redirect("desk:duty")
    try:
        verb()
    except REFUSALS as refusal:
        return _page(request, problem=problem_of(refusal), **typed)
    messages.success(request, said)
    return redirect("desk:duty")


def _page(request: HttpRequest, *, problem: Problem | None = None, **typed: Any) -> HttpResponse:
    board = _board(request)
    before = kept.kept_for(request)
    context: dict[str, Any] = {"problem": problem, "key": uuid.uuid4(), "number": "", "because": "", "note": ""}
    context["note"] = before.get("text", "") if before is not None else ""
    context |= _live(board) | _people(board) | typed | frame(request, "duty")
    return render(request, "desk/board/duty.html", context, status=problem.status if problem else 200)


def _board(request: HttpRequest) -> Board:
    board = board_of(request)
    if not board.duty:
        raise Denied("done at the duty desk only")
    return board


def _live(board: Board) -> dict[str, Any]:
    """The queue, the call-outs and the counts."""
    try:
        callouts = duty_queries.open_callouts(by=board.by, at=board.at)
    except NoDuty:
        callouts = ()
    lines = board_queries.duty_queue(board.by, at=board.at)
    names = {each.code: each.short_name for each in responsibilities_queries.units(responsibilities_queries.board())}
    loud = sum(each.loud for each in callouts)
    told = [(line, names.get(line.suggested_unit, "")) for line in lines]
    return {"lines": told, "callouts": callouts, "counts": board.duty_counts, "loud": loud}


def _people(board: Board) -> dict[str, Any]:
    """Who is at the desk, and what shifts told the next."""
    try:
        on_shift = duty_queries.on_shift(by=board.by, at=board.at)
        notes = duty_queries.handover_notes(by=board.by, limit=NOTES)
    except NoDuty:
        return {"no_duty": True, "on_shift": (), "notes": (), "mine": False, "unread": 0}
    mine = any(each.login_id == board.by.id for each in on_shift)
    return {
        "on_shift": on_shift,
        "notes": notes,
        "mine": mine,
        "alone": mine and len(on_shift) == 1,
        "unread": sum(not each.read_by_me for each in notes),
    }


def _key(request: HttpRequest) -> UUID:
    try:
        return uuid.UUID(request.POST.get("key", ""))
    except ValueError:
        return uuid.uuid4()
