"""Answering a correction notice in the same case: what it names stands out, everything may be changed, a look before it goes."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from tongban.cases import actions as case_actions
from tongban.cases import queries as case_queries
from tongban.cases.terms import Act, CaseView, CorrectionItem, Handed, InvalidApplication, Prefilled
from tongban.channels.parts import form_fields, kept
from tongban.channels.parts.actor import moment, person_of
from tongban.channels.parts.audience import signed_in
from tongban.channels.parts.faults import fault_words
from tongban.channels.web.citizen import handing, sealing
from tongban.channels.web.citizen.sources import sources_of
from tongban.channels.web.citizen.views.cases import PURPOSE as OWN_CASE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tongban.catalog.terms import MaterialSpec

PURPOSE = "correct"


@signed_in
def answer(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Refuses: UnknownCase, Denied, WrongState."""
    if request.method == "POST" and "sealed" in request.POST and "confirm" in request.POST:
        return _hand_in(request, case_id, sign="sign" in request.POST)
    page = _Page.opened(request, case_id)
    if not page.may_correct:
        messages.info(request, _("这个办件现在没有要补正的内容。"))
        return redirect("citizen:case", case_id)
    return page.posted() if request.method == "POST" else page.shown()


def _hand_in(request: HttpRequest, case_id: UUID, *, sign: bool) -> HttpResponse:
    """What the page before had shown, once, however often the button is pressed; or, to be signed first, frozen as it is."""
    by = person_of(request)
    try:
        content = sealing.opened(request.POST["sealed"], purpose=f"{PURPOSE}:{case_id}", by=by)
        key = UUID(request.POST.get("key", ""))
    except (sealing.NotSealed, ValueError):
        messages.warning(request, _("页面放得太久了，请再核对一遍后提交。"))
        return redirect("citizen:correction", case_id)
    materials = sealing.materials_of(content)
    try:
        if sign:
            told = {"form": content["form"], "materials": materials}
            signing_id = case_actions.prepare_correction(case_id=case_id, **told, by=by, at=moment(request))
            return redirect("citizen:correction-sign", case_id, signing_id)
        turn = case_actions.correct(case_id=case_id, key=key, form=content["form"], materials=materials, by=by, at=moment(request))
    except InvalidApplication as refusal:
        return _Page.opened(request, case_id).refused(content["form"], materials, refusal)
    messages.success(request, _("%(number)s 已补正，接着办理。") % {"number": turn.number})
    return redirect("citizen:case", case_id)


