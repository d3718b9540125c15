"""manage.py verify_ledger: re-derives the chain of the ledger and says what does not hold."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tongban.kernel import ledger


class Command(BaseCommand):
    help = "Re-derive every link of the ledger. Ends with an error when an entry was changed, removed or moved."

    def handle(self, *args: Any, **options: Any) -> None:
        report = ledger.verify()
        self.stdout.write(f"{report.entries} entries, {report.sealed} sealed, {report.unsealed} not sealed yet")
        for fault in report.broken:
            self.stderr.write(fault)
        if not report.sound:
            raise CommandError(f"The ledger is not what was sealed: {len(report.broken)} places, listed above.")
        self.stdout.write("The ledger holds.")
