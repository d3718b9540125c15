"""What the desks of the city do with a message."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tongban.board import actions, queries
from tongban.board.terms import Act, End, HandOver, Removal, Screening
from tongban.channels.web.desk import board_forms as forms
from tongban.channels.web.desk.deeds.deed import SUBJECT, Deed, On, at_desk
from tongban.duty import actions as duty_actions
from tongban.duty.terms import Urgency
from tongban.responsibilities.terms import Kind

if TYPE_CHECKING:
    from tongban.board.terms import Author, OrderView


def _hand_over(on: On, told: dict[str, Any]) -> Author | None:
    """Who it is comes first: after the hand-over the message may have ended."""
    author = actions.reveal_author(message_id=on.message_id, reason=told["reason"], **on.who) if told["reveal"] else None
    actions.hand_over(message_id=on.message_id, to=HandOver(told["to"]), reason=told["reason"], ends=told["ends"], **on.who)
    return author


def _call_out(on: On, told: dict[str, Any]) -> None:
    duty_actions.call_out(
        key=on.key,
        unit=told["unit"],
        subject_type=SUBJECT,
        subject_id=on.message_id,
        reason_code=told["reason_code"],
        urgency=Urgency(told["urgency"]),
        matter=queries.matter(on.message_id, unit=told["unit"]),
        **on.who,
    )


def _screened(view: OrderView, state: Screening) -> bool:
    """Whether somebody has decided so before; what its author withdrew is displayed no more."""
    return at_desk(view) and view.message.screening is state and view.message.end is not End.WITHDRAWN


OF_DESKS: tuple[Deed, ...] = (
    Deed(
        "accept",
        Act.ACCEPT,
        _("受理"),
        _("受理以后留言人收到通知；还没有派单的，留在值班台。派单时会自动受理，不用先点这里。"),
        _("受理"),
        forms.NothingForm,
        lambda on, told: actions.accept(message_id=on.message_id, **on.who),
        _("%(number)s 已受理，请派单。"),
    ),
    Deed(
        "assign",
        Act.ASSIGN,
        _("派单"),
        _("首接负责：先问到的单位，在别的单位签收以前一直负责。"),
        _("派单"),
        forms.AssignForm,
        lambda on, told: actions.assign(message_id=on.message_id, **told, **on.who),
        _("%(number)s 已派单。"),
        tone="",
        leaves=True,
        fits=at_desk,
    ),
    Deed(
        "answer",
        Act.ANSWER,
        _("值班台直接答复"),
        _("答得了的咨询不用派单：在班的人直接答复，答复单位是值班台。时限、评价、重办和别的答复一样；重办的会派给单位。"),
        _("公开答复"),
        forms.AnswerForm,
        lambda on, told: actions.answer_at_desk(message_id=on.message_id, **told, **on.who),
        _("%(number)s 已由值班台答复。"),
        near=True,
        leaves=True,
        fits=at_desk,
    ),
    Deed(
        "refuse",
        Act.REFUSE,
        pgettext_lazy("deed", "不予受理"),
        _("留言就此结束；理由和正确的渠道公开，并通知留言人。"),
        _("确认不予受理"),
        forms.RefuseForm,
        lambda on, told: actions.refuse(message_id=on.message_id, **told, **on.who),
        _("%(number)s 没有受理，理由和正确的渠道已告诉留言人。"),
        tone="danger",
        leaves=True,
    ),
    Deed(
        "hand-over",
        Act.HAND_OVER,
        _("移交 110、119、120"),
        _("危及生命或者财产的，马上移交。请先打电话，再在这里记下。"),
        _("已经移交，记下"),
        forms.HandOverForm,
        _hand_over,
        _("%(number)s 已移交。"),
        tone="danger",
        anyway=True,
        fits=at_desk,
    ),
    Deed(
        "call-out",
        Act.HAND_OVER,
        _("呼叫值班人员"),
        _("按值班表一个一个叫，短信和电话；没有人确认就叫下一位、上一级。"),
        _("呼叫"),
        forms.CallOutForm,
        _call_out,
        _("正在为 %(number)s 呼叫值班人员。"),
        tone="danger",
        anyway=True,
        fits=at_desk,
    ),
    Deed(
        "reopen",
        Act.REOPEN,
        _("重新办理"),
        _("答复不好、留言人又没有要求的，可以要求重办一次；以前的过程都看得到。"),
        _("要求重办"),
        forms.ReasonForm,
        lambda on, told: actions.reopen(message_id=on.message_id, reason=told["reason"], **on.who),
        _("%(number)s 已要求重办。"),
        fits=lambda view: not view.message.reopened and bool(view.message.replies),
    ),
    Deed(
        "urge",
        Act.URGE,
        _("催办"),
        _("催现在办理的单位：它马上收到通知，工单上一直显示到答复为止。一天催办一次。谁催办、什么时候，公开；要求不公开。"),
        _("催办"),
        forms.UrgeForm,
        lambda on, told: actions.urge(message_id=on.message_id, words=told["words"], **on.who),
        _("%(number)s 已催办，承办单位收到了通知。"),
        near=True,
        anyway=True,
        fits=at_desk,
    ),
    Deed(
        "restore",
        Act.SCREEN,
        _("改为公开"),
        _("这条留言现在没有公开。改为公开要写理由，理由写在留言的页面上。"),
        _("改为公开"),
        forms.ReasonForm,
        lambda on, told: actions.screen(message_id=on.message_id, shown=True, words=told["reason"], **on.who),
        _("%(number)s 已改为公开。"),
        near=True,
        fits=lambda view: _screened(view, Screening.REMOVED),
    ),
    Deed(
        "remove",
        Act.SCREEN,
        _("改为不公开"),
        _("这条留言现在公开着。有人投诉、看了确实不该公开的，在这里收回；理由写在留言的页面上，办理不受影响。"),
        _("改为不公开"),
        forms.RemoveForm,
        lambda on, told: actions.screen(
            message_id=on.message_id, shown=False, reason=Removal(told["reason"]), words=told["words"], **on.who
        ),
        _("%(number)s 已改为不公开。"),
        tone="danger",
        near=True,
        fits=lambda view: _screened(view, Screening.SHOWN),
    ),
    Deed(
        "clear",
        Act.CLEAR,
        pgettext_lazy("media", "给融媒体看"),
        _("融媒体只看得到在这里放行的；举报不能放行。"),
        pgettext_lazy("media", "放行"),
        forms.NothingForm,
        lambda on, told: actions.clear_for_media(message_id=on.message_id, cleared=True, **on.who),
        _("%(number)s 已放行给融媒体。"),
        fits=lambda view: at_desk(view) and not view.cleared and view.message.kind is not Kind.REPORT,
    ),
    Deed(
        "unclear",
        Act.CLEAR,
        pgettext_lazy("media", "不再给融媒体看"),
        _("收回以后融媒体就看不到了。"),
        pgettext_lazy("media", "收回"),
        forms.NothingForm,
        lambda on, told: actions.clear_for_media(message_id=on.message_id, cleared=False, **on.who),
        _("%(number)s 不再给融媒体看。"),
        fits=lambda view: at_desk(view) and view.cleared,
    ),
)
