"""Only verbs write, only their own module's tables, and only jobs and doors know the time."""

import ast
from pathlib import Path

import pytest

from tests.house import source

WRITING = ("save", "create", "bulk_create", "bulk_update", "update", "delete", "get_or_create", "update_or_create")
READING_ROOMS = ("queries", "access", "rules", "events", "terms", "subscriptions", "ports")
TELLING_TIME = ("clock.now", "timezone.now", "datetime.now", "date.today", "time.time")


def _readers() -> list[Path]:
    rooms = [path for module in source.DOMAIN for name in READING_ROOMS for path in source.room(module, name)]
    return rooms + list(source.python_files("tongban/channels"))


@pytest.mark.parametrize("path", _readers(), ids=lambda path: str(path.relative_to(source.ROOT)))
def test_only_verbs_write(path: Path) -> None:
    """Questions, rules and doors never save a model: no `.objects….create()`, no `.save()` of a row."""
    wrong = [
        call
        for call in source.calls(source.tree(path))
        if call.split(".")[-1] in WRITING and (".objects" in call or call.endswith(".save"))
    ]
    assert not wrong, "call a verb instead"


@pytest.mark.parametrize("path", source.python_files("tongban/channels"), ids=lambda path: str(path.relative_to(source.ROOT)))
def test_doors_do_not_query_our_tables(path: Path) -> None:
    ours = [call for call in source.calls(source.tree(path)) if ".objects." in call and not call.startswith("Procrastinate")]
    assert not ours, "ask the module's queries"


TIMELESS = [path for module in source.DOMAIN for name in ("actions", *READING_ROOMS[:5], "models") for path in source.room(module, name)]


@pytest.mark.parametrize("path", TIMELESS, ids=lambda path: str(path.relative_to(source.ROOT)))
def test_no_clock_below_the_doors(path: Path) -> None:
    """A verb or a question is told the time; jobs, doors and the worker ask the kernel's clock once."""
    assert not [call for call in source.calls(source.tree(path)) if call.endswith(TELLING_TIME)]


def test_no_domain_code_in_migrations() -> None:
    """A migration must run years later: it may name a field class or a default of ours, never a verb, a question or a rule."""
    wrong = []
    for path in (source.ROOT / "tongban").rglob("migrations/[0-9]*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom | ast.Import):
                names = [node.module or ""] if isinstance(node, ast.ImportFrom) else [each.name for each in node.names]
                wrong += [f"{path.name}: {name}" for name in names if set(name.split(".")) & {"actions", "queries", "rules", "access"}]
    assert not wrong
