"""The clock that speaks each minute and reads anew each night: every case by itself, whatever becomes of another."""

import uuid
from datetime import UTC, datetime

import pytest

from tests.cases import factories
from tongban.cases import jobs
from tongban.cases.models import Case
from tongban.cases.terms import CaseState
from tongban.kernel import clock

pytestmark = pytest.mark.usefixtures("committed_town")
LATER = datetime(2026, 10, 9, tzinfo=UTC)


def test_every_limit_that_is_over_speaks_and_one_failure_keeps_none_from_it(monkeypatch) -> None:
    silent, waiting, broken = factories.submitted(), factories.correcting(), factories.submitted()
    in_time = factories.submitted(at=datetime(2026, 10, 8, 2, tzinfo=UTC))
    Case.objects.filter(pk=broken.turn.case_id).update(release_id=uuid.uuid4(), sweep_at=factories.MORNING)
    monkeypatch.setattr(clock, "now", lambda: LATER)
    jobs.sweep(timestamp=0)
    assert [play.row.state for play in (silent, waiting, in_time)] == [CaseState.HANDLING, CaseState.ENDED, CaseState.RECEIVED]
    assert broken.row.state == CaseState.RECEIVED


def test_each_night_due_dates_are_read_anew_and_one_failure_keeps_none_from_it(monkeypatch) -> None:
    late = datetime(2026, 12, 28, 2, tzinfo=UTC)
    broken, sound = factories.accepted(at=late), factories.accepted(at=late)
    Case.objects.filter(pk=broken.turn.case_id).update(release_id=uuid.uuid4())
    Case.objects.filter(pk=sound.turn.case_id).update(promised_due_at=late)
    monkeypatch.setattr(clock, "now", lambda: late)
    jobs.rederive(timestamp=0)
    assert sound.row.promised_due_at == sound.row.due_at > late


def test_a_case_that_somebody_settled_in_between_is_left_alone(monkeypatch) -> None:
    play = factories.submitted()
    monkeypatch.setattr(clock, "now", lambda: LATER)
    listed = Case.objects.to_sweep(LATER)
    monkeypatch.setattr(type(listed), "to_sweep", lambda self, at: self.filter(pk=play.turn.case_id))
    play.act("accept")
    jobs.sweep(timestamp=0)
    assert not play.row.deemed_accepted
