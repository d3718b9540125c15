"""What somebody types and has not handed in: kept as it stands, for its author alone."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cases import city, factories
from tongban.cases import actions, queries
from tongban.cases.models import Draft
from tongban.cases.terms import Denied, Handed
from tongban.catalog import actions as catalog_actions
from tongban.catalog import queries as catalog_queries
from tongban.catalog.terms import ServiceNotOpen, ServiceState, UnknownService
from tongban.identity.terms import PUBLIC, SYSTEM, HolderKind

pytestmark = pytest.mark.usefixtures("town")


def save(by, applicant_id, service=city.QUALIFICATION, *, at=factories.MORNING, **typed):
    kept = {"applicant_kind": HolderKind.ORGANISATION, "situation": {}, "form": {}} | typed
    return actions.save_draft(service=service, applicant_id=applicant_id, **kept, by=by, at=at)


def an_author() -> tuple:
    company = factories.make_company()
    return factories.an_agent(company), company


def test_what_was_typed_comes_back_as_it_was() -> None:
    agent, company = an_author()
    handed = (Handed("business_licence", licence_id=uuid.uuid4()), Handed("report", file_digest="a" * 64, file_name="半成品.pdf"))
    typed = {"situation": {"purpose": "first"}, "form": {"company_name": "", "capital": "many"}, "materials": handed}
    draft_id = save(agent, company, **typed)
    draft = queries.draft(city.QUALIFICATION, company, by=agent)
    assert draft is not None and draft.id == draft_id
    assert (draft.situation, draft.form, draft.materials) == (typed["situation"], typed["form"], handed)
    assert (draft.saved_at, draft.applicant_id, draft.applicant_kind) == (factories.MORNING, company, HolderKind.ORGANISATION)


def test_what_could_not_be_kept_is_left_out_and_the_rest_stays() -> None:
    agent, company = an_author()
    deep: list = []
    for _level in range(40):
        deep = [deep]
    save(
        agent,
        company,
        form={"note": "a\x00b\ud800", "capital": float("nan"), "rows": [{"x\x07": 1.5}], "deep": deep},
        situation={"purpose": "\x00"},
    )
    row = Draft.objects.get()
    assert (row.form["note"], row.form["capital"], row.form["rows"], row.situation) == ("ab", None, [{"x": 1.5}], {"purpose": ""})
    assert queries.draft("\x00", company, by=agent) is None


def test_there_is_one_for_each_service_and_applicant() -> None:
    agent, company = an_author()
    first = save(agent, company, form={"note": "一"})
    assert save(agent, company, form={"note": "二"}, at=factories.MORNING + timedelta(hours=1)) == first
    save(agent, company, service=city.CHECKED)
    assert [each.release.service for each in queries.drafts_of(agent)] == [city.QUALIFICATION, city.CHECKED]
    assert queries.drafts_of(agent)[0].form == {"note": "二"}


def test_nobody_else_sees_it() -> None:
    agent, company = an_author()
    save(agent, company)
    colleague = factories.an_agent(company)
    assert queries.draft(city.QUALIFICATION, company, by=colleague) is None
    assert queries.drafts_of(colleague) == () and queries.drafts_of(PUBLIC) == ()


def test_a_draft_follows_the_latest_release_and_shows_what_is_asked_no_longer() -> None:
    agent, company = an_author()
    save(agent, company, form={"company_name": "榕城示例", "note": "留着"}, situation={"purpose": "first"})
    contents = city.contents()
    changed = contents[city.file_of(city.QUALIFICATION)]
    changed["form"]["schema"]["properties"].pop("note")
    changed["form"]["sections"][0]["fields"].remove("note")
    changed["situations"][0]["key"] = "aim"
    catalog_actions.load_city(files=city.files(contents), by=SYSTEM, at=factories.MORNING)
    draft = queries.draft(city.QUALIFICATION, company, by=agent)
    assert draft is not None and draft.release.version == 2
    assert (draft.form, draft.situation) == ({"company_name": "榕城示例"}, {})
    assert draft.vanished == {"note": "留着"}


def test_it_is_no_act() -> None:
    agent, company = an_author()
    before = factories.rows()
    save(agent, company)
    after = factories.rows()
    assert {table for table in after if after[table] != before[table]} == {"cases_draft"}


def test_throwing_away_what_is_not_there_does_nothing() -> None:
    agent, company = an_author()
    save(agent, company)
    for _twice in range(2):
        actions.discard_draft(service=city.QUALIFICATION, applicant_id=company, by=agent, at=factories.MORNING)
    assert not Draft.objects.exists()


def test_only_for_whom_somebody_acts() -> None:
    agent, company = an_author()
    save(agent, company)
    for by in (factories.a_person(), factories.a_clerk("jianwei/window"), PUBLIC):
        with factories.refused(Denied):
            save(by, company)
        with factories.refused(Denied):
            actions.discard_draft(service=city.QUALIFICATION, applicant_id=company, by=by, at=factories.MORNING)


def test_for_a_service_that_takes_applications() -> None:
    agent, company = an_author()
    with factories.refused(UnknownService):
        save(agent, company, service="999999-XX-9999")
    catalog_actions.change_state(service=city.CHECKED, state=ServiceState.PAUSED, by=SYSTEM, at=factories.MORNING)
    with factories.refused(ServiceNotOpen):
        save(agent, company, service=city.CHECKED)


def test_a_draft_for_a_paused_service_is_still_there() -> None:
    agent, company = an_author()
    save(agent, company)
    catalog_actions.change_state(service=city.QUALIFICATION, state=ServiceState.PAUSED, by=SYSTEM, at=factories.MORNING)
    assert len(queries.drafts_of(agent)) == 1


def test_a_list_of_drafts_costs_the_same_however_long() -> None:
    agent, company = an_author()
    services = (city.QUALIFICATION, city.CHECKED, city.NESTED, city.ON_THE_SPOT)
    counts = []
    for number in (1, 4):
        for service in services[:number]:
            save(agent, company, service=service)
        catalog_queries.forget()
        with CaptureQueriesContext(connection) as asked:
            assert len(queries.drafts_of(agent)) == number
        counts.append(len(asked))
    assert counts == [3, 3]
