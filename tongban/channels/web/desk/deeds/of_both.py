"""What units and desks do alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from tongban.board import actions
from tongban.board import queries as board_queries
from tongban.board.terms import Act, UnknownMessage, WrongState
from tongban.channels.web.desk import board_forms as forms
from tongban.channels.web.desk.deeds.deed import Deed, On, at_desk, leads

if TYPE_CHECKING:
    from tongban.board.terms import OrderView


def _asked(view: OrderView) -> bool:
    return bool(view.extensions)


def _merge(on: On, told: dict[str, Any]) -> None:
    into = board_queries.message_id(told["number"], by=on.by)
    if into is None:
        raise UnknownMessage(told["number"])
    actions.merge(message_id=on.message_id, into_id=into, words=told["words"], **on.who)


def _decide_extension(on: On, told: dict[str, Any]) -> None:
    if not on.view.extensions:
        raise WrongState("no more time is asked for")
    asked, granted = on.view.extensions[0], told["granted"] == "yes"
    actions.decide_extension(extension_id=asked.id, granted=granted, reason=told["reason"], **on.who)


OF_BOTH: tuple[Deed, ...] = (
    Deed(
        "reveal",
        Act.REVEAL,
        _("查看留言人的姓名和电话"),
        _("能用隐藏号码联系的，不用看。查看的理由公开，留言人看得到，也留下查看记录。"),
        _("写明理由，查看"),
        forms.ReasonForm,
        lambda on, told: actions.reveal_author(message_id=on.message_id, reason=told["reason"], **on.who),
        _("已查看 %(number)s 的留言人。"),
        tone="danger",
        anyway=True,
        fits=lambda view: view.may_learn_author and view.reachable,
    ),
    Deed(
        "decide-extension",
        Act.DECIDE_EXTENSION,
        _("决定延期"),
        _("批准人写您的单位和职务，和理由一起公开，并通知留言人。"),
        _("记下决定"),
        forms.DecideExtensionForm,
        _decide_extension,
        _("%(number)s 的延期已有决定。"),
        near=True,
        fits=_asked,
    ),
    Deed(
        "merge",
        Act.MERGE,
        _("并案：和另一条是同一件事"),
        _("留言人得到那一条的答复，各自评价；自己的时限照走。"),
        _("并案"),
        forms.MergeForm,
        _merge,
        _("%(number)s 已并案。"),
        leaves=True,
        fits=lambda view: at_desk(view) or leads(view),
    ),
    Deed(
        "unmerge",
        Act.UNMERGE,
        _("分开：不是同一件事"),
        _("回到值班台重新派单，时限照走。"),
        _("分开"),
        forms.ReasonForm,
        lambda on, told: actions.unmerge(message_id=on.message_id, reason=told["reason"], **on.who),
        _("%(number)s 已分开，回到值班台。"),
        leaves=True,
        fits=lambda view: bool(view.message.merged_into),
    ),
    Deed(
        "note",
        Act.NOTE,
        _("内部备注"),
        _("不公开。"),
        _("记下备注"),
        forms.NoteForm,
        lambda on, told: actions.note(message_id=on.message_id, words=told["words"], **on.who),
        _("%(number)s 的备注已记下。"),
        tone="quiet",
        anyway=True,
    ),
)
