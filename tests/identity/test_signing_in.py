"""Signing in with phone and password: through the adapter and the page, and how passwords are kept in production."""

import os
import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.contrib.auth import authenticate
from django.test import Client
from django.urls import reverse

from tests.house import source
from tests.house.test_production import TOLD
from tests.identity.factories import PASSWORD, make_login, make_person
from tongban.channels.parts import tries
from tongban.identity import actions as identity_actions
from tongban.identity.models import Login
from tongban.identity.terms import SYSTEM
from tongban.kernel import clock, one_time

pytestmark = pytest.mark.django_db
PHONE = "13800001234"
NOON = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)


@pytest.fixture
def login():
    return make_login(phone=PHONE, person_id=make_person())


def sign_in(client: Client, phone: str, password: str):
    return client.post(reverse("account_login"), {"login": phone, "password": password})


@pytest.mark.parametrize("phone", [PHONE, "138 0000 1234", "+86 138-0000-1234", "１３８００００１２３４"])
def test_somebody_signs_in_with_phone_and_password(client: Client, login, phone: str) -> None:
    answer = sign_in(client, phone, PASSWORD)
    assert answer.status_code == 302, answer.content.decode()
    assert client.session["_auth_user_id"] == str(login)


@pytest.mark.parametrize(
    ("phone", "password"),
    [(PHONE, "wrong-password"), (PHONE, ""), ("13800009999", PASSWORD), ("no phone", PASSWORD), ("", "")],
    ids=["wrong password", "no password", "unknown phone", "no phone number", "nothing"],
)
def test_nobody_signs_in_with_anything_else(client: Client, login, phone: str, password: str) -> None:
    answer = sign_in(client, phone, password)
    assert answer.status_code == 200
    assert "_auth_user_id" not in client.session


def test_an_unknown_phone_is_refused_in_the_same_words_as_a_wrong_password(client: Client, login) -> None:
    """Whoever tries numbers must not learn who has an account."""
    words = "手机号或密码不对"
    for phone in (PHONE, "13800009999"):
        assert words in sign_in(client, phone, "wrong-password").content.decode()


def test_a_locked_login_does_not_come_in(client: Client, login) -> None:
    Login.objects.update(is_active=False)
    answer = client.get(sign_in(client, PHONE, PASSWORD)["Location"])
    assert "这个账号已停用" in answer.content.decode(), "and is told why"
    assert "_auth_user_id" not in client.session


WRITTEN = (PHONE, "138 0000 1234", "１３８００００１２３４", "+8613800001234", "１38００００1２３４")


def from_address(address: str) -> Client:
    return Client(REMOTE_ADDR=address)


def test_after_five_wrong_passwords_a_number_waits_at_that_place(client: Client, login) -> None:
    """Counted per number, in whatever digits it is written."""
    for typed in WRITTEN:
        sign_in(client, typed, "wrong-password")
    answer = sign_in(client, PHONE, PASSWORD)
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "30"
    assert "请过 30 秒再试" in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_nobody_is_kept_out_by_what_others_try_elsewhere(login) -> None:
    for _try in range(9):
        sign_in(from_address("203.0.113.1"), PHONE, "wrong-password")
    assert sign_in(from_address("203.0.113.1"), PHONE, PASSWORD).status_code == 429
    assert sign_in(from_address("203.0.113.2"), PHONE, PASSWORD).status_code == 302


def test_a_browser_that_is_known_does_not_wait_for_others_at_its_address(client: Client, login) -> None:
    sign_in(client, PHONE, PASSWORD)
    client.post(reverse("account_logout"))
    for _try in range(6):
        sign_in(Client(), PHONE, "wrong-password")
    assert sign_in(Client(), PHONE, PASSWORD).status_code == 429
    assert sign_in(client, PHONE, PASSWORD).status_code == 302


def test_each_further_try_waits_longer_and_then_the_right_password_comes_in(client: Client, login, monkeypatch) -> None:
    at = NOON
    monkeypatch.setattr(clock, "now", lambda: at)
    waits = []
    for _try in range(12):
        answer = sign_in(client, PHONE, "wrong-password")
        if answer.status_code == 429:
            waits.append(int(answer.headers["Retry-After"]))
            at += timedelta(seconds=waits[-1])
            assert sign_in(client, PHONE, "wrong-password").status_code == 200, "after its wait one try is looked at"
    assert waits == [30, 60, 120, 240, 480, 900, 900]
    at += timedelta(seconds=900)
    assert sign_in(client, PHONE, PASSWORD).status_code == 302
    client.post(reverse("account_logout"))
    assert sign_in(client, PHONE, "wrong-password").status_code == 200, "whoever came in begins anew"


def test_of_several_tries_at_once_after_the_wait_one_is_looked_at(login) -> None:
    for _try in range(tries.FREE):
        tries.wrong(PHONE, "address:here", at=NOON)
    later = NOON + timedelta(seconds=31)
    assert [tries.seconds_to_wait(PHONE, "address:here", at=later) > 0 for _try in range(3)] == [False, True, True]


@pytest.fixture
def tried_everywhere(login, monkeypatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON)
    for place in range(tries.MOST_OF_A_NUMBER):
        tries.wrong(PHONE, f"address:{place}", at=NOON)


def with_code(client: Client, password: str, code: str):
    return client.post(reverse("account_login"), {"login": PHONE, "password": password, "code": code})


