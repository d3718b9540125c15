"""What an act on an order, an interview or a request leaves: its rows, an entry with their imprints, and a fact, in one statement."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tongban.directives.models import Interview, InterviewStep, Order, OrderStep
from tongban.directives.models.watched import WATCHED
from tongban.kernel import facts, imprints, ledger, rows

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from django.db import models

    from tongban.identity.terms import Actor
    from tongban.kernel.facts import Fact

NAME_MOST = 60


@dataclass(frozen=True)
class Leaving:
    """By whom, and at which moment."""

    by: Actor
    at: datetime

    def step(self, row: Order | Interview, act: str, words: str = "") -> OrderStep | InterviewStep:
        """A step in the history of an order or an interview, by the name under which somebody works."""
        told = {"act": act, "words": words, "actor_id": self.by.id, "actor_name": self.by.name[:NAME_MOST], "at": self.at}
        return OrderStep(order=row, **told) if isinstance(row, Order) else InterviewStep(interview=row, **told)

    def leave(self, act: str, row: models.Model, fact: Fact, *beside: models.Model, columns: Collection[str] = (), **codes: str) -> None:
        """The row, new where no columns are named, with what is new beside it."""
        new = beside if columns else (row, *beside)
        left = [(WATCHED[type(each)], each, None) for each in new]
        left += [(WATCHED[type(row)], row, columns)] if columns else []
        rows.write(
            *([rows.update(row, columns)] if columns else []),
            *rows.insert(*new),
            ledger.entry(f"directives.{act}", by=self.by, at=self.at, subject=row, codes=codes | imprints.of(*left)),
            facts.entry(fact),
        )
