"""Pictures of paper licences, until a clerk has confirmed or discarded them. What was read is a person's data, so it is sealed."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable
from dataclasses import asdict

from django.db import models

from tongban.kernel import crypto
from tongban.licences import terms

PURPOSE = "licences.scan"


class Scan(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    type_code = models.CharField(max_length=20)
    department = models.CharField(max_length=60)
    state = models.CharField(max_length=12, default=terms.ScanState.READING.value)
    file_digest = models.CharField(max_length=64)
    media_type = models.CharField(max_length=40)
    lines = models.BinaryField(null=True)  # what a reader read, sealed; null: nobody read it
    made_by = models.UUIDField(null=True)
    made_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    licence_id = models.UUIDField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=models.Q(state__in=[state.value for state in terms.ScanState]), name="licences_scan_state"),
            models.UniqueConstraint(
                fields=["department", "type_code", "file_digest"],
                condition=~models.Q(state=terms.ScanState.DISCARDED.value),
                name="licences_scan_once",
            ),
        )
        indexes = (models.Index(fields=["department", "state", "-made_at"], name="licences_scan_open"),)

    def __str__(self) -> str:
        return str(self.id)

    def keep(self, lines: Iterable[terms.ScannedLine]) -> None:
        """What the reader read, to be saved."""
        self.lines = crypto.encrypt(json.dumps([asdict(each) for each in lines], ensure_ascii=False), PURPOSE)

    def opened(self) -> tuple[terms.ScannedLine, ...]:
        if self.lines is None:
            return ()
        return tuple(terms.ScannedLine(**each) for each in json.loads(crypto.decrypt(bytes(self.lines), PURPOSE)))
