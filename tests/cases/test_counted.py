"""Cases whose promised time ended, counted as of a moment: the same for ever; and the lights of those that are open."""

from datetime import datetime, timedelta

import pytest

from tests.cases import factories
from tests.cases.factories import MORNING, a_clerk, a_person
from tests.cases.test_deem_accepted import OVER, deem
from tongban.cases import queries
from tongban.cases.terms import Decision, Denied, DepartmentDue, DepartmentLights
from tongban.identity.terms import SYSTEM
from tongban.kernel.limits import Light

pytestmark = pytest.mark.usefixtures("town")
WEEK = {"since": MORNING, "until": MORNING + timedelta(days=40)}
CLOSING = MORNING + timedelta(days=41)


def counted(**told) -> list[tuple[int, int, int, int]]:
    return [(each.due, each.on_time, each.late, each.unanswered) for each in queries.due_by_department(**WEEK | {"at": CLOSING} | told)]


def promised(play: factories.Play) -> datetime:
    due = play.row.promised_due_at
    assert due is not None
    return due


class TestWhatWasPromised:
    def test_decided_in_time_late_or_not_at_all(self, django_assert_num_queries) -> None:
        in_time, late, _never, withdrawn = (factories.at_decision() for _ in range(4))
        withdrawn.withdraw()
        in_time.act("conclude")
        late.at = promised(late) + timedelta(hours=1)
        late.act("conclude", decision=Decision.REFUSE, reasons="施工设备不足。")
        took = [(play.at - play.row.accepted_at) / timedelta(hours=1) for play in (in_time, late)]
        with django_assert_num_queries(1):
            (told,) = queries.due_by_department(**WEEK, at=CLOSING)
        department = in_time.row.department
        assert told == DepartmentDue(department=department, due=3, on_time=1, late=1, unanswered=1, median_hours=sum(took) / 2)
        assert counted(without=[late.row.pk]) == [(2, 1, 0, 1)]
        (joined,) = queries.due_by_department(**WEEK, at=CLOSING, merged={department: "another", "nobody": "another"})
        assert (joined.department, joined.due, joined.median_hours) == ("another", 3, told.median_hours)
        assert counted(at=promised(late)) == []

    def test_what_is_done_afterwards_changes_nothing(self) -> None:
        plays = [factories.at_decision() for _ in range(3)]
        plays[0].act("conclude")
        before = queries.due_by_department(**WEEK, at=CLOSING)
        for play in plays[1:]:
            play.at = CLOSING + timedelta(hours=1)
        plays[1].act("conclude")
        plays[2].withdraw()
        assert queries.due_by_department(**WEEK, at=CLOSING) == before
        assert counted() == [(3, 1, 0, 2)]
        assert counted(at=CLOSING + timedelta(hours=2)) == [(3, 1, 1, 1)]

    def test_accepted_by_silence_counts_once_somebody_has_noted_it(self) -> None:
        play = deem(factories.submitted(), at=OVER + timedelta(days=20))
        assert promised(play) < play.at
        assert counted(at=play.at - timedelta(seconds=1)) == []
        assert counted(at=play.at) == [(1, 0, 0, 1)]


class TestLights:
    def test_of_every_department_for_whoever_watches_all_else_of_ones_own(self) -> None:
        play, _waiting = factories.submitted(), factories.correcting()
        case = play.row
        later = case.due_at + timedelta(days=1)
        told = (DepartmentLights(department=case.department, green=0, amber=0, red=1, oldest=case.due_at),)
        own = a_clerk(f"{case.department}/somewhere")
        assert [queries.lights(by, at=later) for by in (SYSTEM, own, a_clerk("elsewhere/desk"), a_person())] == [told, told, (), ()]
        assert queries.lights(own, at=MORNING) == (DepartmentLights(department=case.department, green=1, amber=0, red=0, oldest=None),)

    def test_the_cases_behind_a_light_page_by_page(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for module in ("counted", "pages"):
            monkeypatch.setattr(f"tongban.cases.queries.{module}.LINES", 1)
        plays = [factories.submitted(at=MORNING + timedelta(days=n)) for n in range(2)]
        case = plays[0].row
        told = {"at": MORNING + timedelta(days=60), "department": case.department, "light": Light.RED}
        own = a_clerk(f"{case.department}/somewhere")
        first = queries.lit(own, **told)
        second = queries.lit(own, **told, after=first.next)
        lines = [*first.lines, *second.lines]
        assert [each.id for each in lines] == [play.row.pk for play in plays]
        assert (lines[0].light, lines[0].now_at) == (Light.RED, queries.public_case(case.number, at=MORNING).now_at)
        assert lines[0].applicant_name != case.applicant_name and second.next == ""
        assert queries.lit(a_clerk("elsewhere/desk"), **told).lines == () == queries.lit(own, **told | {"light": Light.AMBER}).lines


class TestSnapshot:
    def test_codes_and_times_of_what_has_changed_page_by_page(self) -> None:
        plays = [factories.at_decision() for _ in range(3)]
        plays[0].wait(days=1).act("conclude")
        told = {"changed_since": None, "until": CLOSING, "by": SYSTEM}
        rows = queries.snapshot(**told)
        assert [each["id"] for each in rows] == sorted(play.row.pk for play in plays)
        assert queries.snapshot(**told, after=rows[0]["id"], limit=1) == rows[1:2]
        (changed,) = queries.snapshot(**told | {"changed_since": plays[1].at})
        case = plays[0].row
        assert (changed["id"], changed["end"], changed["changed_at"]) == (case.pk, "granted", plays[0].at)
        assert case.applicant_name not in str(rows) and str(case.applicant_id) not in str(rows)

    def test_for_the_system_alone(self) -> None:
        for by in (a_clerk("elsewhere/desk"), a_person()):
            with pytest.raises(Denied):
                queries.snapshot(changed_since=None, until=CLOSING, by=by)
