"""The city's board data as it was loaded, one immutable row a state, and the classifier that was trained on its messages."""

import uuid

from django.db import models


class BoardReleaseRow(models.Model):
    """Canonical content and its digest. The newest is in force; a message keeps the one under which it was written."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    loaded_at = models.DateTimeField()

    class Meta:
        db_table = "board_release"

    def __str__(self) -> str:
        return self.digest[:12]


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

    def __str__(self) -> str:
        return self.file_digest[:12]
