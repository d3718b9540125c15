"""Small pictures of figures, drawn here as SVG: for the eye, beside a table that says the same; and how a count has changed, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from tongban.channels.parts.tags.words import chip
from tongban.insight.terms import Movement

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tongban.insight.terms import Change

WIDE, HIGH, EDGE = 120, 22, 3  # of a sparkline, in its own units
MANY = 2  # from there on people say how many times
ACROSS, UP, FOOT = 340, 120, 18  # of bars; the foot has the first and the last label
MOVEMENTS = {
    Movement.UP: ("soon", pgettext_lazy("trend", "上升")),
    Movement.DOWN: ("run", pgettext_lazy("trend", "下降")),
    Movement.STEADY: ("", pgettext_lazy("trend", "没有明显变化")),
    Movement.TOO_FEW: ("", pgettext_lazy("trend", "太少，不好说")),
}


def sparkline(values: Sequence[float | None]) -> SafeString | str:
    """A line through values; one that is not there leaves a gap."""
    told = [each for each in values if each is not None]
    if not told:
        return ""
    least, most = min(told), max(told)
    step = (WIDE - 2 * EDGE) / max(1, len(values) - 1)
    path, pen = [], "M"
    last = (0.0, 0.0)
    for place, value in enumerate(values):
        if value is None:
            pen = "M"
            continue
        last = (EDGE + place * step, HIGH / 2 if most == least else HIGH - EDGE - (value - least) / (most - least) * (HIGH - 2 * EDGE))
        path.append(f"{pen}{last[0]:.1f} {last[1]:.1f}")
        pen = "L"
    return format_html(
        '<svg class="sparkline" viewBox="0 0 {} {}" aria-hidden="true"><path d="{}" /><circle cx="{}" cy="{}" r="2.5" /></svg>',
        WIDE,
        HIGH,
        "".join(path),
        f"{last[0]:.1f}",
        f"{last[1]:.1f}",
    )


def bars(values: Sequence[tuple[str, float]]) -> SafeString | str:
    """Bars from nothing upwards, with the highest number and the first and last label."""
    if not values:
        return ""
    most = max(value for _label, value in values) or 1
    step, high = ACROSS / len(values), UP - FOOT - FOOT
    shapes = (
        (f"{place * step + step * 0.1:.1f}", value / most * high, f"{step * 0.8:.1f}") for place, (_label, value) in enumerate(values)
    )
    drawn = format_html_join(
        "",
        '<rect x="{}" y="{}" width="{}" height="{}" />',
        ((x, f"{UP - FOOT - tall:.1f}", width, f"{tall:.1f}") for x, tall, width in shapes),
    )
    return format_html(
        '<svg class="bars" viewBox="0 0 {} {}" aria-hidden="true"><text x="0" y="12">{}</text><path d="M0 {}H{}" />{}'
        '<text x="0" y="{}">{}</text><text x="{}" y="{}" text-anchor="end">{}</text></svg>',
        ACROSS,
        UP,
        f"{most:g}",
        UP - FOOT,
        ACROSS,
        drawn,
        UP - 4,
        values[0][0],
        ACROSS,
        UP - 4,
        values[-1][0] if len(values) > 1 else "",
    )


def movement(value: Change) -> SafeString:
    """What may be said of a change, as a chip."""
    return chip(*MOVEMENTS[value.movement])


def change_words(value: Change) -> str:
    """A ratio as people say it, with its bounds: +80% (+32% to 2.5 times); where there was nothing before, that."""
    if value.ratio is None or value.lower is None or value.upper is None:
        return _("之前没有")
    return _("%(change)s（%(lower)s 至 %(upper)s）") % {
        "change": _signed(value.ratio),
        "lower": _signed(value.lower),
        "upper": _signed(value.upper),
    }


def _signed(ratio: float) -> str:
    """From twice as much on as times, below as more or less by so much."""
    if ratio >= MANY:
        return _("%(times)s 倍") % {"times": f"{ratio:.1f}"}
    return f"{100 * (ratio - 1):+.0f}%".replace("-", "−")
