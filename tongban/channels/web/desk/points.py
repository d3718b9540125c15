"""The points that a correction notice can name for a case, with what a clerk has typed about each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from tongban.catalog import queries as catalog_queries
from tongban.channels.parts.tags.answers import target_name
from tongban.channels.web.desk.forms import CorrectionForm

if TYPE_CHECKING:
    from tongban.cases.terms import CaseView
    from tongban.catalog.terms import MaterialSpec

GROUPS = (("material", _("材料")), ("field", _("填写的内容")))


@dataclass(frozen=True)
class Point:
    """One target: how it is called, and what was typed about it."""

    target: str
    words: str
    shortcoming: str = ""
    note: str = ""
    errors: tuple[str, ...] = ()


@dataclass(frozen=True)
class Points:
    """All points, in the two groups that a clerk looks through. `repeats` when a first notice limits what may be asked."""

    groups: tuple[tuple[str, tuple[Point, ...]], ...]
    repeats: bool

    @classmethod
    def of(cls, case: CaseView, typed: CorrectionForm | Mapping[str, Any] | None) -> Points:
        points = [_point(target, target_name(case.release, target), typed) for target in targets(case)]
        groups = [(str(words), tuple(point for point in points if point.target.startswith(f"{scope}:"))) for scope, words in GROUPS]
        return cls(tuple((words, found) for words, found in groups if found), repeats=case.round > 1)


def targets(case: CaseView) -> tuple[str, ...]:
    """What a notice can name: what these answers ask for; after a first notice only what that one named (art. 32(1)(4))."""
    told = {item.target for correction in case.corrections if correction.round == case.round - 1 for item in correction.items}
    return tuple(target for target in _all(case) if case.round == 1 or target in told)


def _all(case: CaseView) -> Iterator[str]:
    for spec in case.release.materials:
        if _asked(case, spec):
            yield f"material:{spec.key}"
    for section in case.release.form.sections:
        yield from (f"field:{name}" for name in section.fields)


def _asked(case: CaseView, spec: MaterialSpec) -> bool:
    """Whether these answers ask for the material, or it was handed in; a condition on the holder is not known here, so it stays."""
    if not spec.when or "holder." in spec.when or any(material.key == spec.key for material in case.materials):
        return True
    return bool(catalog_queries.evaluate(spec.when, form=case.form, situation=case.situation, holder={}))


def _point(target: str, words: str, typed: CorrectionForm | Mapping[str, Any] | None) -> Point:
    if typed is None:
        return Point(target, words)
    data = typed.data if isinstance(typed, CorrectionForm) else typed
    errors = tuple(map(str, typed.errors.get(f"{target}:note", ()))) if isinstance(typed, CorrectionForm) else ()
    return Point(target, words, data.get(f"{target}:shortcoming", ""), data.get(f"{target}:note", ""), errors)
