"""A message in the hands of the city: as it was written on one side; what can be done, and how far it has come, on the other."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from tongban.board import queries as board_queries
from tongban.board.terms import Act, ReplyState, Role
from tongban.campaigns import queries as campaign_queries
from tongban.channels.parts import kept
from tongban.channels.parts.actor import actor_of, moment
from tongban.channels.parts.audience import staff
from tongban.channels.web.desk.board_forms import DraftForm
from tongban.channels.web.desk.deeds import BY_NAME, SUBJECT, Deed, open_deeds
from tongban.channels.web.desk.reply_words import lacking, public_form
from tongban.channels.web.desk.views.board.frame import board_of, frame
from tongban.channels.web.desk.views.board.inbox import neighbours
from tongban.channels.web.desk.views.private import private
from tongban.duty import queries as duty_queries
from tongban.duty.terms import NoDuty
from tongban.notices import queries as notice_queries
from tongban.responsibilities import queries as responsibilities_queries
from tongban.responsibilities.terms import Kind

if TYPE_CHECKING:
    from uuid import UUID

    from tongban.board.terms import DraftView, OrderView

PURPOSE = "board.handling"
DRAFT = "draft"
AT_ONCE = ("hand-over", "call-out")


@staff
@private
def order(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """An order of my unit, or of one below it."""
    return show(request, seen(request, order_id=order_id))


@staff
@private
def message(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """A message as the duty desk, a body of the joint desk or another desk of the city sees it."""
    return show(request, seen(request, message_id=message_id))


@staff
@private
def neighbour(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """The next (`go=next`) or previous order of my inbox: the keys j and k."""
    line = neighbours(request, order_id, -1 if request.GET.get("go") == "previous" else 1)
    return redirect("desk:order", order_id=line.order_id) if line else redirect("desk:inbox")


@staff
@private
def photo(request: HttpRequest, number: str, place: int) -> HttpResponse:
    """A photo of a message, for whoever handles it."""
    content, media_type = board_queries.photo(number, place, by=actor_of(request), small="small" in request.GET)
    answer = HttpResponse(content, content_type=media_type)
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def seen(request: HttpRequest, *, order_id: UUID | None = None, message_id: UUID | None = None) -> OrderView:
    """As this actor may see it; one row in the log of reads."""
    by, at = actor_of(request), moment(request)
    if order_id is not None:
        return board_queries.order(order_id, by=by, at=at, purpose=PURPOSE)
    assert message_id is not None
    return board_queries.handled(message_id, by=by, at=at, purpose=PURPOSE)


def show(request: HttpRequest, view: OrderView, *, status: int = 200, **more: Any) -> HttpResponse:
    """Render the page. `more` carries an act that was not done: its name, its form as typed, the problem in words, an author revealed."""
    typed = _typed_before(request, view)
    failed: Any = more.pop("form", None) or typed
    deeds = [
        (
            deed,
            _form(deed, view, failed, _first(deed, view, request.GET.get("template", ""))),
            failed is not None and failed.name == deed.name,
        )
        for deed in open_deeds(view)
    ]
    draft = own_draft(view)
    context = {
        "told": view,
        "message": view.message,
        "order": view.order,
        "key": uuid.uuid4(),
        "deeds": deeds,
        **_arranged(view, deeds),
        "draft": draft,
        "draft_form": _draft_form(request, view, draft, failed),
        "templates": _templates(view) if _drafts(view) or Act.ANSWER in view.acts else (),
        **_replying(view, draft),
        "mistakes": mistakes(failed) if failed is not None and failed.is_bound else [],
        "problem": None,
        "author": None,
        "campaigns": campaign_queries.campaigns_of(view.message.id),
        **_around(request, view),
        **frame(request, "case"),
        **more,
    }
    return render(request, "desk/board/message.html", context, status=status)


def _replying(view: OrderView, draft: DraftView | None) -> dict[str, Any]:
    """What the draft and the reply that waits lack, and how everybody will read them."""
    submitted = next((each for each in view.drafts if each.state is ReplyState.SUBMITTED), None)
    return {
        "lacking": lacking(draft.text) if draft is not None and draft.text else (),
        "draft_pieces": public_form(draft.text) if draft is not None else (),
        "undecided": view.message.kind is Kind.SUGGESTION and not view.message.suggested,
        "submitted": submitted,
        "submitted_pieces": public_form(submitted.text) if submitted is not None else (),
    }


def _arranged(view: OrderView, deeds: list[tuple[Deed, Any, bool]]) -> dict[str, Any]:
    """In danger what helps at once stands first; then the main act; the rest is folded."""
    first = [each for each in deeds if view.message.emergency and each[0].name in AT_ONCE]
    mains = [each for each in deeds if each[0].tone == "" or each[0].near]
    return {"first": first, "mains": mains, "others": [each for each in deeds if each not in mains and each not in first]}


def own_draft(view: OrderView) -> DraftView | None:
    """The reply of this order that is not published yet."""
    order = view.order
    return next((each for each in view.drafts if order is not None and each.order_id == order.id), None)


def mistakes(form: Any) -> list[tuple[str, str]]:
    """What is wrong with a form, with the id of the field where it is."""
    return [("" if name == "__all__" else f"{form.name}_{name}", str(words)) for name, errors in form.errors.items() for words in errors]


def _around(request: HttpRequest, view: OrderView) -> dict[str, Any]:
    """What stands beside it: similar ones, calls, call-outs, and whom dispatch would ask, each only for whoever can use it."""
    by, at, board = actor_of(request), moment(request), board_of(request)
    inside = board.duty or bool(board.units)
    alike = board_queries.similar(view.message.text, at=at, title=view.message.title, district=view.message.district) if inside else ()
    told: dict[str, Any] = {"alike": [each for each in alike if each.line.id != view.message.id]}
    told["proposals"] = board_queries.proposals(view.message.id, by=by) if board.duty and view.order is None else ()
    told["calls"] = notice_queries.calls_of(SUBJECT, view.message.id, by=by) if Act.CONTACT in view.acts and view.order else ()
    told["may_call"] = Act.CONTACT in view.acts and view.order is not None and view.may_learn_author and view.reachable
    try:
        told["callouts"] = duty_queries.callouts_of(SUBJECT, view.message.id, by=by, at=at) if inside else ()
    except NoDuty:
        told["callouts"] = ()
    return told


def _form(deed: Deed, view: OrderView, failed: Any, first: dict[str, Any]) -> Any:
    return failed if failed is not None and failed.name == deed.name else deed.form(on=view, name=deed.name, initial=first)


def _first(deed: Deed, view: OrderView, template: str) -> dict[str, Any]:
    """What a form begins with: whom dispatch last asked, or the author named; the text of a template."""
    match deed.name:
        case "call-out":
            return {"unit": view.message.unit, "urgency": "danger" if view.message.emergency else "urgent"}
        case "answer":
            return {"text": next((each.text for each in _templates(view) if each.key == template), "")}
        case _:
            return {}


def _drafts(view: OrderView) -> bool:
    draft = own_draft(view)
    leads = view.order is not None and view.order.role is Role.LEAD
    return Act.DRAFT in view.acts and leads and (draft is None or draft.state is not ReplyState.SUBMITTED)


def _draft_form(request: HttpRequest, view: OrderView, draft: DraftView | None, failed: Any) -> DraftForm | None:
    """The draft to be written on; a template fills it, and keeps or sends nothing."""
    if not _drafts(view):
        return None
    if failed is not None and failed.name == DRAFT:
        return failed
    chosen = next((each for each in _templates(view) if each.key == request.GET.get("template")), None)
    text = chosen.text if chosen is not None else draft.text if draft is not None else ""
    return DraftForm(
        on=view, name=DRAFT, initial={"text": text, "end": draft.end if draft else "answered", "version": draft.version if draft else 0}
    )


def _templates(view: OrderView) -> tuple[Any, ...]:
    release = responsibilities_queries.board()
    return release.templates_for(view.order.unit if view.order is not None else release.duty_unit, view.message.kind)


def _typed_before(request: HttpRequest, view: OrderView) -> Any:
    """What was typed here when the session had expired, without complaints about it."""
    typed = kept.kept_for(request)
    name = typed.get("act", "") if typed is not None else ""
    if typed is None or not (name == DRAFT or name in BY_NAME):
        return None
    form = DraftForm if name == DRAFT else BY_NAME[name].form
    return form(on=view, name=name, initial=typed.dict())
