"""Shares and spans of time in the words of the page."""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

NONE = "—"
HOURS = 48  # from here on in days


def figure_rate(value: float | None) -> SafeString:
    """A part of a whole: 98.6%; a dash where there is no whole."""
    return format_html("<strong>{}</strong>", NONE if value is None else f"{value:.1%}")


def figure_time(value: float | None) -> str:
    """As people say it: in minutes, hours or days."""
    if value is None:
        return NONE
    if value < 1:
        minutes = round(value * 60)
        return ngettext("%(count)s 分钟", "%(count)s 分钟", minutes) % {"count": minutes}
    if value < HOURS:
        return _("%(count)s 小时") % {"count": f"{value:.1f}".removesuffix(".0")}
    return _("%(count)s 天") % {"count": f"{value / 24:.1f}".removesuffix(".0")}


def figure_within(value: int | None, answered: int) -> str:
    """Within what half of them were answered: not how long the middle one took, which nobody has counted."""
    if not answered:
        return NONE
    return _("30 天以上") if value is None else _("%(time)s内") % {"time": figure_time(value)}
