"""A week is closed at its hour and counted as of it: the same result whenever, however often, and whatever is done afterwards."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from tests.board.play import Play
from tests.board.town import a_message, at_once
from tests.supervision.office import RULES, SUPERVISOR, UNIT, refused
from tests.supervision.week import CLOSES, FEW, KEY, LATER, SIGNER, Lamps, closed, lamps, left_out, loaded, message, newest, signed
from tongban.board.models import Order
from tongban.board.terms import Satisfaction
from tongban.identity.terms import PUBLIC, SYSTEM
from tongban.kernel import clock
from tongban.kernel.models.facts import FactRow
from tongban.kernel.models.ledger import LedgerEntry
from tongban.supervision import actions, jobs, queries
from tongban.supervision.models import Ranking
from tongban.supervision.terms import Denied, Measure, NotClosedYet, Standing, UnknownWeek


@pytest.fixture
def week(office: None) -> Lamps:
    loaded()
    return lamps()


class TestClosing:
    def test_it_holds_what_fell_due_as_of_its_hour(self, week: Lamps) -> None:
        row = closed()
        assert (row.closed_at, row.counted_at, row.version) == (CLOSES, LATER, 1)
        view = queries.ranking(KEY, by=SUPERVISOR)
        table = next(each for each in view.ranked.messages if each.key == "departments")
        line = table.lines[0]
        assert (line.unit, line.on_time.good, line.on_time.n, line.late, line.unanswered) == ("chengguan", 1, 3, 1, 1)
        assert (line.satisfied.good, line.satisfied.n, line.solved, line.response.n) == (1, 1, 1, 2)
        assert (line.on_time.rank, line.on_time.standing, line.trial) == (None, Standing.BETWEEN, False), "nobody stands beside it"
        assert [each.key for each in view.ranked.messages] == ["districts", "departments", "utilities"]
        assert "donghu" not in view.ranked.names and "donghuqu" in view.ranked.names

    def test_what_is_on_trial_stands_in_the_other_document_only(self, week: Lamps) -> None:
        closed()
        trial = queries.ranking(KEY, by=SUPERVISOR, trial=True)
        told = {line.unit: line.trial for table in trial.ranked.messages for line in table.lines}
        assert told == {"donghuqu": False, "donghu": True, "chengguan": False, "jiaoyu": False, "gongshui": False}
        with pytest.raises(Denied):
            queries.ranking(KEY, by=UNIT, trial=True)

    def test_it_waits_for_its_hour(self, week: Lamps) -> None:
        with refused(NotClosedYet):
            actions.close_week(week=KEY, by=SYSTEM, at=CLOSES - timedelta(seconds=1))
        closed(at=CLOSES)

    def test_closing_twice_changes_nothing(self, week: Lamps) -> None:
        row = closed()
        entries = LedgerEntry.objects.count()
        assert actions.close_week(week=KEY, by=SYSTEM, at=LATER + timedelta(days=3)) == row.pk
        assert LedgerEntry.objects.count() == entries and FactRow.objects.filter(name="supervision.WeekClosed").count() == 1

    def test_a_week_that_was_missed_is_closed_later_with_the_same_result(self, week: Lamps) -> None:
        with transaction.atomic():
            first = closed().digest
            transaction.set_rollback(True)
        afterwards(week)
        late = closed(at=LATER + timedelta(days=40))
        assert late.digest == first and late.closed_at == CLOSES

    def test_the_rules_are_those_that_held_when_it_ended(self, week: Lamps) -> None:
        loaded(RULES, at=CLOSES - timedelta(hours=5))  # after midnight on Monday
        closed()
        assert queries.ranking(KEY, by=SUPERVISOR).ranked.minimum.due == 2

    def test_who_may_and_what_is_no_week(self, week: Lamps) -> None:
        for by in (SUPERVISOR, SIGNER, PUBLIC):
            with refused(Denied):
                actions.close_week(week=KEY, by=by, at=LATER)
        for none in ("2027-W53", "0001-W01", "2020-W10", "2026-W30"):
            with refused(UnknownWeek):
                actions.close_week(week=none, by=SYSTEM, at=LATER)
        assert closed("2026-W31").week == "2026-W31", "the week in which the rules were loaded"

    def test_a_week_of_nothing_with_the_number_53(self, office: None) -> None:
        row = closed("2026-W53", at=datetime(2027, 1, 4, 1, tzinfo=UTC))
        ranked = queries.ranking("2026-W53", by=SUPERVISOR).ranked
        assert {line.on_time.n for table in ranked.messages for line in table.lines} == {0}
        assert queries.proposals("2026-W53", by=SUPERVISOR) == () and row.version == 1

    def test_a_unit_that_is_dissolved_in_mid_week_is_ranked_no_more_and_nobody_inherits(self, week: Lamps) -> None:
        loaded(FEW.replace("[chengguan, jiaoyu]", "[jiaoyu]"), at=datetime(2026, 9, 16, tzinfo=UTC))
        closed()
        for trial in (False, True):
            ranked = queries.ranking(KEY, by=SUPERVISOR, trial=trial).ranked
            assert "chengguan" not in ranked.names
            assert {line.on_time.n for table in ranked.messages for line in table.lines} == {0}

    def test_a_week_in_which_the_clocks_change_is_counted_and_closed_by_the_citys_clocks(self, office: None, settings) -> None:
        """In Berlin an hour more on Sunday, 25 October 2026: the week has 169 hours, and nine o'clock is at eight in UTC, not at seven."""
        settings.TIME_ZONE = "Europe/Berlin"
        loaded()
        before, long = datetime(2026, 10, 18, 22, tzinfo=UTC), datetime(2026, 10, 25, 23, tzinfo=UTC)
        for due_at in (before - timedelta(seconds=1), before, long - timedelta(seconds=1), long):
            Order.objects.filter(pk=Play.taken().orders[0].pk).update(due_at=due_at, amber_at=due_at - timedelta(days=1))
        with refused(NotClosedYet):
            actions.close_week(week="2026-W43", by=SYSTEM, at=datetime(2026, 10, 26, 7, 59, tzinfo=UTC))
        row = closed("2026-W43", at=datetime(2026, 10, 26, 8, tzinfo=UTC))
        ranked = queries.ranking("2026-W43", by=SUPERVISOR, trial=True).ranked
        assert (ranked.week.since, ranked.week.until, row.closed_at) == (before, long, datetime(2026, 10, 26, 8, tzinfo=UTC))
        assert [line.on_time.n for table in ranked.messages for line in table.lines if line.unit == "chengguan"] == [2]
        assert queries.recomputed("2026-W43").same

    def test_nobody_outside_sees_it_before_it_is_signed(self, week: Lamps) -> None:
        closed()
        assert queries.rankings() == () and [each.week for each in queries.rankings(SUPERVISOR)] == [KEY]
        for by in (PUBLIC, UNIT):
            with pytest.raises(UnknownWeek):
                queries.ranking(KEY, by=by)

    def test_it_proposes_whom_to_interview(self, week: Lamps) -> None:
        closed()
        [one] = queries.proposals(KEY, by=SUPERVISOR)
        assert (one.evidence.unit, one.evidence.measure, one.evidence.n, one.enough) == ("chengguan", Measure.ON_TIME, 3, True)
        with pytest.raises(Denied):
            queries.proposals(KEY, by=UNIT)

    def test_a_unit_merged_in_mid_week_counts_for_the_other_with_both_names(self, week: Lamps) -> None:
        merged = FEW.replace("[chengguan, jiaoyu]", "[jiaoyu]") + "merged: {chengguan: jiaoyu}\n"
        loaded(merged, at=datetime(2026, 9, 16, tzinfo=UTC))
        school = Play.posted(a_message(title="入学材料", category="060100", text="孩子入学要准备哪些材料，请告知。"))
        school.take()
        school.later(hours=5).answer()
        assert school.row.unit == "jiaoyu"
        closed()
        ranked = queries.ranking(KEY, by=SUPERVISOR).ranked
        [line] = next(each for each in ranked.messages if each.key == "departments").lines
        assert (line.unit, line.merged, line.on_time.n, line.satisfied.n) == ("jiaoyu", ("chengguan",), 4, 1)
        assert (line.response.n, line.response.hours) == (3, 10.0), "the middle of five hours, ten, and a week"
        assert {"jiaoyu", "chengguan"} <= set(ranked.names)
        for unit in ("jiaoyu", "chengguan"):
            with transaction.atomic():
                left_out(message(week.never, unit))
                assert queries.exclusions(KEY, by=SUPERVISOR)[0].number == week.never.row.number
                transaction.set_rollback(True)


