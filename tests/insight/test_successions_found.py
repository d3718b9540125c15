"""A class that the city renamed is tested with its past, and a run with other successions is another run."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests import worlds
from tests.board import town
from tests.insight.play import LAMPS, MONDAY, City, a_test, detected
from tests.supervision import office as small_office
from tongban.insight.models import Detection
from tongban.insight.terms import Method

OLD, SINCE = "010203", MONDAY - timedelta(weeks=2)
IN_DONGHU = f"{LAMPS} district donghuqu"


@pytest.fixture
def city(db: None, tmp_path: Path, settings) -> Iterator[City]:
    settings.INSIGHT_FOLDER = tmp_path / "insight"
    small_office.forget()
    with worlds.entered(small_office.load):
        yield City(settings.INSIGHT_FOLDER)


def test_a_renamed_class_is_no_surge_where_the_city_says_what_it_was(city: City) -> None:
    city.quiet(200, category=OLD, mean=8, until=3).quiet(2, mean=8).snapshot()
    detected()
    assert a_test(IN_DONGHU).alarm and a_test(IN_DONGHU).expected < 1, "nobody said that it is the old one"
    town.load_board(town.BOARD + f'successions: [{{old: "{OLD}", new: "{LAMPS}", from: {SINCE}}}]\n', at=small_office.AT)
    done = detected()
    renamed = Detection.objects.get(pk=done.id).series_tests
    assert done.new and not renamed.filter(series__startswith=OLD).exists()
    test = renamed.get(series=IN_DONGHU)
    assert test.method == Method.FARRINGTON and test.years == 3 and 4 < test.expected < 12 and not test.alarm
