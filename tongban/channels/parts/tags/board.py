"""The words of the message board: kinds, states, steps, roles, and how long there still is in hours and minutes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from tongban.board.terms import (
    AuthorKind,
    CallBack,
    Channel,
    Contacted,
    End,
    MessageState,
    OrderState,
    Removal,
    Role,
    Satisfaction,
    Suggested,
    TrackKind,
    TrackLine,
)
from tongban.channels.parts.tags.times import due, now_of
from tongban.channels.parts.tags.words import chip, limit
from tongban.channels.parts.time_words import BY_HOURS, hours_words
from tongban.kernel.bilingual import Bilingual
from tongban.kernel.limits import Limit, Unit
from tongban.responsibilities import queries as responsibilities_queries
from tongban.responsibilities.terms import Kind, Layer, Rule

KINDS = {
    Kind.INQUIRY: pgettext_lazy("message", "咨询"),
    Kind.HELP: pgettext_lazy("message", "求助"),
    Kind.COMPLAINT: pgettext_lazy("message", "投诉"),
    Kind.REPORT: pgettext_lazy("message", "举报"),
    Kind.SUGGESTION: pgettext_lazy("message", "建议"),
    Kind.PRAISE: pgettext_lazy("message", "表扬"),
}
STATES = {
    MessageState.RECEIVED: ("run", pgettext_lazy("message", "待受理")),
    MessageState.ACCEPTED: ("run", pgettext_lazy("message", "已受理")),
    MessageState.ASSIGNED: ("run", pgettext_lazy("message", "已派单")),
    MessageState.HANDLING: ("run", pgettext_lazy("message", "办理中")),
    MessageState.ANSWERED: ("ok", pgettext_lazy("message", "已答复")),
    MessageState.REOPENED: ("soon", pgettext_lazy("message", "重新办理")),
    MessageState.CLOSED: ("", pgettext_lazy("message", "已结束")),
}
ENDS = {
    End.ANSWERED: ("ok", pgettext_lazy("message", "已办结")),
    End.UNSOLVABLE: ("soon", pgettext_lazy("message", "暂时无法解决")),
    End.REFUSED: ("late", pgettext_lazy("message", "不予受理")),
    End.REFERRED: ("", pgettext_lazy("message", "转其他渠道")),
    End.MERGED: ("", pgettext_lazy("message", "已并案")),
    End.WITHDRAWN: ("", pgettext_lazy("message", "已撤回")),
}
CHANNELS = {
    Channel.WEB: pgettext_lazy("message", "网上"),
    Channel.PHONE: pgettext_lazy("message", "电话"),
    Channel.VISIT: pgettext_lazy("message", "来访"),
    Channel.OPEN311: pgettext_lazy("message", "开放接口"),
    Channel.IMPORT: pgettext_lazy("message", "其他渠道转来"),
}
AUTHORS = {
    AuthorKind.ACCOUNT: gettext_lazy("登录的账号"),
    AuthorKind.CODE: gettext_lazy("只留查询码，没有账号"),
    AuthorKind.CALLER: gettext_lazy("打电话或者来访的人"),
    AuthorKind.ELSEWHERE: gettext_lazy("在其他渠道留言的人"),
}
REMOVALS = {
    Removal.PERSONAL_DATA: gettext_lazy("含有个人信息"),
    Removal.INSULT: gettext_lazy("含有辱骂"),
    Removal.ADVERTISEMENT: gettext_lazy("是广告"),
    Removal.RUMOUR: gettext_lazy("说的事实已经核实不对"),
    Removal.SECRET: gettext_lazy("涉及秘密"),
    Removal.NOT_A_MESSAGE: gettext_lazy("不是留言"),
}
SUGGESTED = {
    Suggested.ADOPTED: ("ok", gettext_lazy("采纳")),
    Suggested.PARTLY: ("soon", gettext_lazy("部分采纳")),
    Suggested.NOT_ADOPTED: ("", gettext_lazy("没有采纳")),
}
SATISFACTIONS = {
    Satisfaction.VERY_GOOD: ("ok", gettext_lazy("非常满意")),
    Satisfaction.GOOD: ("ok", gettext_lazy("满意")),
    Satisfaction.FAIR: ("run", gettext_lazy("基本满意")),
    Satisfaction.BAD: ("soon", gettext_lazy("不满意")),
    Satisfaction.VERY_BAD: ("late", gettext_lazy("非常不满意")),
}
ORDER_STATES = {
    OrderState.ASSIGNED: ("soon", pgettext_lazy("order", "待签收")),
    OrderState.LEAVING: ("soon", pgettext_lazy("order", "另派中，别的单位签收以前仍由它负责")),
    OrderState.TAKEN: ("run", pgettext_lazy("order", "办理中")),
    OrderState.PASSED_DOWN: ("run", pgettext_lazy("order", "下级在办")),
    OrderState.RETURNED: ("", pgettext_lazy("order", "已交给别的单位")),
    OrderState.DONE: ("ok", pgettext_lazy("order", "已办结")),
    OrderState.CANCELLED: ("", pgettext_lazy("order", "已取消")),
}
ROLES = {Role.LEAD: pgettext_lazy("order", "牵头"), Role.JOINT: pgettext_lazy("order", "协办")}
LAYERS = {
    Layer.EMERGENCY: gettext_lazy("紧急词"),
    Layer.RULE: gettext_lazy("派单规则"),
    Layer.DUTY_LIST: gettext_lazy("权责清单"),
    Layer.CLASSIFIER: gettext_lazy("文本分类"),
    Layer.DESK: gettext_lazy("值班台"),
    Layer.UNIT: gettext_lazy("单位转办"),
}
CONTACTED = {
    Contacted.REACHED: gettext_lazy("已联系上"),
    Contacted.NO_ANSWER: gettext_lazy("无人接听"),
    Contacted.WRONG_NUMBER: gettext_lazy("号码不对"),
    Contacted.REFUSED: gettext_lazy("不愿意通话"),
}
CALLED_BACK = {
    CallBack.RATED: gettext_lazy("已评价"),
    CallBack.UNREACHED: gettext_lazy("没有联系上"),
    CallBack.DECLINED: gettext_lazy("不愿意评价"),
}
STEPS = {
    TrackKind.RECEIVED: gettext_lazy("收到留言"),
    TrackKind.ACCEPTED: gettext_lazy("已受理"),
    TrackKind.REFUSED: gettext_lazy("不予受理"),
    TrackKind.ASSIGNED: gettext_lazy("派给%(unit)s"),
    TrackKind.TAKEN: gettext_lazy("%(unit)s签收"),
    TrackKind.RETURNED: gettext_lazy("%(unit)s认为不属于本单位职责，退回；别的单位签收以前仍由它负责"),
    TrackKind.PASSED_DOWN: gettext_lazy("%(unit)s交给%(other)s办理，自己仍然负责"),
    TrackKind.PASSED_UP: gettext_lazy("%(unit)s交回%(other)s"),
    TrackKind.JOINED: gettext_lazy("请%(unit)s协助办理"),
    TrackKind.CONTACTED: gettext_lazy("%(unit)s联系留言人：%(outcome)s"),
    TrackKind.REVEALED: gettext_lazy("%(unit)s查看了留言人的姓名和电话"),
    TrackKind.ADDED: gettext_lazy("留言人补充%(held)s"),
    TrackKind.EXTENDED: gettext_lazy("延长答复期限，批准：%(approver)s"),
    TrackKind.ANSWERED: gettext_lazy("%(unit)s答复"),
    TrackKind.RATED: gettext_lazy("留言人评价：%(solved)s，%(satisfaction)s"),
    TrackKind.CALLED_BACK: gettext_lazy("回访留言人：%(outcome)s"),
    TrackKind.REOPENED: gettext_lazy("重新办理"),
    TrackKind.MERGED: gettext_lazy("与同一件事的留言%(other)s并案"),
    TrackKind.UNMERGED: gettext_lazy("不是同一件事，分开办理"),
    TrackKind.SCREENED: gettext_lazy("审核：%(screened)s"),
    TrackKind.RESTORED: gettext_lazy("审核后重新公开"),
    TrackKind.WITHDRAWN: gettext_lazy("留言人撤回"),
    TrackKind.HANDED_OVER: gettext_lazy("情况危急，移交 %(to)s"),
    TrackKind.ESCALATED: gettext_lazy("办理期限已用 %(percent)s%%，已督促%(unit)s"),
    TrackKind.CLOSED: gettext_lazy("结束"),
    TrackKind.URGED: gettext_lazy("%(body)s催办，督促%(unit)s尽快办理"),
    TrackKind.DECIDED: gettext_lazy("%(unit)s对建议的决定：%(outcome)s"),
}
LONG = timedelta(hours=48)
RULE_WORDS = 4  # of a rule, so that whoever reads its key knows what it is about
CODE = 6  # digits of a class; the duty list names the beginning of one


def message_kind(value: Kind | str) -> str:
    return str(KINDS[Kind(value)])


def message_state(message: Any) -> SafeString:
    """Where a message stands, or how it ended: of a whole message, or of a line of a list."""
    end = getattr(message, "end", None)
    return chip(*(ENDS[End(end)] if end else STATES[MessageState(message.state)]))


def message_channel(value: Channel | str) -> str:
    return str(CHANNELS[Channel(value)])


def author_kind(value: AuthorKind | str) -> str:
    return str(AUTHORS[AuthorKind(value)])


def removal(value: Removal | str | None) -> str:
    return str(REMOVALS[Removal(value)]) if value else ""


def suggested(value: Suggested | str | None) -> SafeString:
    return chip(*SUGGESTED[Suggested(value)]) if value else SafeString("")


def satisfaction(value: Satisfaction | int | None) -> SafeString:
    return chip(*SATISFACTIONS[Satisfaction(value)]) if value else SafeString("")


def order_state(value: OrderState | str) -> SafeString:
    return chip(*ORDER_STATES[OrderState(value)])


def order_role(value: Role | str) -> str:
    return str(ROLES[Role(value)])


def layer(value: Layer | str) -> str:
    return str(LAYERS[Layer(value)])


def more_time(asked: Mapping[str, Any]) -> str:
    """How much more time is asked for."""
    return limit(Limit.of(asked))


def dispatched_by(rule: str) -> str:
    """What a layer of dispatch went by: a line of the duty list, a district, a tier; a rule of the city by its key."""
    release = responsibilities_queries.board()
    kind, _colon, rest = rule.partition(":")
    category, _at, place = rest.partition("@")
    district = release.district(place or rest)
    match kind:
        case "duty":
            known = release.category(category.ljust(CODE, "0"))
            where = str(district.name) if district else _("全市")
            return _("%(what)s，%(where)s") % {"what": known.name if known else category, "where": where}
        case "district" if district:
            return str(district.name)
        case "named":
            names = [responsibilities_queries.unit_name(code) for code in responsibilities_queries.named_in(rule)]
            return _("举报里点了名：%(units)s") % {"units": _("、").join(names)}
        case "report":
            return _("举报一律由人来派")
        case "mentioned":
            return _("文中提到它，但举报的不是它")
        case _:
            tiers = (str(each.name) for each in release.tiers if each.key == rule)
            return next(tiers, "") or next((_rule_words(each) for each in release.rules if each.key == rule), rule)


def _rule_words(rule: Rule) -> str:
    """A rule of the city by its key and the words that it waits for, as far as it waits for any."""
    words = _("、").join(sorted(rule.words)[:RULE_WORDS])
    return _("%(rule)s（%(words)s）") % {"rule": rule.key, "words": words} if words else rule.key


def called_back(value: CallBack | str) -> str:
    return str(CALLED_BACK[CallBack(value)]) if value else ""


def right_share(right: int, wrong: int) -> str:
    """Of those whose outcome is known, how many were right, with their number."""
    return rate(right / (right + wrong), right + wrong) if right + wrong else "—"


def rate(value: float | None, count: int) -> str:
    """A rate never stands without its n."""
    return "—" if value is None else _("%(share)s%%（n=%(count)s）") % {"share": f"{100 * value:.1f}", "count": count}


def left(context: dict[str, Any], at: datetime | None, provisional: bool = False, counted: str = "") -> SafeString:
    """How long there still is, or how late it is, as its limit is `counted`; where that is not told, by the minute when it is near."""
    now = now_of(context)
    near = at is not None and abs(at - now) <= LONG
    if at is None or counted not in BY_HOURS and (counted or not near):
        return due(context, at, provisional, counted or Unit.WORKING_DAYS)
    words, tone = hours_words(at, now)
    return format_html('<span class="{}">{}</span>', f"due {tone}".rstrip(), words)


def track(context: dict[str, Any], lines: Iterable[TrackLine]) -> dict[str, Any]:
    """Every step of a message, in order, in words."""
    told = [{"at": each.at, "words": step_words(each), "remark": each.words, "loud": each.kind in LOUD} for each in lines]
    return {"request": context.get("request"), "lines": told}


LOUD = (TrackKind.HANDED_OVER, TrackKind.ESCALATED, TrackKind.URGED, TrackKind.RETURNED, TrackKind.REOPENED)


def step_words(line: TrackLine) -> str:
    """One step, with what its codes say."""
    codes = line.codes
    unit = str(line.unit_name) or _("值班台")
    told = {name: str(codes.get(name, "")) for name in ("approver", "to", "percent")}
    told["body"] = str(Bilingual(codes.get("zh", ""), codes.get("en", "")))
    held = _("（没有公开，或者还在等审核）") if line.kind is TrackKind.ADDED and not line.words else ""
    step = _("没有同意延长答复期限，决定：%(approver)s") if codes.get("refused") else str(STEPS[line.kind])
    return step % {**told, "unit": unit, "other": _other(line), "outcome": _outcome(line), "held": held, **_judged(line)}


def _other(line: TrackLine) -> str:
    code = str(line.codes.get("below") or line.codes.get("above") or "")
    if code:
        return responsibilities_queries.unit_name(code) or code
    number = str(line.codes.get("into") or line.codes.get("merged") or "")
    return f" {number} " if number else ""


def _outcome(line: TrackLine) -> str:
    value = line.codes.get("outcome", "")
    match line.kind:
        case TrackKind.CONTACTED:
            return str(CONTACTED.get(value, value))
        case TrackKind.CALLED_BACK:
            return str(CALLED_BACK.get(value, value))
        case TrackKind.DECIDED:
            return str(SUGGESTED[Suggested(value)][1]) if value else ""
        case _:
            return str(value)


def _judged(line: TrackLine) -> dict[str, str]:
    """What a rating and a screening say."""
    codes = line.codes
    solved = _("解决了") if codes.get("solved") else _("没有解决")
    level = str(SATISFACTIONS[Satisfaction(codes["satisfaction"])][1]) if codes.get("satisfaction") else ""
    reason = removal(codes.get("reason"))
    what = _("第 %(n)s 张照片") % {"n": int(codes["picture"]) + 1} if "picture" in codes else _("补充的内容") if "added" in codes else ""
    screened = _("可以公开") if codes.get("shown") else _("不公开，因为%(reason)s") % {"reason": reason} if reason else _("留言人申诉")
    return {"solved": solved, "satisfaction": level, "screened": f"{what} {screened}".strip()}
