"""Two people at the same instant, on two real connections: whoever comes second finds what the first has done."""

import uuid
from collections.abc import Callable
from functools import partial

import pytest
from django.db import connection

from tests.cases import city, factories
from tongban.cases import actions, queries
from tongban.cases.models import Case, HistoryEntry, Paper, Step, Submission
from tongban.cases.terms import CaseState, CorrectionItem, Decision, End, Opinion, Refusal, Shortcoming, StepSettled, Turn, WrongState
from tongban.identity.terms import SYSTEM
from tongban.kernel.models.facts import FactRow
from tongban.licences.models import Licence

pytestmark = pytest.mark.usefixtures("committed_town")
AtOnce = Callable[..., list[object]]


def turns(outcomes: list[object]) -> list[Turn]:
    return [each for each in outcomes if isinstance(each, Turn)]


def refusals(outcomes: list[object]) -> list[type[BaseException]]:
    """Those who came too late; anything but a named refusal is an error of ours."""
    others = [each for each in outcomes if not isinstance(each, Turn)]
    assert all(isinstance(each, Refusal) for each in others), others
    return [type(each) for each in others]


def assert_sound(play: factories.Play) -> None:
    """No clock runs on in a case that has ended, no step is there twice, facts are in order."""
    case = play.row
    assert case.steps.count() == case.steps.values("key", "round").distinct().count()
    if case.state == CaseState.ENDED:
        assert factories.running(play) == set()
        assert not case.steps.filter(state="open").exists()
    sequence = list(FactRow.objects.filter(aggregate_id=case.pk).order_by("id").values_list("sequence", flat=True))
    assert sequence == list(range(1, len(sequence) + 1))


def settling(play: factories.Play, key: str, verb: Callable[..., Turn], **answer: object) -> Callable[[], Turn]:
    """The act of a clerk on an open step, not done yet."""
    return partial(verb, step_id=play.step(key), by=play.clerk(key), at=play.at, **answer)


def withdrawing(play: factories.Play, **told: object) -> Callable[[], Turn]:
    return partial(actions.withdraw, **{"case_id": play.turn.case_id, "reason": "", "by": play.agent, "at": play.at} | told)


def asking(play: factories.Play) -> Callable[[], Turn]:
    return partial(actions.ask_correction, case_id=play.turn.case_id, items=(factories.MISSING,), by=play.window, at=play.at)


def answering(play: factories.Play, key: uuid.UUID) -> Callable[[], Turn]:
    answers = {"form": factories.FORMS[city.QUALIFICATION], "materials": ()}
    return partial(actions.correct, case_id=play.turn.case_id, key=key, **answers, by=play.agent, at=play.at)


def missing(play: factories.Play, key: str, target: str) -> Callable[[], Turn]:
    point = CorrectionItem(target, Shortcoming.INCORRECT, "x")
    return settling(play, key, actions.check, opinion=Opinion.DISAGREE, items=(point,))


def both_finish(at_once: AtOnce, play: factories.Play) -> None:
    """Water and road answer in the same instant; the decision opens exactly once."""
    both = turns(at_once(*(settling(play, key, actions.review, opinion=Opinion.AGREE, reason="") for key in ("water", "road"))))
    assert len(both) == 2
    assert sorted(len(turn.opened) for turn in both) == [1, 1]
    opened = [[key for _id, key, _desk in turn.opened] for turn in both]
    assert ["conclude"] in opened, "whoever came second brought the case back"
    assert opened.count(["conclude"]) == 1
    conclude = Step.objects.get(case=play.turn.case_id, key="conclude")
    assert conclude.state == "open"
    assert_sound(play)


def rounds(at_once: AtOnce, number: int) -> None:
    plays = [factories.in_review() for _ in range(number)]
    for play in plays:
        both_finish(at_once, play)
    assert Step.objects.filter(key="conclude", state="open").count() == number


def test_two_departments_finish_at_once_and_the_join_opens_once(at_once: AtOnce) -> None:
    rounds(at_once, 40)


@pytest.mark.slow
def test_two_departments_finish_at_once_two_hundred_times(at_once: AtOnce) -> None:
    rounds(at_once, 200)


def test_two_clerks_accept_the_same_step(at_once: AtOnce) -> None:
    play = factories.submitted()
    outcomes = at_once(settling(play, "accept", actions.accept), settling(play, "accept", actions.accept))
    assert (len(turns(outcomes)), refusals(outcomes)) == (1, [StepSettled])
    assert Paper.objects.filter(kind="acceptance").count() == 1
    assert factories.clocks(play).count(("statutory", "start")) == 1
    assert_sound(play)


def test_the_same_application_twice_is_one_case(at_once: AtOnce) -> None:
    company = factories.make_company()
    agent, key = factories.an_agent(company), uuid.uuid4()
    application = factories.an_application(city.QUALIFICATION, company)
    factories.uploaded(*application.materials, by=agent)
    hand_in = [lambda: actions.submit(key=key, application=application, by=agent, at=factories.MORNING)] * 3
    found = turns(at_once(*hand_in))
    assert len(found) == 3 and len({turn.case_id for turn in found}) == 1
    assert (Case.objects.count(), HistoryEntry.objects.count(), FactRow.objects.filter(name="cases.CaseSubmitted").count()) == (1, 1, 1)


