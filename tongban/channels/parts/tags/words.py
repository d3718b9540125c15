"""Values of enumerations in words, as chips and dots: colour never stands alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from tongban.cases.terms import CaseState, End, Opinion, PaperKind, Shortcoming, StepState
from tongban.channels.parts.actor import moment
from tongban.kernel import clock
from tongban.kernel.bilingual import Bilingual
from tongban.kernel.limits import Light, limit_words
from tongban.licences.terms import DocumentState, Licence, LicenceState

if TYPE_CHECKING:
    from tongban.kernel.limits import Limit

LIGHTS = {Light.GREEN: gettext_lazy("正常"), Light.AMBER: gettext_lazy("将到期"), Light.RED: gettext_lazy("逾期")}
OPINIONS = {
    Opinion.AGREE: ("ok", gettext_lazy("同意")),
    Opinion.AGREE_WITH_CONDITIONS: ("soon", gettext_lazy("有条件同意")),
    Opinion.DISAGREE: ("late", gettext_lazy("不同意")),
    Opinion.NOT_OURS: ("", gettext_lazy("不属本单位")),
}
PAPERS = {
    PaperKind.RECEIPT: gettext_lazy("收件凭证"),
    PaperKind.ACCEPTANCE: gettext_lazy("受理通知书"),
    PaperKind.CORRECTION: gettext_lazy("补正告知书"),
    PaperKind.DECLINE: gettext_lazy("不予受理通知书"),
    PaperKind.REFUSAL: gettext_lazy("不予许可决定书"),
    PaperKind.GRANT: gettext_lazy("准予许可决定书"),
}
SHORTCOMINGS = {
    Shortcoming.MISSING: gettext_lazy("缺少"),
    Shortcoming.INCOMPLETE: gettext_lazy("不完整"),
    Shortcoming.INCORRECT: gettext_lazy("有误"),
    Shortcoming.OUTDATED: gettext_lazy("过期"),
    Shortcoming.UNREADABLE: gettext_lazy("看不清"),
}
CASE_STATES = {
    CaseState.RECEIVED: ("run", gettext_lazy("已收件")),
    CaseState.CORRECTING: ("soon", gettext_lazy("待补正")),
    CaseState.HANDLING: ("run", gettext_lazy("办理中")),
    CaseState.ENDED: ("", gettext_lazy("已结束")),
}
ENDS = {
    End.GRANTED: ("ok", gettext_lazy("已办结：准予")),
    End.REFUSED: ("late", gettext_lazy("不予许可")),
    End.DECLINED: ("late", gettext_lazy("不予受理")),
    End.WITHDRAWN: ("", gettext_lazy("已撤回")),
    End.RETURNED: ("", gettext_lazy("逾期未补正，已退件")),
}
STEP_STATES = {
    None: ("", gettext_lazy("还没轮到")),
    StepState.OPEN: ("run", gettext_lazy("正在办")),
    StepState.DONE: ("ok", gettext_lazy("已完成")),
    StepState.SKIPPED: ("", gettext_lazy("无需办理")),
    StepState.CANCELLED: ("", gettext_lazy("已取消")),
}
LICENCE_STATES = {
    LicenceState.VALID: ("ok", pgettext_lazy("licence", "有效")),
    LicenceState.SUSPENDED: ("soon", pgettext_lazy("licence", "已冻结")),
    LicenceState.SUPERSEDED: ("", pgettext_lazy("licence", "已有新版")),
    LicenceState.CANCELLED: ("", pgettext_lazy("licence", "已注销")),
    LicenceState.WITHDRAWN: ("late", pgettext_lazy("licence", "已撤销")),
    LicenceState.REVOKED: ("late", pgettext_lazy("licence", "已吊销")),
}


def chip(tone: str, words: object) -> SafeString:
    """A word in a coloured round."""
    return format_html('<span class="{}">{}</span>', f"chip {tone}".rstrip(), words)


def light(value: Light) -> SafeString:
    """A coloured dot and its word."""
    return format_html('<span class="light {}"><i aria-hidden="true"></i>{}</span>', Light(value).value, LIGHTS[Light(value)])


def opinion(value: Opinion | str | None) -> SafeString:
    return chip(*OPINIONS[Opinion(value)]) if value else SafeString("")


def paper_name(kind: PaperKind | str) -> str:
    return str(PAPERS[PaperKind(kind)])


def shortcoming(value: Shortcoming | str) -> str:
    return str(SHORTCOMINGS[Shortcoming(value)])


def case_state(case: Any) -> SafeString:
    """Where a case stands, or how it ended: of a whole case, or of a line of a list."""
    return chip(*(ENDS[End(case.end)] if case.end else CASE_STATES[CaseState(case.state)]))


def step_state(step: Any) -> SafeString:
    """How a step stands; an open one that is late says so."""
    if step.state is StepState.OPEN and step.light is Light.RED:
        return chip("late", _("逾期"))
    return chip(*STEP_STATES[step.state])


def licence_state(context: dict[str, Any], licence: Licence) -> SafeString:
    """Whether a licence can be used today; expired is not stored, it is today's answer."""
    today = clock.city_date(moment(context["request"]))
    if licence.state is not LicenceState.VALID:
        return chip(*LICENCE_STATES[licence.state])
    if licence.valid_until is not None and licence.valid_until < today:
        return chip("late", _("已过期"))
    if today < licence.valid_from:
        return chip("soon", _("还没生效"))
    if licence.document is DocumentState.MAKING:
        return chip("run", _("制证中"))
    return chip(*LICENCE_STATES[LicenceState.VALID])


def limit(value: Limit | None) -> str:
    """A limit as people say it."""
    return str(Bilingual(*limit_words(value)))
