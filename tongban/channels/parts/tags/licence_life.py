"""What happened to a licence, and what was reported about it, in words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy, pgettext_lazy

from tongban.channels.parts.tags.words import LICENCE_STATES, chip
from tongban.licences.terms import Change, Correction, LicenceState, LifeEvent, Outcome, Proposal, ProposalState

CHANGES = {
    Change.SUSPEND: pgettext_lazy("licence", "冻结"),
    Change.RESUME: pgettext_lazy("licence", "解除冻结"),
    Change.SUPERSEDE: pgettext_lazy("licence", "换发新版"),
    Change.CANCEL: pgettext_lazy("licence", "注销"),
    Change.WITHDRAW: pgettext_lazy("licence", "撤销"),
    Change.REVOKE: pgettext_lazy("licence", "吊销"),
    Change.REINSTATE: pgettext_lazy("licence", "恢复效力"),
}
OUTCOMES = {
    None: ("soon", gettext_lazy("等发证部门答复")),
    Outcome.CORRECTED: ("ok", gettext_lazy("已更正")),
    Outcome.KEPT: ("", gettext_lazy("核对无误，不更正")),
}


PROPOSALS = {
    ProposalState.OPEN: ("soon", gettext_lazy("等确认")),
    ProposalState.CONFIRMED: ("ok", gettext_lazy("已确认")),
    ProposalState.REJECTED: ("", pgettext_lazy("proposal", "已退回")),
    ProposalState.WITHDRAWN: ("", pgettext_lazy("proposal", "已由提出人收回")),
    ProposalState.LAPSED: ("", pgettext_lazy("proposal", "已过期作废")),
}


def proposal_state(proposal: Proposal) -> SafeString:
    return chip(*PROPOSALS[proposal.state])


def licence_change(value: Change | str) -> str:
    return str(CHANGES[Change(value)])


def stored_state(value: LicenceState | str) -> SafeString:
    """A stored state by itself: expired is none."""
    return chip(*LICENCE_STATES[LicenceState(value)])


def correction_outcome(correction: Correction) -> SafeString:
    return chip(*OUTCOMES[correction.outcome])


def licence_life(context: dict[str, Any], events: Iterable[LifeEvent], grounds: bool = True) -> dict[str, Any]:
    """The events of a licence, the latest first; with the grounds, or only that it happened."""
    return {"request": context.get("request"), "events": events, "grounds": grounds}
