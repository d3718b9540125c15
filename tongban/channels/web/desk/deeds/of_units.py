"""What a unit does with its order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from tongban.board import actions
from tongban.board.terms import Act, Contacted, OrderState, ReplyState, Role, Suggested, WrongState
from tongban.channels.web.desk import board_forms as forms
from tongban.channels.web.desk.deeds.deed import Deed, On, has_order, leads
from tongban.channels.web.desk.reply_words import spans
from tongban.responsibilities.terms import Kind

if TYPE_CHECKING:
    from uuid import UUID

    from tongban.board.terms import OrderView


def _helps(view: OrderView) -> bool:
    return view.order is not None and view.order.role is Role.JOINT


def _may_return(view: OrderView) -> bool:
    return leads(view) and view.order is not None and view.order.object_until is not None


def _came_down(view: OrderView) -> bool:
    """From above, and not given back before."""
    order = view.order
    before = [each for each in view.orders if order is not None and each.unit == order.unit and each.over is not None]
    return order is not None and order.over is not None and all(each.state is not OrderState.RETURNED for each in before)


def _submitted(on: On) -> UUID:
    """The reply that waits for approval. Raises UnknownOrder, WrongState."""
    found = next((each.id for each in on.view.drafts if each.state is ReplyState.SUBMITTED and each.order_id == on.order_id), None)
    if found is None:
        raise WrongState("no reply waits for approval")
    return found


def _waits_for_approval(view: OrderView) -> bool:
    """By whoever did not draft it."""
    mine = [each for each in view.drafts if view.order is not None and each.order_id == view.order.id]
    return any(each.state is ReplyState.SUBMITTED and not each.own for each in mine)


OF_UNITS: tuple[Deed, ...] = (
    Deed(
        "take",
        Act.TAKE,
        _("签收"),
        _("签收以后由本单位办理，本单位的时限从派单时起算，已经在走。"),
        _("签收"),
        forms.NothingForm,
        lambda on, told: actions.take(order_id=on.order_id, **on.who),
        _("%(number)s 已签收，请办理并起草答复。"),
        tone="",
        fits=has_order,
    ),
    Deed(
        "publish",
        Act.PUBLISH,
        _("审核答复"),
        _("同意以后马上公开，留言人收到通知，可以评价；公开的答复不能再改。"),
        _("同意，公开答复"),
        forms.PublishForm,
        lambda on, told: actions.publish_reply(reply_id=_submitted(on), shown=spans(told.get("shown", [])), **on.who),
        _("%(number)s 的答复已公开。"),
        tone="",
        leaves=True,
        fits=_waits_for_approval,
    ),
    Deed(
        "send-back",
        Act.PUBLISH,
        _("退回修改"),
        _("答复回到起草的人手里，不公开。"),
        _("退回修改"),
        forms.SendBackForm,
        lambda on, told: actions.send_back_reply(reply_id=_submitted(on), reason=told["reason"], **on.who),
        _("%(number)s 的答复已退回修改。"),
        near=True,
        leaves=True,
        fits=_waits_for_approval,
    ),
    Deed(
        "return",
        Act.RETURN,
        _("不属本单位，退回"),
        _("退回值班台，由它另派；别的单位签收以前，本单位仍然负责，时限不停。只能退一次，退过的不能再退。"),
        _("退回"),
        forms.ReasonForm,
        lambda on, told: actions.return_order(order_id=on.order_id, reason=told["reason"], **on.who),
        _("%(number)s 已退回值班台；别的单位签收以前仍由本单位负责。"),
        leaves=True,
        fits=_may_return,
    ),
    Deed(
        "pass-down",
        Act.PASS_DOWN,
        _("交给下级办理"),
        _("下级有自己的时限；本单位仍然负责，时限不停。"),
        _("交给它办理"),
        forms.PassDownForm,
        lambda on, told: actions.pass_down(order_id=on.order_id, **told, **on.who),
        _("%(number)s 已交给下级办理。"),
        fits=lambda view: leads(view) and bool(view.units_below),
    ),
    Deed(
        "pass-up",
        Act.PASS_UP,
        _("交回上级"),
        _("只能交回一次；以后上级再交下来，就由本单位办理。"),
        _("交回上级"),
        forms.ReasonForm,
        lambda on, told: actions.pass_up(order_id=on.order_id, reason=told["reason"], **on.who),
        _("%(number)s 已交回上级。"),
        leaves=True,
        fits=_came_down,
    ),
    Deed(
        "take-over",
        Act.TAKE_OVER,
        _("由本级收回办理"),
        _("下级的工单取消，由本级直接办理。"),
        _("收回办理"),
        forms.ReasonForm,
        lambda on, told: actions.take_over(order_id=on.order_id, reason=told["reason"], **on.who),
        _("%(number)s 已收回，由本级办理。"),
        tone="danger",
        leaves=True,
        fits=leads,
    ),
    Deed(
        "join",
        Act.JOIN,
        _("请别的单位协办"),
        _("本单位牵头，别的单位必须协助；答复仍由本单位写。"),
        _("请它们协办"),
        forms.JoinForm,
        lambda on, told: actions.join_units(order_id=on.order_id, **told, **on.who),
        _("%(number)s 已请别的单位协办。"),
        fits=leads,
    ),
    Deed(
        "finish",
        Act.FINISH_PART,
        _("协办做完了"),
        _("告诉牵头单位做了什么；答复由它写。"),
        _("做完了"),
        forms.FinishForm,
        lambda on, told: actions.finish_part(order_id=on.order_id, words=told["words"], **on.who),
        _("%(number)s 的协办已做完。"),
        tone="",
        leaves=True,
        fits=lambda view: _helps(view) and view.order is not None and view.order.state is OrderState.TAKEN,
    ),
    Deed(
        "contact",
        Act.CONTACT,
        _("记下联系的结果"),
        _("时间和结果写在留言的页面上。"),
        _("记下"),
        forms.ContactForm,
        lambda on, told: actions.contact_author(order_id=on.order_id, outcome=Contacted(told["outcome"]), **on.who),
        _("%(number)s 的联系结果已记下。"),
        anyway=True,
        fits=has_order,
    ),
    Deed(
        "suggestion",
        Act.DECIDE_SUGGESTION,
        _("建议采纳不采纳"),
        _("先说明采纳不采纳，再答复。"),
        _("记下决定"),
        forms.SuggestionForm,
        lambda on, told: actions.decide_suggestion(
            order_id=on.order_id, outcome=Suggested(told["outcome"]), reason=told["reason"], **on.who
        ),
        _("%(number)s 的建议已有决定。"),
        fits=lambda view: leads(view) and view.message.kind is Kind.SUGGESTION,
    ),
    Deed(
        "ask-extension",
        Act.ASK_EXTENSION,
        _("申请延期"),
        _("只能一次，要在期限以内；批准人和理由公开。"),
        _("申请延期"),
        forms.ExtensionForm,
        lambda on, told: actions.ask_extension(order_id=on.order_id, **told, **on.who),
        _("%(number)s 已申请延期，等上一级批准。"),
        fits=lambda view: leads(view) and view.message.first_answered_at is None and not view.message.extensions,
    ),
)
