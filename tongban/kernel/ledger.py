"""The ledger: every act of every verb, append-only, chained afterwards by the sealer.

A verb calls `record` in its own transaction: one unchained row of ids, codes, legal basis and digest; never free text and
never personal data. `seal` chains committed rows into shards; `verify` re-derives every link. See ADR 0005.
"""
from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import connection, models, transaction
from django.db.models import Max

from tongban.kernel.models.ledger import LedgerEntry, LedgerLink

if TYPE_CHECKING:
    from tongban.kernel.who import Who

SHARDS = 16
SEALER_LOCK = 7_340_001  # advisory lock: one sealer at a time
GENESIS = hashlib.sha256(b"tongban ledger").digest()


def record(
    act: str,
    *,
    by: Who,
    at: datetime,
    subject: models.Model,
    basis: str = "",
    codes: Mapping[str, str] | None = None,
    digest: str = "",
) -> None:
    """Write one entry for an act: one INSERT in the caller's transaction. `codes` are short words, never free text."""
    LedgerEntry.objects.create(
        act=act,
        actor_kind=by.kind,
        actor_id=by.id,
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        at=at,
        basis=basis,
        codes=dict(codes or {}),
        digest=digest,
    )


@dataclass(frozen=True, slots=True)
class Report:
    """What `verify` found. `broken` names each entry whose hash or place does not hold, in words."""

    entries: int
    sealed: int
    unsealed: int
    broken: tuple[str, ...]

    @property
    def sound(self) -> bool:
        return not self.broken


def seal(limit: int = 5000) -> int:
    """Chain committed entries that are not chained yet; returns how many. A second sealer at the same time does nothing.

    Reads only below `pg_snapshot_xmin`: a transaction that is still open may yet commit an entry with a lower id, and an
    entry must never be overtaken unnoticed.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [SEALER_LOCK])
            if not cursor.fetchone()[0]:
                return 0
            cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
            horizon = cursor.fetchone()[0]
        waiting = list(LedgerEntry.objects.filter(link__isnull=True, xid__lt=horizon).order_by("id")[:limit])
        if waiting:
            LedgerLink.objects.bulk_create(_links(waiting), batch_size=1000)
        return len(waiting)


def _links(waiting: list[LedgerEntry]) -> Iterator[LedgerLink]:
    heads = {link.shard: (link.position, bytes(link.hash)) for link in _heads()}
    for entry in waiting:
        shard = shard_of(entry.subject_id)
        position, previous = heads.get(shard, (0, GENESIS))
        heads[shard] = position + 1, link_hash(previous, entry)
        yield LedgerLink(entry=entry, shard=shard, position=heads[shard][0], hash=heads[shard][1])


def _heads() -> list[LedgerLink]:
    last = LedgerLink.objects.values("shard").annotate(position=Max("position"))
    return [LedgerLink.objects.get(shard=row["shard"], position=row["position"]) for row in last]


def shard_of(subject_id: str) -> int:
    return hashlib.sha256(subject_id.encode()).digest()[0] % SHARDS


def link_hash(previous: bytes, entry: LedgerEntry) -> bytes:
    """SHA-256 over the previous hash and the entry's parts, each preceded by its length, so that no two rows read alike."""
    parts = [
        str(entry.pk),
        entry.act,
        entry.actor_kind,
        str(entry.actor_id or ""),
        entry.subject_type,
        entry.subject_id,
        entry.at.isoformat(),
        entry.basis,
        "\x1f".join(f"{key}\x1e{entry.codes[key]}" for key in sorted(entry.codes)),
        entry.digest,
    ]
    hasher = hashlib.sha256(previous)
    for part in parts:
        content = part.encode()
        hasher.update(len(content).to_bytes(4, "big") + content)
    return hasher.digest()


def verify() -> Report:
    """Re-derive every link of every shard from the rows, and name what does not hold."""
    broken: list[str] = []
    sealed = 0
    for shard in range(SHARDS):
        previous, expected = GENESIS, 1
        for link in LedgerLink.objects.filter(shard=shard).order_by("position").select_related("entry").iterator(2000):
            sealed += 1
            if link.position != expected:
                broken.append(f"shard {shard}: position {expected} is missing before entry {link.entry_id}")
                expected = link.position
            if link_hash(previous, link.entry) != bytes(link.hash):
                broken.append(f"entry {link.entry_id} ({link.entry.act} of {link.entry.subject_id}) is not what was sealed")
            previous, expected = bytes(link.hash), expected + 1
    entries = LedgerEntry.objects.count()
    return Report(entries=entries, sealed=sealed, unsealed=entries - sealed, broken=tuple(broken))
