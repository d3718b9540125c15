"""Surges: runs of the detection with every test they made, the surges that were found, and matters that nobody has named yet."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from tongban.insight.terms.found import Verdict

UNJUDGED, TRUE, FALSE = (each.value for each in Verdict)


class Detection(models.Model):
    """One run: what was counted up to a day, on which data and with which settings. `digest` is of all its tests."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField()
    until_on = models.DateField()  # the first day that is not counted; a Monday where the tested week is over
    week = models.PositiveIntegerField()  # as rules.series numbers weeks
    data = models.CharField(max_length=64)  # digest of the list of files, as the snapshot has it
    rules = models.CharField(max_length=16)  # digest of the parameters
    parameters = models.JSONField()
    forward = models.BooleanField()  # whether surges followed from it; a look back changes none
    tests = models.PositiveIntegerField()
    alarms = models.PositiveIntegerField()
    stood = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["until_on", "data", "rules"], name="detection_once")]
        indexes: ClassVar = [models.Index(fields=["-until_on", "-at"], name="insight_detection_newest")]

    def __str__(self) -> str:
        return f"{self.until_on} {self.digest[:12]}"


class SeriesTest(models.Model):
    """One week of one series. `evidence` has, of what is over its bound, the counts before and the messages and units behind it."""

    detection = models.ForeignKey(Detection, on_delete=models.PROTECT, related_name="series_tests")
    series = models.CharField(max_length=120)
    week = models.PositiveIntegerField()
    method = models.CharField(max_length=12)
    years = models.PositiveSmallIntegerField()
    raw = models.FloatField()  # messages; `count` has each citizen once, and is what is tested
    count = models.FloatField()
    expected = models.FloatField()
    bound = models.FloatField()
    score = models.FloatField()
    p = models.FloatField()
    dispersion = models.FloatField()
    trend = models.BooleanField()
    tested = models.BooleanField()
    alarm = models.BooleanField()
    found = models.BooleanField()
    evidence = models.JSONField(null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["detection", "series"], name="series_test_once")]
        indexes: ClassVar = [models.Index(fields=["series", "-week"], name="insight_series_weeks")]

    def __str__(self) -> str:
        return f"{self.series} {self.week}"


class OpenTopic(models.Model):
    """A matter that nobody has named. Of its messages the ids are kept and the places they agree in; words are read where displayed."""

    number = models.PositiveIntegerField(primary_key=True)
    places = models.JSONField(default=list)
    opened_week = models.PositiveIntegerField()
    last_week = models.PositiveIntegerField()
    closed_week = models.PositiveIntegerField(null=True)
    follows = models.PositiveIntegerField(null=True)  # the topic that it was before it fell silent

    def __str__(self) -> str:
        return f"topic {self.number}"


class TopicMessage(models.Model):
    """A message that was laid to a topic. `voice` is its author's key of that month, or its own id."""

    topic = models.ForeignKey(OpenTopic, on_delete=models.PROTECT, related_name="messages", db_constraint=False)
    message = models.UUIDField()
    week = models.PositiveIntegerField()
    voice = models.CharField(max_length=36)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["topic", "message"], name="topic_message_once")]

    def __str__(self) -> str:
        return str(self.message)


class Surge(models.Model):
    """Alarms of one series that follow one another, and what an analyst makes of them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    series = models.CharField(max_length=120)
    words = models.JSONField(default=list)  # that were said more often than usual, in at least half of its messages
    opened_week = models.PositiveIntegerField()
    last_week = models.PositiveIntegerField()  # of the last alarm
    closed_week = models.PositiveIntegerField(null=True)
    score = models.FloatField()
    highest = models.FloatField()
    shown = models.BooleanField()  # no smaller place or class explains it
    within = models.JSONField(default=list)  # smaller places with alarms of their own, which do not explain all of it
    opened_at = models.DateTimeField()
    followed_at = models.DateTimeField()
    verdict = models.CharField(max_length=10, default=UNJUDGED)
    verdict_for = models.TextField(default="")
    verdict_by = models.UUIDField(null=True)
    verdict_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["series"], condition=Q(closed_week__isnull=True), name="surge_one_open"),
            models.CheckConstraint(
                condition=Q(verdict=UNJUDGED, verdict_by__isnull=True, verdict_at__isnull=True, verdict_for="")
                | Q(verdict=TRUE, verdict_by__isnull=False, verdict_at__isnull=False)
                | (Q(verdict=FALSE, verdict_by__isnull=False, verdict_at__isnull=False) & ~Q(verdict_for="")),
                name="surge_judged",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["closed_week", "-score"], name="insight_surge_ranked")]

    def __str__(self) -> str:
        return f"{self.series} {self.opened_week}"


class SurgeNote(models.Model):
    """What somebody who analyses has noted on a surge."""

    surge = models.ForeignKey(Surge, on_delete=models.PROTECT, related_name="notes")
    text = models.TextField()
    written_by = models.UUIDField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"note on {self.surge_id}"
