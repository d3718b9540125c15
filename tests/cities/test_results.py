"""Results that stand instead of a licence or belong to several, all the way: handed in, concluded, and found in every wallet."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import transaction

from tests import worlds
from tests.cities import rongcheng
from tongban.cases import actions, queries
from tongban.cases.models import Alert, Case
from tongban.cases.terms import Application, Decision, Handed, InvalidApplication, Opinion
from tongban.catalog import queries as catalog_queries
from tongban.channels.console import demo
from tongban.identity import queries as identity_queries
from tongban.identity.terms import SYSTEM, Actor, HolderKind
from tongban.kernel import clock, facts, files
from tongban.kernel.models import Upload
from tongban.licences import actions as licence_actions
from tongban.licences import models as licences
from tongban.licences import queries as licence_queries
from tongban.licences.terms import Change, Licence, LicenceState, WrongChange

NOW = rongcheng.DAY
RENEWAL, TRANSFER = "350100-JW-0103", "350100-ZR-1101"
STAFF = demo.read(rongcheng.FOLDER / "demo.yaml").data["staff"]
WANG, LIN = "19900000002", "19900000003"
RIVER = "999999199009090137"  # 演示·江河, who has no account


@pytest.fixture(autouse=True)
def opened(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    for forget in (queries.forget, catalog_queries.forget, licence_queries.forget_types):
        forget()
    with worlds.entered(rongcheng.load):
        yield


def person(phone: str) -> Actor:
    login = identity_queries.login_by_phone(phone)
    assert login is not None
    return identity_queries.actor(login.pk, at=NOW, as_person=True)


def clerk(desk: str) -> Actor:
    login = identity_queries.login_by_phone(next(row["phone"] for row in STAFF if desk in row["desks"]))
    assert login is not None
    return identity_queries.actor(login.pk, at=NOW)


def wallet(holder_id: uuid.UUID, kind: str) -> list[Licence]:
    return [each for each in licence_queries.licences_of(holder_id=holder_id, by=SYSTEM, at=NOW, purpose="test") if each.type_code == kind]


def submit(application: Application, by: Actor) -> Case:
    turn = actions.submit(key=uuid.uuid4(), application=application, by=by, at=NOW)
    return Case.objects.get(pk=turn.case_id)


DOES: dict[str, tuple[Callable[..., Any], dict[str, Any]]] = {
    "accept": (actions.accept, {}),
    "review": (actions.review, {"opinion": Opinion.AGREE, "reason": ""}),
    "decide": (actions.decide, {"decision": Decision.GRANT, "reasons": ""}),
}


def conclude(case: Case) -> Case:
    """Each desk settles its step until the case ends."""
    release = catalog_queries.release(case.release_id)
    while step := case.steps.filter(state="open").order_by("opened_at").first():
        verb, answer = DOES[release.step(step.key).does.value]
        verb(step_id=step.pk, by=clerk(step.desk), at=NOW, **answer)
    case.refresh_from_db()
    return case


def renewal(agent: Actor, **changes: Any) -> Application:
    """As the city fills it in, with what only the company knows."""
    (company,) = [
        view.organisation for view in identity_queries.mandates_of(agent, at=NOW) if view.organisation and "水路" in view.organisation.name
    ]
    known = queries.prefill(catalog_queries.current(RENEWAL, at=NOW), company.id, by=agent, at=NOW)
    form = {**known.form, "net_assets": 3000, "technicians": 12, "truthful": True}
    handed = tuple(Handed(key, licence_id=licence_id) for key, licence_id in known.licences.items())
    application = Application(
        RENEWAL, HolderKind.ORGANISATION, company.id, {"scope": "no", "standing": "valid", "ending": "soon"}, form, handed
    )
    return replace(application, **changes)


def test_a_renewal_supersedes_the_licence_that_the_application_named_in_the_act_that_concludes_it() -> None:
    agent = person(WANG)
    application = renewal(agent)
    [old] = wallet(application.applicant_id, "QC")
    case = submit(application, agent)
    assert wallet(application.applicant_id, "QC")[0].state is LicenceState.VALID, "until it is decided nothing changes"
    case = conclude(case)
    new, before = wallet(application.applicant_id, "QC")
    assert (new.id, new.previous_id, new.number, new.version) == (case.licence_id, old.id, old.number, old.version + 1)
    assert (new.state, new.valid_until, new.content) == (LicenceState.VALID, date(2031, 11, 23), old.content)
    assert (before.id, before.state) == (old.id, LicenceState.SUPERSEDED)
    [event] = licences.LicenceEvent.objects.filter(licence_id=old.id)
    assert (event.change, event.successor_id) == ("supersede", new.id)
    usable = {"types": ["QC"], "on": NOW.date(), "by": SYSTEM, "at": NOW, "purpose": "test"}
    assert [each.id for each in licence_queries.usable_for(holder_ids=[application.applicant_id], **usable)] == [new.id]


def test_without_the_licence_there_is_nothing_to_renew() -> None:
    agent = person(WANG)
    application = renewal(agent)
    with pytest.raises(InvalidApplication) as refusal, transaction.atomic():
        submit(replace(application, materials=application.materials[:1]), agent)
    assert refusal.value.faults["materials.old_certificate"].startswith("missing")


def test_one_licence_is_renewed_and_not_two() -> None:
    agent = person(WANG)
    application = renewal(agent)
    named = next(each for each in application.materials if each.key == "old_certificate")
    with pytest.raises(InvalidApplication) as refusal, transaction.atomic():
        submit(replace(application, materials=(*application.materials, named)), agent)
    assert refusal.value.faults["materials.old_certificate"].startswith("one_only")


def test_of_two_applications_for_one_licence_the_second_is_told_and_cannot_be_granted() -> None:
    agent = person(WANG)
    application = renewal(agent)
    first, second = submit(application, agent), submit(application, agent)
    conclude(first)
    while facts.dispatch(at=NOW):
        pass
    assert Alert.objects.filter(case=second, state="superseded").exists()
    with pytest.raises(WrongChange), transaction.atomic():
        conclude(second)
    assert len(wallet(application.applicant_id, "QC")) == 2


def test_a_licence_that_was_suspended_meanwhile_is_not_renewed() -> None:
    agent = person(WANG)
    application = renewal(agent)
    case = submit(application, agent)
    [old] = wallet(application.applicant_id, "QC")
    said = {"basis": "《示例条例》第一条", "reason": "示例", "by": SYSTEM, "at": NOW}
    licence_actions.change(licence_id=old.id, change=Change.SUSPEND, **said)
    with pytest.raises(WrongChange), transaction.atomic():
        conclude(case)


def transfer(agent: Actor, *co_owners: tuple[str, str], ownership: str = "shares", **changes: Any) -> Application:
    assert agent.person_id is not None
    known = queries.prefill(catalog_queries.current(TRANSFER, at=NOW), agent.person_id, by=agent, at=NOW)
    said = {"former_owner": "演示·卖方", "former_number": "999999199402210035", "former_certificate": "榕示例第1号"}
    home = {"location": "榕城市示例区示例路8号（演示）", "area": 60.5, "usage": "home", "ownership": ownership, "price": 1}
    form = {**known.form, **said, **home, **changes}
    if co_owners:
        form["co_owners"] = [{"name": name, "number": number} for name, number in co_owners]
    kept = files.keep(b"%PDF-1.7 x", media_type=files.MEDIA_TYPES["pdf"], at=NOW)
    Upload.objects.get_or_create(file_id=kept.digest, actor_id=agent.id, defaults={"stored_at": NOW})
    handed = [Handed("identity_card", licence_id=known.licences["identity_card"])]
    handed += [Handed(key, file_digest=kept.digest, file_name="示例.pdf") for key in ("old_certificate", "sale_contract")]
    situation = {"how": "bought", "sealed": "no", "mortgage": "no"}
    return Application(TRANSFER, HolderKind.PERSON, agent.person_id, situation, form, tuple(handed))


def test_a_home_of_several_is_in_the_wallet_of_each() -> None:
    agent, new_number = person(LIN), "999999199505120040"
    case = conclude(submit(transfer(agent, ("演示·江河", RIVER), ("演示·新人", new_number)), agent))
    others = [identity_queries.subject_of("111", number) for number in (RIVER, new_number)]
    for holder in (case.applicant_id, *others):
        assert holder is not None
        [found] = [each for each in wallet(holder, "PE") if each.id == case.licence_id]
        assert (found.holder_name, [each.name for each in found.joint]) == ("演示·林雯", ["演示·江河", "演示·新人"])
        assert found.content["ownership"] == "shares"


def test_a_home_of_one_is_held_by_one() -> None:
    agent = person(LIN)
    case = conclude(submit(transfer(agent, ownership="single"), agent))
    [found] = [each for each in wallet(case.applicant_id, "PE") if each.id == case.licence_id]
    assert found.joint == ()


OWN = "999999199208170041"  # of 演示·林雯 herself


@pytest.mark.parametrize(
    ("ownership", "co_owners", "where", "code"),
    [
        ("shares", [], "form.co_owners", "required"),
        ("single", [("演示·江河", RIVER)], "form.co_owners", "maxItems"),
        ("shares", [("演示·江河", RIVER[:-1] + "0")], "form.co_owners/0/number", "format"),
        ("shares", [("演示·别人", RIVER)], "form.co_owners/0/name", "name_differs"),
        ("shares", [("演示·林雯", OWN)], "form.co_owners/0/number", "holder_twice"),
        ("shares", [("演示·江河", RIVER), ("演示·江河", RIVER)], "form.co_owners/1/number", "holder_twice"),
    ],
)
def test_joint_holders_who_cannot_be_are_told_when_it_is_handed_in(ownership: str, co_owners: list, where: str, code: str) -> None:
    agent = person(LIN)
    with pytest.raises(InvalidApplication) as refusal, transaction.atomic():
        submit(transfer(agent, *co_owners, ownership=ownership), agent)
    assert refusal.value.faults[where].split(":")[0] == code
