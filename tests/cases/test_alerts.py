"""A licence that ends while a case rests on it: whoever works on the case is told, and nothing of the case is rewritten."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.db import transaction

from tests.cases import city, factories
from tests.cases.test_library import revoke
from tongban.cases import actions, queries, subscriptions
from tongban.cases.events import CaseSubmitted
from tongban.cases.models import Alert, Material
from tongban.cases.terms import CorrectionItem, Denied, Handed, Shortcoming, UnknownCase
from tongban.identity.terms import SYSTEM
from tongban.kernel import facts
from tongban.kernel.models import FactRow, LedgerEntry
from tongban.licences import actions as licence_actions
from tongban.licences.models import Licence
from tongban.licences.terms import Change, LicenceState

AT = factories.MORNING
LATER = AT + timedelta(hours=1)
town = pytest.mark.usefixtures("town")


def used(play: factories.Play) -> Licence:
    return Licence.objects.get(pk=Material.objects.get(case=play.turn.case_id, key="business_licence").licence_id)


def alerts(play: factories.Play, by=None) -> list[str]:
    view = queries.case(play.turn.case_id, by=by or play.agent, at=LATER, purpose="test")
    return [each.state for each in view.alerts]


@town
def test_the_clerk_and_the_applicant_are_told_and_the_case_stays_as_it_was() -> None:
    play = factories.submitted()
    kept = list(Material.objects.filter(case=play.turn.case_id).values())
    licence = used(play)
    revoke(licence, at=LATER)
    facts.dispatch(at=LATER)
    view = queries.case(play.turn.case_id, by=play.clerk("accept"), at=LATER, purpose="test")
    [alert] = view.alerts
    assert (alert.licence_identifier, alert.state, alert.replaced) == (licence.identifier, LicenceState.REVOKED, False)
    assert (alert.changed_at, str(alert.material)) == (LATER, "营业执照")
    assert alerts(play) == [LicenceState.REVOKED]
    assert list(Material.objects.filter(case=play.turn.case_id).values()) == kept
    assert next(each for each in view.materials if each.key == "business_licence").checks.hold


@town
def test_it_is_told_once_with_an_entry_and_a_fact() -> None:
    play = factories.submitted()
    revoke(used(play), at=LATER)
    for _again in range(3):
        facts.dispatch(at=LATER)
    assert Alert.objects.count() == 1
    assert LedgerEntry.objects.get(act="cases.raise_alert").codes == {"state": "revoked"}
    payload = FactRow.objects.get(name="cases.LicenceAlert").payload
    assert payload == {"case_id": str(play.turn.case_id), "licence_id": str(used(play).pk), "state": "revoked"}


@town
def test_suspended_and_resumed_both_are_told_and_the_last_is_shown() -> None:
    play = factories.submitted()
    grounds = {"basis": "《示例法》第九条", "reason": "示例", "document": "榕示〔2026〕1号", "by": SYSTEM}
    licence_actions.change(licence_id=used(play).pk, change=Change.SUSPEND, at=LATER, **grounds)
    facts.dispatch(at=LATER)
    assert alerts(play) == [LicenceState.SUSPENDED]
    after = LATER + timedelta(hours=1)
    licence_actions.change(licence_id=used(play).pk, change=Change.RESUME, at=after, **grounds)
    facts.dispatch(at=after)
    assert alerts(play) == [LicenceState.VALID]
    assert Alert.objects.count() == 2


@town
def test_cases_that_have_ended_or_do_not_rest_on_it_are_left_alone() -> None:
    ended, other = factories.submitted(), factories.submitted()
    licence = used(ended)
    ended.withdraw()
    revoke(licence, at=LATER)
    facts.dispatch(at=LATER)
    assert alerts(ended) == alerts(other) == []


@town
def test_what_a_correction_has_replaced_is_told_as_replaced() -> None:
    play = factories.correcting(city.QUALIFICATION, CorrectionItem("material:business_licence", Shortcoming.OUTDATED, "请换新证"))
    old = used(play)
    fresh = factories.make_licence(play.row.applicant_id)
    play.correct(Handed("business_licence", licence_id=fresh.pk))
    revoke(old, at=LATER + timedelta(days=1))
    facts.dispatch(at=LATER + timedelta(days=1))
    [alert] = queries.case(play.turn.case_id, by=play.agent, at=LATER, purpose="test").alerts
    assert alert.replaced and alert.licence_identifier == old.identifier


@town
def test_revoked_while_the_case_was_being_written_is_found_when_the_case_is_told() -> None:
    """The revocation was told before the case could be seen: then only the second look finds it."""
    play = factories.submitted()
    Licence.objects.filter(pk=used(play).pk).update(state=LicenceState.REVOKED)
    told = CaseSubmitted(case_id=play.turn.case_id, service=city.QUALIFICATION, department="jianwei", applicant_id=uuid.uuid4(), at=AT)
    subscriptions.look_again_at_what_was_handed_in(told)
    assert alerts(play) == [LicenceState.REVOKED]


@pytest.mark.usefixtures("committed_town")
@pytest.mark.parametrize("_round", range(5))
def test_revoking_against_submitting_never_goes_unnoticed(_round: int) -> None:
    company = factories.make_company()
    licence, report = factories.make_licence(company), factories.an_upload("report")
    agent = factories.an_agent(company)
    application = factories.an_application(
        city.QUALIFICATION, company, materials=(Handed("business_licence", licence_id=licence.pk), report)
    )
    factories.uploaded(report, by=agent)
    turn, _revoked = factories.at_once(
        lambda: actions.submit(key=uuid.uuid4(), application=application, by=agent, at=AT), lambda: revoke(licence, at=AT)
    )
    facts.dispatch(at=LATER)
    if isinstance(turn, Exception):
        assert type(turn).__name__ == "InvalidApplication"
    else:
        assert Alert.objects.filter(case=turn.case_id, state=LicenceState.REVOKED).count() == 1


@town
def test_only_the_system_tells_and_counts() -> None:
    play = factories.submitted()
    for by in (play.agent, play.clerk("accept")):
        with factories.refused(Denied):
            actions.raise_alert(case_id=play.turn.case_id, licence_id=uuid.uuid4(), state=LicenceState.REVOKED, since=AT, by=by, at=AT)
        with factories.refused(Denied):
            actions.count_saved(service="x", cases=1, materials=1, fields=1, by=by, at=AT)
    with factories.refused(UnknownCase):
        actions.raise_alert(case_id=uuid.uuid4(), licence_id=uuid.uuid4(), state=LicenceState.REVOKED, since=AT, by=SYSTEM, at=AT)


@town
def test_an_alert_is_never_changed() -> None:
    play = factories.submitted()
    revoke(used(play), at=LATER)
    facts.dispatch(at=LATER)
    for change in (lambda rows: rows.update(state="valid"), lambda rows: rows.delete()):
        with pytest.raises(Exception, match="never changed"), transaction.atomic():
            change(Alert.objects.all())
