"""What classes, areas and units there are, and what units are called: as the city says now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tongban.board.terms import UnknownCategory
from tongban.campaigns.terms import UnitName, UnknownCampaignUnit
from tongban.responsibilities import queries as responsibilities_queries
from tongban.responsibilities.terms import UnknownDistrict

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from tongban.campaigns.terms import About


def require_known(about: About, units: Iterable[str]) -> None:
    """Raises UnknownCategory, UnknownDistrict, UnknownCampaignUnit."""
    release = responsibilities_queries.board()
    if about.category and release.category(about.category) is None:
        raise UnknownCategory(about.category)
    if about.area and release.district(about.area) is None:
        raise UnknownDistrict(about.area)
    known, seen = responsibilities_queries.units(release), set[str]()
    for unit in units:
        if unit not in known or unit in seen:
            raise UnknownCampaignUnit(unit)
        seen.add(unit)


def beginning(category: str) -> str:
    """What the codes of a class and of all below it begin with: 010000 stands for all that begin with 01."""
    while len(category) > 2 and category.endswith("00"):
        category = category[:-2]
    return category


def districts_within(area: str) -> tuple[str, ...]:
    """An area and those that it contains; none for the whole city."""
    release = responsibilities_queries.board()
    return tuple(each.code for each in release.districts if area in responsibilities_queries.lineage(each.code, release)) if area else ()


def unit_name(unit: str, does: str, on: Collection[str]) -> UnitName:
    """A unit with what it does. Whoever is not switched on is on trial, ranked or not."""
    called = responsibilities_queries.units(responsibilities_queries.board()).called(unit)
    return UnitName(unit, called, does, on_trial=unit not in on)
