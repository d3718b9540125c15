"""Keys of creating verbs that were used, with the id of what they created."""

from typing import ClassVar

from django.db import models


class UsedKey(models.Model):
    """Same actor, verb and key: the first result again. Rows older than a week may be deleted."""

    actor_id = models.UUIDField()
    verb = models.TextField()
    key = models.UUIDField()
    request = models.BinaryField()  # digest of what was asked, so that a key is not used for something else
    result = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["actor_id", "verb", "key"], name="key_used_once")]

    def __str__(self) -> str:
        return f"{self.verb} {self.key}"
