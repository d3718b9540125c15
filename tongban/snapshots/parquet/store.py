"""Files of snapshots on the disk: parts of Parquet, and the list that says which of them hold. The list is written last, in one step.

What is not in the list does not count: a run may be killed at any moment. Files that a list no longer names stay until the next run, for
whoever reads them still.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING

import pyarrow.parquet as pq

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    import pyarrow as pa

LIST, UNFINISHED = "manifest.json", ".unfinished"
BLOCK = 1024**2


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a table."""

    file: str
    rows: int
    size: int
    digest: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A reading under way: what has changed since a moment, begun at another, done up to an id."""

    since: str
    began: str
    after: str = ""

    @property
    def since_at(self) -> datetime | None:
        return datetime.fromisoformat(self.since) if self.since else None

    @property
    def began_at(self) -> datetime:
        return datetime.fromisoformat(self.began)


@dataclass(frozen=True, slots=True)
class Kept:
    """One table: its parts, the numbers of the next part and row, up to when everything is in it, and a reading that was not ended."""

    parts: tuple[Part, ...] = ()
    retired: tuple[str, ...] = ()  # not read any more, removed by the next run
    next_part: int = 1
    next_row: int = 1
    until: str = ""
    reading: Reading | None = None

    @property
    def until_at(self) -> datetime | None:
        return datetime.fromisoformat(self.until) if self.until else None


@dataclass(frozen=True, slots=True)
class Manifest:
    """Which files hold, as one short text with a digest."""

    version: str
    tables: dict[str, Kept] = field(default_factory=dict)

    def canonical(self) -> bytes:
        return json.dumps(asdict(self), sort_keys=True, separators=(",", ":")).encode()

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.canonical()).hexdigest()

    def having(self, name: str, kept: Kept) -> Manifest:
        return replace(self, tables=self.tables | {name: kept})


class Store:
    """A folder with a folder for each table."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def manifest(self) -> Manifest | None:
        """The list, if there is one that can be read."""
        try:
            told = json.loads((self.folder / LIST).read_bytes())
            return Manifest(told["version"], {name: _kept(each) for name, each in told["tables"].items()})
        except (FileNotFoundError, ValueError, KeyError, TypeError):
            return None

    def keep(self, manifest: Manifest) -> None:
        """Write the list in one step: whoever reads it finds the old one or the new one."""
        self.folder.mkdir(parents=True, exist_ok=True)
        beside = self.folder / (LIST + UNFINISHED)
        with beside.open("wb") as file:
            file.write(manifest.canonical())
            file.flush()
            os.fsync(file.fileno())
        beside.replace(self.folder / LIST)
        _flush(self.folder)

    def path(self, table: str, file: str) -> Path:
        return self.folder / table / file

    def unfinished(self, table: str, file: str) -> Path:
        """Where a part is written before it has its name."""
        (self.folder / table).mkdir(parents=True, exist_ok=True)
        return self.path(table, file + UNFINISHED)

    def finished(self, table: str, file: str) -> Part:
        """Give a part that is written its name."""
        beside, place = self.unfinished(table, file), self.path(table, file)
        with beside.open("rb") as written:
            digest = hashlib.file_digest(written, "sha256").hexdigest()
            os.fsync(written.fileno())
        beside.replace(place)
        _flush(place.parent)
        return Part(file, pq.read_metadata(place).num_rows, place.stat().st_size, digest)

    def tidy(self, manifest: Manifest) -> None:
        """Remove what does not hold: what a killed run left, and what the run before has joined."""
        for name, kept in manifest.tables.items():
            for path in (self.folder / name).glob("part-*"):
                if path.name not in files(kept.parts):
                    path.unlink()


class Writer:
    """Writes one part, batch after batch, so that never more than a batch is in memory."""

    def __init__(self, store: Store, table: str, number: int, schema: pa.Schema) -> None:
        self._store, self._table, self._file, self._schema = store, table, part_name(number), schema
        self._writer: pq.ParquetWriter | None = None
        self.rows = 0

    def write(self, batch: pa.RecordBatch) -> None:
        if self._writer is None:
            self._writer = pq.ParquetWriter(self._store.unfinished(self._table, self._file), self._schema, compression="zstd")
        self._writer.write_batch(batch)
        self.rows += batch.num_rows

    def finish(self) -> Part:
        assert self._writer is not None, "nothing was written"
        self._writer.close()
        return self._store.finished(self._table, self._file)

    def drop(self) -> None:
        """Close what is not wanted any more; the next run removes it."""
        if self._writer is not None:
            self._writer.close()


def part_name(number: int) -> str:
    return f"part-{number:06d}.parquet"


def files(parts: Iterable[Part]) -> list[str]:
    return [part.file for part in parts]


def _kept(told: dict) -> Kept:
    parts, reading = tuple(Part(**each) for each in told["parts"]), told["reading"]
    return Kept(**told | {"parts": parts, "retired": tuple(told["retired"]), "reading": Reading(**reading) if reading else None})


def _flush(folder: Path) -> None:
    """The names of files, too, are on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
