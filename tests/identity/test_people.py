"""Enrolling persons and organisations: once each, by their number, whoever asks and however often."""

import uuid
from collections.abc import Callable
from uuid import UUID

import pytest

from tests.identity.factories import AT, NOT_THE_SYSTEM, a_code, a_number, entries, make_organisation, make_person, refused, told
from tests.kernel.elsewhere import Elsewhere, at_once, somebody_waits, sql
from tongban.identity.models import Organisation, Person, Subject
from tongban.identity.models.subject import subject_index
from tongban.identity.terms import SYSTEM, Actor, Denied
from tongban.kernel.idempotency import KeyReused
from tongban.kernel.identifiers import InvalidIdentifier
from tongban.kernel.models import FactRow, LedgerEntry

pytestmark = pytest.mark.django_db


def test_a_person_is_entered_with_one_entry_and_one_fact() -> None:
    number = a_number()
    person_id = make_person(name="陈晨（演示）", number=number, phone="13800001234", address="示例路 1 号")
    row = Person.objects.get()
    assert (row.pk, row.name, row.number, row.phone, row.address) == (person_id, "陈晨（演示）", number, "13800001234", "示例路 1 号")
    assert (entries(), told()) == (["identity.enrol_person"], ["identity.PersonEnrolled"])
    assert FactRow.objects.get().aggregate_id == person_id
    assert LedgerEntry.objects.get().subject_id == str(person_id)


def test_neither_ledger_nor_facts_hold_anything_personal() -> None:
    number = a_number()
    make_person(name="陈晨（演示）", number=number, phone="13800001234")
    kept = str(sql("SELECT to_jsonb(e) FROM kernel_ledgerentry e")) + str(sql("SELECT to_jsonb(f) FROM kernel_factrow f"))
    for each in (number, "陈晨", "13800001234"):
        assert each not in kept


def test_a_person_is_found_by_the_blind_index_of_the_number() -> None:
    number = a_number()
    person_id = make_person(number=number)
    assert Subject.objects.get(index=subject_index("111", number)).pk == person_id


def test_the_same_number_again_is_the_same_person_however_it_is_typed() -> None:
    number = next(each for each in map(a_number, range(1, 99)) if each.endswith("X"))
    first = make_person(number=number)
    assert make_person(number=f" {number.lower()} ", name="别名（演示）") == first
    assert Person.objects.get().name == "陈晨（演示）", "what is known stays as it is"
    assert entries() == ["identity.enrol_person"]


def test_the_same_request_again_has_the_same_result() -> None:
    key, number = uuid.uuid4(), a_number()
    assert make_person(key=key, number=number) == make_person(key=key, number=number)
    assert Person.objects.count() == 1


def test_a_key_is_not_used_for_another_person() -> None:
    key = uuid.uuid4()
    make_person(key=key)
    with refused(KeyReused):
        make_person(key=key)


@pytest.mark.parametrize("number", ["", "999999199001010010", "99999919900230001X", "示例"])
def test_a_wrong_number_is_refused_and_nothing_is_written(number: str) -> None:
    with refused(InvalidIdentifier):
        make_person(number=number)
    assert not Person.objects.exists()


@NOT_THE_SYSTEM
def test_only_the_system_enrols(by: Actor) -> None:
    with refused(Denied):
        make_person(by=by)
    with refused(Denied):
        make_organisation(by=by)


def test_an_organisation_is_entered_with_one_entry_and_one_fact() -> None:
    person, code = make_person(), a_code()
    organisation_id = make_organisation(uscc=code, legal_representative_id=person, phone="0000-1234567", address="示例路 2 号")
    row = Organisation.objects.get()
    assert (row.pk, row.uscc, row.legal_representative_id) == (organisation_id, code, person)
    assert (row.phone, row.address) == ("0000-1234567", "示例路 2 号")
    assert entries()[1:] == ["identity.enrol_organisation"]
    assert told()[1:] == ["identity.OrganisationEnrolled"]


def test_the_same_credit_code_again_is_the_same_organisation() -> None:
    code = a_code()
    first = make_organisation(uscc=code)
    assert make_organisation(uscc=code.lower(), name="另一个示例公司") == first
    assert Organisation.objects.get().name == "榕城示例建设工程有限公司"


def test_a_key_is_not_used_for_another_organisation() -> None:
    key = uuid.uuid4()
    make_organisation(key=key)
    with refused(KeyReused):
        make_organisation(key=key)


@pytest.mark.parametrize("code", ["", "91999999MA00000000", "91999999MI000000X0", "示例"])
def test_a_wrong_credit_code_is_refused_and_nothing_is_written(code: str) -> None:
    with refused(InvalidIdentifier):
        make_organisation(uscc=code)
    assert not Organisation.objects.exists()


Enrol = Callable[..., UUID]
RACES = pytest.mark.parametrize(
    ("enrol", "known_by"),
    [(make_person, {"number": a_number(900)}), (make_organisation, {"uscc": a_code(900)})],
    ids=["person", "organisation"],
)


@RACES
@pytest.mark.parametrize("one_click", [True, False], ids=["one click twice", "two clerks"])
@pytest.mark.django_db(transaction=True)
def test_whoever_enrols_at_the_same_moment_waits_and_gets_what_the_first_made(enrol: Enrol, known_by: dict, one_click: bool) -> None:
    keys = [uuid.uuid4()] * 2 if one_click else [uuid.uuid4(), uuid.uuid4()]
    with Elsewhere() as one, Elsewhere() as other:
        one.begin()
        made = one.do(lambda: enrol(key=keys[0], **known_by))
        second = other.start(lambda: enrol(key=keys[1], **known_by))
        assert somebody_waits()
        one.commit()
        assert second.result(20) == made
    assert len(entries()) == len(told()) == 1


@RACES
@pytest.mark.django_db(transaction=True)
def test_many_who_enrol_at_once_get_the_same(enrol: Enrol, known_by: dict) -> None:
    outcomes = at_once(*[lambda: enrol(**known_by)] * 6)
    assert len(set(outcomes)) == 1 and isinstance(outcomes[0], UUID), outcomes
    assert len(entries()) == len(told()) == 1


@pytest.mark.django_db(transaction=True)
def test_whoever_waited_for_an_act_that_failed_enrols_after_all() -> None:
    number = a_number()
    with Elsewhere() as one, Elsewhere() as other:
        one.begin()
        failed = one.do(lambda: make_person(number=number))
        second = other.start(lambda: make_person(number=number))
        assert somebody_waits()
        one.roll_back()
        assert second.result(20) == Person.objects.get().pk != failed


def test_the_system_is_who_it_says() -> None:
    make_person()
    entry = LedgerEntry.objects.get()
    assert (entry.actor_kind, entry.actor_id, entry.at) == (SYSTEM.kind, None, AT)
