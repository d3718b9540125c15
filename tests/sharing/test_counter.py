"""At a counter licences are looked at on something: a visit that the window registered, a code the holder showed, an open case."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection

from tests.identity.factories import a_code, make_organisation
from tests.kernel.elsewhere import at_once
from tests.licences.factories import NOON, a_clerk, a_holder, a_person, make_licence, refused
from tongban.identity.terms import SYSTEM
from tongban.kernel.identifiers import InvalidIdentifier
from tongban.kernel.models import LedgerEntry
from tongban.kernel.models.reads import Read
from tongban.licences import terms as licence_terms
from tongban.sharing import actions, models, queries, rules, terms

WINDOW, DESK = a_clerk("jianwei/window"), "jianwei/window"
PURPOSE = "核对资质（示例）"


@pytest.fixture
def code() -> str:
    return a_code()


@pytest.fixture
def licence(city: None, code: str) -> licence_terms.Licence:
    """Of a company that the city knows."""
    return make_licence(holder=a_holder(id=make_organisation(uscc=code), code=code))


def visit(code: str, **changes: Any) -> terms.Visit:
    spec: dict[str, Any] = {"desk": DESK, "code": code, "purpose": PURPOSE, "by": WINDOW, "at": NOON}
    return actions.open_visit(**{**spec, **changes})


def look(opened: terms.Visit, code: str, **changes: Any) -> terms.AtCounter:
    spec: dict[str, Any] = {"visit_id": opened.id, "receiver": "示例", "by": WINDOW, "at": NOON}
    return queries.at_counter(code, **{**spec, **changes})


def shown(licence: licence_terms.Licence, **changes: Any) -> terms.CounterCode:
    holder = a_person(mandates=(licence.holder_id,))
    return actions.show_at_counter(**{"holder_id": licence.holder_id, "by": holder, "at": NOON, **changes})


def take(made: terms.CounterCode, **changes: Any) -> terms.Visit:
    return actions.take_code(**{"desk": DESK, "code": made.code, "purpose": PURPOSE, "by": WINDOW, "at": NOON, **changes})


def test_a_visit_is_a_ticket_with_its_entry_and_keeps_no_number_in_the_clear(licence, code: str) -> None:
    opened = visit(code)
    assert opened.number.startswith("榕建访20261124-") and opened.purpose == PURPOSE
    assert LedgerEntry.objects.get(act="sharing.open_visit").codes == {"desk": DESK, "visit": opened.number}
    row = models.CounterVisit.objects.get()
    assert code.encode() not in bytes(row.code_index or b"") and row.holder_id is None
    found = look(opened, code)
    assert [each.licence.id for each in found.found] == [licence.id]
    assert (found.subject, found.basis) == (opened.number, terms.AT_COUNTER)
    row = Read.objects.get(question="licences.at_counter")
    assert (row.holders, row.subject, row.basis, row.purpose) == ([licence.holder_id], opened.number, "consent:counter", PURPOSE)


def test_a_visit_is_for_whoever_came(licence, code: str) -> None:
    with refused(terms.OtherVisitor):
        look(visit(code), a_code())
    assert not Read.objects.filter(question__in=["licences.at_counter", "identity.holder_by_code"]).exists()


@pytest.mark.usefixtures("city")
def test_a_refused_look_at_somebody_known_is_among_their_uses(code: str) -> None:
    other = a_code()
    known, spec = make_organisation(uscc=other), {"by": WINDOW, "at": NOON}
    opened = visit(code)
    with pytest.raises(terms.OtherVisitor):
        look(opened, other)
    row = Read.objects.get(question="licences.at_counter")
    assert (row.holders, row.result, row.subject, row.purpose, row.fields) == ([known], "OtherVisitor", opened.number, PURPOSE, [])
    case = licence_terms.Handling("榕建 2026-000317-9")
    with pytest.raises(terms.OtherVisitor):
        queries.at_counter_for_case(other, people={uuid.uuid4()}, purpose=PURPOSE, handling=case, receiver="示例", **spec)
    assert Read.objects.filter(holders=[known], result="OtherVisitor", subject=case.case_number).count() == 1


def test_a_visit_is_used_again_for_what_it_was_registered_for(licence, code: str) -> None:
    opened = visit(code)
    assert look(opened, code, purpose="").found and look(opened, code, purpose="核对 资质(示例)").found
    with refused(terms.OtherPurpose) as found:
        look(opened, code, purpose="完全不同的事")
    assert found.value.purpose == PURPOSE


def test_a_visit_ends_when_it_is_closed_and_with_its_day(licence, code: str) -> None:
    opened, other = visit(code), visit(code)
    assert {each.id for each in queries.visits_open(by=WINDOW, at=NOON)} == {other.id, opened.id}
    actions.close_visit(visit_id=opened.id, by=WINDOW, at=NOON)
    actions.close_visit(visit_id=opened.id, by=WINDOW, at=NOON)
    with refused(terms.VisitOver):
        look(opened, code)
    assert look(other, code, at=NOON + timedelta(hours=11)).found
    with refused(terms.VisitOver):
        look(other, code, at=NOON + timedelta(hours=12))
    assert queries.visits_open(by=WINDOW, at=NOON + timedelta(hours=12)) == ()
    assert LedgerEntry.objects.filter(act="sharing.close_visit").count() == 1


def test_a_visit_is_of_its_window(licence, code: str) -> None:
    opened, other = visit(code), a_clerk("shuiliju/window")
    for act in (lambda: look(opened, code, by=other), lambda: actions.close_visit(visit_id=opened.id, by=other, at=NOON)):
        with refused(terms.UnknownVisit):
            act()
    assert queries.visits_open(by=other, at=NOON) == ()
    for by in (other, a_person(), SYSTEM):
        with refused(licence_terms.Denied):
            visit(code, by=by)
    with refused(licence_terms.Denied):
        look(opened, code, by=a_person())
    with refused(terms.UnknownVisit):
        queries.at_counter(code, visit_id=uuid.uuid4(), receiver="示例", by=WINDOW, at=NOON)


@pytest.mark.parametrize("purpose", ["", " ", "\u3000", "长" * 201])
def test_a_visit_is_for_something(city, code: str, purpose: str) -> None:
    with refused(terms.IncompleteUse):
        visit(code, purpose=purpose)


@pytest.mark.parametrize("unseen", ["\u202e", "\u200b", "\u2066", "\n", "\x00", "\x7f", "\u2028", "\ufeff"])
def test_a_purpose_has_nothing_unseen_in_it(city, code: str, unseen: str) -> None:
    with pytest.raises(terms.UnprintablePurpose):
        rules.told_purpose(f"核对{unseen}资质")
    with refused(terms.UnprintablePurpose):
        visit(code, purpose=f"核对{unseen}资质")
    assert not models.CounterVisit.objects.exists()


def test_a_visit_is_for_a_number_that_can_be_right(city) -> None:
    with refused(InvalidIdentifier):
        visit("91999999MA0000000A")


def test_the_code_on_a_phone_opens_a_visit_for_its_holder(licence, code: str) -> None:
    opened = take(shown(licence))
    found = look(opened, "")
    assert [each.licence.id for each in found.found] == [licence.id] and found.basis == terms.AT_COUNTER_CODE
    assert look(opened, code).found, "the number may be typed too"
    with refused(terms.OtherVisitor):
        look(opened, a_code())
    assert LedgerEntry.objects.get(act="sharing.take_code").codes == {"visit": opened.number}


def test_a_code_is_taken_once_in_time_and_by_a_window(licence) -> None:
    made = shown(licence)
    with refused(terms.ShowingExpired):
        take(made, at=NOON + terms.COUNTER_CODE_FOR)
    with refused(licence_terms.Denied):
        take(made, by=a_person())
    with refused(terms.UnprintablePurpose):
        take(made, purpose="核对\u202e资质")
    take(made)
    with refused(terms.ShowingUsed):
        take(made)
    with refused(terms.UnknownShowing):
        take(made, code="TBC-示例")
    row = models.CounterCode.objects.get()
    assert made.code.encode() not in bytes(row.code_digest) and row.visit_id == models.CounterVisit.objects.get().pk


def test_only_a_holder_shows_a_code(licence) -> None:
    for by in (a_person(), WINDOW, SYSTEM):
        with refused(licence_terms.Denied):
            shown(licence, by=by)


def test_of_two_windows_that_take_a_code_at_once_one_has_it(committed_city) -> None:
    code = a_code()
    made = shown(make_licence(holder=a_holder(id=make_organisation(uscc=code), code=code)))
    outcomes = at_once(lambda: take(made), lambda: take(made))
    assert sorted(type(each).__name__ for each in outcomes) == ["ShowingUsed", "Visit"]


def test_a_case_is_a_ground_that_the_caller_has_made_sure_of(licence, code: str) -> None:
    spec: dict[str, Any] = {"handling": licence_terms.Handling("榕建 2026-000317-9"), "receiver": "示例", "by": WINDOW, "at": NOON}
    spec["people"] = {licence.holder_id, uuid.uuid4()}
    found = queries.at_counter_for_case(code, purpose=PURPOSE, **spec)
    assert (found.subject, found.basis) == ("榕建 2026-000317-9", terms.AT_COUNTER_CASE) and found.found
    for purpose, refusal in (("", terms.IncompleteUse), ("核对\u200f", terms.UnprintablePurpose)):
        with refused(refusal):
            queries.at_counter_for_case(code, purpose=purpose, **spec)


def test_a_case_opens_nobody_elses_wallet(licence, code: str) -> None:
    spec: dict[str, Any] = {"handling": licence_terms.Handling("榕建 2026-000317-9"), "receiver": "示例", "by": WINDOW, "at": NOON}
    for people, asked in ((set(), code), ({uuid.uuid4()}, code), ({licence.holder_id}, a_code())):
        with refused(terms.OtherVisitor):
            queries.at_counter_for_case(asked, people=people, purpose=PURPOSE, **spec)
    assert not Read.objects.filter(question="identity.holder_by_code").exists()
    assert not Read.objects.filter(question="licences.at_counter", result="").exists()


def test_visits_are_registered_where_people_come() -> None:
    both = a_clerk("jianwei/window", "jianwei/approver", "gongan/hukou")
    assert queries.visit_desks(both, accepting={"gongan/hukou"}) == ("gongan/hukou", "jianwei/window")
    assert queries.visit_desks(a_clerk("jianwei/approver"), accepting={"gongan/hukou"}) == ()
    assert queries.visit_desks(a_person(), accepting={"gongan/hukou"}) == ()


def test_the_database_keeps_what_was_registered(licence, code: str) -> None:
    visit(code)
    take(shown(licence))
    statements = (
        "UPDATE licences_countervisit SET purpose = 'x'",
        "DELETE FROM licences_countervisit",
        "UPDATE licences_countercode SET taken_at = NULL, visit_id = NULL",
        "DELETE FROM licences_countercode",
    )
    for statement in statements:
        with refused(DatabaseError), connection.cursor() as cursor:
            cursor.execute(statement)
