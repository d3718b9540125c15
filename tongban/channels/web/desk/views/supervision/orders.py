"""Orders of supervision: the list, one order with its history and papers, what may be done with it, and a new one."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tongban.board import queries as board_queries
from tongban.channels.parts.actor import actor_of, moment
from tongban.channels.parts.audience import staff
from tongban.channels.parts.problems import REFUSALS, problem_of
from tongban.channels.web.desk import supervision_forms as forms
from tongban.channels.web.desk.views.board.frame import frame
from tongban.channels.web.desk.views.private import private
from tongban.channels.web.desk.views.supervision.deeds import NOT_TRIED, Deed, Tried, cards, key_of, tried, who
from tongban.channels.web.desk.views.supervision.surged import judged_false, reads_surges, surged
from tongban.directives import actions
from tongban.directives import queries as directive_queries
from tongban.directives.terms import Cites, Ground, NewOrder, OrderAct, Reference, UnknownAsk
from tongban.reports import queries as report_queries
from tongban.supervision import queries as supervision_queries
from tongban.supervision.terms import Denied

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from tongban.directives.terms import OrderView

SHELVES = {
    "open": gettext_lazy("没有办结的"),
    "late": gettext_lazy("逾期的"),
    "to_check": gettext_lazy("等核查的"),
    "closed": gettext_lazy("办结的"),
    "withdrawn": gettext_lazy("撤回的"),
}
DEEDS = (
    Deed(
        "receive",
        OrderAct.RECEIVE,
        gettext_lazy("签收"),
        gettext_lazy("记下谁、什么时候收到的；期限从签发算起，不从签收算起。"),
        gettext_lazy("签收"),
        forms.NothingForm,
        lambda on, told: actions.receive_order(order_id=on.id, **on.who),
        gettext_lazy("已签收。请在期限以前反馈。"),
    ),
    Deed(
        "reply",
        OrderAct.REPLY,
        gettext_lazy("反馈"),
        gettext_lazy("第一次反馈是否按时，从此定下。"),
        gettext_lazy("提交反馈"),
        forms.ReplyForm,
        lambda on, told: actions.reply_order(order_id=on.id, text=told["text"], **on.who),
        gettext_lazy("反馈已提交，等督查核查。"),
    ),
    Deed(
        "close",
        OrderAct.CLOSE,
        gettext_lazy("核查办结"),
        gettext_lazy("由签发以外的另一个人核查。办结以后再出一份填好的督办单。"),
        gettext_lazy("核查属实，办结"),
        forms.WordsForm,
        lambda on, told: actions.close_order(order_id=on.id, words=told["words"], **on.who),
        gettext_lazy("督办单已办结。"),
    ),
    Deed(
        "send-back",
        OrderAct.SEND_BACK,
        gettext_lazy("退回重办"),
        gettext_lazy("反馈不够的，退回单位再办。"),
        gettext_lazy("退回重办"),
        forms.SendBackForm,
        lambda on, told: actions.send_back_order(order_id=on.id, words=told["words"], limit=forms.limit_of(told["days"]), **on.who),
        gettext_lazy("已退回单位重办。"),
        tone="second",
    ),
    Deed(
        "escalate",
        OrderAct.ESCALATE,
        gettext_lazy("报告上一级和市领导"),
        gettext_lazy("到期没有反馈的，系统会自动报告；这里可以提前报告。一个期限只报告一次。"),
        gettext_lazy("现在就报告"),
        forms.ReasonForm,
        lambda on, told: actions.escalate_order(order_id=on.id, reason=told["reason"], **on.who),
        gettext_lazy("已报告上一级和市领导。"),
        tone="second",
    ),
    Deed(
        "withdraw",
        OrderAct.WITHDRAW,
        gettext_lazy("撤回"),
        gettext_lazy("签发有误的，单位反馈以前可以撤回。编号保留，督办单标明作废，理由单位也看得到。"),
        gettext_lazy("撤回作废"),
        forms.ReasonForm,
        lambda on, told: actions.withdraw_order(order_id=on.id, reason=told["reason"], **on.who),
        gettext_lazy("督办单已撤回作废，单位会收到通知。"),
        tone="second",
    ),
)


@staff
@private
def orders(request: HttpRequest) -> HttpResponse:
    """A shelf of orders, the newest first. Refuses: NoSupervision, Denied."""
    shelf, after = request.GET.get("shelf", ""), request.GET.get("after", "")
    shelf = shelf if shelf in SHELVES else "open"
    by = actor_of(request)
    page = directive_queries.orders(by, at=moment(request), shelf=shelf, after=after)
    context = {"page": page, "shelf": shelf, "shelves": SHELVES, "after": after, "issues": _issues(request)}
    return render(request, "desk/supervision/orders.html", context | frame(request, "ordered"))


@staff
@private
def order(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """One order. Refuses: NoSupervision, UnknownOrder."""
    return _show(request, order_id, NOT_TRIED)


@staff
@private
def act(request: HttpRequest, order_id: UUID, deed: str) -> HttpResponse:
    """An act on an order."""
    if request.method != "POST":
        return redirect("desk:ordered-one", order_id)
    result = tried(request, DEEDS, deed, order_id)
    return redirect("desk:ordered-one", order_id) if result.done else _show(request, order_id, result)


@staff
@private
def paper(request: HttpRequest, order_id: UUID, paper_id: UUID) -> HttpResponse:
    """The sealed PDF. Refuses: UnknownOrder."""
    view = directive_queries.order(order_id, **who(request))
    response = HttpResponse(directive_queries.order_paper(paper_id, **who(request)), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{view.line.id}.pdf"'
    return response


@staff
@private
def new(request: HttpRequest) -> HttpResponse:
    """Write one and issue it. Refuses: NoSupervision, Denied."""
    if not _issues(request):
        raise Denied("done by supervisors")
    if request.method != "POST":
        return _new(request, forms.OrderForm(name="order", initial=_proposed(request)), Tried())
    form = forms.OrderForm(request.POST, name="order").among(_units(request))
    if not form.is_valid():
        return _new(request, form, Tried(form=form))
    try:
        issued = actions.issue_order(key=key_of(request), order=_written(request, form.cleaned_data), **who(request))
    except REFUSALS as refusal:
        return _new(request, form, Tried(form=form, problem=problem_of(refusal)))
    messages.success(request, _("%(number)s已签发。") % {"number": issued.number})
    return redirect("desk:ordered-one", issued.order_id)


def _show(request: HttpRequest, order_id: UUID, before: Tried) -> HttpResponse:
    view = directive_queries.order(order_id, **who(request))
    context = {"shown": view, "line": view.line, "cited": list(_cited(request, view)), "cards": cards(DEEDS, view.open_to, before)}
    context |= {"report": report_queries.reports_made([order_id], by=actor_of(request)).get(order_id)}
    told = context | {"problem": before.problem} | frame(request, "ordered")
    return render(request, "desk/supervision/order.html", told, status=before.status)


def _cited(request: HttpRequest, view: OrderView) -> Iterator[tuple[Reference, str, UUID | None]]:
    """What it refers to, and where a message or a surge may be opened; things without a number have only the name of their kind."""
    by = actor_of(request)
    for each in view.references:
        found = board_queries.message_id(each.code, by=by) if each.kind is Cites.MESSAGE else None
        found = uuid.UUID(each.code) if each.kind is Cites.SURGE and reads_surges(by) else found
        yield each, each.code if each.kind in (Cites.MESSAGE, Cites.CASE) else "", found


def _new(request: HttpRequest, form: forms.OrderForm, before: Tried) -> HttpResponse:
    form.among(_units(request))
    context = {"form": form, "problem": before.problem, "key": request.POST.get("key", "") or uuid.uuid4()}
    cites = _reference(form["cites"].value() or "")
    context |= {"limit": supervision_queries.release().orders.limit, "cites": cites, "judged_false": judged_false(cites, **who(request))}
    return render(request, "desk/supervision/new_order.html", context | frame(request, "ordered"), status=before.status)


def _proposed(request: HttpRequest) -> dict[str, Any]:
    """What the page says from which one came here."""
    told = {name: request.GET.get(name, "")[:100] for name in ("unit", "ground", "cites")}
    told["numbers"] = "\n".join(each[:40] for each in request.GET.getlist("message"))
    if (cited := _reference(told["cites"])) and cited.kind is Cites.ASK:
        told["matter"] = directive_queries.asked(_asked_id(cited), by=actor_of(request))
    return told | surged(request.GET["surge"], told["unit"], **who(request)) if "surge" in request.GET else told


def _asked_id(reference: Reference) -> UUID:
    try:
        return uuid.UUID(reference.code)
    except ValueError as error:
        raise UnknownAsk(reference.code) from error


def _written(request: HttpRequest, told: dict[str, Any]) -> NewOrder:
    """A number that is no message which the supervisor sees is taken for a case's; which is there, the verb looks at."""
    by = actor_of(request)
    numbers = told["numbers"].split()
    cites = [Reference(Cites.MESSAGE if board_queries.message_id(each, by=by) else Cites.CASE, each) for each in numbers]
    other = _reference(told["cites"])
    return NewOrder(
        unit=told["unit"],
        ground=Ground(told["ground"]),
        matter=told["matter"],
        demand=told["demand"],
        references=(*cites, *([other] if other else [])),
        limit=forms.limit_of(told["days"]),
    )


def _reference(text: str) -> Reference | None:
    try:
        return Reference.of(text)
    except ValueError:
        return None


def _issues(request: HttpRequest) -> bool:
    return supervision_queries.release().desks.supervise in actor_of(request).desks


def _units(request: HttpRequest) -> list[tuple[str, str]]:
    """The units that are switched on, by group."""
    return [(each.unit, str(each.name)) for each in supervision_queries.switches(**who(request)) if each.on]
