"""Watches in words and as a picture: what one asks for, when its owner is told, its weeks beside the same ones a year before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from tongban.channels.parts.tags.surges import HIGH, WIDE, YEAR, area_words, bars_of, category_words, height_of, line_through
from tongban.watches.terms import EVERYWHERE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tongban.insight.terms import SurgeWeek
    from tongban.watches.terms import NewWatch, WatchAlertLine


def watch_asked(asked: NewWatch) -> str:
    """What it asks for: words, class, area."""
    told = []
    if asked.words:
        between = pgettext("words", "和") if asked.all_of_them else pgettext("words", "或")
        told.append(between.join(_("“%(word)s”") % {"word": each} for each in asked.words))
    if asked.category:
        told.append(category_words(asked.category))
    if asked.area:
        told.append(area_words("" if asked.area == EVERYWHERE else asked.area))
    return " · ".join(told)


def watch_told(asked: NewWatch) -> str:
    """When its owner is told."""
    told = [_("一周多于 %(count)s 人写") % {"count": asked.above}] if asked.above is not None else []
    told += [pgettext("watch", "超过界限")] if asked.over_bound else []
    return pgettext("words", "或").join(told) or _("不提醒")


def watch_over(alert: WatchAlertLine) -> str:
    """Over what a week was."""
    told = [_("您设的 %(count)s 人") % {"count": alert.above}] if alert.above is not None else []
    told += [_("界限 %(bound)s") % {"bound": f"{alert.bound:.1f}"}] if alert.bound is not None else []
    return _("、").join(told)


def watch_chart(weeks: Sequence[SurgeWeek], above: int | None) -> SafeString | str:
    """The last year: a pale bar for messages, a bar before it for whoever wrote, red over the bound; lines for what was expected, for the
    bound and for the count that was set; the same weeks a year before in dots. For the eye: its table says the same.
    """
    last, most = weeks[-YEAR:], watch_most(weeks, above)
    if not most:
        return ""
    step = WIDE / len(last)
    return format_html(
        '<svg class="weeks-chart" viewBox="0 0 {} {}" preserveAspectRatio="none" aria-hidden="true"><path class="all-messages" d="{}" />'
        '<path class="counted" d="{}" /><path class="alarms" d="{}" /><path class="year-before" d="{}" /><path class="expected" d="{}" />'
        '<path class="bound" d="{}" /><path class="above" d="{}" /></svg>',
        WIDE,
        HIGH,
        bars_of([each.raw for each in last], most, step),
        bars_of([None if each.alarm else each.count for each in last], most, step),
        bars_of([each.count if each.alarm else None for each in last], most, step),
        line_through(_year_before(weeks), most, step),
        line_through([each.expected for each in last], most, step),
        line_through([each.bound for each in last], most, step),
        "" if above is None else f"M0 {height_of(above, most):.1f}H{WIDE}",
    )


def watch_most(weeks: Sequence[SurgeWeek], above: int | None) -> float:
    """What the top of that picture stands for."""
    last = [value for each in weeks[-YEAR:] for value in (each.raw, each.expected, each.bound)]
    return max((value for value in (*last, *_year_before(weeks), above) if value), default=0)


def _year_before(weeks: Sequence[SurgeWeek]) -> list[float | None]:
    """Of each week of the last year what was counted in the same one a year before."""
    first = max(0, len(weeks) - YEAR)
    return [weeks[place - YEAR].count if place >= YEAR else None for place in range(first, len(weeks))]
