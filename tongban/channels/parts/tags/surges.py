"""Surges in words and as a picture: what rose, where, by which method it was tested, week after week beside what was expected."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from tongban.channels.parts.tags.words import chip
from tongban.insight.terms import Method, Verdict
from tongban.responsibilities import queries as responsibilities_queries

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tongban.insight.terms import SurgeLine, SurgeWeek

METHODS = {
    Method.FARRINGTON: gettext_lazy("改进的 Farrington 法"),
    Method.EARS: gettext_lazy("EARS C2"),
    Method.TOO_YOUNG: gettext_lazy("历史太短，不检验"),
}
VERDICTS = {
    Verdict.UNJUDGED: ("soon", pgettext_lazy("surge", "还没有人判断")),
    Verdict.TRUE: ("ok", pgettext_lazy("surge", "属实")),
    Verdict.FALSE: ("", pgettext_lazy("surge", "误报")),
}
YEAR = 52
WIDE, HIGH, EDGE = 1000, 200, 8  # of the picture, in its own units


def surge_what(line: SurgeLine) -> str:
    """What rose: a class of the city's table, or the words of a matter that nobody has named."""
    if line.topic is not None:
        return _("、").join(line.words) or _("未归类的话题第%(number)s号") % {"number": line.topic}
    return category_words(line.category)


def surge_where(line: SurgeLine) -> str:
    """Where: the city, a district, a street in its district; messages of a topic name their place themselves."""
    return "" if line.topic is not None else area_words(line.area)


def category_words(code: str) -> str:
    """A class by its name; messages without one have a name too."""
    return str(responsibilities_queries.board().category_name(code)) or _("没有分类的留言")


def area_words(code: str) -> str:
    """A district, or a street behind the district in which it lies; without one the whole city."""
    release = responsibilities_queries.board()
    found = release.district(code)
    if found is None:
        return code or _("全市")
    above = release.district(found.parent) if found.parent else None
    return f"{above.name} {found.name}" if above else str(found.name)


def surge_within(line: SurgeLine) -> str:
    """Smaller places with a rise of their own, which do not explain all of it."""
    return _("、").join(area_words(place.partition(" ")[2]) for place in line.within)


def method_words(value: Method) -> str:
    """By what a week was tested."""
    return str(METHODS[value])


def verdict_words(value: Verdict) -> SafeString:
    """What somebody said of it who had read its messages."""
    return chip(*VERDICTS[value])


def weeks_chart(weeks: Sequence[SurgeWeek], shown: int = YEAR) -> SafeString | str:
    """The last weeks: a bar for what was counted, red where it was an alarm; lines for what was expected and for the bound; the same weeks
    a year before in pale. For the eye: its table says the same.
    """
    last = weeks[-shown:]
    before = weeks[-shown - YEAR : -YEAR] if len(weeks) >= shown + YEAR else ()
    most = max((value for each in (*last, *before) for value in (each.count, each.expected, each.bound) if value), default=0)
    if not most:
        return ""
    step = WIDE / len(last)
    return format_html(
        '<svg class="weeks-chart" viewBox="0 0 {} {}" preserveAspectRatio="none" aria-hidden="true"><path class="year-before" d="{}" />'
        '<path class="counted" d="{}" /><path class="alarms" d="{}" /><path class="expected" d="{}" /><path class="bound" d="{}" /></svg>',
        WIDE,
        HIGH,
        line_through([each.count for each in before], most, step),
        bars_of([None if each.alarm else each.count for each in last], most, step),
        bars_of([each.count if each.alarm else None for each in last], most, step),
        line_through([each.expected for each in last], most, step),
        line_through([each.bound for each in last], most, step),
    )


def chart_most(weeks: Sequence[SurgeWeek], shown: int = YEAR) -> float:
    """What the top of that picture stands for."""
    last = [*weeks[-shown:], *(weeks[-shown - YEAR : -YEAR] if len(weeks) >= shown + YEAR else ())]
    return max((value for each in last for value in (each.count, each.expected, each.bound) if value), default=0)


def height_of(value: float, most: float) -> float:
    return HIGH - value / most * (HIGH - EDGE)


def bars_of(values: Iterable[float | None], most: float, step: float) -> str:
    """Of each week a bar that leaves a gap to the next."""
    wide = step * 0.7
    return "".join(
        f"M{place * step + step * 0.15:.1f} {HIGH}V{height_of(value, most):.1f}h{wide:.1f}V{HIGH}Z"
        for place, value in enumerate(values)
        if value
    )


def line_through(values: Iterable[Any], most: float, step: float) -> str:
    """Through the middle of the weeks; a single week is a stroke of its own width, a week without a value leaves a gap."""
    told, path = list(values), []
    for place, value in enumerate(told):
        if value is None:
            continue
        alone = (place == 0 or told[place - 1] is None) and (place + 1 == len(told) or told[place + 1] is None)
        begins = place == 0 or told[place - 1] is None
        left = place * step if alone else (place + 0.5) * step
        path.append(f"{'M' if begins else 'L'}{left:.1f} {height_of(value, most):.1f}" + (f"h{step:.1f}" if alone else ""))
    return "".join(path)
