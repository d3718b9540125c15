"""The tables that are there: one YAML file per year, with the notice it follows."""

from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from tongban.kernel.working_days.calendar import Calendar, Year

FOLDER = Path(__file__).parent / "years"


@lru_cache
def calendar() -> Calendar:
    """The calendar of all years on file. Read once per process."""
    return Calendar(read(path) for path in sorted(FOLDER.glob("*.yaml")))


def read(path: Path) -> Year:
    """One year's table from its file."""
    table: dict[str, Any] = YAML(typ="safe", pure=True).load(path.read_text("utf-8"))
    return Year(year=table["year"], days_off=_days(table["holidays"]), make_up_days=_days(table["make_up_days"]))


def _days(by_name: dict[str, list[date]]) -> frozenset[date]:
    return frozenset(day for days in by_name.values() for day in days)
