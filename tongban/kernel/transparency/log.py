"""The Merkle log as it is stored: one leaf for each batch of links of a chain, and the subtrees that proofs are made of.

Only sealers append, under the log's own lock; the leaves that a transaction sees are always the beginning of the log.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from django.db import connection

from tongban.kernel.models.transparency import LogLeaf
from tongban.kernel.transparency import tree

LOCK = 7_340_003  # advisory: one appends at a time
BATCH = 256  # links to a leaf at most, so that a proof re-reads no more than these
FORMAT = "tongban batch 1"
HASH = 32
ENDS = """
SELECT shard, (SELECT last FROM kernel_logleaf leaf WHERE leaf.shard = asked.shard ORDER BY first DESC LIMIT 1)
FROM unnest(%s::smallint[]) AS asked (shard)
"""


@dataclass(frozen=True, slots=True)
class Batch:
    """Neighbouring links of one chain. `entry` is what the log keeps of it; leaf hashes are over these bytes."""

    shard: int
    first: int
    last: int
    root: bytes

    @property
    def entry(self) -> bytes:
        return f"{FORMAT}\nshard {self.shard}\npositions {self.first}-{self.last}\nroot {self.root.hex()}\n".encode()


def leaf_data(told: Sequence[str], link: bytes) -> bytes:
    """One link as the batch's tree hashes it: the public words, each preceded by its length in four bytes, then the link's hash."""
    encoded = [word.encode() for word in told]
    return b"".join(len(each).to_bytes(4, "big") + each for each in encoded) + link


def batches(shard: int, first: int, leaves: Iterable[bytes]) -> Iterator[Batch]:
    """Cut links that follow one another into batches; `first` is the position of the first."""
    waiting = iter(leaves)
    while batch := [tree.leaf_hash(each) for each in islice(waiting, BATCH)]:
        yield Batch(shard, first, first + len(batch) - 1, tree.root(batch))
        first += len(batch)


def ends(shards: range) -> dict[int, int]:
    """How far each of these chains is in the log: the last position, by shard. Takes the lock that `append` needs."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        cursor.execute(ENDS, [list(shards)])
        return {shard: last or 0 for shard, last in cursor.fetchall()}


def append(new: Iterable[Batch]) -> None:
    """Add a leaf for each batch, in the sealer's transaction, which holds the lock (`ends`)."""
    size = log_size()
    grown = tree.Growth(size, hashes(tree.subtrees((0, size))))
    leaves = []
    for batch in new:
        nodes = b"".join(grown.push(tree.leaf_hash(batch.entry)))
        place = {"shard": batch.shard, "first": batch.first, "last": batch.last}
        leaves.append(LogLeaf(index=grown.size - 1, root=batch.root, nodes=nodes, **place))
    LogLeaf.objects.bulk_create(leaves, batch_size=1000)


def log_size() -> int:
    last = LogLeaf.objects.order_by("-index").values_list("index", flat=True).first()
    return 0 if last is None else last + 1


def hashes(nodes: Sequence[tree.Node]) -> list[bytes]:
    """The stored hashes of complete subtrees, in one look, in this order."""
    wanted = {tree.completed_by(node) for node in nodes}
    stored = dict(LogLeaf.objects.filter(index__in=wanted).values_list("index", "nodes")) if wanted else {}
    found = []
    for node in nodes:
        place = node[0] * HASH
        found.append(bytes(stored[tree.completed_by(node)][place : place + HASH]))
    return found


def range_hashes(ranges: Sequence[tree.Range]) -> tuple[bytes, ...]:
    """The hashes of ranges of leaves, as proofs list them."""
    parts = [tree.subtrees(each) for each in ranges]
    known = iter(hashes([node for part in parts for node in part]))
    return tuple(tree.folded([next(known) for _node in part]) for part in parts)


def root_at(size: int) -> bytes:
    """The root that the log had when it had this many leaves."""
    return tree.Growth(size, hashes(tree.subtrees((0, size)))).root()
