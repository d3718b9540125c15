"""Conditions in CEL: compiled once, run on samples made from the form's own schema when a release loads, and given only what they name.

Optional answers are tried absent and null; an error fails the load, so that no condition can fail on a running case.
"""

import itertools
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

import cel

NAMES = ("form", "situation", "holder")
HOLDER = {"kind": "organisation", "name": "示例", "code": "", "legal_representative": "示例", "address": "", "phone": ""}
MEMBER = re.compile(r"\b(form|situation|holder)\.([A-Za-z_][A-Za-z0-9_]*)")


class ConditionFailed(Exception):
    """A condition could not be evaluated on these answers."""


@lru_cache(maxsize=4096)
def compiled(expression: str) -> Any:
    """The program of an expression. Raises ValueError with the place of a syntax error."""
    return cel.compile(expression)


def evaluate(expression: str, *, form: Mapping[str, Any], situation: Mapping[str, Any], holder: Mapping[str, Any]) -> Any:
    """The value of an expression. Raises ConditionFailed."""
    try:
        return compiled(expression).execute({"form": dict(form), "situation": dict(situation), "holder": dict(holder)})
    except (KeyError, RuntimeError, TypeError, ValueError) as error:
        raise ConditionFailed(f"{expression}: {error}") from error


def members(expression: str) -> set[tuple[str, str]]:
    """What an expression names, as pairs like (form, trades)."""
    return {(scope, name) for scope, name in MEMBER.findall(_without_strings(expression))}


def _without_strings(expression: str) -> str:
    return re.sub(r"'[^']*'|\"[^\"]*\"", "''", expression)


def problem(expression: str, *, schema: Mapping[str, Any], situations: Mapping[str, tuple[tuple[str, ...], bool]], boolean: bool) -> str:
    """Why an expression must not be published, in words; empty when it may.

    `situations` maps a question to its options and whether several may be chosen.
    """
    try:
        compiled(expression)
    except ValueError as error:
        return f"this is not CEL: {str(error).splitlines()[0]}"
    known = {"form": set(schema.get("properties", {})), "situation": set(situations), "holder": set(HOLDER)}
    for scope, name in sorted(members(expression)):
        if name not in known[scope]:
            return f"`{scope}.{name}` is not known; known are {', '.join(sorted(known[scope])) or 'none'}"
    named = {name for scope, name in members(expression) if scope == "form"}
    asked = {name: situations[name] for scope, name in members(expression) if scope == "situation"}
    for form, situation in itertools.product(samples(schema, named), _situations(asked)):
        try:
            value = evaluate(expression, form=form, situation=situation, holder=HOLDER)
        except ConditionFailed as error:
            return f"it fails on {form or situation}: {error.__cause__}; for an optional field write has(form.name) && …"
        if boolean and not isinstance(value, bool):
            return f"it gives {value!r} on {form or situation}, and must give true or false"
    return ""


def samples(schema: Mapping[str, Any], named: set[str]) -> Iterator[dict[str, Any]]:
    """Answers made from the schema: each named field with its possible kinds of value; optional ones absent and null as well."""
    required = set(schema.get("required", ()))
    properties = schema.get("properties", {})
    choices: list[list[tuple[str, Any]]] = []
    for name in sorted(named):
        values = [(name, value) for value in _values(properties[name])]
        choices.append(values if name in required else [*values, (name, None), ("", None)])
    for combination in itertools.islice(itertools.product(*choices), 500):
        yield {name: value for name, value in combination if name}


def _values(schema: Mapping[str, Any]) -> list[Any]:
    if "enum" in schema:
        return list(schema["enum"])
    kind = schema.get("type")
    if kind == "array":
        inner = _values(schema.get("items", {}))
        return [[], inner[:1], inner]
    plain: dict[Any, list[Any]] = {"boolean": [True, False], "integer": [0, 7], "number": [0.5, 7.0], "object": [{}]}
    return plain.get(kind, ["", "示例"])


def _situations(asked: Mapping[str, tuple[tuple[str, ...], bool]]) -> Iterator[dict[str, Any]]:
    choices = [
        [(name, [option] if many else option) for option in options] + ([(name, list(options))] if many else [])
        for name, (options, many) in asked.items()
    ]
    for combination in itertools.islice(itertools.product(*choices), 200):
        yield dict(combination)
