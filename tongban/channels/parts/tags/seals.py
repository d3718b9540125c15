"""Seals and signatures in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from tongban.channels.parts.actor import moment
from tongban.channels.parts.tags.words import chip
from tongban.seals.terms import SealChange, SealKind, SealState, SealView

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

    from tongban.cases.terms import CaseView

KINDS = {
    SealKind.UNIT: gettext_lazy("单位章"),
    SealKind.REPRESENTATIVE: gettext_lazy("法定代表人章"),
    SealKind.PERSON: gettext_lazy("个人签名章"),
}
STATES = {
    SealState.IN_USE: ("ok", pgettext_lazy("seal", "在用")),
    SealState.SUSPENDED: ("soon", pgettext_lazy("seal", "已停用")),
    SealState.LOST: ("late", pgettext_lazy("seal", "已挂失")),
    SealState.DESTROYED: ("", pgettext_lazy("seal", "已销毁")),
}
CHANGES = {
    SealChange.MAKE: pgettext_lazy("seal", "制作"),
    SealChange.HAND_OVER: pgettext_lazy("seal", "移交保管"),
    SealChange.SUSPEND: pgettext_lazy("seal", "停用"),
    SealChange.RESUME: pgettext_lazy("seal", "恢复使用"),
    SealChange.REPORT_LOST: pgettext_lazy("seal", "挂失"),
    SealChange.DESTROY: pgettext_lazy("seal", "销毁"),
}


def seal_kind(kind: SealKind | str) -> str:
    return str(KINDS[SealKind(kind)])


def seal_change(change: SealChange | str) -> str:
    return str(CHANGES[SealChange(change)])


def seal_state(context: dict[str, Any], seal: SealView) -> SafeString:
    """How a seal stands; one whose period is over says so."""
    if seal.state is SealState.IN_USE and not seal.usable_at(moment(context["request"])):
        return chip("late", _("已过期"))
    return chip(*STATES[seal.state])


def signature_card(case: CaseView, address: str) -> dict[str, Any]:
    """The signature under an application, with its verification; `address` is the name of the URL of its files."""
    last = max((each.round for each in case.signatures), default=case.round)
    return {"case": case, "signatures": case.signatures, "address": address, "unsigned_since": last < case.round}
