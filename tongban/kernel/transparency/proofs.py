"""Proofs that the log holds something, and that it only ever grew: found here, checked by anybody with the log's public key.

A proof says of one entry of the ledger what happened to what and when, and the digest of the record then. Who acted stays
inside the link's hash. It leads in two steps, entry to batch and batch to log, to a root that a signed checkpoint names.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from tongban.kernel.models.ledger import LedgerEntry, LedgerLink
from tongban.kernel.models.transparency import Checkpoint, LogLeaf
from tongban.kernel.transparency import checkpoints, log, notes, tree


class NotProven(Exception):
    """A proof that does not hold; `step` is one of `checkpoint`, `batch`, `log`."""

    def __init__(self, step: str) -> None:
        super().__init__(step)
        self.step = step


class NoSuchSize(ValueError):
    """The log has not been that large, or a later size is smaller than the earlier one."""


@dataclass(frozen=True, slots=True)
class Proof:
    """That an entry stands in the log which a checkpoint signs. Everything that `check` needs besides the public key."""

    act: str
    subject_type: str
    subject_id: str
    at: str  # as it was sealed
    digest: str
    link: bytes  # hash of the entry's link in the ledger's chain
    place: int  # in the batch
    batch: log.Batch
    batch_path: tuple[bytes, ...]
    index: int  # of the batch in the log
    log_path: tuple[bytes, ...]
    checkpoint: str

    @property
    def told(self) -> tuple[str, ...]:
        return self.act, self.subject_type, self.subject_id, self.at, self.digest


@dataclass(frozen=True, slots=True)
class Consistency:
    """That the log of `old` leaves is the beginning of that of `new` leaves."""

    old: int
    old_root: bytes
    new: int
    new_root: bytes
    path: tuple[bytes, ...]


def proof(subject_type: str, subject_id: str, *, acts: Collection[str] = ()) -> Proof | None:
    """The proof of the newest entry about this subject (of these acts) that a checkpoint covers; None before there is one."""
    checkpoint = checkpoints.newest()
    if checkpoint is None:
        return None
    links = LedgerLink.objects.filter(entry__subject_id=subject_id, entry__subject_type=subject_type).select_related("entry")
    links = links.filter(entry__act__in=acts) if acts else links
    for link in links.order_by("-position"):
        leaf = LogLeaf.objects.filter(shard=link.shard, first__lte=link.position).order_by("-first").first()
        if leaf is not None and leaf.last >= link.position and leaf.index < checkpoint.size:
            return _proof(link, leaf, checkpoint)
    return None


def _proof(link: LedgerLink, leaf: LogLeaf, checkpoint: Checkpoint) -> Proof:
    neighbours = LedgerLink.objects.filter(shard=leaf.shard, position__range=(leaf.first, leaf.last)).order_by("position")
    hashes = [tree.leaf_hash(log.leaf_data(told(each.entry), bytes(each.hash))) for each in neighbours.select_related("entry")]
    place = link.position - leaf.first
    act, subject_type, subject_id, at, digest = told(link.entry)
    return Proof(
        act=act,
        subject_type=subject_type,
        subject_id=subject_id,
        at=at,
        digest=digest,
        link=bytes(link.hash),
        place=place,
        batch=log.Batch(leaf.shard, leaf.first, leaf.last, bytes(leaf.root)),
        batch_path=tree.inclusion_path(hashes, place),
        index=leaf.index,
        log_path=log.range_hashes(tree.inclusion_ranges(leaf.index, checkpoint.size)),
        checkpoint=checkpoint.text,
    )


def told(entry: LedgerEntry) -> tuple[str, str, str, str, str]:
    """What the log says of an entry to everybody. Not who acted: whoever checks a licence learns no more than it concerns."""
    return entry.act, entry.subject_type, entry.subject_id, entry.at.isoformat(), entry.digest


def check(proof: Proof, public: bytes) -> notes.Head:
    """Whether a proof holds under the log's public key; what the checkpoint says. Pure. Refuses: NotProven."""
    try:
        head = notes.verify(proof.checkpoint, public=public)
    except notes.NotACheckpoint as error:
        raise NotProven("checkpoint") from error
    batch = proof.batch
    leaf = tree.leaf_hash(log.leaf_data(proof.told, proof.link))
    size = batch.last - batch.first + 1
    if tree.root_of_inclusion(leaf, index=proof.place, size=size, path=proof.batch_path) != batch.root:
        raise NotProven("batch")
    if tree.root_of_inclusion(tree.leaf_hash(batch.entry), index=proof.index, size=head.size, path=proof.log_path) != head.root:
        raise NotProven("log")
    return head


def consistency(old: int, new: int = 0) -> Consistency:
    """The proof that nothing was rewritten between two sizes; `new` is the newest checkpoint's, if it is not given. Refuses: NoSuchSize."""
    size = new or Checkpoint.objects.order_by("-number").values_list("size", flat=True).first() or 0
    if not 0 < old <= size <= log.log_size():
        raise NoSuchSize(f"{old} to {size}")
    path = log.range_hashes(tree.consistency_ranges(old, size))
    return Consistency(old, log.root_at(old), size, log.root_at(size), path)


def contradicted(note: str) -> str:
    """What a checkpoint that somebody kept says against the log, in words; empty where the log still begins with what it signed."""
    try:
        head = notes.read(note)
        if head.at is None:
            return "it does not say when it was signed"
        notes.verify(note, public=checkpoints.public_key(at=head.at))
    except notes.NotACheckpoint as error:
        return f"this is no checkpoint of this log: {error}"
    if head.size > log.log_size():
        return f"it was signed over {head.size} leaves, but only {log.log_size()} are left"
    return "" if log.root_at(head.size) == head.root else f"the first {head.size} leaves of the log are not those that it signed"