class TestTheSameAgain:
    def test_whatever_is_done_after_the_hour(self, week: Lamps) -> None:
        row = closed()
        afterwards(week)
        found = queries.recomputed(KEY)
        assert found.same and found.counted == row.digest and found.canonical == row.canonical
        assert found.signature_holds is None

    def test_an_order_changed_behind_the_verbs_back(self, week: Lamps) -> None:
        closed()
        signed()
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE board_order DISABLE TRIGGER USER")
            cursor.execute("UPDATE board_order SET settled_at = due_at WHERE id = %s", [week.late.orders[0].pk])
            cursor.execute("ALTER TABLE board_order ENABLE TRIGGER USER")
        found = queries.recomputed(KEY)
        assert not found.same and found.signature_holds is True
        with pytest.raises(CommandError, match="verify_ledger says where"):
            call_command("recompute_ranking", KEY)

    def test_the_command_says_what_it_found(self, week: Lamps, capsys, tmp_path) -> None:
        row = closed()
        call_command("recompute_ranking", KEY, keep=tmp_path / "week.json")
        told = capsys.readouterr().out
        assert told.count(row.digest) == 2 == told.count(row.trial_digest) and "not signed off yet" in told
        kept = (tmp_path / "week.json").read_text("utf-8")
        assert kept == row.canonical and json.loads(kept)["week"]["key"] == KEY
        signed()
        call_command("recompute_ranking", KEY, of_version=1)
        assert "signature holds" in capsys.readouterr().out
        for asked in (["2026-W01"], [KEY, "--of-version", "2"], [KEY, "--of-version", "0"]):
            with pytest.raises(CommandError, match="is not closed"):
                call_command("recompute_ranking", *asked)
        with pytest.raises(CommandError, match="could not be written"):
            call_command("recompute_ranking", KEY, keep=tmp_path / "nowhere" / "week.json")

    def test_the_stored_text_changed_behind_the_verbs_back_is_named(self, week: Lamps) -> None:
        row = closed()
        assert list(queries.audit()) == []
        Ranking.objects.filter(pk=row.pk).update(digest="0" * 64)
        [fault] = queries.audit()
        assert "digest is not what entry" in fault
        assert not queries.recomputed(KEY).same


