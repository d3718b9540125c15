"""Weekly rankings at the desk: every unit with what waits to be decided, and a unit's own week with the items behind its figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from tongban.board import queries as board_queries
from tongban.channels.parts.actor import actor_of, moment
from tongban.channels.parts.audience import staff
from tongban.channels.parts.behind import MESSAGES, behind
from tongban.channels.parts.ranked import asked_version, tables, with_unit
from tongban.channels.parts.watching import supervises
from tongban.channels.web.desk import supervision_forms as forms
from tongban.channels.web.desk.views.board.frame import board_of, frame
from tongban.channels.web.desk.views.private import private
from tongban.kernel.limits import Outcome
from tongban.responsibilities import queries as responsibilities_queries
from tongban.supervision import queries
from tongban.supervision.terms import Decided, Denied, UnknownUnit, UnknownWeek

if TYPE_CHECKING:
    from tongban.channels.parts.ranked import Row, Table
    from tongban.channels.web.desk.views.supervision.deeds import Tried
    from tongban.supervision.terms import CorrectionView, ExclusionView, Proposed, RankedWeek, RankingView


@staff
@private
def rankings(request: HttpRequest) -> HttpResponse:
    """Every week that was closed. Refuses: NoSupervision, Denied."""
    by = actor_of(request)
    if not supervises(by):
        raise Denied("for supervisors")
    found = queries.rankings(by, before=request.GET.get("before", "")[:10])
    return render(request, "desk/supervision/rankings.html", {"weeks": found} | frame(request, "rankings"))


@staff
@private
def ranking(request: HttpRequest, week: str) -> HttpResponse:
    """One week with every unit, on trial or not, and what may be decided of it. Refuses: NoSupervision, Denied, UnknownWeek."""
    return show(request, week)


def show(request: HttpRequest, week: str, *, name: str = "", before: Tried | None = None) -> HttpResponse:
    """The page; where something was refused, with what was typed into the form of that name."""
    by, version = actor_of(request), asked_version(request.GET.get("version", ""), week)
    view = queries.ranking(week, by=by, version=version, trial=True)
    ranked, newest, proposed = view.ranked, view.versions[-1], _proposals(week, request)
    context: dict[str, Any] = {
        "week": week,
        "shown": view,
        "ranked": ranked,
        "newest": newest,
        "messages_tables": tables(ranked, rated=True),
        "cases_tables": tables(ranked, rated=False),
        "proposals": [each for each in proposed if each[0].enough],
        "too_few": [each for each in proposed if not each[0].enough],
        "exclusions": [(each, _may_decide(each, request)) for each in queries.exclusions(week, by=by)],
        "corrections": [(each, _may_decide(each, request)) for each in queries.corrections(week, by=by)],
        "problem": before.problem if before else None,
        "desks": queries.release().desks,
        "mine": by.desks,
    }
    context |= _forms(request, view, name, before)
    return render(request, "desk/supervision/ranking.html", context | frame(request, "rankings"), status=before.status if before else 200)


@staff
@private
def standing(request: HttpRequest, week: str = "", unit: str = "") -> HttpResponse:
    """A unit in a published week, for itself: its place, and its own items. Refuses: NoSupervision, Denied, UnknownWeek, UnknownUnit."""
    units = board_of(request).units
    unit = unit or next(iter((*_ranked(units), *units)), "")
    if unit not in units and not supervises(actor_of(request)):
        raise Denied(unit)
    found = queries.rankings(limit=12)
    weeks = [each.week for each in found]
    if not week and not weeks:
        return render(request, "desk/supervision/no_standing.html", frame(request, "standing"))
    return _standing(request, week or weeks[0], unit, weeks)


def _standing(request: HttpRequest, week: str, unit: str, weeks: list[str]) -> HttpResponse:
    by = actor_of(request)
    inside, is_ranked = supervises(by), bool(_ranked((unit,)))
    if not is_ranked and unit not in queries.release().names:
        raise UnknownUnit(unit)
    view = queries.ranking(week, by=by, trial=inside)
    placed = with_unit(view.ranked, unit, rated=True)
    found = behind(week, unit, request.GET, by=by, first=_first(placed))
    context = {
        "week": week,
        "weeks": [] if inside else weeks,
        "unit": unit,
        "units": [] if inside else _names(_ranked(board_of(request).units)),
        "name": responsibilities_queries.unit_name(unit) or unit,
        "shown": view,
        "ranked": view.ranked,
        "inside": inside,
        "messages_in": placed,
        "cases_in": with_unit(view.ranked, unit, rated=False),
        "behind": found,
        "opened": board_queries.numbers_of([each.message_id for each in found.lines], by=by) if found.of == MESSAGES else {},
        "trial": is_ranked and not queries.is_on(unit, at=moment(request)),
    }
    return render(request, "desk/supervision/standing.html", context | frame(request, "rankings" if inside else "standing"))


def _first(placed: tuple[Table, Row] | None) -> Outcome:
    """Of which outcome a unit has anything, the worst first."""
    line = placed[1].line if placed else None
    if line is None or line.unanswered:
        return Outcome.UNANSWERED
    return Outcome.LATE if line.late else Outcome.ON_TIME


@staff
@private
def choose(request: HttpRequest) -> HttpResponse:
    """On to the week and the unit that were chosen."""
    week, unit = request.GET.get("week", "")[:10], request.GET.get("unit", "")[:60]
    if not week or not unit or "/" in week + unit:
        raise UnknownWeek(week)
    return redirect("desk:ranked-unit", week, unit)


def _ranked(units: tuple[str, ...]) -> tuple[str, ...]:
    """Those of these units that are ranked, or count for one that is."""
    known = queries.release()
    return tuple(each for each in units if known.heir(each) in known.units)


def _names(units: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(each, responsibilities_queries.unit_name(each) or each) for each in units]


def _proposals(week: str, request: HttpRequest) -> list[tuple[Proposed, Any]]:
    """With the name of the unit."""
    by, names = actor_of(request), queries.release().names
    return [(each, names.get(each.evidence.unit, each.evidence.unit)) for each in queries.proposals(week, by=by)]


def _may_decide(each: ExclusionView | CorrectionView, request: HttpRequest) -> bool:
    """Whether this waits for a second person, and they are one."""
    by = actor_of(request)
    return each.state is Decided.PROPOSED and queries.release().desks.second in by.desks and each.proposed_by != by.id


def _forms(request: HttpRequest, view: RankingView, name: str, before: Tried | None) -> dict[str, Any]:
    """What may be proposed now: exclusions until the week is signed off, corrections from then on."""
    desks, mine = queries.release().desks, actor_of(request).desks
    newest = view.versions[-1]
    typed = {name: before.form} if before is not None else {}
    told: dict[str, Any] = {"signs": newest.signed_at is None and desks.sign in mine, "exclude": None, "correct": None}
    if desks.supervise in mine:
        form = "correct" if newest.signed_at else "exclude"
        told[form] = typed.get(form) or _made(form, None, view.ranked, request)
    return told


def _made(name: str, data: Any, ranked: RankedWeek, request: HttpRequest) -> forms.ExclusionForm:
    """The form to propose something, with the units of the week and what it leaves out."""
    if name == "exclude":
        return forms.ExclusionForm(data, name=name).among((unit, str(each)) for unit, each in ranked.names.items())
    form = forms.CorrectionForm(data, name=name)
    form.among((unit, str(each)) for unit, each in ranked.names.items())
    living = [each for each in queries.exclusions(ranked.week.key, by=actor_of(request)) if _lives(each)]
    choices = [(str(each.id), f"{each.number} {each.reason}") for each in living]
    form.fields["restores"].choices = choices  # type: ignore[attr-defined]
    if not choices:
        del form.fields["restores"]
    return form


def _lives(each: ExclusionView) -> bool:
    return each.state is Decided.CONFIRMED and each.until_version is None


def proposing_form(request: HttpRequest, name: str, week: str) -> forms.ExclusionForm:
    """The form as it was sent. Refuses: UnknownWeek, Denied."""
    return _made(name, request.POST, queries.ranking(week, by=actor_of(request), trial=True).ranked, request)
