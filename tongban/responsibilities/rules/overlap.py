"""Rules of dispatch that can never decide anything: dead ones, and those in the shadow of an earlier one."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from tongban.responsibilities.rules.dispatch import lineage

if TYPE_CHECKING:
    from collections.abc import Collection

    from tongban.responsibilities.terms import BoardRelease, Rule


class Fault(StrEnum):
    """Why a rule never decides."""

    NO_UNIT = "no_unit"  # its unit takes no messages
    NO_CLASS = "no_class"  # none of its classes is in the city's table
    NO_DISTRICT = "no_district"  # none of its districts is one of the city's
    NO_HOUR = "no_hour"  # its hours are none
    SHADOWED = "shadowed"  # an earlier rule holds wherever this one does


@dataclass(frozen=True, slots=True)
class Dead:
    rule: str
    fault: Fault
    by: str = ""  # the earlier rule in whose shadow it stands


def dead_rules(release: BoardRelease, *, units: Collection[str]) -> tuple[Dead, ...]:
    """Each rule that cannot decide, with the reason, in the order of the rules."""
    found: list[Dead] = []
    living: list[Rule] = []
    for rule in release.rules:
        fault = _fault(rule, release, units)
        shadow = next((each for each in living if covers(each, rule, release)), None)
        if fault is not None:
            found.append(Dead(rule.key, fault))
        elif shadow is not None:
            found.append(Dead(rule.key, Fault.SHADOWED, shadow.key))
        else:
            living.append(rule)
    return tuple(found)


def covers(earlier: Rule, later: Rule, release: BoardRelease) -> bool:
    """Whether the earlier rule holds wherever the later one does, read from their conditions alone."""
    return (
        (not earlier.kinds or bool(later.kinds) and later.kinds <= earlier.kinds)
        and _all_within(later.categories, earlier.categories)
        and (
            not earlier.districts
            or bool(later.districts)
            and all(set(lineage(each, release)) & earlier.districts for each in later.districts)
        )
        and (not earlier.words or bool(later.words) and all(any(word in each for word in earlier.words) for each in later.words))
        and (earlier.hours is None or later.hours is not None and _hours(later.hours) <= _hours(earlier.hours))
    )


def _all_within(later: Collection[str], earlier: Collection[str]) -> bool:
    return not earlier or (bool(later) and all(any(code.startswith(each) for each in earlier) for code in later))


def _fault(rule: Rule, release: BoardRelease, units: Collection[str]) -> Fault | None:
    codes = [each.code for each in release.categories]
    districts = {each.code for each in release.districts}
    if rule.unit not in units:
        return Fault.NO_UNIT
    if rule.categories and not any(code.startswith(each) for each in rule.categories for code in codes):
        return Fault.NO_CLASS
    if rule.districts and not rule.districts & districts:
        return Fault.NO_DISTRICT
    return Fault.NO_HOUR if rule.hours is not None and not _hours(rule.hours) else None


def _hours(hours: tuple[int, int]) -> set[int]:
    since, until = hours
    return set(range(since, until)) if since <= until else {*range(since, 24), *range(until)}
