"""The tables that are there: one YAML file per year, with the notice it follows."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from tongban.kernel.working_days.calendar import SATURDAY, Calendar, Year

FOLDER = Path(__file__).parent / "years"


@lru_cache
def calendar() -> Calendar:
    """The calendar of all years on file. Read once per process."""
    return Calendar(read(path) for path in sorted(FOLDER.glob("*.yaml")))


@lru_cache
def holidays() -> Mapping[date, str]:
    """Of each day from Monday to Friday that a holiday takes, the holiday as its notice names it. Read once per process."""
    tables = (_table(path)["holidays"] for path in sorted(FOLDER.glob("*.yaml")))
    return {day: name for table in tables for name, days in table.items() for day in days if day.weekday() < SATURDAY}


def read(path: Path) -> Year:
    """One year's table from its file."""
    table = _table(path)
    return Year(year=table["year"], days_off=_days(table["holidays"]), make_up_days=_days(table["make_up_days"]))


def _table(path: Path) -> dict[str, Any]:
    told: dict[str, Any] = YAML(typ="safe", pure=True).load(path.read_text("utf-8"))
    return told


def _days(by_name: dict[str, list[date]]) -> frozenset[date]:
    return frozenset(day for days in by_name.values() for day in days)
