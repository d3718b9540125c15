"""The newest classifier, read once per process: looked for anew every minute, for training is seldom."""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from tongban.classifiers.models import Classifier
from tongban.classifiers.terms import ClassifierView
from tongban.kernel import files
from tongban.kernel.words.classifying import Model

if TYPE_CHECKING:
    from uuid import UUID

    from tongban.kernel.words.classifying import Decision

KEPT_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Known:
    """A classifier that is in force."""

    id: UUID
    model: Model

    def decide(self, words: str) -> Decision:
        return self.model.decide(words)


def classifier() -> Known | None:
    """The newest; None while none was trained."""
    newest = _newest(int(time.monotonic() // KEPT_SECONDS))
    return None if newest is None else _loaded(*newest)


def trained() -> ClassifierView | None:
    """The newest with what its trial said; nobody's data."""
    row = Classifier.objects.order_by("-trained_at", "-pk").first()
    if row is None:
        return None
    return ClassifierView(row.trained_at, row.texts, row.labels, row.accuracy, row.macro_f1, row.coverage_at_95, row.threshold)


def forget_classifier() -> None:
    """Drop what this process remembers."""
    _newest.cache_clear()
    _loaded.cache_clear()


@lru_cache(maxsize=1)
def _newest(_window: int) -> tuple[UUID, str] | None:
    return Classifier.objects.order_by("-trained_at", "-pk").values_list("pk", "file_digest").first()


@lru_cache(maxsize=1)
def _loaded(classifier_id: UUID, digest: str) -> Known:
    return Known(classifier_id, Model.load(files.read(digest)))
