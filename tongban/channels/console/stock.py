"""A department's list on its way into the library: read once for its digest, then part by part, by as many processes as are wanted.

A process that is killed leaves nothing half done: each part is one transaction, and the same list again goes on with the parts
that are missing.
"""

from __future__ import annotations

import hashlib
import json
import multiprocessing
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.db import OperationalError, connections

from tongban.channels.console import processes as own_processes
from tongban.identity.terms import SYSTEM
from tongban.kernel import clock, lists
from tongban.licences import actions as licence_actions
from tongban.licences.terms import FaultyStock, Ingestion, IngestionState, Taken

BLOCK = 1 << 20
AHEAD = 3  # parts that wait for each process
ATTEMPTS = 5  # at a part whose transaction met another the wrong way round
DOCUMENTS = (".pdf", ".ofd")

Cuts = Iterator[lists.Cut]
Progress = Callable[[int], object]  # told how many bytes were read


@dataclass(frozen=True, slots=True)
class Source:
    """A list that lies here: one file, or a folder with a sidecar (.json) for each document."""

    path: Path
    quoted: bool
    folder: bool

    @property
    def documents(self) -> Path:
        return self.path if self.folder else self.path.parent

    def size(self) -> int:
        return sum(each.stat().st_size for each in self._sidecars()) if self.folder else self.path.stat().st_size

    def digest(self) -> str:
        """What makes it the same list again: its content, whatever it is called."""
        hasher = hashlib.sha256()
        if self.folder:
            for each in self._sidecars():
                hasher.update(f"{each.name}\n".encode() + hashlib.sha256(each.read_bytes()).digest())
            return hasher.hexdigest()
        with self.path.open("rb") as file:
            while block := file.read(BLOCK):
                hasher.update(block)
        return hasher.hexdigest()

    @contextmanager
    def opened(self) -> Iterator[tuple[bytes, Cuts]]:
        """The header, of a list that has one, and the records. Refuses: FaultyStock."""
        if self.folder:
            yield b"", self._records()
            return
        with self.path.open("rb") as file:
            cuts = lists.cut(file, quoted=self.quoted)
            yield (self._header(cuts) if self.quoted else b""), cuts

    def _header(self, cuts: Cuts) -> bytes:
        first = next(cuts, None)
        if first is None or isinstance(first, lists.Lost):
            raise FaultyStock("the list has no header")
        return first[1]

    def _sidecars(self) -> list[Path]:
        return sorted(self.path.glob("*.json"))

    def _records(self) -> Cuts:
        """The sidecars in the order of their names; each names the document beside it unless it says otherwise."""
        for number, each in enumerate(self._sidecars(), 1):
            beside = [name for suffix in DOCUMENTS if (self.path / (name := each.stem + suffix)).is_file()]
            try:
                values = {"document": beside[0] if beside else "", **json.loads(each.read_bytes())}
            except (ValueError, TypeError, RecursionError):
                yield lists.Lost(number, lists.Fault.JSON, each.name)
            else:
                yield number, json.dumps(values, ensure_ascii=False).encode()


def begin(source: Source, *, mapping_name: str, mapping: bytes, part_rows: int = lists.PART_ROWS) -> Ingestion:
    """Refuses what `begin_ingestion` does, before anything is stored."""
    with source.opened() as (header, _cuts):
        return licence_actions.begin_ingestion(
            mapping_name=mapping_name,
            mapping=mapping,
            file_name=source.path.name,
            file_digest=source.digest(),
            header=header,
            part_rows=part_rows,
            by=SYSTEM,
            at=clock.now(),
        )


def take_in(source: Source, ingestion: Ingestion, *, processes: int, progress: Progress) -> Ingestion:
    """Take in every part that is not done yet, and finish."""
    if ingestion.state is IngestionState.FINISHED:
        progress(source.size())
        return ingestion
    with source.opened() as (_header, cuts):
        waiting = _only_missing(lists.in_parts(cuts, rows=ingestion.part_rows), ingestion.parts, progress)
        if processes > 1:
            _together(waiting, ingestion.id, source.documents, processes, progress)
        else:
            for part in waiting:
                take_part(ingestion.id, part, source.documents)
                progress(_bytes(part))
    while licence_actions.link_versions(ingestion_id=ingestion.id, by=SYSTEM, at=clock.now()):
        pass
    return licence_actions.finish_ingestion(ingestion_id=ingestion.id, by=SYSTEM, at=clock.now())


def take_part(ingestion_id: UUID, part: lists.Part, folder: Path) -> Taken:
    """One part in its transaction; again, where the database had to break a circle of waiting."""
    for attempt in range(1, ATTEMPTS + 1):
        try:
            return licence_actions.ingest_part(ingestion_id=ingestion_id, part=part, folder=folder, by=SYSTEM, at=clock.now())
        except OperationalError as error:
            if attempt == ATTEMPTS or getattr(error.__cause__, "sqlstate", "") not in ("40P01", "40001"):
                raise
    raise AssertionError("not reached")


def _only_missing(parts: Iterator[lists.Part], done: frozenset[int], progress: Progress) -> Iterator[lists.Part]:
    for part in parts:
        if part.place in done:
            progress(_bytes(part))
        else:
            yield part


def _bytes(part: lists.Part) -> int:
    return sum(len(text) for _row, text in part.records)


def _together(waiting: Iterator[lists.Part], ingestion_id: UUID, folder: Path, processes: int, progress: Progress) -> None:
    """Parts go to whoever is free; the list is read no faster than they are taken in."""
    connections.close_all()
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, mp_context=context, initializer=own_processes.set_up) as pool:
        running: dict[Future[Taken], int] = {}
        try:
            for part in waiting:
                running[pool.submit(take_part, ingestion_id, part, folder)] = _bytes(part)
                if len(running) >= processes * AHEAD:
                    _settle(running, progress, return_when=FIRST_COMPLETED)
            _settle(running, progress)
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def _settle(running: dict[Future[Taken], int], progress: Progress, return_when: str = "ALL_COMPLETED") -> None:
    done, _rest = wait(running, return_when=return_when)
    for each in done:
        size = running.pop(each)
        each.result()
        progress(size)
