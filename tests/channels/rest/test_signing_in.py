"""Signing in at the REST door: a token for phone and password, the limits on trying, and who the caller is then."""

from datetime import timedelta

import pytest

from tests.cases.factories import MORNING
from tests.channels.rest import people
from tests.channels.rest.caller import Caller, problem
from tongban.channels.parts import tries
from tongban.identity import actions as identity_actions
from tongban.identity.models import ApiToken, Login
from tongban.identity.terms import SYSTEM
from tongban.kernel import clock, one_time


def sign_in(caller: Caller, phone: str, password: str = people.PASSWORD):
    return caller.post("/tokens", {"phone": phone, "password": password})


def test_a_token_for_phone_and_password_opens_what_is_the_callers(anybody: Caller, agent: people.Somebody) -> None:
    answer = sign_in(anybody, agent.phone)
    assert answer.status_code == 201
    anybody.token = answer.json()["token"]
    me = anybody.get("/me").json()
    assert me["kind"] == "person"
    assert me["person_id"] == str(agent.person_id)
    assert [mandate["id"] for mandate in me["mandates"]] == [str(agent.company_id)]


def test_me_names_the_desks_of_staff(at_desk) -> None:
    assert at_desk("water").get("/me").json()["desks"] == ["shuiliju/review"]


def test_the_token_itself_is_not_kept(anybody: Caller, agent: people.Somebody) -> None:
    token = sign_in(anybody, agent.phone).json()["token"]
    assert token.encode() not in bytes(ApiToken.objects.get().digest)


@pytest.mark.parametrize(("phone", "password"), [("13900000001", "wrong"), ("13900000099", people.PASSWORD), ("no phone", "x")])
def test_a_wrong_phone_and_a_wrong_password_are_told_alike(anybody: Caller, agent: people.Somebody, phone: str, password: str) -> None:
    told = problem(sign_in(anybody, phone, password), 401, "wrong-password")
    assert told["title"] == "手机号或密码不对"
    assert not ApiToken.objects.exists()


def test_the_sixth_try_waits_even_with_the_right_password(anybody: Caller, agent: people.Somebody) -> None:
    for _try in range(5):
        problem(sign_in(anybody, agent.phone, "wrong"), 401, "wrong-password")
    answer = sign_in(anybody, agent.phone)
    problem(answer, 429, "too-many-tries")
    assert answer.headers["Retry-After"] == "30"


def test_another_way_of_writing_the_number_is_the_same_number(anybody: Caller, agent: people.Somebody) -> None:
    for phone in (agent.phone, f"+86{agent.phone}", f"+86 {agent.phone[:3]} {agent.phone[3:]}", agent.phone, agent.phone):
        problem(sign_in(anybody, phone, "wrong"), 401, "wrong-password")
    problem(sign_in(anybody, agent.phone), 429, "too-many-tries")


def test_one_persons_wrong_tries_do_not_keep_another_out(anybody: Caller, agent: people.Somebody) -> None:
    other = people.a_citizen(2)
    for _try in range(5):
        sign_in(anybody, agent.phone, "wrong")
    assert sign_in(anybody, other.phone).status_code == 201


def test_the_web_door_counts_the_same_tries(anybody: Caller, agent: people.Somebody) -> None:
    for _try in range(5):
        sign_in(anybody, agent.phone, "wrong")
    page = anybody.client.post("/accounts/login/", {"login": agent.phone, "password": people.PASSWORD})
    assert page.status_code == 429
    assert "在这里输错的次数太多了" in page.content.decode()


def test_a_number_that_many_places_try_asks_for_its_code_and_is_not_locked(anybody: Caller, agent: people.Somebody) -> None:
    secret = one_time.new_secret()
    identity_actions.begin_second_factor(login_id=agent.login_id, secret=secret, by=SYSTEM, at=MORNING)
    for place in range(tries.MOST_OF_A_NUMBER):
        tries.wrong(agent.phone, f"address:{place}", at=MORNING)
    problem(sign_in(anybody, agent.phone), 401, "one-time-code-needed")
    body = {"phone": agent.phone, "password": people.PASSWORD, "code": one_time.code(secret, one_time.counter_at(clock.now()))}
    assert anybody.post("/tokens", body).status_code == 201


def test_a_locked_account_is_told_so_only_with_its_password(anybody: Caller, agent: people.Somebody) -> None:
    Login.objects.filter(pk=agent.login_id).update(is_active=False)
    problem(sign_in(anybody, agent.phone), 403, "account-inactive")
    problem(sign_in(anybody, agent.phone, "wrong"), 401, "wrong-password")


def test_signing_out_ends_the_token_at_once(as_agent: Caller) -> None:
    assert as_agent.ask("DELETE", "/tokens/current").status_code == 204
    problem(as_agent.get("/me"), 401, "not-signed-in")


def test_a_token_ends_by_itself(as_agent: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: MORNING + timedelta(hours=9))
    answer = as_agent.get("/me")
    problem(answer, 401, "not-signed-in")
    assert answer.headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize("header", ["Bearer", "Bearer ", "Bearer nonsense", "Basic YTpi", "Bearer a b c", "令牌"])
def test_whatever_is_no_token_is_nobody(anybody: Caller, header: str) -> None:
    problem(anybody.ask("GET", "/me", headers={"Authorization": header}), 401, "not-signed-in")
