"""The ledger: every act of every verb, append-only, chained afterwards by the sealer.

A verb writes one `entry` with its rows: unchained, of ids, codes, legal basis and digest; never free text and never personal
data. `seal` chains committed rows into shards; `verify` re-derives every link. See ADR 0005.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models

from tongban.kernel import rows
from tongban.kernel.chain import SHARDS, Chain, Report, shard_of
from tongban.kernel.models.ledger import LedgerEntry, LedgerLink
from tongban.kernel.transparency.proofs import told

if TYPE_CHECKING:
    from tongban.kernel.who import Who

__all__ = ["CHAIN", "GENESIS", "SEALER_LOCK", "SHARDS", "Report", "entry", "link_hash", "recorded", "seal", "shard_of", "verify"]

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


def seal(limit: int = 5000) -> int:
    """Chain committed entries that are not chained yet, and enter them in the Merkle log; returns how many."""
    return CHAIN.seal(limit)


def verify() -> Report:
    """Re-derive every link of every shard from the rows, and name what does not hold. Reads row by row, however long the ledger is."""
    return CHAIN.verify()


def recorded(subject_type: str, acts: Collection[str], subjects: Collection[str] | None = None) -> models.QuerySet[LedgerEntry]:
    """The entries of these acts about subjects of one kind, all or those named, in the order in which they were written."""
    found = LedgerEntry.objects.filter(subject_type=subject_type, act__in=list(acts)).order_by("id")
    return found if subjects is None else found.filter(subject_id__in=list(subjects))


def link_hash(previous: bytes, entry: LedgerEntry) -> bytes:
    return CHAIN.link_hash(previous, entry)


def _parts(entry: LedgerEntry) -> list[str]:
    return [
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


_all_sealed_below: dict[str, int] = {}
CHAIN = Chain(
    word="entry",
    rows=LedgerEntry,
    links=LedgerLink,
    genesis=GENESIS,
    lock=SEALER_LOCK,
    first_shard=0,
    parts=_parts,
    told=told,
    subject=lambda entry: entry.subject_id,
    named=lambda entry: f"{entry.act} of {entry.subject_id}",
    all_sealed_below=_all_sealed_below,
)
