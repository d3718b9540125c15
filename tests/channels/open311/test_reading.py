"""What other programs read: only what is displayed, in two notations that say the same, by the rules of the specification."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.board.play import ANSWER, DUTY, Play
from tests.board.town import MORNING, a_message, a_person, posted, posted_by_code, screener
from tests.channels.open311.door import BASE, Door
from tongban.board import actions
from tongban.board.terms import Removal, Visibility
from tongban.responsibilities.terms import Kind, Point

if TYPE_CHECKING:
    from tongban.board.models import Message

LAMP = Point(117.30, 27.63)


def numbers(rows: list[dict]) -> set[str]:
    return {each["service_request_id"] for each in rows}


def test_a_displayed_message_is_a_request_in_both_notations(door: Door) -> None:
    row = Play.posted(point=Point(117.30000123, 27.63001), address="湖滨路路口").row
    [told] = door.get("requests")
    assert told["service_request_id"] == row.number
    assert (told["status"], told["service_code"], told["service_name"]) == ("open", "010202", "路灯照明")
    assert (told["agency_responsible"], told["address_id"], told["zipcode"]) == ("城管局", "donghu", None)
    assert (told["lat"], told["long"]) == (27.63, 117.30)
    assert told["requested_datetime"] == "2026-09-07T10:00:00+08:00"
    assert datetime.fromisoformat(told["expected_datetime"]) == row.due_at
    assert told["description"] == row.text and "extended_attributes" not in told
    root = door.xml("requests")
    assert root.tag == "service_requests" and root[0].tag == "request"
    as_text = {each.tag: each.text for each in root[0]}
    assert as_text == {key: None if value is None else str(value) for key, value in told.items()}


def test_one_is_found_by_its_number_and_what_is_unknown_is_404(door: Door) -> None:
    number = Play.posted().row.number
    assert numbers(door.get(f"requests/{number}")) == {number}
    assert door.xml(f"requests/{number}").findtext("request/service_request_id") == number
    [error] = door.get("requests/LY-2026-999999", 404)
    assert error["code"] == 404 and error["description"]
    assert door.xml("requests/LY-2026-999999", 404).findtext("error/code") == "404"


def test_nothing_leaks_that_is_not_displayed(door: Door) -> None:
    secret = [
        posted(a_message(kind=Kind.REPORT, unit="gongshui"))[1],
        posted(a_message(visibility=Visibility.UNIT))[1],
        posted_by_code(a_message(phone="13800001111"))[1],
    ]
    removed = Play.posted().row
    actions.screen(message_id=removed.pk, shown=False, reason=Removal.PERSONAL_DATA, by=screener(), at=MORNING)
    author = a_person(name="演示·不可见")
    shown = posted(a_message(text="湖滨路路口的路灯坏了，电话13800002222，请修好。"), by=author)[1]
    asked = door.get("requests", extensions="true")
    assert numbers(asked) == {shown.number}
    assert not any(word in str(asked) for word in ("13800002222", "演示·不可见", str(author.person_id)))
    for row in (*secret, removed):
        door.get(f"requests/{row.number}", 404)
        assert door.get("requests", service_request_id=row.number) == []
    assert {each["service_request_id"] for each in door.get("servicerequestupdates")} == {shown.number}


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, 3),
        ({"status": "open"}, 2),
        ({"status": "closed"}, 1),
        ({"status": "open,closed"}, 3),
        ({"status": ""}, 3),
        ({"service_code": "010202"}, 2),
        ({"service_code": "010202,020100"}, 3),
        ({"page_size": "2"}, 2),
        ({"page_size": "2", "page": "2"}, 1),
        ({"start_date": "2026-09-07T00:00:00+08:00", "end_date": "2026-09-08T00:00:00+08:00"}, 3),
        ({"start_date": "2026-09-06T16:00:00Z"}, 3),
        ({"start_date": "2026-09-07T00:00:00 08:00"}, 3),
        ({"end_date": "2026-09-06T00:00:00Z"}, 0),
        ({"updated_after": "2026-09-07T03:00:00Z"}, 1),
        ({"updated_before": "2026-09-07T03:00:00Z"}, 2),
    ],
)
def test_a_list_is_narrowed(door: Door, asked: dict[str, str], found: int) -> None:
    Play.posted()
    posted(a_message(category="020100", text="自来水水压太低，三楼没有水。"))
    Play.taken().later(minutes=90).answer()
    assert len(door.get("requests", **asked)) == found


@pytest.mark.parametrize(
    "asked",
    [
        {"status": "solved"},
        {"page": "0"},
        {"page_size": "1001"},
        {"page_size": "-1"},
        {"page": "99999"},
        {"page": "x"},
        {"start_date": "yesterday"},
        {"start_date": "2026-01-01T00:00:00Z", "end_date": "2026-06-01T00:00:00Z"},
        {"start_date": "2026-09-08T00:00:00Z", "end_date": "2026-09-07T00:00:00Z"},
        {"end_date": "0001-01-01T00:00:00Z"},
        {"start_date": "9999-12-31T23:00:00Z"},
    ],
)
def test_what_cannot_be_read_is_400_in_words(door: Door, asked: dict[str, str]) -> None:
    [error] = door.get("requests", 400, **asked)
    assert error["code"] == 400 and error["description"]


def test_a_list_of_numbers_overrides_all_else(door: Door) -> None:
    one, two = Play.posted().row.number, Play.posted().row.number
    Play.posted()
    found = door.get("requests", service_request_id=f"{one}, {two.lower()},nothing", status="closed", start_date="2020-01-01T00:00:00Z")
    assert numbers(found) == {one, two}


def test_a_list_is_one_statement_and_kept_for_a_minute(door: Door) -> None:
    for _each in range(3):
        Play.posted()
    door.get("requests")
    with CaptureQueriesContext(connection) as statements:
        door.get("requests", extensions="true")
    assert len([each for each in statements if "board_message" in each["sql"]]) == 1
    answer = door.client.get(f"{BASE}/requests.xml")
    assert answer.headers["Cache-Control"] == "public, max-age=60"
    again = door.client.get(f"{BASE}/requests.xml", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304 and not again.content


def test_an_answer_closes_it_and_stands_in_its_notes(door: Door) -> None:
    play = Play.taken().later(hours=1)
    play.answer()
    [told] = door.get("requests", extensions="true")
    assert (told["status"], told["updated_datetime"]) == ("closed", "2026-09-07T11:00:00+08:00")
    assert told["status_notes"].startswith(ANSWER[:20])
    assert told["extended_attributes"]["detailed_status"] == "FIXED"
    assert told["extended_attributes"]["on_time"] is True


def test_states_are_told_by_their_words(door: Door) -> None:
    waiting = posted(a_message(category="", district="", title="", text="想说一件别的事情，不知道归谁管。", kind=Kind.INQUIRY))[1]
    taken, asked = Play.taken().row, Play.posted().row
    refused = Play.posted(title="合同", category="", district="", text="和邻居的合同纠纷怎么打官司。")
    actions.refuse(message_id=refused.message_id, ground="litigation", by=DUTY, at=MORNING)
    told = {each["service_request_id"]: each for each in door.get("requests", extensions="true")}
    words = {number: each["extended_attributes"]["detailed_status"] for number, each in told.items()}
    assert words == {
        waiting.number: "FOR_TRIAGE",
        asked.number: "INVESTIGATING",
        taken.number: "IN_PROGRESS",
        refused.row.number: "NOT_COUNCILS_RESPONSIBILITY",
    }
    assert "向人民法院起诉" in told[refused.row.number]["status_notes"]
    assert told[waiting.number]["service_code"] == "000000"


def test_steps_are_updates_in_their_time(door: Door) -> None:
    play = Play.taken().later(hours=1)
    play.answer()
    told = door.get("servicerequestupdates")
    assert [each["status"] for each in told][:2] == ["FIXED", "IN_PROGRESS"]
    assert told[0]["description"].startswith(ANSWER[:20]) and "城管局" in told[1]["description"]
    assert len({each["update_id"] for each in told}) == len(told)
    window = {"start_date": "2026-09-07T02:30:00Z", "end_date": "2026-09-07T04:00:00Z"}
    assert [each["status"] for each in door.get("servicerequestupdates", **window)] == ["FIXED"]
    root = door.xml("servicerequestupdates", **window)
    assert root.tag == "service_requests_updates" and root[0].tag == "request_update"
    door.get("servicerequestupdates", 400, start_date="2026-09-07T02:30:00Z")
    door.get("servicerequestupdates", 400, start_date="2026-09-01T00:00:00Z", end_date="2026-09-09T00:00:00Z")


def test_removed_words_come_in_no_update(door: Door) -> None:
    play = Play.taken()
    actions.screen(message_id=play.message_id, shown=False, reason=Removal.INSULT, by=screener(), at=play.at + timedelta(minutes=1))
    assert door.get("servicerequestupdates") == []


def test_photos_that_are_displayed_have_addresses(door: Door, app_key: str, settings) -> None:
    row = Play.posted().row
    _with_photos(row)
    [told] = door.get("requests", extensions="true")
    assert told["media_url"] == f"{settings.PUBLIC_ADDRESS}/board/{row.number}/photos/1"
    assert told["extended_attributes"]["media_urls"] == [told["media_url"]]


def _with_photos(row: Message) -> None:
    row.pictures.create(place=0, digest="0" * 64, thumbnail="1" * 64, width=1, height=1, removed_for=Removal.PERSONAL_DATA.value)
    row.pictures.create(place=1, digest="2" * 64, thumbnail="3" * 64, width=1, height=1)


@pytest.mark.parametrize("path", ["", "v2/", "v2/requests", "v2/requests.txt", "v2/nothing.xml", "v2/requests/a/b.xml"])
def test_an_address_that_is_none_is_404_in_xml(client: Client, db: None, path: str) -> None:
    answer = client.get(f"/open311/{path}")
    assert answer.status_code == 404 and answer.content.startswith(b"<?xml")


def test_a_method_that_is_none_is_405(door: Door) -> None:
    answer = door.client.delete(f"{BASE}/requests.json")
    assert answer.status_code == 405 and answer.headers["Allow"] == "GET, HEAD, POST"
    assert door.client.post(f"{BASE}/services.json").status_code == 405


def test_many_calls_of_one_address_are_429(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tongban.channels.open311.answers.CALLS_A_MINUTE", 2)
    door.get("services"), door.get("services")
    answer = door.client.get(f"{BASE}/services.json")
    assert answer.status_code == 429 and answer.headers["Retry-After"] == "60"


def test_characters_that_no_xml_can_hold_are_left_out(door: Door) -> None:
    assert door.xml("requests/%0C%00x", 404).findtext("error/code") == "404"
    assert door.get("requests", service_request_id="a\x00b") == []
    door.get("requests", 404, service_code="a\x00b")
