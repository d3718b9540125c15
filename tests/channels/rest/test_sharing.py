"""The share interface: by right, for an agreed purpose, on a legal ground; every call in the log, refused or not."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cases import city, factories
from tests.channels.rest import people
from tests.channels.rest.caller import Caller, problem
from tests.channels.rest.consumers import BASIS, BUSINESS, PURPOSE, Reader, code_of, last_read, licence_of, water
from tests.channels.rest.fixtures import NOW
from tongban.identity.terms import SYSTEM
from tongban.kernel import clock
from tongban.kernel.models import Read
from tongban.licences import actions
from tongban.sharing import actions as sharing_actions
from tongban.sharing.models import Consumer, UseGrant

SAID = {"purpose": PURPOSE, "business": BUSINESS}
UNTIL = (NOW + timedelta(days=3)).isoformat()


def consumer(token: str) -> Caller:
    caller = Caller()
    caller.token = token
    return caller


def query(caller: Caller, code: str, **changes: Any) -> Any:
    return caller.post("/share/licences/query", {"type": "BL", "holder_code_type": "001", "holder_code": code} | SAID | changes)


def copy(caller: Caller, identifier: str, key: uuid.UUID | None = None, **changes: Any) -> Any:
    body = {"identifier": identifier, "until": UNTIL} | SAID | changes
    return caller.post("/share/licences/copy", body, Idempotency_Key=str(key or uuid.uuid4()))


def test_a_consumer_sees_what_it_may_ask(town: None) -> None:
    [right] = consumer(water()).get("/share/rights").json()
    assert right == {
        "type": "BL", "purposes": [PURPOSE], "ground": "law", "basis": BASIS, "fields": ["capital"], "copies": True, "encrypted": False,
        "valid_until": None,
    }  # fmt: skip


def test_asking_for_ones_rights_is_a_call_too(town: None) -> None:
    caller = consumer(water(at=NOW - timedelta(days=2), valid_until=(NOW - timedelta(days=1)).date()))
    assert caller.get("/share/rights").json() == []
    assert (last_read().question, last_read().receiver, last_read().result) == ("licences.share_rights", "榕城市示例水利局", "")
    Consumer.objects.update(calls_per_minute=1)
    problem(caller.get("/share/rights"), 429, "too-many-calls")
    assert last_read().result == "TooManyCalls"


def test_a_number_finds_what_its_holder_has_and_only_the_fields_of_the_right(agent: people.Somebody) -> None:
    [found] = query(consumer(water()), code_of(agent.company_id)).json()
    assert found["identifier"] == licence_of(agent.company_id).identifier
    assert found["fields"] == {"capital": 500}
    read = last_read()
    assert (read.question, read.actor_kind, read.receiver, read.basis) == ("licences.share_find", "consumer", "榕城市示例水利局", BASIS)
    assert (read.purpose, read.subject, read.holders, read.result) == (PURPOSE, BUSINESS, [agent.company_id], "")
    assert read.fields[0] == "BL" and "capital" in read.fields and "500" not in read.fields


def test_whoever_holds_none_and_whoever_is_not_known_look_alike(agent: people.Somebody) -> None:
    caller = consumer(water())
    assert query(caller, "91110000MA00000000"[:17] + "0").status_code in (200, 422)
    actions.seed(stock=[], by=SYSTEM, at=NOW)
    known_without = people.factories.make_company("榕城示例没有证照的公司")
    assert query(caller, code_of(known_without)).json() == []


def test_an_ended_licence_is_not_handed_over(agent: people.Somebody) -> None:
    licence = licence_of(agent.company_id)
    licence.state = "suspended"
    licence.save(update_fields=["state"])
    caller = consumer(water())
    assert query(caller, code_of(agent.company_id)).json() == []
    problem(copy(caller, licence.identifier), 409, "unusable-licence")


def test_what_leaves_is_an_annotated_copy_under_a_link_that_expires(agent: people.Somebody) -> None:
    licence = licence_of(agent.company_id)
    given = copy(consumer(water()), licence.identifier)
    assert given.status_code == 201
    assert given.json()["identifier"] == licence.identifier
    read = last_read()
    download = given.json()["download"].partition("/api/v1")[2]
    assert (read.question, read.actor_kind, read.receiver, read.basis) == ("licences.make_copy", "consumer", "榕城市示例水利局", BASIS)
    assert (read.purpose, read.subject) == (PURPOSE, BUSINESS)
    assert given.json()["address"].endswith(download)
    assert Caller().post(download).content.startswith(b"%PDF")
    assert Caller().post(download).status_code == 410


@pytest.mark.parametrize("ended", ["right", "consumer"])
def test_a_link_opens_nothing_any_more_when_what_it_was_given_on_has_ended(agent: people.Somebody, ended: str) -> None:
    download = copy(consumer(water()), licence_of(agent.company_id).identifier).json()["download"].partition("/api/v1")[2]
    if ended == "right":
        sharing_actions.revoke_right(consumer="water", type_code="BL", by=SYSTEM, at=NOW)
    else:
        sharing_actions.suspend_consumer(consumer="water", suspended=True, by=SYSTEM, at=NOW)
    problem(Caller().post(download), 410, "link-expired")


def test_the_same_key_gives_the_same_link_and_another_request_under_it_is_refused(agent: people.Somebody) -> None:
    caller, key, identifier = consumer(water()), uuid.uuid4(), licence_of(agent.company_id).identifier
    assert copy(caller, identifier, key).json() == copy(caller, identifier, key).json()
    problem(copy(caller, identifier, key, business="水审 2026-000013"), 409, "key-reused")


def test_a_copy_of_somebody_elses_licence_is_refused_where_the_holder_is_said(agent: people.Somebody) -> None:
    other = people.factories.make_company("榕城示例别家公司")
    caller, identifier = consumer(water()), licence_of(agent.company_id).identifier
    problem(copy(caller, identifier, holder_code_type="001", holder_code=code_of(other)), 422, "other-holder")
    assert copy(caller, identifier, holder_code_type="001", holder_code=code_of(agent.company_id)).status_code == 201


def refusal_is_logged(result: str, holders: list[Any]) -> None:
    read = last_read()
    assert (read.actor_kind, read.receiver, read.result, read.holders) == ("consumer", "榕城市示例水利局", result, holders)


def test_a_type_without_a_right_is_refused_and_logged_with_its_holder(agent: people.Somebody) -> None:
    problem(query(consumer(water()), code_of(agent.company_id), type="QC"), 403, "no-right")
    refusal_is_logged("NoRight", [agent.company_id])


def test_another_purpose_is_refused(agent: people.Somebody) -> None:
    problem(query(consumer(water()), code_of(agent.company_id), purpose="随便看看"), 403, "purpose-not-allowed")
    refusal_is_logged("PurposeNotAllowed", [agent.company_id])
    assert last_read().purpose == "随便看看"


def test_a_right_without_copies_gives_none(agent: people.Somebody) -> None:
    problem(copy(consumer(water(copies=False)), licence_of(agent.company_id).identifier), 403, "no-right")
    refusal_is_logged("NoRight", [agent.company_id])


def test_a_right_that_has_run_out_is_none(agent: people.Somebody) -> None:
    token = water(at=NOW - timedelta(days=2), valid_until=(NOW - timedelta(days=1)).date())
    problem(query(consumer(token), code_of(agent.company_id)), 403, "no-right")


@pytest.mark.parametrize("said", [{"purpose": " "}, {"business": ""}])
def test_nothing_is_given_without_a_purpose_and_a_business(agent: people.Somebody, said: dict[str, str]) -> None:
    problem(query(consumer(water()), code_of(agent.company_id), **said), 422, "incomplete-use")
    refusal_is_logged("IncompleteUse", [agent.company_id])


def test_a_person_number_cannot_hold_a_companys_licence(agent: people.Somebody) -> None:
    problem(query(consumer(water()), "999999199001011239", holder_code_type="111"), 422, "wrong-holder")


def test_a_wrong_number_is_told(agent: people.Somebody) -> None:
    problem(query(consumer(water()), "91999999MA00000000"), 422, "invalid-identifier")
    refusal_is_logged("InvalidIdentifier", [])


def test_an_unknown_identifier_is_told(agent: people.Somebody) -> None:
    problem(copy(consumer(water()), "1.2.156.3005.2.NONE"), 404, "unknown-licence")


def test_without_an_article_the_holder_must_have_authorised_it(agent: people.Somebody) -> None:
    caller, code = consumer(water(basis="")), code_of(agent.company_id)
    problem(query(caller, code), 403, "not-granted")
    refusal_is_logged("NotGranted", [agent.company_id])
    problem(copy(caller, licence_of(agent.company_id).identifier), 403, "not-granted")
    sharing_actions.grant_use(
        key=uuid.uuid4(),
        holder_id=agent.company_id,
        receiver="shuiliju",
        types=["BL"],
        purpose=PURPOSE,
        valid_until=(NOW + timedelta(days=30)).date(),
        by=agent.actor,
        at=NOW,
    )
    assert len(query(caller, code).json()) == 1
    assert last_read().basis.startswith("grant:")
    given = copy(caller, licence_of(agent.company_id).identifier)
    assert given.status_code == 201
    grant = UseGrant.objects.get()
    sharing_actions.revoke_use(grant_id=grant.pk, by=agent.actor, at=NOW)
    problem(Caller().post(given.json()["download"].partition("/api/v1")[2]), 410, "link-expired")


def test_an_authorisation_covers_the_purpose_it_names_and_no_other(agent: people.Somebody) -> None:
    caller, code, identifier = consumer(water(basis="")), code_of(agent.company_id), licence_of(agent.company_id).identifier
    told = {"holder_id": agent.company_id, "receiver": "shuiliju", "types": ["BL"], "valid_until": (NOW + timedelta(days=30)).date()}
    sharing_actions.grant_use(key=uuid.uuid4(), purpose="每年核对资质（演示）", **told, by=agent.actor, at=NOW)
    problem(query(caller, code), 403, "not-granted")
    refusal_is_logged("NotGranted", [agent.company_id])
    problem(copy(caller, identifier), 403, "not-granted")
    sharing_actions.grant_use(key=uuid.uuid4(), purpose=f" {PURPOSE}\u3000", **told, by=agent.actor, at=NOW)
    assert len(query(caller, code).json()) == 1 and copy(caller, identifier).status_code == 201


@pytest.mark.parametrize("until", [UNTIL.partition("+")[0], UNTIL.partition("T")[0]])
def test_a_time_without_its_offset_is_refused_in_words(agent: people.Somebody, until: str) -> None:
    refused = copy(consumer(water()), licence_of(agent.company_id).identifier, until=until)
    problem(refused, 422, "incomplete-use")
    assert "时区" in refused.json()["title"] and "+08:00" in refused.json()["detail"]
    refusal_is_logged("IncompleteUse", [agent.company_id])


@pytest.mark.parametrize("said", [{"purpose": f"{PURPOSE}\u202e"}, {"business": "水审\u200b 2026-000012"}])
def test_what_the_holder_cannot_see_is_not_written_into_their_log(agent: people.Somebody, said: dict[str, str]) -> None:
    problem(query(consumer(water()), code_of(agent.company_id), **said), 422, "unprintable-purpose")
    refusal_is_logged("UnprintablePurpose", [agent.company_id])
    assert (last_read().purpose + last_read().subject).isprintable()


def test_without_an_article_nobody_learns_who_is_known(agent: people.Somebody) -> None:
    """Whoever the city does not know, whoever holds nothing, and whoever has not authorised it: one answer, one line in the log."""
    caller = consumer(water(basis=""))
    without = factories.make_company("榕城示例无证有限公司")
    told = []
    for code in (code_of(agent.company_id), code_of(without), city.credit_code(999_999)):
        before = Read.objects.latest("id").pk
        answer = query(caller, code)
        rows = Read.objects.filter(pk__gt=before, question__startswith="licences.")
        told.append(
            (answer.status_code, answer.content, [(row.question, row.result, row.purpose, row.subject, row.fields) for row in rows])
        )
    assert told[0] == told[1] == told[2] and told[0][0] == 403


@pytest.mark.parametrize("basis", [BASIS, ""])
def test_as_much_is_done_for_nobody_as_for_somebody(agent: people.Somebody, basis: str) -> None:
    caller, codes = consumer(water(basis=basis)), (code_of(agent.company_id), city.credit_code(999_999))
    asked = []
    for code in codes:
        with CaptureQueriesContext(connection) as made:
            query(caller, code)
        asked.append([each["sql"].split()[0] for each in made.captured_queries])
    assert asked[0] == asked[1]


def test_answers_are_encrypted_to_the_consumers_key_where_its_right_asks_for_it(agent: people.Somebody) -> None:
    key = Reader()
    caller = consumer(water(encrypted=True, public_key=key.public))
    assert caller.get("/share/rights").json()[0]["encrypted"] is True
    answer = query(caller, code_of(agent.company_id))
    assert b"identifier" not in answer.content and answer.json()["algorithm"] == "SM2-SM4-GCM"
    [found] = key.opened(answer.json())
    licence = licence_of(agent.company_id)
    assert (found["identifier"], found["fields"]) == (licence.identifier, {"capital": 500})
    assert key.opened(copy(caller, licence.identifier).json())["download"].startswith("http")
    assert key.opened(query(caller, city.credit_code(999_999)).json()) == []


def test_a_rate_limit_holds_for_all_calls_together_and_ends_with_the_minute(
    agent: people.Somebody, monkeypatch: pytest.MonkeyPatch
) -> None:
    caller, code = consumer(water()), code_of(agent.company_id)
    Consumer.objects.update(calls_per_minute=2)
    assert [query(caller, code).status_code for _ in range(2)] == [200, 200]
    refused = query(caller, code)
    problem(refused, 429, "too-many-calls")
    assert refused.headers["Retry-After"] == "60"
    refusal_is_logged("TooManyCalls", [agent.company_id])
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(minutes=1))
    assert query(caller, code).status_code == 200


@pytest.mark.parametrize("stop", ["suspend", "revoke", "replace", "nobody"])
def test_a_token_that_no_longer_counts_is_refused_and_the_try_is_logged(agent: people.Somebody, stop: str) -> None:
    token, known = water(), {"consumer": "water", "by": SYSTEM, "at": NOW}
    match stop:
        case "suspend":
            sharing_actions.suspend_consumer(suspended=True, **known)
        case "replace":
            sharing_actions.issue_consumer_token(**known)
        case "nobody":
            token = "nobody"
        case "revoke":
            sharing_actions.revoke_right(type_code="BL", **known)
    answer = query(consumer(token), code_of(agent.company_id))
    if stop == "revoke":
        problem(answer, 403, "no-right")
        return
    problem(answer, 401, "not-signed-in")
    assert (last_read().question, last_read().result) == ("licences.share_unknown", "UnknownConsumer")


def test_a_persons_token_is_no_consumers(as_agent: Caller, agent: people.Somebody) -> None:
    problem(query(as_agent, code_of(agent.company_id)), 401, "not-signed-in")


def test_a_consumers_token_opens_nothing_else(agent: people.Somebody) -> None:
    problem(consumer(water()).get(f"/holders/{agent.company_id}/licences"), 401, "not-signed-in")


def test_verifying_is_logged(agent: people.Somebody) -> None:
    identifier = licence_of(agent.company_id).identifier
    answer = consumer(water()).post("/share/licences/verify", {"identifier": identifier} | SAID)
    assert answer.json()["usable"] is True
    assert (last_read().question, last_read().holders, last_read().subject) == ("licences.share_verify", [agent.company_id], identifier)
    problem(consumer(sharing_actions.issue_consumer_token(consumer="water", by=SYSTEM, at=NOW)[0]).post(
        "/share/licences/verify", {"identifier": "nonsense"} | SAID
    ), 422, "malformed-identifier")  # fmt: skip
    refusal_is_logged("MalformedIdentifier", [])


def test_every_call_leaves_exactly_one_row(agent: people.Somebody) -> None:
    caller, code = consumer(water()), code_of(agent.company_id)
    before = Read.objects.filter(actor_kind="consumer").count()
    query(caller, code)
    query(caller, code, type="QC")
    copy(caller, licence_of(agent.company_id).identifier)
    copy(caller, "nonsense")
    assert Read.objects.filter(actor_kind="consumer").count() == before + 4
