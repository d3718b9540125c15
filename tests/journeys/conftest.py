"""The city of the journeys: the real program, a real browser, and nobody's page may misbehave unnoticed."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from tests.journeys import places, program, standing
from tests.journeys.people import Chromium, People

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SCREENSHOTS = program.ROOT / "var" / "screenshots"
REPORT = pytest.StashKey[pytest.TestReport]()
chromium = Chromium()


@pytest.fixture(scope="session")
def city() -> Iterator[program.Program]:
    """bin/serve, once. Before it the browser stops: what comes after, such as the end of the suite's database, wants no event loop."""
    running = program.start()
    yield running
    chromium.stop()
    program.stop(running)


@pytest.fixture(scope="session")
def sessions() -> dict[str, Any]:
    """Who has signed in, by phone: the cookies of their browser."""
    return {}


@pytest.fixture(scope="session")
def examples(city: program.Program, sessions: dict[str, Any]) -> dict[str, str]:
    """The addresses of `places`: a case in each standing, a licence, a draft."""
    everybody = People(chromium.browser(), city.address, sessions)
    try:
        found = places.examples(everybody, standing.Desks(everybody.comes().context.request, city.address))
    finally:
        everybody.leave()
    assert not everybody.faults(), everybody.faults()
    return found


@pytest.fixture
def browser(city: program.Program) -> Browser:
    return chromium.browser()


@pytest.fixture
def people(browser: Browser, city: program.Program, sessions: dict[str, Any], request: pytest.FixtureRequest) -> Iterator[People]:
    """Who takes part in the story. A console error, a failed request or a foreign host fails it, whatever else it proved."""
    said = city.output.stat().st_size
    everybody = People(browser, city.address, sessions)
    yield everybody
    report = request.node.stash.get(REPORT, None)
    faults = everybody.faults()
    if faults or (report is not None and report.failed):
        everybody.pictures(SCREENSHOTS, request.node.name)
        sys.stderr.write(f"What bin/serve said meanwhile:\n{city.said(said)}\nScreenshots: {SCREENSHOTS}/{request.node.name}-*.png\n")
    everybody.leave()
    assert not faults, "\n".join(faults)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Any:
    report = yield
    if report.when == "call":
        item.stash[REPORT] = report
    return report


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(nextitem: pytest.Item | None) -> None:
    """The browser stays for the next journey, and goes before any other test, whose ORM would refuse to work beside its event loop."""
    if nextitem is not None and not nextitem.get_closest_marker("journey"):
        chromium.stop()
