"""Ways to say what a bar is, from the fullest to the shortest; a picture takes the first that has room."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from tongban.channels.parts.lanes.texts import first_fitting, fitted, text_width
from tongban.channels.parts.time_words import due_words

if TYPE_CHECKING:
    from tongban.cases.terms import Bar


def ways(bar: Bar, now: datetime) -> list[str]:
    """The last one is what a bar must have room for."""
    name = str(bar.name)
    match bar.state:
        case "done" if bar.outcome.zh:
            return [str(bar.outcome)]
        case "done":
            return [_("%(name)s 已完成") % {"name": name}, name]
        case "running":
            return [_("%(name)s 正在办") % {"name": name}, name]
        case "late":
            late = _("逾期")
            how_long = due_words(bar.due, now, bar.counted)[0] if bar.due else late
            return [f"{name} {how_long}", f"{name} {late}"]
        case _:
            return [f"{name} · {bar.limit}", name] if bar.limit.zh else [name]


def label(bar: Bar, now: datetime, *, size: float, room: float) -> str:
    """What fits into a bar. A late one always says that it is."""
    if bar.state != "late":
        return first_fitting(ways(bar, now), size, room)
    whole = next((way for way in ways(bar, now) if text_width(way, size) <= room), "")
    if whole:
        return whole
    late = _("逾期")
    name = fitted(str(bar.name), size, room - text_width(f" {late}", size))
    return f"{name} {late}" if name else late
