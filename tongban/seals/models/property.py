"""Seals (印章) as property: made once, kept by somebody, used or not, ended. The making itself is `kernel.seals`."""

from __future__ import annotations

import hashlib
import uuid
from datetime import date, datetime
from typing import TYPE_CHECKING, ClassVar

from django.db import connection, models
from django.db.models import F, Q

from tongban.kernel import numbering, seals, signing
from tongban.seals.terms import SealChange as Change
from tongban.seals.terms import SealEnded, SealEventLine, SealExpired, SealInUse, SealKind, SealOwner, SealState, SealView

if TYPE_CHECKING:
    from tongban.identity.terms import Actor

SM2: signing.Algorithm = "sm2-sm3"
MAKER = "seal-maker"
MAKER_NAME = "榕城市电子印章制作中心（演示）"
AREA = "999999"  # opens a seal's number, as the area code opens the number of a physical one
KINDS = {SealKind.UNIT: seals.SealKind.UNIT, SealKind.REPRESENTATIVE: seals.SealKind.PERSON, SealKind.PERSON: seals.SealKind.PERSON}
LIVING = (SealState.IN_USE, SealState.SUSPENDED)


class SealQuerySet(models.QuerySet["Seal"]):
    def of(self, kind: SealOwner, owner: str) -> SealQuerySet:
        """All seals of an owner, ended ones too."""
        return self.filter(owner_kind=kind, owner=owner)

    def living(self) -> SealQuerySet:
        """Those that have not ended."""
        return self.filter(state__in=LIVING)


class Seal(models.Model):
    """One seal. `der` never changes (a trigger refuses it); the state is of its last event, the custodian too."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    esid = models.CharField(max_length=40, unique=True)
    owner_kind = models.CharField(max_length=12)
    owner = models.CharField(max_length=60)
    kind = models.CharField(max_length=16)
    name = models.TextField()  # as it stands on the seal
    signer = models.CharField(max_length=80)  # whose key uses it, as `signing.key` calls them
    der = models.BinaryField()
    maker = models.TextField()
    custodian = models.TextField(default="")
    state = models.CharField(max_length=12, default=SealState.IN_USE.value)
    development = models.BooleanField()
    made_at = models.DateTimeField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    objects = SealQuerySet.as_manager()

    class Meta:
        db_table = "licences_seal"  # as it was called before seals were a module (ADR 0022); all four
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["owner_kind", "owner", "kind"],
                condition=Q(state__in=[state.value for state in LIVING]),
                name="seal_one_living",
            ),
            models.CheckConstraint(condition=Q(state__in=[state.value for state in SealState]), name="seal_state"),
            models.CheckConstraint(condition=Q(kind__in=[kind.value for kind in SealKind]), name="seal_kind"),
            models.CheckConstraint(condition=Q(owner_kind__in=[kind.value for kind in SealOwner]), name="seal_owner_kind"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="seal_period"),
        ]
        indexes: ClassVar = [models.Index(fields=["owner_kind", "owner"], name="seal_of_owner")]

    def __str__(self) -> str:
        return self.esid

    @classmethod
    def made(cls, *, owner_kind: SealOwner, owner: str, kind: SealKind, name: str, custodian: str, at: datetime) -> Seal:
        """A seal ready to be inserted, made by the city's seal maker for its owner's key."""
        signer = signer_of(owner_kind, owner, kind)
        listed = signing.key(signer, name=name, algorithm=SM2, at=at).certificate
        period = signing.certificates.read(listed)
        maker = signing.key(MAKER, name=MAKER_NAME, algorithm=SM2, at=at)
        row = cls(
            esid=f"{AREA}{numbering.take('seal'):08d}",
            owner_kind=owner_kind.value,
            owner=owner,
            kind=kind.value,
            name=name,
            signer=signer,
            maker=MAKER_NAME,
            custodian=custodian,
            development=maker.development,
            made_at=at,
            starts_at=period.starts,
            ends_at=period.ends,
        )
        row.der = seals.make(
            esid=row.esid,
            name=name,
            kind=KINDS[kind],
            picture=seals.picture(name.replace("·", ""), kind=KINDS[kind]),
            signers=(listed,),
            valid_from=row.starts_at,
            valid_until=row.ends_at,
            maker=maker,
            at=at,
        )
        return row

    def require_usable(self, at: datetime) -> None:
        """Refuses: SealEnded, SealExpired."""
        if self.state != SealState.IN_USE:
            raise SealEnded(self.state)
        if not self.starts_at <= at <= self.ends_at:
            raise SealExpired(self.esid)

    def in_use(self, at: datetime) -> SealInUse:
        """The seal with its key. Refuses: SealEnded, SealExpired."""
        self.require_usable(at)
        key = signing.key(self.signer, name=self.name, algorithm=SM2, at=at)
        return SealInUse(self.pk, self.esid, SealKind(self.kind), self.name, self.signer, bytes(self.der), key)

    def as_view(self) -> SealView:
        return SealView(
            id=self.pk,
            esid=self.esid,
            owner_kind=SealOwner(self.owner_kind),
            owner=self.owner,
            kind=SealKind(self.kind),
            name=self.name,
            maker=self.maker,
            custodian=self.custodian,
            state=SealState(self.state),
            made_at=self.made_at,
            starts_at=self.starts_at,
            ends_at=self.ends_at,
            development=self.development,
            picture=seals.read(bytes(self.der)).picture.png,
        )


def signer_of(owner_kind: SealOwner, owner: str, kind: SealKind) -> str:
    """Whose key uses a seal, as `signing.key` calls them: a department by its code."""
    if owner_kind is SealOwner.DEPARTMENT:
        return owner
    return f"{owner_kind}:{owner}" + (":representative" if kind is SealKind.REPRESENTATIVE else "")


def alone(owner_kind: SealOwner, owner: str) -> None:
    """One maker at a time for one owner, over all processes, until the transaction ends."""
    place = int.from_bytes(hashlib.sha256(f"{owner_kind}:{owner}".encode()).digest()[:8], "big", signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [place])


class SealEvent(models.Model):
    """One event of a seal's life: append-only; a trigger refuses UPDATE and DELETE."""

    seal = models.ForeignKey(Seal, on_delete=models.PROTECT, related_name="events")
    at = models.DateTimeField()
    change = models.CharField(max_length=12)
    actor_kind = models.CharField(max_length=12)
    actor_id = models.UUIDField(null=True)
    actor_name = models.TextField(default="")
    reason = models.TextField(default="")
    custodian = models.TextField(default="")

    class Meta:
        db_table = "licences_sealevent"
        constraints: ClassVar = [models.CheckConstraint(condition=Q(change__in=[each.value for each in Change]), name="seal_event_change")]

    def __str__(self) -> str:
        return f"{self.change} of {self.seal_id}"

    @classmethod
    def of(cls, seal: Seal, change: Change, *, reason: str = "", by: Actor, at: datetime) -> SealEvent:
        """An event ready to be inserted."""
        who = {"actor_kind": by.kind.value, "actor_id": by.id, "actor_name": by.name}
        return cls(seal=seal, at=at, change=change.value, reason=reason, custodian=seal.custodian, **who)

    def as_line(self) -> SealEventLine:
        return SealEventLine(self.at, Change(self.change), self.actor_name, self.reason, self.custodian)


