"""What nobody had to hand in or write, counted per service and for the whole city."""

from __future__ import annotations

from django.db import models

WHOLE_CITY = ""  # the row that counts all services together


class Saving(models.Model):
    """Counted when the fact of a submission is delivered, never by looking through cases."""

    service = models.CharField(max_length=120, primary_key=True)
    cases = models.BigIntegerField(default=0)  # that took something from the library or the register
    materials = models.BigIntegerField(default=0)
    fields = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.materials} materials of {self.service or 'the whole city'}"
