"""What the result of a service asks of an application: one licence to stand instead of, and who is to hold the new one too."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from tongban.identity.terms import CREDIT_CODE, IDENTITY_NUMBER, HolderKind, Subject

if TYPE_CHECKING:
    from tongban.cases.terms import Handed
    from tongban.catalog.terms import Release

# The format that the form gives the number of a joint holder, and what such a number is.
NUMBERS = {"identity-number": (HolderKind.PERSON, IDENTITY_NUMBER), "uscc": (HolderKind.ORGANISATION, CREDIT_CODE)}


def replaced_material(release: Release) -> str:
    """The material that names the licence to be replaced, which the release has exactly once; empty where nothing is replaced."""
    kind = release.result.replaces
    return next(spec.key for spec in release.materials if kind in spec.licence) if kind else ""


def joint_subjects(release: Release, form: Mapping[str, Any]) -> tuple[Subject, ...]:
    """Who is to hold the licence together with the applicant, as a form without faults names them."""
    name = release.result.joint
    rows: Sequence[Mapping[str, str]] = (form.get(name) or ()) if name else ()
    if not rows:
        return ()
    kind, code_type = NUMBERS[release.form.schema["properties"][name]["items"]["properties"]["number"]["format"]]
    return tuple(Subject(kind, code_type, row["number"], name=row["name"]) for row in rows)


def twice(release: Release, subjects: Sequence[Subject], holder_code: str) -> dict[str, str]:
    """Holders who stand twice among the joint ones, or are the applicant."""
    counted = Counter([holder_code, *(each.code for each in subjects)])
    return {where(release, place, "number"): "holder_twice" for place, each in enumerate(subjects) if counted[each.code] > 1}


def where(release: Release, place: int, column: str) -> str:
    return f"form.{release.result.joint}/{place}/{column}"


def several(release: Release, handed: Sequence[Handed]) -> dict[str, str]:
    """More than one licence under the material of which one is replaced."""
    key = replaced_material(release)
    return {f"materials.{key}": "one_only"} if key and sum(1 for each in handed if each.key == key) > 1 else {}
