"""Who read whose data, for what: the log of reads."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import BrinIndex, GinIndex
from django.db import models
from django.db.models.functions import Cast

from tongban.kernel.models.ledger import TransactionNumber

CONSUMER = "consumer"  # of the kinds of `identity.Actor`: a system that asks


class Read(models.Model):
    """One question about persons' data; `holders` are those it was about, `fields` the names of what was shown, never values."""

    question = models.TextField()
    actor_kind = models.TextField()
    actor_id = models.UUIDField(null=True)
    purpose = models.TextField()
    subject = models.TextField(default="")
    basis = models.TextField(db_default="")  # the article that gives the duty, or the consent it rests on
    receiver = models.TextField(db_default="")  # who was given the data, where it left the city's own hands
    body = models.TextField(db_default="")  # the department for which somebody of several looked
    holders = ArrayField(models.UUIDField())
    fields = ArrayField(models.TextField(), default=list)
    result = models.TextField(db_default="")  # the code of the refusal, where the question was not answered
    at = models.DateTimeField()
    xid = models.BigIntegerField(db_default=Cast(TransactionNumber(), models.BigIntegerField()))

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["subject", "-id"], name="read_subject"),
            GinIndex(fields=["holders"], name="read_holders"),
            BrinIndex(fields=["xid"], name="read_recent", autosummarize=True),  # the sealer's, as in the ledger
            models.Index(fields=["actor_id", "-id"], condition=models.Q(actor_kind=CONSUMER), name="read_consumer"),
        ]

    def __str__(self) -> str:
        return f"{self.question} by {self.actor_kind}"


class ReadLink(models.Model):
    """The place of a read in its shard's hash chain. Written by the sealer only."""

    entry = models.OneToOneField(Read, on_delete=models.PROTECT, primary_key=True, related_name="link")
    shard = models.SmallIntegerField()
    position = models.BigIntegerField()
    hash = models.BinaryField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["shard", "position"], name="read_link_place")]

    def __str__(self) -> str:
        return f"{self.shard}/{self.position}"
