"""Weekly rankings in the open: a page, a table, a picture for print, a feed, and the signed text that anybody can verify."""

from __future__ import annotations

from functools import lru_cache
from ssl import DER_cert_to_PEM_cert
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tongban.catalog import queries as catalog_queries
from tongban.channels.parts.actor import moment
from tongban.channels.parts.audience import public
from tongban.channels.parts.calm import require_calm
from tongban.channels.parts.ranked import as_csv, asked_version, tables
from tongban.channels.parts.tags.supervision import week_words
from tongban.channels.web.citizen.ranking_picture import drawn
from tongban.channels.web.citizen.shared_pages import answered
from tongban.channels.web.citizen.views.board.feed import written
from tongban.directives import queries as directive_queries
from tongban.supervision import queries as supervision_queries
from tongban.supervision.terms import UnknownWeek

if TYPE_CHECKING:
    from django.http.response import HttpResponseBase
    from django.utils.feedgenerator import Atom1Feed

    from tongban.kernel import documents
    from tongban.supervision.terms import RankingLine, RankingView, Signed

ENTRIES = 52
PICTURES: dict[str, tuple[documents.Form, str]] = {"svg": ("svg", "image/svg+xml"), "png": ("png", "image/png")}
PICTURES_A_MINUTE = 20  # one that is not kept costs a tenth of a second
PICTURES_KEPT = 16


@public
@require_safe
def home(request: HttpRequest) -> HttpResponseBase:
    """Every week that was published, the newest first; and the newest at a glance."""
    found = supervision_queries.rankings(before=request.GET.get("before", "")[:10], limit=ENTRIES)

    def draw() -> HttpResponse:
        more = found[-1].week if len(found) == ENTRIES else ""
        return render(request, "citizen/rankings/home.html", {"weeks": found, "more": more})

    return answered(request, _changed(found), draw)


@public
@require_safe
def page(request: HttpRequest, week: str) -> HttpResponseBase:
    """One week; `version` shows one that was corrected later. Refuses: UnknownWeek."""
    view = asked_view(request, week)

    def draw() -> HttpResponse:
        ranked = view.ranked
        span = {"since": ranked.week.since, "until": ranked.week.until}
        context = {
            "view": view,
            "ranked": ranked,
            "newest": view.versions[-1].version,
            "asked": f"?version={view.line.version}" if view.line.version != view.versions[-1].version else "",
            "messages_tables": tables(ranked, rated=True),
            "cases_tables": tables(ranked, rated=False),
            "left_out": [(each, ranked.names.get(each.unit, each.unit)) for each in ranked.left_out],
            "interviews": (held := directive_queries.held_interviews(**span, at=moment(request))),
            "people": sum(len(each.posts) for each in held),
        }
        return render(request, "citizen/rankings/page.html", context)

    return answered(request, view.versions[-1].signed_at, draw)  # an old version says that there is a newer one


@public
@require_safe
def table(request: HttpRequest, week: str) -> HttpResponse:
    """Both tables of a week for programs of tables. Refuses: UnknownWeek."""
    view = asked_view(request, week)
    return _file(as_csv(view).encode(), "text/csv; charset=utf-8", f"{_name(view)}.csv")


@public
@require_safe
def canonical(request: HttpRequest, week: str) -> HttpResponse:
    """The text that was digested and signed, byte by byte. Refuses: UnknownWeek."""
    view = asked_view(request, week)
    return _file(view.canonical.encode(), "application/json", f"{_name(view)}.json")


@public
@require_safe
def signature(request: HttpRequest, week: str) -> HttpResponse:
    """The signature over that text. Refuses: UnknownWeek."""
    view = asked_view(request, week)
    return _file(_signed(view).signature, "application/octet-stream", f"{_name(view)}.json.sig")


@public
@require_safe
def certificate(request: HttpRequest, week: str) -> HttpResponse:
    """The certificate by which the signature is verified. Refuses: UnknownWeek."""
    view = asked_view(request, week)
    return _file(DER_cert_to_PEM_cert(_signed(view).certificate).encode(), "application/x-pem-file", f"{_name(view)}.pem")


@public
@require_safe
def picture(request: HttpRequest, week: str, form: str) -> HttpResponse:
    """A picture for print, SVG or PNG, in the language of the page. Refuses: UnknownWeek, TooOften."""
    if form not in PICTURES:
        raise Http404(form)
    view = asked_view(request, week)
    require_calm(request, "rankings.picture", a_minute=PICTURES_A_MINUTE)
    kind, media_type = PICTURES[form]
    response = _file(_kept(view.line.week, view.line.version, kind, get_language() or ""), media_type, f"{_name(view)}.{form}")
    response["Vary"] = "Accept-Language, Cookie"
    return response


@public
@require_safe
def feed(request: HttpRequest) -> HttpResponseBase:
    """Each version of each week as it is published (Atom)."""
    found = supervision_queries.rankings(limit=ENTRIES)

    def fill(made: Atom1Feed) -> None:
        for line in found:
            _entry(request, made, line)

    title = _("%(city)s · 每周排名") % {"city": catalog_queries.city().name}
    return answered(request, _changed(found), lambda: written(request, title, reverse("citizen:rankings"), fill))


def _entry(request: HttpRequest, made: Atom1Feed, line: RankingLine) -> None:
    link = request.build_absolute_uri(reverse("citizen:ranking", args=[line.week]))
    signed = _("%(name)s签发，第 %(version)s 版") % {"name": line.signer, "version": line.version}
    told = [signed, _("勘误：%(reason)s") % {"reason": line.corrected_because}] if line.corrected_because else [signed]
    key = f"{link}#version-{line.version}"
    made.add_item(week_words(line.week), link, "\n".join(told), unique_id=key, pubdate=line.signed_at, updateddate=line.signed_at)


def asked_view(request: HttpRequest, week: str) -> RankingView:
    """A week in the version that the address names. Refuses: UnknownWeek, DoesNotStand."""
    return supervision_queries.ranking(week, version=asked_version(request.GET.get("version", ""), week))


def _signed(view: RankingView) -> Signed:
    if view.signed is None:
        raise UnknownWeek(view.line.week)
    return view.signed


@lru_cache(maxsize=PICTURES_KEPT)
def _kept(week: str, version: int, form: documents.Form, _language: str) -> bytes:
    """A version never changes, so its picture is drawn once a process."""
    return drawn(supervision_queries.ranking(week, version=version), form=form)


def _file(content: bytes, media_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response["Cache-Control"] = "public, max-age=300"
    return response


def _name(view: RankingView) -> str:
    return f"ranking-{view.line.week}-v{view.line.version}"


def _changed(found: tuple[RankingLine, ...]) -> Any:
    return max((each.signed_at for each in found if each.signed_at), default=None)