def test_a_number_tried_everywhere_asks_for_the_one_time_code_and_lets_its_owner_in(client: Client, login, tried_everywhere) -> None:
    secret = one_time.new_secret()
    identity_actions.begin_second_factor(login_id=login, secret=secret, by=SYSTEM, at=NOON)
    answer = sign_in(client, PHONE, PASSWORD)
    assert answer.status_code == 200 and "一次性码" in answer.content.decode() and 'name="code"' in answer.content.decode()
    assert "_auth_user_id" not in client.session
    code = one_time.code(secret, one_time.counter_at(NOON))
    assert with_code(Client(REMOTE_ADDR="203.0.113.9"), "wrong-password", code).status_code == 200
    assert with_code(client, PASSWORD, code).status_code == 302
    again = Client(REMOTE_ADDR="203.0.113.7")
    assert "手机号或密码不对" in with_code(again, PASSWORD, code).content.decode(), "a code counts once"


def test_what_is_asked_tells_nobody_who_has_an_account_or_the_right_password(client: Client, login, tried_everywhere) -> None:
    identity_actions.begin_second_factor(login_id=login, secret=one_time.new_secret(), by=SYSTEM, at=NOON)
    for place in range(tries.MOST_OF_A_NUMBER):
        tries.wrong("13800009999", f"address:{place}", at=NOON)
    told = {
        without_tokens(sign_in(Client(REMOTE_ADDR=f"203.0.113.{place}"), phone, password))
        for place, (phone, password) in enumerate([(PHONE, PASSWORD), (PHONE, "wrong-password"), ("13800009999", PASSWORD)])
    }
    assert len(told) == 1


def without_tokens(answer) -> str:
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", answer.content.decode())
    return re.sub(r"1380000\d{4}", "", text)


def test_whoever_has_no_authenticator_comes_in_with_the_password_but_waits_sooner(client: Client, login, tried_everywhere) -> None:
    for _try in range(tries.FREE_WHEN_TRIED):
        assert sign_in(client, PHONE, "wrong-password").status_code == 200
    assert sign_in(client, PHONE, PASSWORD).status_code == 429
    assert sign_in(Client(REMOTE_ADDR="203.0.113.5"), PHONE, PASSWORD).status_code == 302


def test_a_hall_behind_one_address_is_not_kept_out_by_its_wrong_tries(client: Client, login) -> None:
    for number in range(40):
        sign_in(client, f"138000020{number:02d}", "wrong-password")
    assert sign_in(client, PHONE, PASSWORD).status_code == 302


def test_an_address_has_its_limit_too_and_is_told_in_words(client: Client, login, settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    sign_in(client, PHONE, "wrong-password")
    answer = sign_in(client, PHONE, PASSWORD)
    assert answer.status_code == 429
    assert "尝试的次数太多了" in answer.content.decode()


def at_the_page(client: Client, address: str):
    return client.post(reverse("account_login"), {"login": PHONE, "password": PASSWORD}, headers={"X-Forwarded-For": address})


def for_a_token(client: Client, address: str):
    body = {"phone": PHONE, "password": PASSWORD}
    return client.post("/api/v1/tokens", body, content_type="application/json", headers={"X-Forwarded-For": address})


@pytest.mark.parametrize("door", [at_the_page, for_a_token])
def test_behind_a_proxy_two_clients_are_counted_apart(client: Client, login, settings, door) -> None:
    """What a client writes into the header itself stands before what the proxy adds, and is not believed."""
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert door(client, "203.0.113.1").status_code < 400
    assert door(Client(), "198.51.100.9, 203.0.113.1").status_code == 429
    assert door(Client(), "203.0.113.2").status_code < 400


@pytest.mark.parametrize("door", [at_the_page, for_a_token])
def test_without_a_proxy_nobody_chooses_the_address_they_are_counted_under(client: Client, login, settings, door) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    assert door(client, "203.0.113.1").status_code < 400
    assert door(Client(), "203.0.113.2").status_code == 429


def test_the_backend_finds_a_login_by_phone(login) -> None:
    user = authenticate(None, phone=PHONE, password=PASSWORD)
    assert user is not None and user.pk == login
    assert authenticate(None, phone=PHONE, password="wrong-password") is None


def test_a_password_in_production_is_hashed_with_argon2(tmp_path) -> None:
    """In settings of production themselves: the suite's own hash is quick and weak."""
    program = "from django.contrib.auth.hashers import make_password; print(make_password('演示-Demo-2026'))"
    assert told_in_production(program, var=tmp_path).startswith("argon2$argon2id$")


@pytest.mark.parametrize(("told", "proxies"), [({"TONGBAN_BEHIND_PROXY": "1"}, "1"), ({}, "0")])
def test_in_production_the_environment_says_whether_there_is_a_proxy(tmp_path, told: dict[str, str], proxies: str) -> None:
    program = "from django.conf import settings; print(settings.ALLAUTH_TRUSTED_PROXY_COUNT)"
    assert told_in_production(program, var=tmp_path, **told) == proxies


def told_in_production(program: str, *, var: Path, **more: str) -> str:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("TONGBAN_", "DJANGO_"))}
    environment = {**kept, **TOLD, **more, "TONGBAN_VAR": str(var), "DJANGO_SETTINGS_MODULE": "config.settings"}
    command = [sys.executable, "-c", f"import django; django.setup(); {program}"]
    done = subprocess.run(command, cwd=source.ROOT, capture_output=True, text=True, env=environment)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()[-1]
