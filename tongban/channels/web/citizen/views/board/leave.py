"""Leaving a message: one page to write it, one that shows it as everybody will read it, and the receipt.

Nothing of it is kept on the way but the photos: the second page carries all words along. The key of the draft makes a message that is
sent twice one message.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tongban.board import actions as board_actions
from tongban.board import queries as board_queries
from tongban.board.terms import Channel, Origin, UnknownMessage, Visibility
from tongban.channels.parts import gate, kept
from tongban.channels.parts.actor import browser_of, moment, person_of
from tongban.channels.parts.audience import public, to_sign_in
from tongban.channels.parts.calm import require_calm
from tongban.channels.parts.problems import REFUSALS, problem_of
from tongban.channels.parts.tags.board import KINDS
from tongban.channels.web.citizen import holding
from tongban.channels.web.citizen.city_map import WIDTH, city_map
from tongban.channels.web.citizen.message_form import TEXT_MOST, KindMissing, Typed, fault_of
from tongban.channels.web.citizen.shared_pages import private
from tongban.channels.web.citizen.views.board.lists import choices
from tongban.channels.web.citizen.views.board.page import view_of
from tongban.channels.web.citizen.views.board.pictures import PHOTOS_A_MINUTE
from tongban.identity.terms import Assurance
from tongban.kernel.idempotency import KeyReused
from tongban.responsibilities import queries as responsibilities_queries
from tongban.responsibilities.terms import Kind

WEB = Origin(Channel.WEB)
HINTS = {
    Kind.INQUIRY: gettext_lazy("想问清楚一件事"),
    Kind.HELP: gettext_lazy("请帮忙解决"),
    Kind.COMPLAINT: gettext_lazy("对服务或管理不满意"),
    Kind.REPORT: gettext_lazy("违法违规，不公开"),
    Kind.SUGGESTION: gettext_lazy("怎样做得更好"),
    Kind.PRAISE: gettext_lazy("谢谢帮忙的人"),
}


@public
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest) -> HttpResponseBase:
    """The form; and after it the page that shows the message before it is sent. Refuses at the field."""
    if request.method != "POST":
        typed = Typed.of(kept.kept_for(request) or request.GET)
        return _form(request, typed)
    if _session_ended(request):
        return to_sign_in(request)
    typed = Typed.of(request.POST)
    removed = request.POST.get("remove", "")
    if removed:
        typed.kept = [each for each in typed.kept if each != removed]
        board_actions.drop_photo(draft=typed.key, digest=removed, by=person_of(request), at=moment(request), browser=browser_of(request))
    faults = _take_photos(request, typed)
    if removed or "again" in request.POST or "pin.x" in request.POST:
        return _form(request, typed, faults=faults, status=422 if faults else 200)
    return _form(request, typed, faults=faults | _wrong_words(typed), status=422) if faults else _check(request, typed)


@public
@require_POST
def send(request: HttpRequest) -> HttpResponseBase:
    """Send it. Refuses at the field, with everything typed still there."""
    if _session_ended(request):
        return to_sign_in(request)
    typed, person = Typed.of(request.POST), person_of(request)
    try:
        message = typed.message()
        gate.require_few(request, message.text)
        if gate.needed(request):
            gate.require_solved(request, request.POST, str(typed.key))
        posted = board_actions.post(key=typed.key, message=message, origin=WEB, by=person, at=moment(request), browser=browser_of(request))
    except (*REFUSALS, KindMissing) as refusal:
        return _refused(request, typed, refusal)
    gate.count(request, message.text)
    response = redirect("citizen:board-receipt", posted.number)
    if posted.code:
        holding.hold(request, response, posted.number, posted.code)
    return response


@public
@require_safe
def receipt(request: HttpRequest, number: str) -> HttpResponse:
    """Number, code, what happens next and until when. Refuses: UnknownMessage."""
    view = view_of(request, number)
    if view.own is None:
        raise UnknownMessage(number)
    context = {"message": view, "code": holding.code_of(request, view.number)}
    return private(render(request, "citizen/board/receipt.html", context))


def _refused(request: HttpRequest, typed: Typed, refusal: Exception) -> HttpResponse:
    """What the small task refuses is told on the page where it stands; everything else at the form."""
    place, told = fault_of(refusal)
    status = 422 if isinstance(refusal, KindMissing) else problem_of(refusal).status
    if place == "sum_answer":
        if not request.POST.get("sum_answer", "").strip() and not request.POST.get("work_answer"):
            told = _("小题还没有回答：请算一算，再发出。")
        return _check(request, typed, faults={place: [told]}, status=status)
    if isinstance(refusal, KeyReused):
        typed.key, typed.kept = uuid.uuid4(), []
    return _form(request, typed, faults={place: [told]}, status=status)


def _take_photos(request: HttpRequest, typed: Typed) -> dict[str, list[str]]:
    """Make the photos safe and keep them, one after the other and never all in memory; what is wrong with each, by its name."""
    faults: list[str] = []
    who = {"by": person_of(request), "at": moment(request), "browser": browser_of(request, first=bool(request.FILES))}
    for upload in request.FILES.getlist("photos"):
        try:
            require_calm(request, "board.photos", a_minute=PHOTOS_A_MINUTE)
            photo = board_actions.keep_photo(draft=typed.key, content=upload, **who)  # type: ignore[arg-type]
        except REFUSALS as refusal:
            faults.append(_("“%(name)s”：%(told)s") % {"name": upload.name, "told": fault_of(refusal)[1]})
        else:
            typed.kept = list(dict.fromkeys([*typed.kept, photo.digest]))
    return {"photos": faults} if faults else {}


def _wrong_words(typed: Typed) -> dict[str, list[str]]:
    """What is wrong with the words, told together with what is wrong with the photos."""
    try:
        board_queries.before_sending(typed.message())
    except (*REFUSALS, KindMissing) as refusal:
        place, told = fault_of(refusal)
        return {} if place == "photos" else {place: [told]}
    return {}


def _form(request: HttpRequest, typed: Typed, *, faults: dict[str, list[str]] | None = None, status: int = 200) -> HttpResponse:
    context = {
        **_told(request, typed),
        **choices(responsibilities_queries.board()),
        "kinds": [(kind.value, words, HINTS[kind]) for kind, words in KINDS.items()],
        "map": city_map(),
        "map_width": WIDTH,
        "text_most": TEXT_MOST,
        "faults": faults or {},
        "mistakes": [(place or "message", told) for place, each in (faults or {}).items() for told in each],
    }
    return render(request, "citizen/board/leave.html", context, status=status)


def _check(request: HttpRequest, typed: Typed, *, faults: dict[str, list[str]] | None = None, status: int = 200) -> HttpResponse:
    """The message as everybody will read it, or as nobody but the unit will; whether somebody has asked the same nearby."""
    try:
        message = typed.message()
        before = board_queries.before_sending(message)
    except (*REFUSALS, KindMissing) as refusal:
        place, told = fault_of(refusal)
        return _form(request, typed, faults={place: [told]}, status=422)
    at = moment(request)
    alike = (
        ()
        if message.kind is Kind.REPORT
        else board_queries.similar(before.text, at=at, title=before.title, district=before.district, point=message.point)
    )
    context = {
        **_told(request, typed),
        "message": message,
        "before": before,
        "unit_name": responsibilities_queries.unit_name(message.unit) if message.unit else "",
        "shown": _shown(request, message.visibility, message.kind),
        "alike": alike,
        "guides": board_queries.guides_for(f"{message.title} {message.text}") if message.kind in (Kind.INQUIRY, Kind.HELP) else (),
        "tasks": gate.tasks(request) if gate.needed(request) else None,
        "faults": faults or {},
        "mistakes": [(place, told) for place, each in (faults or {}).items() for told in each],
    }
    return private(render(request, "citizen/board/check.html", context, status=status))


def _told(request: HttpRequest, typed: Typed) -> dict[str, Any]:
    return {"typed": typed, "words": typed.words, "by_account": request.user.is_authenticated}


def _shown(request: HttpRequest, visibility: Visibility, kind: Kind) -> str:
    """Who will read it: report, unit, code, screened, or at once."""
    if kind is Kind.REPORT:
        return "report"
    if visibility is Visibility.UNIT:
        return "unit"
    if not request.user.is_authenticated:
        return "code"
    if person_of(request).level < Assurance.PHONE:
        return "unverified"
    return "at_once" if responsibilities_queries.board().shown_before_screening else "screened"


def _session_ended(request: HttpRequest) -> bool:
    """Whoever began this with an account, and is signed in no more, does not become a nobody without knowing it."""
    return request.POST.get("as") == "account" and not request.user.is_authenticated
