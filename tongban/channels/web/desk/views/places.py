"""Where somebody goes in supervision: by their desks in the city's rules; and how much waits there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from tongban.campaigns import queries as campaign_queries
from tongban.channels.parts.watching import supervises
from tongban.channels.web.desk.views.rail import Entry
from tongban.directives import queries as directive_queries
from tongban.supervision import queries as supervision_queries
from tongban.supervision.terms import NoSupervision
from tongban.watches import queries as watch_queries

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from tongban.identity.terms import Actor
    from tongban.supervision.terms import Desks

MOST = 100


def known() -> Desks | None:
    """The desks of supervision; none where the city has no rules of it."""
    try:
        return supervision_queries.release().desks
    except NoSupervision:
        return None


def of_supervisors(by: Actor, *, at: datetime) -> Iterator[Entry]:
    """For whoever supervises, signs, leads or analyses."""
    found = known()
    if found is None or not supervises(by):
        return
    if found.lead in by.desks:
        yield Entry("leader", _("全市一屏"), reverse("leader:home"))
    yield Entry("lights", _("全市亮灯"), reverse("desk:lights"))
    yield Entry("rankings", _("每周排名"), reverse("desk:rankings"))
    if by.sits_at(found.analyse, found.supervise, found.second, found.lead):
        yield Entry("surges", _("集中反映"), reverse("desk:surges"))
        yield Entry("reports", pgettext("pages", "分析报告"), reverse("desk:reports"))
    if found.analyse in by.desks:
        yield Entry("watches", pgettext("rail", "我的关注"), reverse("desk:watches"), lambda: watch_queries.watches_over(by=by))
    yield Entry("ordered", _("督办单"), reverse("desk:ordered"), lambda: _to_check(by, at) if found.supervise in by.desks else 0)
    yield Entry("interviews", _("约谈"), reverse("desk:interviews"))
    yield Entry("campaigns", _("专项行动"), reverse("desk:campaigns"), lambda: _to_open(by, at))
    yield Entry("asks", _("交办和再次反映"), reverse("desk:asks"))
    yield Entry("switches", _("试运行和启用"), reverse("desk:switches"))


def of_units(by: Actor, *, at: datetime, answers: bool, handles: bool) -> Iterator[Entry]:
    """For a unit: `answers`: its desk gets orders; `handles`: it is ranked."""
    if known() is None or supervises(by):
        return
    if handles:
        yield Entry("standing", _("本单位排名"), reverse("desk:standing"))
    if answers:
        yield Entry("ordered", _("督办单"), reverse("desk:ordered"), lambda: _to_answer(by, at))
        yield Entry("interviews", _("约谈"), reverse("desk:interviews"))
        yield Entry("campaigns", _("专项行动"), reverse("desk:campaigns"))
        yield Entry("reports", pgettext("pages", "分析报告"), reverse("desk:reports"))


def _to_check(by: Actor, at: datetime) -> int:
    """A hundred stand for more."""
    return len(directive_queries.orders(by, at=at, shelf="to_check", limit=MOST).lines)


def _to_open(by: Actor, at: datetime) -> int:
    """Campaigns that wait to be opened, for whoever does."""
    found = known()
    if found is None or not by.sits_at(found.second, found.lead):
        return 0
    return len(campaign_queries.campaigns(by, at=at, shelf="drafted", limit=MOST).lines)


def _to_answer(by: Actor, at: datetime) -> int:
    """What a unit has to receive or to reply to."""
    return sum(each.light is not None for each in directive_queries.orders(by, at=at, limit=MOST).lines)
