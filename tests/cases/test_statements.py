"""What each act costs on the wire: statements, with BEGIN and COMMIT, on a connection of its own."""

import uuid
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cases import city, factories
from tongban.cases import actions
from tongban.cases.terms import Decision

pytestmark = pytest.mark.usefixtures("warm")
MOST = 15  # what the house allows an act
EXPECTED = {"submit": 11, "accept": 7, "screen": 5, "water": 5, "road": 5, "conclude": 8}


@pytest.fixture
def warm(committed_town: None) -> None:
    """The numbers of the year have been begun, and this process knows releases, types and departments."""
    factories.at_decision().act("conclude")
    factories.at_decision().act("conclude", decision=Decision.REFUSE, reasons="示例理由")
    factories.correcting()


def acts() -> Iterator[tuple[str, int]]:
    """Each act of a whole case, and how many statements it took."""
    company = factories.make_company()
    agent, application = factories.an_agent(company), factories.an_application(city.QUALIFICATION, company)
    factories.uploaded(*application.materials, by=agent)
    with CaptureQueriesContext(connection) as asked:
        turn = actions.submit(key=uuid.uuid4(), application=application, by=agent, at=factories.MORNING)
    yield "submit", len(asked)
    play = factories.Play(city.QUALIFICATION, agent, turn, factories.MORNING)
    for key in ("accept", "screen", "water", "road", "conclude"):
        with CaptureQueriesContext(connection) as asked:
            play.act(key)
        assert [each["sql"] for each in asked.captured_queries[:: len(asked) - 1]] == ["BEGIN", "COMMIT"]
        yield key, len(asked)


def test_no_act_takes_more_than_it_needs() -> None:
    taken = dict(acts())
    assert taken == EXPECTED
    assert max(taken.values()) <= MOST


def test_the_other_acts_of_the_window_and_the_applicant() -> None:
    play, report = factories.submitted(), factories.an_upload("report")
    taken = {}
    with CaptureQueriesContext(connection) as asked:
        play.ask_correction()
    taken["ask_correction"] = len(asked)
    form = play.row.form
    with CaptureQueriesContext(connection) as asked:
        actions.correct(case_id=play.turn.case_id, key=uuid.uuid4(), form=form, materials=(report,), by=play.agent, at=play.at)
    taken["correct"] = len(asked)
    with CaptureQueriesContext(connection) as asked:
        play.withdraw()
    taken["withdraw"] = len(asked)
    play = factories.at_decision()
    with CaptureQueriesContext(connection) as asked:
        play.act("conclude", decision=Decision.REFUSE, reasons="示例理由")
    taken["refuse"] = len(asked)
    assert taken == {"ask_correction": 7, "correct": 13, "withdraw": 5, "refuse": 7}