class SealGrant(models.Model):
    """The legal representative lets a person use a seal. Revoked, never deleted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    seal = models.ForeignKey(Seal, on_delete=models.PROTECT, related_name="grants")
    person_id = models.UUIDField()
    person_name = models.TextField()
    granted_by = models.UUIDField(null=True)  # the login; None: the system, on the registry's word
    granted_at = models.DateTimeField()
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "licences_sealgrant"
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")), name="seal_grant_period"),
        ]
        indexes: ClassVar = [models.Index(fields=["person_id"], condition=Q(revoked_at__isnull=True), name="seal_grant_of_person")]

    def __str__(self) -> str:
        return f"{self.seal_id} to {self.person_id}"

    def lives(self, day: date) -> bool:
        """Whether it holds on that day; both ends belong to it."""
        return self.revoked_at is None and self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)


class SealUse(models.Model):
    """One use of a seal: append-only; a trigger refuses UPDATE and DELETE. `digest` is of what was sealed."""

    seal = models.ForeignKey(Seal, on_delete=models.PROTECT, related_name="uses")
    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=12)
    actor_id = models.UUIDField(null=True)
    actor_name = models.TextField(default="")
    subject = models.CharField(max_length=128)  # a licence's identifier, a paper's number
    digest = models.CharField(max_length=64)
    grant = models.ForeignKey(SealGrant, null=True, on_delete=models.PROTECT, related_name="uses")

    class Meta:
        db_table = "licences_sealuse"
        indexes: ClassVar = [models.Index(fields=["seal", "-at", "-id"], name="seal_use_newest")]

    def __str__(self) -> str:
        return f"{self.seal_id} on {self.subject}"

    @classmethod
    def of(cls, seal_id: uuid.UUID, *, subject: str, digest: str, grant_id: uuid.UUID | None = None, by: Actor, at: datetime) -> SealUse:
        """A line of the use log, to be inserted with what was sealed."""
        who = {"actor_kind": by.kind.value, "actor_id": by.id, "actor_name": by.name}
        return cls(seal_id=seal_id, at=at, subject=subject, digest=digest, grant_id=grant_id, **who)
