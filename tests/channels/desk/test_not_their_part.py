"""Whoever may not do something with a report or a campaign is told so (403), whatever its state and whatever was typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.channels.desk.test_campaigns import PLACE, a_campaign, opened
from tests.channels.desk.test_reports import lamps, lamps_have_surged, page, report, typed, week_after  # noqa: F401  fixtures
from tests.channels.supervising import *  # noqa: F403

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from tongban.reports.models import Report

pytestmark = pytest.mark.django_db
OF_REPORTS = {  # by whom of those who read reports it is not done, and what is typed
    "edit/": (("supervisor", "leader"), {}),
    "submit/": (("supervisor", "leader"), {"version": 1}),
    "approve/": (("analyst",), {"version": 1}),
    "send-back/": (("analyst",), {"reason": "摘要太短（示例）。"}),
    "surges/{surge}/order/": (("analyst", "leader"), {}),
    "surges/{surge}/campaign/": (("analyst", "leader"), {"lead_name": "演示·王局"}),
    "surges/{surge}/reject/order/": (("analyst", "leader"), {"reason": "已经修好（示例）。"}),
}
OF_CAMPAIGNS = {
    "rewrite/": ("leader", "approver"),
    "approve/": ("supervisor", "approver"),
    "end/": ("supervisor", "approver"),
    "measure/": ("leader", "approver"),
    "link/": ("leader", "approver"),
    "unlink/": ("leader", "approver"),
    "results/": ("leader", "approver"),
    "give-up/": ("approver",),
    "correct-effect/": ("leader", "approver"),
    "confirm-correction/": ("supervisor", "approver"),
    "dismiss-correction/": ("supervisor", "approver"),
}

in_a_surge = pytest.mark.parametrize("begun", [lamps_have_surged], ids=["surge"])


@in_a_surge
@pytest.mark.parametrize("is_approved", [False, True])
def test_reports(at: Callable[[str], Client], report: Report, is_approved: bool) -> None:  # noqa: F811  the fixture
    if is_approved:
        at("analyst").post(f"{page(report)}submit/", {"version": 1})
        assert at("supervisor").post(f"{page(report)}approve/", {"version": 1}).status_code == 302
    for act, (others, told) in OF_REPORTS.items():
        address = page(report) + act.format(surge=lamps(report))
        for role in others:
            for sent in (told or typed(report), {}):
                assert at(role).post(address, sent).status_code == 403, (act, role, sent)
    address = f"{page(report)}edit/"
    assert {at(role).get(address).status_code for role in OF_REPORTS["edit/"][0]} == {403}
    assert at("analyst").get(address).status_code == (409 if is_approved else 200)


@in_a_surge
def test_drawing_one_up(at: Callable[[str], Client], week_after: None) -> None:  # noqa: F811  the fixture
    for role in ("supervisor", "leader", "approver"):
        for sent in ({"kind": "weekly", "period": ""}, {}):
            assert at(role).post("/desk/reports/", sent).status_code == 403


def test_campaigns(at: Callable[[str], Client]) -> None:
    """The unit that takes part reads it once it runs."""
    row = opened(at)
    told = a_campaign() | {
        "version": str(row.version),
        "on": "2026-09-08",
        "words": "换灯（示例）。",
        "reason": "示例。",
        "results": "示例。",
    }
    for act, others in OF_CAMPAIGNS.items():
        for role in others:
            for sent in (told, {}):
                assert at(role).post(f"{PLACE}{row.pk}/{act}", sent).status_code == 403, (act, role, sent)
