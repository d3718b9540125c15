"""What a report rests on, as it was when it was drawn up: the run that had counted up to a day, and surges of the same matter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tongban.insight import access
from tongban.insight.models import Detection, Surge
from tongban.insight.queries.surges import line_of
from tongban.insight.queries.testing import digest_of
from tongban.insight.terms import DetectionProof, weeks

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from tongban.identity.terms import Actor
    from tongban.insight.terms import SurgeLine


def detection_until(day: date, *, by: Actor, at: datetime) -> DetectionProof | None:
    """The newest run that counted up to this day or less, of those that were made by a moment; its tests are counted again.

    Refuses: Denied.
    """
    access.require_reader(by)
    row = Detection.objects.filter(forward=True, until_on__lte=day, at__lte=at).order_by("-until_on", "-at", "-pk").first()
    return _proof(row) if row is not None else None


def detection(detection_id: UUID, *, by: Actor) -> DetectionProof | None:
    """One run, its tests counted again; None where there is none. Refuses: Denied."""
    access.require_reader(by)
    row = Detection.objects.filter(pk=detection_id).first()
    return _proof(row) if row is not None else None


def same_matter(series: str, *, by: Actor) -> tuple[SurgeLine, ...]:
    """Every surge of a series, the newest first. Refuses: Denied."""
    access.require_reader(by)
    return tuple(line_of(row) for row in Surge.objects.filter(series=series).order_by("-opened_week", "-pk"))


def _proof(row: Detection) -> DetectionProof:
    tests = list(row.series_tests.order_by("pk"))
    settings = row.parameters["detection"]
    return DetectionProof(
        **{name: getattr(row, name) for name in ("id", "at", "until_on", "data", "rules")},
        **{name: settings["farrington"][name] for name in ("floor", "floor_weeks", "alpha")},
        false_share=settings["false_share"],
        week=weeks.name(row.week),
        tests=len(tests),
        tested=sum(each.tested for each in tests),
        alarms=sum(each.alarm for each in tests),
        stood=sum(each.found for each in tests),
        digest=digest_of(tests),
    )
