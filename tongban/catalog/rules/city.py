"""What the files of a whole city must mean together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from tongban.catalog.rules import service

if TYPE_CHECKING:
    from tongban.catalog.terms import Fault
    from tongban.kernel.yaml import Document


def world_of(city: Document, departments: Document, licence_types: Document) -> service.World:
    """What services may refer to, from files whose shape holds."""
    return service.World(
        departments=frozenset(row["code"] for row in departments.data),
        desks=frozenset(f"{row['code']}/{desk['key']}" for row in departments.data for desk in row.get("desks", ())),
        topics=frozenset(topic["key"] for topic in city.data["topics"]),
        licences={row["code"]: row for row in licence_types.data},
    )


def faults(departments: Document, licence_types: Document, services: Iterable[Document]) -> list[Fault]:
    """What is wrong between files: doubles, and parents and departments that are not there."""
    found = _doubles(licence_types, "code") + _departments(departments)
    known = {row["code"] for row in departments.data}
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


def topics(city: Document) -> list[Fault]:
    """What is wrong in the city's own page data."""
    return _doubles(city, "key", under="topics")


def _departments(document: Document) -> list[Fault]:
    """Each is there once, opens its numbers with a word of its own, and lies below one that is there."""
    found = _doubles(document, "code") + _doubles(document, "number_prefix") + _doubles(document, "uscc")
    parents = {row["code"]: row.get("parent") for row in document.data}
    for place, row in enumerate(document.data):
        if row.get("parent") and row["parent"] not in parents:
            found.append(document.fault((place, "parent"), f"there is no department `{row['parent']}`.", "Correct the parent."))
        elif _lies_below_itself(row["code"], parents):
            found.append(document.fault((place, "parent"), f"`{row['code']}` lies below itself.", "Correct one of the parents."))
        desks = [desk["key"] for desk in row.get("desks", ())]
        found += [
            document.fault((place, "desks", at, "key"), f"`{desk}` stands twice.", "Remove one.")
            for at, desk in enumerate(desks)
            if desk in desks[:at]
        ]
    return found


def _lies_below_itself(code: str, parents: Mapping[str, str | None]) -> bool:
    above, seen = parents[code], set[str]()
    while above is not None and above not in seen:
        seen.add(above)
        above = parents.get(above)
    return code in seen


def _doubles(document: Document, key: str, *, under: str = "") -> list[Fault]:
    values = [row[key] for row in (document.data[under] if under else document.data)]
    return [
        document.fault(((under, place, key) if under else (place, key)), f"`{value}` stands twice.", "Give each its own.")
        for place, value in enumerate(values)
        if value in values[:place]
    ]


def completed(data: Mapping[str, Any], department: Mapping[str, Any]) -> dict[str, Any]:
    """The content of a release: the service as written, with the names its department has today.

    Canonical JSON sorts keys; the order in which the steps were written is kept beside them.
    """
    return {
        **data,
        "route_order": list(data["route"]),
        "department_name": department["name"],
        "number_prefix": department["number_prefix"],
        "schema_version": 1,
    }
