"""How, for what and on what ground a licence was used: codes that never change, and their words, for all doors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy

from tongban.identity.terms import ActorKind
from tongban.sharing.terms import (
    AT_COUNTER,
    AT_COUNTER_CASE,
    AT_COUNTER_CODE,
    ON_CONSENT,
    ON_GRANT,
    OTHERS_APPLICATION,
    Reader,
)

if TYPE_CHECKING:
    from tongban.kernel.access_log import Reading
    from tongban.sharing.terms import UseRecord

Told = tuple[str, Any]  # a code and its words

# By the beginning of the purpose: the rest of it says where in the program.
PURPOSES: dict[str, Told] = {
    "handling the case": ("handling", gettext_lazy("办理申请")),
    "keeping the department's own licences": ("keeping", gettext_lazy("发证部门核对自己发的证照")),
    "reporting an error": ("reporting", gettext_lazy("报告证照的错误")),
    "cases.queue": ("queue", gettext_lazy("查看待办列表")),
    "cases.material": ("material", gettext_lazy("查看材料")),
    "cases.paper": ("paper", gettext_lazy("查看文书")),
    "cases.submit": ("submit", gettext_lazy("核对申请")),
    "cases.prefill": ("prefill", gettext_lazy("自动填写申请表")),
    "cases.own_list": ("own-list", gettext_lazy("查看办件列表")),
    "own case": ("own-case", gettext_lazy("查看办件")),
    "own wallet": ("own-wallet", gettext_lazy("查看证照夹")),
    "own licence": ("own-licence", gettext_lazy("查看证照")),
    "guide": ("guide", gettext_lazy("看办事指南")),
}
OTHER: Told = ("other", gettext_lazy("办理业务"))
# How a licence was used, by how the question begins.
HOW: dict[str, Told] = {
    "licences.open_showing": ("showing", gettext_lazy("您出示，对方扫码查看")),
    "licences.credential": ("credential", gettext_lazy("做成可验证的凭证")),
    "licences.make_copy": ("copy-made", gettext_lazy("做了加注件")),
    "licences.copy_content": ("copy-fetched", gettext_lazy("取走加注件")),
    "licences.case_copy": ("copy-seen", gettext_lazy("在办件里查看加注件")),
    "licences.document": ("document", gettext_lazy("打开电子证照文件")),
    "licences.usable_for": ("looked-for", gettext_lazy("查有没有能用的证照")),
    "licences.licences_of": ("wallet", gettext_lazy("查看证照夹")),
    "licences.share_copy": ("shared-copy", gettext_lazy("通过共享接口取加注件")),
    "licences.share_verify": ("shared-verification", gettext_lazy("通过共享接口核对")),
    "licences.share": ("shared", gettext_lazy("通过共享接口查询")),
    "licences.scan": ("scan", gettext_lazy("在窗口录入纸质证照")),
    "licences.handed_over": ("handed-over", gettext_lazy("申请时取用")),
    "licences.judge_handed": ("looked-for", gettext_lazy("查有没有能用的证照")),
    "licences.checked_for": ("looked-for", gettext_lazy("查有没有能用的证照")),
    "licences.at_counter": ("counter", gettext_lazy("窗口查证照")),
    "licences.proposal": ("proposal", gettext_lazy("查看提出的证照变更")),
    "licences.correction": ("correction", gettext_lazy("查看您报的错")),
}
SEEN: Told = ("seen", gettext_lazy("查看证照"))
# On what a clerk looked, when somebody stood at the counter.
COUNTER: dict[str, Told] = {
    AT_COUNTER: ("counter-visit", gettext_lazy("工作人员登记：您在窗口当面办理")),
    AT_COUNTER_CODE: ("counter-code", gettext_lazy("您在窗口出示了手机上的码")),
    AT_COUNTER_CASE: ("counter-case", gettext_lazy("您的办件在这个窗口办理")),
}
TYPED = (  # with a purpose in people's words
    "licences.open_showing",
    "licences.make_copy",
    "licences.copy_content",
    "licences.share",
    "licences.at_counter",
)
IDEOGRAPHS = "\u4e00"
LAW = "law"


def handed_by_another(record: UseRecord) -> bool:
    """Whether somebody else's application came with the file of this licence; older lines tell it by their reader alone."""
    handed = record.question.startswith("licences.judge_handed")
    return handed and (record.basis == OTHERS_APPLICATION or record.reader is Reader.OTHER)


def how_of(record: UseRecord) -> Told:
    if handed_by_another(record):
        if record.result:
            return "handed-by-another-refused", gettext_lazy("别人的申请里交了您的证照文件，已拒绝")
        if record.basis:
            return "handed-by-another", gettext_lazy("别人的申请里交了您的证照文件，要由窗口核对")
        return "handed-by-another-unknown", gettext_lazy("别人的申请里交了您的证照文件")
    if record.question.startswith("licences.case_copy") and record.basis in COUNTER:
        return "copy-at-counter", gettext_lazy("在窗口查看加注件")
    return next((told for beginning, told in HOW.items() if record.question.startswith(beginning)), SEEN)


def purpose_of(record: Reading | UseRecord) -> Told:
    """What somebody has written stands as it is, with no code; what the program says of itself has one, and words."""
    if record.question.startswith(TYPED) or any(character >= IDEOGRAPHS for character in record.purpose):
        return "", record.purpose
    return next((told for beginning, told in PURPOSES.items() if record.purpose.startswith(beginning)), OTHER)


def basis_of(record: UseRecord) -> Told:
    """An article stands as it is; a consent, an authorisation and one's own doing have words."""
    if record.basis.startswith(ON_GRANT):
        return "grant", gettext_lazy("您的长期授权")
    if handed_by_another(record):
        return "others-application", gettext_lazy("别人提交的申请")
    if record.basis in COUNTER:
        return COUNTER[record.basis]
    if record.basis.startswith(ON_CONSENT):
        return "consent", gettext_lazy("您当场同意")
    if record.basis:
        return LAW, record.basis
    if record.result or record.actor_kind == ActorKind.CONSUMER:
        return "", ""
    return _by_reader(record)


def _by_reader(record: UseRecord) -> Told:
    """Nothing was written down to rest on: whoever holds the licence, alone or with others, may look at it."""
    if record.reader is Reader.JOINT:
        return "joint", gettext_lazy("共同持有这张证照")
    if record.reader is Reader.OTHER:
        return "", ""
    if record.case_number:
        return "application", gettext_lazy("您提交的申请")
    return ("own", gettext_lazy("您本人或代办人登录查看")) if record.actor_kind == ActorKind.PERSON else ("", "")
