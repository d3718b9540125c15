"""The items behind the figures of a unit, or of all, in a week: which list, and of which outcome, an address asks for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.utils.translation import gettext_lazy

from tongban.identity.terms import PUBLIC
from tongban.kernel.limits import Outcome
from tongban.supervision import queries

if TYPE_CHECKING:
    from django.http import QueryDict

    from tongban.identity.terms import Actor

MESSAGES, CASES, RATINGS = "messages", "cases", "ratings"
LISTS = {MESSAGES: gettext_lazy("到期的留言"), CASES: gettext_lazy("到期的办件"), RATINGS: gettext_lazy("收到的评价")}
OUTCOMES = (Outcome.UNANSWERED, Outcome.LATE, Outcome.ON_TIME)
ALL = "all"


@dataclass(frozen=True)
class Behind:
    """A page of one of the three lists. Ratings come all at once, and have no outcome."""

    of: str
    outcome: Outcome | None
    lines: tuple[Any, ...]
    next: str = ""
    version: int = 0  # of the week, where an address names one

    @property
    def asked(self) -> str:
        """The outcome, as an address names it."""
        return self.outcome.value if self.outcome else ALL

    @property
    def kept(self) -> str:
        """What every address of its lists says besides."""
        return f"&version={self.version}" if self.version else ""

    @property
    def lists(self) -> dict[str, Any]:
        return LISTS

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        return OUTCOMES


def behind(
    week: str, unit: str, told: QueryDict, *, by: Actor = PUBLIC, version: int = 0, first: Outcome | None = None, of: str = MESSAGES
) -> Behind:
    """What an address asks for: `of` and `first` where it says nothing. Refuses: UnknownWeek; Http404 for a list that is none."""
    of = told.get("of", of)
    if of not in LISTS or told.get("outcome", ALL) not in (*Outcome, ALL):
        raise Http404(of)
    if of == RATINGS:
        return Behind(of, None, queries.rated_messages(week, unit, by=by, version=version), version=version)
    asked = told.get("outcome", first.value if first else ALL)
    outcome = Outcome(asked) if asked != ALL else None
    question = queries.due_cases if of == CASES else queries.due_messages
    page = question(week, unit, by=by, version=version, outcome=outcome, after=told.get("after", ""))
    return Behind(of, outcome, page.lines, page.next, version)
