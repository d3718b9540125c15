"""Other connections to the same database: one that does what it is told step by step, and several that act at the same instant."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from django.db import connection, connections, transaction

PATIENCE = 20
OLDER = """
SELECT count(*) FROM (SELECT xid FROM kernel_ledgerentry UNION ALL SELECT xid FROM kernel_read) AS entry
WHERE xid >= pg_snapshot_xmin(pg_current_snapshot())::text::bigint AND xid < pg_snapshot_xmax(pg_current_snapshot())::text::bigint
"""


class Elsewhere:
    """A thread with a connection of its own. Its transaction stays open between one step and the next."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1)
        self._open: transaction.Atomic | None = None

    def __enter__(self) -> Elsewhere:
        return self

    def __exit__(self, *failure: object) -> None:
        if self._open:
            self.roll_back()
        self.do(connections.close_all)
        self._thread.shutdown()

    def start(self, act: Callable[[], Any]) -> Future[Any]:
        """Begin an act there and do not wait for its end."""
        return self._thread.submit(act)

    def do(self, act: Callable[[], Any]) -> Any:
        return self.start(act).result(PATIENCE)

    def begin(self) -> None:
        """Open a transaction, with a number of its own from now on."""
        self._open = transaction.atomic()
        self.do(self._open.__enter__)
        self.do(lambda: sql("SELECT pg_current_xact_id()"))

    def commit(self) -> None:
        assert self._open
        self.do(lambda done=self._open: done.__exit__(None, None, None))
        self._open = None

    def roll_back(self) -> None:
        self.do(lambda: transaction.set_rollback(True))
        self.commit()


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Run acts at the same instant, each on its own connection; what each returned, or the exception it ended with."""
    barrier, outcomes = threading.Barrier(len(acts), timeout=PATIENCE), [None] * len(acts)

    def run(place: int) -> None:
        try:
            connection.ensure_connection()
            barrier.wait()
            outcomes[place] = acts[place]()
        except Exception as error:
            outcomes[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    return outcomes


def somebody_waits() -> bool:
    """Whether another connection comes to wait for a lock."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if sql("SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"):
            return True
        time.sleep(0.01)
    return False


def everybody_older_is_done() -> None:
    """Wait until no transaction, ours or of another database of this server, is older than an entry of the ledger or the log of reads."""
    until = time.monotonic() + 3 * PATIENCE
    while sql(OLDER) != [(0,)] and time.monotonic() < until:
        time.sleep(0.01)


def sql(statement: str, *parameters: object) -> list[tuple[Any, ...]]:
    """Run one statement on this thread's connection."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters or None)
        return cursor.fetchall() if cursor.description else []
