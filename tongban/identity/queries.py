"""Questions about who is who. Those that return a person's data take a purpose and leave a row in the access log."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import connection
from django.db.models import F

from tongban.identity import rules
from tongban.identity.models import Department as DepartmentRow
from tongban.identity.models import Desk as DeskRow
from tongban.identity.models import Login, Mandate, Organisation, Person, Post
from tongban.identity.terms import PUBLIC, Actor, ActorKind, Assurance, Department, Desk, Holder, HolderKind
from tongban.identity.terms import Mandate as MandateView
from tongban.kernel import access_log, clock, crypto, identifiers
from tongban.kernel.bilingual import Bilingual

if TYPE_CHECKING:
    from tongban.kernel.who import Who

HOLDER_FIELDS = ("name", "code", "phone", "address")

# One statement on the path of every request: the login, its person's living mandates and its staff member's desks.
ACTOR = """
SELECT login.id, login.assurance, login.person_id, coalesce(staff.name, ''), coalesce(person.name, ''),
       ARRAY(SELECT post.desk_id FROM identity_post post WHERE post.staff_id = staff.id),
       ARRAY(SELECT mandate.organisation_id FROM identity_mandate mandate
             WHERE mandate.person_id = login.person_id AND mandate.revoked_at IS NULL
               AND mandate.valid_from <= %(today)s AND (mandate.valid_until IS NULL OR mandate.valid_until >= %(today)s))
FROM identity_login login
LEFT JOIN identity_staff staff ON staff.login_id = login.id
LEFT JOIN identity_person person ON person.id = login.person_id
"""
BY_LOGIN = ACTOR + "WHERE login.id = %(login)s AND login.is_active"
BY_TOKEN = (
    ACTOR
    + """JOIN identity_apitoken token ON token.login_id = login.id
