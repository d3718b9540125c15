"""The city's own order: departments as a tree, and the desks in them. Loaded from city data."""

from django.db import models


class Department(models.Model):
    """A unit of the city."""

    code = models.CharField(max_length=60, primary_key=True)
    name_zh = models.TextField()
    name_en = models.TextField(default="")
    short_name_zh = models.TextField()
    short_name_en = models.TextField(default="")
    uscc = models.CharField(max_length=18)
    number_prefix = models.TextField()
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    phone = models.TextField(default="")
    address_zh = models.TextField(default="")
    address_en = models.TextField(default="")

    def __str__(self) -> str:
        return self.code


class Desk(models.Model):
    """A place of work where steps arrive, `<department>/<key>`."""

    code = models.CharField(max_length=120, primary_key=True)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="desks")
    name_zh = models.TextField()
    name_en = models.TextField(default="")
    decides = models.BooleanField(default=False, db_default=False)  # a post that decides in the name of its department; a window never does

    def __str__(self) -> str:
        return self.code
