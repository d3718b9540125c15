"""What is wrong with a form, by its release's JSON Schema and situation questions."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import jsonschema_rs

from tongban.cases.rules.application import situation_faults, stop, told, unanswered, unreadable
from tongban.kernel import identifiers

if TYPE_CHECKING:
    from tongban.catalog.terms import Release
    from tongban.kernel.bilingual import Bilingual

_schemas: dict[str, jsonschema_rs.Validator] = {}
KEPT = 512
MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)


def check_form(release: Release, form: Mapping[str, Any], situation: Mapping[str, Any]) -> dict[str, str]:
    """Every fault of the answers: `form.<path>` or `situation.<key>` -> `<code>: <words>`. Empty when all is well."""
    broken = {f"form.{name}": told("unreadable") for name in unreadable(form)}
    broken |= {f"situation.{name}": told("unreadable") for name in unreadable(situation)}
    if broken:
        return broken
    faults = {where: told(code) for where, code in situation_faults(release.questions, situation).items()}
    faults |= {f"form.{name}": told("required") for name in unanswered(release.form.schema, form)}
    for error in _validator(release).iter_errors(dict(form)):
        faults.setdefault(*_fault(error))
    return faults


def stops(release: Release, situation: Mapping[str, Any]) -> Bilingual | None:
    """Why an answer says that this service is not for them, and where to go; None when none does."""
    return stop(release.questions, situation)


def _fault(error: jsonschema_rs.ValidationError) -> tuple[str, str]:
    path = list(error.instance_path)
    if error.kind.name == "required":
        path.append(error.kind.property)
    if error.kind.name == "additionalProperties":
        path.append(error.kind.unexpected[0])
    return f"form.{'/'.join(map(str, path))}", f"{error.kind.name}: {error.message}"


def _validator(release: Release) -> jsonschema_rs.Validator:
    """The compiled schema of a release, kept per process: a release never changes."""
    if release.digest not in _schemas:
        if len(_schemas) >= KEPT:
            _schemas.clear()
        _schemas[release.digest] = jsonschema_rs.Draft202012Validator(release.form.schema, validate_formats=True, formats=FORMATS)
    return _schemas[release.digest]


def _holds(check: Callable[[str], str]) -> Callable[[str], bool]:
    """Whether a number passes its own check character."""

    def format_holds(text: str) -> bool:
        try:
            return bool(check(text))
        except identifiers.InvalidIdentifier:
            return False

    return format_holds


# Beyond the formats of JSON Schema: numbers that carry their own check.
FORMATS: dict[str, Callable[[str], bool]] = {
    "identity-number": _holds(identifiers.identity_number),
    "uscc": _holds(identifiers.uscc),
    "mobile": lambda text: MOBILE.fullmatch(text) is not None,
}
