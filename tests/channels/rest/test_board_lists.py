"""Lists of the board by REST: a word that the city does not know is told with its place, and a list shows what its reader may open."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from tests.board.play import Play
from tests.channels.rest.boarding import *  # noqa: F403  the fixtures of the board
from tests.channels.rest.boarding import left
from tests.channels.rest.caller import Caller, document, problem
from tongban.board.queries import JOINT_SHELVES, SHELVES
from tongban.board.terms import MessageState, Suggested
from tongban.responsibilities.terms import Kind

CURSORS = {"/board/messages": "", "/board/suggestions": "", "/board/mine": "author", "/board/followed": "author"}
CURSORS |= {"/board/orders": "clerk", "/board/screening": "screener", "/board/screening/done": "screener", "/board/joint": "inspection"}
UNKNOWN = [
    *((path, "after", role) for path, role in CURSORS.items()),
    *(("/board/messages", name, "") for name in ("kind", "category", "district", "unit", "state")),
    ("/board/suggestions", "outcome", ""),
    ("/board/orders", "unit", "clerk"),
    ("/board/orders", "shelf", "clerk"),
    ("/board/joint", "shelf", "inspection"),
]
LISTED = [
    ("messages", "kind", ["", *Kind]),
    ("messages", "state", ["", "open", *MessageState]),
    ("suggestions", "outcome", ["", *Suggested]),
    ("orders", "shelf", SHELVES),
    ("joint", "shelf", JOINT_SHELVES),
]


@pytest.mark.parametrize(("path", "name", "role"), UNKNOWN)
def test_what_nobody_knows_is_told_with_its_place(at_board, author: Caller, path: str, name: str, role: str) -> None:
    caller = author if role == "author" else at_board(role) if role else Caller()
    told = problem(caller.get(f"{path}?{name}=zzz"), 422, "malformed")
    assert list(told["faults"]) == [name]
    assert any("\u4e00" <= character <= "\u9fff" for character in told["faults"][name])
    assert caller.get(f"{path}?{name}=").status_code == 200


def test_a_cursor_of_another_list_is_none(at_board) -> None:
    for _n in range(31):
        Play.posted()
    at = at_board("clerk")
    cursor = quote(at.get("/board/orders").json()["next"])
    assert len(at.get(f"/board/orders?after={cursor}").json()["lines"]) == 1
    problem(Caller().get(f"/board/messages?after={cursor}"), 422, "malformed")
    other = quote(Caller().get("/board/messages?limit=1").json()["next"])
    assert Caller().get(f"/board/messages?after={other}").status_code == 200
    problem(at.get(f"/board/orders?after={other}"), 422, "malformed")


def test_what_may_be_asked_for_is_what_the_board_knows(author: Caller) -> None:
    for path, name, words in LISTED:
        [asked] = [each for each in document()["paths"][f"/api/v1/board/{path}"]["get"]["parameters"] if each["name"] == name]
        assert asked["schema"]["enum"] == list(words), "the document lists them"
    number = left(author)
    for known in ("kind=help", "category=010000", "district=donghuqu", "unit=chengguan", "state=open"):
        assert [each["number"] for each in Caller().get(f"/board/messages?{known}").json()["lines"]] == [number]
    assert Caller().get("/board/messages?unit=rexian").json()["lines"] == [], "the duty desk's answers count there"
