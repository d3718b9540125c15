"""manage.py load_demo: brings the city's demo people in, or lists them. Never in production."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from tongban.channels.console import demo
from tongban.kernel import clock


class Command(BaseCommand):
    help = "Load the demo people of this city's demo.yaml; loading twice changes nothing. Refused in production."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--list", action="store_true", help="only print the accounts: phone, password, what each can do")
        parser.add_argument("--code", action="store_true", help="only print the one-time code of now, for signing")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("Demo people share a published password and are never loaded in production.")
        path = settings.CITY_FOLDER / "demo.yaml"
        if not path.exists():
            self.stdout.write(f"{settings.CITY} has no demo.yaml, so it has no demo people.")
            return
        try:
            people = demo.read(path)
            if options["code"]:
                self.stdout.write(demo.code(people, at=clock.now()))
                return
            if options["list"]:
                self.stdout.write(demo.listing(people))
                return
            with transaction.atomic():
                demo.load(people, at=clock.now())
        except demo.FaultyDemo as error:
            raise CommandError(str(error)) from error
        told = ", ".join(f"{len(people.data[part])} {part}" for part in ("persons", "organisations", "staff"))
        self.stdout.write(f"Demo people are in: {told}. manage.py load_demo --list prints the accounts.")
