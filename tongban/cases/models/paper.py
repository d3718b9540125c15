"""Official papers (文书): a number and frozen data, written with the act; the PDF is made by a job or at the first request.

`data` is what `papers/<kind>.typ` reads (dates are ISO texts; empty means absent; all words are Chinese, as papers are).
Every paper, `papers/frame.typ`:
  number, case_number, issued_on, department, department_phone, department_address, applicant, applicant_kind, agent, service,
  received_on, permit (bool), address                                    -- `qr` (an SVG of the address) is added when it is drawn
receipt     materials [{name, source}], promised {text}                  -- `lanes` is added when it is drawn, as planned at receipt
acceptance  accepted_on, deemed (bool), statutory and promised {text, due_on, provisional, basis}, specials [{name, days}]
correction  items [{name, shortcoming, note}], due_on, provisional (bool)
decline     reason, note, competent_organ, remedies
refusal     reasons, laws [text], accepted_on, remedies
grant       contents [{label, value}], reasons, laws [text], accepted_on, valid_until
remedies    {reconsideration, litigation, and each of them _until and _provisional}: where to, and the last day for it
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from tongban.cases.models.case import Case
from tongban.cases.terms import PaperKind, UnknownCase


class PaperQuerySet(models.QuerySet["Paper"]):
    def of_id(self, paper_id: uuid.UUID) -> Paper:
        """One paper. Raises UnknownCase."""
        paper = next(iter(self.filter(pk=paper_id)[:1]), None)
        if paper is None:
            raise UnknownCase(str(paper_id))
        return paper


class Paper(models.Model):
    """One numbered paper. Number and data never change; the digest of its signed PDF is added once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="papers")
    kind = models.CharField(max_length=12)
    number = models.CharField(max_length=60, unique=True)
    department = models.CharField(max_length=60)  # who signs
    data = models.JSONField()
    issued_at = models.DateTimeField()
    document_digest = models.CharField(max_length=64, default="")

    objects = PaperQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=[kind.value for kind in PaperKind]), name="paper_kind"),
        ]

    def __str__(self) -> str:
        return self.number

    def keep_document(self, digest: str) -> None:
        """Its signed PDF is in the file store."""
        self.document_digest = digest
        self.save(update_fields=["document_digest"])
