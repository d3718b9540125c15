"""Correction: the one notice of a round, and the answers that a later round replaced."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from tongban.cases.models.case import Case
from tongban.cases.terms import CorrectionItem, Shortcoming


class Correction(models.Model):
    """What the applicant was told, once and in full. Its number is that of its paper."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="corrections", db_index=False)
    round = models.PositiveSmallIntegerField()
    number = models.CharField(max_length=60)
    items = models.JSONField()
    asked_at = models.DateTimeField()
    due_on = models.DateField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "round"], name="correction_once_per_round"),
            models.CheckConstraint(condition=~Q(items=[]), name="correction_says_something"),
        ]

    def __str__(self) -> str:
        return self.number

    def points(self) -> tuple[CorrectionItem, ...]:
        return read_items(self.items)

    def targets(self) -> frozenset[str]:
        return frozenset(item["target"] for item in self.items)


class Submission(models.Model):
    """The answers of a round that a correction replaced. Those of the last round are on the case."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="submissions", db_index=False)
    round = models.PositiveSmallIntegerField()
    form = models.JSONField()
    situation = models.JSONField()
    provenance = models.JSONField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "round"], name="submission_once_per_round")]

    def __str__(self) -> str:
        return f"round {self.round} of {self.case_id}"


def read_items(items: list[dict[str, str]]) -> tuple[CorrectionItem, ...]:
    """Points as they are stored, as the term."""
    return tuple(CorrectionItem(item["target"], Shortcoming(item["shortcoming"]), item["note"]) for item in items)


def written_items(items: tuple[CorrectionItem, ...]) -> list[dict[str, str]]:
    """The same the other way round."""
    return [{"target": item.target, "shortcoming": item.shortcoming.value, "note": item.note} for item in items]
