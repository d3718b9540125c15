"""Worlds: what many tests begin with, filled once a process in a database of its own; a test plays in a transaction that goes back.

Filling Rongcheng takes seconds, and thousands of tests begin there. Inside a world `django.db.connection` leads to its database.
"""

from __future__ import annotations

import shutil
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import connection, connections, transaction
from django.db.utils import load_backend

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.db.backends.base.base import BaseDatabaseWrapper

EMPTY = "_empty"  # migrated, and never touched: what each world begins as
_known: dict[Callable[[], object], World] = {}


@dataclass
class World:
    """One filled database, the numbers its series have reached, and the files that were written beside it."""

    connection: BaseDatabaseWrapper
    reached: dict[str, tuple[int, bool]] = field(default_factory=dict)
    files: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="tongban-world-")))


def prepare() -> None:
    """Keep an empty copy of this process's database, before any test opens it."""
    name = connection.settings_dict["NAME"]
    connection.close()
    _on_the_server(f'DROP DATABASE IF EXISTS "{name}{EMPTY}"', f'CREATE DATABASE "{name}{EMPTY}" TEMPLATE "{name}"')


def end() -> None:
    """Of all worlds of this process nothing is left."""
    for world in _known.values():
        world.connection.close()
        shutil.rmtree(world.files, ignore_errors=True)
    _on_the_server(*(f'DROP DATABASE "{world.connection.settings_dict["NAME"]}"' for world in _known.values()))
    _known.clear()
    _on_the_server(f'DROP DATABASE "{connection.settings_dict["NAME"]}{EMPTY}"')


@contextmanager
def entered(load: Callable[[], object], *, files: Path | None = None) -> Iterator[None]:
    """As if `load` had been called in the empty database of this test. It may write to `files`, which each test has for itself."""
    outside = connections["default"]
    if not outside.in_atomic_block:  # a test with connections of its own: what it fills is committed, and emptied afterwards
        load()
        yield
        return
    assert outside not in [world.connection for world in _known.values()], "one world at a time"
    try:
        if load not in _known:
            _known[load] = _made(load, files)
        world = _known[load]
        connections["default"] = world.connection
        if files is not None:
            shutil.copytree(world.files, files, dirs_exist_ok=True)
        with _taken_back():
            yield
        _as_reached(world)
    finally:
        connections["default"] = outside


def _made(load: Callable[[], object], files: Path | None) -> World:
    settings = connection.settings_dict
    name = f"{settings['NAME']}_world{len(_known)}"
    _on_the_server(f'DROP DATABASE IF EXISTS "{name}"', f'CREATE DATABASE "{name}" TEMPLATE "{settings["NAME"]}{EMPTY}"')
    world = World(load_backend(settings["ENGINE"]).DatabaseWrapper({**settings, "NAME": name}, "default"))
    connections["default"] = world.connection
    with transaction.atomic():
        load()
        world.connection.run_on_commit = []  # inside a test nothing is committed either
    if files is not None and files.exists():
        shutil.copytree(files, world.files, dirs_exist_ok=True)
    world.reached = _series(world)
    return world


@contextmanager
def _taken_back() -> Iterator[None]:
    """A transaction such as Django's TestCase has: deferred references are looked at when the test is over, then all is undone."""
    block = transaction.atomic()
    block._from_testcase = True  # a durable block may stand in it
    with block:
        yield
        if not connection.needs_rollback and connection.is_usable():
            connection.check_constraints()
        transaction.set_rollback(True)


def _series(world: World) -> dict[str, tuple[int, bool]]:
    with world.connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'S' AND relname LIKE 'number\\_%'")
        names = [name for (name,) in cursor.fetchall()]
        reached = {}
        for name in names:
            cursor.execute(f'SELECT last_value, is_called FROM "{name}"')
            reached[name] = cursor.fetchone()
    return reached


def _as_reached(world: World) -> None:
    """Numbers that were taken are not given back with the transaction."""
    if world.reached:
        with world.connection.cursor() as cursor:
            cursor.execute("SELECT " + ", ".join(f"setval('{name}', {n}, {called})" for name, (n, called) in world.reached.items()))


def _on_the_server(*statements: str) -> None:
    with connection._nodb_cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
