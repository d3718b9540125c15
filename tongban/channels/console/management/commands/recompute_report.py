"""manage.py recompute_report: draws a report up again from the ledgers, and says whether it is what was stored and signed."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tongban.reports import queries
from tongban.reports.terms import UnknownReport

SHOWN = 20  # places


class Command(BaseCommand):
    help = "Draw a report up again as of its closing. Ends with an error where it is not what is stored, or the signature fails."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("number", metavar="NUMBER", help="such as FX2026-12")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            found = queries.recomputed(options["number"])
        except UnknownReport as refusal:
            raise CommandError(f"There is no report {options['number']}.") from refusal
        self.stdout.write(found.number)
        self.stdout.write(f"  stored   SHA-256 {found.stored}")
        self.stdout.write(f"  computed SHA-256 {found.counted}")
        told = {None: "not approved yet", True: "holds", False: "does NOT hold"}
        self.stdout.write(f"  signature {told[found.signature_holds]}")
        for place in found.differs[:SHOWN]:
            self.stderr.write(f"  differs: {place}")
        if not found.same:
            raise CommandError("The report is not what was stored: something was changed behind the verbs' back. verify_ledger says where.")
        self.stdout.write("The same.")
