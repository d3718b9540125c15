"""Mandates: who may act for an organisation, from when until when, and how it ends at once."""

import uuid
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError, transaction

from tests.identity.factories import (
    AT,
    NOT_THE_SYSTEM,
    TODAY,
    acting,
    entries,
    make_login,
    make_mandate,
    make_organisation,
    make_person,
    refused,
    told,
)
from tests.kernel.elsewhere import at_once
from tongban.identity import actions, queries
from tongban.identity.actions import PeriodReversed
from tongban.identity.models import Mandate
from tongban.identity.terms import SYSTEM, Actor, ActorKind, Denied
from tongban.kernel.models import FactRow, LedgerEntry

pytestmark = pytest.mark.django_db
NEXT_YEAR = date(2027, 9, 7)


@pytest.fixture
def boss() -> UUID:
    return make_person(name="林董（演示）")


@pytest.fixture
def agent() -> UUID:
    return make_person(name="吴办（演示）")


@pytest.fixture
def company(boss: UUID) -> UUID:
    return make_organisation(legal_representative_id=boss)


def as_person(person: UUID) -> Actor:
    return acting(make_login(person_id=person))


def revoke(mandate: UUID, *, by: Actor = SYSTEM) -> None:
    actions.revoke_mandate(mandate_id=mandate, by=by, at=AT)


def acts_for(person: UUID, organisation: UUID, *, on: date = TODAY) -> bool:
    """Both ways of asking must agree: the actor at the door, and the list of mandates."""
    at = AT + (on - TODAY)
    actor = acting(make_login(person_id=person), at=at)
    listed = organisation in {each.organisation.id for each in queries.mandates_of(actor, at=at)}
    assert actor.acts_for(organisation) is listed
    return listed


def test_the_legal_representative_grants_a_mandate(boss: UUID, agent: UUID, company: UUID) -> None:
    mandate = make_mandate(agent, company, by=as_person(boss))
    row = Mandate.objects.get()
    assert (row.pk, row.person_id, row.organisation_id, row.valid_from, row.valid_until) == (mandate, agent, company, TODAY, None)
    assert (row.scope, row.granted_at, row.revoked_at) == ("all", AT, None)
    entry = LedgerEntry.objects.latest("id")
    assert (entry.act, entry.basis) == ("identity.grant_mandate", "Civil Code art. 163, 165")
    fact = FactRow.objects.latest("id")
    assert (fact.name, fact.aggregate_id) == ("identity.MandateGranted", company)
    assert acts_for(agent, company)


@NOT_THE_SYSTEM
def test_nobody_else_grants_or_revokes_one(by: Actor, agent: UUID, company: UUID) -> None:
    with refused(Denied):
        make_mandate(agent, company, by=by)
    mandate = make_mandate(agent, company)
    with refused(Denied):
        revoke(mandate, by=by)
    assert acts_for(agent, company)


def test_an_agent_does_not_hand_on_what_they_were_given(agent: UUID, company: UUID) -> None:
    make_mandate(agent, company)
    with refused(Denied):
        make_mandate(make_person(), company, by=as_person(agent))


def test_the_representative_of_one_organisation_does_not_grant_for_another(agent: UUID, boss: UUID, company: UUID) -> None:
    with refused(Denied):
        make_mandate(agent, make_organisation(), by=as_person(boss))


def test_an_organisation_whose_representative_is_not_known_is_the_systems(agent: UUID) -> None:
    company = make_organisation(legal_representative_id=None)
    with refused(Denied):
        make_mandate(agent, company, by=Actor(kind=ActorKind.PERSON, id=uuid.uuid4(), person_id=None))
    make_mandate(agent, company)


def test_granted_again_it_stays_as_it_is(agent: UUID, company: UUID) -> None:
    first = make_mandate(agent, company)
    assert make_mandate(agent, company, valid_from=TODAY + timedelta(30)) == first, "it covers this time already"
    assert make_mandate(agent, company, valid_until=NEXT_YEAR) == first
    assert Mandate.objects.count() == entries().count("identity.grant_mandate") == 1


def test_a_mandate_that_has_run_out_can_be_granted_anew(agent: UUID, company: UUID) -> None:
    old = make_mandate(agent, company, valid_from=TODAY - timedelta(60), valid_until=TODAY - timedelta(30))
    assert not acts_for(agent, company)
    assert make_mandate(agent, company) != old
    assert acts_for(agent, company)


def test_a_mandate_is_prolonged_without_a_day_between(agent: UUID, company: UUID) -> None:
    make_mandate(agent, company, valid_until=date(2026, 12, 31))
    make_mandate(agent, company, valid_from=date(2027, 1, 1), valid_until=date(2027, 12, 31))
    for day in (TODAY, date(2026, 12, 31), date(2027, 1, 1), date(2027, 12, 31)):
        assert acts_for(agent, company, on=day)
    assert not acts_for(agent, company, on=date(2028, 1, 1))


