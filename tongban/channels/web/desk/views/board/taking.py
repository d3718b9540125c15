"""Taking a message down for a caller or a visitor: one screen, read back before it is sent, a receipt by text message."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from tongban.board import actions as board_actions
from tongban.board import queries as board_queries
from tongban.board.terms import Caller, Channel, Denied, NewMessage, Origin, Visibility
from tongban.channels.parts import kept
from tongban.channels.parts.actor import actor_of, moment
from tongban.channels.parts.audience import staff
from tongban.channels.parts.problems import REFUSALS, problem_of
from tongban.channels.parts.tags.board import KINDS
from tongban.channels.web.desk.board_forms import one_of, units_but, words
from tongban.channels.web.desk.views.board.frame import board_of, frame
from tongban.channels.web.desk.views.private import private
from tongban.notices import queries as notice_queries
from tongban.responsibilities import queries as responsibilities_queries
from tongban.responsibilities.terms import Kind

if TYPE_CHECKING:
    from uuid import UUID

    from tongban.notices.terms import IncomingCall

LINE = "operator_line"  # in the session: which line of the exchange rings at this place
PURPOSE = "board.take_down"
CHANNELS = {Channel.PHONE: gettext_lazy("来电"), Channel.VISIT: gettext_lazy("来访")}
VISIBLE = {Visibility.PUBLIC: gettext_lazy("公开（姓名电话不公开）"), Visibility.UNIT: gettext_lazy("只给办理单位看")}


class TakeDownForm(forms.Form):
    """What an operator writes down. How long and sound it must be, the board says."""

    channel = one_of(gettext_lazy("怎么来的"), [(each.value, name) for each, name in CHANNELS.items()])
    phone = forms.CharField(label=gettext_lazy("来人的电话"), max_length=30, required=False)
    name = forms.CharField(label=gettext_lazy("怎么称呼"), max_length=60, required=False)
    verified = forms.BooleanField(label=gettext_lazy("电话是线路显示的，或者看过证件（可以公开显示）"), required=False)
    kind = one_of(gettext_lazy("类型"), [(each.value, name) for each, name in KINDS.items()])
    title = forms.CharField(label=pgettext_lazy("desk", "标题"), max_length=100, required=False)
    text = words(gettext_lazy("说的是什么"), most=8000, rows=7, wrong=gettext_lazy("请写下来人说的事。"))
    address = forms.CharField(label=pgettext_lazy("desk", "地点"), max_length=200, required=False)
    district = forms.ChoiceField(label=gettext_lazy("区或街道"), required=False)
    category = forms.ChoiceField(label=gettext_lazy("类别"), required=False)
    unit = forms.ChoiceField(label=gettext_lazy("来人说归哪个单位管"), required=False)
    visibility = one_of(gettext_lazy("公开吗"), [(each.value, name) for each, name in VISIBLE.items()])

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, auto_id="id_%s", **options)
        release = responsibilities_queries.board()
        unknown = ("", _("不清楚"))
        self.fields["district"].choices = [unknown, *((each.code, str(each.name)) for each in release.districts)]  # type: ignore[attr-defined]
        self.fields["category"].choices = [unknown, *((each.code, f"{each.code} {each.name}") for each in release.categories)]  # type: ignore[attr-defined]
        self.fields["unit"].choices = [unknown, *units_but()]  # type: ignore[attr-defined]

    def clean_phone(self) -> str:
        phone = str(self.cleaned_data["phone"]).strip()
        if phone and notice_queries.dialled(phone) is None:
            raise forms.ValidationError(_("这不是能拨通的电话：请填 11 位手机号，或者带区号的座机号。"))
        return phone

    def clean(self) -> dict[str, Any]:
        """What the line told is a number; whoever comes may show a document instead."""
        told = self.cleaned_data
        if told.get("verified") and told.get("channel") != Channel.VISIT and told.get("phone") == "":
            self.add_error("phone", _("勾了“电话是线路显示的”，就要填线路显示的号码；没有号码，请不要勾，留言照样受理，只是不公开。"))
        return told


@staff
@private
def take_down(request: HttpRequest) -> HttpResponse:
    """Write it down; read it back; send it. What was typed is kept on every way."""
    if not board_of(request).duty:
        raise Denied("done at the duty desk only")
    if request.method != "POST" or "line" in request.POST:
        return _begin(request)
    form = TakeDownForm(request.POST)
    if not form.is_valid() or "back" in request.POST:
        return _page(request, form, status=200 if "back" in request.POST else 422)
    if "confirmed" not in request.POST:
        return _read_back(request, form)
    return _send(request, form)


def _begin(request: HttpRequest) -> HttpResponse:
    """An empty form, with whoever rings on this operator's line."""
    if "line" in request.POST:
        request.session[LINE] = request.POST["line"].strip()[:40]
    before = kept.kept_for(request)
    if before is not None:
        return _page(request, TakeDownForm(initial=before.dict()))
    ringing = _ringing(request)
    first: dict[str, Any] = {"channel": Channel.PHONE.value, "kind": Kind.HELP.value, "visibility": Visibility.PUBLIC.value}
    if ringing is not None:
        first |= {"phone": ringing.phone, "verified": True}
    return _page(request, TakeDownForm(initial=first), ringing=ringing)


