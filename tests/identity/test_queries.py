"""Who acts, in one statement; whose data is read, with a purpose and a row in the log."""

import uuid
from datetime import timedelta

import pytest

from tests.identity.factories import (
    AT,
    CLERK,
    TODAY,
    a_code,
    a_number,
    acting,
    make_city,
    make_clerk,
    make_login,
    make_mandate,
    make_organisation,
    make_person,
)
from tongban.identity import actions, queries
from tongban.identity.terms import PUBLIC, SYSTEM, ActorKind, Assurance, HolderKind
from tongban.kernel import access_log
from tongban.kernel.models import Read

pytestmark = pytest.mark.django_db


def test_a_citizen_acts_with_name_person_level_and_mandates() -> None:
    person, company = make_person(name="陈晨（演示）"), make_organisation()
    make_mandate(person, company)
    login = make_login(person_id=person, assurance=Assurance.REAL_NAME)
    actor = acting(login)
    assert (actor.kind, actor.id, actor.name, actor.person_id) == (ActorKind.PERSON, login, "陈晨（演示）", person)
    assert (actor.level, actor.mandates, actor.desks) == (Assurance.REAL_NAME, {company}, frozenset())


def test_a_clerk_acts_as_staff_or_where_asked_as_the_person_behind_it() -> None:
    make_city()
    person, company = make_person(name="李明（演示·本人）"), make_organisation()
    make_mandate(person, company)
    login = make_clerk("jianwei/window", login_id=make_login(person_id=person), name="李明（演示）")
    staff, citizen = acting(login), acting(login, as_person=True)
    assert (staff.kind, staff.name, staff.desks) == (ActorKind.STAFF, "李明（演示）", {"jianwei/window"})
    assert (citizen.kind, citizen.name, citizen.desks) == (ActorKind.PERSON, "李明（演示·本人）", frozenset())
    assert staff.id == citizen.id and citizen.acts_for(company) and citizen.acts_for(person)


def test_a_clerk_without_a_person_has_nothing_to_apply_for_but_keeps_the_name() -> None:
    make_city()
    citizen = acting(make_clerk("jianwei/window"), as_person=True)
    assert (citizen.kind, citizen.name, citizen.person_id, citizen.mandates) == (ActorKind.PERSON, "李明（演示）", None, frozenset())


def test_who_acts_is_one_statement(django_assert_num_queries) -> None:
    make_city()
    person = make_person()
    for _ in range(3):
        make_mandate(person, make_organisation())
    login = make_clerk("jianwei/window", "shuiliju/review", login_id=make_login(person_id=person))
    token, _ends = actions.issue_token(login_id=login, by=acting(login), at=AT)
    with django_assert_num_queries(1):
        actor = acting(login)
    assert (len(actor.mandates), len(actor.desks)) == (3, 2)
    with django_assert_num_queries(1):
        assert queries.actor_by_token(token, at=AT) == actor
    with django_assert_num_queries(1):
        assert acting(uuid.uuid4()) == PUBLIC


def test_a_login_without_a_person_has_no_mandates_of_others() -> None:
    make_mandate(make_person(), make_organisation())
    actor = acting(make_login())
    assert (actor.name, actor.mandates) == ("", frozenset())
    assert queries.mandates_of(actor, at=AT) == ()
    assert queries.mandates_of(PUBLIC, at=AT) == ()


def test_mandates_are_listed_in_one_statement(django_assert_num_queries) -> None:
    person = make_person()
    for days in (3, 1, 2):
        make_mandate(person, make_organisation(name=f"示例公司 {days}"), valid_from=TODAY - timedelta(days))
    actor = acting(make_login(person_id=person))
    with django_assert_num_queries(1):
        listed = queries.mandates_of(actor, at=AT)
    assert [each.organisation.name for each in listed] == ["示例公司 3", "示例公司 2", "示例公司 1"]


