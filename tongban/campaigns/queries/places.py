"""What classes, areas and units are called, and which of them exist: as the city says now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tongban.board.terms import UnknownCategory
from tongban.campaigns.terms import UnitName, UnknownCampaignUnit
from tongban.kernel.bilingual import Bilingual
from tongban.responsibilities import queries as responsibilities_queries
from tongban.responsibilities.terms import UnknownDistrict

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from tongban.campaigns.terms import About

NOTHING = Bilingual("")


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


def category_name(code: str) -> Bilingual:
    """What the city calls a class now; the code of one that is no more."""
    found = responsibilities_queries.board().category(code) if code else None
    return found.name if found else Bilingual(code)


def area_name(code: str) -> Bilingual:
    """What people call an area."""
    found = responsibilities_queries.board().district(code) if code else None
    return found.name if found else Bilingual(code)


def unit_name(unit: str, does: str, on: Collection[str]) -> UnitName:
    """A unit with what it does. Whoever is not switched on is on trial, ranked or not."""
    called = responsibilities_queries.units(responsibilities_queries.board()).called(unit)
    return UnitName(unit, called, does, on_trial=unit not in on)
