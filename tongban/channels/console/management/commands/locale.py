"""manage.py locale: brings the doors' English up to their Chinese. Developers run it after changing a text."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from tongban.channels.console import catalogues


class Command(BaseCommand):
    help = "Extract the texts of every door into its locale/en/LC_MESSAGES/django.po, compile, and list what waits for a translation."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing; fail when something is missing, unused or not compiled")

    def handle(self, *args: Any, **options: Any) -> None:
        incomplete = 0
        for door in catalogues.doors():
            if not options["check"]:
                catalogues.write(door)
            incomplete += self._tell(catalogues.state(door))
        if incomplete and options["check"]:
            raise CommandError(
                f"{incomplete} doors are not complete: run `manage.py locale`, then write the missing English into the .po files."
            )

    def _tell(self, state: catalogues.State) -> int:
        self.stdout.write(f"{state.door}: {state.messages} texts, {len(state.untranslated)} without English")
        for title, texts in (("untranslated", state.untranslated), ("unused", state.unused), ("other placeholders", state.misplaced)):
            for text in texts:
                self.stdout.write(f"  {title}: {text}")
        if state.stale:
            self.stdout.write("  the compiled .mo is not what the .po says")
        return not state.whole
