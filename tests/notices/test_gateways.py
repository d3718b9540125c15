"""Which gateway a setting chooses, and what a city in production may not have."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.gateways import Gateway, gateway

NAME, SECRET = "TONGBAN_SMS", "sixteen characters or more"


@pytest.fixture(autouse=True)
def _nothing_is_set(monkeypatch) -> None:
    monkeypatch.delenv(NAME, raising=False)
    monkeypatch.delenv(f"{NAME}_SECRET", raising=False)


def test_a_demo_keeps_and_production_sends_nothing_until_it_is_told() -> None:
    assert gateway(NAME, production=False) == Gateway("demo")
    assert gateway(NAME, production=True) == Gateway("none")


def test_an_address_is_a_gateway_with_a_secret_that_is_never_shown(monkeypatch) -> None:
    monkeypatch.setenv(NAME, "https://sms.example/send")
    monkeypatch.setenv(f"{NAME}_SECRET", SECRET)
    chosen = gateway(NAME, production=True)
    assert chosen == Gateway("http", "https://sms.example/send", SECRET)
    assert SECRET not in repr(chosen)


@pytest.mark.parametrize(
    ("value", "secret", "why"),
    [
        ("demo", SECRET, "sends nothing by it"),
        ("http://sms.example/send", SECRET, "https://"),
        ("sms.example", SECRET, "https://"),
        ("https://sms.example/send", "short", "shorter than 16"),
    ],
)
def test_what_would_send_nothing_or_in_the_open_is_refused_in_production(monkeypatch, value, secret, why) -> None:
    monkeypatch.setenv(NAME, value)
    monkeypatch.setenv(f"{NAME}_SECRET", secret)
    with pytest.raises(ImproperlyConfigured, match=why):
        gateway(NAME, production=True)
