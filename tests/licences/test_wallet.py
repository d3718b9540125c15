"""Who reads which licences, what they find, and the one row each question leaves in the access log."""

import uuid
from datetime import date

import pytest

from tests.licences.factories import NOON, TODAY, a_clerk, a_holder, a_person, make_licence, make_licence_type, refused
from tongban.identity.terms import PUBLIC, SYSTEM, Actor
from tongban.kernel.models import Read
from tongban.licences import queries, terms

pytestmark = pytest.mark.usefixtures("city")
HOLDER = a_holder(id=uuid.UUID(int=42))
OTHER = a_holder(id=uuid.UUID(int=43))
OWNER = a_person(HOLDER.id)
AGENT = a_person(mandates=(HOLDER.id,))
STRANGER = a_person(mandates=(OTHER.id,))
CLERK = a_clerk("jianwei/window")
FORMER_CLERK = a_clerk()
CASE = terms.Handling("榕建 2026-000317-4")


@pytest.fixture
def licence() -> terms.Licence:
    return make_licence(holder=HOLDER)


@pytest.mark.parametrize("by", [OWNER, AGENT, SYSTEM], ids=["owner", "agent", "system"])
def test_who_may_see_a_wallet_sees_it(licence, by: Actor) -> None:
    assert queries.licences_of(holder_id=HOLDER.id, by=by, at=NOON, purpose="wallet") == (licence,)
    assert queries.usable_for(holder_ids=[HOLDER.id], types=["QC"], on=TODAY, by=by, at=NOON, purpose="case") == (licence,)
    assert queries.licence(licence.id, by=by, at=NOON, purpose="case") == licence


def test_staff_look_for_a_case_and_the_log_names_it(licence) -> None:
    asked = {"by": CLERK, "at": NOON, "purpose": "handling the case", "handling": CASE}
    assert queries.licences_of(holder_id=HOLDER.id, **asked) == (licence,)
    assert queries.usable_for(holder_ids=[HOLDER.id], types=["QC"], on=TODAY, **asked) == (licence,)
    assert queries.licence(licence.id, **asked) == licence
    assert queries.document(licence.id, **asked).startswith(b"%PDF")
    assert list(Read.objects.order_by("id").values_list("question", "subject")) == [
        ("licences.licences_of", CASE.case_number),
        ("licences.usable_for", CASE.case_number),
        ("licences.licence", CASE.case_number),
        ("licences.document", CASE.case_number),
    ]


@pytest.mark.parametrize("by", [CLERK, FORMER_CLERK], ids=["clerk", "former clerk"])
def test_staff_without_a_case_are_refused_and_leave_no_row(licence, by: Actor) -> None:
    asked = {"by": by, "at": NOON, "purpose": "curiosity"}
    for question in (
        lambda: queries.licences_of(holder_id=HOLDER.id, **asked),
        lambda: queries.usable_for(holder_ids=[HOLDER.id], types=["QC"], on=TODAY, **asked),
        lambda: queries.licence(licence.id, **asked),
        lambda: queries.licence(uuid.uuid4(), **asked),
        lambda: queries.document(licence.id, **asked),
    ):
        with refused(terms.Denied):
            question()
    assert not Read.objects.exists()


def test_a_case_opens_nothing_to_whoever_has_no_desk_or_no_part_in_it(licence) -> None:
    for by in (FORMER_CLERK, STRANGER, PUBLIC):
        with refused(terms.Denied):
            queries.licences_of(holder_id=HOLDER.id, by=by, at=NOON, purpose="curiosity", handling=CASE)


@pytest.mark.parametrize("by", [PUBLIC, STRANGER], ids=["public", "stranger"])
def test_who_may_not_is_refused_and_leaves_no_row(licence, by: Actor) -> None:
    with refused(terms.Denied):
        queries.licences_of(holder_id=HOLDER.id, by=by, at=NOON, purpose="curiosity")
    with refused(terms.Denied):
        queries.usable_for(holder_ids=[HOLDER.id], types=["QC"], on=TODAY, by=by, at=NOON, purpose="curiosity")
    with refused(terms.UnknownLicence):
        queries.licence(licence.id, by=by, at=NOON, purpose="curiosity")
    assert not Read.objects.exists()


def test_an_agent_sees_both_together_but_not_with_a_third(licence) -> None:
    mine = make_licence(kind=queries.licence_type("QC"), holder=a_holder(id=AGENT.person_id))
    asked = {"types": ["QC"], "on": TODAY, "by": AGENT, "at": NOON, "purpose": "case"}
    found = queries.usable_for(holder_ids=[HOLDER.id, mine.holder_id], **asked)
    assert {each.id for each in found} == {licence.id, mine.id}
    with refused(terms.Denied):
        queries.usable_for(holder_ids=[HOLDER.id, OTHER.id], **asked)


