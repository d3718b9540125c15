"""A classifier that was trained: kept in the file store with its figures, and in force from then on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from tongban.classifiers import access, events
from tongban.classifiers.models import Classifier
from tongban.classifiers.queries import forget_classifier
from tongban.classifiers.rules import trial as rules
from tongban.kernel import facts, files, ledger, rows

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from tongban.classifiers.terms import Trial
    from tongban.identity.terms import Actor
    from tongban.kernel.words.classifying import Model

MEDIA_TYPE = "application/zip"


@dataclass(frozen=True)
class Training:
    """What is learnt from, and the frozen test set that says how well it was learnt. Training itself is `kernel.words.training`."""

    learnt: Sequence[tuple[str, str]]
    frozen: Sequence[tuple[str, str]]

    @classmethod
    def of(cls, texts: Iterable[tuple[str, str]]) -> Training:
        """Of texts with their labels. Raises TooFewTexts."""
        return cls(*rules.parted(texts))

    def tried(self, model: Model) -> Trial:
        """What a trained model does with the test set."""
        told = [model.decide(text) for text, _ in self.frozen]
        truth = [label for _, label in self.frozen]
        return rules.tried(truth, [(each.label, each.probability) for each in told], texts=len(self.learnt) + len(self.frozen))


@transaction.atomic(savepoint=False)
def keep_classifier(*, model: Model, trial: Trial, by: Actor, at: datetime) -> UUID:
    """Keep a trained classifier with what its trial said; dispatch asks the newest.

    Refuses: Denied.
    """
    access.require_system(by)
    stored = files.keep(model.dump(), media_type=MEDIA_TYPE, at=at)
    row = Classifier(
        file_digest=stored.digest,
        texts=trial.texts,
        labels=trial.labels,
        accuracy=trial.accuracy,
        macro_f1=trial.macro_f1,
        coverage_at_95=trial.coverage_at_95,
        threshold=model.threshold,
        trained_at=at,
    )
    rows.write(
        *rows.insert(row),
        ledger.entry("classifiers.keep_classifier", by=by, at=at, subject=row, digest=stored.digest, codes={"texts": str(trial.texts)}),
        facts.entry(events.ClassifierTrained(classifier_id=row.pk, texts=trial.texts, labels=trial.labels, at=at)),
    )
    forget_classifier()
    return row.pk
