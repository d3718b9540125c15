"""Licences (证照): one row per version, its content one encrypted blob, its record hashed when it is issued."""

from __future__ import annotations

import hashlib
import json
import secrets
import uuid
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models.expressions import RawSQL

from tongban.identity.terms import Department, Holder, HolderKind
from tongban.kernel import crypto
from tongban.kernel.bilingual import Bilingual
from tongban.licences import rules, terms
from tongban.licences.models.event import LicenceEvent
from tongban.licences.models.joint_holder import held_by
from tongban.licences.models.licence_type import LicenceType

PURPOSE = "licences.content"  # binds the blob to its column
RECORD = ("identifier", "type_id", "holder_kind", "holder_id", "number", "version", "issuer", "issued_on", "valid_from", "valid_until")
ONE_PER_CASE = "licences_licence_one_per_case"
# Whether the state is the end of the last event (ADR 0014); of two at one moment either counts. Before the first event a licence is
# valid, or, of a stock, as its list said.
STANDS = """coalesce((SELECT bool_or(last.state = {row}.state) FROM (
    SELECT state FROM licences_event WHERE licence_id = {row}.id ORDER BY at DESC FETCH FIRST ROW WITH TIES
) AS last), {row}.source = 'stock' OR {row}.state = 'valid')"""


class NextStatusPlace(models.Func):
    """The next place in the status lists, from a sequence."""

    function = "nextval"
    template = "%(function)s('licences_status_place'::regclass)"
    output_field = models.BigIntegerField()  # pyright: ignore[reportAssignmentType, reportIncompatibleMethodOverride]  the stubs say property


class LicenceQuerySet(models.QuerySet["Licence"]):
    def held_by(self, holder_ids: Collection[uuid.UUID]) -> LicenceQuerySet:
        return self.filter(held_by(holder_ids))

    def standing(self) -> LicenceQuerySet:
        """Each with `stands`, in the same statement."""
        return self.annotate(stands=RawSQL(STANDS.format(row="licences_licence"), (), output_field=models.BooleanField()))

    def newest_first(self) -> LicenceQuerySet:
        return self.order_by("-issued_on", "-version", "identifier")


