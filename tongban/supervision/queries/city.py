"""The city's rules of supervision, read once and remembered by each process; and which units are switched on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tongban.kernel.releases import InForce
from tongban.supervision import access
from tongban.supervision.models import SupervisionReleaseRow, Switch
from tongban.supervision.rules import city as rules
from tongban.supervision.terms import NoSupervision, UnitSwitch

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from tongban.identity.terms import Actor
    from tongban.supervision.terms import SupervisionRelease

RELEASES = InForce(
    SupervisionReleaseRow, lambda row: rules.release(release_id=row.pk, digest=row.digest, content=row.content), NoSupervision
)


def release(release_id: UUID | None = None) -> SupervisionRelease:
    """The rules in force, or the release that a week or an order keeps. Refuses: NoSupervision."""
    return RELEASES.release(release_id)


def release_at(at: datetime) -> SupervisionRelease:
    """The rules that held at a moment; before any were loaded, the first. Refuses: NoSupervision."""
    known = SupervisionReleaseRow.objects.order_by("loaded_at", "pk").values_list("pk", flat=True)
    wanted = known.filter(loaded_at__lte=at).last() or known.first()
    if wanted is None:
        raise NoSupervision
    return release(wanted)


def supervised_since() -> datetime | None:
    """When the city first loaded rules of supervision; None where it has none."""
    return SupervisionReleaseRow.objects.order_by("loaded_at").values_list("loaded_at", flat=True).first()


def is_on(unit: str, *, at: datetime) -> bool:
    """Whether a unit was switched on at a moment: what it has not reached is on trial, and nothing of it leaves the desk."""
    return unit in switched_on(at)


def switched_on(at: datetime) -> frozenset[str]:
    """The units that were switched on at a moment."""
    return frozenset(row.unit for row in _newest(at) if row.on)


def switches(by: Actor, *, at: datetime) -> tuple[UnitSwitch, ...]:
    """Every unit that is ranked, whether it is on, and since when. For supervisors. Refuses: NoSupervision, Denied."""
    known = release()
    access.require_sees_all(by, known)
    newest = {row.unit: row for row in _newest(at)}
    found = [(group.key, unit, newest.get(unit)) for group in known.groups for unit in group.units]
    return tuple(
        UnitSwitch(unit, group, known.names[unit], on=row is not None and row.on, at=row.at if row else None) for group, unit, row in found
    )


def forget() -> None:
    """Drop what this process remembers."""
    RELEASES.forget()


def _newest(at: datetime) -> list[Switch]:
    return list(Switch.objects.filter(at__lte=at).order_by("unit", "-at", "-pk").distinct("unit"))
