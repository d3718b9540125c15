"""What the files of a whole city must mean together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from tongban.catalog.rules import service

if TYPE_CHECKING:
    from tongban.catalog.rules.source import Document
    from tongban.catalog.terms import Fault


def world_of(city: Document, departments: Document, licence_types: Document) -> service.World:
    """What services may refer to, from files whose shape holds."""
    return service.World(
        departments=frozenset(row["code"] for row in departments.data),
        desks=frozenset(f"{row['code']}/{desk['key']}" for row in departments.data for desk in row.get("desks", ())),
        topics=frozenset(topic["key"] for topic in city.data["topics"]),
        licence_fields={row["code"]: row["fields"] for row in licence_types.data},
    )


def faults(departments: Document, licence_types: Document, services: Iterable[Document]) -> list[Fault]:
    """What is wrong between files: doubles, and parents and departments that are not there."""
    found = _doubles(departments, "code") + _doubles(licence_types, "code")
    known = {row["code"] for row in departments.data}
    for place, row in enumerate(departments.data):
        if row.get("parent") and row["parent"] not in known:
            found.append(departments.fault((place, "parent"), f"there is no department `{row['parent']}`.", "Correct the parent."))
    for place, row in enumerate(licence_types.data):
        if row["department"] not in known:
            found.append(
                licence_types.fault((place, "department"), f"there is no department `{row['department']}`.", "Add it to departments.yaml.")
            )
    seen: dict[str, str] = {}
    for document in services:
        code = document.data["code"]
        if code in seen:
            found.append(document.fault(("code",), f"`{code}` is already the code of {seen[code]}.", "Give each service its own code."))
        seen.setdefault(code, document.file)
    return found


def _doubles(document: Document, key: str) -> list[Fault]:
    values = [row[key] for row in document.data]
    return [
        document.fault((place, key), f"`{value}` stands twice.", "Remove one.")
        for place, value in enumerate(values)
        if value in values[:place]
    ]


def completed(data: Mapping[str, Any], department: Mapping[str, Any]) -> dict[str, Any]:
    """The content of a release: the service as written, with the names its department has today."""
    return {
        **data,
        "department_name": department["name"],
        "number_prefix": department["number_prefix"],
        "schema_version": 1,
    }
