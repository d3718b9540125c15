"""An order that begins with a surge: what rose, where, since when and by how much, as the form proposes it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _

from tongban.channels.parts.tags.supervision import week_words
from tongban.channels.parts.tags.surges import surge_what, surge_where
from tongban.directives.terms import Cites, Ground, Reference
from tongban.insight import queries as insight_queries
from tongban.insight.terms import UnknownSurge, Verdict
from tongban.supervision import queries as supervision_queries

if TYPE_CHECKING:
    from datetime import datetime

    from tongban.identity.terms import Actor
    from tongban.insight.terms import SurgeView


def surged(text: str, unit: str, *, by: Actor, at: datetime) -> dict[str, str]:
    """What the form says of a surge; without a unit, the one with most of its messages that takes orders. Refuses: UnknownSurge, Denied."""
    try:
        view = insight_queries.surge(UUID(text), by=by, at=at, quoted=0)
    except ValueError as error:
        raise UnknownSurge(text) from error
    on = supervision_queries.switched_on(at)
    told = {"unit": unit or next((each for each, _count in view.units if each in on), ""), "ground": Ground.SURGE.value}
    return told | {"cites": Reference(Cites.SURGE, str(view.line.id)).text, "matter": _matter(view)}


def judged_false(reference: Reference | None, *, by: Actor, at: datetime) -> str:
    """Why a surge that an order cites is none, in the words of whoever judged it; nothing where it is one, or where nothing is cited."""
    if reference is None or reference.kind is not Cites.SURGE or not reads_surges(by):
        return ""
    try:
        line = insight_queries.surge(UUID(reference.code), by=by, at=at, quoted=0).line
    except (ValueError, UnknownSurge):  # the verb says so
        return ""
    return line.verdict_for if line.verdict is Verdict.FALSE else ""


def reads_surges(by: Actor) -> bool:
    """Whether a surge opens for somebody."""
    desks = supervision_queries.release().desks
    return by.sits_at(desks.analyse, desks.supervise, desks.second, desks.lead)


def _matter(view: SurgeView) -> str:
    """What, where, since when; and of its last alarm who wrote, how many were expected and from how many on it was none by chance."""
    line, last = view.line, next(each for each in reversed(view.weeks) if each.alarm)
    about = {"where": surge_where(line), "what": surge_what(line), "since": week_words(line.since), "week": week_words(last.week)}
    figures = {
        "people": f"{last.count:.0f}",
        "messages": f"{last.raw:.0f}",
        "expected": f"{last.expected:.1f}",
        "bound": f"{last.bound:.1f}",
    }
    said = _("%(where)s集中反映“%(what)s”，从%(since)s开始。")
    counted = _("%(week)s有 %(people)s 人写了 %(messages)s 条留言，按往常应为 %(expected)s 人，超过 %(bound)s 人就不是偶然。")
    return f"{said % about}\n{counted % (about | figures)}"
