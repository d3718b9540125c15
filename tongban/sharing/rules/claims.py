"""How old somebody is at least, as far as an identity number tells."""

from __future__ import annotations

from datetime import date

AGES = (14, 16, 18, 60, 65)  # criminal liability, work, majority, retirement, and the age from which buses are free
NUMBER = 18  # characters of an identity number (GB 11643); 7 to 14 are the date of birth


def born_on(code: str) -> date | None:
    """The date of birth that an identity number tells; None where it tells none."""
    if len(code) != NUMBER:
        return None
    try:
        return date(int(code[6:10]), int(code[10:12]), int(code[12:14]))
    except ValueError:
        return None


def is_past(age: int, born: date, day: date) -> bool:
    """Whether somebody has completed these years (已满). A year is complete when its birthday is over (Civil Code, art. 201 and 202)."""
    return day.year - born.year - ((day.month, day.day) <= (born.month, born.day)) >= age
