"""manage.py outbox: what the demo gateways would have sent, the newest last. Never in production."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from tongban.identity.terms import SYSTEM
from tongban.kernel import clock
from tongban.notices import queries as notice_queries


class Command(BaseCommand):
    help = "List text messages and spoken calls that the demo gateways were handed. Refused in production."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--last", type=int, default=20, help="how many (default: 20)")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("A city in production has no demo outbox; what its gateways took, their own pages show.")
        lines = notice_queries.demo_outbox(by=SYSTEM, limit=options["last"])
        for line in reversed(lines):
            self.stdout.write(f"{clock.city_time(line.at):%m-%d %H:%M}  {line.channel:5}  {line.phone}  {line.text}")
        if not lines:
            self.stdout.write("The outbox is empty.")
