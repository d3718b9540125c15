"""The holder's side through the REST door: show and open, credentials, standing authorisations, uses; and files verified by anybody."""

from __future__ import annotations

import json
import uuid
import zipfile
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.channels.rest import people
from tests.channels.rest.caller import PREFIX, Caller, conforms, problem
from tongban.kernel.credentials import sd_jwt

PURPOSE = {"purpose": "签合同（演示）"}
UNSEEN = ("\u202e", "\u200b", "\u2066", "\x07", "\n")
KEY = {"kty": "EC", "crv": "P-256"}


@pytest.fixture
def licence(as_agent: Caller, agent: people.Somebody) -> dict[str, Any]:
    [found] = as_agent.get(f"/holders/{agent.company_id}/licences").json()
    return found


@pytest.fixture
def stranger(town: None) -> Caller:
    return Caller(people.a_citizen(5))


def test_a_licence_is_shown_and_opened_once(as_agent: Caller, anybody: Caller, agent: people.Somebody, licence: dict[str, Any]) -> None:
    shown = as_agent.post(f"/licences/{licence['id']}/showings", PURPOSE).json()
    opened = anybody.post(f"/showings/{shown['token']}/open").json()
    assert opened["licence"]["id"] == licence["id"] and opened["purpose"] == PURPOSE["purpose"]
    problem(anybody.post(f"/showings/{shown['token']}/open"), 410, "showing-used")
    problem(anybody.post("/showings/nothing/open"), 404, "unknown-showing")
    [line] = as_agent.get(f"/holders/{agent.company_id}/uses").json()["lines"]
    assert (line["purpose"], line["purpose_words"]["en"]) == ("", PURPOSE["purpose"]), "as the holder has written it"
    assert (line["basis"], line["basis_words"]["zh"], line["actor_kind"]) == ("consent", "您当场同意", "public")
    assert (line["how"], line["how_words"]["zh"]) == ("showing", "您出示，对方扫码查看")


def test_what_staff_looked_for_is_a_code_and_words_in_both_languages(as_agent: Caller, at_desk, agent: people.Somebody, licence) -> None:
    at_desk("registrar").get(f"/register/{licence['id']}")
    [line] = as_agent.get(f"/holders/{agent.company_id}/uses").json()["lines"]
    assert (line["purpose"], line["actor_kind"]) == ("keeping", "staff")
    assert line["purpose_words"] == {"zh": "发证部门核对自己发的证照", "en": "The issuing department checks its own licences"}


def test_what_can_be_shown_alone_is_listed_and_shown_alone(as_agent: Caller, anybody: Caller, licence: dict[str, Any]) -> None:
    claims = as_agent.get(f"/licences/{licence['id']}/claims").json()
    name = next(each["name"] for each in claims if each["name"].startswith("content."))
    shown = as_agent.post(f"/licences/{licence['id']}/showings", {**PURPOSE, "claims": [name]}).json()
    opened = anybody.post(f"/showings/{shown['token']}/open").json()
    assert opened["licence"] is None and [each["name"] for each in opened["claims"]] == [name]
    told = judged(anybody, opened["credential"].encode())
    assert told["unchanged"] and told["named_licence"]["usable"] and [each["name"] for each in told["claims"]] == [name]


def test_showing_asks_for_a_purpose_and_for_what_is_there(as_agent: Caller, licence: dict[str, Any]) -> None:
    place = f"/licences/{licence['id']}/showings"
    problem(as_agent.post(place, {"purpose": " "}), 422, "purpose-missing")
    problem(as_agent.post(place, {**PURPOSE, "claims": ["age_over_18"]}), 422, "unknown-claim")
    for unseen in UNSEEN:
        problem(as_agent.post(place, {"purpose": f"签租{unseen}约"}), 422, "unprintable-purpose")


def test_what_is_anothers_is_not_found(stranger: Caller, as_agent: Caller, agent: people.Somebody, licence: dict[str, Any]) -> None:
    for answer in (
        stranger.get(f"/licences/{licence['id']}/claims"),
        stranger.post(f"/licences/{licence['id']}/showings", PURPOSE),
        stranger.post(f"/licences/{licence['id']}/credentials"),
    ):
        problem(answer, 404, "unknown-licence")
    for answer in (stranger.get(f"/holders/{agent.company_id}/uses"), stranger.get(f"/holders/{agent.company_id}/grants")):
        problem(answer, 403, "licence-denied")


def test_a_credential_is_bound_to_a_key_that_is_one(as_agent: Caller, licence: dict[str, Any]) -> None:
    place = f"/licences/{licence['id']}/credentials"
    whole = as_agent.post(place).json()["credential"]
    assert whole.count("~") > 5 and whole.endswith("~")
    problem(as_agent.post(place, {"holder_key": {**KEY, "x": "AA", "y": "AA"}}), 422, "bad-holder-key")
    problem(as_agent.post(place, {"claims": []}), 422, "unknown-claim")


