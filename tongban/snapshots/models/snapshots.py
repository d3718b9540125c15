"""Snapshots of the city's messages, ratings and cases, as files for analysis: one immutable row a run."""

import uuid
from typing import ClassVar

from django.db import models


class Snapshot(models.Model):
    """A run that brought the files up to date. `digest` is of the list of files with theirs: it says which data an analysis had."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField()
    written = models.JSONField()  # rows of each table that this run wrote
    parts = models.JSONField()  # files of each table that hold now
    until_at = models.DateTimeField()  # what had changed by then is in it
    version = models.CharField(max_length=16)
    digest = models.CharField(max_length=64)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["-at", "-id"], name="snapshots_newest")]

    def __str__(self) -> str:
        return self.digest[:12]
