"""What everybody may ask: services, guides, the public lists, verification. And whose licences are whose."""

from __future__ import annotations

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cases import city, factories
from tests.channels.desk.pages import content_of
from tests.channels.rest import people
from tests.channels.rest.caller import Caller, problem
from tests.channels.rest.consumers import licence_of, slip
from tongban.kernel import ofd


def test_a_service_is_found_in_peoples_own_words(anybody: Caller) -> None:
    found = anybody.get("/services?q=办示例资质认定").json()
    assert found[0]["code"] == city.QUALIFICATION


@pytest.mark.parametrize("limit", ["0", "101", "many"])
def test_a_search_has_its_bounds(anybody: Caller, limit: str) -> None:
    assert "limit" in problem(anybody.get(f"/services?q=办&limit={limit}"), 422, "malformed")["faults"]


def test_a_guide_has_all_that_an_application_needs(anybody: Caller) -> None:
    guide = anybody.get(f"/services/{city.QUALIFICATION}").json()
    assert guide["form"]["properties"]["grade"]
    assert [material["key"] for material in guide["materials"]] == ["business_licence", "staff", "report", "photo"]
    assert [step["key"] for step in guide["route"]] == ["accept", "screen", "water", "road", "conclude"]


def test_an_unknown_service_is_told(anybody: Caller) -> None:
    problem(anybody.get("/services/999999-XX-0000"), 404, "unknown-service")


def test_the_public_list_masks_the_holder_and_opens_nothing(anybody: Caller, play: factories.Play) -> None:
    [line] = anybody.get("/public/cases").json()["lines"]
    assert "id" not in line
    assert line["number"] == play.turn.number
    assert "工程有限公司" not in line["holder"]
    assert anybody.get(f"/public/cases/{play.turn.number}").json() == line


def test_the_public_list_is_filtered_by_service_and_department(anybody: Caller, play: factories.Play) -> None:
    assert len(anybody.get(f"/public/cases?service={city.QUALIFICATION}&department=jianwei").json()["lines"]) == 1
    assert anybody.get("/public/cases?department=minzheng").json()["lines"] == []


def test_an_unknown_number_is_told(anybody: Caller) -> None:
    problem(anybody.get("/public/cases/榕示建%202026-999999-0"), 404, "unknown-case")


@pytest.mark.parametrize("path", ["/public/cases", "/public/permits"])
def test_a_public_page_costs_the_same_however_long_the_list(anybody: Caller, agent: people.Somebody, path: str) -> None:
    costs = []
    for more in (1, 5):
        for _one in range(more):
            play = people.submitted(agent)
            for key in ("accept", "screen", "water", "road", "conclude"):
                play.act(key)
        anybody.get(path)
        with CaptureQueriesContext(connection) as captured:
            anybody.get(path)
        costs.append(len(captured))
    assert costs[0] == costs[1] <= 2


def test_only_what_was_granted_is_a_permit(anybody: Caller, play: factories.Play) -> None:
    assert anybody.get("/public/permits").json()["lines"] == []


@pytest.mark.parametrize("cursor", ["nonsense", "e30=", "WyIyMDI2LTA5LTA3IiwgIngiXQ==", "é"])
def test_a_cursor_that_cannot_be_read_begins_anew(anybody: Caller, play: factories.Play, cursor: str) -> None:
    assert len(anybody.get(f"/public/cases?after={cursor}").json()["lines"]) == 1


@pytest.mark.parametrize("identifier", ["nonsense", "1.2.156.3005.2", "😀"])
def test_what_is_no_identifier_is_told(anybody: Caller, identifier: str) -> None:
    problem(anybody.get(f"/verifications/{identifier}"), 422, "malformed-identifier")


def test_a_slip_of_the_pen_is_told_apart_from_what_is_no_identifier(anybody: Caller, agent: people.Somebody) -> None:
    slipped = anybody.get(f"/verifications/{slip(licence_of(agent.company_id).identifier)}")
    problem(slipped, 422, "malformed-identifier")
    assert "校验码" in slipped.json()["title"]
    assert "校验码" not in anybody.get("/verifications/nonsense").json()["title"]


def test_a_wallet_is_for_its_holder(as_agent: Caller, agent: people.Somebody, anybody: Caller) -> None:
    [licence] = as_agent.get(f"/holders/{agent.company_id}/licences").json()
    stranger = Caller(people.a_citizen(5))
    problem(stranger.get(f"/holders/{agent.company_id}/licences"), 403, "licence-denied")
    problem(stranger.get(f"/licences/{licence['id']}"), 404, "unknown-licence")
    problem(stranger.get(f"/licences/{licence['id']}/document"), 404, "unknown-licence")
    problem(anybody.get(f"/licences/{licence['id']}"), 401, "not-signed-in")


def test_a_desk_opens_nobodys_wallet(as_agent: Caller, agent: people.Somebody, at_desk, play: factories.Play) -> None:
    """Not even of whose case it has: there it reads the licence as a material."""
    window = at_desk("window")
    [licence] = as_agent.get(f"/holders/{agent.company_id}/licences").json()
    for address in (f"/holders/{agent.company_id}/licences", f"/licences/{licence['id']}", f"/licences/{licence['id']}/document"):
        problem(window.get(address), 403, "licence-denied")
    material = play.row.materials.get(key="business_licence")
    document = window.get(f"/cases/{play.turn.case_id}/materials/{material.pk}")
    assert content_of(document).startswith(b"%PDF")
    problem(at_desk("water").get(f"/cases/{play.turn.case_id}/materials/{material.pk}"), 404, "not-found")


def test_the_number_of_a_persons_licence_is_masked_in_public(anybody: Caller) -> None:
    number = "999999199001010018"
    licence = factories.make_licence(factories.make_person(), "RC", number=number)
    assert number not in licence.identifier
    told = anybody.get(f"/verifications/{licence.identifier}").json()
    assert (told["found"], told["number"]) == (True, "9999**********0018")


def test_a_licence_comes_as_a_signed_pdf(as_agent: Caller, agent: people.Somebody) -> None:
    [licence] = as_agent.get(f"/holders/{agent.company_id}/licences").json()
    pdf = as_agent.get(f"/licences/{licence['id']}/document")
    assert pdf.headers["Content-Type"] == "application/pdf"
    assert b"/ByteRange" in pdf.content
    assert as_agent.get(f"/licences/{licence['id']}").json()["document"] == "ready"


def test_a_licence_comes_as_a_sealed_ofd(as_agent: Caller, agent: people.Somebody) -> None:
    [licence] = as_agent.get(f"/holders/{agent.company_id}/licences").json()
    document = as_agent.get(f"/licences/{licence['id']}/document?profile=ofd")
    assert document.headers["Content-Type"] == "application/ofd"
    assert document.headers["Content-Disposition"] == f'attachment; filename="{licence["id"]}.ofd"'
    assert ofd.read(document.content).custom["ZZBS"] == licence["identifier"]
    assert as_agent.get(f"/licences/{licence['id']}/document?profile=docx").status_code == 422


def test_a_licence_that_does_not_exist_is_told(as_agent: Caller) -> None:
    problem(as_agent.get(f"/licences/{uuid.uuid4()}"), 404, "unknown-licence")
