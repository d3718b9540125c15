"""The share interface in the envelope of one province: the same rights, the same log, other words."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

import pytest

from tests.cases.factories import MORNING
from tests.channels.rest.consumers import BUSINESS, PURPOSE, Reader, code_of, last_read, licence_of, slip, water
from tests.channels.rest.fixtures import NOW
from tongban.identity.terms import SYSTEM
from tongban.licences import queries
from tongban.sharing import actions as sharing_actions
from tongban.sharing.models import Consumer

if TYPE_CHECKING:
    from tests.channels.rest import people
    from tests.channels.rest.caller import Caller


def ask(caller: Caller, operation: str, token: str, access_id: str = "water", **data: Any) -> dict[str, Any]:
    said = {"useCause": PURPOSE, "businessCode": BUSINESS, "certTypeCode": "BL", "holderTypeCode": "001"}
    answer = caller.post(f"/province/{operation}", {"accessId": access_id, "accessToken": token, "data": said | data})
    assert answer.status_code == 200
    return answer.json()


def test_a_licence_is_told_by_the_names_of_the_standard(anybody: Caller, agent: people.Somebody) -> None:
    answer = ask(anybody, "queryCertInfo", water(), holderCode=code_of(agent.company_id))
    assert answer["head"] == {"status": 200, "message": "OK"}
    [told] = answer["data"]
    licence = licence_of(agent.company_id)
    assert (told["certificateIdentifier"], told["certificateNumber"]) == (licence.identifier, licence.number)
    assert told["extendInfo"] == {"capital": 500}


def test_a_type_may_be_named_by_its_national_code(anybody: Caller, agent: people.Somebody) -> None:
    national = queries.licence_type("BL").national_code
    answer = ask(anybody, "queryCertInfo", water(), holderCode=code_of(agent.company_id), certTypeCode=national)
    assert len(answer["data"]) == 1


def test_a_download_address_leads_to_the_annotated_copy_once(anybody: Caller, agent: people.Somebody) -> None:
    token, identifier = water(), licence_of(agent.company_id).identifier
    given = ask(anybody, "getDownloadUrl", token, certIdentifier=identifier, expiryTime="2026-09-10 18:00:00")["data"]
    assert given["certificateIdentifier"] == identifier
    file = ask(anybody, "downloadFile", token, downloadUrl=given["downloadUrl"])["data"]
    assert base64.b64decode(file["fileData"]).startswith(b"%PDF") and file["contentType"] == "application/pdf"
    assert ask(anybody, "downloadFile", token, downloadUrl=given["downloadUrl"])["head"]["status"] != 200


def test_a_link_is_fetched_by_the_consumer_that_asked_for_it(anybody: Caller, agent: people.Somebody) -> None:
    token, identifier, known = water(), licence_of(agent.company_id).identifier, {"by": SYSTEM, "at": MORNING}
    sharing_actions.register_consumer(code="fire", name="榕城市示例消防", department="", calls_per_minute=100, **known)
    other = sharing_actions.issue_consumer_token(consumer="fire", **known)[0]
    address = ask(anybody, "getDownloadUrl", token, certIdentifier=identifier)["data"]["downloadUrl"]
    assert ask(anybody, "downloadFile", other, "fire", downloadUrl=address)["head"]["status"] == 404
    assert ask(anybody, "downloadFile", token, downloadUrl=address)["head"]["status"] == 200, "it is still there"


def test_a_refused_copy_has_the_business_number_for_its_holder(anybody: Caller, agent: people.Somebody, as_agent: Caller) -> None:
    identifier = licence_of(agent.company_id).identifier
    assert ask(anybody, "getDownloadUrl", water(copies=False), certIdentifier=identifier)["head"]["status"] == 100
    row = last_read()
    assert (row.subject, row.fields, row.holders, row.result) == (BUSINESS, ["BL"], [agent.company_id], "NoRight")
    [line] = as_agent.get(f"/holders/{agent.company_id}/uses").json()["lines"]
    assert line["case_number"] == BUSINESS and line["types"]


def test_a_number_leads_to_the_addresses_of_all_its_licences(anybody: Caller, agent: people.Somebody) -> None:
    [given] = ask(anybody, "queryByHolderCode", water(), holderCode=code_of(agent.company_id))["data"]["downloadUrls"]
    assert "/copies/" in given["downloadUrl"]
    assert last_read().question == "licences.make_copy"


def test_an_identifier_is_verified(anybody: Caller, agent: people.Somebody) -> None:
    answer = ask(anybody, "verifyCertInfo", water(), certIdentifier=licence_of(agent.company_id).identifier)["data"]
    assert (answer["found"], answer["unchanged"], answer["valid"]) == (True, True, True)


@pytest.mark.parametrize(
    ("operation", "changes", "status"),
    [
        ("queryCertInfo", {"access_id": "fire"}, 11),
        ("queryCertInfo", {"token": "nobody"}, 11),
        ("queryCertInfo", {"certTypeCode": "QC"}, 100),
        ("queryCertInfo", {"useCause": "随便看看"}, 100),
        ("queryCertInfo", {"holderTypeCode": "111", "holderCode": "999999199001011239"}, 103),
        ("queryCertInfo", {"holderCode": "nonsense"}, 400),
        ("queryCertInfo", {"businessCode": ""}, 400),
        ("queryCertInfo", {"businessCode": 7}, 400),
        ("getDownloadUrl", {"certIdentifier": "1.2.156.3005.2.NONE"}, 404),
        ("getDownloadUrl", {"certIdentifier": "OURS", "expiryTime": "tomorrow"}, 400),
        ("getDownloadUrl", {"certIdentifier": "OURS", "expiryTime": "2020-01-01 00:00:00"}, 400),
        ("downloadFile", {"downloadUrl": "nonsense"}, 404),
        ("verifyCertInfo", {"certIdentifier": "nonsense"}, 400),
        ("verifyFile", {"fileData": ""}, 400),
        ("verifyFile", {"fileData": "!"}, 400),
        ("verifyFile", {"fileData": "bm9uc2Vuc2U="}, 400),
        ("verifyFile", {"fileData": 7}, 400),
        ("queryByQrCode", {"qrCode": ""}, 400),
        ("queryByQrCode", {"qrCode": "https://example.com/show/nonsense"}, 404),
        ("queryByQrCode", {"qrCode": "https://example.com/verify/nonsense"}, 400),
        ("deleteEverything", {}, 404),
    ],
)
def test_what_is_refused_is_said_in_the_head_and_nothing_is_told(
    anybody: Caller, agent: people.Somebody, operation: str, changes: dict[str, Any], status: int
) -> None:
    if changes.get("certIdentifier") == "OURS":
        changes = changes | {"certIdentifier": licence_of(agent.company_id).identifier}
    answer = ask(anybody, operation, **{"token": water(), "holderCode": code_of(agent.company_id)} | changes)
    assert answer["head"]["status"] == status
    assert answer["head"]["message"] and answer["data"] is None


def test_a_slip_of_the_pen_in_an_identifier_is_said(anybody: Caller, agent: people.Somebody) -> None:
    slipped = slip(licence_of(agent.company_id).identifier)
    assert "校验码" in ask(anybody, "verifyCertInfo", water(), certIdentifier=slipped)["head"]["message"]


def test_an_operation_that_there_is_not_is_logged(anybody: Caller, agent: people.Somebody) -> None:
    ask(anybody, "deleteEverything", water())
    assert (last_read().receiver, last_read().result) == ("water", "UnknownOperation")


def test_a_caller_nobody_knows_is_logged_with_what_it_calls_itself(anybody: Caller, agent: people.Somebody) -> None:
    ask(anybody, "queryCertInfo", "nobody", access_id="someone")
    assert (last_read().question, last_read().receiver, last_read().result) == ("licences.share_unknown", "someone", "UnknownConsumer")


@pytest.mark.parametrize(
    "body", ["", "{", "[]", "null", '{"accessId": "water"}', '{"accessId": 7, "accessToken": "x"}', '{"accessId": "\\ud800"}', "[" * 9999]
)
def test_a_body_that_is_none_is_answered_inside_the_envelope(anybody: Caller, town: None, body: str) -> None:
    answer = anybody.client.post("/api/v1/province/queryCertInfo", body, content_type="application/json")
    assert answer.status_code == 200
    assert answer.json() == {"head": {"status": 400, "message": "请求的格式不对"}, "data": None}
    assert last_read().result == "Malformed"


def test_a_body_that_is_too_large_is_answered_inside_the_envelope(anybody: Caller, town: None, settings) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    answer = anybody.client.post("/api/v1/province/queryCertInfo", "{" + " " * 200, content_type="application/json")
    assert (answer.status_code, answer.json()["head"]["status"]) == (200, 400)


def test_a_file_is_verified(anybody: Caller, agent: people.Somebody) -> None:
    licence = licence_of(agent.company_id)
    content = queries.document(licence.pk, by=agent.actor, at=MORNING, purpose="test")
    token = water()
    told = ask(anybody, "verifyFile", token, fileData=base64.b64encode(content).decode())["data"]
    assert (told["fileType"], told["original"], told["fileUnchanged"]) == ("pdf", True, True)
    assert told["trusted"] and told["namedCertificate"]["certificateIdentifier"] == licence.identifier and told["namedCertificate"]["valid"]
    read = last_read()
    assert (read.question, read.subject, read.holders) == ("licences.share_verify", licence.identifier, [agent.company_id])
    other = ask(anybody, "verifyFile", token, fileData=base64.b64encode(b"%PDF-1.4 nonsense").decode())["data"]
    assert (other["trusted"], other["original"], other["namedCertificate"]) == (False, False, None)


def test_a_qr_code_that_a_licence_has_printed_is_verified(anybody: Caller, agent: people.Somebody) -> None:
    identifier = licence_of(agent.company_id).identifier
    for text in (f"https://example.com/verify/{identifier}", identifier):
        assert ask(anybody, "queryByQrCode", water_once(), qrCode=text)["data"]["valid"] is True


def test_a_qr_code_that_a_holder_shows_is_opened_once(anybody: Caller, agent: people.Somebody) -> None:
    licence = licence_of(agent.company_id)
    shown = sharing_actions.show(licence_id=licence.pk, purpose="示例出示", by=agent.actor, at=NOW)
    token = water()
    told = ask(anybody, "queryByQrCode", token, qrCode=shown.address)["data"]
    assert told["certificateIdentifier"] == licence.identifier and told["useCause"] == "示例出示"
    assert (last_read().question, last_read().basis) == ("licences.open_showing", "consent:showing")
    assert ask(anybody, "queryByQrCode", token, qrCode=shown.address)["head"]["status"] == 404


def water_once() -> str:
    """The water bureau's token; it is registered at the first call."""
    return water() if not Consumer.objects.exists() else sharing_actions.issue_consumer_token(consumer="water", by=SYSTEM, at=MORNING)[0]


def test_answers_are_encrypted_where_the_right_asks_for_it(anybody: Caller, agent: people.Somebody) -> None:
    key = Reader()
    token = water(encrypted=True, public_key=key.public)
    answer = ask(anybody, "queryCertInfo", token, holderCode=code_of(agent.company_id))
    assert answer["head"]["status"] == 200 and list(answer["data"]) == ["encryptData"]
    [told] = key.opened(answer["data"]["encryptData"])
    licence = licence_of(agent.company_id)
    assert told["certificateIdentifier"] == licence.identifier
    given = key.opened(ask(anybody, "getDownloadUrl", token, certIdentifier=licence.identifier)["data"]["encryptData"])
    file = key.opened(ask(anybody, "downloadFile", token, downloadUrl=given["downloadUrl"])["data"]["encryptData"])
    assert base64.b64decode(file["fileData"]).startswith(b"%PDF")
