"""Where a message is about: points, outlines and the names of places."""

import math
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.board import town as small
from tongban.kernel import yaml
from tongban.responsibilities.rules import city, place
from tongban.responsibilities.terms import BoardRelease, ImpossiblePlace, Point, UnknownDistrict


def release() -> BoardRelease:
    document = yaml.read("board.yaml", small.BOARD.encode())
    assert isinstance(document, yaml.Document)
    return city.release(release_id=uuid.uuid4(), content=document.data)


RELEASE = release()
NUMBER = st.floats(allow_nan=True, allow_infinity=True)


@pytest.mark.parametrize(
    ("district", "point", "words", "found"),
    [
        ("", Point(117.3, 27.63), "", "donghu"),
        ("", Point(117.3, 27.58), "", "donghuqu"),
        ("", Point(117.1, 27.5), "湖滨路", ""),
        ("donghuqu", Point(117.3, 27.63), "", "donghu"),
        ("donghuqu", Point(117.3, 27.58), "", "donghuqu"),
        ("donghu", None, "", "donghu"),
        ("", None, "湖滨路口", "donghu"),
        ("", None, "东湖区某处", "donghuqu"),
        ("", None, "东湖区湖滨路", "donghu"),
        ("", None, "别处", ""),
    ],
)
def test_the_smallest_that_is_known(district, point, words, found) -> None:
    assert place.located(RELEASE, district=district, point=point, words=words) == found


@pytest.mark.parametrize(
    "point", [Point(math.nan, 27.6), Point(117.3, math.inf), Point(181, 27.6), Point(117.3, 91), Point(0, 0), Point(27.6, 117.3)]
)
def test_impossible_places(point) -> None:
    with pytest.raises(ImpossiblePlace):
        place.located(RELEASE, district="", point=point)


def test_a_district_that_is_none() -> None:
    with pytest.raises(UnknownDistrict):
        place.located(RELEASE, district="west", point=None)


@given(NUMBER, NUMBER)
def test_any_numbers_are_a_place_or_refused(longitude: float, latitude: float) -> None:
    try:
        found = place.located(RELEASE, district="", point=Point(longitude, latitude))
    except ImpossiblePlace:
        return
    assert found in ("", "donghu", "donghuqu") and 116 < longitude < 118


@given(st.floats(117.2801, 117.3999), st.floats(27.5601, 27.6599))
def test_what_lies_in_a_ring_is_found_in_it(longitude: float, latitude: float) -> None:
    assert place.at(RELEASE.districts, Point(longitude, latitude)) == ("donghu" if latitude > 27.61 else "donghuqu") or latitude == 27.61


def test_metres() -> None:
    assert round(place.metres(Point(117.3, 27.6), Point(117.3, 27.609))) == 1001
    assert place.metres(Point(117.3, 27.6), Point(117.3, 27.6)) == 0
