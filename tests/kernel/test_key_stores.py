"""Where keys are, as the environment says it."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import key_stores


def test_without_a_word_keys_are_software(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in key_stores.VARIABLES.values():
        monkeypatch.delenv(variable, raising=False)
    assert key_stores.key_stores() == {"sm2-sm3": "software", "ecdsa-p256-sha256": "software"}


def test_each_algorithm_has_its_own_store(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TONGBAN_P256_KEYS", "pkcs11")
    monkeypatch.delenv("TONGBAN_SM2_KEYS", raising=False)
    assert key_stores.key_stores() == {"sm2-sm3": "software", "ecdsa-p256-sha256": "pkcs11"}


def test_a_store_that_there_is_not_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TONGBAN_SM2_KEYS", "a drawer")
    with pytest.raises(ImproperlyConfigured, match="TONGBAN_SM2_KEYS"):
        key_stores.key_stores()


def test_a_token_does_not_show_its_pin(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("MODULE", "/usr/lib/vendor.so"), ("TOKEN", "city"), ("PIN", "13579")):
        monkeypatch.setenv(f"TONGBAN_PKCS11_{name}", value)
    token = key_stores.token()
    assert (token.module, token.label, token.pin) == ("/usr/lib/vendor.so", "city", "13579")
    assert "13579" not in repr(token)
