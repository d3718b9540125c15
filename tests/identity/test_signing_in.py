"""Signing in with phone and password: through the adapter and the page, and how passwords are kept in production."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.contrib.auth import authenticate
from django.test import Client
from django.urls import reverse

from tests.house import source
from tests.house.test_production import TOLD
from tests.identity.factories import PASSWORD, make_login, make_person
from tongban.identity.models import Login

pytestmark = pytest.mark.django_db
PHONE = "13800001234"


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


def test_after_too_many_wrong_passwords_the_right_one_has_to_wait_too(client: Client, login) -> None:
    """Counted per number, in whatever digits it is written; the limit is in config/accounts.py."""
    for typed in (PHONE, "138 0000 1234", "１３８００００１２３４", "+8613800001234", "１38００００1２３４"):
        sign_in(client, typed, "wrong-password")
    answer = sign_in(client, PHONE, PASSWORD)
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "300"
    assert "尝试的次数太多了" in answer.content.decode()
    assert "_auth_user_id" not in client.session


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
