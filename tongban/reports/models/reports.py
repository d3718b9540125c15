"""Reports as they were drawn up, each state of their words, and what became of what they propose."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from tongban.reports.terms import Outcome, Proposal, ReportKind, ReportState, UnknownReport

APPROVED = ReportState.APPROVED.value
OTHERS = [each.value for each in ReportState if each is not ReportState.APPROVED]


class ReportQuerySet(models.QuerySet["Report"]):
    def of_id(self, report_id: uuid.UUID) -> Report:
        """One report. Raises UnknownReport."""
        return self._only_one(pk=report_id)

    def of_number(self, number: str) -> Report:
        """One report. Raises UnknownReport."""
        return self._only_one(number=number)

    def in_public(self) -> ReportQuerySet:
        """What everybody may read."""
        return self.filter(state=APPROVED, public=True)

    def _only_one(self, **told: object) -> Report:
        row = self.filter(**told).first()
        if row is None:
            raise UnknownReport(*map(str, told.values()))
        return row


class Report(models.Model):
    """What was drawn up never changes; `canonical` is the text that `digest` is of. Frozen altogether once it is approved.

    `seen` is what was read besides the ledgers. `approved` is what was signed: the digest and the words; `shown`, of a public one, what
    everybody reads.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=8)
    period = models.CharField(max_length=8)  # 2026-W48, 2026-11
    begins_on = models.DateField()
    ends_on = models.DateField()  # the day after the last
    surge = models.ForeignKey("insight.Surge", null=True, on_delete=models.PROTECT, related_name="+")
    release = models.ForeignKey("supervision.SupervisionReleaseRow", null=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField()  # what came later does not count
    drawn_at = models.DateTimeField()
    seen = models.TextField()
    canonical = models.TextField()
    digest = models.CharField(max_length=64)
    quoted = models.JSONField(default=dict)  # the id of each quoted message, by its number
    units = models.JSONField(default=list)  # that have messages of its surges
    state = models.CharField(max_length=10, default=ReportState.DRAWN.value)
    version = models.PositiveIntegerField(default=1)  # of its words
    title = models.TextField()  # as the newest version has it
    surges = models.PositiveIntegerField()  # that are in
    submitted_by = models.UUIDField(null=True)
    approved_by = models.UUIDField(null=True)
    approver = models.CharField(max_length=60, default="")
    approved_at = models.DateTimeField(null=True)
    public = models.BooleanField(default=False)
    approved = models.TextField(default="")
    approved_digest = models.CharField(max_length=64, default="")
    shown = models.TextField(default="")
    algorithm = models.CharField(max_length=20, default="")
    signature = models.BinaryField(null=True)
    certificate = models.BinaryField(null=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=[each.value for each in ReportKind]), name="report_kind"),
            models.CheckConstraint(
                condition=Q(state=APPROVED, approved_at__isnull=False, approved_by__isnull=False, signature__isnull=False)
                | Q(state__in=OTHERS, approved_at__isnull=True, approved_by__isnull=True, public=False),
                name="report_approved",
            ),
            models.UniqueConstraint(fields=["kind", "period", "surge"], nulls_distinct=False, name="report_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["-drawn_at", "-id"], name="reports_newest")]

    def __str__(self) -> str:
        return self.number


class ReportVersion(models.Model):
    """One state of the words. Append-only."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="versions", db_index=False)
    version = models.PositiveIntegerField()
    words = models.JSONField()
    written_by = models.UUIDField(null=True)  # null: the drawing up
    name = models.CharField(max_length=60, default="")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["report", "version"], name="report_version_once")]

    def __str__(self) -> str:
        return f"version {self.version} of {self.report_id}"


class ReportStep(models.Model):
    """One step in the life of a report. Append-only."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="steps")
    act = models.CharField(max_length=16)
    words = models.TextField(default="")
    actor_id = models.UUIDField(null=True)
    name = models.CharField(max_length=60, default="")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.act} {self.at:%Y-%m-%d %H:%M}"


class ReportOutcome(models.Model):
    """What became of a proposal: once, and for ever. Append-only."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="outcomes", db_index=False)
    surge = models.ForeignKey("insight.Surge", on_delete=models.PROTECT, related_name="+")
    proposal = models.CharField(max_length=8)
    outcome = models.CharField(max_length=8)
    reason = models.TextField(default="")
    false_alarm = models.BooleanField(default=False)
    made_id = models.UUIDField(null=True)  # the order or campaign
    made_number = models.CharField(max_length=40, default="")
    decided_by = models.UUIDField()
    name = models.CharField(max_length=60, default="")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["report", "surge", "proposal"], name="report_outcome_once"),
            models.CheckConstraint(condition=Q(proposal__in=[each.value for each in Proposal]), name="report_proposal"),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.TAKEN.value, made_id__isnull=False)
                | (Q(outcome=Outcome.REJECTED.value, made_id__isnull=True) & ~Q(reason="")),
                name="report_outcome",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.proposal} {self.outcome}"


class ReportFile(models.Model):
    """A chart or a paper of a report, made once and kept by its digest. Append-only."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="files", db_index=False)
    name = models.CharField(max_length=80)  # weeks-<surge>.svg, report.pdf
    media_type = models.CharField(max_length=40)
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["report", "name"], name="report_file_once")]

    def __str__(self) -> str:
        return self.name