def test_every_question_leaves_one_row_with_names_and_no_values(licence) -> None:
    queries.licences_of(holder_id=HOLDER.id, by=AGENT, at=NOON, purpose="wallet")
    queries.usable_for(holder_ids=[HOLDER.id], types=["QC", "BL"], on=TODAY, by=CLERK, at=NOON, purpose="case", handling=CASE)
    queries.licence(licence.id, by=OWNER, at=NOON, purpose="wallet")
    rows = list(Read.objects.order_by("id").values_list("question", "actor_id", "purpose", "subject", "holders", "fields"))
    assert rows == [
        ("licences.licences_of", AGENT.id, "wallet", "", [HOLDER.id], []),
        ("licences.usable_for", CLERK.id, "case", CASE.case_number, [HOLDER.id], ["QC", "BL"]),
        ("licences.licence", OWNER.id, "wallet", licence.identifier, [HOLDER.id], []),
    ]


def test_a_wallet_shows_what_has_ended_too_newest_first() -> None:
    kind = make_licence_type()
    for number, year, state in [("A1", 2019, "superseded"), ("A2", 2024, "valid"), ("A3", 2021, "cancelled")]:
        make_licence(kind=kind, holder=HOLDER, number=number, issued_on=date(year, 1, 1), valid_from=date(year, 1, 1), state=state)
    make_licence(kind=kind, holder=OTHER)
    found = queries.licences_of(holder_id=HOLDER.id, by=OWNER, at=NOON, purpose="wallet")
    assert [each.number for each in found] == ["A2", "A3", "A1"]


def test_only_what_can_be_used_that_day_is_offered() -> None:
    kind, other = make_licence_type(), make_licence_type(code="BL", national_code="11100000000013338W012")
    make_licence(kind=kind, holder=HOLDER, number="GOOD")
    make_licence(kind=kind, holder=HOLDER, number="ENDS", valid_until=TODAY)
    make_licence(kind=kind, holder=HOLDER, number="PAST", valid_until=date(2026, 11, 23))
    make_licence(kind=kind, holder=HOLDER, number="LATER", valid_from=date(2026, 11, 25))
    make_licence(kind=kind, holder=HOLDER, number="STOPPED", state="suspended")
    make_licence(kind=other, holder=HOLDER, number="OTHER TYPE")
    make_licence(kind=kind, holder=OTHER, number="OTHER HOLDER")
    found = queries.usable_for(holder_ids=[HOLDER.id], types=["QC"], on=TODAY, by=OWNER, at=NOON, purpose="case")
    assert {each.number for each in found} == {"GOOD", "ENDS"}


def test_a_licence_named_by_its_id_is_offered_whatever_its_type_but_only_of_these_holders() -> None:
    kind, other = make_licence_type(), make_licence_type(code="BL", national_code="11100000000013338W012")
    named, theirs = make_licence(kind=other, holder=HOLDER), make_licence(kind=kind, holder=OTHER)
    stopped = make_licence(kind=other, holder=HOLDER, state="suspended")
    asked = {"holder_ids": [HOLDER.id], "types": ["QC"], "on": TODAY, "by": OWNER, "at": NOON, "purpose": "case"}
    assert queries.usable_for(**asked) == ()
    assert queries.usable_for(named=[named.id, theirs.id, stopped.id], **asked) == (named,)


def test_an_unknown_licence_is_not_found() -> None:
    with refused(terms.UnknownLicence):
        queries.licence(uuid.uuid4(), by=SYSTEM, at=NOON, purpose="case")


def test_values_are_printed_in_words() -> None:
    kind = make_licence_type()
    assert kind.shown("grade", "second") == "二级"
    assert kind.shown("grade", ["second", "third"]) == "二级、third"
    assert (kind.shown("grade", True), kind.shown("grade", None), kind.shown("grade", 3)) == ("是", "", "3")
    assert kind.shown("company_name", {"zh": "榕城", "en": "Rongcheng"}) == "榕城"


@pytest.mark.parametrize("licences", [1, 40])
def test_statements_do_not_grow_with_the_wallet(licences: int, django_assert_num_queries) -> None:
    kind = make_licence_type()
    for _ in range(licences):
        make_licence(kind=kind, holder=HOLDER)
    with django_assert_num_queries(2):
        assert len(queries.licences_of(holder_id=HOLDER.id, by=OWNER, at=NOON, purpose="wallet")) == licences
    with django_assert_num_queries(1):
        queries.usable_for(holder_ids=[HOLDER.id], types=["QC"], on=TODAY, by=OWNER, at=NOON, purpose="case")


def test_many_of_one_kind_do_not_hide_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries.lookup, "PER_TYPE", 2)
    make_licence(kind=make_licence_type(code="BL", national_code="111000000000133338BL1"), holder=HOLDER)
    newest = [make_licence(kind=make_licence_type(), holder=HOLDER, issued_on=date(2026, 1, day)) for day in (5, 4, 3)]
    asked = {"holder_ids": [HOLDER.id], "on": TODAY, "by": SYSTEM, "at": NOON, "purpose": "a test"}
    assert [each.type_code for each in queries.usable_for(types=["QC", "BL"], **asked)].count("BL") == 1
    assert {each.id for each in queries.usable_for(types=["QC"], **asked)} == {each.id for each in newest[:2]}
    assert newest[2].id in {each.id for each in queries.usable_for(types=["BL"], named=[newest[2].id], **asked)}
