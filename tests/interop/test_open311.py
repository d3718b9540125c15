"""GeoReport v2 over HTTP, as clients see it that others have written: PyPI's `georeport`, and npm's `open311` where Node is present."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from georeport import GeoReport

from tests.board import town as small_city
from tests.board.play import Play
from tests.board.town import MORNING
from tests.interop import node
from tongban.board.models import Message
from tongban.catalog import queries as catalog_queries
from tongban.clients import actions
from tongban.identity.terms import SYSTEM
from tongban.kernel import clock

SCRIPT = Path(__file__).with_name("judge_open311.cjs")
# Its own `sparkxml` and `xml2json` can no longer be had; they read XML only, and here it speaks JSON.
INSTEAD = {"sparkxml": "npm:empty-module@0.0.2", "xml2json": "npm:empty-module@0.0.2"}


@dataclass(frozen=True)
class Served:
    root: str
    key: str
    numbers: tuple[str, ...]  # the newest first


@pytest.fixture
def served(transactional_db: None, live_server, settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    """The small city on a port, with an open and an answered message."""
    for name in ("kernel.releases", "responsibilities.queries.units", "board.queries.numbers", "classifiers.queries.newest"):
        monkeypatch.setattr(importlib.import_module(f"tongban.{name}"), "KEPT_SECONDS", 10**9)
    monkeypatch.setattr(clock, "now", lambda: MORNING + timedelta(hours=2))
    settings.PUBLIC_ADDRESS = live_server.url
    _forget()
    small_city.load()
    first = Play.taken(address="湖滨路路口")
    first.later(minutes=30).answer()
    second = Play.posted(at=MORNING + timedelta(hours=1))
    key = actions.add_client(name="演示·随手拍", contact="演示公司", by=SYSTEM, at=MORNING)
    yield Served(f"{live_server.url}/open311/v2", key, (second.row.number, first.row.number))
    _forget()


def _forget() -> None:
    small_city.forget()
    catalog_queries.forget()


@pytest.mark.parametrize("notation", ["json", "xml"])
def test_georeport_reads_services_definitions_and_requests(served: Served, notation: str) -> None:
    city = GeoReport(served.root, jurisdiction="rongcheng", output_format=notation)
    services = city.get_service_list()
    assert {"010202", "000000"} <= {each["service_code"] for each in services}
    definition = city.get_service_definition("010202")
    attributes = definition["attributes"]["attribute"] if notation == "xml" else definition["attributes"]
    assert [each["code"] for each in attributes] == ["kind", "title", "visibility", "district", "unit"]
    found = city.get_service_requests(service_code="010202", start_date="2026-09-01T00:00:00Z", end_date="2026-09-30T00:00:00Z")
    assert [each["service_request_id"] for each in found] == list(served.numbers)
    assert [each["status"] for each in found] == ["open", "closed"]
    one = city.get_service_request(served.numbers[1])
    assert one["address"] == "湖滨路路口" and one["agency_responsible"] == "城管局" and one["status_notes"]


def test_npms_client_discovers_reads_and_sends(served: Served) -> None:
    question = {
        "discovery": f"{served.root}/discovery.json",
        "type": "test",
        "key": served.key,
        "service": "010202",
        "sent": {
            "service_code": "010202",
            "description": "湖滨路路口的路灯又不亮了。",
            "lat": 27.63,
            "long": 117.30,
            "phone": "13800003333",
            "attributes": {"kind": "complaint"},
        },
    }
    told = node.ask(SCRIPT, question, "open311@0.0.12", instead=INSTEAD)
    assert told["endpoint"] == f"{served.root}/"
    assert told["definition"]["service_code"] == "010202" and len(told["services"]) == 9
    row = Message.objects.get(number=told["sent"][0]["service_request_id"])
    assert (row.kind, row.district, row.author_kind, row.displayed) == ("complaint", "donghu", "code", False)
    assert [each["service_request_id"] for each in told["list"]] == [served.numbers[0]], "what came under a code is nobody's to read"
    assert told["one"][0]["service_code"] == "010202" and len(told["both"]) == 1
