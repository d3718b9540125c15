"""Conditions in CEL: compiled once, and run on samples made from the form's own schema when a release loads.

Optional answers are tried absent, and null, which means the same; an error fails the load, so that no condition can fail on a
running case.
"""

import itertools
import re
from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache
from typing import Any

NAMES = ("form", "situation", "holder")
COMPANY = {"kind": "organisation", "name": "示例", "code": "示例", "legal_representative": "示例", "address": "示例", "phone": "示例"}
# What the register may not know: a person has no legal representative, and neither need have told an address or a phone.
SCARCE = {"legal_representative": "", "address": "", "phone": ""}
MEMBER = re.compile(r"\b(form|situation|holder)\.([A-Za-z_][A-Za-z0-9_]*)")
INDEXED = re.compile(r"\b(form|situation|holder)\[['\"]([A-Za-z_][A-Za-z0-9_]*)['\"]\]")
MOST_SAMPLES = 500


class ConditionFailed(Exception):
    """A condition could not be evaluated on these answers."""


@lru_cache(maxsize=4096)
def compiled(expression: str) -> Any:
    """The program of an expression. Raises ValueError with the place of a syntax error."""
    import cel  # noqa: PLC0415  it brings a command line with it, which takes most of a second that no start should wait for

    return cel.compile(expression)


def evaluate(expression: str, *, form: Mapping[str, Any], situation: Mapping[str, Any], holder: Mapping[str, Any]) -> Any:
    """The value of an expression; an answer that is null is one that was not given. Raises ConditionFailed."""
    given = {name: value for name, value in form.items() if value is not None}
    try:
        return compiled(expression).execute({"form": given, "situation": dict(situation), "holder": dict(holder)})
    except (ArithmeticError, LookupError, RuntimeError, TypeError, ValueError) as error:
        raise ConditionFailed(f"{expression}: {error}") from error


def members(expression: str) -> set[tuple[str, str]]:
    """What an expression names, as pairs like (form, trades)."""
    return {(scope, name) for scope, name in [*MEMBER.findall(_without_strings(expression)), *INDEXED.findall(expression)]}


def _without_strings(expression: str) -> str:
    return re.sub(r"'[^']*'|\"[^\"]*\"", "''", expression)


def problem(
    expression: str,
    *,
    schema: Mapping[str, Any],
    situations: Mapping[str, tuple[tuple[str, ...], bool]],
    audience: Collection[str],
    boolean: bool,
) -> str:
    """Why an expression must not be published, in words; empty when it may.

    `situations` maps a question to its options and whether several may be chosen. What is no condition fills a part of the result,
    and an empty part could not be issued.
    """
    try:
        compiled(expression)
    except ValueError as error:
        return f"this is not CEL: {str(error).splitlines()[0]}"
    named = members(expression)
    known = {"form": set(schema.get("properties", {})), "situation": set(situations), "holder": set(COMPANY)}
    for scope, name in sorted(named):
        if name not in known[scope]:
            return f"`{scope}.{name}` is not known; known are {', '.join(sorted(known[scope])) or 'none'}"
    forms = samples(schema, {name for scope, name in named if scope == "form"})
    answers = _situations({name: situations[name] for scope, name in named if scope == "situation"})
    holders = _holders(audience) if any(scope == "holder" for scope, _name in named) else [COMPANY]
    tried = (_tried(expression, form, situation, holder, boolean) for form, situation, holder in itertools.product(forms, answers, holders))
    return next(filter(None, tried), "")


def _tried(expression: str, form: Mapping[str, Any], situation: Mapping[str, Any], holder: Mapping[str, Any], boolean: bool) -> str:
    """What is wrong with the value on these answers."""
    where = form or situation or {"holder": holder["kind"]}
    try:
        value = evaluate(expression, form=form, situation=situation, holder=holder)
    except ConditionFailed as error:
        return f"it fails on {where}: {error.__cause__}; for an optional field write has(form.name) && …"
    if boolean and not isinstance(value, bool):
        return f"it gives {value!r} on {where}, and must give true or false"
    if not boolean and value in (None, "", [], {}):
        return f"it gives nothing on {where}, and a part of the result cannot be empty"
    return ""


def samples(schema: Mapping[str, Any], named: set[str]) -> Iterator[dict[str, Any]]:
    """Answers made from the schema: each named field with its possible kinds of value; optional ones absent, null and blank as well."""
    required = set(schema.get("required", ()))
    properties = schema.get("properties", {})
    choices: list[list[tuple[str, Any]]] = []
    for name in sorted(named):
        values = [(name, value) for value in _values(properties[name])]
        # A form with a blank in a required field is not taken (cases, `check_form`).
        choices.append([each for each in values if each[1] not in ("", [])] if name in required else [*values, (name, None), ("", None)])
    for combination in itertools.islice(itertools.product(*choices), MOST_SAMPLES):
        yield {name: value for name, value in combination if name}


def _values(schema: Mapping[str, Any]) -> list[Any]:
    if "const" in schema:
        return [schema["const"]]
    if "enum" in schema:
        return list(schema["enum"])
    match schema.get("type"):
        case "array":
            inner = _values(schema.get("items", {}))
            return [[], inner[:1], inner]
        case "object":
            return _rows(schema)
        case "boolean":
            return [True, False]
        case "integer" | "number" as kind:
            return _numbers(kind, schema.get("minimum", 0))
        case _:
            return ["1990-01-31", "2026-09-07"] if schema.get("format") == "date" else ["", "示例"]


def _numbers(kind: str, least: Any) -> list[Any]:
    """JSON writes 7 for 7.0, and CEL does not add the one to the other."""
    return [int(least), int(least) + 7] if kind == "integer" else [float(least) + 0.5, int(least) + 7]


def _rows(schema: Mapping[str, Any]) -> list[dict[str, Any]]:
    """A row with what it must have, and one with everything."""
    full = {name: _values(inner)[-1] for name, inner in schema.get("properties", {}).items()}
    return [{name: value for name, value in full.items() if name in schema.get("required", ())}, full]


def _situations(asked: Mapping[str, tuple[tuple[str, ...], bool]]) -> Iterator[dict[str, Any]]:
    choices = [
        [(name, [option] if many else option) for option in options] + ([(name, list(options))] if many else [])
        for name, (options, many) in asked.items()
    ]
    for combination in itertools.islice(itertools.product(*choices), MOST_SAMPLES):
        yield dict(combination)


def _holders(audience: Collection[str]) -> list[Mapping[str, Any]]:
    """Applicants of each kind that the service is for, well known and hardly known."""
    return [{**COMPANY, "kind": kind, **known} for kind in sorted(audience) for known in ({}, SCARCE)]
