"""What a seal was used for, in words: a licence by its number, a form by its service and the case it was handed in for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _

from tongban.cases import queries as case_queries

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from tongban.cases.terms import SealedForm
    from tongban.seals.terms import SealUseLine


@dataclass(frozen=True, slots=True)
class ToldUse:
    """One use. `words` are empty where `subject`, a number that people know, says it."""

    at: datetime
    actor_name: str
    grant_id: UUID | None
    digest: str
    subject: str
    words: str = ""


def told_seal_uses(lines: Iterable[SealUseLine]) -> list[ToldUse]:
    """Each use, in the given order."""
    uses = tuple(lines)
    forms = case_queries.sealed_forms({each.subject for each in uses})
    return [
        ToldUse(each.at, each.actor_name, each.grant_id, each.digest, each.subject, _form(each.subject, forms.get(each.subject)))
        for each in uses
    ]


def _form(subject: str, form: SealedForm | None) -> str:
    if not case_queries.is_sealed_form(subject):
        return ""
    if form is None:
        return _("一份没有提交、已经清除的申请书")
    told = {"service": form.service, "number": form.case_number}
    return _("“%(service)s”的申请书，办件 %(number)s") % told if form.case_number else _("“%(service)s”，还没有提交的申请书") % told
