"""Bringing the files up to date: what has changed is read batch by batch into new parts, which are joined when they have become many.

The list of files is written after each part, with how far the reading has come. Whoever kills a run loses the part it was at; the next
run goes on from there, and then reads what has changed since the killed one began.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from tongban.snapshots.parquet import backends, questions
from tongban.snapshots.parquet.store import Kept, Manifest, Reading, Store, Writer, files, part_name

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from tongban.snapshots.parquet.sources import Source, Sources

BATCH, PART_ROWS, PARTS = 10_000, 200_000, 24
AHEAD = timedelta(days=1)  # what changes while it is read is read as it is then
OVERLAP = timedelta(hours=1)  # acts that were under way when a reading began, and were not there yet, are read by the next


@dataclass(frozen=True, slots=True)
class Done:
    """What a run wrote, and what holds after it."""

    written: dict[str, int]
    parts: dict[str, int]
    until_at: datetime
    version: str
    digest: str


def bring_up_to_date(folder: Path, sources: Sources, *, at: datetime, batch: int = BATCH, part_rows: int = PART_ROWS) -> Done:
    """Read everything that has changed into files. Files of another version, or of which one is gone, are written anew."""
    run = _Run(Store(folder), sources, at, batch, part_rows)
    return run.all()


class _Run:
    def __init__(self, store: Store, sources: Sources, at: datetime, batch: int, part_rows: int) -> None:
        self.store, self.sources, self.at, self.batch, self.part_rows = store, sources, at, batch, part_rows
        found = store.manifest()
        self.manifest = found if found is not None and found.version == sources.version else Manifest(sources.version)
        for source in sources.each:
            name = source.table.name
            kept = self.manifest.tables.get(name, Kept())
            kept = replace(kept, retired=()) if self._whole(name, kept) else Kept(next_part=kept.next_part)
            self.manifest = self.manifest.having(name, kept)
        self.written = dict.fromkeys(self.manifest.tables, 0)

    def all(self) -> Done:
        self.store.tidy(self.manifest)
        for source in self.sources.each:
            if self.manifest.tables[source.table.name].reading:  # what a killed run had begun
                self._read(source)
            self._begin(source)
            self._read(source)
            self._join(source)
        self.store.keep(self.manifest)
        parts = {name: len(kept.parts) for name, kept in self.manifest.tables.items()}
        return Done(self.written, parts, self.at, self.manifest.version, self.manifest.digest)

    def _whole(self, name: str, kept: Kept) -> bool:
        paths = [(self.store.path(name, part.file), part.size) for part in kept.parts]
        return all(path.exists() and path.stat().st_size == size for path, size in paths)

    def _begin(self, source: Source) -> None:
        kept = self.manifest.tables[source.table.name]
        since = (kept.until_at - OVERLAP).isoformat() if kept.until_at else ""
        self.manifest = self.manifest.having(source.table.name, replace(kept, reading=Reading(since, self.at.isoformat())))

    def _read(self, source: Source) -> None:
        """Go on with a reading until its end, part by part."""
        name = source.table.name
        while True:
            kept = self.manifest.tables[name]
            reading = kept.reading
            assert reading is not None, "begun by _begin, or by a run that was killed"
            writer = Writer(self.store, name, kept.next_part, source.table.schema)
            after, ended = self._fill(source, writer, reading, kept.next_row)
            if writer.rows:
                kept = replace(
                    kept, parts=(*kept.parts, writer.finish()), next_part=kept.next_part + 1, next_row=kept.next_row + writer.rows
                )
                self.written[name] += writer.rows
            until = reading.began if ended else kept.until
            kept = replace(kept, reading=None if ended else replace(reading, after=after), until=until)
            self.manifest = self.manifest.having(name, kept)
            self.store.keep(self.manifest)
            if ended:
                return

    def _fill(self, source: Source, writer: Writer, reading: Reading, first: int) -> tuple[str, bool]:
        """Write a part; the last id in it, and whether that was all."""
        since, until, after = reading.since_at, reading.began_at + AHEAD, reading.after
        while writer.rows < self.part_rows:
            rows = source.rows(since, until, after, self.batch, self.sources.by)
            if rows:
                writer.write(source.table.batch(rows, first + writer.rows))
                after = str(rows[-1]["id"])
            if len(rows) < self.batch:
                return after, True
        return after, False

    def _join(self, source: Source) -> None:
        """One part of many: what holds of each row. At once where a file still has words that are no longer displayed."""
        name = source.table.name
        kept = self.manifest.tables[name]
        paths = [self.store.path(name, file) for file in files(kept.parts)]
        if not paths or (len(paths) <= PARTS and not self._has_old_words(source, paths)):
            return
        file = part_name(kept.next_part)
        backends.write(paths, self.store.unfinished(name, file), scratch=self.store.folder)
        joined = self.store.finished(name, file)
        kept = replace(kept, parts=(joined,), retired=tuple(files(kept.parts)), next_part=kept.next_part + 1)
        self.manifest = self.manifest.having(name, kept)

    def _has_old_words(self, source: Source, paths: list[Path]) -> bool:
        if not source.table.words or len(paths) < 2:
            return False
        with backends.duckdb(self.store.folder) as engine:
            every = engine.table(paths)
            return bool(engine.answer(questions.old_words(every, source.table.words[0]))[0]["rows"])
