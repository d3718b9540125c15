"""Every service that is open can be applied for by a demo holder and granted by the demo staff: forms, licences and desks fit together."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from tests import worlds
from tests.cities import rongcheng
from tongban.cases import actions, queries
from tongban.cases.terms import Application, Decision, End, Handed, Opinion
from tongban.catalog import queries as catalog_queries
from tongban.catalog.terms import MaterialSpec, ServiceNotOpen
from tongban.channels.console import demo
from tongban.identity import queries as identity_queries
from tongban.identity.terms import SYSTEM, Actor, Holder
from tongban.kernel import clock, files, one_time
from tongban.kernel.models import Upload
from tongban.licences import queries as licence_queries
from tongban.seals import queries as seal_queries

NOW = rongcheng.DAY
TEXTS = {"identity-number": "999999199505120040", "uscc": "91999999000002006H", "mobile": "19900000004", "date": "2026-12-01"}
SAID = {"350100-ZR-1101": {"ownership": "joint"}}  # where one answer asks for another
PEOPLE = demo.read(rongcheng.FOLDER / "demo.yaml").data
OPEN = [name for name, service in rongcheng.contents().items() if service.get("state", "open") == "open"]


@pytest.fixture
def opened(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The city and its demo people, who came in when the story plays."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    for forget in (queries.forget, catalog_queries.forget, licence_queries.forget_types):
        forget()
    with worlds.entered(rongcheng.load):
        yield


def _signed_in(phone: str, *, as_person: bool = False) -> Actor:
    login = identity_queries.login_by_phone(phone)
    assert login is not None
    return identity_queries.actor(login.pk, at=NOW, as_person=as_person)


def _clerk(desk: str) -> Actor:
    return next(_signed_in(row["phone"]) for row in PEOPLE["staff"] if desk in row["desks"])


def _applicants() -> list[tuple[Actor, Holder]]:
    """Everybody who may apply for somebody."""
    found = []
    for row in PEOPLE["persons"]:
        actor = _signed_in(row["phone"], as_person=True)
        own = identity_queries.person_of(actor, at=NOW, purpose="test")
        companies = [view.organisation for view in identity_queries.mandates_of(actor, at=NOW)]
        found += [(actor, holder) for holder in (own, *companies) if holder is not None]
    return found


def _answer(schema: dict[str, Any]) -> Any:
    """An answer that the schema takes."""
    if "enum" in schema:
        return schema["enum"][0]
    if schema["type"] == "array":
        return [_answer(schema["items"])]
    if schema["type"] == "object":
        return {name: _answer(one) for name, one in schema["properties"].items()}
    if schema["type"] == "boolean":
        return True
    if schema["type"] in ("number", "integer"):
        return max(schema.get("minimum", 1), 1)
    return TEXTS.get(schema.get("format", ""), "演示" * (1 + schema.get("minLength", 1) // 2))


def _situation(service: dict[str, Any]) -> dict[str, Any]:
    """To each question the first answer that does not say: wrong place."""
    chosen = {}
    for question in service["situations"]:
        value = next(option["value"] for option in question["options"] if option["value"] not in question.get("stops", {}))
        chosen[question["key"]] = [value] if question.get("many") else value
    return chosen


def _application(service: dict[str, Any]) -> tuple[Application, Actor]:
    """What the first demo holder who has every licence that this service takes from the library would hand in."""
    release, situation = catalog_queries.current(service["code"], at=NOW), _situation(service)
    for actor, holder in _applicants():
        if holder.kind.value not in service["audience"] or actor.level < release.assurance:
            continue
        known = queries.prefill(release, holder.id, by=actor, at=NOW)
        form = {name: _answer(one) for name, one in release.form.schema["properties"].items()} | known.form
        form |= SAID.get(release.service, {})
        asked = queries.asked_materials(release, form=form, situation=situation, applicant_id=holder.id, by=actor, at=NOW)
        if all(spec.upload or spec.key in known.licences for spec in asked if spec.required):
            handed = tuple(
                _handed(spec, known.licences.get(spec.key), actor) for spec in asked if spec.upload or spec.key in known.licences
            )
            return Application(release.service, holder.kind, holder.id, situation, form, handed), actor
    raise AssertionError(f"no demo holder can apply for {service['code']}")


def _handed(spec: MaterialSpec, licence_id: uuid.UUID | None, by: Actor) -> Handed:
    if licence_id is not None:
        return Handed(spec.key, licence_id=licence_id)
    kept = files.keep(spec.upload[0].encode(), media_type=files.MEDIA_TYPES[spec.upload[0]], at=NOW)
    Upload.objects.get_or_create(file_id=kept.digest, actor_id=by.id, defaults={"stored_at": NOW})
    return Handed(spec.key, file_digest=kept.digest, file_name=f"示例.{spec.upload[0]}")


USUAL: dict[str, dict[str, Any]] = {
    "check": {"opinion": Opinion.AGREE, "items": ()},
    "accept": {},
    "review": {"opinion": Opinion.AGREE, "reason": ""},
    "decide": {"decision": Decision.GRANT, "reasons": ""},
}


def _signed(application: Application, by: Actor) -> Application:
    """With the first seal that this person may use."""
    signing_id = actions.prepare_form(application=application, by=by, at=NOW)
    seals = seal_queries.seals_for(application.applicant_kind, application.applicant_id, by=by, at=NOW)
    code = one_time.code(PEOPLE["second_factor"], one_time.counter_at(NOW))
    actions.sign_form(signing_id=signing_id, seal_id=seals[0].id, password=PEOPLE["password"], code=code, by=by, at=NOW)
    return replace(application, signing_id=signing_id)


def _granted(service: dict[str, Any]) -> Application:
    """Apply, and let each desk settle its step until the case ends."""
    application, actor = _application(service)
    if service.get("sign") == "required":
        application = _signed(application, actor)
    turn = actions.submit(key=uuid.uuid4(), application=application, by=actor, at=NOW)
    while turn.opened:
        step_id, key, desk = turn.opened[0]
        does = service["route"][key]["does"]
        turn = getattr(actions, does)(step_id=step_id, by=_clerk(desk), at=NOW, **USUAL[does])
    assert turn.end is End.GRANTED
    return application


@pytest.mark.usefixtures("opened")
def test_every_open_service_can_be_granted() -> None:
    for name in OPEN:
        service = rongcheng.contents()[name]
        application = _granted(service)
        if kind := service["result"].get("licence"):
            held = licence_queries.usable_for(
                holder_ids=[application.applicant_id], types=[kind], on=NOW.date(), by=SYSTEM, at=NOW, purpose="test"
            )
            assert any(licence.issued_on == NOW.date() for licence in held), name


@pytest.mark.usefixtures("opened")
def test_the_next_service_takes_the_new_licence_from_the_library() -> None:
    granted = _granted(rongcheng.contents()["construction-qualification.yaml"])
    agent = _signed_in("19900000001", as_person=True)
    assert granted.applicant_id in agent.mandates
    release = catalog_queries.current("350100-JW-0102", at=NOW)
    known = queries.prefill(release, granted.applicant_id, by=agent, at=NOW)
    assert [licence.type_code for licence in known.materials["qualification"]] == ["QC"]


@pytest.mark.usefixtures("opened")
def test_what_the_agent_need_not_type() -> None:
    agent = _signed_in("19900000001", as_person=True)
    (company,) = agent.mandates
    release = catalog_queries.current("350100-JW-0101", at=NOW)
    known = queries.prefill(release, company, by=agent, at=NOW)
    filled = ["company_name", "company_code", "legal_representative", "address", "registered_capital", "contact_name", "contact_phone"]
    assert sorted(known.form) == sorted(filled)
    assert {key for key, found in known.materials.items() if found} == {"business_licence", "staff_certificates"}


@pytest.mark.usefixtures("opened")
def test_a_paused_service_is_shown_and_takes_no_application() -> None:
    release, _state = catalog_queries.guide("350100-JY-1501")
    assert release.guide.summary.zh
    with pytest.raises(ServiceNotOpen):
        catalog_queries.current("350100-JY-1501", at=NOW)
