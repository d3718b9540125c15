"""Classifiers that were trained, one immutable row each."""

import uuid

from django.db import models


class Classifier(models.Model):
    """A trained classifier of texts into units or classes; `file_digest` is in the file store. The newest is in force."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file_digest = models.CharField(max_length=64)
    texts = models.PositiveIntegerField()
    labels = models.PositiveIntegerField()
    accuracy = models.FloatField()
    macro_f1 = models.FloatField()
    coverage_at_95 = models.FloatField()
    threshold = models.FloatField()
    trained_at = models.DateTimeField()

    class Meta:
        db_table = "board_classifier"  # as it was made (ADR 0028)

    def __str__(self) -> str:
        return self.file_digest[:12]
