"""The rail of everybody who works with messages: the places of their desks, and how much waits there."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from tongban.board import queries as board_queries
from tongban.catalog import queries as catalog_queries
from tongban.channels.parts.actor import actor_of, moment
from tongban.channels.parts.watching import supervising_desks
from tongban.channels.web.desk.views import places
from tongban.channels.web.desk.views.rail import Entry
from tongban.responsibilities import queries as responsibilities_queries
from tongban.responsibilities.terms import NoBoard
from tongban.sharing import queries as sharing_queries

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpRequest

    from tongban.board.terms import Counts, DutyCounts
    from tongban.responsibilities.terms import BoardRelease


class Board:
    """What the desks of one actor are for, and what lies there; asked of once per request."""

    def __init__(self, request: HttpRequest) -> None:
        self.by, self.at = actor_of(request), moment(request)

    @cached_property
    def release(self) -> BoardRelease | None:
        try:
            return responsibilities_queries.board()
        except NoBoard:
            return None

    @cached_property
    def duty(self) -> bool:
        return self.release is not None and self.release.duty_desk in self.by.desks

    @cached_property
    def screens(self) -> bool:
        return self.release is not None and self.release.screening_desk in self.by.desks

    @cached_property
    def calls_back(self) -> bool:
        return self.release is not None and self.release.call_back_desk in self.by.desks

    @cached_property
    def joint(self) -> bool:
        sees = {"see", "cleared"}
        return self.release is not None and any(each.desk in self.by.desks and sees & each.rights for each in self.release.joint)

    @cached_property
    def units(self) -> tuple[str, ...]:
        """The units whose messages this actor handles or approves."""
        if self.release is None:
            return ()
        keys = {self.release.unit_desk, self.release.approver_desk}
        return tuple(sorted({desk.partition("/")[0] for desk in self.by.desks if desk.partition("/")[2] in keys}))

    @cached_property
    def approves(self) -> bool:
        return self.release is not None and any(desk.endswith(f"/{self.release.approver_desk}") for desk in self.by.desks)

    @cached_property
    def only(self) -> bool:
        """Whether this actor works with messages and with no cases."""
        if self.release is None:
            return False
        ours = {
            self.release.duty_desk,
            self.release.screening_desk,
            self.release.call_back_desk,
            *(each.desk for each in self.release.joint),
            *supervising_desks(),
        }
        keys = (self.release.unit_desk, self.release.approver_desk)
        return all(desk in ours or desk.partition("/")[2] in keys for desk in self.by.desks)

    @cached_property
    def counts(self) -> Counts:
        return board_queries.counts(self.by, at=self.at)

    @cached_property
    def duty_counts(self) -> DutyCounts:
        return board_queries.duty_counts(self.by, at=self.at)

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        return tuple(self._entries()) if self.release is not None else ()

    def _entries(self) -> Iterator[Entry]:
        yield from places.of_supervisors(self.by, at=self.at)
        if self.duty:
            yield Entry("duty", _("值班台"), reverse("desk:duty"), lambda: self.duty_counts.to_accept + self.duty_counts.without_unit)
            yield Entry("take-down", _("记录来电来访"), reverse("desk:take-down"))
        if self.units:
            yield from self._of_unit(reverse("desk:inbox"))
        if self.screens:
            yield Entry("screening", _("公开审核"), reverse("desk:screening"))
            yield Entry("appeals", _("申诉"), f"{reverse('desk:screening')}?appeals=1")
        if self.calls_back:
            yield Entry("call-back", _("回访"), reverse("desk:call-back"))
        if self.joint:
            yield Entry("joint", _("联席台"), reverse("desk:joint"))
        yield from places.of_units(self.by, at=self.at, answers=self.approves, handles=bool(self.units))
        yield from self._for_all()

    def _for_all(self) -> Iterator[Entry]:
        if self.duty or self.units:
            yield Entry("rosters", _("值班表"), reverse("desk:rosters"))
        if self.duty:
            yield Entry("dispatch", _("派单报告"), reverse("desk:dispatch"))
        if self.duty or self.units or self.joint:
            yield Entry("figures", _("统计"), reverse("desk:board-figures"))

    def _of_unit(self, inbox: str) -> Iterator[Entry]:
        yield Entry("inbox", _("本单位工单"), inbox, lambda: self.counts.waiting)
        yield Entry("to_take", _("待签收"), f"{inbox}?shelf=to_take", lambda: self.counts.to_take)
        yield Entry("soon", pgettext("rail", "将到期"), f"{inbox}?shelf=soon", lambda: self.counts.soon)
        yield Entry("late", pgettext("rail", "逾期"), f"{inbox}?shelf=late", lambda: self.counts.late)
        if self.approves:
            yield Entry("approvals", _("待审核的答复"), reverse("desk:approvals"), lambda: self.counts.to_approve)
        yield Entry("extensions", _("延期申请"), reverse("desk:extensions"))
        yield Entry("settled", _("已办工单"), reverse("desk:settled"))


def board_of(request: HttpRequest) -> Board:
    """Built once per request."""
    if not hasattr(request, "board"):
        request.board = Board(request)
    return request.board


def frame(request: HttpRequest, view: str) -> dict[str, object]:
    """What every page of the board shows around itself."""
    board = board_of(request)
    return {
        "board": board,
        "view": view,
        "staff_name": board.by.name,
        "number": request.GET.get("number", ""),
        "at_window": bool(sharing_queries.visit_desks(board.by, accepting=catalog_queries.windows())),
    }
