"""Moments, days and due dates, on the city's clocks and in its working days."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from tongban.cases.terms import Clock
from tongban.channels.parts.actor import moment as moment_of
from tongban.channels.parts.time_words import BY_HOURS, amount_words, day_words, days_words, due_words
from tongban.kernel import clock as city_clock
from tongban.kernel.limits import ClockReading, NotCounted, Unit

NOTHING = "—"
NOON = time(12)


def now_of(context: dict[str, Any]) -> datetime:
    """The moment of the request; this one, where a page is drawn without a request."""
    request = context.get("request")
    return moment_of(request) if request is not None else city_clock.now()


def today_of(context: dict[str, Any]) -> date:
    return city_clock.city_date(now_of(context))


def moment(context: dict[str, Any], at: datetime | None) -> SafeString | str:
    """A moment: 11月24日 09:12."""
    if at is None:
        return NOTHING
    local = city_clock.city_time(at)
    words = f"{day_words(local.date(), today=today_of(context))} {local:%H:%M}"
    return format_html('<time datetime="{}">{}</time>', local.isoformat(timespec="minutes"), words)


def day(context: dict[str, Any], value: date | datetime | None, weekday: bool = False, year: bool = False) -> SafeString | str:
    """A day: 12月8日, or 12月8日（周二）; `year` names it even where it is this year's, as a licence does."""
    if value is None:
        return NOTHING
    on = city_clock.city_date(value) if isinstance(value, datetime) else value
    words = day_words(on, today=None if year else today_of(context), weekday=weekday)
    return format_html('<time datetime="{}">{}</time>', on.isoformat(), words)


def due(context: dict[str, Any], at: datetime | None, provisional: bool = False, counted: str = Unit.WORKING_DAYS) -> SafeString:
    """How long there still is, or how late it is, and until which day; `counted` as its limit is."""
    if at is None:
        return format_html('<span class="due soft">{}</span>', _("现在不计时"))
    words, tone = due_words(at, now_of(context), counted)
    local = city_clock.city_time(at)
    by_the_hour = local.time() == NOON or counted in BY_HOURS
    named = day_words(local.date(), today=today_of(context)) + (f" {local:%H:%M}" if by_the_hour else "")
    mark = format_html(' <small class="provisional">{}</small>', _("待放假安排公布后确认")) if provisional else ""
    told = format_html('<time datetime="{}">{}</time>', local.isoformat(timespec="minutes"), named)
    whole = _("%(words)s（%(day)s）") % {"words": words, "day": "{}"}
    return format_html('<span class="{}">{}{}</span>', f"due {tone}".rstrip(), format_html(whole, told), mark)


def clock(context: dict[str, Any], reading: ClockReading | None) -> dict[str, Any]:
    """What a clock says, and how it was counted."""
    if reading is None:
        return {"reading": None}
    today = today_of(context)
    unit = "" if reading.unit == Unit.ON_THE_SPOT else reading.unit
    return {
        "request": context.get("request"),
        "reading": reading,
        "heading": _heading(reading, today),
        "used": amount_words(reading.used, unit) if unit else "",
        "allowed": amount_words(reading.allowed, reading.unit),
        "lines": _explained(reading, today),
    }


def _heading(reading: ClockReading, today: date) -> str:
    if reading.stopped_at is not None:
        return _("已办完，用了%(used)s") % {"used": _used(reading)}
    if reading.due_on is None:
        return _("暂停计时，恢复后重新推算日期")
    words = {"day": day_words(reading.due_on, today=today, weekday=True)}
    match reading.clock:
        case Clock.ACCEPTANCE:
            return _("最迟%(day)s答复是否受理") % words
        case Clock.CORRECTION:
            return _("请在%(day)s前补正") % words
        case Clock.STATUTORY:
            return _("法律规定最迟%(day)s办结") % words
        case Clock.STEP:
            return _("本环节最迟%(day)s办完") % words
        case _:
            return _("承诺最迟%(day)s办结") % words


def _used(reading: ClockReading) -> str:
    return _("不到一天") if reading.unit == Unit.ON_THE_SPOT else amount_words(reading.used, reading.unit)


def _explained(reading: ClockReading, today: date) -> list[str]:
    """The sentence that explains a due date, point by point."""
    facts = reading.explained
    if facts is None:
        return []
    lines = [_first_day(reading, facts.counted_from, today)]
    if facts.extended_by:
        lines.append(_("依法延长了%(amount)s，已经算在里面。") % {"amount": amount_words(facts.extended_by, reading.unit)})
    if facts.days_off:
        told = {"count": len(facts.days_off), "days": days_words(facts.days_off, today=today)}
        lines.append(_("放假 %(count)s 天不算：%(days)s。") % told)
    if facts.make_up_days:
        told = {"count": len(facts.make_up_days), "days": days_words(facts.make_up_days, today=today)}
        lines.append(_("调休上班 %(count)s 天照算：%(days)s。") % told)
    lines += [_not_counted(each, reading.unit, today) for each in facts.not_counted]
    if facts.rolled_from is not None:
        lines.append(
            _("最后一天%(day)s是休息日，顺延到下一个工作日（民法典第二百零三条）。") % {"day": day_words(facts.rolled_from, today=today)}
        )
    if reading.provisional:
        lines.append(_("那一年的放假安排还没有公布，现在只除去了周末，公布后会重新推算并告诉您。"))
    if facts.basis:
        lines.append(_("依据：%(basis)s。") % {"basis": facts.basis})
    return lines


def _first_day(reading: ClockReading, counted_from: date, today: date) -> str:
    if reading.unit in (Unit.HOURS, Unit.CLOCK_HOURS):
        return _("按小时计算，从开始的那一刻算起（民法典第二百零一条）。")
    return _("从%(day)s算起：开始的当天不算（民法典第二百零一条）。") % {"day": day_words(counted_from, today=today)}


def _not_counted(each: NotCounted, unit: str, today: date) -> str:
    words = {"since": day_words(each.since, today=today), "reason": each.reason, "basis": each.basis}
    if each.until is None:
        return _("%(since)s起因“%(reason)s”暂停计时（%(basis)s）。") % words
    words |= {"until": day_words(each.until, today=today), "days": amount_words(each.days, unit)}
    return _("%(since)s至%(until)s因“%(reason)s”不计时，共%(days)s（%(basis)s）。") % words