WHERE token.digest = %(digest)s AND token.revoked_at IS NULL AND token.expires_at > %(at)s AND login.is_active"""
)


def actor(login_id: UUID, *, at: datetime, as_person: bool = False) -> Actor:
    """Who acts with this login now; the public when it is unknown or locked. One statement.

    A login with posts is staff; `as_person` asks for the person behind it.
    """
    return _actor(BY_LOGIN, {"login": login_id, "today": clock.city_date(at)}, as_person=as_person) or PUBLIC


def actor_by_token(token: str, *, at: datetime) -> Actor | None:
    """Who acts with this bearer token, or None when it is unknown, expired or revoked. One statement."""
    return _actor(BY_TOKEN, {"digest": token_digest(token), "at": at, "today": clock.city_date(at)})


def token_digest(token: str) -> bytes:
    """All that is kept of a token."""
    return hashlib.sha256(token.encode()).digest()


def _actor(sql: str, parameters: dict[str, Any], *, as_person: bool = False) -> Actor | None:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        row = cursor.fetchone()
    if row is None:
        return None
    login_id, assurance, person_id, staff_name, person_name, desks, mandates = row
    staff = bool(desks) and not as_person
    return Actor(
        kind=ActorKind.STAFF if staff else ActorKind.PERSON,
        id=login_id,
        name=(staff_name or person_name) if staff else (person_name or staff_name),
        person_id=person_id,
        level=Assurance(assurance),
        mandates=frozenset(mandates),
        desks=frozenset(desks) if staff else frozenset(),
    )


def login_by_phone(phone: str) -> Login | None:
    """The login of a phone number, for the sign-in adapter only."""
    number = rules.phone_number(phone)
    if number is None:
        return None
    return Login.objects.filter(phone_index=crypto.blind_index(number, "identity.phone")).first()


def departments() -> tuple[Department, ...]:
    """All departments of the city, by code."""
    return tuple(_department(row) for row in DepartmentRow.objects.order_by("code"))


def department(code: str) -> Department:
    """One department. Raises KeyError."""
    row = DepartmentRow.objects.filter(pk=code).first()
    if row is None:
        raise KeyError(code)
    return _department(row)


def _department(row: DepartmentRow) -> Department:
    return Department(
        code=row.code,
        name=Bilingual(row.name_zh, row.name_en),
        short_name=Bilingual(row.short_name_zh, row.short_name_en),
        uscc=row.uscc,
        number_prefix=row.number_prefix,
        parent=row.parent_id,
        phone=row.phone,
        address=Bilingual(row.address_zh, row.address_en),
    )


def desks() -> tuple[Desk, ...]:
    """All desks of the city, by code."""
    rows = DeskRow.objects.order_by("code")
    return tuple(Desk(code=row.code, department=row.department_id, name=Bilingual(row.name_zh, row.name_en)) for row in rows)


def holders(holder_ids: Collection[UUID], *, by: Who, at: datetime, purpose: str) -> dict[UUID, Holder]:
    """Persons and organisations by id, with their numbers; logged in one row. Unknown ids are left out."""
    wanted = set(holder_ids)
    found = {row.pk: _organisation(row) for row in Organisation.objects.filter(pk__in=wanted)}
    left = wanted - found.keys()
    found |= {row.pk: _person(row) for row in Person.objects.filter(pk__in=left)} if left else {}
    if found:
        access_log.note("identity.holders", by=by, at=at, purpose=purpose, holders=list(found), fields=HOLDER_FIELDS)
    return found


def holder(holder_id: UUID, *, by: Who, at: datetime, purpose: str) -> Holder | None:
    """A person or an organisation by id, with its number; logged. None when there is none."""
    return holders([holder_id], by=by, at=at, purpose=purpose).get(holder_id)


def holder_by_code(code: str, *, by: Who, at: datetime, purpose: str) -> Holder | None:
    """A person by identity number or an organisation by credit code, however it is typed; logged, also when nobody is found."""
    code = identifiers.folded(code)
    index = crypto.blind_index(code, "identity.number")
    organisation = Organisation.objects.filter(uscc=code).first()
    person = None if organisation else Person.objects.filter(number_index=index).first()
    found = _organisation(organisation) if organisation else _person(person) if person else None
    access_log.note("identity.holder_by_code", by=by, at=at, purpose=purpose, holders=[found.id] if found else [], fields=HOLDER_FIELDS)
    return found


def names_of(holder_ids: Collection[UUID]) -> dict[UUID, str]:
    """Names of logins' staff by login id, for histories shown to staff."""
    rows = Login.objects.filter(pk__in=list(holder_ids)).values_list("pk", "staff__name", "person__name")
    return {login_id: staff_name or person_name or "" for login_id, staff_name, person_name in rows}


def departments_of(login_ids: Collection[UUID]) -> dict[UUID, Bilingual]:
    """The department in which each of these logins works, as people call it; those that do not work for the city are left out."""
    posts = Post.objects.filter(staff__login__in=set(login_ids)).select_related("staff", "desk__department").order_by("-desk_id")
    return {post.staff.login_id: _department(post.desk.department).short_name for post in posts}


def person_of(by: Actor, *, at: datetime, purpose: str) -> Holder | None:
    """The actor's own person; logged."""
    return holder(by.person_id, by=by, at=at, purpose=purpose) if by.person_id else None


def mandates_of(by: Actor, *, at: datetime) -> tuple[MandateView, ...]:
    """The organisations this actor may act for today, with what the mandate that lasts longest says."""
    living = Mandate.objects.living(clock.city_date(at)).filter(person_id=by.person_id).select_related("organisation")
    longest = living.order_by("organisation_id", F("valid_until").desc(nulls_first=True)).distinct("organisation_id")
    return tuple(
        MandateView(
            organisation=_organisation(row.organisation), scope=row.scope, valid_from=row.valid_from, valid_until=row.valid_until, id=row.pk
        )
        for row in sorted(longest, key=lambda row: (row.valid_from, row.granted_at))
    )


def _organisation(row: Organisation) -> Holder:
    return Holder(
        kind=HolderKind.ORGANISATION,
        id=row.pk,
        name=row.name,
        code=row.uscc,
        phone=row.phone,
        address=row.address,
        legal_representative=row.legal_representative_name,
    )


def _person(row: Person) -> Holder:
    return Holder(kind=HolderKind.PERSON, id=row.pk, name=row.name, code=row.number, phone=row.phone, address=row.address)
