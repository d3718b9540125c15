"""Who is on duty in a unit, who is called after them, changes for a while, and its call-outs."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tongban.channels.parts import kept
from tongban.channels.parts.actor import actor_of, moment
from tongban.channels.parts.audience import staff
from tongban.channels.parts.problems import REFUSALS, problem_of
from tongban.channels.web.desk.views.board.frame import board_of, frame
from tongban.channels.web.desk.views.private import private
from tongban.duty import actions as duty_actions
from tongban.duty import queries as duty_queries
from tongban.duty.terms import Days, NoDuty, Person, Rotation, Source, UnknownUnit
from tongban.kernel import clock
from tongban.responsibilities import queries as responsibilities_queries

if TYPE_CHECKING:
    from uuid import UUID

PURPOSE = "duty.roster"
DAYS = {Days.WORKDAYS: gettext_lazy("工作日"), Days.DAYS_OFF: gettext_lazy("周末和节假日"), Days.EVERY: gettext_lazy("每天")}
ROTATIONS = {Rotation.DAILY: gettext_lazy("每天轮换"), Rotation.WEEKLY: gettext_lazy("每周轮换")}
SOURCES = {
    Source.SUBSTITUTE: ("soon", gettext_lazy("替班")),
    Source.ON_TURN: ("ok", gettext_lazy("在班")),
    Source.FALLBACK: ("", gettext_lazy("候补")),
}
MOMENT = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


class ChangeForm(forms.Form):
    """Somebody who stands in."""

    name = forms.CharField(
        label=gettext_lazy("替班人的姓名"), max_length=60, error_messages={"required": gettext_lazy("请写替班人的姓名。")}
    )
    phone = forms.CharField(
        label=gettext_lazy("替班人的电话"), max_length=30, error_messages={"required": gettext_lazy("请写替班人的电话。")}
    )
    starts_at = forms.DateTimeField(
        label=gettext_lazy("从什么时候"), widget=MOMENT, error_messages={"required": gettext_lazy("请写开始的时间。")}
    )
    ends_at = forms.DateTimeField(
        label=gettext_lazy("到什么时候"), widget=MOMENT, error_messages={"required": gettext_lazy("请写结束的时间。")}
    )
    reason = forms.CharField(label=gettext_lazy("为什么替班"), max_length=200, error_messages={"required": gettext_lazy("请写理由。")})


@staff
@private
def rosters(request: HttpRequest) -> HttpResponse:
    """The units whose rosters I may see, and the call-outs that are open."""
    board = board_of(request)
    tree = responsibilities_queries.units(responsibilities_queries.board())
    mine = [each for each in tree if board.duty or any(each.code in tree.tree(own) for own in board.units)]
    if len(mine) == 1:
        return redirect("desk:roster", unit=mine[0].code)
    context = {"units": mine, "callouts": _open(request)} | frame(request, "rosters")
    return render(request, "desk/board/rosters.html", context)


@staff
@private
def roster(request: HttpRequest, unit: str) -> HttpResponse:
    """One unit's roster: now, the turns, the fall-back in order, changes; and a form for one more."""
    if request.method != "POST":
        before = kept.kept_for(request)
        return _page(request, unit, form=ChangeForm(auto_id="change_%s", initial=before.dict() if before is not None else {}))
    form = ChangeForm(request.POST, auto_id="change_%s")
    if not form.is_valid():
        return _page(request, unit, form=form, status=422)
    told = form.cleaned_data
    try:
        duty_actions.change_roster(
            key=_key(request),
            unit=unit,
            person=Person(told["name"], told["phone"]),
            starts_at=told["starts_at"],
            ends_at=told["ends_at"],
            reason=told["reason"],
            by=actor_of(request),
            at=moment(request),
        )
    except REFUSALS as refusal:
        problem = problem_of(refusal)
        return _page(request, unit, form=form, problem=problem, status=problem.status)
    messages.success(request, _("换班已记下。"))
    return redirect("desk:roster", unit=unit)


@staff
@private
def withdraw(request: HttpRequest, unit: str, change_id: UUID) -> HttpResponse:
    """Take a change back."""
    if request.method == "POST":
        try:
            duty_actions.withdraw_change(change_id=change_id, by=actor_of(request), at=moment(request))
        except REFUSALS as refusal:
            problem = problem_of(refusal)
            return _page(request, unit, form=ChangeForm(auto_id="change_%s"), problem=problem, status=problem.status)
        messages.success(request, _("换班已撤回。"))
    return redirect("desk:roster", unit=unit)


def _page(request: HttpRequest, unit: str, *, form: ChangeForm, status: int = 200, **more: Any) -> HttpResponse:
    by, at = actor_of(request), moment(request)
    try:
        view = duty_queries.roster(unit, by=by, at=at, purpose=PURPOSE)
        line = view.line
    except UnknownUnit:
        view, line = None, duty_queries.on_duty(unit, by=by, at=at, purpose=PURPOSE)
    wrong = [(f"change_{name}", str(each)) for name, errors in form.errors.items() for each in errors] if form.is_bound else []
    context = {
        "unit": unit,
        "unit_name": responsibilities_queries.unit_name(unit) or unit,
        "roster": view,
        "turns": [
            (turn, DAYS[turn.days], ROTATIONS.get(turn.rotates) if turn.rotates else "", [view.roster.people[who] for who in turn.who])
            for turn in view.roster.turns
        ]
        if view
        else [],
        "fallback": [view.roster.people[who] for who in view.roster.fallback] if view else [],
        "line": [(each, *SOURCES[each.source]) for each in line],
        "callouts": [each for each in _open(request) if each.unit == unit or each.calling == unit],
        "form": form,
        "mistakes": wrong,
        "key": uuid.uuid4(),
        "problem": None,
        "now": clock.city_time(at),
    }
    return render(request, "desk/board/roster.html", context | more | frame(request, "rosters"), status=status)


def _open(request: HttpRequest) -> tuple[Any, ...]:
    try:
        return duty_queries.open_callouts(by=actor_of(request), at=moment(request))
    except NoDuty:
        return ()


def _key(request: HttpRequest) -> UUID:
    try:
        return uuid.UUID(request.POST.get("key", ""))
    except ValueError:
        return uuid.uuid4()
