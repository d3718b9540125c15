"""A unit's system that calls twice at the same instant: its reports come one after the other, and one id counts once."""

import pytest

from tests.board.play import Play
from tests.board.town import MORNING, at_once
from tongban.board import actions
from tongban.board.models import Note, ReportedUpdate
from tongban.board.terms import AlreadyReported, Reported
from tongban.clients import actions as clients_actions
from tongban.clients import queries as clients_queries
from tongban.identity.terms import SYSTEM

pytestmark = pytest.mark.usefixtures("committed_town")


def test_one_id_at_once_counts_once_about_whichever_message() -> None:
    key = clients_actions.add_client(name="演示·城管系统", department="chengguan", may_update=True, by=SYSTEM, at=MORNING)
    client = clients_queries.by_key(key)
    assert client is not None
    for round_ in range(4):
        plays = [Play.posted(), Play.posted()]
        reports = [
            lambda play=play, round_=round_: actions.report_update(
                update_id=f"u-{round_}",
                number=play.row.number,
                reported=Reported.WORKING,
                words="已派修理班",
                updated_at=play.at,
                by=client.actor,
                at=play.at,
            )
            for play in plays
        ]
        outcomes = at_once(*reports)
        assert sorted(map(str, map(type, outcomes))) == sorted(map(str, (bool, AlreadyReported))), outcomes
        assert ReportedUpdate.objects.count() == round_ + 1 == Note.objects.count()
