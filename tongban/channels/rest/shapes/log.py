"""The log of everything that was sealed, as the REST door gives it. Hashes are hexadecimal."""

from datetime import datetime
from typing import Self

from ninja import Schema

from tongban.kernel import transparency


class CheckpointShape(Schema):
    """The newest checkpoint. `text` is the C2SP signed note; the rest is what it says, and whose key signed it."""

    text: str
    origin: str
    size: int
    root: str
    at: datetime | None
    certificate: str

    @classmethod
    def of(cls, text: str, certificate: bytes) -> Self:
        head = transparency.read(text)
        return cls(text=text, origin=head.origin, size=head.size, root=head.root.hex(), at=head.at, certificate=certificate.decode())


class BatchShape(Schema):
    """Neighbouring links of one chain, a leaf of the log. `entry` is what the leaf hash is over."""

    chain: int
    first: int
    last: int
    root: str
    entry: str

    @classmethod
    def of(cls, batch: transparency.Batch) -> Self:
        return cls(chain=batch.shard, first=batch.first, last=batch.last, root=batch.root.hex(), entry=batch.entry.decode())


class ProofShape(Schema):
    """That the log holds this act. `link` binds what is not told here, e.g. who acted. How to check it stands in docs/sharing.md."""

    act: str
    subject_type: str
    subject_id: str
    at: str
    digest: str
    link: str
    place: int
    batch: BatchShape
    batch_path: list[str]
    index: int
    log_path: list[str]
    checkpoint: str

    @classmethod
    def of(cls, proof: transparency.Proof) -> Self:
        return cls(
            act=proof.act,
            subject_type=proof.subject_type,
            subject_id=proof.subject_id,
            at=proof.at,
            digest=proof.digest,
            link=proof.link.hex(),
            place=proof.place,
            batch=BatchShape.of(proof.batch),
            batch_path=[each.hex() for each in proof.batch_path],
            index=proof.index,
            log_path=[each.hex() for each in proof.log_path],
            checkpoint=proof.checkpoint,
        )


class ConsistencyShape(Schema):
    """That the log of `old` leaves is the beginning of that of `new` leaves (RFC 9162, 2.1.4)."""

    old: int
    old_root: str
    new: int
    new_root: str
    path: list[str]

    @classmethod
    def of(cls, told: transparency.Consistency) -> Self:
        return cls(
            old=told.old,
            old_root=told.old_root.hex(),
            new=told.new,
            new_root=told.new_root.hex(),
            path=[each.hex() for each in told.path],
        )
