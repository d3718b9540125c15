"""From how many messages on something is judged is the city's to say, and a report keeps what held when it was drawn up."""

from __future__ import annotations

import pytest

from tests.reports import surged
from tests.reports.surged import AT, drawn, view
from tests.supervision.office import RULES, refused
from tongban.identity.terms import SYSTEM
from tongban.insight import queries as insight_queries
from tongban.insight.terms import TrendBy
from tongban.reports import queries
from tongban.supervision import actions as supervision_actions
from tongban.supervision.terms import FaultySupervision

pytestmark = pytest.mark.usefixtures("surged_city")


def said(minimum: object) -> None:
    supervision_actions.load_supervision(content=f"{RULES}trends: {{minimum: {minimum}}}".encode(), by=SYSTEM, at=AT)


def test_trends_and_reports_go_by_what_the_city_says() -> None:
    before = drawn(period="2026-W36")
    assert view(before).content.proof.minimum == 20 == insight_queries.trends(TrendBy.TOPIC, at=AT).minimum
    said(5)
    assert insight_queries.trends(TrendBy.TOPIC, at=AT).minimum == 5
    row = drawn()
    unit = surged.lamps(view(row).content).units[0]
    assert view(row).content.proof.minimum == 5 and unit.answered.n == 12 and unit.answered.enough
    assert queries.recomputed(row.number).same and queries.recomputed(before.number).same, "each by the rules of its time"


@pytest.mark.parametrize("minimum", [0, -3, "viele", 2.5])
def test_a_minimum_is_a_whole_number_of_one_at_least(minimum: object) -> None:
    with refused(FaultySupervision):
        said(minimum)
