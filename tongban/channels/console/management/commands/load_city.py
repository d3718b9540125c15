"""manage.py load_city: brings departments, licence types, services, duty rosters, board and supervision to what the city's folder says."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from tongban.catalog import actions as catalog_actions
from tongban.catalog.terms import FaultyCity, Loaded
from tongban.duty import actions as duty_actions
from tongban.duty.terms import FaultyDuty
from tongban.identity.terms import SYSTEM
from tongban.kernel import clock
from tongban.responsibilities import actions as responsibilities_actions
from tongban.responsibilities.terms import FaultyBoard
from tongban.supervision import actions as supervision_actions
from tongban.supervision.terms import FaultySupervision

BOARD = "board.yaml"
DUTY = "duty.yaml"
SUPERVISION = "supervision.yaml"
APART = frozenset({BOARD, DUTY, SUPERVISION, "demo.yaml"})


class Command(BaseCommand):
    help = "Check all files of the city, then publish what changed. Loading twice changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--folder", type=Path, default=settings.CITY_FOLDER, help="the city's folder (default: TONGBAN_CITY's)")

    def handle(self, *args: Any, **options: Any) -> None:
        files = _files(options["folder"])
        try:
            loaded = catalog_actions.load_city(files=files, by=SYSTEM, at=clock.now())
        except FaultyCity as refusal:
            faults = "\n".join(f"  {options['folder'].name}/{fault}" for fault in refusal.faults)
            raise CommandError(f"The city has {len(refusal.faults)} faults, and nothing was loaded:\n{faults}") from refusal
        self._tell(loaded)
        self._load_duty(options["folder"] / DUTY)
        self._load_board(options["folder"] / BOARD)
        self._load_supervision(options["folder"] / SUPERVISION)

    def _load_duty(self, path: Path) -> None:
        """Who is on duty in which unit, where the city says so."""
        if not path.exists():
            return
        try:
            changed = duty_actions.load_duty(content=path.read_bytes(), file=path.name, by=SYSTEM, at=clock.now())
        except FaultyDuty as refusal:
            faults = "\n".join(f"  {path.parent.name}/{fault}" for fault in refusal.faults)
            raise CommandError(f"The duty rosters have {len(refusal.faults)} faults, and stay as they were:\n{faults}") from refusal
        self.stdout.write(f"  duty: {changed} rosters and rules changed")

    def _load_board(self, path: Path) -> None:
        """The message board, where the city has one. It refers to departments and desks, so it comes after them."""
        if not path.exists():
            return
        try:
            loaded = responsibilities_actions.load_board(content=path.read_bytes(), file=path.name, by=SYSTEM, at=clock.now())
        except FaultyBoard as refusal:
            faults = "\n".join(f"  {path.parent.name}/{fault}" for fault in refusal.faults)
            raise CommandError(f"The message board has {len(refusal.faults)} faults, and stays as it was:\n{faults}") from refusal
        changed = "changed" if loaded.changed else "unchanged"
        self.stdout.write(f"  message board {changed}: {loaded.categories} classes, {loaded.districts} districts and streets")

    def _load_supervision(self, path: Path) -> None:
        """The rules of supervision, where the city has some. They refer to the units of the board, so they come after it."""
        if not path.exists():
            return
        try:
            loaded = supervision_actions.load_supervision(content=path.read_bytes(), file=path.name, by=SYSTEM, at=clock.now())
        except FaultySupervision as refusal:
            faults = "\n".join(f"  {path.parent.name}/{fault}" for fault in refusal.faults)
            raise CommandError(f"The rules of supervision have {len(refusal.faults)} faults, and stay as they were:\n{faults}") from refusal
        self.stdout.write(f"  supervision {'changed' if loaded.changed else 'unchanged'}: {loaded.groups} groups, {loaded.units} units")

    def _tell(self, loaded: Loaded) -> None:
        for code in loaded.published:
            self.stdout.write(f"  published {code}")
        for code in loaded.conflicts:
            self.stderr.write(
                f"  {code}: the file changed, and so did the desk since it was last loaded. Left alone: bring the two together in the file."
            )
        for code in loaded.gone:
            self.stderr.write(f"  {code}: no file names it any more. It stays as it is; to close it, put the file back and say so there.")
        self.stdout.write(
            f"  {len(loaded.published)} services published, {len(loaded.unchanged)} unchanged, {len(loaded.conflicts)} in conflict; "
            f"{loaded.departments} departments and desks and {loaded.licence_types} licence types changed"
        )


def _files(folder: Path) -> dict[str, bytes]:
    """The city's files by their path inside the folder; demo people are loaded by `load_demo`, the board after its units."""
    if not folder.is_dir():
        raise CommandError(f"There is no city in {folder}. Choose one of cities/ with TONGBAN_CITY, or name a folder with --folder.")
    paths = [*folder.glob("*.yaml"), *folder.glob("services/*.yaml")]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths if path.name not in APART}
