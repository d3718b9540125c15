"""What happens to licences: changes of state as events that are only added, new versions, who may, and what two at once do."""

import uuid
from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, connection
from hypothesis import given
from hypothesis import strategies as st

from tests.kernel.elsewhere import at_once
from tests.licences.factories import NOON, TODAY, a_clerk, a_holder, a_person, make_licence, make_licence_type, refused
from tongban.identity.terms import PUBLIC
from tongban.kernel.models import FactRow, LedgerEntry
from tongban.licences import actions, models, queries, rules, terms
from tongban.licences.terms import Change, LicenceState, Renewing
from tongban.sharing import queries as sharing_queries

ISSUER, SECOND = a_clerk("jianwei/approver"), a_clerk("jianwei/approver")
GROUNDS = {"basis": "《行政许可法》第七十条", "reason": "示例：企业申请注销", "document": "榕建注〔2026〕1号"}
AFTER = {
    Change.SUSPEND: LicenceState.SUSPENDED,
    Change.CANCEL: LicenceState.CANCELLED,
    Change.WITHDRAW: LicenceState.WITHDRAWN,
    Change.REVOKE: LicenceState.REVOKED,
}


def change(licence: terms.Licence, to: Change, **changes: Any) -> terms.Licence:
    """What one person may do alone; for the rest a second one confirms at once."""
    spec: dict[str, Any] = {"licence_id": licence.id, "change": to, **GROUNDS, "by": ISSUER, "at": NOON, **changes}
    if not rules.takes_two(to):
        return actions.change(**spec)
    proposed = actions.propose_change(**spec)
    return actions.confirm_proposal(proposal_id=proposed.id, by=SECOND, at=NOON)


def renew(licence: terms.Licence, new: terms.NewVersion | None = None, **changes: Any) -> terms.Licence:
    new = new or terms.NewVersion(Renewing.RENEWAL, licence.content, date(2036, 1, 1))
    spec: dict[str, Any] = {"licence_id": licence.id, "new": new, **GROUNDS, "by": ISSUER, "at": NOON}
    return actions.new_version(**{**spec, **changes})


def of_another_grade(licence: terms.Licence) -> terms.NewVersion:
    return terms.NewVersion(Renewing.CHANGE, {**licence.content, "grade": "first"}, licence.valid_until)


@pytest.fixture
def licence(city: None) -> terms.Licence:
    return make_licence()


@pytest.mark.parametrize("to", AFTER)
def test_a_change_is_an_event_an_entry_and_a_fact_and_leaves_the_record_alone(licence, to: Change) -> None:
    before = models.Licence.objects.filter(pk=licence.id).values().get()
    changed = change(licence, to)
    after = models.Licence.objects.filter(pk=licence.id).values().get()
    assert {name for name in after if after[name] != before[name]} == {"state"}
    assert changed.state is AFTER[to]
    (told,) = queries.record(licence.id, by=ISSUER, at=NOON, purpose="test").events
    assert (told.change, told.state, told.grounds) == (to, AFTER[to], terms.Grounds(**GROUNDS))
    assert told.department_name.zh == "榕城市示例建设委员会"
    entry = LedgerEntry.objects.get(act="licences.change")
    assert {"change": to.value, "state": AFTER[to].value}.items() <= entry.codes.items()
    assert entry.digest == models.LicenceEvent.objects.get().digest
    assert "示例" not in f"{entry.basis}{entry.codes}", "no free text in what is chained"
    fact = FactRow.objects.get(name="licences.LicenceChanged")
    expected = {"licence_id": str(licence.id), "holder_id": str(licence.holder_id), "change": to.value, "state": AFTER[to].value}
    assert fact.payload == expected


def test_a_suspended_licence_holds_again_and_an_ending_can_be_set_aside(licence) -> None:
    change(licence, Change.SUSPEND, document="")
    assert change(licence, Change.RESUME, document="").usable_on(TODAY)
    change(licence, Change.REVOKE)
    assert change(licence, Change.REINSTATE).usable_on(TODAY)
    told = queries.record(licence.id, by=ISSUER, at=NOON, purpose="test")
    assert len(told.events) == 4 and told.intact


def test_grounds_are_not_stored_in_the_clear(licence) -> None:
    change(licence, Change.CANCEL)
    assert "示例".encode() not in bytes(models.LicenceEvent.objects.get().sealed)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"basis": " "}, terms.GroundsMissing),
        ({"basis": "x"}, terms.BasisNotCited),
        ({"to": Change.SUSPEND, "basis": "《行政处罚法》"}, terms.BasisNotCited),
        ({"by": a_clerk("jianwei/window")}, terms.NotADecidingPost),
        ({"to": Change.SUSPEND, "by": a_clerk("jianwei/window", "shuiliju/approver")}, terms.NotADecidingPost),
        ({"reason": ""}, terms.GroundsMissing),
        ({"document": ""}, terms.GroundsMissing),
        ({"to": Change.RESUME}, terms.WrongChange),
        ({"to": Change.REINSTATE}, terms.WrongChange),
        ({"to": Change.SUPERSEDE}, terms.WrongChange),
        ({"by": a_clerk("shuiliju/approver")}, terms.UnknownLicence),
        ({"by": a_person()}, terms.UnknownLicence),
        ({"by": PUBLIC}, terms.UnknownLicence),
        ({"licence_id": uuid.uuid4()}, terms.UnknownLicence),
    ],
)
def test_what_is_refused_changes_nothing(licence, changes: dict[str, Any], refusal: type[Exception]) -> None:
    with refused(refusal):
        change(licence, changes.pop("to", Change.CANCEL), **changes)
    assert models.Licence.objects.get(pk=licence.id).state == LicenceState.VALID
    assert not models.LicenceEvent.objects.exists()
    assert not LedgerEntry.objects.filter(act="licences.change").exists()


