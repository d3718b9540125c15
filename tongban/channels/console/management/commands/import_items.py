"""manage.py import_items: takes in a list of items from another system as guides, and tells what in it is dirty."""

import csv
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from tongban.catalog import actions as catalog_actions
from tongban.catalog.terms import FaultyCity, Finding, Imported
from tongban.identity.terms import SYSTEM
from tongban.kernel import clock

MAX_BYTES = 100_000_000
COLUMNS = ("row", "column", "value", "reason", "kept")


class Command(BaseCommand):
    help = "Publish every row of a CSV or XLSX list as a guide without application. Every dirty value is reported, no row is lost."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("list", type=Path, help="the list, CSV or XLSX")
        parser.add_argument("--mapping", type=Path, required=True, help="what its columns and codes mean, e.g. cities/import/guangan.yaml")
        parser.add_argument("--report", type=Path, help="write what is dirty to this CSV file instead of the terminal")

    def handle(self, *args: Any, **options: Any) -> None:
        items, mapping = options["list"], options["mapping"]
        try:
            imported = catalog_actions.import_items(
                name=items.name, content=_read(items), mapping_name=mapping.name, mapping=_read(mapping), by=SYSTEM, at=clock.now()
            )
        except FaultyCity as refusal:
            faults = "\n".join(f"  {fault}" for fault in refusal.faults)
            raise CommandError(f"Nothing was imported:\n{faults}") from refusal
        if options["report"]:
            _write(options["report"], imported.findings)
        else:
            self._list(items.name, imported.findings)
        self._sum_up(imported)

    def _list(self, name: str, findings: Sequence[Finding]) -> None:
        for each in findings:
            kept = f"Kept: {each.kept}." if each.kept else "Left empty."
            self.stdout.write(f"{name}:{each.row}: {each.column or 'row'}: {each.reason}: {each.value!r}. {kept}")

    def _sum_up(self, imported: Imported) -> None:
        counted = Counter((each.column, each.reason) for each in imported.findings)
        for (column, reason), count in sorted(counted.items(), key=lambda each: (each[0][0], -each[1])):
            self.stdout.write(f"  {count:6d}  {column or 'row'}: {reason}")
        self.stdout.write(
            f"  {imported.rows} rows: {len(imported.new)} new guides, {len(imported.changed)} changed, "
            f"{len(imported.unchanged)} unchanged, {imported.repeated} repeated, "
            f"{len(imported.conflicts)} in conflict with the city's own; {len(imported.findings)} values reported"
        )


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise CommandError(f"{path} is larger than {MAX_BYTES // 1_000_000} MB. Split the list.")
        return path.read_bytes()
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}.") from error


def _write(path: Path, findings: Sequence[Finding]) -> None:
    """With a byte order mark, so that spreadsheets read the Chinese."""
    try:
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            rows = csv.writer(file)
            rows.writerow(COLUMNS)
            rows.writerows((each.row, each.column, each.value, each.reason, each.kept) for each in findings)
    except OSError as error:
        raise CommandError(f"The list was imported, but the report cannot be written to {path}: {error.strerror}.") from error
