"""Answers with the source of each and what a correction changed; the situation; and the names of what a fault points at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from tongban.catalog.terms import Question, Release
from tongban.channels.parts.faults import fault_words
from tongban.channels.parts.form_fields.words import shown, words_of
from tongban.kernel.words.replies import Shortcoming

LACKING = frozenset(each.value for each in Shortcoming)
APPLICANT, REGISTER, LICENCE, DIFFERS = "applicant", "register", "licence:", "differs:"


def answers(
    release: Release,
    form: Mapping[str, Any],
    provenance: Mapping[str, str] | None = None,
    changes: Mapping[str, tuple[Any, Any]] | None = None,
) -> dict[str, Any]:
    """The answers section by section."""
    sections = [
        {"title": section.title, "rows": list(_rows(release, section.fields, form, provenance or {}, changes or {}))}
        for section in release.form.sections
    ]
    filled = [section for section in sections if section["rows"]]
    return {"sections": filled, "titled": len(filled) > 1}


def _rows(
    release: Release,
    names: tuple[str, ...],
    form: Mapping[str, Any],
    provenance: Mapping[str, str],
    changes: Mapping[str, tuple[Any, Any]],
) -> Iterator[dict[str, Any]]:
    properties: Mapping[str, Any] = release.form.schema.get("properties", {})
    for name in names:
        if name in form or name in changes:
            spec = properties.get(name, {})
            yield {
                "title": words_of(spec, name),
                "value": shown(spec, form.get(name)),
                "source": _source(release, name, provenance.get(name, "")),
                "identifier": provenance.get(name, "").partition(LICENCE)[2],
                "differs": provenance.get(name, "").startswith(DIFFERS),
                "changed": name in changes,
                "before": shown(spec, changes[name][0]) if name in changes else "",
            }


def _source(release: Release, name: str, origin: str) -> str:
    """Where a value is from, in words; a licence is named as the material that it is."""
    differs, known = origin.startswith(DIFFERS), origin.removeprefix(DIFFERS)
    if known.startswith(LICENCE):
        code = release.form.prefill.get(name, "").removeprefix("licences.").partition(".")[0]
        material = next((each.name for each in release.materials if code in each.licence), None)
        licence = {"licence": material or _("电子证照")}
        return (_("申请人填写，与%(licence)s不一致，请核对") if differs else _("来自%(licence)s")) % licence
    if differs:
        return _("申请人填写，与城市的登记信息不一致，请核对")
    return {REGISTER: _("来自城市的登记信息"), APPLICANT: _("申请人填写")}.get(origin, "")


def situation(release: Release, answers: Mapping[str, Any]) -> dict[str, Any]:
    """The situation questions that were answered."""
    return {
        "rows": [(question.text, _chosen(question, answers[question.key])) for question in release.questions if question.key in answers]
    }


def _chosen(question: Question, answer: Any) -> str:
    labels = {option.value: str(option.label) for option in question.options}
    return _("、").join(labels.get(each, str(each)) for each in (answer if isinstance(answer, list) else [answer]))


def target_name(release: Release, target: str) -> str:
    """The name of what `material:<key>`, `field:<key>`, `materials.<key>`, `form.<pointer>` or `situation.<key>` points at."""
    scope, _separator, key = target.partition(":" if ":" in target else ".")
    match scope:
        case "material" | "materials":
            return next((str(each.name) for each in release.materials if each.key == key), key)
        case "field" | "form":
            return _field_name(release, key)
        case "situation":
            return next((str(each.text) for each in release.questions if each.key == key), key)
        case _:
            return target


def _field_name(release: Release, pointer: str) -> str:
    """A field, or a place in a row of it: 注册人员，第 2 行，姓名."""
    spec: Mapping[str, Any] = release.form.schema
    names: list[str] = []
    for part in pointer.strip("/").split("/"):
        if part.isdigit():
            names.append(_("第 %(row)s 行") % {"row": int(part) + 1})
            spec = spec.get("items", {})
        else:
            spec = spec.get("properties", {}).get(part, {})
            names.append(words_of(spec, part))
    return _("，").join(names)


def fault_line(context: dict[str, Any], where: str, what: str) -> SafeString:
    """One fault of a problem: the name of the place where the page knows it, and the words; of what a reply lacks the words alone."""
    if where in LACKING:
        return format_html("{}", what)
    case = context.get("case")
    release = context.get("release") or getattr(case, "release", None)
    place = target_name(release, where) if isinstance(release, Release) else where
    words = fault_words(what) if what else ""
    return format_html("<strong>{}</strong>{}{}", place, _("：") if words else "", words)
