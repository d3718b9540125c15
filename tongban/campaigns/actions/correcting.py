"""勘误: the effect of a campaign that everybody has read is counted again or taken back, by two people and for a reason that everybody
reads. What was measured before stays.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from tongban.campaigns import events
from tongban.campaigns.actions.acting import Acting
from tongban.campaigns.models import EffectCorrectionRow
from tongban.campaigns.queries.counting import counted, weeks_after
from tongban.campaigns.queries.telling import kept, standing
from tongban.campaigns.terms import CampaignAct, CorrectionState, CorrectionWaits, NothingToCorrect, UnknownEffectCorrection
from tongban.kernel import clock
from tongban.supervision import queries as supervision_queries

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from tongban.identity.terms import Actor

DECISION = ("state", "decided_by", "decided_at", "recounted")


@transaction.atomic(savepoint=False)
def propose_effect_correction(*, campaign_id: UUID, reason: str, withdraws: bool, by: Actor, at: datetime) -> UUID:
    """Ask another person to have the effect counted again, or with `withdraws` taken back: then no number is shown.

    Refuses: NoSupervision, UnknownCampaign, Denied, CampaignStateWrong, NothingToCorrect, CorrectionWaits, CampaignWordsMissing,
    CampaignWordsTooLong.
    """
    doing = Acting.locked(campaign_id, CampaignAct.CORRECT_EFFECT, by=by, at=at)
    row = doing.row
    shown = standing(row)
    if shown is None or (withdraws and row.corrections.withdrawn()):
        raise NothingToCorrect(row.number)
    if row.corrections.waiting().exists():
        raise CorrectionWaits(row.number)
    told = {"reason": Acting.for_everybody(reason, "correction", most=500), "withdraws": withdraws, "proposer": by.name[:60]}
    new = EffectCorrectionRow(campaign=row, shown=shown, proposed_by=by.id, proposed_at=at, **told)
    fact = events.EffectCorrectionProposed(campaign_id=campaign_id, withdraws=withdraws, at=at)
    doing.leave("propose_effect_correction", fact, new, doing.step(new.reason), withdraws=str(withdraws).lower())
    return new.pk


@transaction.atomic(savepoint=False)
def confirm_effect_correction(*, campaign_id: UUID, correction_id: UUID, by: Actor, at: datetime) -> None:
    """It is so: the same weeks are counted again from the figures as they are now, or the effect is shown no more.

    Refuses: NoSupervision, UnknownCampaign, Denied, CampaignStateWrong, SamePerson, UnknownEffectCorrection.
    """
    doing, correction = _decided(campaign_id, correction_id, CampaignAct.CONFIRM_CORRECTION, CorrectionState.CONFIRMED, by, at)
    row, today = doing.row, clock.city_date(at)
    wanted = supervision_queries.release(row.release_id).campaigns.weeks
    passed = min(weeks_after(row, today), wanted)
    if not correction.withdraws:
        counts = kept(counted(row, before=wanted, after=passed))
        correction.recounted = {"on": today.isoformat(), "provisional": passed < wanted, "counts": counts}
    fact = events.EffectCorrectionDecided(campaign_id=campaign_id, confirmed=True, withdraws=correction.withdraws, at=at)
    doing.leave("confirm_effect_correction", fact, doing.step(), changed=[(correction, DECISION)])


@transaction.atomic(savepoint=False)
def dismiss_effect_correction(*, campaign_id: UUID, correction_id: UUID, by: Actor, at: datetime) -> None:
    """What everybody reads stays as it is.

    Refuses: NoSupervision, UnknownCampaign, Denied, CampaignStateWrong, SamePerson, UnknownEffectCorrection.
    """
    doing, correction = _decided(campaign_id, correction_id, CampaignAct.DISMISS_CORRECTION, CorrectionState.DISMISSED, by, at)
    fact = events.EffectCorrectionDecided(campaign_id=campaign_id, confirmed=False, withdraws=correction.withdraws, at=at)
    doing.leave("dismiss_effect_correction", fact, doing.step(), changed=[(correction, DECISION)])


def _decided(
    campaign_id: UUID, correction_id: UUID, act: CampaignAct, state: CorrectionState, by: Actor, at: datetime
) -> tuple[Acting, EffectCorrectionRow]:
    """The one that waits, as a second person has decided. Raises UnknownEffectCorrection."""
    doing = Acting.locked(campaign_id, act, by=by, at=at)
    row = doing.row.corrections.waiting().select_for_update(of=("self",)).filter(pk=correction_id).first()
    if row is None:
        raise UnknownEffectCorrection(str(correction_id))
    row.state, row.decided_by, row.decided_at = state.value, by.id, at
    return doing, row