@pytest.mark.parametrize("to", [*AFTER, Change.REINSTATE])
def test_what_ends_a_licence_is_not_one_persons_to_do(licence, to: Change) -> None:
    spec: dict[str, Any] = {"licence_id": licence.id, **GROUNDS, "by": ISSUER, "at": NOON}
    if to is Change.REINSTATE:
        change(licence, Change.REVOKE)
    if to is Change.SUSPEND:
        with refused(terms.TakesOne):
            actions.propose_change(change=to, **spec)
        return
    with refused(terms.TakesTwo):
        actions.change(change=to, **spec)


def test_a_new_version_is_made_at_a_deciding_post_and_cites_its_law(licence) -> None:
    with refused(terms.NotADecidingPost):
        renew(licence, by=a_clerk("jianwei/window"))
    with refused(terms.BasisNotCited):
        renew(licence, basis="示例")
    assert models.Licence.objects.count() == 1


def test_what_happened_is_never_rewritten(licence) -> None:
    change(licence, Change.CANCEL)
    for statement in ("UPDATE licences_event SET state = 'valid'", "DELETE FROM licences_event"):
        with refused(DatabaseError) as found, connection.cursor() as cursor:
            cursor.execute(statement)
        assert "never changed" in str(found.value)


def test_a_renewal_is_the_next_version_and_supersedes(licence) -> None:
    made = renew(licence)
    assert (made.version, made.number, made.holder_id, made.content) == (2, licence.number, licence.holder_id, licence.content)
    assert (made.previous_id, made.valid_from, made.valid_until) == (licence.id, TODAY, date(2036, 1, 1))
    old, new = rules.parse(licence.identifier), rules.parse(made.identifier)
    assert (new.type_code, new.issuer, new.serial, new.version) == (old.type_code, old.issuer, old.serial, "002")
    assert new.check_holds
    assert models.Licence.objects.get(pk=licence.id).state == LicenceState.SUPERSEDED
    told = queries.record(licence.id, by=ISSUER, at=NOON, purpose="test")
    assert told.events[0].successor_id == made.id and told.open_to == ()
    assert [each.id for each in told.versions] == [made.id, licence.id]
    issued = FactRow.objects.get(name="licences.LicenceIssued")
    assert issued.payload["replaces"] == str(licence.id)
    assert sharing_queries.verification(licence.identifier, at=NOON).state is LicenceState.SUPERSEDED


def test_a_change_has_another_content_to_the_end_of_the_period(licence) -> None:
    made = renew(licence, of_another_grade(licence))
    assert (made.content["grade"], made.valid_until) == ("first", licence.valid_until)
    assert models.Licence.objects.get(pk=licence.id).opened()["content"] == licence.content


@pytest.mark.parametrize(
    ("why", "content", "until", "refusal"),
    [
        (Renewing.RENEWAL, {}, date(2030, 12, 31), terms.NotItsSuccessor),
        (Renewing.RENEWAL, {}, date(2029, 1, 1), terms.NotItsSuccessor),
        (Renewing.RENEWAL, {"grade": "first"}, date(2036, 1, 1), terms.NotItsSuccessor),
        (Renewing.CHANGE, {}, date(2030, 12, 31), terms.NotItsSuccessor),
        (Renewing.CHANGE, {"grade": "first"}, date(2026, 1, 1), terms.NotItsSuccessor),
        (Renewing.CHANGE, {"colour": "red"}, date(2030, 12, 31), terms.InvalidContent),
        (Renewing.CORRECTION, {"grade": ""}, date(2030, 12, 31), terms.InvalidContent),
    ],
)
def test_what_cannot_stand_instead_is_refused(licence, why: Renewing, content: dict, until: date, refusal: type[Exception]) -> None:
    with refused(refusal):
        renew(licence, terms.NewVersion(why, {**licence.content, **content}, until))
    assert models.Licence.objects.count() == 1
    assert models.Licence.objects.get().state == LicenceState.VALID


@pytest.mark.parametrize("to", AFTER)
def test_what_does_not_hold_is_not_renewed(licence, to: Change) -> None:
    change(licence, to)
    with refused(terms.WrongChange):
        renew(licence)


