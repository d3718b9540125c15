"""Annotated copies (加注件): what leaves the library says by whom, when, for what and until when, and is sealed anew."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models

from tongban.kernel import clock, crypto, files, signing
from tongban.licences.queries import opening
from tongban.licences.terms import Use
from tongban.sharing import terms

if TYPE_CHECKING:
    from datetime import datetime

    from tongban.identity.terms import Actor
    from tongban.licences.terms import Licence, Opened

PDF = "application/pdf"
LIBRARY, LIBRARY_NAME = "library", "电子证照库"  # whose seal is on every copy
TOKEN = "licences.copy"  # purpose of the keyed digest in a link; links of before `sharing` was a module still open
CONSENTED = ("consent:", "grant:")  # how a basis begins that is the holder's own will


class CopyQuerySet(models.QuerySet["Copy"]):
    def to_delete(self, at: datetime) -> CopyQuerySet:
        """Those with a file that has had its time."""
        return self.filter(document_digest__isnull=False, deleted_at__isnull=True, valid_until__lte=at).order_by("valid_until")


class Copy(models.Model):
    """One copy, handed over under one link. A trigger refuses every change but the document and the marks of what became of it.

    The token is not kept: it is the copy's id with a keyed digest of it, so that who reads the table has no link.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    licence_id = models.UUIDField()
    identifier = models.CharField(max_length=128)
    licence_digest = models.CharField(max_length=64)
    holder_id = models.UUIDField()
    purpose = models.CharField(max_length=terms.USE_LENGTH)
    receiver = models.CharField(max_length=terms.USE_LENGTH)
    basis = models.CharField(max_length=terms.USE_LENGTH)
    case_number = models.CharField(max_length=60, default="")
    grant_id = models.UUIDField(null=True)
    maker_kind = models.CharField(max_length=12)
    maker_id = models.UUIDField(null=True)
    made_at = models.DateTimeField()
    valid_until = models.DateTimeField()  # what the copy says of itself
    expires_at = models.DateTimeField()  # the link
    document_digest = models.CharField(max_length=64, null=True)  # noqa: DJ001 - null: nobody has fetched it yet
    downloaded_at = models.DateTimeField(null=True)
    deleted_at = models.DateTimeField(null=True)  # the file is gone; that it was there remains

    objects = CopyQuerySet.as_manager()

    class Meta:
        db_table = "licences_copy"
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(valid_until__gt=models.F("made_at")), name="licences_copy_in_the_future"),
            models.CheckConstraint(condition=models.Q(expires_at__lte=models.F("valid_until")), name="licences_copy_link_within"),
            models.CheckConstraint(
                condition=~models.Q(purpose="") & ~models.Q(receiver="") & ~models.Q(basis=""), name="licences_copy_says_for_what"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["licence_id", "case_number"], condition=~models.Q(case_number=""), name="licences_copy_of_case"),
            models.Index(fields=["document_digest"], condition=models.Q(document_digest__isnull=False), name="licences_copy_document"),
            models.Index(
                fields=["valid_until"],
                condition=models.Q(document_digest__isnull=False, deleted_at__isnull=True),
                name="licences_copy_to_delete",
            ),
        ]

    def __str__(self) -> str:
        return f"copy {self.pk} of {self.identifier}"

    @classmethod
    def of(cls, licence: Licence, use: Use, *, until: datetime, expires_at: datetime, by: Actor, at: datetime, copy_id: uuid.UUID) -> Copy:
        """A copy about to be inserted."""
        return cls(
            id=copy_id,
            licence_id=licence.id,
            identifier=licence.identifier,
            licence_digest=licence.digest,
            holder_id=licence.holder_id,
            purpose=use.purpose,
            receiver=use.receiver,
            basis=use.basis,
            case_number=use.case_number,
            grant_id=use.grant_id,
            maker_kind=by.kind.value,
            maker_id=by.id,
            made_at=at,
            valid_until=until,
            expires_at=expires_at,
        )

    @property
    def token(self) -> str:
        return crypto.link_token(self.pk, TOKEN)

    @property
    def use(self) -> Use:
        return Use(purpose=self.purpose, receiver=self.receiver, basis=self.basis, case_number=self.case_number, grant_id=self.grant_id)

    def as_link(self) -> terms.CopyLink:
        return terms.CopyLink(copy_id=self.pk, token=self.token, identifier=self.identifier, expires_at=self.expires_at)

    def as_note(self, type_code: str) -> terms.CopyNote:
        return terms.CopyNote(
            use=self.use,
            identifier=self.identifier,
            type_code=type_code,
            made_at=self.made_at,
            valid_until=self.valid_until,
            expires_at=self.expires_at,
        )

    def as_file(self, content: bytes) -> terms.CopyFile:
        return terms.CopyFile(content=content, media_type=PDF, name=f"{self.identifier}.pdf")

    def drawn(self, found: Opened, *, at: datetime) -> bytes:
        """The file: the face of the licence under a watermark, its annotation, and the library's own seal."""
        pdf = opening.annotated(found, self._annotation(), at=self.made_at)
        return signing.sign_pdf(pdf, signer=LIBRARY, name=LIBRARY_NAME, reason=self.purpose, at=at)

    def draw(self, found: Opened, *, at: datetime) -> bytes:
        """The same, kept; the caller has locked the row and writes `document_digest`."""
        content = self.drawn(found, at=at)
        self.document_digest = files.keep(content, media_type=PDF, at=at).digest
        return content

    def _annotation(self) -> dict[str, Any]:
        return {
            "purpose": self.purpose,
            "receiver": self.receiver,
            "basis": "持证人同意" if self.basis.startswith(CONSENTED) else self.basis,
            "case_number": self.case_number,
            "maker": LIBRARY_NAME,
            "made_at": clock.city_time(self.made_at).strftime("%Y-%m-%d %H:%M"),
            "valid_until": clock.city_time(self.valid_until).strftime("%Y-%m-%d %H:%M"),
            "number": str(self.pk),
        }
