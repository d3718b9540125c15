"""What happened to licences and to cases, and what follows from it: alerts on open cases, and counters."""

from __future__ import annotations

from tongban.cases import actions
from tongban.cases.events import CaseCorrected, CaseSubmitted
from tongban.cases.models import Material
from tongban.identity.terms import SYSTEM
from tongban.kernel import facts
from tongban.licences import queries as licence_queries
from tongban.licences.events import LicenceChanged
from tongban.licences.terms import LicenceState


@facts.subscriber(LicenceChanged)
def alert_cases(fact: LicenceChanged) -> None:
    """Every open case that rests on this licence is told; what it keeps of the licence stays as it was."""
    resting = Material.objects.filter(licence_id=fact.licence_id, case__end__isnull=True).values_list("case", flat=True)
    for case_id in sorted(set(resting)):
        actions.raise_alert(
            case_id=case_id, licence_id=fact.licence_id, state=LicenceState(fact.state), since=fact.at, by=SYSTEM, at=fact.at
        )


@facts.subscriber(CaseSubmitted)
def look_again_at_what_was_handed_in(fact: CaseSubmitted) -> None:
    """A licence may end between the moment it was verified and the moment the case was written: then nobody else would tell."""
    _look_again(fact)


@facts.subscriber(CaseCorrected)
def look_again_at_what_was_corrected(fact: CaseCorrected) -> None:
    _look_again(fact)


@facts.subscriber(CaseSubmitted)
def count_what_was_saved(fact: CaseSubmitted) -> None:
    if fact.materials or fact.fields:
        actions.count_saved(service=fact.service, cases=1, materials=fact.materials, fields=fact.fields, by=SYSTEM, at=fact.at)


@facts.subscriber(CaseCorrected)
def count_what_a_correction_saved(fact: CaseCorrected) -> None:
    """The fields were counted when the case was handed in."""
    if fact.materials:
        actions.count_saved(service=fact.service, cases=0, materials=fact.materials, fields=0, by=SYSTEM, at=fact.at)


def _look_again(fact: CaseSubmitted | CaseCorrected) -> None:
    used = set(Material.objects.filter(case=fact.case_id, licence_id__isnull=False).values_list("licence_id", flat=True))
    for licence_id, (state, since) in licence_queries.states_of(used).items():
        if state is not LicenceState.VALID:
            actions.raise_alert(case_id=fact.case_id, licence_id=licence_id, state=state, since=since or fact.at, by=SYSTEM, at=fact.at)
