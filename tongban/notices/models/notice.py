"""A notice as it was told, and what a login wishes."""

from __future__ import annotations

import json
import uuid
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q

from tongban.identity.terms import Actor, ActorKind
from tongban.kernel.bilingual import Bilingual
from tongban.kernel.crypto import EncryptedTextField
from tongban.notices.terms import NoticeLine

if TYPE_CHECKING:
    from tongban.notices.terms import Told


class NoticeQuerySet(models.QuerySet["Notice"]):
    def of(self, by: Actor) -> NoticeQuerySet:
        """Whoever acts at a desk finds what was told to them at work; the person behind it finds the rest."""
        if by.id is None:
            return self.none()
        if by.kind is ActorKind.STAFF:
            return self.filter(login=by.id, at_work=True)
        mine = Q(login=by.id) | Q(person=by.person_id) if by.person_id else Q(login=by.id)
        return self.filter(mine, at_work=False)

    def unread(self) -> NoticeQuerySet:
        return self.filter(read_at__isnull=True)


class Notice(models.Model):
    """What somebody was told. The text is kept as it was told: a wording that changes later changes nothing here."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    login = models.ForeignKey("identity.Login", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey("identity.Person", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    at_work = models.BooleanField(default=False)
    kind = models.CharField(max_length=60)
    told = EncryptedTextField(purpose="notices.told")
    link = models.TextField(default="")
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(at_work=False) | Q(login__isnull=False), name="notice_at_work"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["login", "at_work", "-at", "-id"], name="notice_inbox", condition=Q(login__isnull=False)),
            models.Index(fields=["person", "-at", "-id"], name="notice_person", condition=Q(person__isnull=False)),
            models.Index(fields=["login", "at_work"], name="notice_unread", condition=Q(read_at__isnull=True)),
            models.Index(fields=["person"], name="notice_unread_person", condition=Q(read_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    def keep(self, told: Told) -> None:
        """The words as they are told."""
        pairs = [(told.title.zh, told.title.en), (told.text.zh, told.text.en)]
        self.told = json.dumps(pairs, ensure_ascii=False)

    def as_line(self) -> NoticeLine:
        title, text = (Bilingual(zh, en) for zh, en in json.loads(str(self.told)))
        return NoticeLine(id=self.pk, kind=self.kind, title=title, text=text, link=self.link, at=self.at, read_at=self.read_at)


class Preference(models.Model):
    """What a login wants by text message too, by topic."""

    login = models.ForeignKey("identity.Login", on_delete=models.PROTECT, related_name="+", db_index=False)
    topic = models.CharField(max_length=30)
    sms = models.BooleanField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["login", "topic"], name="preference_once")]

    def __str__(self) -> str:
        return f"{self.login_id} {self.topic}"
