"""The city on one screen, a figure with what it is made of, and what a leader asks for."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import cache_control

from tongban.channels.parts.actor import actor_of, moment
from tongban.channels.parts.audience import staff
from tongban.channels.parts.behind import ALL, behind
from tongban.channels.parts.problems import REFUSALS, Problem, problem_of
from tongban.channels.parts.tags.charts import sparkline
from tongban.channels.parts.watching import clocks, supervises
from tongban.channels.web.leader.figures import KINDS, figures, weeks
from tongban.directives import actions
from tongban.directives import queries as directive_queries
from tongban.directives.terms import AskState
from tongban.insight import queries as insight_queries
from tongban.insight import terms as insight_terms
from tongban.kernel.limits import Outcome
from tongban.supervision import queries as supervision_queries
from tongban.supervision.terms import Denied

if TYPE_CHECKING:
    from uuid import UUID

    from tongban.channels.web.leader.figures import Kind
    from tongban.identity.terms import Actor
    from tongban.insight.terms import SurgeLine

WORST, ASKS, SURGES = 5, 8, 3
private = cache_control(private=True, no_cache=True)


class AskForm(forms.Form):
    """What a leader wants to know or to have done."""

    words = forms.CharField(
        label=gettext_lazy("要办什么、要知道什么"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("请写清楚再提交。")},
    )
    unit = forms.ChoiceField(label=gettext_lazy("哪个单位"), required=False)
    due_on = forms.DateField(
        label=gettext_lazy("哪一天以前要结果"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        units = [
            (each, str(name)) for each, name in supervision_queries.release().names.items() if each in supervision_queries.release().units
        ]
        self.fields["unit"].choices = [("", _("不指定")), *units]  # type: ignore[attr-defined]


@staff
@private
def home(request: HttpRequest) -> HttpResponse:
    """The last week, the worst lights, and what was asked for. Refuses: NoSupervision, Denied."""
    return _show(request)


@staff
@private
def figure(request: HttpRequest, key: str) -> HttpResponse:
    """What a figure means, how it was week by week, and what it is made of. Refuses: NoSupervision, Denied."""
    kind = _kind(key)
    found = weeks(_leads(request))
    [told] = figures(found, [kind])
    before = [(week.week, value) for week, value in zip(found, told.before, strict=True)]
    context = {"figure": told, "kind": kind, "before": before[::-1], "week": found[-1] if found else None, "line": sparkline(told.before)}
    return render(request, "leader/figure.html", context)


@staff
@private
def items(request: HttpRequest, key: str) -> HttpResponse:
    """What a figure counts, of every unit that is ranked: numbers, masked titles and states. Refuses: NoSupervision, Denied."""
    kind, by = _kind(key), _leads(request)
    closed = supervision_queries.rankings(by, limit=1)
    if not closed:
        return redirect("leader:figure", key)
    first = Outcome(kind.outcome) if kind.outcome != ALL else None
    context = {"kind": kind, "week": closed[0].week, "behind": behind(closed[0].week, "", request.GET, by=by, first=first, of=kind.of)}
    return render(request, "leader/items.html", context)


@staff
@private
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for something."""
    if request.method != "POST":
        return redirect("leader:home")
    form = AskForm(request.POST)
    if not form.is_valid():
        return _show(request, form)
    told = form.cleaned_data
    try:
        actions.ask(key=_key(request), **told, by=actor_of(request), at=moment(request))
    except REFUSALS as refusal:
        return _show(request, form, problem_of(refusal))
    messages.success(request, _("已交办，督查会收到。"))
    return redirect("leader:home")


@staff
@private
def withdraw(request: HttpRequest, ask_id: UUID) -> HttpResponse:
    """It is not needed any more."""
    if request.method == "POST":
        try:
            actions.withdraw_ask(ask_id=ask_id, by=actor_of(request), at=moment(request))
        except REFUSALS as refusal:
            return _show(request, problem=problem_of(refusal))
        messages.success(request, _("已收回。"))
    return redirect("leader:home")


def _kind(key: str) -> Kind:
    kind = next((each for each in KINDS if each.key == key), None)
    if kind is None:
        raise Http404(key)
    return kind


def _leads(request: HttpRequest) -> Actor:
    """Whoever asks. Raises Denied."""
    by = actor_of(request)
    if not supervises(by):
        raise Denied("for leaders and supervisors")
    return by


def _surges(by: Actor) -> tuple[SurgeLine, ...]:
    """Those that go on, the furthest above what was expected first; none for whoever reads none."""
    try:
        return insight_queries.surges(by=by, limit=SURGES)
    except insight_terms.Denied:
        return ()


def _show(request: HttpRequest, form: AskForm | None = None, problem: Problem | None = None) -> HttpResponse:
    by, at = actor_of(request), moment(request)
    asked = directive_queries.asks(by, at=at, limit=ASKS)
    found = weeks(by)
    leads = supervision_queries.release().desks.lead in by.desks
    context = {
        "week": found[-1] if found else None,
        "figures": figures(found) if found else [],
        "surges": _surges(by),
        "worst": [each for each in clocks(by, at=at) if each.red or each.amber][:WORST],
        "asks": [(each, leads and each.state is AskState.OPEN) for each in asked.lines],
        "leads": leads,
        "form": form or AskForm(),
        "problem": problem,
        "key": request.POST.get("key", "") or uuid.uuid4(),
    }
    status = problem.status if problem else 422 if form is not None else 200
    return render(request, "leader/home.html", context, status=status)


def _key(request: HttpRequest) -> UUID:
    try:
        return uuid.UUID(request.POST.get("key", ""))
    except ValueError:
        return uuid.uuid4()
