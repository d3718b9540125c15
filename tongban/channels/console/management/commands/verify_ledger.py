"""manage.py verify_ledger: re-derives both chains, the log over them, and every row that is held against them; says what does not hold."""

from argparse import ArgumentParser
from itertools import chain
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tongban.board import queries as board_queries
from tongban.campaigns import queries as campaign_queries
from tongban.directives import queries as directive_queries
from tongban.insight import queries as insight_queries
from tongban.kernel import history, transparency
from tongban.licences import queries as licence_queries
from tongban.reports import queries as report_queries
from tongban.seals import queries as seal_queries
from tongban.sharing import queries as sharing_queries
from tongban.snapshots import queries as snapshot_queries
from tongban.supervision import queries as supervision_queries
from tongban.watches import queries as watch_queries

SHOWN = 200  # faults; more are counted
MODULES = (
    licence_queries,
    sharing_queries,
    seal_queries,
    board_queries,
    supervision_queries,
    snapshot_queries,
    insight_queries,
    watch_queries,
    directive_queries,
    campaign_queries,
    report_queries,
)
AUDITS = tuple(module.audit for module in MODULES)


class Command(BaseCommand):
    help = (
        "Re-derive every link, batch, leaf and checkpoint, and every licence, proposal, correction, authorisation, right, seal, message"
        ", ranking, snapshot, surge, order, interview and campaign. Ends with an error when anything was changed or removed."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        told = "a checkpoint that was kept elsewhere: the log must still begin with what it signed"
        parser.add_argument("--against", type=Path, metavar="FILE", action="append", default=[], help=told)

    def handle(self, *args: Any, **options: Any) -> None:
        found = history.verify()
        for name, entries in (("acts", found.acts), ("reads", found.reads)):
            self.stdout.write(f"{name}: {entries.entries} entries, {entries.sealed} sealed, {entries.unsealed} not sealed yet")
        self.stdout.write(f"log: {found.log.leaves} leaves, {found.log.checkpoints} checkpoints")
        against = (fault for path in options["against"] for fault in _against(path))
        broken = 0
        for broken, fault in enumerate(chain(found.broken, against, *(audit() for audit in AUDITS)), 1):
            if broken <= SHOWN:
                self.stderr.write(fault)
        if broken:
            raise CommandError(f"The ledger is not what was sealed: {broken} places, listed above.")
        self.stdout.write("The ledger holds.")


def _against(path: Path) -> list[str]:
    """What a kept checkpoint says against the log."""
    try:
        fault = transparency.contradicted(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"{path} cannot be read: {error}") from error
    return [f"{path}: {fault}"] if fault else []
