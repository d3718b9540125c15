"""Lines of the access log in words: which department looked, and what for. No staff member is named; one's own looks are left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tongban.identity import queries as identity_queries
from tongban.identity.terms import ActorKind

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from tongban.identity.terms import Actor
    from tongban.kernel.access_log import Reading
    from tongban.kernel.bilingual import Bilingual

WHO = {
    ActorKind.STAFF: gettext_lazy("办理部门的工作人员"),
    ActorKind.SYSTEM: gettext_lazy("系统自动办理"),
    ActorKind.PERSON: gettext_lazy("替同一家单位办事的人"),
    ActorKind.PUBLIC: gettext_lazy("公众"),
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


@dataclass(frozen=True, slots=True)
class Look:
    """One look in words. `about` names whose data it was, where that is not clear from the page."""

    at: datetime
    who: str
    purpose: str
    about: str = ""


def told(readings: Iterable[Reading], reader: Actor) -> list[Look]:
    """Each look of others, in the given order."""
    return _in_words([(each, "") for each in readings if each.actor_id != reader.id])


def told_of_all(known: Iterable[tuple[str, Iterable[Reading]]], reader: Actor, *, limit: int) -> list[Look]:
    """The newest looks of others at several holders' data, each by its name; one look at two of them is one line."""
    whose: dict[Reading, list[str]] = {}
    for name, readings in known:
        for each in readings:
            if each.actor_id != reader.id:
                whose.setdefault(each, []).append(name)
    newest = sorted(whose.items(), key=lambda line: line[0].at, reverse=True)[:limit]
    return _in_words([(each, _("、").join(dict.fromkeys(names))) for each, names in newest])


def _in_words(lines: list[tuple[Reading, str]]) -> list[Look]:
    staff = {each.actor_id for each, _about in lines if each.actor_kind == ActorKind.STAFF and each.actor_id is not None}
    departments = identity_queries.departments_of(staff) if staff else {}
    return [Look(each.at, _who(each, departments), _purpose(each.purpose), about) for each, about in lines]


def _who(reading: Reading, departments: Mapping[UUID, Bilingual]) -> str:
    """The department of whoever works for the city, else the kind of reader."""
    known = departments.get(reading.actor_id) if reading.actor_id is not None else None
    return str(known or WHO[ActorKind(reading.actor_kind)])


def _purpose(purpose: str) -> str:
    return str(next((words for beginning, words in PURPOSES.items() if purpose.startswith(beginning)), _("办理业务")))
