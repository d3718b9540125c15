"""What a binding act will do, in words, before it is done: read once more, then confirmed or taken back. No script is needed for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from tongban.cases.terms import CorrectionItem, Decision, DeclineReason
from tongban.channels.parts.tags.answers import target_name
from tongban.channels.parts.tags.history import DECLINED
from tongban.channels.parts.tags.words import shortcoming
from tongban.licences import queries as licence_queries

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest

    from tongban.cases.terms import CaseView

CONFIRMED, BACK = "confirmed", "back"
OURS = (CONFIRMED, BACK, "csrfmiddlewaretoken")


@dataclass(frozen=True)
class Confirmation:
    """The act once more. `fields` is what was typed, to be sent again."""

    heading: str
    explained: str
    lines: tuple[tuple[str, str], ...]
    button: str
    danger: bool
    fields: tuple[tuple[str, str], ...]


def confirmed(request: HttpRequest) -> bool:
    return CONFIRMED in request.POST


def taken_back(request: HttpRequest) -> bool:
    return BACK in request.POST


def typed(request: HttpRequest) -> tuple[tuple[str, str], ...]:
    """What came with this request, but for our own buttons."""
    return tuple((name, value) for name in request.POST if name not in OURS for value in request.POST.getlist(name))


def of_notice(request: HttpRequest, case: CaseView, items: Iterable[CorrectionItem]) -> Confirmation:
    days = case.release.correction_days
    time = ngettext("申请人有 %(days)s 天时间补正。", "申请人有 %(days)s 天时间补正。", days) % {"days": days}
    return Confirmation(
        heading=_("请再看一遍补正告知书"),
        explained=f"{time} {_('发出后不能修改，也不能再提新的问题。')}",
        lines=_points(case, items),
        button=_("确认发出补正告知书"),
        danger=False,
        fields=typed(request),
    )


def of_check(request: HttpRequest, case: CaseView, items: Iterable[CorrectionItem]) -> Confirmation:
    return Confirmation(
        heading=_("请再看一遍预审的问题"),
        explained=_("各部门的问题合并成一份补正告知书，最后一个部门完成后自动发给申请人。提交后不能修改。"),
        lines=_points(case, items),
        button=_("确认提交预审的问题"),
        danger=False,
        fields=typed(request),
    )


def of_decline(request: HttpRequest, *, reason: DeclineReason, competent_organ: str, note: str) -> Confirmation:
    lines = [(_("理由"), str(DECLINED[reason]))]
    lines += [(_("应当向哪个机关申请"), competent_organ)] if competent_organ else []
    lines += [(_("说明"), note)] if note else []
    return Confirmation(
        heading=_("请再看一遍不予受理通知书"),
        explained=_("确认后办件结束，通知书马上送达申请人，写明复议和诉讼的途径。不能撤回。"),
        lines=tuple(lines),
        button=_("确认不予受理"),
        danger=True,
        fields=typed(request),
    )


def of_decision(request: HttpRequest, case: CaseView, *, decision: Decision, reasons: str) -> Confirmation:
    lines = [(_("决定"), pgettext("act", "准予") if decision is Decision.GRANT else pgettext("act", "不予许可"))]
    result = case.release.result
    if decision is Decision.GRANT and result.licence:
        lines.append((_("签发的证照"), str(licence_queries.licence_type(result.licence).name)))
        if result.validity_years:
            years = ngettext("%(years)s 年", "%(years)s 年", result.validity_years) % {"years": result.validity_years}
            lines.append((_("有效期"), years))
    lines += [(_("理由"), reasons)] if reasons else []
    granted = decision is Decision.GRANT
    return Confirmation(
        heading=_("请再看一遍决定"),
        explained=_("确认后办件结束，结果马上送达申请人。不能撤回。"),
        lines=tuple(lines),
        button=_("确认准予") if granted else _("确认不予许可"),
        danger=not granted,
        fields=typed(request),
    )


def _points(case: CaseView, items: Iterable[CorrectionItem]) -> tuple[tuple[str, str], ...]:
    return tuple((target_name(case.release, item.target), f"{shortcoming(item.shortcoming)}{_('：')}{item.note}") for item in items)