def test_a_case_can_lead_to_the_next_version(city) -> None:
    kind = make_licence_type()
    holder = a_holder()
    first = make_licence(kind=kind, holder=holder)
    spec: dict[str, Any] = {"type_code": "QC", "content": first.content, "valid_years": 5, "by": ISSUER, "at": NOON}
    made = actions.issue(**spec, holder=holder, case_id=uuid.uuid4(), replaces=first.id)
    assert (made.version, made.previous_id, made.number) == (2, first.id, first.number)
    assert models.Licence.objects.get(pk=first.id).state == LicenceState.SUPERSEDED
    with refused(terms.WrongChange):
        actions.issue(**spec, holder=holder, replaces=first.id)
    with refused(terms.NotItsSuccessor) as found:
        actions.issue(**spec, holder=a_holder(), replaces=made.id)
    assert found.value.why == "holder"
    make_licence_type(code="QD", national_code="11100000000013338W012")
    with refused(terms.NotItsSuccessor) as found:
        actions.issue(**{**spec, "type_code": "QD"}, holder=holder, replaces=made.id)
    assert found.value.why == "type"


def test_a_retired_type_issues_nothing_new(city) -> None:
    kind = make_licence_type()
    licence = make_licence(kind=kind)
    make_licence_type(entry=terms.CatalogueEntry(state=terms.CatalogueState.RETIRED))
    with refused(terms.TypeRetired):
        renew(licence)
    with refused(terms.TypeRetired):
        actions.issue(type_code="QC", holder=a_holder(), content=licence.content, valid_years=1, by=ISSUER, at=NOON)
    assert change(licence, Change.CANCEL).state is LicenceState.CANCELLED, "what was issued can still be ended"


def test_of_two_renewals_at_once_one_is_made(committed_city) -> None:
    licence = make_licence()
    outcomes = at_once(lambda: renew(licence), lambda: renew(licence, of_another_grade(licence)))
    assert sorted(type(each).__name__ for each in outcomes) == ["Licence", "NotInForce"]
    assert sorted(models.Licence.objects.values_list("version", "state")) == [(1, "superseded"), (2, "valid")]


def test_of_two_endings_at_once_one_is_proposed(committed_city) -> None:
    spec: dict[str, Any] = {"licence_id": make_licence().id, **GROUNDS, "at": NOON}
    outcomes = at_once(
        lambda: actions.propose_change(**spec, change=Change.CANCEL, by=ISSUER),
        lambda: actions.propose_change(**spec, change=Change.REVOKE, by=SECOND),
    )
    assert sorted(type(each).__name__ for each in outcomes) == ["Proposal", "ProposedAlready"]


def test_of_a_confirmation_and_a_rejection_at_once_one_holds(committed_city) -> None:
    proposed = actions.propose_change(licence_id=make_licence().id, change=Change.CANCEL, **GROUNDS, by=ISSUER, at=NOON)
    outcomes = at_once(
        lambda: actions.confirm_proposal(proposal_id=proposed.id, by=SECOND, at=NOON),
        lambda: actions.reject_proposal(proposal_id=proposed.id, reason="示例", by=a_clerk("jianwei/approver"), at=NOON),
    )
    assert sorted(type(each).__name__ for each in outcomes) in (["Licence", "ProposalSettled"], ["NoneType", "ProposalSettled"])


def test_only_the_issuer_reads_its_record(licence) -> None:
    change(licence, Change.SUSPEND)
    for other in (a_clerk("shuiliju/window"), a_person(licence.holder_id), PUBLIC):
        with refused(terms.UnknownLicence):
            queries.record(licence.id, by=other, at=NOON, purpose="test")
    assert queries.life_of(licence.id, by=a_person(mandates=(licence.holder_id,)), at=NOON, purpose="test")[0].change is Change.SUSPEND
    with refused(terms.UnknownLicence):
        queries.life_of(licence.id, by=a_person(), at=NOON, purpose="test")


def test_an_issuer_finds_what_it_keeps(licence) -> None:
    for text in (licence.number, f" {licence.identifier.lower()} "):
        assert [each.id for each in queries.find(text, by=ISSUER, at=NOON, purpose="test")] == [licence.id]
        assert queries.find(text, by=a_clerk("shuiliju/window"), at=NOON, purpose="test") == ()
    for text in ("", "nothing", "91999999MA0000000X"):
        assert queries.find(text, by=ISSUER, at=NOON, purpose="test") == ()


STATES = st.sampled_from(LicenceState)


@given(STATES, st.lists(st.sampled_from(Change), max_size=12))
def test_whatever_happens_a_licence_is_in_the_state_of_its_last_event(state: LicenceState, changes: list[Change]) -> None:
    for each in changes:
        if each in rules.open_to(state):
            turn = rules.changed(state, each)
            assert turn.start is state and turn.end is not state
            state = turn.end
        elif (state, each) != (LicenceState.VALID, Change.SUPERSEDE):
            with pytest.raises(terms.WrongChange):
                rules.changed(state, each)
    assert state is not LicenceState.SUPERSEDED or not rules.open_to(state)