def test_an_authorisation_is_given_listed_and_revoked(as_agent: Caller, agent: people.Somebody, licence: dict[str, Any]) -> None:
    place = f"/holders/{agent.company_id}/grants"
    asked = {"receiver": "shuiliju", "types": [licence["type"]], "purpose": "每年核对（演示）", "valid_until": "2027-01-31"}
    key = {"Idempotency_Key": str(uuid.uuid4())}
    first, again = as_agent.post(place, asked, **key).json(), as_agent.post(place, asked, **key).json()
    assert first == again and as_agent.get(place).json() == [first]
    problem(as_agent.post(place, {**asked, "receiver": "nobody"}, Idempotency_Key=str(uuid.uuid4())), 422, "unknown-receiver")
    problem(as_agent.post(place, {**asked, "valid_until": "2049-01-31"}, Idempotency_Key=str(uuid.uuid4())), 422, "grant-period")
    for unseen in UNSEEN:
        hidden = {**asked, "purpose": f"每年{unseen}核对"}
        problem(as_agent.post(place, hidden, Idempotency_Key=str(uuid.uuid4())), 422, "unprintable-purpose")
    assert as_agent.post(place, asked, Idempotency_Key=str(uuid.uuid4())).json() == first, "the same again is the same"
    assert as_agent.get(place).json() == [first]
    assert as_agent.ask("DELETE", f"/grants/{first['id']}").status_code == 204
    assert as_agent.get(place).json()[0]["revoked_at"]
    problem(as_agent.ask("DELETE", f"/grants/{uuid.uuid4()}"), 404, "unknown-grant")


def test_a_file_is_judged_for_anybody(as_agent: Caller, anybody: Caller, licence: dict[str, Any]) -> None:
    for profile in ("pdf", "ofd"):
        content = as_agent.get(f"/licences/{licence['id']}/document?profile={profile}").content
        told = judged(anybody, content)
        assert told["trusted"] and told["original"] and told["unchanged"] and not told["annotated"] and told["kind"] == profile
        assert told["named_licence"]["identifier"] == licence["identifier"] and told["development"]
        assert all(step["holds"] is not False for signature in told["signatures"] for step in signature["steps"])
        changed = judged(anybody, content[:-9] + bytes([content[-9] ^ 1]) + content[-8:])
        assert not changed["original"] and not changed["trusted"]
        assert told["why_not"] is None and changed["why_not"]["code"] in ("signature-fails", "not-the-document", "unreadable")


def test_it_is_said_why_a_file_is_not_trusted(as_agent: Caller, anybody: Caller, licence: dict[str, Any]) -> None:
    content = as_agent.get(f"/licences/{licence['id']}/document?profile=ofd").content
    stamps = [step for each in judged(anybody, content)["signatures"] for step in each["steps"] if "时间戳" in step["words"]["zh"]]
    assert [step["holds"] for step in stamps] == [True]
    again = judged(anybody, packed(content))
    assert again["unchanged"] and not again["trusted"]
    assert (again["why_not"]["code"], again["why_not"]["step"]) == ("not-the-document", None) and "重新打包" in again["why_not"]["words"]
    spoiled = judged(anybody, packed(content, other=True))["why_not"]
    assert spoiled["code"] == "signature-fails" and spoiled["step"]["holds"] is False and spoiled["step"]["reason"]
    unsigned = judged(anybody, b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n")
    assert unsigned["why_not"]["code"] in ("unsigned", "unreadable")


def packed(content: bytes, *, other: bool = False) -> bytes:
    """The same files in another archive; with `other` at the end of a page, not the same."""
    into = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as before, zipfile.ZipFile(into, "w") as after:
        for name in before.namelist():
            after.writestr(name, before.read(name) + (b"<!-- -->" if other and name.endswith("Content.xml") else b""))
    return into.getvalue()


def test_a_disclosure_that_was_changed_or_is_there_twice_is_named(as_agent: Caller, anybody: Caller, licence: dict[str, Any]) -> None:
    whole = as_agent.post(f"/licences/{licence['id']}/credentials").json()["credential"]
    jwt, first, *others, end = whole.split("~")
    salt, name, _value = json.loads(sd_jwt.decoded(first))
    changed = sd_jwt.encoded(json.dumps([salt, name, "换过的"], ensure_ascii=False).encode())
    for forged in ([changed, *others], [first, first, *others], [sd_jwt.encoded(b"no json"), *others]):
        told = judged(anybody, "~".join([jwt, *forged, end]).encode())
        assert (told["unchanged"], told["trusted"], told["claims"], told["named_licence"]) == (False, False, [], None)
    assert judged(anybody, whole.encode())["trusted"]
    problem(sent(anybody, whole.rpartition("~")[0][:-3].encode()), 422, "malformed-credential")


@pytest.mark.parametrize(("content", "code"), [(b"", "file-empty"), (b"\x7fELF", "not-a-document"), (b"a~b", "malformed-credential")])
def test_what_is_no_document_is_refused_by_name(anybody: Caller, content: bytes, code: str) -> None:
    problem(sent(anybody, content), 422, code)


def sent(caller: Caller, content: bytes) -> Any:
    answer = caller.client.post(f"{PREFIX}/verifications/files", {"file": SimpleUploadedFile("file", content)})
    conforms("POST", f"{PREFIX}/verifications/files", answer)
    return answer


def judged(caller: Caller, content: bytes) -> dict[str, Any]:
    return sent(caller, content).json()
