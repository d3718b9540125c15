"""Interviews: the list, and one with its evidence, its history and what may be done next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy

from tongban.channels.parts.actor import actor_of, moment
from tongban.channels.parts.audience import staff
from tongban.channels.parts.watching import supervises
from tongban.channels.web.desk import supervision_forms as forms
from tongban.channels.web.desk.views.board.frame import board_of, frame
from tongban.channels.web.desk.views.private import private
from tongban.channels.web.desk.views.supervision.deeds import NOT_TRIED, Deed, Tried, cards, tried, who
from tongban.directives import actions
from tongban.directives import queries as directive_queries
from tongban.directives.terms import InterviewAct
from tongban.supervision import queries as supervision_queries
from tongban.supervision.terms import UnknownWeek

if TYPE_CHECKING:
    from uuid import UUID

PURPOSE = "directives.interview"
DEEDS = (
    Deed(
        "schedule",
        InterviewAct.SCHEDULE,
        gettext_lazy("定时间地点"),
        gettext_lazy("单位的审核岗会收到通知。改期再填一次。"),
        gettext_lazy("通知单位"),
        forms.ScheduleForm,
        lambda on, told: actions.schedule_interview(interview_id=on.id, **told, **on.who),
        gettext_lazy("时间地点已定，单位会收到通知。"),
    ),
    Deed(
        "hold",
        InterviewAct.HOLD,
        gettext_lazy("记下约谈"),
        gettext_lazy("约谈了几个人就算几人次。"),
        gettext_lazy("记下约谈"),
        forms.HoldForm,
        lambda on, told: actions.hold_interview(interview_id=on.id, **told, **on.who),
        gettext_lazy("约谈已记下，等单位承诺整改。"),
    ),
    Deed(
        "promise",
        InterviewAct.PROMISE,
        gettext_lazy("承诺整改"),
        gettext_lazy("到那一天督查会来核查。"),
        gettext_lazy("承诺整改"),
        forms.PromiseForm,
        lambda on, told: actions.promise_remedy(interview_id=on.id, **told, **on.who),
        gettext_lazy("整改承诺已记下。"),
    ),
    Deed(
        "close",
        InterviewAct.CLOSE,
        gettext_lazy("核查完毕"),
        gettext_lazy("由确认约谈以外的另一个人核查。"),
        gettext_lazy("做到了，核查完毕"),
        forms.CheckedForm,
        lambda on, told: actions.close_interview(interview_id=on.id, words=told["words"], **on.who),
        gettext_lazy("约谈已核查完毕。"),
    ),
    Deed(
        "send-back",
        InterviewAct.SEND_BACK,
        gettext_lazy("没有做到"),
        gettext_lazy("单位要重新承诺。由确认约谈以外的另一个人核查；也可以发督办单。"),
        gettext_lazy("退回，重新承诺"),
        forms.NotDoneForm,
        lambda on, told: actions.send_back_remedy(interview_id=on.id, words=told["words"], **on.who),
        gettext_lazy("已退回单位，请它重新承诺。"),
        tone="second",
    ),
    Deed(
        "call-off",
        InterviewAct.CALL_OFF,
        gettext_lazy("取消约谈"),
        gettext_lazy("排名勘误以后依据没有了，或者确认有误的，约谈以前可以取消。"),
        gettext_lazy("取消约谈"),
        forms.ReasonForm,
        lambda on, told: actions.call_off_interview(interview_id=on.id, reason=told["reason"], **on.who),
        gettext_lazy("约谈已取消。"),
        tone="second",
    ),
)


@staff
@private
def interviews(request: HttpRequest) -> HttpResponse:
    """All that were decided on, the newest first. Refuses: NoSupervision, Denied."""
    page = directive_queries.interviews(actor_of(request), after=request.GET.get("after", ""))
    return render(request, "desk/supervision/interviews.html", {"page": page} | frame(request, "interviews"))


@staff
@private
def interview(request: HttpRequest, interview_id: UUID) -> HttpResponse:
    """One interview. Refuses: NoSupervision, UnknownInterview."""
    return _show(request, interview_id, NOT_TRIED)


@staff
@private
def act(request: HttpRequest, interview_id: UUID, deed: str) -> HttpResponse:
    """An act on an interview."""
    if request.method != "POST":
        return redirect("desk:interview", interview_id)
    result = tried(request, DEEDS, deed, interview_id)
    return redirect("desk:interview", interview_id) if result.done else _show(request, interview_id, result)


def _show(request: HttpRequest, interview_id: UUID, before: Tried) -> HttpResponse:
    view = directive_queries.interview(interview_id, **who(request), purpose=PURPOSE)
    context: dict[str, Any] = {"shown": view, "line": view.line, "cards": cards(DEEDS, view.open_to, before), "problem": before.problem}
    context |= {"issues": supervision_queries.release().desks.supervise in actor_of(request).desks, "now": moment(request)}
    context["newest"] = newest = _newest(request, view.line.evidence.week)
    context["detail"] = newest and (supervises(actor_of(request)) or view.line.unit in board_of(request).units)
    return render(request, "desk/supervision/interview.html", context | frame(request, "interviews"), status=before.status)


def _newest(request: HttpRequest, week: str) -> int:
    """The newest version of the week that whoever looks may see; 0 where there is none yet."""
    try:
        return supervision_queries.ranking(week, by=actor_of(request)).line.version
    except UnknownWeek:
        return 0
