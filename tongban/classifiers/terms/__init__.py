"""Words of `classifiers`."""
# pyright: reportUnusedImport=false

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tongban.identity.terms import Denied

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Trial:
    """What a classifier did with texts that it had not seen. `coverage_at_95`: the share that it decides with 95 % of that right."""

    texts: int
    labels: int
    accuracy: float
    macro_f1: float
    coverage_at_95: float


@dataclass(frozen=True, slots=True)
class ClassifierView:
    """A classifier that was kept, with what its trial said."""

    trained_at: datetime
    texts: int
    labels: int
    accuracy: float
    macro_f1: float
    coverage_at_95: float
    threshold: float


class Refusal(Exception):
    """Base of what is refused here; nothing has changed."""


class TooFewTexts(Refusal):
    """There are not enough decided texts to train a classifier from; `labels` of them have enough."""

    def __init__(self, texts: int, labels: int) -> None:
        super().__init__(texts, labels)
        self.texts, self.labels = texts, labels