def test_a_person_is_read_with_a_purpose_and_noted() -> None:
    number = a_number()
    person = make_person(number=number, phone="13800001234", address="示例路 1 号")
    holder = queries.holder(person, by=CLERK, at=AT, purpose="cases.review")
    assert holder is not None
    assert (holder.kind, holder.id, holder.name, holder.code) == (HolderKind.PERSON, person, "陈晨（演示）", number)
    assert (holder.phone, holder.address) == ("13800001234", "示例路 1 号")
    (reading,) = access_log.reads_of_holder(person)
    assert (reading.at, reading.actor_kind, reading.actor_id, reading.purpose) == (AT, "staff", CLERK.id, "cases.review")
    assert set(reading.fields) == {"name", "code", "phone", "address"}, "names of what was shown, never what it said"


def test_an_organisation_is_read_in_the_same_way() -> None:
    code = a_code()
    company = make_organisation(uscc=code, phone="0000-1234567")
    holder = queries.holder(company, by=CLERK, at=AT, purpose="cases.review")
    assert holder is not None
    assert (holder.kind, holder.code, holder.legal_representative, holder.phone) == (
        HolderKind.ORGANISATION,
        code,
        "陈晨（演示）",
        "0000-1234567",
    )
    assert len(access_log.reads_of_holder(company)) == 1


def test_several_holders_are_one_question_and_one_row(django_assert_num_queries) -> None:
    persons, companies = [make_person() for _ in range(3)], [make_organisation() for _ in range(2)]
    with django_assert_num_queries(4):
        found = queries.holders([*persons, *companies, uuid.uuid4()], by=CLERK, at=AT, purpose="cases.queue")
    assert set(found) == {*persons, *companies}
    assert set(Read.objects.get().holders) == {*persons, *companies}


def test_whoever_is_not_there_is_not_found_and_nothing_is_noted() -> None:
    assert queries.holder(uuid.uuid4(), by=CLERK, at=AT, purpose="tests") is None
    assert queries.holders([], by=CLERK, at=AT, purpose="tests") == {}
    assert not Read.objects.exists()


def test_a_holder_is_found_by_number_however_it_is_typed_and_the_search_is_noted() -> None:
    number = next(each for each in map(a_number, range(1, 99)) if each.endswith("X"))
    person, code = make_person(number=number), a_code()
    company = make_organisation(uscc=code)
    for typed, holder_id in ((number, person), (f" {number.lower()} ", person), (code.lower(), company)):
        found = queries.holder_by_code(typed, by=CLERK, at=AT, purpose="cases.counter")
        assert found is not None and found.id == holder_id
    assert queries.holder_by_code("999999199001010018", by=CLERK, at=AT, purpose="cases.counter") is None
    assert [row.holders for row in Read.objects.order_by("id")] == [[person], [person], [company], []]


def test_an_actor_reads_their_own_person() -> None:
    person = make_person()
    actor = acting(make_login(person_id=person))
    own = queries.person_of(actor, at=AT, purpose="citizen.me")
    assert own is not None and own.id == person
    assert [each.purpose for each in access_log.reads_of_holder(person)] == ["citizen.me"]
    assert queries.person_of(SYSTEM, at=AT, purpose="tests") is None


def test_names_for_a_history_are_of_staff_first_then_of_persons(django_assert_num_queries) -> None:
    make_city()
    clerk, citizen, nameless = make_clerk("jianwei/window"), make_login(person_id=make_person()), make_login()
    with django_assert_num_queries(1):
        names = queries.names_of([clerk, citizen, nameless, uuid.uuid4()])
    assert names == {clerk: "李明（演示）", citizen: "陈晨（演示）", nameless: ""}


def test_the_department_of_a_login_is_the_one_it_works_in_and_others_have_none(django_assert_num_queries) -> None:
    make_city()
    water, both, citizen = make_clerk("shuiliju/review"), make_clerk("shuiliju/review", "jianwei/window"), make_login()
    with django_assert_num_queries(1):
        found = queries.departments_of([water, both, citizen])
    assert {login: name.zh for login, name in found.items()} == {water: "水利局", both: "榕城市示例建设委员会"}


def test_the_citys_order_is_read_in_one_statement_each(django_assert_num_queries) -> None:
    make_city()
    for question in (queries.departments, queries.desks):
        with django_assert_num_queries(1):
            assert len(question()) == 3
