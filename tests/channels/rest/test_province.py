"""The share interface in the envelope of one province: the same rights, the same log, other words."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

import pytest

from tests.channels.rest.consumers import BUSINESS, PURPOSE, code_of, last_read, licence_of, water
from tongban.licences import queries

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


def test_an_operation_that_there_is_not_is_logged(anybody: Caller, agent: people.Somebody) -> None:
    ask(anybody, "deleteEverything", water())
    assert (last_read().receiver, last_read().result) == ("water", "UnknownOperation")


def test_a_caller_nobody_knows_is_logged_with_what_it_calls_itself(anybody: Caller, agent: people.Somebody) -> None:
    ask(anybody, "queryCertInfo", "nobody", access_id="someone")
    assert (last_read().question, last_read().receiver, last_read().result) == ("licences.share_unknown", "someone", "UnknownConsumer")
