"""Reading what a page of the desk says, and what stands in the tables behind it."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from tongban.cases.models import Case, Correction, HistoryEntry, Paper, Step
from tongban.kernel.models.ledger import LedgerEntry

if TYPE_CHECKING:
    from tests.cases.factories import Play


def words(answer: Any) -> str:
    """The text of a page without its tags."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())))


def next_page(answer: Any) -> str:
    """Where the page's link to the next one leads."""
    [address] = re.findall(r'<a class="button second" href="([^"]*\bafter=[^"]*)"', answer.content.decode())
    return unescape(address)


def standing() -> tuple[Any, ...]:
    """Everything that an act would change."""
    cases, steps = list(Case.objects.order_by("pk").values()), list(Step.objects.order_by("pk").values())
    rest = (model.objects.count() for model in (HistoryEntry, Paper, Correction))
    return cases, steps, *rest, LedgerEntry.objects.filter(act__startswith="cases.").count()


def content_of(answer: Any) -> bytes:
    """The whole of a file that is sent in pieces; having read it closes it."""
    return b"".join(answer.streaming_content)


def of_case(play: Play) -> str:
    return reverse("desk:case", args=[play.turn.case_id])


def of_act(play: Play, act: str, key: str = "") -> str:
    """The address of an act: on a step, or on the case."""
    return reverse(f"desk:{act}", args=[play.turn.case_id, *([play.step(key)] if key else [])])
