"""How a case stands, in the words of a neighbour: who works on it now, or how it ended."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tongban.cases.terms import CaseLine, CaseState, CaseView, End, StepState, StepView
from tongban.catalog.terms import Does
from tongban.identity import queries as identity_queries

if TYPE_CHECKING:
    from tongban.kernel.bilingual import Bilingual

DOING = {
    Does.CHECK: gettext_lazy("%(who)s正在预审材料"),
    Does.ACCEPT: gettext_lazy("%(who)s正在核对材料，决定是否受理"),
    Does.REVIEW: gettext_lazy("%(who)s正在审查"),
    Does.DECIDE: gettext_lazy("%(who)s正在作决定"),
}
ENDED = {
    End.GRANTED: gettext_lazy("办好了"),
    End.REFUSED: gettext_lazy("没有批准（不予许可）"),
    End.DECLINED: gettext_lazy("没有受理（不予受理）"),
    End.WITHDRAWN: gettext_lazy("您已撤回这份申请"),
    End.RETURNED: gettext_lazy("过了补正期限，申请已退回"),
}


class ShortNames:
    """How people call the departments: by code, or by the full name that a line of a list carries. One statement."""

    def __init__(self) -> None:
        known = identity_queries.departments()
        self._by_code = {each.code: each.short_name if each.short_name.zh else each.name for each in known}
        self._by_name = {each.name.zh: self._by_code[each.code] for each in known}

    def of(self, code: str) -> str:
        return str(self._by_code.get(code, code))

    def of_name(self, name: Bilingual) -> str:
        return str(self._by_name.get(name.zh, name))


def standing(case: CaseView, names: ShortNames) -> str:
    """The heading of a case: 水利局正在审查，公路局已完成."""
    if case.end is not None:
        return str(ENDED[case.end])
    if case.state is CaseState.CORRECTING:
        return _("请您补正 %(count)s 处，补齐后接着办") % {"count": len(case.corrections[-1].items)}
    open_steps = [step for step in case.steps if step.state is StepState.OPEN]
    if not open_steps:
        return _("正在转往下一个环节")
    told = [_doing(does, group, names) for does, group in _by_act(open_steps).items()]
    beside = _done_beside(case, open_steps)
    if beside:
        told.append(_("%(who)s已完成") % {"who": _joined(names.of(step.department) for step in beside)})
    return _("，").join(told)


def line_standing(line: CaseLine, names: ShortNames, *, own: bool = True) -> str:
    """The same for a line of a list, which knows the departments and no steps; `own` speaks to the applicant, not about them."""
    if line.end is not None:
        return str(ENDED[line.end]) if own or line.end is not End.WITHDRAWN else _("申请人已撤回")
    if line.state is CaseState.CORRECTING:
        return _("等您补正") if own else _("等申请人补正")
    if not line.now_at:
        return _("正在转往下一个环节")
    who = _joined(names.of_name(name) for name in line.now_at)
    if line.state is CaseState.RECEIVED:
        return DOING[Does.ACCEPT] % {"who": who}
    return _("%(who)s正在办理") % {"who": who}


def _by_act(steps: Iterable[StepView]) -> Mapping[Does, list[StepView]]:
    found: dict[Does, list[StepView]] = {}
    for step in steps:
        found.setdefault(step.does, []).append(step)
    return found


def _doing(does: Does, steps: Iterable[StepView], names: ShortNames) -> str:
    return DOING[does] % {"who": _joined(names.of(step.department) for step in steps)}


def _done_beside(case: CaseView, open_steps: Iterable[StepView]) -> list[StepView]:
    """Steps that began with the open ones and are done already."""
    waited_for = {case.release.step(step.key).after for step in open_steps}
    return [
        step
        for step in case.steps
        if step.state is StepState.DONE and case.release.step(step.key).after in waited_for and step.round == case.round
    ]


def _joined(names: Iterable[str]) -> str:
    return _("、").join(dict.fromkeys(names))
