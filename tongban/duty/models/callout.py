"""Call-outs, and every call made for them."""

from __future__ import annotations

import json
import uuid
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.db.models import Q

from tongban.duty import rules
from tongban.duty.terms import CallOutState, Contact, Matter, UnknownCallOut, UnknownCode, Urgency
from tongban.kernel.bilingual import Bilingual
from tongban.kernel.crypto import EncryptedTextField, blind_index

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

CODES = "duty.code"


class CallOutQuerySet(models.QuerySet["CallOut"]):
    def open(self) -> CallOutQuerySet:
        """Those that somebody still has to answer."""
        return self.filter(state__in=[CallOutState.CALLING.value, CallOutState.UNANSWERED.value])

    def due(self, at: datetime) -> CallOutQuerySet:
        """Those whose next in line is to be called."""
        return self.filter(state=CallOutState.CALLING.value, next_at__lte=at)

    def of_id(self, callout_id: UUID | None) -> CallOut:
        """Raises UnknownCallOut."""
        row = self.filter(pk=callout_id).first()
        if row is None:
            raise UnknownCallOut(callout_id)
        return row


class CallQuerySet(models.QuerySet["Call"]):
    def of_code(self, code: str) -> Call:
        """The call with this code, however it is typed. Raises UnknownCode."""
        found = self.filter(code_index=blind_index("".join(code.split()).upper(), CODES)).select_related("callout").first()
        if found is None:
            raise UnknownCode
        return found


class CallOut(models.Model):
    """Somebody of a unit is needed for a thing, now."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    unit = models.ForeignKey("identity.Department", on_delete=models.PROTECT, related_name="+", db_index=False)
    calling = models.ForeignKey("identity.Department", on_delete=models.PROTECT, related_name="+", db_index=False)
    subject_type = models.CharField(max_length=60)
    subject_id = models.UUIDField()
    reason = models.CharField(max_length=40)
    # what the calls say of the thing: its number, its place, its danger
    matter = models.JSONField(default=dict, db_default={})  # type: ignore[call-overload]
    urgency = models.CharField(max_length=10)
    state = models.CharField(max_length=12, default=CallOutState.CALLING.value)
    round = models.PositiveSmallIntegerField(default=1)  # how often the whole line was begun
    calls = models.PositiveSmallIntegerField(default=0)
    made_by = models.UUIDField(null=True)
    at = models.DateTimeField()
    next_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.UUIDField(null=True)  # the login, where there was one
    settled_name = EncryptedTextField(purpose="duty.settled", default=b"")

    objects = CallOutQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(urgency__in=[each.value for each in Urgency]), name="callout_urgency"),
            models.CheckConstraint(
                condition=Q(state=CallOutState.CALLING.value, next_at__isnull=False, settled_at__isnull=True)
                | Q(state=CallOutState.UNANSWERED.value, next_at__isnull=True, settled_at__isnull=True)
                | Q(
                    state__in=[CallOutState.ACKNOWLEDGED.value, CallOutState.STOOD_DOWN.value],
                    next_at__isnull=True,
                    settled_at__isnull=False,
                ),
                name="callout_state",
            ),
            models.UniqueConstraint(
                fields=["unit", "subject_type", "subject_id"],
                condition=Q(state__in=[CallOutState.CALLING.value, CallOutState.UNANSWERED.value]),
                name="callout_once",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["next_at"], name="callout_due", condition=Q(state=CallOutState.CALLING.value)),
            models.Index(fields=["subject_id", "-at"], name="callout_subject"),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    def say(self, matter: Matter) -> None:
        """Keep what every call of this one says of the thing."""
        place = matter.place or Bilingual("")
        self.matter = {"number": matter.number, "zh": place.zh, "en": place.en, "danger": matter.danger} if matter.number else {}

    @property
    def danger(self) -> str:
        """Equal for the same danger in the same place; empty where either is not known."""
        told = self.matter
        return f"{told['danger']} {told['zh']}" if told.get("danger") and told.get("zh") else ""

    def what(self) -> Matter:
        told = self.matter
        return Matter(told["number"], Bilingual(told["zh"], told["en"]) if told["zh"] else None, told["danger"]) if told else Matter()


class Joined(models.Model):
    """Another thing that told of the same danger in the same place: nobody is called a second time for it. Append-only."""

    callout = models.ForeignKey(CallOut, on_delete=models.PROTECT, related_name="joined")
    subject_type = models.CharField(max_length=60)
    subject_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["subject_id"], name="joined_subject")]

    def __str__(self) -> str:
        return f"{self.subject_id} joins {self.callout_id}"


class Call(models.Model):
    """One call: whom, when, until when they had to answer, and the notice that went. Append-only."""

    callout = models.ForeignKey(CallOut, on_delete=models.PROTECT, related_name="made", db_index=False)
    number = models.PositiveSmallIntegerField()
    round = models.PositiveSmallIntegerField()
    unit = models.ForeignKey("identity.Department", on_delete=models.PROTECT, related_name="+", db_index=False)
    contact = EncryptedTextField(purpose="duty.call")
    code_index = models.BinaryField(unique=True)  # the code itself stands in the text message only
    notice_id = models.UUIDField()
    at = models.DateTimeField()
    due_at = models.DateTimeField()

    objects = CallQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["callout", "number"], name="call_once")]

    def __str__(self) -> str:
        return f"{self.callout_id} {self.number}"

    def keep(self, contact: Contact, code: str) -> None:
        sealed: Any = json.dumps(rules.contact_data(contact), ensure_ascii=False)
        self.contact, self.code_index = sealed, blind_index(code, CODES)

    def as_contact(self) -> Contact:
        return rules.contact_of(json.loads(str(self.contact)))