class TestTheJob:
    def test_it_closes_what_was_missed_first(self, week: Lamps, monkeypatch) -> None:
        since = datetime(2026, 8, 31, 1, 5, tzinfo=UTC)  # the rules were loaded in the week before
        assert queries.weeks_to_close(since) == ("2026-W31", "2026-W32", "2026-W33", "2026-W34", "2026-W35")
        assert "2026-W35" not in queries.weeks_to_close(since - timedelta(seconds=1)), "an act of that hour may still be under way"
        monkeypatch.setattr(clock, "now", lambda: LATER)
        jobs.close_weeks(0)
        keys = list(Ranking.objects.order_by("counted_at", "week").values_list("week", flat=True))
        assert keys[-1] == KEY and queries.weeks_to_close(LATER) == ()
        jobs.close_weeks(0)
        assert Ranking.objects.count() == len(keys)

    def test_one_that_is_killed_half_way_leaves_nothing_and_is_done_again(self, week: Lamps, monkeypatch) -> None:
        whole = closed_apart()
        killed = pytest.MonkeyPatch()
        with killed.context() as patch:
            patch.setattr("tongban.supervision.actions.week.document.digest", _killed)
            with refused(KeyboardInterrupt):
                actions.close_week(week=KEY, by=SYSTEM, at=LATER)
        assert not Ranking.objects.exists()
        assert closed().digest == whole

    def test_one_week_that_fails_does_not_keep_the_others(self, week: Lamps, monkeypatch) -> None:
        monkeypatch.setattr(clock, "now", lambda: LATER)
        close = actions.close_week

        def failing(*, week: str, **told):
            if week == "2026-W36":
                raise RuntimeError(week)
            return close(week=week, **told)

        monkeypatch.setattr(actions, "close_week", failing)
        jobs.close_weeks(0)
        assert queries.weeks_to_close(LATER) == ("2026-W36",) and newest().week == KEY


@pytest.mark.usefixtures("committed_office")
def test_two_workers_close_one_week() -> None:
    loaded()
    lamps()
    first, second = at_once(*(lambda: actions.close_week(week=KEY, by=SYSTEM, at=LATER),) * 2)
    assert first == second == Ranking.objects.get().pk


@pytest.mark.usefixtures("office")
def test_what_is_signed_is_never_changed_or_deleted() -> None:
    closed()
    signed()
    for act in (lambda: Ranking.objects.update(digest=""), lambda: Ranking.objects.all().delete()):
        with pytest.raises(IntegrityError), transaction.atomic():
            act()


def closed_apart() -> str:
    """The digest of the week, without closing it."""
    with transaction.atomic():
        digest = closed().digest
        transaction.set_rollback(True)
    return digest


def afterwards(week: Lamps) -> None:
    """Answers, ratings, a unit that is switched off, other rules: all after the hour."""
    week.never.at = week.late.at = CLOSES + timedelta(minutes=5)
    week.never.answer()
    week.never.rate(Satisfaction.VERY_BAD, solved=False)
    week.late.rate(Satisfaction.BAD)
    actions.switch_off(place="chengguan", by=SUPERVISOR, at=CLOSES + timedelta(minutes=6))
    loaded(RULES, at=CLOSES + timedelta(minutes=7))


def _killed(text: str) -> str:
    raise KeyboardInterrupt(text[:0])
