"""Taking over a stock of existing licences: idempotent, one entry and one fact, never a second copy."""

import uuid
from datetime import date
from typing import Any

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.kernel.elsewhere import at_once
from tests.licences.factories import NOON, a_clerk, a_holder, a_person, make_licence_type, refused
from tongban.identity.terms import PUBLIC, SYSTEM, HolderKind
from tongban.kernel.models import FactRow, LedgerEntry
from tongban.licences import actions, models, rules, terms


@pytest.fixture
def kind(city: None) -> terms.LicenceType:
    return make_licence_type()


HOLDER = a_holder(id=uuid.UUID(int=7))


def a_stock(**changes: Any) -> terms.Stock:
    spec: dict[str, Any] = {
        "type_code": "QC",
        "holder": HOLDER,
        "number": "D235999901",
        "content": {"company_name": "榕城示例建设工程有限公司", "grade": "second"},
        "issued_on": date(2024, 3, 1),
        "valid_from": date(2024, 3, 1),
        "valid_until": date(2029, 2, 28),
    }
    return terms.Stock(**{**spec, **changes})


def seed(*stock: terms.Stock, by=SYSTEM) -> int:
    return actions.seed(stock=stock, by=by, at=NOON)


def test_what_is_taken_over_keeps_its_number_and_its_dates(kind) -> None:
    assert seed(a_stock()) == 1
    row = models.Licence.objects.get()
    assert (row.number, row.issued_on, row.valid_until, row.recorded_at) == ("D235999901", date(2024, 3, 1), date(2029, 2, 28), NOON)
    assert rules.parse(row.identifier).serial == "D235999901"
    assert rules.parse(row.identifier).check_holds
    assert row.case_id is None


def test_a_number_that_fits_no_identifier_gets_a_serial_of_its_own(kind) -> None:
    seed(a_stock(number="榕建资〔2024〕1号"), a_stock(number="榕建资〔2024〕1号", holder=a_holder(id=uuid.UUID(int=8))))
    serials = [rules.parse(row.identifier).serial for row in models.Licence.objects.all()]
    assert len(set(serials)) == 2


def test_the_identifier_of_a_persons_licence_says_nothing_of_its_number(city) -> None:
    make_licence_type(holder_kinds=frozenset(HolderKind))
    number = "999999199001010018"
    people = [a_holder(kind=HolderKind.PERSON, id=uuid.UUID(int=serial), name="陈示例", code=number) for serial in (8, 9)]
    seed(*(a_stock(number=number, holder=each) for each in people))
    identifiers = list(models.Licence.objects.values_list("identifier", flat=True))
    assert len(set(identifiers)) == 2, "the holder's id, which nobody can guess, is part of it"
    assert all(number not in each and rules.parse(each).check_holds for each in identifiers)


def test_taking_over_twice_changes_nothing(kind) -> None:
    assert seed(a_stock(), a_stock(number="D235999902")) == 2
    assert seed(a_stock(), a_stock(number="D235999902")) == 0
    assert seed(a_stock(), a_stock(number="D235999903")) == 1
    assert models.Licence.objects.count() == ProcrastinateJob.objects.count() == 3


def test_what_stands_twice_in_one_stock_is_taken_once(kind) -> None:
    assert seed(a_stock(), a_stock()) == 1


def test_one_entry_one_fact_and_a_job_each(kind) -> None:
    seed(a_stock(), a_stock(number="D235999902"))
    entry = LedgerEntry.objects.get(act="licences.seed")
    assert entry.codes == {"count": "2"}
    assert FactRow.objects.get(name="licences.LicencesTakenOver").payload == {"count": 2, "digest": entry.digest}
    waiting = {job.args["licence_id"] for job in ProcrastinateJob.objects.all()}
    assert waiting == {str(each) for each in models.Licence.objects.values_list("pk", flat=True)}


@pytest.mark.parametrize("by", [PUBLIC, a_person(), a_clerk("jianwei/approver")])
def test_only_the_system_takes_over(kind, by) -> None:
    with refused(terms.Denied):
        seed(a_stock(), by=by)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"type_code": "ZZ"}, terms.UnknownType),
        ({"holder": a_holder(kind=HolderKind.PERSON)}, terms.WrongHolder),
        ({"content": {}}, terms.InvalidContent),
    ],
)
def test_one_wrong_licence_keeps_the_whole_stock_out(kind, changes: dict, refusal: type[Exception]) -> None:
    with refused(refusal):
        seed(a_stock(), a_stock(number="D235999902", **changes))
    assert not models.Licence.objects.exists()


def test_an_unknown_department_keeps_the_stock_out(city) -> None:
    make_licence_type(department="nobody")
    with refused(terms.UnknownIssuer):
        seed(a_stock())


def test_two_at_once_take_over_one_stock_once(committed_city) -> None:
    make_licence_type()
    stock = [a_stock(number=f"D23599{number:04d}") for number in range(20)]
    outcomes = at_once(lambda: seed(*stock), lambda: seed(*stock))
    assert sorted(outcomes) == [0, 20]
    assert models.Licence.objects.count() == 20


def test_a_large_stock_takes_few_statements(kind, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(10):
        seed(*(a_stock(number=f"D23599{number:04d}") for number in range(300)))
