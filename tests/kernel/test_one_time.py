"""One-time codes: the vectors of RFC 4226 and 6238, and what counts as the code of now."""

import base64
from datetime import UTC, datetime

import pytest

from tongban.kernel import one_time

SECRET = base64.b32encode(b"12345678901234567890").decode()
HOTP = ["755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489"]
TOTP = {59: "287082", 1111111109: "081804", 1111111111: "050471", 1234567890: "005924", 2000000000: "279037", 20000000000: "353130"}


@pytest.mark.parametrize("counter", range(10))
def test_codes_are_those_of_the_standard(counter: int) -> None:
    assert one_time.code(SECRET, counter) == HOTP[counter]


@pytest.mark.parametrize("moment", TOTP)
def test_time_is_counted_as_the_standard_does(moment: int) -> None:
    at = datetime.fromtimestamp(moment, UTC)
    assert one_time.code(SECRET, one_time.counter_at(at)) == TOTP[moment]


def test_a_code_counts_one_step_early_or_late_and_never_again() -> None:
    at = datetime(2026, 9, 7, 2, 0, tzinfo=UTC)
    now = one_time.counter_at(at)
    for step in (-1, 0, 1):
        typed = one_time.code(SECRET, now + step)
        assert one_time.counter_of(SECRET, f" {typed[:3]} {typed[3:]} ", after=0, at=at) == now + step
        assert one_time.counter_of(SECRET, typed, after=now + step, at=at) is None
    for typed in (one_time.code(SECRET, now + 2), one_time.code(SECRET, now - 2), "", "abc", "１２３４５６"):
        assert one_time.counter_of(SECRET, typed, after=0, at=at) is None


def test_an_app_reads_the_address() -> None:
    told = one_time.address(SECRET, account="演示甲")
    assert told.startswith("otpauth://totp/Tongban") and f"secret={SECRET}" in told
    assert len(base64.b32decode(one_time.new_secret())) == 20
