"""What may be displayed of a message. Handling never waits for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tongban.board.terms import AuthorKind, Removal, Screening, TrackKind, Visibility
from tongban.responsibilities.terms import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

WORDS = {  # what the public reads in the place of what was removed
    Removal.PERSONAL_DATA: ("含有个人信息", "personal data"),
    Removal.INSULT: ("含有侮辱性内容", "insults somebody"),
    Removal.ADVERTISEMENT: ("是广告", "advertisement"),
    Removal.RUMOUR: ("内容经核实与事实不符", "shown to be untrue"),
    Removal.SECRET: ("涉及秘密", "secret"),
    Removal.NOT_A_MESSAGE: ("不是留言", "not a message"),
}

DECISIONS = (TrackKind.SCREENED, TrackKind.RESTORED)
BY_AUTHOR = (TrackKind.ADDED, TrackKind.RATED)  # steps with words of the author, which go with the message when it is removed


def screening(*, kind: Kind, visibility: Visibility, author: AuthorKind, verified: bool, public_class: bool) -> Screening:
    """Whether somebody has to look at it before or after it is displayed: only where it may be displayed at all.

    Never displayed: a report (举报), what is for the unit only, whatever comes under a tracking code alone or from a telephone
    that nobody has verified, and classes that the city keeps to itself.
    """
    never = kind is Kind.REPORT or visibility is Visibility.UNIT or author is AuthorKind.CODE or not verified or not public_class
    return Screening.NOT_NEEDED if never else Screening.WAITING


def displayed(state: Screening, *, before: bool, held: bool = False) -> bool:
    """Whether everybody may read it: once it was screened; before that where the city displays first and nothing speaks against it."""
    return state is Screening.SHOWN or (state is Screening.WAITING and before and not held)


def held(steps: Iterable[tuple[int, str, Mapping[str, Any]]]) -> tuple[set[int], set[int]]:
    """The words added by an author that nobody may read: not looked at yet; and refused. `steps` are (id, kind, codes), in their order.

    Whoever displays the message displays what was added until then.
    """
    waiting, refused = set[int](), set[int]()
    for step, kind, codes in steps:
        if kind == TrackKind.ADDED and codes.get("held"):
            waiting.add(step)
        elif kind in DECISIONS and "added" in codes:
            waiting.discard(codes["added"])
            (refused.discard if codes["shown"] else refused.add)(codes["added"])
        elif kind in DECISIONS and codes.get("shown") and "picture" not in codes:
            waiting.clear()
    return waiting, refused


def was_shown(steps: Iterable[tuple[int, str, Mapping[str, Any]]]) -> bool:
    """Whether somebody has displayed the message itself before."""
    return any(kind in DECISIONS and codes.get("shown") and not {"added", "picture"} & codes.keys() for _step, kind, codes in steps)


def spans_within(text: str, spans: Iterable[tuple[int, int]], found: Iterable[tuple[int, int]]) -> frozenset[tuple[int, int]]:
    """Those passages that somebody confirmed which are really candidates of this text; others mean nothing."""
    return frozenset(spans) & frozenset(found) & frozenset((start, end) for start, end in spans if 0 <= start < end <= len(text))
