"""The charts of a report that somebody reads: which there are, what each shows, and whether its picture is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tongban.kernel import files
from tongban.prints.rules import picturing
from tongban.prints.terms import LANGUAGES, ZH, ReportPicture
from tongban.reports.queries import outside
from tongban.reports.queries.telling import PUBLIC

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tongban.prints.terms import ChartPlan, ChartWords
    from tongban.reports.terms import ReportContent, ReportView

SVG = "image/svg+xml"


def pictures(view: ReportView, words: ChartWords = ZH) -> tuple[ReportPicture, ...]:
    """Of a report as it was given to its reader, in the language in which they read: one that was drawn before there were others is shown
    as it is. Without a file one is not drawn yet, or not for everybody.
    """
    kept = {each.name for each in view.files}
    plans = picturing.plans(view.content, words)
    return tuple(ReportPicture(each.key, each.title, each.told, _file(each.key, words, kept)) for each in plans)


def contents(view: ReportView) -> dict[str, tuple[ReportPicture, bytes, str]]:
    """Each picture that is kept, with its content and its digest, in the language of papers."""
    digests = {each.name: each.digest for each in view.files}
    return {each.key: (each, files.read(digests[each.file]), digests[each.file]) for each in pictures(view) if each.file}


def to_draw(view: ReportView) -> Mapping[str, ChartPlan]:
    """By the name of its file, what is not drawn yet; of an approved report also those for everybody that show fewer units."""
    kept = {each.name for each in view.files}
    wanted = _named(view.content)
    if view.approval is not None:
        wanted |= {f"{PUBLIC}{name}": plan for name, plan in _named(outside(view)).items() if wanted.get(name) != plan}
    return {name: plan for name, plan in wanted.items() if name not in kept}


def to_publish(view: ReportView) -> dict[str, str]:
    """By the name for everybody, the name of a kept picture of which everybody may see every figure: no unit on trial is in it."""
    kept, whole = {each.name for each in view.files}, _named(view.content)
    names = {f"{PUBLIC}{name}": name for name, plan in _named(outside(view)).items() if whole.get(name) == plan}
    return {name: source for name, source in names.items() if source in kept and name not in kept}


def _named(content: ReportContent) -> dict[str, ChartPlan]:
    """All plans in each language, by the names of their files."""
    return {f"{each.key}{words.suffix}": each for words in LANGUAGES for each in picturing.plans(content, words)}


def _file(key: str, words: ChartWords, kept: set[str]) -> str:
    """Its own, or the one for everybody; then those in the language of the city; nothing where none is kept."""
    names = [f"{public}{key}{suffix}" for suffix in (words.suffix, ZH.suffix) for public in ("", PUBLIC)]
    return next((name for name in names if name in kept), "")
