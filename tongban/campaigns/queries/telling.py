"""What lists and pages of campaigns have in common."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Count

from tongban.board import queries as board_queries
from tongban.board.terms import AuthorKind
from tongban.campaigns.models import Link
from tongban.campaigns.queries.places import unit_name
from tongban.campaigns.rules import effect as rules
from tongban.campaigns.terms import (
    CampaignCounts,
    CampaignGround,
    CampaignLine,
    CampaignState,
    EffectCorrection,
    Measured,
    MeasureLine,
    Ratings,
    WeekCounts,
)
from tongban.identity.terms import SYSTEM
from tongban.responsibilities.queries import board
from tongban.supervision.queries import release

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from typing import Any
    from uuid import UUID

    from django.db.models import QuerySet

    from tongban.campaigns.models import Campaign, CampaignMeasure, CampaignRating

AS_IT_STANDS = ("id", "number", "name", "category", "area", "begins_on", "ends_on", "opened_at", "ended_on")
LEVELS = (1, 2, 3, 4, 5)
OTHERS = ("last_year", "elsewhere")


def lines(rows: Iterable[Campaign], on: Collection[str]) -> dict[UUID, CampaignLine]:
    """As lists show them; `on` are the units that are not on trial."""
    found = list(rows)
    counted = Counter(_linked(found))
    return {row.pk: _line(row, on, counted[row.pk]) for row in found}


def measure_lines(rows: Iterable[CampaignMeasure]) -> tuple[MeasureLine, ...]:
    """Measures by their day."""
    found = sorted(rows, key=lambda row: (row.taken_on, row.pk))
    return tuple(MeasureLine(row.taken_on, row.words, row.public, row.actor_name, row.at) for row in found)


def ratings(row: Campaign, *, reports: bool = False) -> Ratings:
    """What authors said, and how many may: each account once, each message under a tracking code by itself. With `reports`: theirs too,
    for whoever may know of them.
    """
    held = row.links.held() if reports else row.links.for_everybody()
    accounts = held.filter(author_id__isnull=False).values("author_id").distinct().count()
    others = list(held.filter(author_id__isnull=True).values_list("message_id", flat=True))
    unreached = sum(known is AuthorKind.ELSEWHERE for _, known, _ in board_queries.authors_of(others, by=SYSTEM).values())
    given = Counter(rated(row, reports=reports).values_list("satisfaction", "solved"))
    levels = tuple(sum(n for (level, _), n in given.items() if level == each) for each in LEVELS)
    solved = sum(n for (_, solved), n in given.items() if solved)
    return Ratings(accounts, len(others) - unreached, unreached, sum(levels), solved, levels)


def rated(row: Campaign, *, reports: bool) -> QuerySet[CampaignRating]:
    """Its ratings; those that were given by a report only with `reports`."""
    named = row.links.for_everybody().values("message_id")
    return row.ratings.all() if reports else row.ratings.filter(message_id__in=named)


def measured(row: Campaign) -> Measured | None:
    """The newest measuring of its effect, and what its counts say; none where two people have taken it back."""
    told = None if row.corrections.withdrawn() else standing(row)
    return _measured(row, told) if told else None


def standing(row: Campaign) -> dict[str, Any] | None:
    """The newest measuring, or where it is newer the newest correction, as it is kept; whether or not it was taken back."""
    newest, corrected = row.effects.newest(), row.corrections.confirmed().filter(withdraws=False).first()
    if newest is None or (corrected is not None and corrected.decided_at and corrected.decided_at >= newest.at):
        return corrected.recounted if corrected else None
    return {"on": newest.measured_on.isoformat(), "provisional": newest.provisional, "counts": newest.counts}


def corrections(row: Campaign, *, inside: bool) -> tuple[EffectCorrection, ...]:
    """Those that hold, the newest first; inside the one that waits before them."""
    found = [*(row.corrections.waiting() if inside else ()), *row.corrections.confirmed()]
    return tuple(
        EffectCorrection(
            id=each.pk,
            reason=each.reason,
            withdraws=each.withdraws,
            before=_measured(row, each.shown),
            name=each.proposer if inside else "",
            at=each.decided_at,
        )
        for each in found
    )


def _measured(row: Campaign, told: dict[str, Any]) -> Measured:
    counts, minimum = as_counts(told["counts"]), release(row.release_id).campaigns.minimum
    return Measured(date.fromisoformat(told["on"]), told["provisional"], counts, rules.effect(counts, minimum=minimum))


def as_counts(told: dict[str, Any]) -> CampaignCounts:
    """As they were kept."""
    return CampaignCounts(_weeks(told["own"]), tuple(told["during"]), *(_weeks(told[key]) if told[key] else None for key in OTHERS))


def kept(counts: CampaignCounts) -> dict[str, Any]:
    """As they are kept."""
    series = {"own": counts.own, "last_year": counts.last_year, "elsewhere": counts.elsewhere}
    told = {key: {"before": [*each.before], "after": [*each.after]} if each else None for key, each in series.items()}
    return told | {"during": [*counts.during]}


def _weeks(told: dict[str, list[int]]) -> WeekCounts:
    return WeekCounts(tuple(told["before"]), tuple(told["after"]))


def _linked(rows: Collection[Campaign]) -> dict[UUID, int]:
    found = Link.objects.for_everybody().filter(campaign__in=[row.pk for row in rows]).order_by()
    return dict(found.values_list("campaign").annotate(there=Count("pk")))


def _line(row: Campaign, on: Collection[str], linked: int) -> CampaignLine:
    lead, city = unit_name(row.lead_unit, "", on), board()
    return CampaignLine(
        **{
            name: getattr(row, name)
            for name in ("id", "number", "name", "category", "area", "begins_on", "ends_on", "opened_at", "ended_on")
        },
        state=CampaignState(row.state),
        ground=CampaignGround(row.ground),
        category_name=city.category_name(row.category),
        area_name=city.district_name(row.area),
        words=tuple(row.words),
        lead=None if lead.on_trial else lead,
        linked=linked,
    )
