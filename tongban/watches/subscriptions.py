"""What follows from facts: the owner of a watch is told of a week that is over what was set, in the inbox at work, once."""

from __future__ import annotations

import uuid

from tongban.identity import queries as identity_queries
from tongban.identity.terms import SYSTEM
from tongban.insight.terms import weeks
from tongban.kernel import facts
from tongban.kernel.bilingual import Bilingual
from tongban.notices import actions as notices
from tongban.notices.terms import Recipient
from tongban.supervision import queries as supervision_queries
from tongban.supervision.terms import NoSupervision
from tongban.watches import events
from tongban.watches.models import WatchAlert

WATCH_PAGE = "/desk/insight/watches/{id}/"  # of the desk's door
KIND = "insight.watch"  # as notices of this kind have been told before it was a module


@facts.subscriber(events.WatchCounted)
def tell_the_owner_of_a_week(fact: events.WatchCounted) -> None:
    """Whoever no longer sits at the desk that analyses is told nothing."""
    if fact.over is None:
        return
    alert = WatchAlert.objects.select_related("watch").get(watch=fact.watch_id, week=fact.over)
    owner = alert.watch.owner
    if owner not in _analysts():
        return
    values = {"name": alert.watch.name, "week": weeks.name(alert.week), "count": f"{alert.voices:g}", "over": _over(alert)}
    key, to = uuid.uuid5(fact.watch_id, f"watch {alert.week}"), Recipient(login_id=owner, at_work=True)
    notices.notify(key=key, to=to, kind=KIND, values=values, by=SYSTEM, at=fact.at, link=WATCH_PAGE.format(id=fact.watch_id))


def _analysts() -> tuple[uuid.UUID, ...]:
    try:
        return tuple(identity_queries.staff_at([supervision_queries.release().desks.analyse]))
    except NoSupervision:
        return ()


def _over(alert: WatchAlert) -> Bilingual:
    zh, en = [], []
    if alert.above is not None:
        zh.append(f"您设的 {alert.above} 人")
        en.append(f"the {alert.above} you set")
    if alert.bound is not None:
        zh.append(f"界限 {alert.bound:.1f}")
        en.append(f"the bound of {alert.bound:.1f}")
    return Bilingual("和".join(zh), " and ".join(en))
