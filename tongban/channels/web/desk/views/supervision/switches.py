"""Which units are on trial, and which are ranked, told and interviewed for real; a supervisor switches them, one or a whole district."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tongban.channels.parts.actor import actor_of
from tongban.channels.parts.audience import staff
from tongban.channels.parts.problems import REFUSALS, Problem, problem_of
from tongban.channels.web.desk.views.board.frame import frame
from tongban.channels.web.desk.views.private import private
from tongban.channels.web.desk.views.supervision.deeds import who
from tongban.responsibilities import queries as responsibilities_queries
from tongban.supervision import actions, queries

MOST = 60
SWITCHED = {"on": actions.switch_on, "off": actions.switch_off}


@staff
@private
def switches(request: HttpRequest) -> HttpResponse:
    """Every unit that is ranked; POST switches one place. Refuses: NoSupervision, Denied."""
    if request.method != "POST":
        return _show(request)
    place, go = request.POST.get("place", "")[:MOST], request.POST.get("go", "")
    if go not in SWITCHED:
        return _show(request, Problem("no-such-choice", 422, _("没有写明是启用还是试运行"), _("请刷新页面，用页面上的按钮再试一次。")))
    on = go == "on"
    try:
        changed = SWITCHED[go](place=place, **who(request))
    except REFUSALS as refusal:
        return _show(request, problem_of(refusal))
    told = ngettext("%(count)s 个单位已正式启用。", "%(count)s 个单位已正式启用。", len(changed)) if on else _off(len(changed))
    messages.success(request, told % {"count": len(changed)})
    return redirect("desk:switches")


def _off(count: int) -> str:
    return ngettext("%(count)s 个单位回到试运行。", "%(count)s 个单位回到试运行。", count)


def _show(request: HttpRequest, problem: Problem | None = None) -> HttpResponse:
    known = queries.release()
    found = queries.switches(**who(request))
    groups = [(group, [each for each in found if each.group == group.key]) for group in known.groups]
    supervises = known.desks.supervise in actor_of(request).desks
    ranked = known.units
    districts = [each for each in responsibilities_queries.board().districts if each.unit in ranked and not each.parent]
    context = {"groups": groups, "supervises": supervises, "districts": districts, "problem": problem}
    context |= {"on": sum(each.on for each in found), "all": len(found)}
    status = problem.status if problem else 200
    return render(request, "desk/supervision/switches.html", context | frame(request, "switches"), status=status)
