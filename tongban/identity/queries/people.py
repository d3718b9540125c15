"""Who acts, who somebody is, and for whom they may act."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import connection
from django.db.models import F

from tongban.identity import rules
from tongban.identity.models import Login, Mandate, Organisation, Person
from tongban.identity.models import Subject as SubjectRow
from tongban.identity.models.subject import opened, subject_index
from tongban.identity.terms import (
    CODE_TYPES,
    CREDIT_CODE,
    IDENTITY_NUMBER,
    PUBLIC,
    Actor,
    ActorKind,
    Assurance,
    Holder,
    HolderKind,
    Reach,
    Subject,
)
from tongban.identity.terms import Mandate as MandateView
from tongban.kernel import access_log, clock, crypto, identifiers

if TYPE_CHECKING:
    from tongban.kernel.who import Who

HOLDER_FIELDS = ("name", "code", "phone", "address")
LONGEST_CODE = 40

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


def logins_of_phones(phones: Collection[str]) -> dict[str, UUID]:
    """The logins of these numbers, those that have one: for telling staff who stand on a list. It shows nobody anything new."""
    indexes = {crypto.blind_index(number, "identity.phone"): phone for phone in phones if (number := rules.phone_number(phone))}
    found = Login.objects.filter(phone_index__in=list(indexes), is_active=True).values_list("phone_index", "pk")
    return {indexes[bytes(index)]: login_id for index, login_id in found}


def reach(*, login_id: UUID | None, person_id: UUID | None, by: Who, at: datetime, purpose: str) -> Reach | None:
    """Where a login, or a person with whatever logins they have, is told something; logged. None when there is no number."""
    theirs = Login.objects.filter(pk=login_id) if login_id is not None else Login.objects.filter(person=person_id, is_active=True)
    login = theirs.order_by("pk").first()
    person = None if login is not None else Person.objects.filter(pk=person_id).first()
    phone = login.phone if login is not None else person.phone if person is not None else ""
    if not phone:
        return None
    holders = [each for each in {person_id, login.person_id if login is not None else None} if each is not None]
    access_log.note("identity.reach", by=by, at=at, purpose=purpose, holders=holders, fields=("phone",), subject=str(login_id or person_id))
    return Reach(phone=str(phone), language=login.language if login is not None else "")


def holders(holder_ids: Collection[UUID], *, by: Who, at: datetime, purpose: str) -> dict[UUID, Holder]:
    """Persons, organisations and holders known from their papers only, by id, with their numbers; logged in one row.

    Unknown ids are left out.
    """
    found = _held(set(holder_ids))
    if found:
        access_log.note("identity.holders", by=by, at=at, purpose=purpose, holders=list(found), fields=HOLDER_FIELDS)
    return found


def holder(holder_id: UUID, *, by: Who, at: datetime, purpose: str) -> Holder | None:
    """A person or an organisation by id, with its number; logged. None when there is none."""
    return holders([holder_id], by=by, at=at, purpose=purpose).get(holder_id)


def holder_by_code(code: str, *, by: Who, at: datetime, purpose: str) -> Holder | None:
    """Whoever has this identity number or credit code, however it is typed; logged, also when nobody is found.

    Known from their papers is enough: nobody has to be enrolled to be found.
    """
    folded = identifiers.folded(code)
    indexes = [subject_index(code_type, folded) for code_type in CODE_TYPES.values()]
    subject_id = SubjectRow.objects.filter(index__in=indexes).values_list("pk", flat=True).first()
    found = _held({subject_id}).get(subject_id) if subject_id else None
    access_log.note("identity.holder_by_code", by=by, at=at, purpose=purpose, holders=[found.id] if found else [], fields=HOLDER_FIELDS)
    return found


def subject_of(code_type: str, code: str) -> UUID | None:
    """The id by which licences know the holder of this number, or None. Says nothing of anybody, so it leaves no row in the log."""
    index = subject_index(code_type, identifiers.folded(code))
    return SubjectRow.objects.filter(index=index).values_list("pk", flat=True).first()


def holder_code(code_type: str, text: str) -> str:
    """A holder's number in its one written form. Raises `InvalidIdentifier` where its type has a form and this is not it."""
    if code_type == IDENTITY_NUMBER:
        return identifiers.identity_number(text)
    if code_type == CREDIT_CODE:
        return identifiers.uscc(text)
    code = identifiers.folded(text)
    if not 3 <= len(code) <= LONGEST_CODE:
        raise identifiers.InvalidIdentifier(code_type, "length")
    return code


def names_of(holder_ids: Collection[UUID]) -> dict[UUID, str]:
    """Names of logins' staff by login id, for histories shown to staff."""
    rows = Login.objects.filter(pk__in=list(holder_ids)).values_list("pk", "staff__name", "person__name")
    return {login_id: staff_name or person_name or "" for login_id, staff_name, person_name in rows}


def title_of(by: Actor) -> str:
    """The post of an actor who works for the city, as their department gave it; shown in public where they decide in its name."""
    return Login.objects.filter(pk=by.id).values_list("staff__title", flat=True).first() or ""


