"""The ledger: every act of every verb, append-only, chained afterwards by the sealer.

A verb writes one `entry` with its rows: unchained, of ids, codes, legal basis and digest; never free text and never personal
data. `seal` chains committed rows into shards; `verify` re-derives every link. See ADR 0005.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import connection, models, transaction
from django.db.models import Q

from tongban.kernel import rows
from tongban.kernel.models.ledger import LedgerEntry, LedgerLink, NextTransactionNumber

if TYPE_CHECKING:
    from tongban.kernel.who import Who

SHARDS = 16
SEALER_LOCK = 7_340_001  # advisory lock: one sealer at a time
GENESIS = hashlib.sha256(b"tongban ledger").digest()


# Written out: it stands in every act, and the database fills in the transaction's number.
RECORD = """
INSERT INTO kernel_ledgerentry (act, actor_kind, actor_id, subject_type, subject_id, at, basis, codes, digest)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s::jsonb, %s)
"""


def entry(
    act: str,
    *,
    by: Who,
    at: datetime,
    subject: models.Model,
    basis: str = "",
    codes: Mapping[str, str] | None = None,
    digest: str = "",
) -> rows.Part:
    """The entry of an act, for `rows.write` in the verb's transaction. `codes` are short words, never free text."""
    written = json.dumps(dict(codes or {}), ensure_ascii=False)
    return rows.Part(RECORD, [act, by.kind, by.id, subject._meta.label_lower, str(subject.pk), at, basis, written, digest])


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
    entry must never be overtaken unnoticed. A number that no transaction has had yet comes from before a restored dump.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [SEALER_LOCK])
            if cursor.fetchone() != (True,):
                return 0
            cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
            (horizon,) = cursor.fetchone() or (0,)
        waiting = _waiting(horizon, limit)
        if waiting:
            LedgerLink.objects.bulk_create(_links(waiting), batch_size=1000)
    if len(waiting) < limit:
        _all_sealed_below[connection.settings_dict["NAME"]] = horizon
    return len(waiting)


_all_sealed_below: dict[str, int] = {}  # by database: this process has seen every entry of an older transaction sealed


def _waiting(horizon: int, limit: int) -> list[LedgerEntry]:
    """A process looks through the whole ledger once, and from then on only at what is newer than its last look."""
    waiting = LedgerEntry.objects.filter(Q(xid__lt=horizon) | Q(xid__gte=NextTransactionNumber()), link__isnull=True)
    looked = _all_sealed_below.get(connection.settings_dict["NAME"], 0)
    if looked <= horizon:
        waiting = waiting.filter(xid__gte=looked)
    return list(waiting.order_by("id")[:limit])


def _links(waiting: list[LedgerEntry]) -> Iterator[LedgerLink]:
    heads: dict[int, tuple[int, bytes]] = {}
    for entry in waiting:
        shard = shard_of(entry.subject_id)
        position, previous = heads.get(shard) or _head(shard)
        heads[shard] = position + 1, link_hash(previous, entry)
        yield LedgerLink(entry=entry, shard=shard, position=heads[shard][0], hash=heads[shard][1])


def _head(shard: int) -> tuple[int, bytes]:
    last = LedgerLink.objects.filter(shard=shard).order_by("-position").first()
    return (last.position, bytes(last.hash)) if last else (0, GENESIS)


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
        json.dumps(entry.codes, sort_keys=True),
        entry.digest,
    ]
    hasher = hashlib.sha256(previous)
    for part in parts:
        content = part.encode()
        hasher.update(len(content).to_bytes(4, "big") + content)
    return hasher.digest()


def verify() -> Report:
    """Re-derive every link of every shard from the rows, and name what does not hold. Reads row by row, however long the ledger is."""
    broken: list[str] = []
    sealed = 0
    with transaction.atomic():  # without one, the server would copy a whole shard before it gives the first row
        for shard in range(SHARDS):
            count, faults = _verify_shard(shard)
            sealed += count
            broken += faults
        entries = LedgerEntry.objects.count()
    return Report(entries=entries, sealed=sealed, unsealed=entries - sealed, broken=tuple(broken))


def _verify_shard(shard: int) -> tuple[int, list[str]]:
    faults: list[str] = []
    count, previous, expected = 0, GENESIS, 1
    for link in LedgerLink.objects.filter(shard=shard).order_by("position").select_related("entry").iterator(2000):
        count += 1
        if link.position != expected:
            faults.append(f"shard {shard}: position {expected} is missing before entry {link.entry_id}")
            expected = link.position
        if link_hash(previous, link.entry) != bytes(link.hash):
            faults.append(f"entry {link.entry_id} ({link.entry.act} of {link.entry.subject_id}) is not what was sealed")
        previous, expected = bytes(link.hash), expected + 1
    return count, faults
