"""Who did which act on a case, when: append-only; a trigger refuses UPDATE and DELETE."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Q

from tongban.cases.models.case import Case
from tongban.cases.terms import Act


class HistoryEntry(models.Model):
    """One act. `detail` holds what the people of the case may read: an opinion, a reason, the number of a paper."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="history")
    at = models.DateTimeField()
    act = models.CharField(max_length=24)
    round = models.PositiveSmallIntegerField()
    actor_kind = models.CharField(max_length=12)
    actor_id = models.UUIDField(null=True)
    department = models.CharField(max_length=60, default="")
    step_key = models.CharField(max_length=60, default="")
    detail = models.JSONField(default=dict)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=Q(act__in=[act.value for act in Act]), name="history_act")]
        indexes: ClassVar = [BrinIndex(fields=["at"], name="history_lately", autosummarize=True)]

    def __str__(self) -> str:
        return f"{self.act} of {self.case_id}"
