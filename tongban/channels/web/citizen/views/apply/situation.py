"""The situation questions: their answers prune materials and steps, or say kindly that this is the wrong place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from tongban.cases import queries as case_queries
from tongban.channels.parts import kept
from tongban.channels.parts.audience import signed_in
from tongban.channels.web.citizen.filling import Filling, opened
from tongban.channels.web.citizen.views.apply.leaving import leaves, left

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import QueryDict

    from tongban.catalog.terms import Question


@signed_in
def questions(request: HttpRequest, code: str, applicant_id: UUID) -> HttpResponse:
    filling = opened(request, code, applicant_id)
    if not filling.release.questions:
        return redirect(filling.stages[0].address)
    if request.method != "POST":
        typed = kept.kept_for(request)
        if typed is None:
            return _page(request, filling, filling.situation)
        messages.info(request, _("您刚才选的都还在，请核对后继续。"))
        return _page(request, filling, _read(filling.release.questions, typed))
    answers = _read(filling.release.questions, request.POST)
    filling = filling.keep(situation=answers)
    if leaves(request):
        return left(request)
    mistakes = _mistakes(filling)
    if mistakes:
        return _page(request, filling, answers, mistakes=mistakes)
    return stop_page(request, filling) or redirect(filling.after("situation"))


def stop_page(request: HttpRequest, filling: Filling) -> HttpResponse | None:
    """A kind no with where to go, when an answer says so."""
    stopped = case_queries.stops(filling.release, filling.situation)
    if stopped is None:
        return None
    context = {**filling.page("situation"), "stopped": stopped}
    return render(request, "citizen/apply/stopped.html", context)


def _read(asked: tuple[Question, ...], data: QueryDict) -> dict[str, Any]:
    """The answers to questions that are asked; none for a question that was left open."""
    found = {each.key: data.getlist(f"situation.{each.key}") if each.many else data.get(f"situation.{each.key}", "") for each in asked}
    return {key: value for key, value in found.items() if value}


def _mistakes(filling: Filling) -> dict[str, str]:
    """Questions without a good answer, with what to do."""
    return {where.removeprefix("situation."): _("请回答这个问题。") for where in filling.faults() if where.startswith("situation.")}


def _page(request: HttpRequest, filling: Filling, answers: Mapping[str, Any], *, mistakes: Mapping[str, str] | None = None) -> HttpResponse:
    wrong = mistakes or {}
    shown = [_question(each, answers.get(each.key), wrong.get(each.key, "")) for each in filling.release.questions]
    context = {
        **filling.page("situation"),
        "questions": shown,
        "mistakes": [
            (f"situation-{each.key}", _("请回答“%(question)s”") % {"question": each.text})
            for each in filling.release.questions
            if each.key in wrong
        ],
    }
    return render(request, "citizen/apply/situation.html", context, status=422 if wrong else 200)


def _question(question: Question, answer: Any, error: str) -> dict[str, Any]:
    chosen = answer if isinstance(answer, list) else [answer]
    options = [(option, option.value in chosen) for option in question.options]
    return {"question": question, "options": options, "error": error}