def _ringing(request: HttpRequest) -> IncomingCall | None:
    line = request.session.get(LINE, "")
    return notice_queries.incoming(line, by=actor_of(request), at=moment(request), purpose=PURPOSE) if line else None


def _page(request: HttpRequest, form: TakeDownForm, *, status: int = 200, **more: Any) -> HttpResponse:
    wrong = [(f"id_{name}", str(each)) for name, errors in form.errors.items() for each in errors] if form.is_bound else []
    context = {
        "form": form,
        "mistakes": wrong,
        "line": request.session.get(LINE, ""),
        "ringing": None,
        "key": uuid.uuid4(),
        "problem": None,
    }
    return render(request, "desk/board/take_down.html", context | more | frame(request, "take-down"), status=status)


def _read_back(request: HttpRequest, form: TakeDownForm) -> HttpResponse:
    """All of it once more, the text as everybody will read it, and messages that say the same."""
    told = form.cleaned_data
    release = responsibilities_queries.board()
    alike = board_queries.similar(told["text"], at=moment(request), title=told["title"], district=told["district"])
    context = {
        "told": told,
        "kind": KINDS[Kind(told["kind"])],
        "channel": CHANNELS[Channel(told["channel"])],
        "visibility": VISIBLE[Visibility(told["visibility"])],
        "district": str(district.name) if (district := release.district(told["district"])) else "",
        "category": str(category.name) if (category := release.category(told["category"])) else "",
        "unit": responsibilities_queries.unit_name(told["unit"]) if told["unit"] else "",
        "masked": {name: board_queries.preview(told[name]) for name in ("title", "text", "address")},
        "alike": alike,
        "fields": [(name, value) for name in request.POST if name not in OURS for value in request.POST.getlist(name)],
    }
    return render(request, "desk/board/read_back.html", context | frame(request, "take-down"))


OURS = ("confirmed", "back", "csrfmiddlewaretoken")


def _send(request: HttpRequest, form: TakeDownForm) -> HttpResponse:
    told = form.cleaned_data
    message = NewMessage(
        kind=Kind(told["kind"]),
        title=told["title"],
        text=told["text"],
        visibility=Visibility(told["visibility"]),
        unit=told["unit"],
        category=told["category"],
        district=told["district"],
        address=told["address"],
        phone=told["phone"],
    )
    caller = Caller(name=told["name"], phone=told["phone"], verified=told["verified"])
    origin = Origin(Channel(told["channel"]))
    try:
        posted = board_actions.post(
            key=_key(request), message=message, origin=origin, by=actor_of(request), at=moment(request), taken_for=caller
        )
    except REFUSALS as refusal:
        problem = problem_of(refusal)
        return _page(request, form, problem=problem, status=problem.status)
    context = {"posted": posted, "sent": bool(told["phone"])} | frame(request, "take-down")
    answer = render(request, "desk/board/taken_down.html", context)
    answer["Cache-Control"] = "no-store, private"
    return answer


def _key(request: HttpRequest) -> UUID:
    """Pressed twice, it is one message."""
    try:
        return uuid.UUID(request.POST.get("key", ""))
    except ValueError:
        return uuid.uuid4()
