"""Everything that happened to a case, in order: when, who, what, and the words that were left."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from tongban.cases.terms import Act, Decision, DeclineReason, HistoryLine
from tongban.channels.parts.tags.words import chip, opinion

ACTS = {
    Act.SUBMIT: pgettext_lazy("history", "提交申请"),
    Act.CHECK: pgettext_lazy("history", "完成预审"),
    Act.ASK_CORRECTION: pgettext_lazy("history", "发出补正告知书"),
    Act.CORRECT: pgettext_lazy("history", "补正后重新提交"),
    Act.ACCEPT: pgettext_lazy("history", "受理"),
    Act.DECLINE: pgettext_lazy("history", "不予受理"),
    Act.REVIEW: pgettext_lazy("history", "完成审查"),
    Act.DECIDE: pgettext_lazy("history", "作出决定"),
    Act.WITHDRAW: pgettext_lazy("history", "撤回申请"),
    Act.DEEM_ACCEPTED: pgettext_lazy("history", "五个工作日没有答复，视为已受理"),
    Act.RETURN_UNCORRECTED: pgettext_lazy("history", "到期没有补正，退件"),
}
BY_APPLICANT = frozenset({Act.SUBMIT, Act.CORRECT, Act.WITHDRAW})
DECISIONS = {Decision.GRANT: ("ok", gettext_lazy("准予")), Decision.REFUSE: ("late", gettext_lazy("不予许可"))}
DECLINED = {
    DeclineReason.NOT_SUBJECT: gettext_lazy("依法不需要办理本事项"),
    DeclineReason.NOT_COMPETENT: gettext_lazy("不属于本机关职权"),
}


def history(context: dict[str, Any], lines: Iterable[HistoryLine]) -> dict[str, Any]:
    """The lines of a case, as its viewer may see them."""
    return {"request": context.get("request"), "lines": [_line(each) for each in lines]}


def _line(each: HistoryLine) -> dict[str, Any]:
    detail, act, step = each.detail, str(ACTS[each.act]), str(each.step_name)
    return {
        "at": each.at,
        "who": _who(each),
        "act": act,
        "step": "" if step.lower() in act.lower() else step,
        "outcome": _outcome(detail),
        "paper": detail.get("paper", ""),
        "remarks": list(_remarks(detail)),
    }


def _who(each: HistoryLine) -> str:
    """The applicant by name; a department, with the name of the member of staff where the viewer is staff."""
    if each.act in BY_APPLICANT:
        return each.actor_name or _("申请人")
    if each.actor_name in ("", each.department_name.zh):
        return str(each.department_name)
    return f"{each.department_name} · {each.actor_name}"


def _outcome(detail: dict[str, Any]) -> SafeString:
    if detail.get("decision"):
        return chip(*DECISIONS[Decision(detail["decision"])])
    return opinion(detail.get("opinion"))


def _remarks(detail: dict[str, Any]) -> Iterable[str]:
    """What was said with the act; unknown keys are for machines."""
    if detail.get("declined"):
        yield str(DECLINED[DeclineReason(detail["declined"])])
    if detail.get("competent_organ"):
        yield _("应当向%(organ)s申请") % {"organ": detail["competent_organ"]}
    if detail.get("points"):
        yield ngettext("要补正 %(count)s 处", "要补正 %(count)s 处", detail["points"]) % {"count": detail["points"]}
    changed = len(detail.get("fields") or ()) + len(detail.get("materials") or ())
    if changed:
        yield ngettext("改了 %(count)s 处", "改了 %(count)s 处", changed) % {"count": changed}
    if detail.get("reason"):
        yield str(detail["reason"])
