"""Lines of the access log in words: which department looked, and what for. No staff member is named; one's own looks are left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tongban.identity import queries as identity_queries
from tongban.identity.terms import ActorKind
from tongban.licences import queries as licence_queries
from tongban.licences.terms import AT_COUNTER, ON_CONSENT, ON_GRANT

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from tongban.identity.terms import Actor
    from tongban.kernel.access_log import Reading
    from tongban.kernel.bilingual import Bilingual
    from tongban.licences.terms import UseRecord

WHO = {
    ActorKind.STAFF: gettext_lazy("办理部门的工作人员"),
    ActorKind.SYSTEM: gettext_lazy("系统自动办理"),
    ActorKind.PERSON: gettext_lazy("替同一家单位办事的人"),
    ActorKind.PUBLIC: gettext_lazy("公众"),
    ActorKind.CONSUMER: gettext_lazy("使用共享接口的单位"),
}
# By the beginning of the purpose: the rest of it says where in the program.
PURPOSES = {
    "handling the case": gettext_lazy("办理申请"),
    "cases.queue": gettext_lazy("查看待办列表"),
    "cases.material": gettext_lazy("查看材料"),
    "cases.paper": gettext_lazy("查看文书"),
    "cases.submit": gettext_lazy("核对申请"),
    "cases.prefill": gettext_lazy("自动填写申请表"),
    "cases.own_list": gettext_lazy("查看办件列表"),
    "own case": gettext_lazy("查看办件"),
    "own wallet": gettext_lazy("查看证照夹"),
    "own licence": gettext_lazy("查看证照"),
    "guide": gettext_lazy("看办事指南"),
}
# How a licence was used, by how the question begins.
HOW = {
    "licences.open_showing": gettext_lazy("您出示，对方扫码查看"),
    "licences.credential": gettext_lazy("做成可验证的凭证"),
    "licences.make_copy": gettext_lazy("做了加注件"),
    "licences.copy_content": gettext_lazy("取走加注件"),
    "licences.case_copy": gettext_lazy("在办件里查看加注件"),
    "licences.document": gettext_lazy("打开电子证照文件"),
    "licences.usable_for": gettext_lazy("查有没有能用的证照"),
    "licences.licences_of": gettext_lazy("查看证照夹"),
    "licences.share_copy": gettext_lazy("通过共享接口取加注件"),
    "licences.share_verify": gettext_lazy("通过共享接口核对"),
    "licences.share": gettext_lazy("通过共享接口查询"),
    "licences.scan": gettext_lazy("在窗口录入纸质证照"),
    "licences.handed_over": gettext_lazy("申请时取用"),
    "licences.checked_for": gettext_lazy("查有没有能用的证照"),
    "licences.at_counter": gettext_lazy("窗口查证照"),
    "licences.correction": gettext_lazy("查看您报的错"),
}
TYPED = ("licences.open_showing", "licences.make_copy", "licences.copy_content", "licences.share")  # with a purpose in people's words
IDEOGRAPHS = "\u4e00"


@dataclass(frozen=True, slots=True)
class Look:
    """One look in words. `about` names whose data it was, where that is not clear from the page."""

    at: datetime
    who: str
    purpose: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Use:
    """One use of a licence in words. `basis` says why it was allowed: a law, an authorisation, a consent."""

    at: datetime
    who: str
    how: str
    what: str
    purpose: str
    case_number: str
    basis: str


def told_uses(records: Iterable[UseRecord]) -> list[Use]:
    """Each use, in the given order."""
    lines = tuple(records)
    departments = _departments_of(lines)
    names = {each.code: str(each.name) for each in licence_queries.receivers()}
    return [_use(each, departments, names) for each in lines]


def _use(record: UseRecord, departments: Mapping[UUID, Bilingual], names: Mapping[str, str]) -> Use:
    return Use(
        at=record.at,
        who=names.get(record.receiver, record.receiver) or _user(record, departments),
        how=_how(record),
        what=_("、").join(str(name) for name in record.types),
        purpose=_purpose_of_use(record),
        case_number=record.case_number,
        basis=_basis(record),
    )


def _how(record: UseRecord) -> str:
    words = str(next((words for beginning, words in HOW.items() if record.question.startswith(beginning)), _("查看证照")))
    return _("%(how)s，被拒绝，什么也没有给") % {"how": words} if record.result else words


def _user(record: Reading | UseRecord, departments: Mapping[UUID, Bilingual]) -> str:
    if record.question.startswith("licences.open_showing") and record.actor_kind == ActorKind.PUBLIC:
        return _("当面扫码的人（没有登录）")
    return _who(record, departments)


def _purpose_of_use(record: Reading | UseRecord) -> str:
    """What somebody has written stands as it is; what the program says of itself is put in words."""
    typed = record.question.startswith(TYPED) or any(character >= IDEOGRAPHS for character in record.purpose)
    return record.purpose if typed else _purpose(record.purpose)


def _basis(record: UseRecord) -> str:
    if record.basis.startswith(ON_GRANT):
        return _("您的长期授权")
    if record.basis == AT_COUNTER:
        return _("工作人员登记：您在窗口当面办理")
    if record.basis.startswith(ON_CONSENT):
        return _("您当场同意")
    if record.basis:
        return record.basis
    if record.result or record.actor_kind == ActorKind.CONSUMER:
        return ""
    return _("您提交的申请") if record.case_number else _("您本人或代办人登录查看") if record.actor_kind == ActorKind.PERSON else ""


def told(readings: Iterable[Reading], reader: Actor) -> list[Look]:
    """Each look of others, in the given order."""
    return _in_words([(each, "") for each in readings if each.actor_id != reader.id or each.receiver])


def told_of_all(known: Iterable[tuple[str, Iterable[Reading]]], reader: Actor, *, limit: int) -> list[Look]:
    """The newest looks of others at several holders' data, each by its name; one look at two of them is one line."""
    whose: dict[Reading, list[str]] = {}
    for name, readings in known:
        for each in readings:
            if each.actor_id != reader.id or each.receiver:
                whose.setdefault(each, []).append(name)
    newest = sorted(whose.items(), key=lambda line: line[0].at, reverse=True)[:limit]
    return _in_words([(each, _("、").join(dict.fromkeys(names))) for each, names in newest])


def _in_words(lines: list[tuple[Reading, str]]) -> list[Look]:
    departments = _departments_of([each for each, _about in lines])
    names = {each.code: str(each.name) for each in licence_queries.receivers()} if any(each.receiver for each, _about in lines) else {}
    return [
        Look(each.at, names.get(each.receiver, each.receiver) or _user(each, departments), _purpose_of_use(each), about)
        for each, about in lines
    ]


def _departments_of(lines: Iterable[Reading | UseRecord]) -> Mapping[UUID, Bilingual]:
    staff = {each.actor_id for each in lines if each.actor_kind == ActorKind.STAFF and each.actor_id is not None}
    return identity_queries.departments_of(staff) if staff else {}


def _who(reading: Reading | UseRecord, departments: Mapping[UUID, Bilingual]) -> str:
    """The department of whoever works for the city, else the kind of reader."""
    known = departments.get(reading.actor_id) if reading.actor_id is not None else None
    return str(known or WHO[ActorKind(reading.actor_kind)])


def _purpose(purpose: str) -> str:
    return str(next((words for beginning, words in PURPOSES.items() if purpose.startswith(beginning)), _("办理业务")))
