"""manage.py recompute_ranking: counts a closed week again from the ledgers, and says whether it is what was stored and signed."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tongban.supervision import queries
from tongban.supervision.terms import UnknownWeek


class Command(BaseCommand):
    help = "Count a week again as of its closing. Ends with an error where it is not what is stored, or the signature fails."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("week", metavar="WEEK", help="such as 2026-W48")
        parser.add_argument("--of-version", type=int, metavar="N", help="of its versions the newest, unless one is named")
        parser.add_argument("--keep", type=Path, metavar="FILE", help="write the canonical JSON, as counted now, into a file")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            found = queries.recomputed(options["week"], version=options["of_version"])
        except UnknownWeek as refusal:
            raise CommandError(f"{options['week']} is not closed, or has no such version.") from refusal
        if options["keep"]:
            try:
                options["keep"].write_bytes(found.canonical.encode())
            except OSError as fault:
                raise CommandError(f"{options['keep']} could not be written: {fault.strerror}.") from fault
        self.stdout.write(f"{found.week}, version {found.version}")
        self.stdout.write(f"  stored   SHA-256 {found.stored}, with every unit {found.stored_trial}")
        self.stdout.write(f"  computed SHA-256 {found.counted}, with every unit {found.counted_trial}")
        if not found.stands:
            self.stdout.write("  a stored text is not of the digest or signature beside it, or is of another week or version")
        told = {None: "not signed off yet", True: "holds", False: "does NOT hold"}
        self.stdout.write(f"  signature {told[found.signature_holds]}")
        if not found.same:
            raise CommandError("The week is not what was stored: something was changed behind the verbs' back. verify_ledger says where.")
        self.stdout.write("The same.")
