"""One report as its page shows it: each surge with its words, what it proposes and what became of that, and the charts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.urls import NoReverseMatch, reverse

from tongban.channels.web.desk.views.reports import forms
from tongban.insight.terms import Verdict
from tongban.reports.terms import Proposal, ReportAct

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tongban.reports.terms import ProposalOutcome, ReportView, SurgeSection

TAKING = {Proposal.ORDER: ReportAct.ISSUE_ORDER, Proposal.CAMPAIGN: ReportAct.OPEN_CAMPAIGN}
PAGES = {Proposal.ORDER: "desk:ordered-one", Proposal.CAMPAIGN: "desk:campaign"}


@dataclass(frozen=True)
class Proposed:
    """An order or a campaign that is proposed. `address` is of what it has become."""

    kind: Proposal
    outcome: ProposalOutcome | None
    address: str
    open: bool  # nobody has decided on it yet, and this reader may
    false: bool  # the surge was judged false: it can be rejected, and not taken
    form: forms.RejectForm
    campaign: forms.CampaignForm | None  # what it needs besides, where it is one


@dataclass(frozen=True)
class Section:
    """A surge of the report. `left_out` is the reason, where it is."""

    section: SurgeSection
    remark: str
    demand: str
    left_out: str
    proposals: tuple[Proposed, ...]
    no_order: bool  # every unit that has it is on trial, and the reader is told that this is why
    false: bool  # it was judged a false alarm: nothing is ordered


@dataclass(frozen=True)
class Typed:
    """A form of a proposal that is to be shown again as it was sent."""

    surge_id: str = ""
    proposal: str = ""
    form: forms.RejectForm | None = None
    campaign: forms.CampaignForm | None = None


NOT_TYPED = Typed()


def sections(view: ReportView, typed: Typed = NOT_TYPED) -> list[Section]:
    """Every surge, in the order of the report."""
    words = view.words
    return [
        Section(
            section=each,
            remark=words.remarks.get(each.surge_id, ""),
            demand=words.demands.get(each.surge_id, each.order.demand if each.order else ""),
            left_out=words.left_out.get(each.surge_id, ""),
            proposals=tuple(_proposed(view, each, typed)),
            no_order=bool(view.canonical and each.units) and each.order is None and all(unit.trial for unit in each.units),
            false=_is_false(view, each),
        )
        for each in view.content.surges
    ]


def _proposed(view: ReportView, section: SurgeSection, typed: Typed) -> Iterable[Proposed]:
    kinds = [kind for kind, said in ((Proposal.ORDER, section.order), (Proposal.CAMPAIGN, section.campaign)) if said is not None]
    for kind in kinds:
        outcome = next((each for each in view.outcomes if (each.surge_id, each.proposal) == (section.surge_id, kind)), None)
        again = typed if (typed.surge_id, typed.proposal) == (section.surge_id, kind.value) else NOT_TYPED
        form = again.form or forms.RejectForm(name=f"{kind.value}-{section.surge_id}")
        opening = (again.campaign or forms.CampaignForm(name=f"open-{section.surge_id}")) if kind is Proposal.CAMPAIGN else None
        may = outcome is None and TAKING[kind] in view.open_to
        yield Proposed(kind, outcome, _address(outcome), may, _is_false(view, section), form, opening)


def _is_false(view: ReportView, section: SurgeSection) -> bool:
    """Whether somebody says by now that this surge is none."""
    now = view.verdicts.get(section.surge_id)
    return now is not None and now.said is Verdict.FALSE


def _address(outcome: ProposalOutcome | None) -> str:
    """Where the order or campaign is; nothing where the door has no page of it."""
    if outcome is None or outcome.made_id is None:
        return ""
    try:
        return reverse(PAGES[outcome.proposal], args=[UUID(str(outcome.made_id))])
    except NoReverseMatch:
        return ""
