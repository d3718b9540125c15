"""Who used whose licences, as the log of reads tells it to their holder."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from tongban.identity import queries as identity_queries
from tongban.identity.terms import ActorKind
from tongban.kernel import access_log
from tongban.licences.queries import licence_types, national_code, opening
from tongban.licences.terms import MalformedIdentifier
from tongban.sharing import access, terms

if TYPE_CHECKING:
    from tongban.identity.terms import Actor
    from tongban.kernel.access_log import Reading
    from tongban.kernel.bilingual import Bilingual

ABOUT = "licences."  # how every question about a licence begins in the log of reads, whichever module asks it (ADR 0026)
USES_ON_A_PAGE = 30


def uses_of(holder_id: UUID, *, by: Actor, at: datetime, before: int = 0, limit: int = USES_ON_A_PAGE) -> terms.UsePage:
    """The uses of a holder's licences, newest first, one's own looks left out; values are in none of them. Refuses: Denied."""
    access.require_grants(by, holder_id)
    found = access_log.reads_of_holder(holder_id, limit=limit + 1, before=before, about=ABOUT, leave_out=by.id)
    by_code = {kind.code: kind.name for kind in licence_types()}
    by_national_code = {kind.national_code: kind.name for kind in licence_types()}
    access_log.note("licences.uses_of", by=by, at=at, purpose="own log", holders=(holder_id,))
    readers = _readers(holder_id, found)
    lines = tuple(replace(_record(each, by_code, by_national_code), reader=readers.get(each.number)) for each in found[:limit])
    return terms.UsePage(lines, found[limit - 1].number if len(found) > limit else 0)


def _readers(holder_id: UUID, found: Collection[Reading]) -> dict[int, terms.Reader]:
    """Who each person with a login is to this holder, by the number of the line."""
    people = {each.number: each.actor_id for each in found if each.actor_kind == ActorKind.PERSON and each.actor_id is not None}
    if not people:
        return {}
    theirs, joint = identity_queries.ever_acted_for(set(people.values())), opening.joint_with(holder_id)

    def known(login: UUID) -> terms.Reader:
        for_whom = theirs.get(login, frozenset())
        return terms.Reader.OWN if holder_id in for_whom else terms.Reader.JOINT if for_whom & joint else terms.Reader.OTHER

    told = {login: known(login) for login in set(people.values())}
    return {number: told[login] for number, login in people.items()}


def _record(reading: Reading, by_code: Mapping[str, Bilingual], by_national_code: Mapping[str, Bilingual]) -> terms.UseRecord:
    """What was looked at is told by its kind: an identifier begins with one, and whoever looks for a case names some."""
    kind = _kind_of(reading.subject)
    named = [by_national_code[kind]] if kind in by_national_code else [by_code[code] for code in reading.fields if code in by_code]
    return terms.UseRecord(
        at=reading.at,
        question=reading.question,
        actor_kind=reading.actor_kind,
        actor_id=reading.actor_id,
        types=tuple(named),
        case_number="" if kind else reading.subject,
        purpose=reading.purpose,
        basis=reading.basis,
        receiver=reading.receiver,
        result=reading.result,
    )


def _kind_of(subject: str) -> str:
    """The national code in an identifier; nothing where the subject is a case."""
    try:
        return national_code(subject)
    except MalformedIdentifier:
        return ""
