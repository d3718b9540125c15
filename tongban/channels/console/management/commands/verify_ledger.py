"""manage.py verify_ledger: re-derives both chains and the log over them, and says what does not hold."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tongban.kernel import history, transparency

SHOWN = 200  # faults; more are counted


class Command(BaseCommand):
    help = "Re-derive every link, batch, leaf and checkpoint. Ends with an error when anything was changed, removed or moved."

    def add_arguments(self, parser: ArgumentParser) -> None:
        told = "a checkpoint that was kept elsewhere: the log must still begin with what it signed"
        parser.add_argument("--against", type=Path, metavar="FILE", action="append", default=[], help=told)

    def handle(self, *args: Any, **options: Any) -> None:
        found = history.verify()
        for name, chain in (("acts", found.acts), ("reads", found.reads)):
            self.stdout.write(f"{name}: {chain.entries} entries, {chain.sealed} sealed, {chain.unsealed} not sealed yet")
        self.stdout.write(f"log: {found.log.leaves} leaves, {found.log.checkpoints} checkpoints")
        broken = [*found.broken, *(fault for path in options["against"] for fault in _against(path))]
        for fault in broken[:SHOWN]:
            self.stderr.write(fault)
        if broken:
            raise CommandError(f"The ledger is not what was sealed: {len(broken)} places, listed above.")
        self.stdout.write("The ledger holds.")


def _against(path: Path) -> list[str]:
    """What a kept checkpoint says against the log."""
    try:
        fault = transparency.contradicted(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"{path} cannot be read: {error}") from error
    return [f"{path}: {fault}"] if fault else []
