"""REST can do with a message what the pages can: every verb of the board is reached by an operation, or named here with the reason."""

import ast
from inspect import isfunction
from typing import get_args

from tests.house import source
from tongban.board import actions
from tongban.board.terms import CallBack, Contacted, HandOver, Removal, Suggested
from tongban.channels.rest.shapes import board_desk as shapes

CLOCK = "done by the clock; nobody asks for it"
ELSEWHERE = {
    "close_unrated": CLOCK,
    "count_changed": CLOCK,
    "count_figures": CLOCK,
    "escalate": CLOCK,
    "escalate_screening": CLOCK,
    "forget_photos": CLOCK,
    "report_update": "done by a unit's own system through Open311, whose extension it is",
    "drop_photo": "for the form of the page, which shows photos before sending; a program leaves the digest out of `photos`",
}


def _reached() -> set[str]:
    """The verbs that operations of this door call."""
    found: set[str] = set()
    for path in source.python_files("tongban/channels/rest"):
        if path.name.startswith("board"):
            named = (each for each in ast.walk(source.tree(path)) if isinstance(each, ast.Attribute))
            found |= {each.attr for each in named if ast.unparse(each.value) == "board_actions"}
    return found


def test_every_verb_of_the_board_is_reached_or_named_with_the_reason() -> None:
    verbs = {name for name, offered in vars(actions).items() if isfunction(offered)}
    reached = _reached()
    assert reached <= verbs, "there is no such verb"
    assert not reached & set(ELSEWHERE), "it is reached: take it off the list"
    assert verbs - reached == set(ELSEWHERE) & verbs, "give it an operation, or name it with the reason"


def test_what_may_be_sent_is_what_the_board_knows() -> None:
    fields = {
        (shapes.HandOverIn, "to"): HandOver,
        (shapes.CallBackIn, "outcome"): CallBack,
        (shapes.ContactIn, "outcome"): Contacted,
        (shapes.SuggestionIn, "outcome"): Suggested,
    }
    for (shape, name), kind in fields.items():
        assert set(get_args(shape.model_fields[name].annotation)) == {each.value for each in kind}
    assert set(get_args(shapes.REMOVED)) == {each.value for each in Removal}
