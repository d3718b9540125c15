"""manage.py load_city: brings departments, licence types, services, duty rosters, board and supervision to what the city's folder says."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from tongban.catalog import actions as catalog_actions
from tongban.catalog.terms import FaultyCity, Loaded
from tongban.duty import actions as duty_actions
from tongban.identity.terms import SYSTEM
from tongban.kernel import clock
from tongban.kernel.yaml import Faulty
from tongban.responsibilities import actions as responsibilities_actions
from tongban.supervision import actions as supervision_actions

if TYPE_CHECKING:
    from collections.abc import Callable

    from tongban.responsibilities.terms import LoadedBoard
    from tongban.supervision.terms import LoadedSupervision

DUTY, BOARD, SUPERVISION = "duty.yaml", "board.yaml", "supervision.yaml"
APART = frozenset({DUTY, BOARD, SUPERVISION, "demo.yaml"})
DUTY_STAYS = "The duty rosters have {} faults, and stay as they were"
BOARD_STAYS = "The message board has {} faults, and stays as it was"
SUPERVISION_STAYS = "The rules of supervision have {} faults, and stay as they were"


class Command(BaseCommand):
    help = "Check all files of the city, then publish what changed. Loading twice changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--folder", type=Path, default=settings.CITY_FOLDER, help="the city's folder (default: TONGBAN_CITY's)")

    def handle(self, *args: Any, **options: Any) -> None:
        files = _files(options["folder"])
        try:
            loaded = catalog_actions.load_city(files=files, by=SYSTEM, at=clock.now())
        except FaultyCity as refusal:
            faults = _lines(options["folder"], refusal)
            raise CommandError(f"The city has {len(refusal.faults)} faults, and nothing was loaded:\n{faults}") from refusal
        self._tell(loaded)
        folder = options["folder"]
        if (changed := self._loaded(folder / DUTY, duty_actions.load_duty, DUTY_STAYS)) is not None:
            self.stdout.write(f"  duty: {changed} rosters and rules changed")
        if it := self._loaded(folder / BOARD, responsibilities_actions.load_board, BOARD_STAYS):
            self.stdout.write(f"  message board {_changed(it)}: {it.categories} classes, {it.districts} districts and streets")
        if it := self._loaded(folder / SUPERVISION, supervision_actions.load_supervision, SUPERVISION_STAYS):
            self.stdout.write(f"  supervision {_changed(it)}: {it.groups} groups, {it.units} units")

    def _loaded(self, path: Path, load: Callable[..., Any], stays: str) -> Any:
        """What came of a file that is loaded by itself; None where the city has none. It refers to what was loaded before it."""
        if not path.exists():
            return None
        try:
            return load(content=path.read_bytes(), file=path.name, by=SYSTEM, at=clock.now())
        except Faulty as refusal:
            raise CommandError(f"{stays.format(len(refusal.faults))}:\n{_lines(path.parent, refusal)}") from refusal

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


def _lines(folder: Path, refusal: Faulty) -> str:
    return "\n".join(f"  {folder.name}/{fault}" for fault in refusal.faults)


def _changed(loaded: LoadedBoard | LoadedSupervision) -> str:
    return "changed" if loaded.changed else "unchanged"