def person_of(by: Actor, *, at: datetime, purpose: str) -> Holder | None:
    """The actor's own person; logged."""
    return holder(by.person_id, by=by, at=at, purpose=purpose) if by.person_id else None


def represents(person_id: UUID, organisation_id: UUID) -> bool:
    """Whether somebody is the legal representative of an organisation (Civil Code art. 61), as the register has it."""
    return Organisation.objects.filter(pk=organisation_id, legal_representative_id=person_id).exists()


def representative_of(organisation_id: UUID) -> tuple[UUID, str] | None:
    """The id and the name of an organisation's legal representative; None where the register knows nobody. It shows nobody's data."""
    found = Organisation.objects.filter(pk=organisation_id, legal_representative__isnull=False)
    return found.values_list("legal_representative_id", "legal_representative__name").first()


def person_behind(login_id: UUID) -> UUID | None:
    """The person of a login, locked or not. Says nothing of anybody."""
    return Login.objects.filter(pk=login_id).values_list("person_id", flat=True).first()


def ever_acted_for(login_ids: Collection[UUID]) -> dict[UUID, frozenset[UUID]]:
    """By login: its person and every organisation that person ever had a mandate of or represents. Ids only, nobody's data."""
    people = dict(Login.objects.filter(pk__in=set(login_ids), person__isnull=False).values_list("pk", "person_id"))
    theirs: dict[UUID | None, set[UUID]] = {person: {person} for person in people.values() if person}
    named = Organisation.objects.filter(legal_representative__in=list(theirs)).values_list("legal_representative_id", "pk")
    for person, organisation in (*Mandate.objects.filter(person__in=list(theirs)).values_list("person_id", "organisation_id"), *named):
        theirs[person].add(organisation)
    return {login: frozenset(theirs[person]) for login, person in people.items()}


def represented_by(by: Actor, *, at: datetime, purpose: str) -> tuple[Holder, ...]:
    """The organisations whose legal representative this actor is, by name; logged."""
    rows = Organisation.objects.filter(legal_representative_id=by.person_id).order_by("name") if by.person_id else ()
    found = tuple(_organisation(row) for row in rows)
    if found:
        access_log.note("identity.represented_by", by=by, at=at, purpose=purpose, holders=[each.id for each in found], fields=HOLDER_FIELDS)
    return found


def agents_of(organisation_id: UUID, *, at: datetime) -> dict[UUID, str]:
    """Names of those who may act for an organisation today, by person."""
    living = Mandate.objects.living(clock.city_date(at)).filter(organisation_id=organisation_id)
    return dict(living.order_by("granted_at").values_list("person_id", "person__name"))


def people_behind(holder_id: UUID, *, at: datetime) -> tuple[UUID, ...]:
    """Whom to tell what happens to a holder: the person, or those who represent and act for the organisation. Ids only, nobody's data."""
    if Person.objects.filter(pk=holder_id).exists():
        return (holder_id,)
    representative = representative_of(holder_id)
    return tuple(sorted({*agents_of(holder_id, at=at), *((representative[0],) if representative else ())}))


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
        code_type=CREDIT_CODE,
    )


def _person(row: Person) -> Holder:
    return Holder(
        kind=HolderKind.PERSON,
        id=row.pk,
        name=row.name,
        code=row.number,
        phone=row.phone,
        address=row.address,
        code_type=IDENTITY_NUMBER,
    )


def _subject(row: SubjectRow) -> Holder:
    name, code = row.opened()
    return Holder(kind=HolderKind(row.kind), id=row.pk, name=name, code=code, code_type=row.code_type)


def _held(wanted: set[UUID]) -> dict[UUID, Holder]:
    """What is known of each: as an organisation, as a person, or from papers only."""
    found = {row.pk: _organisation(row) for row in Organisation.objects.filter(pk__in=wanted)}
    if left := wanted - found.keys():
        found |= {row.pk: _person(row) for row in Person.objects.filter(pk__in=left)}
    if left := wanted - found.keys():
        found |= {row.pk: _subject(row) for row in SubjectRow.objects.filter(pk__in=left)}
    return found


def known_subjects(subjects: Collection[Subject]) -> dict[tuple[str, str], tuple[UUID, bool]]:
    """Those of these holders who are known, by type and number: their id, and whether they are known by this name.

    Answers yes or no to what a list says anyway, and shows nobody; so it leaves no row in the log.
    """
    wanted = {subject_index(each.code_type, each.code): each for each in subjects}
    found = SubjectRow.objects.filter(index__in=list(wanted)).values_list("pk", "index", "sealed")
    answers: dict[tuple[str, str], tuple[UUID, bool]] = {}
    for subject_id, index, sealed in found:
        each = wanted[bytes(index)]
        answers[each.code_type, each.code] = subject_id, same_name(opened(sealed)[0], each.name)
    return answers


def same_name(one: str, other: str) -> bool:
    """Whether two spellings are of one name: width of characters and blanks do not count."""
    return one == other or identifiers.folded(one) == identifiers.folded(other)
