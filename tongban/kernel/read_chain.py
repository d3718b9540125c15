"""The chain over the log of reads: who looked at what is as hard to rewrite as what was done.

What is hashed of a purpose, a subject or a receiver is its digest, so that the words can be erased and the chain still holds: put
`erased:` and that digest in their place. Names of fields and ids of holders are no words about anybody.
"""

from __future__ import annotations

import hashlib
import json

from tongban.kernel.chain import SHARDS, Chain, Report
from tongban.kernel.models.reads import Read, ReadLink

SEALER_LOCK = 7_340_002
ERASED = "erased:"


def seal(limit: int = 5000) -> int:
    """Chain committed reads that are not chained yet, and enter them in the Merkle log; returns how many."""
    return CHAIN.seal(limit)


def verify() -> Report:
    """Re-derive every link from the reads, and name what does not hold."""
    return CHAIN.verify()


def erasable(words: str) -> str:
    """What is hashed of words that may have to be erased: their digest, or what was left in their place."""
    return words if words.startswith(ERASED) else ERASED + hashlib.sha256(words.encode()).hexdigest()


def _parts(read: Read) -> list[str]:
    return [
        str(read.pk),
        read.question,
        read.actor_kind,
        str(read.actor_id or ""),
        erasable(read.purpose),
        erasable(read.subject),
        read.basis,
        erasable(read.receiver),
        json.dumps([str(holder) for holder in read.holders]),
        json.dumps(read.fields, ensure_ascii=False),
        read.result,
        read.at.isoformat(),
        *filter(None, [read.body]),
    ]


CHAIN = Chain(
    word="read",
    rows=Read,
    links=ReadLink,
    genesis=hashlib.sha256(b"tongban reads").digest(),
    lock=SEALER_LOCK,
    first_shard=SHARDS,
    parts=_parts,
    told=lambda read: (),
    subject=lambda read: str(read.holders[0]) if read.holders else "",
    named=lambda read: f"{read.question} at {read.at.isoformat()}",
    all_sealed_below={},
)
