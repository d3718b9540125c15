"""Deriving the whole log anew: every batch from its links, every leaf, every checkpoint; and naming what is not what it was."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import takewhile

from django.db.models import Max

from tongban.kernel.models.transparency import Checkpoint, LogLeaf
from tongban.kernel.transparency import checkpoints, log, notes, tree


@dataclass(frozen=True, slots=True)
class LogReport:
    """What `audit` found. `broken` names each leaf, batch and checkpoint that does not hold, in words."""

    leaves: int
    checkpoints: int
    broken: tuple[str, ...]


@dataclass(slots=True)
class Links:
    """The links of one shard, in order, as (position, leaf data); `head` is the last that must be in the log."""

    each: Iterator[tuple[int, bytes]]
    head: int
    waiting: tuple[int, bytes] | None = None
    logged: int = 0

    def up_to(self, last: int) -> list[bytes]:
        """Take the links up to a position."""
        return [data for _position, data in takewhile(lambda link: link[0] <= last, self._following())]

    def _following(self) -> Iterator[tuple[int, bytes]]:
        while True:
            self.waiting = self.waiting or next(self.each, None)
            if self.waiting is None:
                return
            yield self.waiting
            self.waiting = None


class Audit:
    """One pass over the leaves with the links and the checkpoints beside. Inside a transaction.

    Two trees grow: one of what the rows say, one of what was stored. A leaf or a checkpoint that agrees with one of them was
    not touched itself; so one change is named once, and not in everything that came after.
    """

    def __init__(self, links: Mapping[int, Links]) -> None:
        newest = Checkpoint.objects.aggregate(Max("number"))["number__max"] or 0
        self.size = log.log_size()
        self.broken: list[str] = []
        self._links = links
        self._derived, self._stored = tree.Growth(), tree.Growth()
        self._signed = Checkpoint.objects.filter(number__lte=newest).order_by("number").iterator(2000)
        self._next: Checkpoint | None = None
        self._number = self._signed_size = 0
        self._gap = False

    def run(self) -> LogReport:
        for leaf in LogLeaf.objects.filter(index__lt=self.size).order_by("index").iterator(2000):
            while self._derived.size < leaf.index:
                self._missing()
            self._leaf(leaf)
            self._checkpoints()
        while (checkpoint := self._following()) is not None:
            self._next = None
            self._checkpoint(checkpoint, beyond=True)
        for shard, links in sorted(self._links.items()):
            if links.logged < links.head:
                self.broken.append(f"chain {shard}: positions {links.logged + 1}-{links.head} are in no leaf of the log")
        return LogReport(leaves=self.size, checkpoints=self._number, broken=tuple(self.broken))

    def _missing(self) -> None:
        self.broken.append(f"leaf {self._derived.size} is missing; checkpoints of larger logs cannot be derived")
        self._derived.push(tree.EMPTY)
        self._stored.push(tree.EMPTY)
        self._gap = True

    def _leaf(self, leaf: LogLeaf) -> None:
        links = self._links[leaf.shard]
        batch = log.Batch(leaf.shard, leaf.first, leaf.last, bytes(leaf.root))
        named = f"leaf {leaf.index} (chain {leaf.shard}, positions {leaf.first}-{leaf.last})"
        if leaf.first != links.logged + 1:
            self.broken.append(f"{named}: position {links.logged + 1} should be its first")
        links.logged = max(links.logged, leaf.last)
        found = [tree.leaf_hash(each) for each in links.up_to(leaf.last)]
        if len(found) != leaf.last - leaf.first + 1 or tree.root(found) != batch.root:
            self.broken.append(f"{named}: its batch is not what was logged")
        nodes = bytes(leaf.nodes)
        leaf_hash = tree.leaf_hash(batch.entry)
        derived = b"".join(self._derived.push(leaf_hash))
        stored = b"".join(self._stored.push(nodes[: log.HASH]))
        same_leaf = nodes[: log.HASH] == leaf_hash
        if not same_leaf or not (self._gap or nodes in (derived, stored)):
            self.broken.append(f"{named}: the leaf is not what was logged")

    def _checkpoints(self) -> None:
        """Those that were signed at the size that is reached now."""
        while (checkpoint := self._following()) is not None and checkpoint.size <= self._derived.size:
            self._next = None
            self._checkpoint(checkpoint)

    def _following(self) -> Checkpoint | None:
        if self._next is None:
            self._next = next(self._signed, None)
        return self._next

    def _checkpoint(self, row: Checkpoint, *, beyond: bool = False) -> None:
        if row.number != self._number + 1:
            self.broken.append(f"checkpoint {self._number + 1} is missing before checkpoint {row.number}")
        self._number = row.number
        fault = self._fault(row)
        if fault:
            self.broken.append(f"checkpoint {row.number} of {row.size} leaves is not what was signed: {fault}")
        elif beyond:
            self.broken.append(f"checkpoint {row.number} was signed over {row.size} leaves, but only {self.size} are left")
        elif not self._gap and row.size == self._derived.size:
            if notes.read(row.text).root not in (self._derived.root(), self._stored.root()):
                self.broken.append(f"checkpoint {row.number} of {row.size} leaves names another root than the log has")
        self._signed_size = max(self._signed_size, row.size)

    def _fault(self, row: Checkpoint) -> str:
        """What is wrong with a checkpoint by itself."""
        try:
            head = notes.verify(row.text, public=checkpoints.public_key(at=row.at))
        except notes.NotACheckpoint as error:
            return str(error)
        if head.size != row.size or head.at != row.at.replace(microsecond=0):
            return "its row says something else than its text"
        return "it is smaller than the one before" if row.size < self._signed_size else ""