def test_an_organisation_is_listed_once_with_the_mandate_that_lasts_longest(agent: UUID, company: UUID) -> None:
    make_mandate(agent, company, valid_until=date(2026, 12, 31))
    other = make_organisation()
    make_mandate(agent, other, valid_from=TODAY - timedelta(1))
    longest = make_mandate(agent, company)
    listed = queries.mandates_of(as_person(agent), at=AT)
    assert [each.organisation.id for each in listed] == [other, company]
    assert (listed[1].id, listed[1].valid_until, listed[1].scope) == (longest, None, "all")


@pytest.mark.parametrize(
    ("first", "last", "holds"),
    [
        (TODAY, TODAY, True),
        (TODAY, None, True),
        (TODAY - timedelta(1), TODAY + timedelta(1), True),
        (TODAY + timedelta(1), None, False),
        (TODAY - timedelta(9), TODAY - timedelta(1), False),
    ],
)
def test_a_mandate_holds_from_its_first_day_to_its_last(first: date, last: date | None, holds: bool, agent: UUID, company: UUID) -> None:
    make_mandate(agent, company, valid_from=first, valid_until=last)
    assert acts_for(agent, company) is holds


def test_the_day_is_the_citys(agent: UUID, company: UUID) -> None:
    """At 16:00 UTC of the sixth, the seventh has begun in Rongcheng."""
    make_mandate(agent, company)
    person = make_login(person_id=agent)
    assert acting(person, at=AT.replace(day=6, hour=16)).acts_for(company)
    assert not acting(person, at=AT.replace(day=6, hour=15, minute=59)).acts_for(company)


def test_revoked_it_ends_at_once_and_stays_on_record(boss: UUID, agent: UUID, company: UUID) -> None:
    mandate = make_mandate(agent, company)
    revoke(mandate, by=as_person(boss))
    assert not acts_for(agent, company)
    assert Mandate.objects.get().revoked_at == AT
    entry, fact = (
        LedgerEntry.objects.filter(act="identity.revoke_mandate").get(),
        FactRow.objects.filter(name="identity.MandateRevoked").get(),
    )
    assert (entry.subject_id, entry.basis) == (str(mandate), "Civil Code art. 173")
    assert (fact.aggregate_id, fact.payload["mandate_id"]) == (company, str(mandate))


def test_revoked_twice_it_ended_once(agent: UUID, company: UUID) -> None:
    mandate = make_mandate(agent, company)
    revoke(mandate)
    revoke(mandate)
    assert told().count("identity.MandateRevoked") == entries().count("identity.revoke_mandate") == 1


def test_after_it_was_revoked_it_can_be_granted_again(agent: UUID, company: UUID) -> None:
    first = make_mandate(agent, company)
    revoke(first)
    assert make_mandate(agent, company) != first
    assert acts_for(agent, company)


def test_a_mandate_that_would_end_before_it_begins_is_refused(agent: UUID, company: UUID) -> None:
    with refused(PeriodReversed):
        make_mandate(agent, company, valid_until=TODAY - timedelta(1))
    with pytest.raises(IntegrityError, match="mandate_period"), transaction.atomic():
        Mandate.objects.create(person_id=agent, organisation_id=company, valid_from=TODAY, valid_until=TODAY - timedelta(1), granted_at=AT)


@pytest.mark.parametrize("valid_until", [None, NEXT_YEAR])
def test_the_same_mandate_cannot_stand_twice(valid_until: date | None, agent: UUID, company: UUID) -> None:
    make_mandate(agent, company, valid_until=valid_until)
    with pytest.raises(IntegrityError, match="mandate_once"), transaction.atomic():
        Mandate.objects.create(person_id=agent, organisation_id=company, valid_from=TODAY, valid_until=valid_until, granted_at=AT)


def test_whoever_is_not_there_gets_and_gives_no_mandate(agent: UUID, company: UUID) -> None:
    for person, organisation in ((uuid.uuid4(), company), (agent, uuid.uuid4())):
        with refused(ObjectDoesNotExist):
            make_mandate(person, organisation)
    with refused(ObjectDoesNotExist):
        revoke(uuid.uuid4())


@pytest.mark.django_db(transaction=True)
def test_a_mandate_granted_twice_at_once_is_one() -> None:
    agent, company = make_person(), make_organisation()
    outcomes = at_once(*[lambda: make_mandate(agent, company)] * 4)
    assert set(outcomes) == {Mandate.objects.get().pk}


@pytest.mark.django_db(transaction=True)
def test_mandates_of_one_organisation_may_be_granted_and_revoked_at_once() -> None:
    """All of these tell something about the same organisation; the facts get places one after the other."""
    company = make_organisation()
    people = [make_person() for _ in range(4)]
    old = [make_mandate(person, company) for person in people]
    revoking = [lambda mandate=mandate: revoke(mandate) for mandate in old]
    granting = [lambda person=person: make_mandate(person, company, valid_from=TODAY - timedelta(1)) for person in people]
    outcomes = at_once(*revoking, *granting)
    assert not [each for each in outcomes if isinstance(each, Exception)], outcomes
    sequences = FactRow.objects.filter(aggregate_id=company).order_by("id").values_list("sequence", flat=True)
    assert list(sequences) == list(range(1, len(sequences) + 1))
    assert len(sequences) == 1 + 4 + 4 + 4