@dataclass
class _Page:
    """The correction of one case in one request."""

    request: HttpRequest
    case: CaseView
    known: Prefilled
    may_correct: bool
    faults: dict[str, str] = field(default_factory=dict)  # of the form, by pointer
    mistakes: dict[str, handing.Mistake] = field(default_factory=dict)  # of the materials, by key

    @classmethod
    def opened(cls, request: HttpRequest, case_id: UUID) -> _Page:
        by, at = person_of(request), moment(request)
        case = case_queries.case(case_id, by=by, at=at, purpose=OWN_CASE)
        known = case_queries.prefill(case.release, case.applicant_id, by=by, at=at)
        return cls(request, case, known, Act.CORRECT in case_queries.acts_open_to(case, by))

    def shown(self) -> HttpResponse:
        typed = kept.kept_for(self.request)
        if typed is None:
            return self._render(self.case.form, ())
        messages.info(self.request, _("您刚才填的都还在，请核对后继续；文件需要重新选择。"))
        return self._render(form_fields.read(self._schema, self._names, typed), ())

    def posted(self) -> HttpResponse:
        form = form_fields.read(self._schema, self._names, self.request.POST)
        before = self._carried()
        going_on = "add" not in self.request.POST
        by, at = person_of(self.request), moment(self.request)
        look = handing.looking(self._materials, applicant_id=self.case.applicant_id, kind=self.case.applicant_kind, by=by, at=at)
        taken = handing.take(self.request, self._materials, self.known.materials, before, by=by, at=at, look=look, demanded=False)
        self.mistakes = taken.mistakes
        handed = tuple(taken.handed)
        if not going_on:
            return self._render(form, handed, blank_rows=self.request.POST.getlist("add"))
        self.faults = form_fields.told_faults(self._schema, case_queries.check_form(self.case.release, form, self.case.situation))
        self._ask_for_named(handed)
        if self.faults or self.mistakes:
            return self._render(form, handed, status=422)
        return self._confirm(form, handed)

    def refused(self, form: Mapping[str, Any], handed: tuple[Handed, ...], refusal: InvalidApplication) -> HttpResponse:
        self.faults = form_fields.told_faults(self._schema, refusal.faults)
        self.mistakes = {
            where.removeprefix("materials."): handing.Mistake(fault_words(what))
            for where, what in refusal.faults.items()
            if where.startswith("materials.")
        }
        return self._render(form, handed, status=422)

    def _ask_for_named(self, handed: Iterable[Handed]) -> None:
        """A material that the notice names is handed in anew, or nothing would be corrected."""
        given = {each.key for each in handed}
        for key in self._notes("material"):
            if key not in given:
                self.mistakes.setdefault(key, handing.Mistake(_("补正告知书要这份材料，请重新提供。")))

    def _carried(self) -> tuple[Handed, ...]:
        """Files that an earlier try of this page has taken already."""
        try:
            content = sealing.opened(self.request.POST.get("carried", ""), purpose=f"{PURPOSE}:{self.case.id}", by=person_of(self.request))
        except sealing.NotSealed:
            return ()
        return sealing.materials_of(content)

    @property
    def _schema(self) -> Mapping[str, Any]:
        return self.case.release.form.schema

    @property
    def _names(self) -> list[str]:
        return [name for section in self.case.release.form.sections for name in section.fields]

    @property
    def _materials(self) -> list[MaterialSpec]:
        """What the notice names first, then what was handed in and might be replaced."""
        named, given = self._notes("material"), {material.key for material in self.case.materials}
        specs = self.case.release.materials
        return [spec for spec in specs if spec.key in named] + [spec for spec in specs if spec.key in given and spec.key not in named]

    @property
    def _points(self) -> tuple[CorrectionItem, ...]:
        return self.case.corrections[-1].items if self.case.corrections else ()

    def _notes(self, scope: str) -> dict[str, str]:
        """What the notice says, by material or by field."""
        return {each.target.partition(":")[2]: each.note for each in self._points if each.target.startswith(f"{scope}:")}

    def _seal(self, form: Mapping[str, Any], handed: tuple[Handed, ...]) -> str:
        content = {"form": dict(form), "materials": sealing.written(handed)}
        return sealing.seal(content, purpose=f"{PURPOSE}:{self.case.id}", by=person_of(self.request))

    def _render(
        self, form: Mapping[str, Any], handed: tuple[Handed, ...], *, status: int = 200, blank_rows: list[str] | None = None
    ) -> HttpResponse:
        notes = self._notes("field")
        fields = form_fields.draw(
            self._schema,
            self._names,
            form,
            faults=self.faults,
            sources=sources_of(self.case.release, self.known, form, self._names),
            notes=notes,
            blank_rows=blank_rows or (),
        )
        items = handing.items(
            self._materials,
            self.known.materials,
            handed,
            mistakes=self.mistakes,
            notes=self._notes("material"),
        )
        wrong = form_fields.mistakes(fields)
        context = {
            "case": self.case,
            "correction": self.case.corrections[-1],
            "points": self._links(),
            "named_fields": [each for each in fields if each.marked or each.key in self._at_fault],
            "other_fields": [each for each in fields if not each.marked and each.key not in self._at_fault],
            "named_items": [item for item in items if item.note],
            "other_items": [item for item in items if not item.note],
            "mistakes": wrong + [(item.id, item.mistake.words) for item in items if item.mistake],
            "carried": self._seal({}, handed),
        }
        return render(self.request, "citizen/correction.html", context, status=status)

    @property
    def _at_fault(self) -> set[str]:
        return {pointer.partition("/")[0] for pointer in self.faults}

    def _links(self) -> list[tuple[CorrectionItem, str]]:
        """Each point with the place on the page where it is answered."""
        return [
            (each, ("form-" if each.target.startswith("field:") else "material-") + each.target.partition(":")[2]) for each in self._points
        ]

    def _confirm(self, form: Mapping[str, Any], handed: tuple[Handed, ...]) -> HttpResponse:
        changes = {name: (self.case.form.get(name), form.get(name)) for name in self._names if self.case.form.get(name) != form.get(name)}
        items = handing.items(self._materials, self.known.materials, handed)
        context = {
            "case": self.case,
            "form": {name: form.get(name) for name in changes},
            "changes": changes,
            "items": [item for item in items if item.given],
            "sealed": self._seal(form, handed),
            "key": uuid.uuid4(),
        }
        return render(self.request, "citizen/correction_confirm.html", context)
