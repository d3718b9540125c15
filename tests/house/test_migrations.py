"""Migrations can be applied to a city that is running, and back."""

import pytest
from django_migration_linter import MigrationLinter

from tests.house import source

OURS = ["kernel", *source.DOMAIN]
# They drop what the release before this one has stopped using.
DROPPED_LATER = ("0004_number_index_dropped",)  # identity: no release reads or writes it since 0002_library


@pytest.mark.django_db
def test_no_migration_breaks_a_running_city() -> None:
    """Columns are added with a default, nothing is dropped in the release that stops using it."""
    quiet = ["ok", "ignore", "warning", "error"]
    linter = MigrationLinter(path=str(source.ROOT), include_apps=OURS, ignore_name=DROPPED_LATER, no_cache=True, quiet=quiet)
    linter.lint_all_migrations()
    assert not linter.has_errors


def test_migrations_are_numbered_and_named_after_the_change() -> None:
    wrong = []
    for module in OURS:
        files = sorted(path.stem for path in (source.ROOT / "tongban" / module / "migrations").glob("[0-9]*.py"))
        wrong += [f"{module}: {name}" for number, name in enumerate(files, 1) if not name.startswith(f"{number:04d}_") or "_auto_" in name]
    assert not wrong
