"""Issuing: record, number, entry, fact and the document's job in one transaction; one licence per case."""

import re
import uuid
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.kernel.elsewhere import at_once
from tests.licences.factories import NOON, TODAY, a_clerk, a_holder, a_person, make_licence_type, refused
from tongban.identity.terms import PUBLIC, SYSTEM, HolderKind
from tongban.kernel.models import FactRow, LedgerEntry
from tongban.licences import actions, models, rules, terms

CONTENT = {"company_name": "榕城示例建设工程有限公司", "grade": "second"}
APPROVER = a_clerk("jianwei/approver")


def issue(**changes: Any) -> terms.Licence:
    spec: dict[str, Any] = {"type_code": "QC", "holder": a_holder(), "content": dict(CONTENT), "valid_years": 5, "by": APPROVER, "at": NOON}
    return actions.issue(**{**spec, **changes})


@pytest.fixture
def kind(city: None) -> terms.LicenceType:
    return make_licence_type()


def test_a_licence_says_who_what_and_how_long(kind) -> None:
    holder, case_id = a_holder(), uuid.uuid4()
    made = issue(holder=holder, case_id=case_id)
    assert (made.holder_id, made.holder_name, made.holder_kind) == (holder.id, holder.name, HolderKind.ORGANISATION)
    assert (made.type_code, made.type_name, made.content) == ("QC", kind.name, CONTENT)
    assert (made.issuer, made.issuer_name.zh) == ("jianwei", "榕城市示例建设委员会")
    assert (made.issued_on, made.valid_from, made.valid_until) == (TODAY, TODAY, date(2031, 11, 23))
    assert (made.state, made.version, made.document) == (terms.LicenceState.VALID, 1, terms.DocumentState.MAKING)
    assert made.usable_on(TODAY) and made.usable_on(date(2031, 11, 23)) and not made.usable_on(date(2031, 11, 24))
    assert models.Licence.objects.get(pk=made.id).case_id == case_id


def test_number_and_identifier_run_on(kind) -> None:
    first, second = issue(), issue()
    numbers = [re.fullmatch(r"榕建资〔2026〕(\d{6})号", each.number) for each in (first, second)]
    assert all(numbers)
    assert int(numbers[1][1]) == int(numbers[0][1]) + 1  # type: ignore[index]
    parts = rules.parse(first.identifier)
    assert parts.check_holds
    assert (parts.type_code, parts.issuer, parts.version) == (kind.national_code, "11999999MB0000019T", "001")
    assert parts.serial == f"2026{int(numbers[0][1]):07d}"  # type: ignore[index]


def test_two_types_of_one_national_code_never_meet_in_an_identifier(kind) -> None:
    make_licence_type(code="QC2", number_prefix="")
    made = [issue(), issue(type_code="QC2"), issue(), issue(type_code="QC2")]
    assert len({each.identifier for each in made}) == 4
    assert made[1].number.startswith("榕建QC2〔2026〕"), "without a prefix of its own: the department's, and the code"


def test_without_years_it_has_no_end(kind) -> None:
    assert issue(valid_years=None).valid_until is None


def test_what_is_stored_shows_neither_holder_nor_content(kind) -> None:
    row = models.Licence.objects.get(pk=issue().id)
    plain = " ".join(str(value) for name, value in models.Licence.objects.filter(pk=row.pk).values()[0].items() if name != "sealed")
    assert "示例建设工程" not in plain and "second" not in plain
    assert "示例建设工程".encode() not in bytes(row.sealed)
    assert row.opened()["content"] == CONTENT


def test_one_entry_one_fact_and_the_job(kind) -> None:
    case_id = uuid.uuid4()
    made = issue(case_id=case_id)
    entry = LedgerEntry.objects.get(act="licences.issue")
    assert (entry.subject_id, entry.digest, entry.basis, entry.at) == (str(made.id), made.digest, kind.basis.zh, NOON)
    assert (entry.actor_kind, entry.actor_id) == ("staff", APPROVER.id)
    fact = FactRow.objects.get(name="licences.LicenceIssued")
    assert fact.aggregate_id == made.id
    told = {"licence_id": str(made.id), "holder_id": str(made.holder_id), "type_code": "QC", "case_id": str(case_id), "replaces": None}
    assert fact.payload == told
    job = ProcrastinateJob.objects.get()
    assert (job.task_name, job.queue_name, job.args) == (actions.MAKE_DOCUMENT, actions.DOCUMENT_QUEUE, {"licence_id": str(made.id)})


def test_an_act_that_is_rolled_back_leaves_nothing(kind) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        issue()
        raise RuntimeError("the case could not be concluded")
    assert not models.Licence.objects.exists()
    assert not ProcrastinateJob.objects.exists()
    assert not LedgerEntry.objects.filter(act="licences.issue").exists()
    assert not FactRow.objects.filter(name="licences.LicenceIssued").exists()


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"type_code": "ZZ"}, terms.UnknownType),
        ({"by": a_clerk("shuiliju/approver")}, terms.Denied),
        ({"by": a_person()}, terms.Denied),
        ({"by": PUBLIC}, terms.Denied),
        ({"holder": a_holder(kind=HolderKind.PERSON)}, terms.WrongHolder),
        ({"content": {"company_name": "示例"}}, terms.InvalidContent),
        ({"content": {**CONTENT, "colour": "red"}}, terms.InvalidContent),
    ],
)
def test_what_is_refused_changes_nothing(kind, changes: dict, refusal: type[Exception]) -> None:
    with refused(refusal):
        issue(**changes)
    assert not models.Licence.objects.exists()
    assert not ProcrastinateJob.objects.exists()
    assert not LedgerEntry.objects.filter(act="licences.issue").exists()


def test_a_department_that_does_not_exist_issues_nothing(city) -> None:
    make_licence_type(department="nobody")
    with refused(terms.UnknownIssuer):
        issue(by=SYSTEM)


def test_a_case_leads_to_one_licence(kind) -> None:
    case_id = uuid.uuid4()
    issue(case_id=case_id)
    with refused(terms.AlreadyIssued):
        issue(case_id=case_id)
    assert models.Licence.objects.count() == 1
    assert ProcrastinateJob.objects.count() == 1


def test_another_collision_is_not_called_already_issued(kind) -> None:
    """A period that ends before it begins is a mistake of the service, not a second licence."""
    with refused(IntegrityError):
        issue(valid_years=0)


def test_two_at_once_for_one_case_make_one_licence(committed_city) -> None:
    make_licence_type()
    case_id = uuid.uuid4()
    outcomes = at_once(lambda: issue(case_id=case_id), lambda: issue(case_id=case_id))
    assert sorted(type(each).__name__ for each in outcomes) == ["AlreadyIssued", "Licence"]
    assert models.Licence.objects.count() == ProcrastinateJob.objects.count() == 1
    assert LedgerEntry.objects.filter(act="licences.issue").count() == 1


def test_statements_of_issuing(kind, django_assert_num_queries) -> None:
    """Number, licence, entry, fact and job: this stands inside the decision of a case."""
    issue()
    with django_assert_num_queries(3):
        issue(case_id=uuid.uuid4())
