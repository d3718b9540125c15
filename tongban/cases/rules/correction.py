"""The correction notice: everything at once, merged over all departments; what a later notice may still say; what changed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tongban.cases.rules.application import plain
from tongban.cases.terms import CorrectionItem, NewPoint, UnknownTarget

if TYPE_CHECKING:
    from tongban.catalog.terms import MaterialSpec


def merged(findings: Iterable[Iterable[CorrectionItem]]) -> tuple[CorrectionItem, ...]:
    """One list of what all departments found: a point that several make stands there once, with each one's words."""
    points: dict[tuple[str, str], list[CorrectionItem]] = {}
    for items in findings:
        for item in items:
            points.setdefault((item.target, item.shortcoming), []).append(item)
    return tuple(
        CorrectionItem(target=items[0].target, shortcoming=items[0].shortcoming, note="；".join(dict.fromkeys(item.note for item in items)))
        for items in points.values()
    )


def plainly(items: Iterable[CorrectionItem]) -> tuple[CorrectionItem, ...]:
    """The points as they can be kept and printed."""
    return tuple(replace(item, note=plain(item.note)) for item in items)


def require_known(items: Iterable[CorrectionItem], *, materials: Iterable[MaterialSpec], schema: Mapping[str, Any]) -> None:
    """Each point names a material or a field of the release. Raises UnknownTarget."""
    targets = {f"material:{spec.key}" for spec in materials} | {f"field:{name}" for name in schema.get("properties", {})}
    unknown = tuple(item.target for item in items if item.target not in targets)
    if unknown:
        raise UnknownTarget(unknown)


def require_told_before(items: Iterable[CorrectionItem], told: Collection[str] | None) -> None:
    """A later notice repeats unmet points only; `told` are the targets of the one before, None for the first. Raises NewPoint.

    Administrative Licensing Law, art. 32(1)(4): all that is to be corrected is told at once.
    """
    if told is None:
        return
    new = tuple(dict.fromkeys(item.target for item in items if item.target not in told))
    if new:
        raise NewPoint(new)


def changed(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Each answer that differs between two rounds: before, after. An absent answer is None."""
    keys = dict.fromkeys([*old, *new])
    return {key: (old.get(key), new.get(key)) for key in keys if old.get(key) != new.get(key)}
