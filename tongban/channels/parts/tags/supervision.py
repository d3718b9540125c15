"""The words of supervision: weeks, rates with their bounds, orders, interviews, what two people decide."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from tongban.channels.parts.tags.words import LIGHTS, chip
from tongban.channels.parts.time_words import days_words
from tongban.directives.terms import Again, AskState, Cites, Ground, InterviewAct, InterviewState, OrderAct, OrderPaper, OrderState
from tongban.kernel.limits import Outcome
from tongban.responsibilities import queries as responsibilities_queries
from tongban.supervision.terms import Decided, Item, Measure, Rate, Standing

if TYPE_CHECKING:
    from tongban.kernel.limits import Light
    from tongban.supervision.terms import Week

STANDINGS = {
    Standing.PRAISED: ("ok", pgettext_lazy("ranking", "高于本组")),
    Standing.BETWEEN: ("", ""),
    Standing.BLAMED: ("late", pgettext_lazy("ranking", "低于本组")),
    Standing.TOO_FEW: ("", pgettext_lazy("ranking", "样本少，不排名")),
}
MEASURES = {
    Measure.ON_TIME: gettext_lazy("留言按时率"),
    Measure.SATISFIED: gettext_lazy("留言满意率"),
    Measure.CASES_ON_TIME: gettext_lazy("办件按时率"),
}
ITEMS = {Item.MESSAGE: pgettext_lazy("one", "留言"), Item.RATING: pgettext_lazy("one", "评价"), Item.CASE: pgettext_lazy("one", "办件")}
DECIDED = {
    Decided.PROPOSED: ("soon", gettext_lazy("等另一个人决定")),
    Decided.CONFIRMED: ("ok", pgettext_lazy("proposal", "已确认")),
    Decided.DISMISSED: ("", pgettext_lazy("proposal", "已驳回")),
}
GROUNDS = {
    Ground.LIGHT: gettext_lazy("办理时限亮灯"),
    Ground.SURGE: gettext_lazy("群众集中反映"),
    Ground.LEADER: gettext_lazy("领导交办"),
    Ground.SECOND_COMPLAINT: gettext_lazy("群众再次反映"),
    Ground.INTERVIEW: gettext_lazy("约谈后续"),
}
CITED = {
    Cites.MESSAGE: pgettext_lazy("one", "留言"),
    Cites.CASE: pgettext_lazy("one", "办件"),
    Cites.SURGE: pgettext_lazy("one", "集中反映"),
    Cites.ASK: gettext_lazy("领导交办"),
    Cites.INTERVIEW: pgettext_lazy("one", "约谈"),
}
ORDER_STATES = {
    OrderState.ISSUED: ("run", pgettext_lazy("order", "已签发，待签收")),
    OrderState.RECEIVED: ("run", pgettext_lazy("order", "已签收，办理中")),
    OrderState.REPLIED: ("soon", pgettext_lazy("order", "已反馈，待核查")),
    OrderState.SENT_BACK: ("soon", pgettext_lazy("order", "退回重办")),
    OrderState.CLOSED: ("ok", pgettext_lazy("order", "核查办结")),
    OrderState.WITHDRAWN: ("", pgettext_lazy("order", "已撤回作废")),
}
ORDER_ACTS = {
    OrderAct.ISSUE: pgettext_lazy("order", "签发"),
    OrderAct.RECEIVE: pgettext_lazy("order", "签收"),
    OrderAct.REPLY: pgettext_lazy("order", "反馈"),
    OrderAct.SEND_BACK: pgettext_lazy("order", "核查：退回重办"),
    OrderAct.CLOSE: pgettext_lazy("order", "核查：办结"),
    OrderAct.WITHDRAW: pgettext_lazy("order", "撤回作废"),
    OrderAct.ESCALATE: pgettext_lazy("order", "报告上一级和市领导"),
}
PAPERS = {
    OrderPaper.NOTICE: pgettext_lazy("one", "督办单"),
    OrderPaper.RECORD: pgettext_lazy("one", "督办单（办结）"),
    OrderPaper.VOID: pgettext_lazy("one", "督办单（作废）"),
}
INTERVIEW_STATES = {
    InterviewState.CONFIRMED: ("run", pgettext_lazy("interview", "已确认，待安排")),
    InterviewState.DISMISSED: ("", pgettext_lazy("interview", "不约谈")),
    InterviewState.SCHEDULED: ("run", pgettext_lazy("interview", "已安排")),
    InterviewState.HELD: ("soon", pgettext_lazy("interview", "已约谈，待承诺整改")),
    InterviewState.PROMISED: ("soon", pgettext_lazy("interview", "整改中")),
    InterviewState.CLOSED: ("ok", pgettext_lazy("interview", "整改核查完毕")),
}
INTERVIEW_ACTS = {
    InterviewAct.CONFIRM: pgettext_lazy("interview", "确认约谈"),
    InterviewAct.DISMISS: pgettext_lazy("interview", "不约谈"),
    InterviewAct.SCHEDULE: pgettext_lazy("interview", "定时间地点"),
    InterviewAct.HOLD: pgettext_lazy("interview", "约谈"),
    InterviewAct.PROMISE: pgettext_lazy("interview", "承诺整改"),
    InterviewAct.REMIND: pgettext_lazy("interview", "到期提醒"),
    InterviewAct.SEND_BACK: pgettext_lazy("interview", "核查：没有做到"),
    InterviewAct.CLOSE: pgettext_lazy("interview", "核查完毕"),
    InterviewAct.CALL_OFF: pgettext_lazy("interview", "取消约谈"),
}
ASK_STATES = {
    AskState.OPEN: ("run", pgettext_lazy("ask", "等答复")),
    AskState.ANSWERED: ("ok", pgettext_lazy("ask", "已答复")),
    AskState.WITHDRAWN: ("", pgettext_lazy("ask", "已收回")),
}
AGAIN = {Again.REOPENED: gettext_lazy("答复以后要求重办"), Again.ONCE_MORE: gettext_lazy("同一件事又写了一条")}
OUTCOMES = {
    Outcome.ON_TIME: gettext_lazy("按时"),
    Outcome.LATE: gettext_lazy("逾期才办"),
    Outcome.UNANSWERED: gettext_lazy("没有答复"),
}
CASE_OUTCOMES = OUTCOMES | {Outcome.UNANSWERED: gettext_lazy("没有办结")}
CHIPS: dict[type, dict[Any, tuple[str, Any]]] = {
    Standing: STANDINGS,
    Decided: DECIDED,
    OrderState: ORDER_STATES,
    InterviewState: INTERVIEW_STATES,
    AskState: ASK_STATES,
}
WORDS: dict[type, dict[Any, Any]] = {
    Item: ITEMS,
    Ground: GROUNDS,
    Cites: CITED,
    OrderPaper: PAPERS,
    Again: AGAIN,
    Measure: MEASURES,
}
WIDE, HIGH, AXIS = 120, 16, 110  # of the picture of a rate, in its own units


def supervised(value: Any) -> SafeString | str:
    """A word of supervision: as a chip where it is a state, plain where it is a kind; nothing where there is nothing to say."""
    if type(value) in CHIPS:
        tone, words = CHIPS[type(value)][value]
        return chip(tone, words) if words else ""
    return str(WORDS[type(value)][value])


def supervised_act(act: str, of: str) -> str:
    """A step in the life of an order or of an interview."""
    return str(ORDER_ACTS[OrderAct(act)] if of == "order" else INTERVIEW_ACTS[InterviewAct(act)])


def measure_words(value: str) -> str:
    """What a unit is asked about."""
    return str(MEASURES[Measure(value)])


def light_words(value: Light) -> str:
    """A light without its dot."""
    return str(LIGHTS[value])


def outcome_words(value: Outcome) -> str:
    """What became of something that fell due."""
    return str(OUTCOMES[value])


def case_outcome(value: Outcome) -> str:
    """What became of a case that fell due."""
    return str(CASE_OUTCOMES[value])


def unit_words(code: str) -> str:
    """A unit by its name."""
    return responsibilities_queries.unit_name(code) or code


def week_words(week: Week | str) -> str:
    """Its number and its days, of a week or of its key."""
    year, number = (week if isinstance(week, str) else week.key).split("-W")
    first = date.fromisocalendar(int(year), int(number), 1)
    days = days_words((first + timedelta(each) for each in range(7)), today=first)
    return _("%(year)s年第%(number)s周（%(days)s）") % {"year": year, "number": int(number), "days": days}


def week_title(week: Week | str) -> SafeString:
    """The same as a heading, which breaks before the days and between them, and nowhere else."""
    told = conditional_escape(week_words(week))
    return SafeString(told.replace("（", "<wbr>（").replace("至", "至<wbr>"))


def share(value: float | None) -> str:
    """A part of a whole: 98.6%; a dash where there is no whole."""
    return "—" if value is None else f"{value:.1%}"


def interval(rate: Rate, pooled: float | None) -> SafeString | str:
    """A rate as a point on its interval, beside the mark of the group; for the eye, what it says stands in words beside it."""
    if rate.share is None or rate.lower is None or rate.upper is None:
        return ""
    left, right, at = (5 + AXIS * value for value in (rate.lower, rate.upper, rate.share))
    mark = format_html('<path class="pooled" d="M{} 1V15" />', f"{5 + AXIS * pooled:.1f}") if pooled is not None else ""
    return format_html(
        '<svg class="interval {}" viewBox="0 0 {} {}" width="{}" height="{}" aria-hidden="true"><path class="axis" d="M5 8H{}" />{}'
        '<path class="bounds" d="M{} 8H{}" /><circle cx="{}" cy="8" r="4" /></svg>',
        rate.standing,
        WIDE,
        HIGH,
        WIDE,
        HIGH,
        5 + AXIS,
        mark,
        f"{left:.1f}",
        f"{right:.1f}",
        f"{at:.1f}",
    )
