"""How often somebody came within the running minute."""

from django.db import models


class Rate(models.Model):
    """One row for each who is counted; it is written over when the next minute begins."""

    who = models.TextField(primary_key=True)
    minute = models.BigIntegerField()
    calls = models.IntegerField()

    def __str__(self) -> str:
        return f"{self.who}: {self.calls} in minute {self.minute}"
