"""Due dates beyond the last table of working days, read anew when the next table is there."""

import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.cases import factories
from tongban.cases import actions, jobs, queries
from tongban.cases.models import Paper
from tongban.cases.terms import Denied, UnknownCase
from tongban.identity.terms import SYSTEM
from tongban.kernel import clock, working_days
from tongban.kernel.models.facts import FactRow
from tongban.kernel.models.ledger import LedgerEntry
from tongban.kernel.working_days import tables

pytestmark = pytest.mark.usefixtures("town")
LATE = datetime(2026, 12, 28, 2, 0, tzinfo=UTC)  # a Monday; what takes longer than three days reaches into 2027


@pytest.fixture
def announce(monkeypatch) -> Callable[[], None]:
    """Publish the table of 2027: Friday the 1st and Monday the 4th are off, Sunday the 10th is worked for it."""

    def publish() -> None:
        known = [tables.read(path) for path in tables.FOLDER.glob("*.yaml")]
        new = working_days.Year(2027, frozenset({date(2027, 1, 1), date(2027, 1, 4)}), frozenset({date(2027, 1, 10)}))
        calendar = working_days.Calendar([*known, new])
        monkeypatch.setattr(working_days, "calendar", lambda: calendar)

    return publish


def rederive(play: factories.Play) -> bool:
    return actions.rederive(case_id=play.turn.case_id, by=SYSTEM, at=play.at)


def test_without_a_new_table_nothing_changes_and_nothing_is_written() -> None:
    play = factories.accepted(at=LATE)
    before = factories.rows()
    assert rederive(play) is False
    assert factories.rows() == before


def test_a_new_table_moves_and_confirms_the_due_dates_of_the_case(announce) -> None:
    play = factories.accepted(at=LATE)
    before = play.row
    assert before.provisional and before.promised_provisional and before.statutory_provisional
    announce()
    assert rederive(play) is True
    case = play.row
    assert not (case.provisional or case.promised_provisional or case.statutory_provisional)
    assert before.promised_due_at == datetime(2027, 1, 11, 15, 59, 59, tzinfo=UTC)
    assert case.promised_due_at == case.due_at == datetime(2027, 1, 12, 15, 59, 59, tzinfo=UTC)


def test_the_due_date_of_an_open_step_moves_with_it(announce) -> None:
    play = factories.in_review(at=LATE)
    play.act("road")
    done, before = play.row.steps.get(key="road"), play.row.steps.get(key="water")
    assert done.provisional and before.provisional and before.due_at == datetime(2027, 1, 1, 15, 59, 59, tzinfo=UTC)
    announce()
    rederive(play)
    step = play.row.steps.get(key="water")
    assert (step.provisional, step.due_at) == (False, datetime(2027, 1, 5, 15, 59, 59, tzinfo=UTC))
    assert play.row.steps.get(key="road").due_at == done.due_at, "what is done is done"


def test_the_end_of_the_time_to_correct_moves_with_its_sweep(announce) -> None:
    play = factories.correcting(at=datetime(2026, 12, 2, 2, tzinfo=UTC))
    assert play.row.sweep_at == play.row.due_at == datetime(2027, 1, 1, 15, 59, 59, tzinfo=UTC)
    announce()
    rederive(play)
    assert play.row.sweep_at == play.row.due_at == datetime(2027, 1, 5, 15, 59, 59, tzinfo=UTC)


def test_a_case_that_waits_for_acceptance_is_swept_when_its_limit_ends(announce) -> None:
    play = factories.submitted(at=LATE)
    announce()
    rederive(play)
    assert play.row.sweep_at == play.row.due_at == datetime(2027, 1, 6, 15, 59, 59, tzinfo=UTC)


def test_it_leaves_an_entry_and_a_fact_and_no_clock_entry(announce) -> None:
    play = factories.accepted(at=LATE)
    entries = play.row.clock_entries.count()
    announce()
    rederive(play)
    entry = LedgerEntry.objects.order_by("-id")[0]
    assert (entry.act, entry.subject_id) == ("cases.rederive", str(play.turn.case_id))
    assert FactRow.objects.order_by("-id")[0].name == "cases.DueDatesMoved"
    assert play.row.clock_entries.count() == entries


def test_what_was_printed_stays_as_it_was(announce) -> None:
    play = factories.accepted(at=LATE)
    before = Paper.objects.get(kind="acceptance").data
    announce()
    rederive(play)
    assert Paper.objects.get(kind="acceptance").data == before


def test_the_case_page_reads_the_same_as_the_case_after_it(announce) -> None:
    play = factories.accepted(at=LATE)
    announce()
    rederive(play)
    view = queries.case(play.turn.case_id, by=play.agent, at=play.at, purpose="test")
    assert view.promised is not None and view.promised.due_at == play.row.promised_due_at
    assert view.statutory is not None and view.statutory.due_at == play.row.statutory_due_at


def test_a_case_that_has_ended_stays_as_it_was(announce) -> None:
    play = factories.accepted(at=LATE)
    play.withdraw()
    before = play.row.promised_due_at
    announce()
    assert rederive(play) is False
    assert play.row.promised_due_at == before


def test_the_nightly_job_takes_running_cases_only(announce, monkeypatch) -> None:
    running, near, ended = factories.accepted(at=LATE), factories.accepted(), factories.accepted(at=LATE)
    ended.withdraw()
    announce()
    monkeypatch.setattr(clock, "now", lambda: LATE + timedelta(days=1))
    jobs.rederive(timestamp=0)
    moved = LedgerEntry.objects.filter(act="cases.rederive").values_list("subject_id", flat=True)
    assert list(moved) == [str(running.turn.case_id)]
    assert near.turn.case_id != ended.turn.case_id


def test_only_the_system_does_it() -> None:
    play = factories.accepted(at=LATE)
    for by in (play.agent, play.window):
        with factories.refused(Denied):
            actions.rederive(case_id=play.turn.case_id, by=by, at=play.at)
    with factories.refused(UnknownCase):
        actions.rederive(case_id=uuid.uuid4(), by=SYSTEM, at=play.at)
