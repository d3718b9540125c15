"""manage.py ingest: takes a department's stock of licences into the library, and reports every row that was not taken."""

import csv
import os
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from tongban.channels.console import stock
from tongban.identity.terms import SYSTEM
from tongban.kernel import lists
from tongban.licences import queries as licence_queries
from tongban.licences.terms import FaultyMapping, FaultyStock, Ingestion, UnknownType

COLUMNS = ("row", "column", "value", "reason", "rejected")
ENDINGS = {".csv": True, ".txt": True, ".jsonl": False, ".ndjson": False}  # whether its records are quoted


class Command(BaseCommand):
    help = (
        "Take a list of licences (CSV, JSON lines, or a folder of documents with sidecars) into the library. The same list again "
        "changes nothing; after a break it goes on where it was."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        told = "the list, .csv or .jsonl, or a folder of .pdf and .ofd with a .json for each; files that it names lie beside it"
        parser.add_argument("list", type=Path, help=told)
        parser.add_argument("--mapping", type=Path, required=True, help="what its columns mean, e.g. cities/import/stock.yaml")
        parser.add_argument("--report", type=Path, help="write every row that something is wrong with to this CSV file, values masked")
        parser.add_argument("--part-rows", type=int, default=lists.PART_ROWS, help="how many rows are one transaction")
        parser.add_argument("--processes", type=int, default=os.cpu_count() or 1, help="how many take parts in at once")

    def handle(self, *args: Any, **options: Any) -> None:
        source = _source(options["list"].absolute())
        mapping: Path = options["mapping"]
        try:
            with tqdm(total=source.size(), unit="B", unit_scale=True, file=self.stderr, disable=not sys.stderr.isatty()) as bar:
                ingestion = stock.begin(source, mapping_name=mapping.name, mapping=mapping.read_bytes(), part_rows=options["part_rows"])
                self._greet(ingestion)
                done = stock.take_in(source, ingestion, processes=options["processes"], progress=bar.update)
        except FaultyMapping as refusal:
            raise CommandError("Nothing was taken in:\n" + "\n".join(f"  {fault}" for fault in refusal.faults)) from refusal
        except (FaultyStock, UnknownType) as refusal:
            raise CommandError(f"Nothing was taken in: {refusal}.") from refusal
        except OSError as error:
            raise CommandError(f"{error.filename} cannot be read: {error.strerror}.") from error
        self._sum_up(done)
        if options["report"]:
            _write(options["report"], done)

    def _greet(self, ingestion: Ingestion) -> None:
        if ingestion.finished_at is not None:
            self.stdout.write(f"{ingestion.file_name} was taken in on {ingestion.finished_at:%Y-%m-%d}; nothing changes.")
        elif ingestion.parts:
            self.stdout.write(f"Going on: {len(ingestion.parts)} parts with {ingestion.counts.rows} rows are done.")

    def _sum_up(self, done: Ingestion) -> None:
        for column, fault, rejects, count in licence_queries.findings_counted(done.id, by=SYSTEM):
            self.stdout.write(f"  {count:8d}  {column or 'row'}: {fault.value} ({'rejected' if rejects else 'taken in all the same'})")
        counts = done.counts
        self.stdout.write(
            f"  {counts.rows} rows: {counts.taken} taken in, {counts.repeated} there already, {counts.rejected} rejected; "
            f"{counts.flagged} with something to look at"
        )


def _source(path: Path) -> stock.Source:
    if path.is_dir():
        return stock.Source(path, quoted=False, folder=True)
    if path.suffix.lower() not in ENDINGS:
        raise CommandError(f"{path} is neither a folder nor one of {', '.join(ENDINGS)}.")
    if not path.is_file():
        raise CommandError(f"{path} cannot be read: there is no such file.")
    return stock.Source(path, quoted=ENDINGS[path.suffix.lower()], folder=False)


def _write(path: Path, done: Ingestion) -> None:
    """With a byte order mark, so that spreadsheets read the Chinese."""
    try:
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            rows = csv.writer(file)
            rows.writerow(COLUMNS)
            for each in licence_queries.all_findings(done.id, by=SYSTEM):
                rows.writerow((each.row, each.column, each.value, each.fault.value, "yes" if each.rejects else "no"))
    except OSError as error:
        raise CommandError(f"The list was taken in, but the report cannot be written to {path}: {error.strerror}.") from error
