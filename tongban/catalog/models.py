"""The nouns of `catalog`: services and their releases."""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from tongban.catalog.terms import ServiceState


class Service(models.Model):
    """What the public can ask for. Everything it says is in its current release; here is what lists filter by."""

    code = models.CharField(max_length=120, primary_key=True)
    state = models.TextField(default=ServiceState.OPEN)
    current = models.ForeignKey("Release", null=True, on_delete=models.PROTECT, related_name="+")
    department = models.TextField()
    department_name = models.TextField()
    type = models.TextField()
    audience = ArrayField(models.TextField(), default=list)
    topics = ArrayField(models.TextField(), default=list)
    tokens = SearchVectorField()
    loaded_digest = models.CharField(max_length=64, default="")  # of the content as the file last gave it
    loaded_state = models.TextField(default="")  # the state that the file last asked for

    class Meta:
        indexes: ClassVar = [GinIndex(fields=["tokens"], name="service_tokens"), GinIndex(fields=["topics"], name="service_topics")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(state__in=[state.value for state in ServiceState]), name="service_state"),
        ]

    def __str__(self) -> str:
        return self.code


class Release(models.Model):
    """One published version of a service. Triggers refuse UPDATE and DELETE: a running case must find what it was promised."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="releases")
    version = models.IntegerField()
    digest = models.CharField(max_length=64)
    content = models.TextField()  # canonical JSON, byte for byte what was hashed
    origin = models.TextField()  # file or desk
    base = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["service", "version"], name="release_version"),
            models.CheckConstraint(condition=models.Q(origin__in=["file", "desk", "import"]), name="release_origin"),
        ]

    def __str__(self) -> str:
        return f"{self.service_id} v{self.version}"


class City(models.Model):
    """The city's own page data, one row: name, topics, hotlines."""

    content = models.JSONField()
    digest = models.CharField(max_length=64)

    def __str__(self) -> str:
        return "city"
