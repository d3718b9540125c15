"""Only verbs write, only their own module's tables, and only jobs and doors know the time."""

import ast
from collections.abc import Iterable
from pathlib import Path

from tests.house import source

WRITING = ("save", "create", "bulk_create", "bulk_update", "update", "delete", "get_or_create", "update_or_create")
READING_ROOMS = ("queries", "access", "rules", "events", "terms", "subscriptions", "ports")
TELLING_TIME = ("clock.now", "timezone.now", "datetime.now", "date.today", "time.time")


def _readers() -> list[Path]:
    rooms = [path for module in source.DOMAIN for name in READING_ROOMS for path in source.room(module, name)]
    return rooms + list(source.python_files("tongban/channels"))


def _calls(paths: Iterable[Path]) -> list[tuple[str, str]]:
    """Each call in these files, after the name of its file."""
    return [(source.place(path), call) for path in paths for call in sorted(source.calls(source.tree(path)))]


def test_only_verbs_write() -> None:
    """Questions, rules and doors never save a model: no `.objects….create()`, no `.save()` of a row."""
    wrong = [
        f"{place}: {call}"
        for place, call in _calls(_readers())
        if call.split(".")[-1] in WRITING and (".objects" in call or call.endswith(".save"))
    ]
    assert not wrong, "call a verb instead:\n" + "\n".join(wrong)


def test_doors_do_not_query_our_tables() -> None:
    doors = _calls(source.python_files("tongban/channels"))
    ours = [f"{place}: {call}" for place, call in doors if ".objects." in call and not call.startswith("Procrastinate")]
    assert not ours, "ask the module's queries:\n" + "\n".join(ours)


def test_no_clock_below_the_doors() -> None:
    """A verb or a question is told the time; jobs, doors and the worker ask the kernel's clock once."""
    rooms = ("actions", *READING_ROOMS[:5], "models")
    timeless = [path for module in source.DOMAIN for name in rooms for path in source.room(module, name)]
    wrong = [f"{place}: {call}" for place, call in _calls(timeless) if call.endswith(TELLING_TIME)]
    assert not wrong, "\n".join(wrong)


def test_no_domain_code_in_migrations() -> None:
    """A migration must run years later: it may name a field class or a default of ours, never a verb, a question or a rule."""
    wrong = []
    for path in (source.ROOT / "tongban").rglob("migrations/[0-9]*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom | ast.Import):
                names = [node.module or ""] if isinstance(node, ast.ImportFrom) else [each.name for each in node.names]
                wrong += [f"{path.name}: {name}" for name in names if set(name.split(".")) & {"actions", "queries", "rules", "access"}]
    assert not wrong
