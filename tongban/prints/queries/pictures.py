"""The charts of a report that somebody reads: which there are, what each shows, and whether its picture is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tongban.kernel import files
from tongban.prints.rules import picturing
from tongban.prints.terms.pictures import ReportPicture
from tongban.reports.queries import outside
from tongban.reports.queries.telling import PUBLIC

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tongban.prints.terms.pictures import ChartPlan
    from tongban.reports.terms import ReportView

SVG = "image/svg+xml"
END = ".svg"


def pictures(view: ReportView) -> tuple[ReportPicture, ...]:
    """Of a report as it was given to its reader. Without a file one is not drawn yet, or not for everybody."""
    kept = {each.name for each in view.files}
    return tuple(ReportPicture(each.key, each.title, each.told, _file(each.key, kept)) for each in picturing.plans(view.content))


def contents(view: ReportView) -> dict[str, tuple[ReportPicture, bytes, str]]:
    """Each picture that is kept, with its content and its digest."""
    digests = {each.name: each.digest for each in view.files}
    return {each.key: (each, files.read(digests[each.file]), digests[each.file]) for each in pictures(view) if each.file}


def to_draw(view: ReportView) -> Mapping[str, ChartPlan]:
    """By the name of its file, what is not drawn yet."""
    kept = {each.name for each in view.files}
    wanted = {f"{each.key}{END}": each for each in picturing.plans(view.content)}
    return {name: plan for name, plan in wanted.items() if name not in kept}


def to_publish(view: ReportView) -> dict[str, str]:
    """By the name for everybody, the name of a kept picture of which everybody may see every figure: no unit on trial is in it."""
    kept, whole = {each.name for each in view.files}, {each.key: each for each in picturing.plans(view.content)}
    same = [each.key for each in picturing.plans(outside(view)) if each == whole.get(each.key)]
    names = {f"{PUBLIC}{key}{END}": f"{key}{END}" for key in same}
    return {name: source for name, source in names.items() if source in kept and name not in kept}


def _file(key: str, kept: set[str]) -> str:
    """Its own, or the one for everybody; nothing where neither is kept."""
    return next((name for name in (f"{key}{END}", f"{PUBLIC}{key}{END}") if name in kept), "")
