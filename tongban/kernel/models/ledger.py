"""The append-only ledger and the chain over it."""

from typing import ClassVar

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models.functions import Cast


class TransactionNumber(models.Func):
    """The number of the running transaction, so that the sealer can tell what has certainly committed."""

    function = "pg_current_xact_id"
    arity = 0
    output_field = models.TextField()  # pyright: ignore[reportAssignmentType, reportIncompatibleMethodOverride]  the stubs say property

    def as_sql(self, compiler, connection, **extra):  # type: ignore[no-untyped-def]
        return super().as_sql(compiler, connection, template="%(function)s()::text", **extra)


class NextTransactionNumber(models.Func):
    """The first number that no transaction has had when the statement begins."""

    arity = 0
    output_field = models.BigIntegerField()  # pyright: ignore[reportAssignmentType, reportIncompatibleMethodOverride]  the stubs say property
    template = "pg_snapshot_xmax(pg_current_snapshot())::text::bigint"


class LedgerEntry(models.Model):
    """One act. Inserted by a verb in its own transaction; triggers refuse UPDATE, DELETE and TRUNCATE."""

    act = models.TextField()
    actor_kind = models.TextField()
    actor_id = models.UUIDField(null=True)
    subject_type = models.TextField()
    subject_id = models.TextField()
    at = models.DateTimeField()
    basis = models.TextField(default="")
    codes = models.JSONField(default=dict)
    digest = models.TextField(default="")
    xid = models.BigIntegerField(db_default=Cast(TransactionNumber(), models.BigIntegerField()))

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["subject_id"], name="ledger_subject"),
            BrinIndex(fields=["xid"], name="ledger_recent", autosummarize=True),  # the sealer's: costs an insert next to nothing
        ]

    def __str__(self) -> str:
        return f"{self.act} of {self.subject_id}"


class LedgerLink(models.Model):
    """The place of an entry in its shard's hash chain. Written by the sealer only."""

    entry = models.OneToOneField(LedgerEntry, on_delete=models.PROTECT, primary_key=True, related_name="link")
    shard = models.SmallIntegerField()
    position = models.BigIntegerField()
    hash = models.BinaryField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["shard", "position"], name="ledger_link_place")]

    def __str__(self) -> str:
        return f"{self.shard}/{self.position}"
