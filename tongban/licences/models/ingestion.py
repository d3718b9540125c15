"""Stocks as they were taken in: one row per list, per part of it, and per value that something is wrong with."""

from __future__ import annotations

import hashlib
import os
import uuid
from dataclasses import dataclass
from datetime import datetime
from json import JSONEncoder
from json.encoder import encode_basestring
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import models

from tongban.identity.terms import HolderKind
from tongban.kernel import bulk, crypto
from tongban.licences import rules, terms
from tongban.licences.models.joint_holder import JointHolder
from tongban.licences.models.licence import PURPOSE, Licence

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tongban.identity.terms import Department

CHANCE = 16 + crypto.NONCE_BYTES + 16  # random bytes of a licence: salt, nonce, id
encoded = JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode  # as `rules.canonical`, made once


class Ingestion(models.Model):
    """A list of a department. The same list read by the same mapping is one ingestion, however often somebody begins it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    source = models.CharField(max_length=60)
    name = models.CharField(max_length=200)
    file_name = models.CharField(max_length=200)
    file_digest = models.CharField(max_length=64)
    mapping = models.TextField()
    mapping_digest = models.CharField(max_length=64)
    header = models.BinaryField(default=b"")  # of a list whose columns have names
    department = models.CharField(max_length=60)
    part_rows = models.PositiveIntegerField()
    state = models.CharField(max_length=12, default=terms.IngestionState.RUNNING.value)
    begun_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["file_digest", "mapping_digest"], name="licences_ingestion_once"),
            models.CheckConstraint(
                condition=models.Q(state__in=[state.value for state in terms.IngestionState]), name="licences_ingestion_state"
            ),
        )

    def __str__(self) -> str:
        return str(self.id)


class IngestionPart(models.Model):
    """A part that is done: written in the transaction of its licences, so that whoever goes on knows where."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    ingestion = models.ForeignKey(Ingestion, on_delete=models.PROTECT, db_index=False, related_name="done")
    place = models.PositiveIntegerField()
    rows = models.PositiveIntegerField(default=0)
    taken = models.PositiveIntegerField(default=0)
    repeated = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    flagged = models.PositiveIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True, default="")  # over the digests of the licences it took
    taken_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["ingestion", "place"], name="licences_ingestionpart_once"),)

    def __str__(self) -> str:
        return f"{self.ingestion_id}/{self.place}"


class IngestionFinding(models.Model):
    """Something wrong with a row. `value` is masked: the report goes to people who need to find the row, not to read it."""

    id = models.BigAutoField(primary_key=True)
    ingestion = models.ForeignKey(Ingestion, on_delete=models.PROTECT, db_index=False, related_name="findings")
    row = models.BigIntegerField()
    column = models.CharField(max_length=200, blank=True)
    fault = models.CharField(max_length=20)
    value = models.CharField(max_length=60, blank=True)
    rejects = models.BooleanField()

    class Meta:
        indexes = (models.Index(fields=["ingestion", "rejects", "row"], name="licences_ingestionfinding_row"),)

    def __str__(self) -> str:
        return f"{self.ingestion_id}: {self.row} {self.fault}"


class IngestionSuccession(models.Model):
    """A licence of a list that says it stands instead of another. It waits until the whole list is there, and goes when that is settled."""

    id = models.BigAutoField(primary_key=True)
    part = models.ForeignKey(IngestionPart, on_delete=models.PROTECT, related_name="successions")
    row = models.BigIntegerField()
    licence_id = models.UUIDField()
    replaces = models.CharField(max_length=128)  # the number or identifier of the older one, as the list has it

    def __str__(self) -> str:
        return f"{self.licence_id} instead of {self.replaces}"


COLUMNS = (
    *("id", "identifier", "type_code", "holder_kind", "holder_id", "number", "version", "issuer", "issuer_name", "issued_on"),
    *("valid_from", "valid_until", "state", "sealed", "digest", "recorded_at", "document_digest", "ofd_digest", "source"),
)
JOINT_COLUMNS = ("holder_id", "licence_id")


@dataclass(frozen=True, slots=True)
class Document:
    """The digests of the files that came with a licence."""

    pdf: str | None = None
    ofd: str | None = None


