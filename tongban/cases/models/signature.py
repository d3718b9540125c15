"""The applicant's form as a document, signed before it is handed in. Once signed only its case is added (a trigger refuses more)."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.db.models import Q

from tongban.cases.models.case import Case
from tongban.cases.terms import UNSUBMITTED, Corrects, UnknownSigning

if TYPE_CHECKING:
    from datetime import datetime

    from tongban.identity.terms import Actor


class FormSignatureQuerySet(models.QuerySet["FormSignature"]):
    def own(self, signing_id: uuid.UUID, by: Actor) -> FormSignature:
        """One that this actor has made. Raises UnknownSigning."""
        row = next(iter(self.filter(pk=signing_id, author=by.id)[:1]), None) if by.id is not None else None
        if row is None:
            raise UnknownSigning(str(signing_id))
        return row

    def unsubmitted(self, at: datetime) -> FormSignatureQuerySet:
        """Those that were never handed in and have had their time, oldest first."""
        return self.filter(case__isnull=True, prepared_at__lte=at - UNSUBMITTED.kept).order_by("prepared_at")


class FormSignature(models.Model):
    """`content` is the application that was drawn, `asked` its digest; `pending` what waits for a token's signature.

    One that is never handed in is purged (`terms.UNSUBMITTED`); one that is stays as long as its case.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    author = models.UUIDField()  # the login
    author_name = models.TextField()
    service = models.CharField(max_length=120)
    release_id = models.UUIDField()
    applicant_kind = models.CharField(max_length=12)
    applicant_id = models.UUIDField()
    applicant_name = models.TextField()
    content = models.JSONField()
    asked = models.CharField(max_length=64)
    prepared_at = models.DateTimeField()
    pending = models.JSONField(null=True)
    seal_id = models.UUIDField(null=True)
    seal_kind = models.CharField(max_length=16, default="")
    seal_number = models.CharField(max_length=40, default="")
    signer_name = models.TextField(default="")
    grant_id = models.UUIDField(null=True)
    means = models.CharField(max_length=8, default="")
    certificate = models.CharField(max_length=64, default="")  # fingerprint of a token's
    certificate_subject = models.TextField(default="")
    signed_at = models.DateTimeField(null=True)
    pdf_digest = models.CharField(max_length=64, default="")
    ofd_digest = models.CharField(max_length=64, default="")
    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, related_name="signatures")
    round = models.PositiveSmallIntegerField(default=1)
    verdicts = models.JSONField(null=True)  # {pdf: [...], ofd: [...]} as they were when it was handed in
    judged_at = models.DateTimeField(null=True)

    objects = FormSignatureQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "round"], condition=Q(case__isnull=False), name="signature_one_per_round"),
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True) | (~Q(pdf_digest="") & ~Q(ofd_digest="") & ~Q(means="")), name="signature_whole"
            ),
            models.CheckConstraint(condition=Q(case__isnull=True) | Q(signed_at__isnull=False), name="signature_before_case"),
        ]
        indexes: ClassVar = [models.Index(fields=["prepared_at"], condition=Q(case__isnull=True), name="signature_unused")]

    def __str__(self) -> str:
        return f"{self.service} by {self.author}"

    @property
    def corrects(self) -> Corrects | None:
        """The notice that this form answers, where it is a corrected one."""
        told = self.content.get("corrects")
        return Corrects(uuid.UUID(told["case_id"]), told["round"]) if told else None

    def stored(self) -> tuple[str, ...]:
        """The digests of its files: both signed documents, and the one that waits for a token."""
        pending = (self.pending or {}).get("pdf", "")
        return tuple(each for each in (self.pdf_digest, self.ofd_digest, pending) if each)

    def sign(self, **columns: Any) -> tuple[str, ...]:
        """Set what a signature adds; returns the columns to write."""
        for name, value in columns.items():
            setattr(self, name, value)
        return tuple(columns)
