"""The form, one section per page, filled with what the city knows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from tongban.channels.parts import form_fields, kept
from tongban.channels.parts.audience import signed_in
from tongban.channels.web.citizen.filling import Filling, opened
from tongban.channels.web.citizen.sources import sources_of
from tongban.channels.web.citizen.views.apply.leaving import leaves, left

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tongban.catalog.terms import Section


@signed_in
def section(request: HttpRequest, code: str, applicant_id: UUID, number: int) -> HttpResponse:
    filling = opened(request, code, applicant_id)
    sections = filling.release.form.sections
    if not 1 <= number <= len(sections):
        raise Http404(f"section {number} of {len(sections)}")
    page = _Page(request, filling, number, sections[number - 1])
    return page.posted() if request.method == "POST" else page.shown()


class _Page:
    """One section of one application in one request."""

    def __init__(self, request: HttpRequest, filling: Filling, number: int, asked: Section) -> None:
        self.request, self.filling, self.number, self.asked = request, filling, number, asked

    def shown(self) -> HttpResponse:
        """As it was saved, with what is wrong in it; or as it was typed before the session expired."""
        typed = kept.kept_for(self.request)
        if typed is None:
            given = {pointer: words for pointer, words in self._faults().items() if pointer.partition("/")[0] in self.filling.form}
            return self._render(self.filling.form, faults=given, status=200)
        messages.info(self.request, _("您刚才填的都还在，请核对后继续。"))
        return self._render(self._merged(form_fields.read(self._schema, self.asked.fields, typed)))

    def posted(self) -> HttpResponse:
        """Saved first, whatever it is; checked then."""
        answers = form_fields.read(self._schema, self.asked.fields, self.request.POST)
        self.filling = self.filling.keep(form=self._merged(answers))
        if leaves(self.request):
            return left(self.request)
        if "add" in self.request.POST:
            return self._render(self.filling.form, blank_rows=self.request.POST.getlist("add"))
        faults = self._faults()
        if faults:
            return self._render(self.filling.form, faults=faults, status=422)
        if "return" in self.request.POST:
            return redirect(self.filling.address("review"))
        return redirect(self.filling.after(f"form-{self.number}"))

    @property
    def _schema(self) -> Mapping[str, Any]:
        return self.filling.release.form.schema

    def _merged(self, answers: Mapping[str, Any]) -> dict[str, Any]:
        """All answers so far, those of this page replaced."""
        others = {name: value for name, value in self.filling.form.items() if name not in self.asked.fields}
        return {**others, **answers}

    def _faults(self) -> dict[str, str]:
        """What is wrong on this page; other pages have their own turn."""
        told = form_fields.told_faults(self._schema, self.filling.faults())
        return {pointer: words for pointer, words in told.items() if pointer.partition("/")[0] in self.asked.fields}

    def _render(
        self,
        values: Mapping[str, Any],
        *,
        faults: Mapping[str, str] | None = None,
        blank_rows: list[str] | None = None,
        status: int = 200,
    ) -> HttpResponse:
        fields = form_fields.draw(
            self._schema,
            self.asked.fields,
            values,
            faults=faults,
            sources=sources_of(self.filling.release, self.filling.known, values, self.asked.fields),
            blank_rows=blank_rows or (),
        )
        context = {
            **self.filling.page(f"form-{self.number}"),
            "section": self.asked,
            "fields": fields,
            "mistakes": form_fields.mistakes(fields),
            "changing": "return" in self.request.GET or "return" in self.request.POST,
        }
        return render(self.request, "citizen/apply/form.html", context, status=status)
