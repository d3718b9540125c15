"""What the file store holds."""

from django.db import models


class FileRow(models.Model):
    """One stored content, named by its SHA-256."""

    digest = models.CharField(max_length=64, primary_key=True)
    size = models.BigIntegerField()
    media_type = models.TextField()
    stored_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.digest
