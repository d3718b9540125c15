"""What leaves the library, before anything is handed in: what, from whom, which contents, which fields it fills, what was verified."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from tongban.channels.parts import form_fields
from tongban.licences import queries as licence_queries

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tongban.cases.terms import Prefilled
    from tongban.catalog.terms import Release
    from tongban.licences.terms import Checks, Licence, LicenceType


@dataclass(frozen=True, slots=True)
class Preview:
    """One licence as its receiver would get it; names of what is in it, no values."""

    licence: Licence
    checks: Checks
    contents: tuple[str, ...]
    fills: tuple[str, ...]


def previews(release: Release, known: Prefilled) -> dict[UUID, Preview]:
    """Of every licence that the library offers for this form, by its id."""
    types = {kind.code: kind for kind in licence_queries.licence_types()}
    offered = {each.id: each for held in known.materials.values() for each in held}
    return {
        licence_id: Preview(licence, known.checks[licence_id], _contents(licence, types), _fills(licence_id, release, known))
        for licence_id, licence in offered.items()
        if licence_id in known.checks
    }


def _contents(licence: Licence, types: Mapping[str, LicenceType]) -> tuple[str, ...]:
    kind = types.get(licence.type_code)
    return tuple(str(label) for key, label in kind.fields.items() if key in licence.content) if kind else ()


def _fills(licence_id: UUID, release: Release, known: Prefilled) -> tuple[str, ...]:
    properties, filled = release.form.schema.get("properties", {}), known.fills.get(licence_id, ())
    names = [name for section in release.form.sections for name in section.fields if name in filled]
    return tuple(form_fields.words_of(properties[name], name) for name in names)
