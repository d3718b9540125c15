"""A campaign is written down by whoever supervises, rewritten until somebody else opens it, and takes its measures."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from django.db import transaction

from tongban.campaigns import access, events
from tongban.campaigns.actions.acting import Acting
from tongban.campaigns.models import Campaign, CampaignMeasure
from tongban.campaigns.models.watched import WATCHED
from tongban.campaigns.queries.grounds import evidence
from tongban.campaigns.queries.places import require_known
from tongban.campaigns.rules import life, writing
from tongban.campaigns.terms import CampaignAct, CampaignGround, DraftedCampaign, How
from tongban.kernel import clock, facts, idempotency, imprints, ledger, numbering, rows
from tongban.supervision import queries as supervision_queries

if TYPE_CHECKING:
    from datetime import date, datetime
    from typing import Any
    from uuid import UUID

    from tongban.campaigns.terms import NewCampaign
    from tongban.identity.terms import Actor

WRITTEN = "name category area words why lead_unit lead_name lead_post parts begins_on ends_on version written_by".split()


@transaction.atomic(savepoint=False)
def draft_campaign(
    *, key: UUID, campaign: NewCampaign, ground: CampaignGround, ground_id: UUID | None = None, by: Actor, at: datetime
) -> DraftedCampaign:
    """Write a campaign down, numbered, with the messages of the surge that it comes from. Nobody outside reads of it yet.

    Refuses: NoSupervision, Denied, CampaignWordsMissing, CampaignWordsTooLong, AboutUnclear, ImpossibleDates, TooManyParts,
    UnknownCategory, UnknownDistrict, UnknownCampaignUnit, UnknownGround, KeyReused.
    """
    city = supervision_queries.release()
    access.require_one_of(by, CampaignAct.DRAFT, city)
    edge = life.edge(None, CampaignAct.DRAFT)
    told = _checked(campaign, at)
    messages = evidence(ground, ground_id, by=by, at=at)
    row = Campaign(release_id=city.id, ground=ground.value, ground_id=ground_id, state=edge.becomes.value, drafted_at=at, changed_at=at)
    _write(row, told, by)
    asked = json.dumps([asdict(told), ground.value, str(ground_id)], default=str, sort_keys=True).encode()
    if first := idempotency.claim(verb="campaigns.draft_campaign", key=key, by=by, at=at, result=row.pk, request=asked):
        return DraftedCampaign(first, Campaign.objects.of_id(first).number)
    year = clock.city_date(at).year
    row.number = city.campaigns.number.format(year=year, number=numbering.take(f"campaigns.campaign:{year}"))
    doing = Acting(by, at, row, edge)
    new = [row, doing.step(), *doing.links(messages, How.SURGE)]
    codes = {"ground": row.ground, "links": str(len(new) - 2)} | imprints.of(*((WATCHED[type(each)], each, None) for each in new))
    rows.write(
        *rows.insert(*new),
        ledger.entry("campaigns.draft_campaign", by=by, at=at, subject=row, codes=codes),
        facts.entry(events.CampaignDrafted(campaign_id=row.pk, ground=row.ground, at=at)),
    )
    return DraftedCampaign(row.pk, row.number)


@transaction.atomic(savepoint=False)
def rewrite_campaign(*, campaign_id: UUID, campaign: NewCampaign, by: Actor, at: datetime) -> None:
    """Write a draft anew; what it comes from stays. Whoever has read the old one cannot approve the new one unread.

    Refuses: NoSupervision, UnknownCampaign, Denied, CampaignStateWrong, CampaignWordsMissing, CampaignWordsTooLong, AboutUnclear,
    ImpossibleDates, TooManyParts, UnknownCategory, UnknownDistrict, UnknownCampaignUnit.
    """
    doing = Acting.locked(campaign_id, CampaignAct.REWRITE, by=by, at=at)
    _write(doing.row, _checked(campaign, at), by)
    doing.row.version += 1
    fact = events.CampaignRewritten(campaign_id=campaign_id, version=doing.row.version, at=at)
    doing.leave("rewrite_campaign", fact, doing.step(), columns=WRITTEN)


@transaction.atomic(savepoint=False)
def add_measure(*, key: UUID, campaign_id: UUID, on: date, words: str, public: bool, by: Actor, at: datetime) -> None:
    """A step that is planned or was taken, for everybody to read or not. What somebody writes again right after it, word for word, is the
    first: it was sent from two pages.

    Refuses: NoSupervision, UnknownCampaign, Denied, CampaignStateWrong, CampaignWordsMissing, CampaignWordsTooLong, ImpossibleDates,
    KeyReused.
    """
    doing = Acting.locked(campaign_id, CampaignAct.ADD_MEASURE, by=by, at=at)
    row = doing.row
    writing.require_within(on, row.begins_on, row.ends_on)
    plain = Acting.for_everybody(words, "measure", most=500) if public else writing.said(words, "measure", most=500)
    asked = json.dumps([campaign_id, on, plain, public], default=str).encode()
    told: dict[str, Any] = {"taken_on": on, "words": plain, "public": public}
    if idempotency.claim(verb="campaigns.add_measure", key=key, by=by, at=at, result=campaign_id, request=asked) or _is_last(row, by, told):
        return
    measure = CampaignMeasure(campaign=row, actor_id=by.id, actor_name=by.name[:60], at=at, **told)
    row.version += row.opened_at is None
    doing.leave("add_measure", events.MeasureAdded(campaign_id=row.pk, public=public, at=at), measure, columns=["version"])


def _is_last(row: Campaign, by: Actor, told: dict[str, Any]) -> bool:
    """Whether it is what they wrote as their last measure of this campaign."""
    last = row.measures.filter(actor_id=by.id).order_by("-pk").first()
    return last is not None and told == {name: getattr(last, name) for name in told}


def _checked(campaign: NewCampaign, at: datetime) -> NewCampaign:
    told = writing.written(campaign, today=clock.city_date(at))
    require_known(told.about, [each.unit for each in told.parts])
    require_known(told.about, [told.lead.unit])
    return told


def _write(row: Campaign, told: NewCampaign, by: Actor) -> None:
    """Into the row, with what everybody will read masked."""
    row.name = Acting.for_everybody(told.name, "name", most=80)
    row.why = Acting.for_everybody(told.why, "why")
    row.category, row.area, row.words = told.about.category, told.about.area, [*told.about.words]
    row.lead_unit, row.lead_name, row.lead_post = told.lead.unit, told.lead.name, told.lead.post
    row.parts = [{"unit": each.unit, "does": Acting.for_everybody(each.does, "does", most=500)} for each in told.parts]
    row.begins_on, row.ends_on = told.begins_on, told.ends_on
    assert by.id is not None
    row.written_by = by.id