class Licence(models.Model):
    """`sealed` holds the holder's name and code and the content. A trigger refuses updates of everything but state and document."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    identifier = models.CharField(max_length=128, unique=True)
    type = models.ForeignKey(LicenceType, on_delete=models.PROTECT, db_column="type_code", db_index=False, related_name="+")
    holder_kind = models.CharField(max_length=12)
    holder_id = models.UUIDField()  # a person or an organisation; no foreign key, so that the table can be split by holder
    number = models.CharField(max_length=80)
    version = models.PositiveSmallIntegerField(default=1)
    issuer = models.CharField(max_length=60)
    issuer_name = models.JSONField()  # as it was called on that day
    issued_on = models.DateField()
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    state = models.CharField(max_length=12, default=terms.LicenceState.VALID.value)
    sealed = models.BinaryField()
    digest = models.CharField(max_length=64)
    case_id = models.UUIDField(null=True)
    recorded_at = models.DateTimeField()
    document_digest = models.CharField(max_length=64, null=True)  # noqa: DJ001 - the PDF; null: not made yet, and no file has an empty digest
    ofd_digest = models.CharField(max_length=64, null=True)  # noqa: DJ001 - the same for the OFD
    source = models.CharField(max_length=8, default=terms.Source.CASE.value, db_default=terms.Source.CASE.value)
    previous_id = models.UUIDField(null=True)  # the version that this one stands instead of
    status_place = models.BigIntegerField(unique=True, db_default=NextStatusPlace())  # in the signed status lists; never used again

    stands: bool  # whether events bear its state out; read by `standing`

    objects = LicenceQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["holder_id", "type", "number", "version"], name="licences_licence_one_per_number"),
            models.UniqueConstraint(fields=["case_id"], condition=models.Q(case_id__isnull=False), name=ONE_PER_CASE),
            models.CheckConstraint(condition=models.Q(version__gte=1), name="licences_licence_version"),
            models.CheckConstraint(
                condition=models.Q(holder_kind__in=[kind.value for kind in HolderKind]), name="licences_licence_holder_kind"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=[state.value for state in terms.LicenceState]), name="licences_licence_state"
            ),
            models.CheckConstraint(
                condition=models.Q(valid_until__isnull=True) | models.Q(valid_until__gte=models.F("valid_from")),
                name="licences_licence_period",
            ),
        )
        indexes = (
            models.Index(fields=["type", "number"], name="licences_licence_number"),
            models.Index(fields=["valid_until"], condition=models.Q(state="valid"), name="licences_licence_expiry"),
            # Of whoever succeeds a licence there is one: the older one is locked by whoever supersedes it.
            models.Index(fields=["previous_id"], condition=models.Q(previous_id__isnull=False), name="licences_licence_successor"),
            models.Index(fields=["status_place"], condition=~models.Q(state="valid"), name="licences_licence_not_valid"),
        )

    def __str__(self) -> str:
        return self.identifier

    @classmethod
    def of(
        cls, *, holder: Holder, content: dict[str, Any], issuer_name: Bilingual, joint: Iterable[Holder] = (), **columns: Any
    ) -> Licence:
        """A licence ready to be inserted: content sealed, record hashed. Joint holders are part of the record, and of a stock its state."""
        inside = {"holder_name": holder.name, "holder_code": holder.code, "content": content, "salt": secrets.token_hex(16)}
        together = [{"kind": each.kind.value, "id": str(each.id), "name": each.name, "code": each.code} for each in joint]
        inside |= {"joint": together} if together else {}
        inside |= {"state": terms.LicenceState.VALID.value} if columns.get("source") == terms.Source.STOCK else {}
        row = cls(
            holder_kind=holder.kind.value,
            holder_id=holder.id,
            issuer_name={"zh": issuer_name.zh, "en": issuer_name.en},
            sealed=crypto.encrypt(rules.canonical(inside).decode(), PURPOSE),
            **columns,
        )
        row.digest = row.record_digest(inside)
        return row

    @classmethod
    def recorded(
        cls, kind: terms.LicenceType, issuer: Department, stock: terms.Stock, *, serial: str, at: datetime, version: int = 1, **columns: Any
    ) -> Licence:
        """A version of a licence, checked, ready to be inserted. Refuses: WrongHolder, HolderTwice, InvalidContent."""
        rules.require_holders(kind, (stock.holder, *stock.joint))
        rules.require_content(stock.content, kind.fields, kind.schema_text)
        return cls.of(
            holder=stock.holder,
            content=stock.content,
            joint=stock.joint,
            issuer_name=issuer.name,
            identifier=rules.identifier(type_code=kind.national_code, issuer=issuer.uscc, serial=serial, version=version),
            type_id=kind.code,
            number=stock.number,
            version=version,
            issuer=issuer.code,
            issued_on=stock.issued_on,
            valid_from=stock.valid_from,
            valid_until=stock.valid_until,
            recorded_at=at,
            **columns,
        )

    def opened(self) -> dict[str, Any]:
        """What is inside the blob: holder_name, holder_code, content, and `joint` where others hold it too."""
        return json.loads(crypto.decrypt(bytes(self.sealed), PURPOSE))

    def holders(self) -> list[Holder]:
        """Everybody who holds it, as they were called when it was issued; the holder first."""
        return self._holders(self.opened())

    def _holders(self, inside: dict[str, Any]) -> list[Holder]:
        holder = Holder(kind=HolderKind(self.holder_kind), id=self.holder_id, name=inside["holder_name"], code=inside["holder_code"])
        together = inside.get("joint", ())
        return [holder, *(Holder(HolderKind(each["kind"]), uuid.UUID(each["id"]), each["name"], each["code"]) for each in together)]

    def is_intact(self, inside: dict[str, Any]) -> bool:
        """Whether the record, opened before, is still what was issued."""
        return secrets.compare_digest(self.record_digest(inside), self.digest)

    def came_as(self, inside: dict[str, Any]) -> str:
        """Of a licence of a stock, its state when it came; empty where its record does not say (stocks before this was kept, cases)."""
        return inside.get("state", "")

    def bears_out(self, inside: dict[str, Any]) -> bool:
        """Whether a licence of a stock is in the state in which it came, or an event may have changed that (`stands`)."""
        return self.came_as(inside) in ("", self.state) or LicenceEvent.objects.filter(licence_id=self.pk).exists()

    def is_attested(self, inside: dict[str, Any]) -> bool:
        """Whether the record is still what was issued, and its state what came of it by events. Of a `standing` row."""
        return self.is_intact(inside) and self.stands and self.bears_out(inside)

    def record_digest(self, inside: dict[str, Any]) -> str:
        """SHA-256 of the record as it stands now; equal to `digest` as long as nobody changed anything."""
        record = {name: None if (value := getattr(self, name)) is None else str(value) for name in RECORD}
        return hashlib.sha256(rules.canonical({**record, "issuer_name": self.issuer_name, "inside": inside})).hexdigest()

    def as_term(self, kind: terms.LicenceType, inside: dict[str, Any] | None = None) -> terms.Licence:
        """What it says; `inside` where the caller has opened it."""
        inside = self.opened() if inside is None else inside
        return terms.Licence(
            id=self.pk,
            identifier=self.identifier,
            type_code=self.type_id,
            type_name=kind.name,
            holder_kind=HolderKind(self.holder_kind),
            holder_id=self.holder_id,
            holder_name=inside["holder_name"],
            number=self.number,
            version=self.version,
            issuer=self.issuer,
            issuer_name=Bilingual.of(self.issuer_name),
            issued_on=self.issued_on,
            valid_from=self.valid_from,
            valid_until=self.valid_until,
            state=terms.LicenceState(self.state),
            document=terms.DocumentState.READY if self.ofd_digest or self.document_digest else terms.DocumentState.MAKING,
            digest=self.digest,
            content=inside["content"],
            joint=tuple(
                terms.JointHolder(HolderKind(each["kind"]), uuid.UUID(each["id"]), each["name"]) for each in inside.get("joint", ())
            ),
            previous_id=self.previous_id,
            source=terms.Source(self.source),
        )

    def as_opened(self, kind: terms.LicenceType) -> terms.Opened:
        """The same with all that is found when the record is opened; it may be one that nobody can read any more."""
        try:
            inside = self.opened()
            holders, intact = tuple(self._holders(inside)), self.is_intact(inside) and self.bears_out(inside)
        except (crypto.Unreadable, ValueError, KeyError):
            inside, holders, intact = {"holder_name": "", "content": {}}, (), False
        return terms.Opened(
            licence=self.as_term(kind, inside),
            holders=holders,
            intact=intact,
            status_place=self.status_place,
            pdf_sha256=self.document_digest or "",
            ofd_sha256=self.ofd_digest or "",
        )
