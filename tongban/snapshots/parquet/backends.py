"""What answers questions about the files: DuckDB in this process, or Spark on a cluster (INSIGHT_BACKEND). Both answer equally."""

from __future__ import annotations

import os
import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import ibis
from django.conf import settings

from tongban.snapshots.parquet import questions
from tongban.snapshots.parquet.store import Store, files
from tongban.snapshots.parquet.tables import SEQUENCE
from tongban.snapshots.terms import ExtraMissing, NoSnapshot

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    import ibis.expr.types as ir

MEMORY, THREADS = "1GB", 2  # of DuckDB; what needs more goes to the disk


@contextmanager
def _quietly() -> Iterator[None]:
    """Without what these libraries tell each other about their coming versions."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


class Engine:
    """One connection: files become tables, expressions become rows."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection

    def table(self, paths: Sequence[Path]) -> ir.Table:
        """All rows of these files."""
        with _quietly():
            return self.connection.read_parquet([str(path) for path in paths])

    def answer(self, question: ir.Table) -> list[dict[str, Any]]:
        with _quietly():
            return self.connection.to_pyarrow(question).to_pylist()


class _Spark(Engine):
    def table(self, paths: Sequence[Path]) -> ir.Table:
        name = ibis.util.gen_name("files")
        with _quietly():
            self.connection._session.read.parquet(*map(str, paths)).createOrReplaceTempView(name)
            return self.connection.table(name)


@contextmanager
def duckdb(scratch: Path) -> Iterator[Engine]:
    """DuckDB in this process, within bounds; what does not fit is put into a folder of `scratch` meanwhile."""
    apart = str(scratch / f"scratch-{os.getpid()}")
    connection = ibis.duckdb.connect(temp_directory=apart, memory_limit=MEMORY, threads=THREADS)
    try:
        yield Engine(connection)
    finally:
        connection.disconnect()


@contextmanager
def spark() -> Iterator[Engine]:
    """The cluster that INSIGHT_SPARK names. Its session stays for the next question. Raises ExtraMissing."""
    with _quietly():
        try:
            from pyspark.sql import SparkSession  # noqa: PLC0415  # pyright: ignore[reportMissingImports]  an extra of the extra, seldom there

            build = SparkSession.builder.master(settings.INSIGHT_SPARK).appName("tongban")
            for name, value in settings.INSIGHT_SPARK_SETTINGS.items():
                build = build.config(name, value)
            connection = ibis.pyspark.connect(build.getOrCreate())
        except ModuleNotFoundError as error:
            raise ExtraMissing(error.name or "pyspark") from error
    yield _Spark(connection)


@contextmanager
def opened() -> Iterator[questions.Tables]:
    """The tables as they hold now, on the backend that the settings name. Raises NoSnapshot, ExtraMissing."""
    store = Store(settings.INSIGHT_FOLDER)
    manifest = store.manifest()
    if manifest is None:
        raise NoSnapshot
    with spark() if settings.INSIGHT_BACKEND == "spark" else duckdb(store.folder) as engine:

        def named(name: str) -> ir.Table | None:
            paths = [store.path(name, file) for file in files(manifest.tables[name].parts)] if name in manifest.tables else []
            return questions.newest(engine.table(paths)) if paths else None

        yield questions.Tables(named, engine.answer)


def write(paths: Sequence[Path], place: Path, *, scratch: Path) -> None:
    """One file of several: of rows with one id the newest."""
    with duckdb(scratch) as engine:
        found = questions.newest(engine.table(paths)).order_by(SEQUENCE)  # the same rows are the same file
        with _quietly():
            engine.connection.to_parquet(found, place, compression="zstd")
