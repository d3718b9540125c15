"""The demo city: its files, read once and checked by the rules themselves, and what they make of a database."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import redirect_stdout
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management import call_command

from tongban.catalog.rules import city, service, shape
from tongban.kernel import facts, yaml
from tongban.kernel.yaml import Document

if TYPE_CHECKING:
    from tongban.catalog.terms import Fault

DAY = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)  # a Tuesday, ten o'clock in Rongcheng
FOLDER = Path(__file__).resolve().parents[2] / "cities" / "rongcheng"
PARTS = {"city.yaml": "city", "departments.yaml": "departments", "licence_types.yaml": "licence_types"}
SERVICES = sorted(path.name for path in (FOLDER / "services").glob("*.yaml"))


def load() -> None:
    """The city and its demo people, who came in on DAY: a seal is not used before it was made."""
    with redirect_stdout(io.StringIO()):
        call_command("load_city")
        call_command("load_demo")
    while facts.dispatch(at=DAY):
        pass


@cache
def document(name: str) -> Document:
    """A file of the city as the loader reads it."""
    read = yaml.read(name, (FOLDER / name).read_bytes())
    assert isinstance(read, Document), read
    return read


def services() -> list[Document]:
    return [document(f"services/{name}") for name in SERVICES]


def contents() -> dict[str, dict[str, Any]]:
    """The services by file name."""
    return {name: document(f"services/{name}").data for name in SERVICES}


@cache
def world() -> service.World:
    return city.world_of(*(document(name) for name in PARTS))


def meaning(each: Document) -> list[Fault]:
    """What is wrong with a service, shape first."""
    return shape.faults(each, "service") or service.faults(each, world())


def texts(node: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[str, dict[str, str]]]:
    """Every bilingual text below a node and where it stands."""
    if isinstance(node, dict):
        if "zh" in node:
            yield ".".join(map(str, path)), node
            return
        for key, value in node.items():
            yield from texts(value, (*path, key))
    if isinstance(node, list):
        for place, value in enumerate(node):
            yield from texts(value, (*path, place))


def fields(schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every field of a form, those of its rows too."""
    for name, one in schema.get("properties", {}).items():
        yield name, one
        for inner, each in fields(one.get("items", {})):
            yield f"{name}.{inner}", each
