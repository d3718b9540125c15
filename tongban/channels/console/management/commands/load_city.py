"""manage.py load_city: brings departments, licence types and services to what the city's folder says."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from tongban.catalog import actions as catalog_actions
from tongban.catalog.terms import FaultyCity, Loaded
from tongban.identity.terms import SYSTEM
from tongban.kernel import clock


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
    """The city's files by their path inside the folder; demo people are loaded by `load_demo`."""
    if not folder.is_dir():
        raise CommandError(f"There is no city in {folder}. Choose one of cities/ with TONGBAN_CITY, or name a folder with --folder.")
    paths = [*folder.glob("*.yaml"), *folder.glob("services/*.yaml")]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths if path.name != "demo.yaml"}
