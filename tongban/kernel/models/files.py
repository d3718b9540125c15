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


class Upload(models.Model):
    """Somebody uploaded a content; only they may hand it in. The same content may come from several people."""

    file = models.ForeignKey(FileRow, on_delete=models.CASCADE, db_column="digest", db_index=False, related_name="uploads")
    actor_id = models.UUIDField()
    stored_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["file", "actor_id"], name="kernel_upload_once"),)

    def __str__(self) -> str:
        return f"{self.file_id} by {self.actor_id}"
