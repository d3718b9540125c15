"""What other programs send: with somebody's own token or a program's key; taken in, dispatched, and shown to nobody who may not see it."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from tests.board import town as small_city
from tests.channels.open311.door import BASE, Door
from tests.identity import factories as people
from tongban.board import queries
from tongban.board.models import Message, Picture
from tongban.board.terms import AuthorKind, Channel, MessageState, Visibility
from tongban.clients import actions as clients_actions
from tongban.identity import actions as identity_actions
from tongban.identity.terms import PUBLIC, SYSTEM
from tongban.kernel import clock
from tongban.kernel.models import LedgerEntry
from tongban.responsibilities.terms import Kind

TEXT = "湖滨路路口的路灯坏了三天，晚上看不见路。"
SENT = {"service_code": "010202", "description": TEXT, "lat": "27.63", "long": "117.30"}
CONTACT = {
    "first_name": "晓",
    "last_name": "演示林",
    "phone": "13800003333",
    "email": "yanshi@example.test",
    "device_id": "x",
    "account_id": "7",
}


def sent(door: Door, key: str, **changes: str) -> tuple[dict, Message]:
    [told] = door.post("requests", **SENT | {"api_key": key} | changes)
    return told, Message.objects.get(number=told["service_request_id"])


def a_photo() -> SimpleUploadedFile:
    picture = BytesIO()
    Image.new("RGB", (64, 48), "navy").save(picture, "JPEG")
    return SimpleUploadedFile("lamp.jpg", picture.getvalue(), content_type="image/jpeg")


def test_a_program_sends_under_a_tracking_code_and_nobody_sees_it(door: Door, app_key: str) -> None:
    told, row = sent(door, app_key, **CONTACT)
    assert "token" not in told and told["account_id"] is None
    assert (row.author_kind, row.channel, row.displayed) == (AuthorKind.CODE, Channel.OPEN311, False)
    assert (row.category, row.district, row.unit, row.state) == ("010202", "donghu", "chengguan", MessageState.ASSIGNED)
    assert row.whose() == {"name": "演示林晓 yanshi@example.test", "phone": "13800003333"}
    door.get(f"requests/{row.number}", 404)
    code = told["service_notice"].split("查询码 ")[1][:14]
    assert queries.message(row.number, by=PUBLIC, at=clock.now(), code=code).own is not None
    entry = LedgerEntry.objects.get(act="board.post")
    assert (entry.actor_kind, str(entry.subject_id)) == ("consumer", str(row.pk))


def test_somebody_sends_with_their_own_token_and_it_is_theirs_and_displayed(door: Door, token: str) -> None:
    told, row = sent(door, token, **CONTACT)
    assert (row.author_kind, row.displayed) == (AuthorKind.ACCOUNT, True)
    assert row.whose()["name"] == "陈晨（演示）", "what a program says of somebody with an account does not count"
    assert "查询码" not in told["service_notice"]
    assert door.get(f"requests/{row.number}")[0]["description"] == TEXT


def test_somebody_of_the_staff_sends_as_themselves(door: Door) -> None:
    login = people.make_login(person_id=people.make_person())
    people.make_clerk("chengguan/messages", login_id=login)
    by = people.acting(login, at=clock.now(), as_person=True)
    told, _until = identity_actions.issue_token(login_id=login, by=by, at=clock.now())
    assert sent(door, told)[1].author_id == by.person_id


@pytest.mark.parametrize("key", ["", "wrong", "a" * 5000, "\x00"])
def test_without_a_right_key_nothing_is_taken_in(door: Door, key: str) -> None:
    [error] = door.post("requests", 403, **SENT | {"api_key": key})
    assert error["code"] == 403 and error["description"]
    answer = door.client.post(f"{BASE}/requests.xml", SENT)
    assert answer.status_code == 403 and b"<code>403</code>" in answer.content
    assert not Message.objects.exists()


def test_a_revoked_key_is_wrong(door: Door, app_key: str) -> None:
    clients_actions.revoke_client(name="演示·随手拍", by=SYSTEM, at=clock.now())
    door.post("requests", 403, **SENT | {"api_key": app_key})


def test_attributes_say_kind_title_visibility_district_and_unit(door: Door, token: str) -> None:
    more = {
        "attribute[kind]": "complaint",
        "attribute[title]": "路灯又坏了",
        "attribute[visibility][]": "unit",
        "attribute[unit]": "ludeng",
        "attribute[district]": "donghuqu",
        "attribute[nothing]": "x",
    }
    _told, row = sent(door, token, lat="", long="", address_string="湖滨路 1 号", **more)
    assert (row.kind, row.visibility, row.wished_unit) == (Kind.COMPLAINT, Visibility.UNIT, "ludeng")
    assert row.title == "路灯又坏了" and row.district == "donghuqu" and not row.displayed


def test_whoever_knows_no_class_leaves_it_to_the_desk(door: Door, token: str) -> None:
    _told, row = sent(door, token, service_code="000000", description="想说一件别的事情。", lat="", long="", address_id="donghu")
    assert (row.category, row.district) == ("", "donghu")


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"service_code": ""}, 400),
        ({"service_code": "990000"}, 404),
        ({"description": ""}, 400),
        ({"description": "长" * 4001}, 400),
        ({"lat": "", "long": ""}, 400),
        ({"lat": "27.63", "long": ""}, 400),
        ({"lat": "x", "long": "y"}, 400),
        ({"lat": "nan", "long": "inf"}, 400),
        ({"lat": "91", "long": "117"}, 400),
        ({"lat": "39.9", "long": "116.4"}, 400),
        ({"address_id": "nowhere"}, 400),
        ({"attribute[kind]": "party"}, 400),
        ({"attribute[unit]": "nobody"}, 400),
    ],
)
def test_what_cannot_be_taken_in_is_refused_in_words(door: Door, token: str, changes: dict[str, str], status: int) -> None:
    [error] = door.post("requests", status, **SENT | {"api_key": token} | changes)
    assert error["code"] == status and error["description"]
    assert not Message.objects.exists()


def test_photos_come_as_parts_and_are_made_safe(door: Door, token: str) -> None:
    answer = door.client.post(f"{BASE}/requests.xml", SENT | {"api_key": token, "media[]": [a_photo(), a_photo()]})
    assert answer.status_code == 200, answer.content
    assert Picture.objects.count() == 1, "the same photo twice is one"
    [told] = door.get("requests")
    assert told["media_url"].endswith("/photos/0")


def test_what_is_no_photo_is_refused(door: Door, token: str) -> None:
    program = SimpleUploadedFile("lamp.jpg", b"MZ\x90\x00" * 100, content_type="image/jpeg")
    answer = door.client.post(f"{BASE}/requests.json", SENT | {"api_key": token, "media[]": program})
    assert answer.status_code == 400 and answer.json()[0]["description"]
    many = [a_photo() for _each in range(13)]
    assert door.client.post(f"{BASE}/requests.json", SENT | {"api_key": token, "media[]": many}).status_code == 400


def test_an_address_of_a_photo_is_never_fetched(door: Door, token: str) -> None:
    sent(door, token, media_url="http://127.0.0.1:1/secret.jpg")
    assert not Picture.objects.exists()


def test_a_body_that_cannot_be_read_is_400(door: Door, settings) -> None:
    answer = door.client.generic("POST", f"{BASE}/requests.json", b"--x\r\n", content_type="multipart/form-data; boundary=\xff")
    assert answer.status_code == 400
    body = "&".join(f"a{each}=1" for each in range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1))
    assert door.client.post(f"{BASE}/requests.json", body, content_type="application/x-www-form-urlencoded").status_code == 400


def test_a_flood_is_429(door: Door, token: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for n in range(6):
        sent(door, token, description=f"{TEXT}第{n}次。")
    answer = door.client.post(f"{BASE}/requests.json", SENT | {"api_key": token})
    assert answer.status_code == 429 and "12345" in answer.json()[0]["description"]
    monkeypatch.setattr("tongban.channels.open311.keys.CALLS_A_MINUTE", 1)
    assert door.client.post(f"{BASE}/requests.json", SENT | {"api_key": token}).headers["Retry-After"] == "60"


def test_no_token_was_ever_given(door: Door) -> None:
    [error] = door.get("tokens/123", 404)
    assert error["code"] == 404


@pytest.mark.parametrize(
    ("attributes", "before", "notice"),
    [
        ({}, "true", "已收到，现在就公开显示，随后审核。"),
        ({}, "false", "已收到。审核后公开显示。"),
        ({"attribute[visibility]": "unit"}, "true", "已收到。不公开显示，只有办理的人看得到。"),
        ({"attribute[kind]": "report"}, "true", "已收到。不公开显示，只有办理的人看得到。"),
    ],
)
def test_the_notice_says_what_is_true_in_this_city(door: Door, token: str, attributes: dict, before: str, notice: str) -> None:
    small_city.load_board(small_city.BOARD.replace("shown_before_screening: true", f"shown_before_screening: {before}"))
    small_city.forget()
    told, row = sent(door, token, **attributes)
    assert told["service_notice"] == notice and row.displayed == ("现在" in notice)
