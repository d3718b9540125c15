"""The curve of a watch as a row keeps it: weeks by their number, rounded figures, and the test that each week of the last year had."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, Any

from tongban.insight.terms import SurgeWeek, weeks

if TYPE_CHECKING:
    from tongban.insight.terms import Curve, SurgeTest

DECIMALS = 6
FIGURES = ("expected", "bound", "score", "p")


def kept(curve: Curve) -> dict[str, Any]:
    """As a row keeps it."""
    last = curve.first + len(curve.voices) - 1
    return {"first": curve.first, "last": last, "raw": curve.raw, "voices": curve.voices, "tests": [_kept(each) for each in curve.tests]}


def read(curve: dict[str, Any]) -> tuple[SurgeWeek, ...]:
    """Its weeks, oldest first; of those of the last year also what was expected and the bound."""
    tests = {each["week"]: each for each in curve["tests"]}
    both = zip(curve["voices"], curve["raw"], strict=True)
    return tuple(_week(number, *counts, tests.get(number, {})) for number, counts in enumerate(both, curve["first"]))


def _kept(test: SurgeTest) -> dict[str, Any]:
    """What is not a number, as the p of a history of zeros may be, is nothing."""
    told = {name: round(getattr(test, name), DECIMALS) for name in ("expected", "bound", "score")} | {"p": float(f"{test.p:.9g}")}
    figures: dict[str, Any] = {name: figure if isfinite(figure) else None for name, figure in told.items()}
    return figures | {"week": test.week, "alarm": test.alarm, "method": test.method.value, "years": test.years}


def _week(number: int, voices: float | None, raw: float | None, test: dict[str, Any]) -> SurgeWeek:
    figures = {name: test.get(name) for name in FIGURES}
    return SurgeWeek(weeks.name(number), weeks.days(number)[0], voices, raw, **figures, alarm=bool(test.get("alarm")))
