"""manage.py import_messages: takes in messages of another channel of the city from a list, CSV or JSON lines."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from tongban.board import actions as board_actions
from tongban.board.terms import Foreign, UnknownSource
from tongban.channels.parts.foreign_lists import read_list
from tongban.identity.terms import SYSTEM
from tongban.kernel import clock
from tongban.responsibilities.terms import NoBoard

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tongban.board.terms import Imported

MAX_BYTES = 200_000_000
AT_A_TIME = 50  # messages in one transaction: whoever leaves the first message of a year meanwhile waits for it
TOLD_EACH = 500  # messages


class Command(BaseCommand):
    help = (
        "Take in messages of another channel, with their times and answers. Importing twice changes nothing; every line left out is told."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("list", type=Path, help="the list: .csv with a header, or .jsonl with one object a line")
        parser.add_argument("--source", required=True, help="the channel, as `sources` of the city's board.yaml names it")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["list"]
        try:
            content = path.read_bytes() if path.stat().st_size <= MAX_BYTES else None
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
        if content is None:
            raise CommandError(f"{path.name} has more than {MAX_BYTES // 1_000_000} MB. Split it.")
        read = list(read_list(content, name=path.name))
        found = [each for each in read if isinstance(each, Foreign)]
        told: list[Imported] = []
        for place in range(0, len(found), AT_A_TIME):
            told.append(self._taken(found[place : place + AT_A_TIME], options["source"]))
            if place % TOLD_EACH == 0 and place:
                self.stdout.write(f"  {place} of {len(found)} …")
        rejected = [each for each in read if not isinstance(each, Foreign)] + [line for each in told for line in each.rejected]
        for line, reason in sorted(rejected):
            self.stderr.write(f"  {path.name}:{line}: {reason}")
        for line, number in (same for each in told for same in each.same):
            self.stdout.write(f"  {path.name}:{line}: says what {number} says")
        taken, answered, repeated = (sum(getattr(each, name) for each in told) for name in ("taken", "answered", "repeated"))
        counts = f"{taken} messages taken in, {answered} answers to earlier ones, {repeated} repeated, {len(rejected)} left out"
        self.stdout.write(f"  {len(read)} lines: {counts}")

    def _taken(self, messages: Sequence[Foreign], source: str) -> Imported:
        try:
            return board_actions.import_messages(source=source, messages=messages, by=SYSTEM, at=clock.now())
        except UnknownSource as refusal:
            raise CommandError(f"The city takes messages from no channel `{source}`. Add it to `sources` in board.yaml.") from refusal
        except NoBoard as refusal:
            raise CommandError("The city has no message board yet. Load it first: manage.py load_city.") from refusal
