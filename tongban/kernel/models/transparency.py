"""The Merkle log over everything that is sealed, and its signed checkpoints."""

from typing import ClassVar

from django.db import models


class LogLeaf(models.Model):
    """One leaf: a batch of neighbouring links of one chain. `nodes` holds the complete subtrees that this leaf completes."""

    index = models.BigIntegerField(primary_key=True)
    shard = models.SmallIntegerField()
    first = models.BigIntegerField()  # positions in the shard's chain
    last = models.BigIntegerField()
    root = models.BinaryField()  # of the batch's own small tree
    nodes = models.BinaryField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["shard", "first"], name="log_leaf_place")]

    def __str__(self) -> str:
        return f"leaf {self.index}"


class Checkpoint(models.Model):
    """What the log was at a moment, signed; `text` is a C2SP signed note. Numbers have no gaps."""

    number = models.BigIntegerField(primary_key=True)
    size = models.BigIntegerField()
    at = models.DateTimeField()
    text = models.TextField()

    def __str__(self) -> str:
        return f"checkpoint {self.number} of {self.size} leaves"
