"""Surges at the desk: those that go on, are over or were judged; and one with its weeks, messages and units, and what is made of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.defaultfilters import floatformat
from django.urls import reverse
from django.utils.translation import gettext_lazy

from tongban.channels.parts.actor import actor_of, moment
from tongban.channels.parts.audience import staff
from tongban.channels.parts.tags.surges import YEAR, area_words, surge_what, surge_where
from tongban.channels.web.desk import supervision_forms as forms
from tongban.channels.web.desk.board_forms import words
from tongban.channels.web.desk.views.board.frame import frame
from tongban.channels.web.desk.views.private import private
from tongban.channels.web.desk.views.supervision.deeds import NOT_TRIED, Deed, Tried, cards, tried
from tongban.directives import queries as directive_queries
from tongban.directives.terms import Cites, Reference
from tongban.identity import queries as identity_queries
from tongban.insight import actions, queries
from tongban.insight.terms import Method, Verdict
from tongban.responsibilities import queries as responsibilities_queries
from tongban.supervision import queries as supervision_queries

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from tongban.identity.terms import Actor
    from tongban.insight.terms import ShareTest, SurgeLine, SurgeView

SHELVES = {
    "": gettext_lazy("正在持续的"),
    "closed": gettext_lazy("已经平息的"),
    "judged": gettext_lazy("已经判断的"),
    "all": gettext_lazy("也看被更小的地方解释了的"),
}
MOST = 200
SEASONS = 3  # full years from which on a season is told from a surge
SHARES = {  # whether more came in of everything there, and whether the share is over its bound
    (True, True): gettext_lazy(
        "同期%(where)s的留言都多了：%(total)s 人次，平时每周 %(usual)s。按占比看仍然超出界限：预期 %(expected)s，界限 %(bound)s。"
    ),
    (True, False): gettext_lazy(
        "同期%(where)s的留言都多了：%(total)s 人次，平时每周 %(usual)s。按占比看没有超出界限：预期 %(expected)s，界限 %(bound)s。"
    ),
    (False, True): gettext_lazy(
        "同期%(where)s一共 %(total)s 人次留言，平时每周 %(usual)s。按占比看也超出界限：预期 %(expected)s，界限 %(bound)s。"
    ),
    (False, False): gettext_lazy(
        "同期%(where)s一共 %(total)s 人次留言，平时每周 %(usual)s。按占比看没有超出界限：预期 %(expected)s，界限 %(bound)s。"
    ),
}


class NoteForm(forms.DeedForm):
    text = words(gettext_lazy("备注"), rows=3, help_text=gettext_lazy("分析岗、督查和领导看得到；不要写群众的姓名和电话。"))


class FalseForm(forms.DeedForm):
    reason = words(
        gettext_lazy("为什么不是"), rows=2, help_text=gettext_lazy("读了留言以后写：是各不相干的事、重复的留言，还是每年都有的。")
    )


DEEDS = (
    Deed(
        "true",
        "true",
        gettext_lazy("属实"),
        gettext_lazy("读过留言再判断：它们说的是同一件事，而且真的多了。判断以后不能改。"),
        gettext_lazy("属实"),
        forms.NothingForm,
        lambda on, told: actions.mark_true(surge_id=on.id, **on.who),
        gettext_lazy("已记下：属实。"),
    ),
    Deed(
        "false",
        "false",
        gettext_lazy("误报"),
        gettext_lazy("记为误报，从列表里撤下，并且算进误报的比例。判断以后不能改。"),
        gettext_lazy("记为误报"),
        FalseForm,
        lambda on, told: actions.dismiss_surge(surge_id=on.id, reason=told["reason"], **on.who),
        gettext_lazy("已记为误报。"),
        tone="second",
    ),
    Deed(
        "note",
        "note",
        gettext_lazy("备注"),
        gettext_lazy("核实了什么、和谁联系过。"),
        gettext_lazy("记下备注"),
        NoteForm,
        lambda on, told: actions.note_on_surge(surge_id=on.id, text=told["text"], **on.who),
        gettext_lazy("备注已记下。"),
        tone="second",
    ),
)


@dataclass(frozen=True)
class Concerned:
    """A unit that has messages of a surge. On trial it gets no order."""

    unit: str
    name: str
    count: int
    trial: bool


@staff
@private
def surges(request: HttpRequest) -> HttpResponse:
    """A shelf of surges, and how often alarms were false. Refuses: NoSupervision, Denied."""
    by = actor_of(request)
    shelf = request.GET.get("shelf", "")
    shelf = shelf if shelf in SHELVES else ""
    context = {
        "shelf": shelf,
        "shelves": SHELVES,
        "lines": _shelf(shelf, by),
        "false_alarms": queries.false_alarms(by=by),
        "last": queries.newest_detection(by=by),
    }
    return render(request, "desk/insight/surges.html", context | frame(request, "surges"))


@staff
@private
def surge(request: HttpRequest, surge_id: UUID) -> HttpResponse:
    """One surge. Refuses: NoSupervision, Denied, UnknownSurge."""
    return _show(request, surge_id, NOT_TRIED)


@staff
@private
def act(request: HttpRequest, surge_id: UUID, deed: str) -> HttpResponse:
    """What somebody who has read its messages makes of it."""
    if request.method != "POST":
        return redirect("desk:surge", surge_id)
    result = tried(request, DEEDS, deed, surge_id)
    return redirect("desk:surge", surge_id) if result.done else _show(request, surge_id, result)


def _shelf(shelf: str, by: Actor) -> tuple[SurgeLine, ...]:
    """Those that go on are ranked by how far they are above what was expected, those that are over begin with the last."""
    match shelf:
        case "closed":
            return queries.surges(by=by, closed=True)
        case "judged":
            found = (each for over in (False, True) for each in queries.surges(by=by, closed=over, all_of_them=True, limit=MOST))
            return tuple(each for each in found if each.verdict is not Verdict.UNJUDGED)
        case _:
            return queries.surges(by=by, all_of_them=shelf == "all")


def _show(request: HttpRequest, surge_id: UUID, before: Tried) -> HttpResponse:
    by, at = actor_of(request), moment(request)
    view = queries.surge(surge_id, by=by, at=at)
    desks, cited = supervision_queries.release().desks, Reference(Cites.SURGE, str(surge_id))
    names = identity_queries.names_of({each.written_by for each in view.notes})
    context: dict[str, Any] = {
        "shown": view,
        "line": view.line,
        "weeks": view.weeks[::-1],
        "first": view.weeks[-YEAR:][0].week,
        "year_before": len(view.weeks) >= 2 * YEAR,
        "now": next((each for each in reversed(view.weeks) if each.alarm), None),
        "share": _share_words(view.share) if view.share else "",
        "blind": view.method is not Method.FARRINGTON or view.years < SEASONS,
        "units": _concerned(view, at),
        "notes": [(each, names.get(each.written_by, "")) for each in view.notes],
        "issues": desks.supervise in by.desks and view.line.verdict is not Verdict.FALSE,
        "issued_nothing": desks.supervise in by.desks and view.line.verdict is Verdict.FALSE,
        "reports": desks.analyse in by.desks,
        "campaign": _campaign(view.line),
        "earlier": [each for each in queries.same_matter(view.line.series, by=by) if each.id != surge_id],
        "orders": directive_queries.orders_citing([cited], at=at).get(cited.text, ()),
        "cards": cards(DEEDS, _open_to(by, desks.analyse, view), before),
        "problem": before.problem,
    }
    return render(request, "desk/insight/surge.html", context | frame(request, "surges"), status=before.status)


def _share_words(share: ShareTest) -> str:
    """The second test of its alarm, in one or two sentences."""
    told = {name: floatformat(getattr(share, name), places) for name, places in (("total", 0), ("usual", 0), ("expected", 1), ("bound", 1))}
    return str(SHARES[share.total > share.usual, share.over]) % (told | {"where": area_words(share.area)})


def _concerned(view: SurgeView, at: datetime) -> list[Concerned]:
    on = supervision_queries.switched_on(at)
    return [Concerned(unit, responsibilities_queries.unit_name(unit) or unit, count, unit not in on) for unit, count in view.units if unit]


def _open_to(by: Actor, analyse: str, view: SurgeView) -> frozenset[str]:
    """What may be done now: to judge once, to note as often as one likes."""
    if not by.sits_at(analyse):
        return frozenset()
    return frozenset(("note", "true", "false") if view.line.verdict is Verdict.UNJUDGED else ("note",))


def _campaign(line: SurgeLine) -> str:
    """Where a campaign about it is written down, with what is known of it."""
    what = " ".join(each for each in (surge_where(line), surge_what(line)) if each)
    told = {"ground": "surge", "of": line.id, "name": what, "category": line.category, "area": line.area, "keywords": " ".join(line.words)}
    return f"{reverse('desk:new-campaign')}?{urlencode({name: value for name, value in told.items() if value})}"
