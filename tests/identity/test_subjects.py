"""Holders by their numbers: one row each, one place of the blind index, whoever else knows them."""

import importlib
import json
import uuid

import pytest
from django.apps import apps

from tests.identity.factories import AT, CITIZEN, CLERK, a_code, a_number, entries, make_organisation, make_person, refused, told
from tests.kernel.elsewhere import Elsewhere, at_once, somebody_waits, sql
from tongban.identity import actions, queries
from tongban.identity.models import Subject
from tongban.identity.terms import PUBLIC, SYSTEM, Denied, HolderKind
from tongban.identity.terms import Subject as Named
from tongban.kernel.identifiers import InvalidIdentifier

pytestmark = pytest.mark.django_db


def a_subject(code: str, *, code_type: str = "111", name: str = "陈示例（演示）", kind: HolderKind = HolderKind.PERSON) -> Named:
    return Named(kind, code_type, code, name)


def know(*subjects: Named, by=SYSTEM) -> dict[tuple[str, str], uuid.UUID]:
    return actions.know_subjects(subjects=subjects, by=by, at=AT)


def test_a_holder_is_entered_once_and_found_by_type_and_number() -> None:
    number = a_number()
    known = know(a_subject(number), a_subject(number))
    assert know(a_subject(number, name="别名（演示）")) == known
    assert queries.subject_of("111", number.lower()) == known["111", number]
    assert queries.subject_of("414", number) is None, "a passport with these characters is another paper"
    assert Subject.objects.get().opened() == ("陈示例（演示）", number)
    assert (entries(), told()) == (["identity.know_subjects"], ["identity.SubjectsKnown"])


def test_nothing_personal_is_stored_in_the_open() -> None:
    number = a_number()
    know(a_subject(number))
    kept = "".join(
        str(sql(f"SELECT to_jsonb(row) FROM {table} row")) for table in ("identity_subject", "kernel_ledgerentry", "kernel_factrow")
    )
    assert number not in kept and "陈示例" not in kept


def test_whoever_is_enrolled_later_keeps_the_id_that_papers_gave() -> None:
    number, code = a_number(), a_code()
    known = know(a_subject(number), a_subject(code, code_type="001", kind=HolderKind.ORGANISATION))
    assert make_person(number=number) == known["111", number]
    assert make_organisation(uscc=code) == known["001", code]
    assert Subject.objects.count() == 2


def test_whoever_is_enrolled_is_known_to_papers() -> None:
    number, code = a_number(), a_code()
    person, company = make_person(number=number), make_organisation(uscc=code)
    assert know(a_subject(number), a_subject(code, code_type="001")) == {("111", number): person, ("001", code): company}


def test_the_number_alone_finds_a_holder_whom_only_papers_know() -> None:
    number = a_number()
    known = know(a_subject(number))
    found = queries.holder_by_code(f" {number.lower()}", by=CLERK, at=AT, purpose="tests")
    assert found is not None
    assert (found.id, found.name, found.code, found.code_type) == (known["111", number], "陈示例（演示）", number, "111")
    assert queries.holder(found.id, by=CLERK, at=AT, purpose="tests") == found


@pytest.mark.parametrize("by", [CITIZEN, PUBLIC], ids=["a citizen", "the public"])
def test_only_the_city_enters_holders(by) -> None:
    with refused(Denied):
        know(a_subject(a_number()), by=by)


@pytest.mark.parametrize(
    ("code_type", "text", "reason"), [("111", "999999199001010010", "check"), ("001", "9199", "length"), ("414", "E", "length")]
)
def test_a_number_that_cannot_be_right_is_named(code_type: str, text: str, reason: str) -> None:
    with pytest.raises(InvalidIdentifier) as found:
        queries.holder_code(code_type, text)
    assert found.value.reason == reason


def test_a_number_has_one_written_form() -> None:
    assert queries.holder_code("414", " e12345678 ") == "E12345678"


def test_a_thousand_holders_take_few_statements(django_assert_max_num_queries) -> None:
    given = [a_subject(f"E{serial:08d}", code_type="414") for serial in range(1000)]
    with django_assert_max_num_queries(3):
        know(*given)
    with django_assert_max_num_queries(1):
        assert len(know(*given)) == 1000


@pytest.mark.django_db(transaction=True)
def test_two_who_enter_the_same_holders_wait_for_one_another() -> None:
    given = [a_subject(f"E{serial:08d}", code_type="414") for serial in range(50)]
    with Elsewhere() as one, Elsewhere() as other:
        one.begin()
        made = one.do(lambda: know(*given))
        second = other.start(lambda: know(*reversed(given), a_subject("E99999999", code_type="414")))
        assert somebody_waits()
        one.commit()
        assert made.items() <= second.result(20).items()
    assert Subject.objects.count() == 51


@pytest.mark.django_db(transaction=True)
def test_many_who_enter_the_same_holders_at_once_get_the_same_ids() -> None:
    given = [a_subject(f"E{serial:08d}", code_type="414") for serial in range(50)]
    outcomes = at_once(*[lambda: json.dumps([str(each) for each in know(*given).values()])] * 4)
    assert len(set(outcomes)) == 1, outcomes


def test_whoever_was_known_before_becomes_a_subject_under_the_same_id() -> None:
    """What the migration does for a database that has run before."""
    number, code = a_number(), a_code()
    person, company = make_person(number=number), make_organisation(uscc=code)
    Subject.objects.all().delete()
    importlib.import_module("tongban.identity.migrations.0003_library_guards").enter(apps, None)
    assert queries.subject_of("111", number) == person
    assert queries.subject_of("001", code) == company
    assert Subject.objects.get(pk=person).opened() == ("陈晨（演示）", number)
    assert make_person(number=number) == person
