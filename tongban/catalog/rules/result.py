"""What a grant issues: a licence type that exists and fits, whose fields are filled; what it stands instead of, and who holds it too."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeGuard

from tongban.catalog.terms import Does
from tongban.kernel.yaml import Path

Found = tuple[Path, str, str]
Licences = Mapping[str, Mapping[str, Any]]  # licence types as written, by code
NUMBERS = {"identity-number": "person", "uscc": "organisation"}  # the format of a number -> who has one
ROWS = "Write `type: array`, `items: {type: object, required: [name, number], properties: {name: …, number: {format: identity-number}}}`."


def problems(service: Mapping[str, Any], licences: Licences) -> list[Found]:
    """Everything wrong with the result of a service."""
    result = service.get("result", {})
    kind = result.get("licence")
    if not kind:
        return [
            (("result", key), f"`{key}` without `licence`: a written decision is no licence.", f"Name `licence`, or take `{key}` away.")
            for key in ("replaces", "joint")
            if result.get(key)
        ]
    if kind not in licences:
        return [(("result", "licence"), f"there is no licence type `{kind}`.", "Add it to licence_types.yaml or correct it.")]
    found = [*_content(kind, licences[kind]["fields"], result.get("content", {})), *_issuable(service, kind, licences[kind])]
    if "replaces" in result:
        found += _replaces(service, result["replaces"], licences)
    if "joint" in result:
        found += _joint(service, result["joint"], licences[kind])
    return found


def _content(kind: str, known: Mapping[str, Any], content: Mapping[str, Any]) -> Iterator[Found]:
    for key in content:
        if key not in known:
            yield ("result", "content", key), f"licence type `{kind}` has no field `{key}`.", f"It has {', '.join(known)}."
    missing = [key for key in known if key not in content]
    if missing:
        yield ("result", "content"), f"licence type `{kind}` also has {', '.join(missing)}.", "Say where each field comes from."


def _issuable(service: Mapping[str, Any], kind: str, licence: Mapping[str, Any]) -> list[Found]:
    """Who decides must be able to issue, and who applies to hold: else a grant would fail when it is given."""
    found: list[Found] = []
    deciders = {step["desk"].partition("/")[0] for step in service["route"].values() if step["does"] == Does.DECIDE}
    if deciders - {licence["department"]}:
        remedy = f"Let a desk of `{licence['department']}` decide, or name a licence type of the deciding department."
        found.append((("result", "licence"), f"`{kind}` is issued by `{licence['department']}`, which does not decide here.", remedy))
    if licence.get("state") == "retired" and service.get("state", "open") == "open":
        found.append((("result", "licence"), f"`{kind}` is retired: nothing new is issued.", "Name another type, or close the service."))
    others = set(service["audience"]) - set(licence["holder_kinds"])
    if others:
        found.append(
            (("result", "licence"), f"`{kind}` is not for: {', '.join(sorted(others))}.", "Correct `audience` or the licence type.")
        )
    return found


def _replaces(service: Mapping[str, Any], old: str, licences: Licences) -> Iterator[Found]:
    """A licence is superseded by one of its own type, and every application names it: by a material that only the library satisfies."""
    path, kind = ("result", "replaces"), service["result"]["licence"]
    if old not in licences:
        yield path, f"there is no licence type `{old}`.", "Add it to licence_types.yaml or correct it."
    elif old != kind:
        yield path, f"`{kind}` cannot stand instead of `{old}`: a new version is of the same type.", f"Write `replaces: {kind}`."
    else:
        asked = [(place, each) for place, each in enumerate(service.get("materials", ())) if old in each.get("licence", ())]
        remedy = f"Let exactly one material have `licence: [{old}]`, without `upload`, `when` or `required: false`."
        if len(asked) != 1:
            yield path, f"{len(asked)} materials ask for `{old}`: which licence is replaced must be clear.", remedy
        for place, each in asked[:1]:
            if loose := ", ".join(_loose(each, old)):
                yield ("materials", place), f"`{old}` is replaced, and may be missing here: {loose}.", remedy


def _loose(material: Mapping[str, Any], kind: str) -> Iterator[str]:
    """What would let an application do without the licence."""
    yield from (key for key in ("upload", "when") if material.get(key))
    if material.get("required", True) is False:
        yield "required: false"
    if material["licence"] != [kind]:
        yield f"licence {material['licence']}"


def _joint(service: Mapping[str, Any], name: str, licence: Mapping[str, Any]) -> Iterator[Found]:
    """A field of the form with a row for each who is to hold the licence too: name and number, which is checked when it is typed."""
    path, properties = ("result", "joint"), service["form"]["schema"].get("properties", {})
    if name not in properties:
        yield path, f"`{name}` is no field of the form.", f"Name one of {', '.join(properties) or 'its fields'}."
        return
    items = _mapping(_mapping(properties[name]).get("items"))
    columns = _mapping(items.get("properties"))
    number = _mapping(columns.get("number")).get("format")
    if not {"name", "number"} <= set(items.get("required", ())) or _mapping(columns.get("name")).get("type") != "string":
        yield path, f"`{name}` has no row with `name` and `number` for each joint holder.", ROWS
    elif number not in NUMBERS:
        yield path, f"the number in `{name}` is not checked.", f"Give it `format: {'` or `'.join(NUMBERS)}`."
    elif NUMBERS[number] not in licence["holder_kinds"]:
        problem = f"`{service['result']['licence']}` is not for: {NUMBERS[number]}."
        yield path, problem, "Correct the format of the number or the licence type."


def _mapping(value: Any) -> Mapping[str, Any]:
    """What stands there, or nothing: `form_schema` tells what is wrong with a field."""
    return value if _is_mapping(value) else {}


def _is_mapping(value: Any) -> TypeGuard[Mapping[str, Any]]:
    return isinstance(value, Mapping)
