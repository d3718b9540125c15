"""A campaign about street lamps: who writes, opens and ends it. Nobody here is real."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, timedelta
from typing import Any

from tests.supervision.office import AT, LEADER, SUPERVISOR, somebody
from tongban.campaigns import actions
from tongban.campaigns.models import Campaign
from tongban.campaigns.terms import About, CampaignGround, Lead, NewCampaign, Part

SECOND = somebody("dubanshi/supervision_second", name="演示·督查复核")
OTHER_SECOND = somebody("dubanshi/supervision_second", name="演示·督查复核乙")
TODAY = date(2026, 9, 7)
BEGINS, ENDS = TODAY, TODAY + timedelta(days=27)
OVER = datetime(2026, 10, 4, 3, 0, tzinfo=UTC)  # when its results are approved
RESULTS = "更换路灯一百二十盏，新装六十盏，湖滨路夜间照明已经恢复。"
__all__ = ["AT", "LEADER", "OTHER_SECOND", "OVER", "SECOND", "SUPERVISOR", "drafted", "ended", "running", "written"]


def written(**changes: Any) -> NewCampaign:
    """Street lamps in Donghu district, in September."""
    given: dict[str, Any] = {
        "name": "亮灯行动",
        "about": About("010202", "donghuqu", ("路灯",)),
        "why": "湖滨路一带路灯长期不亮，群众集中反映。",
        "lead": Lead("chengguan", "演示·王局", "城管局局长"),
        "parts": (Part("chengguan", "更换和新装路灯"), Part("donghu", "逐条街巷排查")),
        "begins_on": BEGINS,
        "ends_on": ENDS,
    }
    return NewCampaign(**given | changes)


def drafted(campaign: NewCampaign | None = None, *, at: datetime = AT, **told: Any) -> Campaign:
    told = {"key": uuid.uuid4(), "ground": CampaignGround.OWN, "by": SUPERVISOR} | told
    answer = actions.draft_campaign(campaign=campaign or written(), at=at, **told)
    return Campaign.objects.get(pk=answer.campaign_id)


def running(campaign: NewCampaign | None = None, *, at: datetime = AT, **told: Any) -> Campaign:
    row = drafted(campaign, at=at, **told)
    actions.approve_campaign(campaign_id=row.pk, version=row.version, by=SECOND, at=at)
    row.refresh_from_db()
    return row


def ended(row: Campaign | None = None, *, at: datetime = OVER) -> Campaign:
    row = row or running()
    actions.write_results(campaign_id=row.pk, results=RESULTS, version=row.version, by=SUPERVISOR, at=at - timedelta(hours=1))
    row.refresh_from_db()
    actions.approve_results(campaign_id=row.pk, version=row.version, by=LEADER, at=at)
    row.refresh_from_db()
    return row
