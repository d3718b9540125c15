"""Discovery, services and what they ask for: shapes written from what the specification says, and the rules of its validator."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import jsonschema_rs
import pytest

from tests.board.play import Play
from tests.channels.open311.shapes import DEFINITION, DISCOVERY, ERRORS, REQUESTS, SENT, SERVICES, UPDATES

if TYPE_CHECKING:
    from tests.channels.open311.door import Door


def conforms(shape: dict[str, Any], told: Any) -> None:
    jsonschema_rs.Draft202012Validator(shape).validate(told)


def test_answers_have_the_shapes_of_the_specification(door: Door, app_key: str) -> None:
    Play.posted(address="湖滨路路口")
    Play.taken().answer()
    conforms(DISCOVERY, door.get("discovery"))
    conforms(SERVICES, door.get("services"))
    for each in door.get("services"):
        conforms(DEFINITION, door.get(f"services/{each['service_code']}"))
    conforms(REQUESTS, door.get("requests"))
    conforms(REQUESTS, door.get("requests", extensions="true"))
    conforms(UPDATES, door.get("servicerequestupdates"))
    conforms(ERRORS, door.get("services/x", 404))
    sent = {"api_key": app_key, "service_code": "010202", "description": "湖滨路的路灯坏了。", "address_string": "湖滨路"}
    conforms(SENT, door.post("requests", **sent))


def test_the_validators_rules_hold_of_the_discovery(door: Door) -> None:
    told, root = door.get("discovery"), door.xml("discovery")
    assert root.tag == "discovery" and root.findtext("contact") == told["contact"]
    assert told["contact"] and told["key_service"] and told["endpoints"]
    for each in [told, *told["endpoints"]]:
        assert datetime.fromisoformat(each["changeset"]) < datetime.now(UTC)
    for each in told["endpoints"]:
        assert each["specification"] == "http://wiki.open311.org/GeoReport_v2"
        assert each["url"].endswith("/open311/v2") and each["type"] in ("production", "test")
        assert "text/xml" in each["formats"]
    assert [each.text for each in root.findall("endpoints/endpoint/formats/format")] == told["endpoints"][0]["formats"]


def test_services_are_the_classes_of_the_board_each_with_a_code(door: Door) -> None:
    told, root = door.get("services"), door.xml("services")
    assert [each["service_code"] for each in told][-1] == "000000"
    lamp = next(each for each in told if each["service_code"] == "010202")
    assert (lamp["service_name"], lamp["group"], lamp["keywords"], lamp["type"]) == ("路灯照明", "城市管理", "路灯", "realtime")
    assert lamp["metadata"] is True and lamp["description"] == "路灯照明。答复期限：7日。"
    assert root.findtext("service/metadata") == "true" and len(root) == len(told)
    assert len({each["service_code"] for each in told}) == len(told)


def test_a_definition_lists_what_may_be_said_besides(door: Door) -> None:
    told, root = door.get("services/010202"), door.xml("services/010202")
    assert [each["code"] for each in told["attributes"]] == ["kind", "title", "visibility", "district", "unit"]
    assert [each["order"] for each in told["attributes"]] == [1, 2, 3, 4, 5]
    kinds = {each["key"]: each["name"] for each in told["attributes"][0]["values"]}
    assert kinds["complaint"] == "投诉" and len(kinds) == 6
    assert root.tag == "service_definition" and root.findtext("attributes/attribute/values/value/key") == "inquiry"


@pytest.mark.parametrize("code", ["x", "990000", "%00", "010202\x00"])
def test_a_service_that_is_none_is_404(door: Door, code: str) -> None:
    door.get(f"services/{code}", 404)
    door.get(f"services/{code}", 404, jurisdiction_id="rongcheng")


def test_messages_of_a_service_that_is_none_are_404_and_not_an_empty_list(door: Door) -> None:
    door.get("requests", 404, service_code="999999")
    door.get("requests", 404, service_code="010202,999999")
    assert door.get("requests", service_code="010202,000000") == []


def test_names_are_english_for_whoever_asks_in_english(door: Door) -> None:
    told = door.client.get("/open311/v2/services.json", headers={"Accept-Language": "en"})
    assert "Street lights" in told.content.decode() and "Accept-Language" in told.headers["Vary"]
