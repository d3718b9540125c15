"""What of a report is shown to whom: inside all of it, to a unit what concerns it, to the public no unit on trial and no draft."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tongban.reports.terms import PublicText, ReportWords, TrendBy

if TYPE_CHECKING:
    from collections.abc import Collection

    from tongban.reports.terms import CityRates, ReportContent, SurgeSection, TrendTable, UnitInCharge


def in_public(content: ReportContent, left_out: Collection[str], on: Collection[str]) -> ReportContent:
    """As everybody may read it: surges that are in, units that are switched on; no order, no campaign that is only proposed, no watch."""
    surges = tuple(_surge_in_public(each) for each in content.surges if each.surge_id not in left_out)
    return replace(content, surges=surges, trends=_trends(content, on), watches=(), **_rates(content))


def public_text(number: str, content: ReportContent, words: ReportWords, on: Collection[str]) -> PublicText:
    """What everybody reads: the approved words, of surges that are in, without what is demanded and why others are left out."""
    shown = in_public(content, words.left_out, on)
    remarks = {each: text for each, text in words.remarks.items() if each not in words.left_out}
    return PublicText(number, shown, ReportWords(words.title, words.summary, remarks))


def for_units(content: ReportContent, left_out: Collection[str], on: Collection[str], own: Collection[str]) -> ReportContent:
    """As units see it that it concerns: their own surges, with no other unit that is on trial."""
    surges = tuple(
        replace(
            each, units=tuple(_displayed(unit) for unit in each.units if unit.unit in own or _told(unit)), campaign=None, verdict_for=""
        )
        for each in content.surges
        if each.surge_id not in left_out and concerns(each, own)
    )
    surges = tuple(each if each.order is None or each.order.unit in own else replace(each, order=None) for each in surges)
    return replace(content, surges=surges, trends=_trends(content, {*on, *own}), watches=(), **_rates(content))


def named(words: ReportWords, content: ReportContent, names: Collection[str]) -> tuple[str, ...]:
    """Which names stand in the words that everybody would read, and not in the draft: there they are names of places."""
    remarks = (text for key, text in words.remarks.items() if key not in words.left_out)
    told = "\n".join([words.title, words.summary, *remarks])
    drafted = "\n".join([content.title, content.summary, *(each.what for each in content.surges)])
    return tuple(sorted({each for each in names if each and each in told and each not in drafted}))


def unfit(content: ReportContent, numbers: Collection[str]) -> bool:
    """Whether it quotes a message that is not among these, those that are displayed."""
    return any(each.number not in numbers for surge in content.surges for each in surge.quotes.lines)


def concerns(surge: SurgeSection, units: Collection[str]) -> bool:
    """Of units that have a message of it that is displayed: a report is never met in a list."""
    return any(each.unit in units and each.answered.n > 0 for each in surge.units)


def units_told(content: ReportContent, left_out: Collection[str]) -> tuple[str, ...]:
    """The units that a report concerns, and that are switched on."""
    found = {each.unit for surge in content.surges if surge.surge_id not in left_out for each in surge.units if _told(each)}
    return tuple(sorted(found))


def still_displayed(content: ReportContent, displayed: Collection[str]) -> ReportContent:
    """Without the words of messages that are no longer displayed; their numbers stay."""

    def kept(surge: SurgeSection) -> SurgeSection:
        lines = tuple(each if each.number in displayed else replace(each, title="", text="") for each in surge.quotes.lines)
        return replace(surge, quotes=replace(surge.quotes, lines=lines))

    return replace(content, surges=tuple(kept(each) for each in content.surges))


def _surge_in_public(surge: SurgeSection) -> SurgeSection:
    units = tuple(replace(_displayed(each), open_orders=0) for each in surge.units if _told(each))
    known = {each.unit for each in units}
    lines = tuple(each if each.unit in known else replace(each, unit="") for each in surge.quotes.lines)
    last_year = replace(surge.last_year, orders=(), campaigns=())
    quotes = replace(surge.quotes, lines=lines)
    return replace(
        surge, units=units, quotes=quotes, orders=(), campaigns=(), last_year=last_year, order=None, campaign=None, verdict_for=""
    )


def _told(unit: UnitInCharge) -> bool:
    """Switched on, and with a message that is displayed."""
    return not unit.trial and unit.answered.n > 0


def _displayed(unit: UnitInCharge) -> UnitInCharge:
    """Counted without what is not displayed, as its rates are: no difference of two numbers tells that there was a private message."""
    return replace(unit, messages=unit.answered.n)


def _trends(content: ReportContent, on: Collection[str]) -> tuple[TrendTable, ...]:
    return tuple(_of_units(each, on) if each.by is TrendBy.UNIT else each for each in content.trends)


def _rates(content: ReportContent) -> dict[str, CityRates]:
    """Those of the units that are switched on: beside others they would tell what units on trial had. Earlier formats know none."""
    return {} if content.rates_on is None else {"rates": content.rates_on}


def _of_units(table: TrendTable, on: Collection[str]) -> TrendTable:
    return replace(
        table,
        lines=tuple(each for each in table.lines if each.key in on),
        risers=tuple(each for each in table.risers if each in on),
        fallers=tuple(each for each in table.fallers if each in on),
    )
