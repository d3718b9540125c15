"""Lines of the access log in words: which department looked, and what for. No staff member is named; one's own looks are left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tongban.channels.parts import use_words
from tongban.identity import queries as identity_queries
from tongban.identity.terms import ActorKind
from tongban.responsibilities import queries as responsibilities_queries
from tongban.sharing import queries as sharing_queries
from tongban.sharing.terms import Reader

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from tongban.identity.terms import Actor
    from tongban.kernel.access_log import Reading
    from tongban.kernel.bilingual import Bilingual
    from tongban.sharing.terms import UseRecord

WHO = {
    ActorKind.STAFF: gettext_lazy("办理部门的工作人员"),
    ActorKind.SYSTEM: gettext_lazy("系统自动办理"),
    ActorKind.PERSON: gettext_lazy("替同一家单位办事的人"),
    ActorKind.PUBLIC: gettext_lazy("公众"),
    ActorKind.CONSUMER: gettext_lazy("使用共享接口的单位"),
}


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
    names = {each.code: str(each.name) for each in sharing_queries.receivers()}
    return [_use(each, departments, names) for each in lines]


def _use(record: UseRecord, departments: Mapping[UUID, Bilingual], names: Mapping[str, str]) -> Use:
    return Use(
        at=record.at,
        who=names.get(record.receiver, record.receiver) or _reader(record) or _user(record, departments),
        how=_how(record),
        what=_("、").join(str(name) for name in record.types),
        purpose=str(use_words.purpose_of(record)[1]),
        case_number=record.case_number,
        basis=str(use_words.basis_of(record)[1]),
    )


def _reader(record: UseRecord) -> str:
    """Whoever is signed in and does not act for the holder; empty where the kind of reader says it."""
    if record.reader is Reader.JOINT and not use_words.handed_by_another(record):
        return _("共同持证人")
    if record.reader is not Reader.OTHER:
        return ""
    if record.question.startswith("licences.open_showing"):
        return _("当面扫码的人")
    return _("另一个申请人") if use_words.handed_by_another(record) else _("另一个登录的人")


def _how(record: UseRecord) -> str:
    words = str(use_words.how_of(record)[1])
    told = not record.result or use_words.handed_by_another(record)  # nobody asked to be given anything
    return words if told else _("%(how)s，被拒绝，什么也没有给") % {"how": words}


def _user(record: Reading | UseRecord, departments: Mapping[UUID, Bilingual]) -> str:
    if record.question.startswith("licences.open_showing") and record.actor_kind == ActorKind.PUBLIC:
        return _("当面扫码的人（没有登录）")
    return _who(record, departments)


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
    names = {each.code: str(each.name) for each in sharing_queries.receivers()} if any(each.receiver for each, _about in lines) else {}
    return [
        Look(each.at, names.get(each.receiver, each.receiver) or _user(each, departments), str(use_words.purpose_of(each)[1]), about)
        for each, about in lines
    ]


def _departments_of(lines: Iterable[Reading | UseRecord]) -> Mapping[UUID, Bilingual]:
    staff = {each.actor_id for each in lines if each.actor_kind == ActorKind.STAFF and each.actor_id is not None}
    return identity_queries.departments_of(staff) if staff else {}


def _who(reading: Reading | UseRecord, departments: Mapping[UUID, Bilingual]) -> str:
    """The department for which somebody looked, or in which whoever works for the city does, else the kind of reader."""
    known = departments.get(reading.actor_id) if reading.actor_id is not None else None
    body = getattr(reading, "body", "")
    if body:
        return str(responsibilities_queries.unit_name(body))
    return str(known or WHO[ActorKind(reading.actor_kind)])
