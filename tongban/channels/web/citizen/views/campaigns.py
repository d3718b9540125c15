"""Campaigns in the open: the list, one of them with what came of it, and an author's rating of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tongban.board import queries as board_queries
from tongban.board.terms import Satisfaction, UnknownMessage
from tongban.campaigns import actions
from tongban.campaigns import queries as campaign_queries
from tongban.campaigns.terms import NotLinked
from tongban.channels.parts.actor import moment, person_of
from tongban.channels.parts.audience import public, to_sign_in
from tongban.channels.parts.problems import REFUSALS, Problem, problem_of
from tongban.channels.parts.tags.board import SATISFACTIONS
from tongban.channels.web.citizen import holding
from tongban.channels.web.citizen.shared_pages import answered, private

if TYPE_CHECKING:
    from django.http.response import HttpResponseBase

LENGTH = 2000  # the verb says what is too long


@public
@require_safe
def home(request: HttpRequest) -> HttpResponseBase:
    """Every campaign that was opened, the newest first."""
    after = request.GET.get("after", "")

    def draw() -> HttpResponse:
        page = campaign_queries.public_campaigns(at=moment(request), after=after)
        return render(request, "citizen/campaigns/home.html", {"page": page})

    return answered(request, campaign_queries.newest_change(), draw)


@public
@require_safe
def page(request: HttpRequest, number: str) -> HttpResponseBase:
    """One campaign. Refuses: UnknownCampaign."""
    shown = campaign_queries.public_campaign(number, at=moment(request))
    return answered(request, shown.changed_at, lambda: render(request, "citizen/campaigns/page.html", {"shown": shown, "line": shown.line}))


@public
@require_http_methods(["GET", "HEAD", "POST"])
def rate(request: HttpRequest, number: str, campaign: str) -> HttpResponseBase:
    """Rate it as the author of a message, by account or by tracking code; whoever comes by a notice and is not signed in signs in first.
    Refuses at the form: an answer missing, CampaignRatedAlready, CampaignRatingOver, CampaignStateWrong, CampaignWordsTooLong;
    UnknownCampaign, UnknownMessage, NotLinked.
    """
    if request.method == "POST" and request.POST.get("as") == "account" and not request.user.is_authenticated:
        return to_sign_in(request)
    if request.method != "POST":
        try:
            return private(_form(request, number, campaign))
        except (UnknownMessage, NotLinked):  # alike for every number: it tells nobody what there is
            if request.user.is_authenticated:
                raise
            messages.info(request, _("请用留言时的账号登录；没有用账号留言的，请先用编号和查询码查看留言。"))
            return to_sign_in(request)
    solved, level = request.POST.get("solved", ""), request.POST.get("satisfaction", "")
    if solved not in ("yes", "no") or level not in {str(each.value) for each in Satisfaction}:
        title, remedy = _("还差一步"), _("请选“解决了没有”和“满意不满意”，再提交评价。")
        return private(_form(request, number, campaign, Problem("rating-missing", 422, title, remedy)))
    rating: dict[str, Any] = {"solved": solved == "yes", "satisfaction": Satisfaction(int(level))}
    words = request.POST.get("words", "")[:LENGTH]
    try:
        actions.rate_campaign(number=campaign, words=words, **rating, **_whose(request, number))
    except REFUSALS as refusal:
        return private(_form(request, number, campaign, problem_of(refusal)))
    messages.success(request, _("谢谢您的评价。"))
    return redirect("citizen:board-message", _whose(request, number)["message_number"])


def _form(request: HttpRequest, number: str, campaign: str, problem: Problem | None = None) -> HttpResponse:
    told = _whose(request, number)
    shown = campaign_queries.to_rate(campaign, **told)
    context = {
        "shown": shown,
        "problem": problem,
        "levels": [(level.value, SATISFACTIONS[level][1]) for level in Satisfaction],
        "typed": {name: request.POST.get(name, "") for name in ("words", "solved", "satisfaction")},
    }
    return render(request, "citizen/campaigns/rate.html", context, status=problem.status if problem else 200)


def _whose(request: HttpRequest, number: str) -> dict[str, Any]:
    read = board_queries.read_number(number)
    code = holding.code_of(request, read)
    return {"message_number": read, "by": person_of(request), "at": moment(request), "code": code}
