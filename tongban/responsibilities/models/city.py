"""The city's board data as it was loaded, one immutable row a state."""

import uuid

from django.db import models


class BoardReleaseRow(models.Model):
    """Canonical content and its digest. The newest is in force; a message keeps the one under which it was written."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    loaded_at = models.DateTimeField()

    class Meta:
        db_table = "board_release"  # as it was made (ADR 0029)

    def __str__(self) -> str:
        return self.digest[:12]