def test_two_applications_at_once_get_two_numbers(at_once: AtOnce) -> None:
    """Also as the first two of a department, whose series does not exist yet."""
    companies = [factories.make_company() for _ in range(4)]
    applications = [factories.an_application(city.QUALIFICATION, company) for company in companies]
    agent = factories.an_agent(*companies)
    factories.uploaded(*applications[0].materials, *applications[1].materials, by=agent)
    hand_in = [
        lambda each=each: actions.submit(key=uuid.uuid4(), application=each, by=agent, at=factories.MORNING) for each in applications
    ]
    assert len({turn.number for turn in turns(at_once(*hand_in))}) == 4


def test_withdrawing_against_deciding(at_once: AtOnce) -> None:
    for _round in range(5):
        play = factories.at_decision()
        deciding = settling(play, "conclude", actions.decide, decision=Decision.GRANT, reasons="")
        outcomes = at_once(withdrawing(play), deciding)
        (turn,), (refused,) = turns(outcomes), refusals(outcomes)
        withdrawn = turn.end is End.WITHDRAWN
        assert refused is (StepSettled if withdrawn else WrongState)
        assert Licence.objects.filter(case_id=play.turn.case_id).count() == (0 if withdrawn else 1)
        assert play.row.end == turn.end
        assert_sound(play)


def test_withdrawing_against_accepting_with_clocks_that_disagree(at_once: AtOnce) -> None:
    """Who waits for the lock brings an earlier time; the case must read the same afterwards."""
    for _round in range(5):
        play = factories.submitted().wait(minutes=5)
        at_once(withdrawing(play, at=factories.MORNING), settling(play, "accept", actions.accept))
        assert_sound(play)
        view = queries.case(play.turn.case_id, by=play.agent, at=play.at, purpose="test")
        assert view.end is End.WITHDRAWN
        assert view.promised is None or view.promised.stopped_at is not None


def test_correcting_twice_at_once_is_one_round(at_once: AtOnce) -> None:
    play = factories.correcting()
    outcomes = at_once(answering(play, uuid.uuid4()), answering(play, uuid.uuid4()))
    assert (len(turns(outcomes)), refusals(outcomes)) == (1, [WrongState])
    assert (play.row.round, Submission.objects.count()) == (2, 1)
    assert_sound(play)


def test_the_same_correction_twice_is_one_round(at_once: AtOnce) -> None:
    play = factories.correcting()
    key = uuid.uuid4()
    assert len(turns(at_once(answering(play, key), answering(play, key)))) == 2
    assert play.row.round == 2
    assert_sound(play)


def test_asking_for_a_correction_against_accepting(at_once: AtOnce) -> None:
    for _round in range(5):
        play = factories.submitted()
        outcomes = at_once(asking(play), settling(play, "accept", actions.accept))
        (turn,), (refused,) = turns(outcomes), refusals(outcomes)
        correcting = turn.state is CaseState.CORRECTING
        assert refused is (StepSettled if correcting else WrongState)
        assert play.row.papers.exclude(kind="receipt").get().kind == ("correction" if correcting else "acceptance")
        assert_sound(play)


def test_two_checks_at_once_send_one_notice_with_both(at_once: AtOnce) -> None:
    for _round in range(5):
        play = factories.submitted(city.CHECKED)
        found = {"look_water": "material:plan", "look_road": "field:days"}
        assert len(turns(at_once(*(missing(play, key, target) for key, target in found.items())))) == 2
        notice = play.row.corrections.get()
        assert {item["target"] for item in notice.items} == set(found.values())
        assert_sound(play)


def test_a_clerk_against_the_clock(at_once: AtOnce) -> None:
    play = factories.submitted().wait(days=10)
    silent = partial(actions.deem_accepted, case_id=play.turn.case_id, by=SYSTEM, at=play.at)
    outcomes = at_once(settling(play, "accept", actions.accept), silent)
    assert len(turns(outcomes)) == 1
    assert set(refusals(outcomes)) <= {StepSettled, WrongState}
    assert factories.clocks(play).count(("promised", "start")) == 1
    assert_sound(play)


def test_a_paper_that_is_drawn_while_a_clerk_acts_stands_in_nobodys_way(at_once: AtOnce) -> None:
    play = factories.accepted()
    paper = Paper.objects.get(kind="acceptance")
    outcomes = at_once(
        partial(actions.make_paper, paper_id=paper.pk, by=SYSTEM, at=play.at),
        settling(play, "screen", actions.review, opinion=Opinion.AGREE, reason=""),
        partial(queries.paper, paper.pk, by=play.agent, at=play.at),
    )
    assert not [each for each in outcomes if isinstance(each, Exception)], outcomes
    assert FactRow.objects.filter(name="cases.PaperMade").count() == 1
    assert_sound(play)
    connection.close()
