"""Figures of the board by day, unit, category, district and channel: computed by a job, never counted while somebody waits."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Sums(models.Model):
    """What some messages come to. Sums, so that periods and levels add up."""

    received = models.PositiveIntegerField()
    accepted_in_time = models.PositiveIntegerField()  # accepted, or refused with a reason, within the limit
    answered = models.PositiveIntegerField()
    on_time = models.PositiveIntegerField()
    overdue_open = models.PositiveIntegerField()
    rated = models.PositiveIntegerField()
    satisfied = models.PositiveIntegerField()  # the three upper levels
    solved = models.PositiveIntegerField()
    imported = models.PositiveIntegerField(default=0, db_default=0)  # when they were accepted elsewhere nobody has told
    waiting = models.PositiveIntegerField(default=0, db_default=0)  # nobody has accepted them yet, and the limit for it is not over
    hours = ArrayField(models.IntegerField(), default=list)  # a histogram of hours to the first answer, from which medians of sums are read

    class Meta:
        abstract = True


class Figure(Sums):
    """The messages received on one day that share these keys."""

    received_on = models.DateField()
    hour = models.PositiveSmallIntegerField()  # of the city's day in which they were received
    unit = models.CharField(max_length=60, default="")
    category = models.CharField(max_length=12, default="")
    district = models.CharField(max_length=40, default="")
    channel = models.CharField(max_length=12)
    source = models.CharField(max_length=40, default="")

    class Meta(Sums.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["received_on", "hour", "unit", "category", "district", "channel", "source"], name="board_figure_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.received_on} {self.unit}"


class FigureSum(Sums):
    """The messages of one day, or of all days of one month, by one thing at a time; else there is a row for nearly each message."""

    level = models.CharField(max_length=8)  # whole, unit, category, district, channel, source, hour
    key = models.CharField(max_length=60)
    span = models.CharField(max_length=5)  # day, month
    begins_on = models.DateField()

    class Meta(Sums.Meta):
        db_table = "board_figure_sum"
        constraints: ClassVar = [models.UniqueConstraint(fields=["level", "span", "begins_on", "key"], name="board_figure_sum_once")]

    def __str__(self) -> str:
        return f"{self.level} {self.key} {self.begins_on}"


class FigureCount(models.Model):
    """One run of the job, and up to which step of all tracks it knows what has happened: the next looks at what came after."""

    at = models.DateTimeField()
    last_step = models.PositiveBigIntegerField()  # the number of a row of the track
    days = models.PositiveIntegerField()  # counted anew

    class Meta:
        db_table = "board_figure_count"

    def __str__(self) -> str:
        return f"{self.days} days at {self.at:%F %H:%M}"
