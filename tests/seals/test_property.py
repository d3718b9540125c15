"""Seals as property: made once, kept by somebody, ended, granted and taken back; every use is in the log."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from tests.licences.factories import NOON, TODAY, a_clerk, a_person, refused
from tongban.identity import actions as identity_actions
from tongban.identity.terms import SYSTEM, Actor, HolderKind
from tongban.kernel import seals
from tongban.seals import actions, models, queries, terms
from tongban.seals.terms import SealChange, SealKind, SealOwner, SealState

CLERK = a_clerk("jianwei/window")
pytestmark = pytest.mark.usefixtures("city")


def a_company() -> tuple[uuid.UUID, Actor]:
    """A company, and its legal representative signed in."""
    person = identity_actions.enrol_person(key=uuid.uuid4(), name="演示乙", number="999999197906250015", by=SYSTEM, at=NOON)
    company = identity_actions.enrol_organisation(
        key=uuid.uuid4(),
        name="榕城示例建设有限公司（演示）",
        uscc="91999999000002006H",
        legal_representative_name="演示乙",
        legal_representative_id=person,
        by=SYSTEM,
        at=NOON,
    )
    return company, a_person(person)


def a_seal(company: uuid.UUID, by: Actor, kind: SealKind = SealKind.UNIT) -> uuid.UUID:
    name = "榕城示例建设有限公司（演示）" if kind is SealKind.UNIT else "演示乙"
    return actions.make_seal(
        owner_kind=SealOwner.ORGANISATION, owner=str(company), kind=kind, name=name, custodian="演示乙", by=by, at=NOON
    )


def change(seal_id: uuid.UUID, what: SealChange, *, by: Actor = CLERK, **more: str) -> terms.SealView:
    return actions.change_seal(seal_id=seal_id, change=what, reason="演示", by=by, at=NOON, **more)


def an_agent(company: uuid.UUID) -> Actor:
    return a_person(mandates=(company,))


def granted(seal_id: uuid.UUID, agent: Actor, *, by: Actor, first: date = TODAY, last: date | None = None) -> uuid.UUID:
    assert agent.person_id is not None
    told = {"seal_id": seal_id, "person_id": agent.person_id, "person_name": "演示经办", "valid_from": first, "valid_until": last}
    return actions.grant_seal(**told, by=by, at=NOON)


def used(seal_id: uuid.UUID, company: uuid.UUID, by: Actor) -> tuple[terms.SealInUse, uuid.UUID | None]:
    return queries.usable_seal(seal_id, applicant_kind=HolderKind.ORGANISATION, applicant_id=company, by=by, at=NOON)


def test_a_department_gets_its_seal_when_it_first_seals_and_keeps_it() -> None:
    first, second = queries.department_seal("jianwei", at=NOON), queries.department_seal("jianwei", at=NOON)
    assert (first.id, first.der) == (second.id, second.der)
    inside = seals.read(first.der)
    assert inside.name == first.name == "榕城市示例建设委员会"
    assert inside.signers == (first.key.certificate,)
    assert first.key.algorithm == "sm2-sm3"
    (view,) = queries.seals_of(SealOwner.DEPARTMENT, "jianwei", by=CLERK)
    assert view.maker and view.custodian and view.usable_at(NOON) and view.development
    assert view.picture.startswith(b"\x89PNG")
    assert [line.change for line in queries.seal_events(view.id, by=CLERK)] == [SealChange.MAKE]


def test_what_a_departments_seal_leaves_is_judged_sound() -> None:
    seal = queries.department_seal("jianwei", at=NOON)
    digest = bytes(32)
    left = seals.sign(seal=seal.der, data_hash=digest, property_info="/Doc_0/Signs/Sign_0/Signature.xml", key=seal.key, at=NOON)
    verdicts = seals.judge(left, data_hash=digest, at=NOON, revoked=queries.seal_ended)
    assert len(verdicts) == 10
    assert not [verdict for verdict in verdicts if verdict.holds is False]
    change(seal.id, SealChange.SUSPEND)
    assert seals.judge(left, data_hash=digest, at=NOON, revoked=queries.seal_ended)[-1].reason == "seal_ended"


@pytest.mark.parametrize("what", [SealChange.SUSPEND, SealChange.REPORT_LOST, SealChange.DESTROY])
def test_an_ended_seal_refuses_and_no_other_is_made_by_itself(what: SealChange) -> None:
    seal = queries.department_seal("jianwei", at=NOON)
    change(seal.id, what)
    with pytest.raises(terms.SealEnded):
        queries.department_seal("jianwei", at=NOON)
    assert models.Seal.objects.count() == 1


def test_a_suspended_seal_comes_back_and_a_destroyed_one_never() -> None:
    seal = queries.department_seal("jianwei", at=NOON)
    change(seal.id, SealChange.SUSPEND)
    assert change(seal.id, SealChange.RESUME).state is SealState.IN_USE
    change(seal.id, SealChange.DESTROY)
    for what in SealChange:
        with refused(terms.WrongSealChange):
            change(seal.id, what)


def test_another_custodian_is_an_event() -> None:
    seal = queries.department_seal("jianwei", at=NOON)
    assert change(seal.id, SealChange.HAND_OVER, custodian="演示保管员").custodian == "演示保管员"
    assert queries.seal_events(seal.id, by=CLERK)[-1].custodian == "演示保管员"


def test_an_expired_seal_refuses_by_name() -> None:
    seal = queries.department_seal("jianwei", at=NOON)
    with pytest.raises(terms.SealExpired):
        queries.department_seal("jianwei", at=models.Seal.objects.get(pk=seal.id).ends_at + timedelta(days=1))


def test_a_department_that_is_not_there_has_no_seal() -> None:
    with pytest.raises(terms.UnknownOwner):
        queries.department_seal("nobody", at=NOON)


@pytest.mark.parametrize("by", [a_clerk("shuiliju/window"), a_person()], ids=["another department", "a person"])
def test_a_seal_is_disposed_of_by_its_owner_only(by: Actor) -> None:
    seal = queries.department_seal("jianwei", at=NOON)
    with refused(terms.UnknownSeal):
        change(seal.id, SealChange.DESTROY, by=by)
    with pytest.raises(terms.SealNotTheirs):
        queries.seals_of(SealOwner.DEPARTMENT, "jianwei", by=by)


def test_the_legal_representative_has_seals_made_and_nobody_else() -> None:
    company, representative = a_company()
    with refused(terms.SealNotTheirs):
        a_seal(company, an_agent(company))
    seal_id = a_seal(company, representative)
    with refused(terms.SealThere):
        a_seal(company, representative)
    a_seal(company, representative, SealKind.REPRESENTATIVE)
    assert used(seal_id, company, representative)[1] is None


def test_a_named_agent_uses_a_seal_until_the_grant_is_taken_back() -> None:
    company, representative = a_company()
    seal_id, agent = a_seal(company, representative), an_agent(company)
    with pytest.raises(terms.SealNotGranted):
        used(seal_id, company, agent)
    grant_id = granted(seal_id, agent, by=representative)
    assert granted(seal_id, agent, by=representative) == grant_id
    assert used(seal_id, company, agent)[1] == grant_id
    assert [view.id for view in queries.seals_for(HolderKind.ORGANISATION, company, by=agent, at=NOON)] == [seal_id]
    actions.revoke_seal_grant(grant_id=grant_id, by=representative, at=NOON)
    with pytest.raises(terms.SealNotGranted):
        used(seal_id, company, agent)
    assert queries.seals_for(HolderKind.ORGANISATION, company, by=agent, at=NOON) == ()
    assert queries.seal_grants(seal_id, by=representative)[0].revoked_at == NOON


def test_a_grant_counts_in_its_own_time_and_with_a_mandate_only() -> None:
    company, representative = a_company()
    seal_id, agent = a_seal(company, representative), an_agent(company)
    granted(seal_id, agent, by=representative, first=TODAY + timedelta(days=1))
    with pytest.raises(terms.SealNotGranted):
        used(seal_id, company, agent)
    granted(seal_id, agent, by=representative, last=TODAY)
    assert used(seal_id, company, agent)[1]
    with pytest.raises(terms.SealNotGranted):
        used(seal_id, company, a_person(agent.person_id))
    with refused(terms.SealPeriodReversed):
        granted(seal_id, agent, by=representative, last=TODAY - timedelta(days=1))


def test_an_agent_grants_nothing() -> None:
    company, representative = a_company()
    seal_id, agent = a_seal(company, representative), an_agent(company)
    granted(seal_id, agent, by=representative)
    with refused(terms.UnknownSeal):
        granted(seal_id, an_agent(company), by=agent)


def test_a_seal_of_another_company_is_no_seal_of_this_one() -> None:
    company, representative = a_company()
    seal_id = a_seal(company, representative)
    with pytest.raises(terms.UnknownSeal):
        used(seal_id, uuid.uuid4(), representative)


def test_every_use_is_in_the_log_with_the_grant() -> None:
    company, representative = a_company()
    seal_id, agent = a_seal(company, representative), an_agent(company)
    with refused(terms.SealNotGranted):
        actions.log_seal_use(seal_id=seal_id, subject="form", digest="0" * 64, by=agent, at=NOON)
    grant_id = granted(seal_id, agent, by=representative)
    actions.log_seal_use(seal_id=seal_id, subject="form", digest="0" * 64, grant_id=grant_id, by=agent, at=NOON)
    (line,) = queries.seal_uses(seal_id, by=representative)
    assert (line.subject, line.grant_id) == ("form", grant_id)


def test_the_database_refuses_to_rewrite_seals_events_and_uses() -> None:
    company, representative = a_company()
    seal_id = a_seal(company, representative)
    actions.log_seal_use(seal_id=seal_id, subject="form", digest="0" * 64, by=representative, at=NOON)
    granted(seal_id, an_agent(company), by=representative)
    for statement in (
        "UPDATE licences_seal SET name = 'x'",
        "DELETE FROM licences_seal",
        "UPDATE licences_sealevent SET reason = 'x'",
        "DELETE FROM licences_sealuse",
        "UPDATE licences_sealgrant SET valid_until = NULL, person_name = 'x'",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_the_database_lets_no_destroyed_seal_return_and_no_grant_live_again() -> None:
    company, representative = a_company()
    seal_id = a_seal(company, representative)
    actions.revoke_seal_grant(grant_id=granted(seal_id, an_agent(company), by=representative), by=representative, at=NOON)
    change(seal_id, SealChange.HAND_OVER, by=representative, custodian="演示丙")
    change(seal_id, SealChange.DESTROY, by=representative)
    models.Seal.objects.filter(pk=seal_id).update(custodian="演示档案室")
    for statement in ("UPDATE licences_seal SET state = 'in_use'", "UPDATE licences_sealgrant SET revoked_at = NULL"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_what_is_kept_of_a_seal_holds_nothing_unseen() -> None:
    company, owner = a_company()
    told = {"owner_kind": SealOwner.ORGANISATION, "owner": str(company), "kind": SealKind.UNIT, "by": owner, "at": NOON}
    for name, custodian in (("榕城\u202e示例", "演示"), ("榕城示例", "演\u200b示")):
        with refused(terms.UnseenInSeal):
            actions.make_seal(**told, name=name, custodian=custodian)
    seal = a_seal(company, owner)
    for reason, custodian in (("x\u202ey", ""), ("演示", "演\u200b示")):
        with refused(terms.UnseenInSeal):
            actions.change_seal(seal_id=seal, change=SealChange.HAND_OVER, reason=reason, custodian=custodian, by=owner, at=NOON)
    assert queries.seal(seal, by=owner).custodian == "演示乙"
