"""The city's clock and words in two languages."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from tongban.kernel import clock
from tongban.kernel.bilingual import Bilingual
from tongban.kernel.models import Delivery, FactRow, LedgerEntry, LedgerLink, Read, UsedKey

moments = st.datetimes(timezones=st.just(UTC), min_value=datetime(2007, 1, 2), max_value=datetime(2090, 1, 1))  # noqa: DTZ001  of the strategy


def test_now_is_aware_and_now() -> None:
    assert clock.now().tzinfo is not None
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=5)


@given(moments)
def test_a_moment_lies_in_the_day_of_the_city_that_it_belongs_to(at: datetime) -> None:
    day = clock.city_date(at)
    assert clock.day_begins(day) <= at < clock.day_begins(day + timedelta(1))
    assert clock.city_time(at) == at and clock.city_time(at).date() == day


def test_the_city_is_eight_hours_ahead() -> None:
    assert clock.city_date(datetime(2026, 9, 6, 16, tzinfo=UTC)) == date(2026, 9, 7)
    assert clock.city_date(datetime(2026, 9, 6, 15, 59, tzinfo=UTC)) == date(2026, 9, 6)


@pytest.mark.parametrize(
    ("value", "zh", "en"),
    [
        (None, "", ""),
        ("营业执照", "营业执照", ""),
        ({"zh": "营业执照"}, "营业执照", ""),
        ({"zh": "营业执照", "en": "Business licence"}, "营业执照", "Business licence"),
    ],
)
def test_words_are_read_from_city_data(value, zh: str, en: str) -> None:
    assert Bilingual.of(value) == Bilingual(zh, en)


def test_words_are_in_the_readers_language_and_chinese_where_there_are_no_others() -> None:
    both, one = Bilingual("营业执照", "Business licence"), Bilingual("营业执照")
    with translation.override("en"):
        assert (str(both), str(one)) == ("Business licence", "营业执照")
    with translation.override("zh-hans"):
        assert str(both) == "营业执照"
    with translation.override(None):
        assert str(both) == "营业执照"


def test_a_printed_row_says_which_one_it_is() -> None:
    printed = [
        str(LedgerEntry(act="cases.accept", subject_id="7")),
        str(LedgerLink(shard=3, position=4)),
        str(FactRow(name="cases.CaseAccepted", sequence=2, aggregate_id="7")),
        str(Delivery(fact_id=1, subscriber="a.b")),
        str(UsedKey(verb="cases.submit", key="k")),
        str(Read(question="cases.case", actor_kind="staff")),
    ]
    assert printed == ["cases.accept of 7", "3/4", "cases.CaseAccepted #2 of 7", "1 to a.b", "cases.submit k", "cases.case by staff"]