@dataclass(frozen=True, slots=True)
class Copied:
    """A licence as a line for COPY, and the lines of those who hold it jointly."""

    key: str
    identifier: str
    digest: str
    line: str
    joint: str


class Press:
    """Makes licences of one type and source as `Licence.of` does, several times as fast: the same record, the same digest, the same seal.

    What all its licences share is written out once.
    """

    def __init__(self, kind: terms.LicenceType, issuer: Department, source: terms.Source, at: datetime) -> None:
        issuer_name = encoded({"zh": issuer.name.zh, "en": issuer.name.en})
        self._kind, self._issuer, self._sealer = kind, issuer, crypto.Sealer(PURPOSE)
        self._stated = f'"issuer":{encoded(issuer.code)},"issuer_name":{issuer_name}', f'"type_id":{encoded(kind.code)}'
        self._copied = f"{bulk.text(issuer.code)}\t{bulk.text(issuer_name)}", at.isoformat(), source.value

    def identifier(self, each: terms.Candidate, holder_id: UUID) -> str:
        """Its own where the list gives one; else made from what is printed on it, always the same."""
        if each.identifier:
            return each.identifier
        serial = rules.serial_of(each.number, holder=str(holder_id), public=each.holder_kind is HolderKind.ORGANISATION)
        return rules.identifier(type_code=self._kind.national_code, issuer=self._issuer.uscc, serial=serial, version=each.version)

    def licence(self, each: terms.Candidate, holders: Mapping[tuple[str, str], UUID], document: Document) -> Copied:
        """`holders` are the ids of everybody who stands on it, by type and number."""
        chance = os.urandom(CHANCE)
        salt, nonce, key = chance[:16].hex(), chance[16:28], _random_uuid(chance[28:].hex())
        holder_id = holders[each.code_type, each.code]
        content: dict[str, Any] = {"holder_name": each.holder_name, "holder_code": each.code, "content": each.content, "salt": salt}
        content["state"] = each.state.value  # with which it came: chained with the digest of its part
        joint = ""
        if each.joint:
            content["joint"] = [
                {"kind": other.kind.value, "id": str(holders[other.key]), "name": other.name, "code": other.code} for other in each.joint
            ]
            joint = "".join(f"{holders[other.key]}\t{key}\n" for other in each.joint)
        inside, identifier = encoded(content), self.identifier(each, holder_id)
        digest = hashlib.sha256(self._record(each, str(holder_id), identifier, inside).encode()).hexdigest()
        sealed = self._sealer.encrypt(inside.encode(), nonce).hex()
        issuer, at, source = self._copied
        until = each.valid_until.isoformat() if each.valid_until else bulk.NULL
        line = (
            f"{key}\t{identifier}\t{self._kind.code}\t{each.holder_kind}\t{holder_id}\t{bulk.text(each.number)}\t{each.version}\t{issuer}\t"
            f"{each.issued_on}\t{each.valid_from}\t{until}\t{each.state}\t\\\\x{sealed}\t{digest}\t{at}\t"
            f"{document.pdf or bulk.NULL}\t{document.ofd or bulk.NULL}\t{source}\n"
        )
        return Copied(key, identifier, digest, line, joint)

    def _record(self, each: terms.Candidate, holder_id: str, identifier: str, inside: str) -> str:
        """What `Licence.record_digest` hashes, letter by letter."""
        issuer, code = self._stated
        until = f'"{each.valid_until}"' if each.valid_until else "null"
        return (
            f'{{"holder_id":"{holder_id}","holder_kind":"{each.holder_kind}","identifier":"{identifier}","inside":{inside},'
            f'"issued_on":"{each.issued_on}",{issuer},"number":{encode_basestring(each.number)},{code},'
            f'"valid_from":"{each.valid_from}","valid_until":{until},"version":"{each.version}"}}'
        )


def _random_uuid(digits: str) -> str:
    """A UUID of version 4 from 32 random digits, as a text."""
    variant = "89ab"[int(digits[16], 16) & 3]
    return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-{variant}{digits[17:20]}-{digits[20:]}"


def copy(made: list[Copied]) -> None:
    """Raises django.db.IntegrityError."""
    bulk.copy(Licence._meta.db_table, COLUMNS, (each.line for each in made))
    if joint := [each.joint for each in made if each.joint]:
        bulk.copy(JointHolder._meta.db_table, JOINT_COLUMNS, joint)
