"""Everything that proves what happened: both chains, and the Merkle log over them. Sealed by the worker, verified by whoever doubts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from tongban.kernel import ledger, read_chain, transparency
from tongban.kernel.chain import SHARDS, Chain, Report

if TYPE_CHECKING:
    from tongban.kernel.transparency import LogReport

CHAINS: tuple[Chain, ...] = (ledger.CHAIN, read_chain.CHAIN)


@dataclass(frozen=True, slots=True)
class History:
    """What `verify` found: acts, reads, and the log over both."""

    acts: Report
    reads: Report
    log: LogReport

    @property
    def broken(self) -> tuple[str, ...]:
        return self.acts.broken + self.reads.broken + self.log.broken


def seal(limit: int = 5000) -> bool:
    """Chain what has been committed; says whether more waits."""
    return max(chain.seal(limit) for chain in CHAINS) == limit


def verify() -> History:
    """Re-derive every link, every batch, every leaf and every checkpoint, and name what does not hold."""
    return History(ledger.verify(), read_chain.verify(), audit())


def audit() -> LogReport:
    """The log alone. What is sealed meanwhile is left to the next audit."""
    with transaction.atomic():
        links = {}
        for chain in CHAINS:
            heads = chain.heads()
            for shard in range(SHARDS):
                links[chain.first_shard + shard] = transparency.Links(chain.logged(shard), head=heads.get(shard, 0))
        return transparency.Audit(links).run()
