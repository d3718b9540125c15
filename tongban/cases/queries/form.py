"""What is wrong with a form, by its release's JSON Schema and situation questions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import jsonschema_rs

from tongban.cases.rules.application import situation_faults, stop, told

if TYPE_CHECKING:
    from tongban.catalog.terms import Release
    from tongban.kernel.bilingual import Bilingual

_schemas: dict[str, jsonschema_rs.Validator] = {}
KEPT = 512


def check_form(release: Release, form: Mapping[str, Any], situation: Mapping[str, Any]) -> dict[str, str]:
    """Every fault of the answers: `form.<path>` or `situation.<key>` -> `<code>: <words>`. Empty when all is well."""
    faults = {where: told(code) for where, code in situation_faults(release.questions, situation).items()}
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
        _schemas[release.digest] = jsonschema_rs.Draft202012Validator(release.form.schema, validate_formats=True)
    return _schemas[release.digest]
