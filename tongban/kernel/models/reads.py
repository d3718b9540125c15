"""Who read whose data, for what: the log of reads."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models


class Read(models.Model):
    """One question about persons' data; `holders` are those it was about, `fields` the names of what was shown, never values."""

    question = models.TextField()
    actor_kind = models.TextField()
    actor_id = models.UUIDField(null=True)
    purpose = models.TextField()
    subject = models.TextField(default="")
    basis = models.TextField(db_default="")  # the article that gives the duty, or the consent it rests on
    receiver = models.TextField(db_default="")  # who was given the data, where it left the city's own hands
    holders = ArrayField(models.UUIDField())
    fields = ArrayField(models.TextField(), default=list)
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["subject", "-id"], name="read_subject"),
            GinIndex(fields=["holders"], name="read_holders"),
        ]

    def __str__(self) -> str:
        return f"{self.question} by {self.actor_kind}"
