"""Lists of services, guides, seasons and states."""

from datetime import UTC, datetime

import pytest

from tests.cases import city, factories
from tongban.catalog import actions, queries
from tongban.catalog.terms import ServiceNotOpen, ServiceState, UnknownService
from tongban.identity.terms import SYSTEM

pytestmark = pytest.mark.django_db


def load(**changes: dict) -> None:
    """The test city; `changes` by service, in the spelling SHORT=…"""
    contents = city.contents()
    for name, more in changes.items():
        contents[city.file_of(getattr(city, name))] |= more
    actions.load_city(files=city.files(contents), by=SYSTEM, at=factories.MORNING)


def day(text: str, hour: int = 4) -> datetime:
    return datetime.fromisoformat(text).replace(hour=hour, tzinfo=UTC)


def walk(**asked) -> list[str]:
    codes, after = [], ""
    while True:
        page = queries.services(**asked, after=after)
        codes += [line.code for line in page.lines]
        if not page.next:
            return codes
        after = page.next


def test_services_are_listed_by_code() -> None:
    load()
    assert walk() == sorted(city.SERVICES)
    assert walk(limit=2) == sorted(city.SERVICES), "page by page, without gap or double"
    assert walk(limit=len(city.SERVICES)) == sorted(city.SERVICES)


def test_services_by_department_audience_and_topic() -> None:
    load(SHORT={"topics": []})
    assert walk(department="minzheng") == [city.NESTED, city.SHORT, city.ON_THE_SPOT]
    assert walk(audience="person") == [city.NESTED, city.SHORT, city.ON_THE_SPOT]
    assert city.SHORT not in walk(topic="work") and len(walk(topic="work")) == 4
    assert walk(topic="work", department="jianwei", audience="person") == []


@pytest.mark.parametrize("after", ["zzz", "\x7f", "'; --", "中", "1" + city.ON_THE_SPOT])
def test_a_cursor_behind_the_last_gives_an_empty_page(after) -> None:
    load()
    page = queries.services(after=after)
    assert page.next == "" and len(page.lines) in (0, 5)


def test_guides_without_application_come_last() -> None:
    load()
    actions.change_state(service=city.CHECKED, state=ServiceState.GUIDE_ONLY, by=SYSTEM, at=factories.MORNING)
    assert walk(limit=2)[-1] == city.CHECKED
    line = next(each for each in queries.services().lines if each.code == city.CHECKED)
    assert (line.state, line.promised, line.visits) == (ServiceState.GUIDE_ONLY, None, None)


def test_a_list_costs_the_same_however_long(django_assert_num_queries) -> None:
    load()
    for limit in (1, 5):
        queries.forget()
        with django_assert_num_queries(2):
            queries.services(limit=limit)
        with django_assert_num_queries(1):
            queries.services(limit=limit)


def test_a_paused_service_is_shown_and_takes_no_application() -> None:
    load(SHORT={"state": "paused"})
    assert city.SHORT in walk()
    release, state = queries.guide(city.SHORT)
    assert (release.service, state) == (city.SHORT, ServiceState.PAUSED)
    with pytest.raises(ServiceNotOpen):
        queries.current(city.SHORT, at=factories.MORNING)


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        (day("2026-03-31", 15), False),
        (day("2026-03-31", 16), True),  # midnight in the city: the first of April
        (day("2026-04-01"), True),
        (day("2026-06-30", 15), True),
        (day("2026-06-30", 16), False),
    ],
)
def test_a_seasonal_service_is_shown_all_year_and_takes_applications_in_its_season(moment, is_open) -> None:
    load(SHORT={"open_from": "2026-04-01", "open_until": "2026-06-30"})
    assert queries.guide(city.SHORT)[1] is ServiceState.OPEN
    if is_open:
        assert queries.current(city.SHORT, at=moment).service == city.SHORT
    else:
        with pytest.raises(ServiceNotOpen):
            queries.current(city.SHORT, at=moment)


@pytest.mark.parametrize("code", ["999999-XX-0000", "", "\x00", "'; --"])
def test_an_unknown_service_is_unknown(code) -> None:
    load()
    with pytest.raises(UnknownService):
        queries.guide(code)
    with pytest.raises(UnknownService):
        queries.current(code, at=factories.MORNING)
    assert queries.guides([code, city.SHORT]).keys() == {city.SHORT}


def test_what_has_characters_that_nobody_sees_finds_nothing() -> None:
    load()
    for asked in ({"topic": "\x00"}, {"department": "\x00"}, {"audience": "a\x00"}, {"after": "\x00"}):
        assert queries.services(**asked).lines == () or "after" in asked


def test_a_release_is_read_once_and_an_unknown_one_is_unknown(django_assert_num_queries) -> None:
    load()
    release_id = queries.guide(city.SHORT)[0].id
    queries.forget()
    with django_assert_num_queries(1):
        assert queries.release(release_id) is queries.release(release_id)
    with pytest.raises(UnknownService):
        queries.release(factories.uuid.uuid4())
    with pytest.raises(UnknownService):
        queries.releases([release_id, factories.uuid.uuid4()])


def test_before_one_is_loaded_the_city_has_the_programs_own_name() -> None:
    assert (queries.city().name.zh, queries.city().topics) == ("通办", ())
    load()
    assert queries.city().topic("work") is not None and queries.city().topic("play") is None
