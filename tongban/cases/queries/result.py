"""Whether an application can lead to its result: the licence it replaces is one, and its joint holders are who they are said to be."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tongban.cases.rules.application import told
from tongban.cases.rules.result import joint_subjects, several, twice, where
from tongban.identity import queries as identity_queries

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tongban.cases.terms import Handed
    from tongban.catalog.terms import Release
    from tongban.identity.terms import Subject


def joint_holders(release: Release, form: Mapping[str, Any]) -> tuple[Subject, ...]:
    """Who is to hold the licence too, numbers in their one written form; of a form without faults."""
    return tuple(replace(each, code=identity_queries.holder_code(each.code_type, each.code)) for each in joint_subjects(release, form))


def result_faults(release: Release, form: Mapping[str, Any], handed: Sequence[Handed], *, holder_code: str) -> dict[str, str]:
    """What would keep a grant from being given, of an application that is sound otherwise: `<where>` -> `<code>: <words>`."""
    subjects = joint_holders(release, form)
    known = identity_queries.known_subjects(subjects) if subjects else {}
    faults = {
        where(release, place, "name"): "name_differs"
        for place, each in enumerate(subjects)
        if not known.get((each.code_type, each.code), (None, True))[1]
    }
    faults |= twice(release, subjects, holder_code) | several(release, handed)
    return {place: told(code) for place, code in faults.items()}
