"""Hash chains over rows that are only ever added: the ledger's and the log of reads'. Sealed afterwards, in shards, and re-derived.

What a row says is hashed with the hash before it; the links stand in a table of their own. Each batch of links becomes a leaf
of the Merkle log in the same transaction (`transparency`). See ADR 0005 and 0018.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, models, transaction
from django.db.models import Q

from tongban.kernel.models.ledger import NextTransactionNumber
from tongban.kernel.transparency import log

SHARDS = 16


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


@dataclass(frozen=True)
class Chain:
    """How rows of one kind are chained. `parts` is what is hashed of a row, `told` what the Merkle log says of it to everybody."""

    word: str  # what a row is called in a report
    rows: type[models.Model]
    links: type[models.Model]
    genesis: bytes
    lock: int  # advisory: one sealer at a time
    first_shard: int  # in the Merkle log
    parts: Callable[[Any], Sequence[str]]
    told: Callable[[Any], Sequence[str]]
    subject: Callable[[Any], str]  # rows of one subject stand in one shard
    named: Callable[[Any], str]
    all_sealed_below: dict[str, int]  # by database: this process has seen every row of an older transaction sealed

    def seal(self, limit: int) -> int:
        """Chain committed rows that are not chained yet; returns how many. A second sealer at the same time does nothing.

        Reads only below `pg_snapshot_xmin`: a transaction that is still open may yet commit a row with a lower id, and a
        row must never be overtaken unnoticed. A number that no transaction has had yet comes from before a restored dump.
        """
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [self.lock])
                if cursor.fetchone() != (True,):
                    return 0
                cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
                (horizon,) = cursor.fetchone() or (0,)
            waiting = self._waiting(horizon, limit)
            if waiting:
                links = self._linked(waiting)
                self.links.objects.bulk_create(links, batch_size=1000)
                self._into_the_log(links)
        if len(waiting) < limit:
            self.all_sealed_below[connection.settings_dict["NAME"]] = horizon
        return len(waiting)

    def _waiting(self, horizon: int, limit: int) -> list[Any]:
        """A process looks through everything once, and from then on only at what is newer than its last look."""
        waiting = self.rows.objects.filter(Q(xid__lt=horizon) | Q(xid__gte=NextTransactionNumber()), link__isnull=True)
        looked = self.all_sealed_below.get(connection.settings_dict["NAME"], 0)
        if looked <= horizon:
            waiting = waiting.filter(xid__gte=looked)
        return list(waiting.order_by("id")[:limit])

    def _linked(self, waiting: list[Any]) -> list[Any]:
        heads: dict[int, tuple[int, bytes]] = {}
        links = []
        for row in waiting:
            shard = shard_of(self.subject(row))
            position, previous = heads.get(shard) or self._head(shard)
            heads[shard] = position + 1, self.link_hash(previous, row)
            links.append(self.links(entry=row, shard=shard, position=heads[shard][0], hash=heads[shard][1]))
        return links

    def _head(self, shard: int) -> tuple[int, bytes]:
        last = self.links.objects.filter(shard=shard).order_by("-position").first()
        return (last.position, bytes(last.hash)) if last else (0, self.genesis)

    def link_hash(self, previous: bytes, row: Any) -> bytes:
        """SHA-256 over the previous hash and the row's parts, each preceded by its length, so that no two rows read alike."""
        return hashlib.sha256(previous + framed(self.parts(row))).digest()

    def leaf_data(self, link: Any) -> bytes:
        """What stands in the batch's tree for one link: what everybody may know of the row, and the link's hash, which binds the rest."""
        return log.leaf_data(self.told(link.entry), bytes(link.hash))

    def _into_the_log(self, links: list[Any]) -> None:
        """A leaf for each batch. Links from before there was a log, of whatever shard, come in with its first leaves."""
        ends = log.ends(range(self.first_shard, self.first_shard + SHARDS))
        touched = {link.shard for link in links} if any(ends.values()) else set(range(SHARDS))
        batches: list[log.Batch] = []
        for shard in sorted(touched):
            logged = ends[self.first_shard + shard]
            fresh = [link for link in links if link.shard == shard]
            missing = self._between(shard, logged, fresh[0].position if fresh else None)
            batches += log.batches(self.first_shard + shard, logged + 1, map(self.leaf_data, _one_after_another(missing, fresh)))
        log.append(batches)

    def _between(self, shard: int, logged: int, fresh: int | None) -> Iterable[Any]:
        if fresh == logged + 1:
            return ()
        missing = self.links.objects.filter(shard=shard, position__gt=logged).order_by("position").select_related("entry")
        return (missing.filter(position__lt=fresh) if fresh else missing).iterator(2000)

    def linked(self, shard: int) -> Iterator[Any]:
        """The links of a shard with their rows, in order; read row by row, however long it is. Inside a transaction only."""
        return self.links.objects.filter(shard=shard).order_by("position").select_related("entry").iterator(2000)

    def logged(self, shard: int) -> Iterator[tuple[int, bytes]]:
        """The same as the log knows them: position and leaf data."""
        for link in self.linked(shard):
            yield link.position, self.leaf_data(link)

    def heads(self) -> dict[int, int]:
        """The last position of each shard that has any."""
        lasts = {shard: self._head(shard)[0] for shard in range(SHARDS)}
        return {shard: last for shard, last in lasts.items() if last}

    def verify(self) -> Report:
        """Re-derive every link of every shard from the rows, and name what does not hold."""
        broken: list[str] = []
        sealed = 0
        with transaction.atomic():  # without one, the server would copy a whole shard before it gives the first row
            for shard in range(SHARDS):
                count, faults = self._verify_shard(shard)
                sealed += count
                broken += faults
            entries = self.rows.objects.count()
        return Report(entries=entries, sealed=sealed, unsealed=entries - sealed, broken=tuple(broken))

    def _verify_shard(self, shard: int) -> tuple[int, list[str]]:
        faults: list[str] = []
        count, previous, expected = 0, self.genesis, 1
        for link in self.linked(shard):
            count += 1
            if link.position != expected:
                faults.append(f"shard {shard}: position {expected} is missing before {self.word} {link.entry_id}")
                expected = link.position
            if self.link_hash(previous, link.entry) != bytes(link.hash):
                faults.append(f"{self.word} {link.entry_id} ({self.named(link.entry)}) is not what was sealed")
            previous, expected = bytes(link.hash), expected + 1
        return count, faults


def shard_of(subject: str) -> int:
    return hashlib.sha256(subject.encode()).digest()[0] % SHARDS


def framed(parts: Sequence[str]) -> bytes:
    """Texts one after another, each preceded by its length."""
    encoded = [part.encode() for part in parts]
    return b"".join(len(each).to_bytes(4, "big") + each for each in encoded)


def _one_after_another(missing: Iterable[Any], fresh: list[Any]) -> Iterator[Any]:
    yield from missing
    yield from fresh
