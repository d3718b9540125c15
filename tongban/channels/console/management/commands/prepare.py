"""manage.py prepare: brings database, city and static files up to this code. bin/serve calls it; so does an operator after an update."""

import io
import time
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Migrate, load the city, collect static files; outside production load the demo people too."

    def handle(self, *args: Any, **options: Any) -> None:
        self._step("Migrating", "migrate", verbosity=0, interactive=False)
        self._step("Making the table of tries at signing in", "createcachetable", verbosity=0)
        self._step("Loading the city", "load_city")
        if not settings.PRODUCTION:
            self._step("Loading the demo people", "load_demo")
            self._keep_accounts()
        self._step("Collecting static files", "collectstatic", verbosity=0, interactive=False)

    def _step(self, title: str, command: str, **options: Any) -> None:
        started = time.monotonic()
        call_command(command, stdout=self.stdout, **options)
        self.stdout.write(f"  {title}: {time.monotonic() - started:.1f} s")
        self.stdout.flush()

    def _keep_accounts(self) -> None:
        """The list is the same until the demo people change, so bin/serve prints it from a file."""
        listed = io.StringIO()
        call_command("load_demo", list=True, stdout=listed)
        (settings.VAR / "demo_accounts.txt").write_text(listed.getvalue(), encoding="utf-8")
