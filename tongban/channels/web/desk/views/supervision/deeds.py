"""An act of supervision as a page offers it: one form, one POST, one verb. A refusal shows the page again with what was typed."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404

from tongban.channels.parts.actor import actor_of, moment
from tongban.channels.parts.problems import REFUSALS, Problem, problem_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from uuid import UUID

    from django.http import HttpRequest

    from tongban.channels.web.desk.supervision_forms import DeedForm


@dataclass(frozen=True)
class Deed:
    """One act. `act` is what the question calls it that says what is open."""

    name: str
    act: str
    heading: Any
    explained: Any
    button: Any
    form: type[DeedForm]
    do: Callable[[On, dict[str, Any]], object]
    done: Any
    tone: str = ""


@dataclass(frozen=True)
class On:
    """What an act is done on: the id of an order, an interview; by whom and when."""

    id: UUID
    who: dict[str, Any]


@dataclass(frozen=True)
class Tried:
    """What came of it: done, or a form to be shown again, with the problem where there is one."""

    deed: Deed | None = None
    form: DeedForm | None = None
    problem: Problem | None = None

    @property
    def status(self) -> int:
        return self.problem.status if self.problem else 422 if self.form is not None else 200

    @property
    def done(self) -> bool:
        return self.deed is not None and self.form is None


NOT_TRIED = Tried()


def tried(request: HttpRequest, deeds: Iterable[Deed], name: str, subject: UUID) -> Tried:
    """Do what was sent."""
    deed = next((each for each in deeds if each.name == name), None)
    if deed is None:
        raise Http404(name)
    form = deed.form(request.POST, name=name)
    if not form.is_valid():
        return Tried(deed, form)
    try:
        deed.do(On(subject, who(request)), form.cleaned_data)
    except REFUSALS as refusal:
        return Tried(deed, form, problem_of(refusal))
    messages.success(request, deed.done)
    return Tried(deed)


def cards(deeds: Iterable[Deed], open_to: frozenset[Any], before: Tried) -> list[tuple[Deed, DeedForm]]:
    """What may be done now, each with its form, the one that was sent as it was typed."""
    found = [each for each in deeds if each.act in open_to or each is before.deed]
    return [(each, before.form if each is before.deed and before.form is not None else each.form(name=each.name)) for each in found]


def who(request: HttpRequest) -> dict[str, Any]:
    """By whom, and when."""
    return {"by": actor_of(request), "at": moment(request)}


def key_of(request: HttpRequest) -> UUID:
    """Pressed twice, it is one act."""
    try:
        return uuid.UUID(request.POST.get("key", ""))
    except ValueError:
        return uuid.uuid4()
