"""The limit of the database for the same work: the program's own writes, repeated by bare psycopg.

The statements that write or lock are recorded twice from the served program's verbs (bench/recording.py). Where the two recordings
differ, a value belongs to one case (an id, a number, a digest) and is made anew for every repetition; where they agree it is
repeated as it is. So the limit writes exactly the rows the program writes, history, ledger, facts and jobs among them, with
prepared statements and one commit per act, and stays true when the program changes.
"""

from __future__ import annotations

import itertools
import multiprocessing
import re
import time
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import psycopg

Statement = tuple[str, tuple[Any, ...]]
WRITES = re.compile(
    r"^\s*(INSERT|UPDATE|DELETE|WITH|SELECT nextval|SELECT\s+unnest\(\s*procrastinate_defer|SELECT .* FOR (NO KEY )?UPDATE)",
    re.IGNORECASE | re.DOTALL,
)
UUID_TEXT = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
SUFFIX = 12  # digits that make a text unique


@dataclass(frozen=True)
class Act:
    """One act's statements, as (SQL, parameters), in order; committed together."""

    name: str
    statements: tuple[Statement, ...]

    def writes(self) -> Act:
        return Act(self.name, tuple((sql, params) for sql, params in self.statements if WRITES.match(sql)))


def own_values(first: Sequence[Act], second: Sequence[Act]) -> set[Any]:
    """The texts and ids of the first recording that belong to its case alone."""
    own: set[Any] = set()
    for one, other in zip(first, second, strict=True):
        for (sql, params), (other_sql, other_params) in zip(one.statements, other.statements, strict=True):
            if UUID_TEXT.sub("", sql) != UUID_TEXT.sub("", other_sql):
                raise ValueError(f"act {one.name} wrote different statements in two runs:\n{sql}\n{other_sql}")
            own |= {value for value, other_value in zip(params, other_params, strict=True) if _differ(value, other_value)}
    return own


def _differ(value: Any, other: Any) -> bool:
    return isinstance(value, str | uuid.UUID) and value != other


@dataclass
class Renewal:
    """New values for one repetition: the same old value always gets the same new one."""

    own: set[Any]
    tickets: Iterator[str]
    names: dict[Any, Any] = field(default_factory=dict)

    def of(self, value: Any) -> Any:
        if not isinstance(value, str | uuid.UUID) or value not in self.own:
            return value
        if value not in self.names:
            self.names[value] = self._made(value)
        return self.names[value]

    def _made(self, value: Any) -> Any:
        if isinstance(value, uuid.UUID):
            return uuid.uuid4()
        if UUID_TEXT.search(value):  # an id as text, or a payload with ids in it
            return UUID_TEXT.sub(lambda found: str(self.of(uuid.UUID(found.group()))), value)
        return value[: max(0, len(value) - SUFFIX)] + next(self.tickets)


def repeat(url: str, acts: Sequence[Act], own: set[Any], seconds: float, worker: int, results: Any) -> None:
    """One process of the limit: repeats the case until the time is over, and reports how many it finished, or why it could not."""
    tickets = (f"{worker:02d}{number:0{SUFFIX - 2}d}" for number in itertools.count(1))
    finished = 0
    try:
        with psycopg.connect(url, prepare_threshold=0) as connection:
            until = time.perf_counter() + seconds
            while time.perf_counter() < until:
                renewal = Renewal(own, tickets)
                for act in acts:
                    for sql, params in act.statements:
                        connection.execute(sql.encode(), [renewal.of(value) for value in params])
                    connection.commit()
                finished += 1
        results.put(finished)
    except psycopg.Error as error:
        results.put(f"{type(error).__name__}: {error}")


def cases_per_s(url: str, first: Sequence[Act], second: Sequence[Act], *, seconds: float, processes: int) -> float:
    """How many whole cases per second the database takes from `processes` bare connections."""
    own = own_values(first, second)
    context = multiprocessing.get_context("spawn")
    results = context.Queue()
    workers = [context.Process(target=repeat, args=(url, first, own, seconds, number, results)) for number in range(1, processes + 1)]
    for worker in workers:
        worker.start()
    told = [results.get(timeout=seconds + 60) for _ in workers]
    for worker in workers:
        worker.join()
    failed = [each for each in told if isinstance(each, str)]
    if failed:
        raise SystemExit(f"a process of the limit failed: {failed[0]}")
    return sum(told) / seconds
