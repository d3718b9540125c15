"""The first page on a slow telephone: small, from this server alone, without a font of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.journeys.people import PHONE

if TYPE_CHECKING:
    from tests.journeys.people import People, Person

pytestmark = pytest.mark.journey
KILOBYTE = 1000
MOST = {"": 100, "Script": 40, "Stylesheet": 30, "Font": 0}


def test_the_first_page_stays_within_its_budgets_on_the_wire(people: People) -> None:
    person = people.comes(**PHONE)
    sizes = on_the_wire(person, "/")
    assert {"Document", "Script", "Stylesheet"} <= set(sizes)
    for kind, most in MOST.items():
        weight = sum(size for each, size in sizes.items() if kind in ("", each))
        assert weight <= most * KILOBYTE, f"{kind or 'all'}: {weight / KILOBYTE:.1f} kB, at most {most}: {sizes}"


def on_the_wire(person: Person, place: str) -> dict[str, int]:
    """Bytes received with their headers, compressed as they came, by what they are for."""
    kinds: dict[str, str] = {}
    sizes: dict[str, int] = {}

    def begins(event: dict[str, Any]) -> None:
        kinds[event["requestId"]] = event["type"]

    def ends(event: dict[str, Any]) -> None:
        kind = kinds[event["requestId"]]
        sizes[kind] = sizes.get(kind, 0) + int(event["encodedDataLength"])

    session = person.context.new_cdp_session(person.page)
    session.on("Network.responseReceived", begins)
    session.on("Network.loadingFinished", ends)
    session.send("Network.enable")
    person.open(place)
    person.page.wait_for_load_state("networkidle")
    return sizes
