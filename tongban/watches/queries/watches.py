"""Watches as their owner reads them, and colleagues of the desk with whom they are shared. Read from rows alone: a job has counted."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from tongban.insight.terms import Method, NoteLine, weeks
from tongban.watches import access
from tongban.watches.models import Watch, WatchAlert
from tongban.watches.rules import curves
from tongban.watches.terms import NewWatch, WatchAlertLine, WatchLine, WatchView

if TYPE_CHECKING:
    from uuid import UUID

    from tongban.identity.terms import Actor

RECENT = 26  # weeks of a line
MOST = 500


def watches(*, by: Actor, archived: bool = False) -> tuple[WatchLine, ...]:
    """One's own by name, then those that colleagues share; or one's own that were put away. Refuses: Denied."""
    owner = access.require_an_analyst(by)
    if archived:
        found = Watch.objects.filter(owner=owner, archived_at__isnull=False).order_by("-archived_at", "pk")
    else:
        found = Watch.objects.seen_by(owner).filter(archived_at__isnull=True).order_by("owner_name", "name", "pk")
    rows = sorted(found.prefetch_related("alerts")[:MOST], key=lambda row: row.owner != owner)
    return tuple(_line(row, owner, list(row.alerts.all())) for row in rows)


def watch(watch_id: UUID, *, by: Actor) -> WatchView:
    """One of one's own, or one that a colleague shares. Refuses: Denied, UnknownWatch."""
    owner = access.require_an_analyst(by)
    return _view(Watch.objects.seen_by(owner).of_id(watch_id), owner)


def shared_watches(*, by: Actor) -> tuple[WatchView, ...]:
    """Those that analysts share, by name, as reports tell of them. For the system. Refuses: Denied."""
    access.require_system(by)
    found = Watch.objects.filter(shared=True, archived_at__isnull=True).order_by("name", "pk")[:MOST]
    return tuple(_view(row, None) for row in found)


def _view(row: Watch, owner: UUID | None) -> WatchView:
    alerts = list(row.alerts.order_by("-week"))
    line = _line(row, owner, alerts)
    curve: dict[str, Any] = _empty() if line.counting or row.curve is None else row.curve
    newest = curve["tests"][-1] if curve["tests"] else {"method": Method.TOO_YOUNG.value, "years": 0}
    return WatchView(
        line=line,
        weeks=curves.read(curve),
        method=Method(newest["method"]),
        years=newest["years"],
        alerts=tuple(
            WatchAlertLine(weeks.name(each.week), weeks.days(each.week)[0], each.voices, each.above, each.bound, each.at) for each in alerts
        ),
        notes=tuple(NoteLine(each.text, row.owner, each.at) for each in row.notes.order_by("-at", "-pk")),
        data=row.data,
    )


def watches_over(*, by: Actor) -> int:
    """How many of one's own are over in the week that was counted last. Refuses: Denied."""
    kept = {"watch__owner": access.require_an_analyst(by), "watch__archived_at__isnull": True}
    told = WatchAlert.objects.filter(**kept).values_list("week", "watch__until_on")
    return sum(week == weeks.week_of(until - timedelta(days=1)) for week, until in told if until is not None)


def watches_to_count(*, by: Actor) -> tuple[UUID, ...]:
    """Every watch that nobody has put away. Refuses: Denied."""
    access.require_system(by)
    return tuple(Watch.objects.filter(archived_at__isnull=True).order_by("counted_at", "pk").values_list("pk", flat=True))


def _line(row: Watch, reader: UUID | None, alerts: list[WatchAlert]) -> WatchLine:
    told = max((each.week for each in alerts), default=None)
    counted: dict[str, Any] = {}
    if row.counted_version == row.version and row.curve is not None:
        voices, raw, last = row.curve["voices"], row.curve["raw"], row.curve["last"]
        counted = {"week": weeks.name(last), "until_on": row.until_on, "voices": voices[-1], "raw": raw[-1], "over": told == last}
        counted["recent"] = tuple(voices[-RECENT:])
    asked: dict[str, Any] = {name: getattr(row, name) for name in NewWatch.__slots__} | {"words": tuple(row.words)}
    return WatchLine(
        id=row.pk,
        asked=NewWatch(**asked),
        owner_name=row.owner_name,
        mine=row.owner == reader,
        archived=row.archived_at is not None,
        counting=not counted,
        told=weeks.name(told) if told is not None else "",
        **counted,
    )


def _empty() -> dict[str, Any]:
    return {"first": 0, "voices": [], "raw": [], "tests": []}
