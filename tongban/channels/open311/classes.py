"""Discovery, the list of services, and what each of them asks for: the classes of the city's board."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from tongban.board.terms import Visibility
from tongban.catalog import queries as catalog_queries
from tongban.channels.open311.answers import Wrong, asked, kept
from tongban.channels.parts.tags.board import KINDS
from tongban.kernel.bilingual import Bilingual
from tongban.kernel.limits import limit_words
from tongban.responsibilities import queries as responsibilities_queries

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from tongban.responsibilities.terms import BoardRelease, Category

BASE = "/open311/v2"
SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"
CHANGESET = "2026-11-25T00:00:00+08:00"  # when this document last changed
OTHER = "000000"  # whoever does not know the class
DESCRIBED = ("kind", "title", "visibility", "district", "unit")  # what a new message may say besides
VISIBILITIES = {Visibility.PUBLIC: pgettext_lazy("visibility", "公开"), Visibility.UNIT: pgettext_lazy("visibility", "只给办理的单位看")}


@asked("GET", "HEAD")
def discovery(request: HttpRequest, form: str) -> HttpResponse:
    city = catalog_queries.city()
    lines = "，".join(f"{each.name} {each.phone}" for each in city.hotlines)
    endpoint = {
        "specification": SPECIFICATION,
        "url": f"{settings.PUBLIC_ADDRESS}{BASE}",
        "changeset": CHANGESET,
        "type": "production" if settings.PRODUCTION else "test",
        "formats": ["text/xml", "application/json"],
    }
    told = {
        "changeset": CHANGESET,
        "contact": _("%(city)s 城市留言板。%(lines)s") % {"city": city.name, "lines": lines},
        "key_service": _("应用的密钥请向城市留言板的运行单位申请；个人可以用自己的登录令牌（%(address)s）。")
        % {"address": f"{settings.PUBLIC_ADDRESS}/api/v1/docs"},
        "endpoints": [endpoint],
    }
    return kept(request, form, "discovery", told)


@asked("GET", "HEAD")
def services(request: HttpRequest, form: str) -> HttpResponse:
    release = responsibilities_queries.board()
    other = _service(OTHER, _("其他事项"), _("不知道属于哪一类的，由值班人员分类。"), "", _("其他事项"))
    told = [_of(each, release) for each in release.categories]
    return kept(request, form, "services", [*told, other])


@asked("GET", "HEAD")
def definition(request: HttpRequest, form: str, code: str) -> HttpResponse:
    release = responsibilities_queries.board()
    if code != OTHER and release.category(code) is None:
        raise Wrong(_("没有这个 service_code，请从 services 里选。"), status=404)
    return kept(request, form, "service_definition", {"service_code": code, "attributes": _attributes(release)})


def service_name(code: str, name: object) -> str:
    """How the service of a message is called."""
    return str(name) if code else _("其他事项")


def _of(each: Category, release: BoardRelease) -> dict[str, Any]:
    top = release.category(f"{each.code[:2]}0000")
    limit = Bilingual(*limit_words(release.tier(each.tier or release.default_tier).limit))
    told = _("%(name)s。答复期限：%(limit)s。") % {"name": each.name, "limit": limit}
    return _service(each.code, str(each.name), told, ", ".join(each.keywords), str(top.name if top else each.name))


def _service(code: str, name: str, description: str, keywords: str, group: str) -> dict[str, Any]:
    return {
        "service_code": code,
        "service_name": name,
        "description": description,
        "metadata": True,
        "type": "realtime",
        "keywords": keywords,
        "group": group,
    }


def _attributes(release: BoardRelease) -> list[dict[str, Any]]:
    units = [(each.code, each.name) for each in responsibilities_queries.units(release)]
    lists = {
        "kind": (_("要做什么；不写就是求助"), [(each.value, words) for each, words in KINDS.items()]),
        "title": (_("标题；不写就用内容的开头"), []),
        "visibility": (_("公开，还是只给办理的单位看；举报从不公开"), [(each.value, words) for each, words in VISIBILITIES.items()]),
        "district": (_("区或街道；有坐标的不用写"), [(each.code, each.name) for each in release.districts]),
        "unit": (_("认为归哪个单位管；可以不写"), units),
    }
    assert tuple(lists) == DESCRIBED
    return [
        {
            "variable": True,
            "code": code,
            "datatype": "singlevaluelist" if values else "string",
            "required": False,
            "datatype_description": words,
            "order": place,
            "description": words,
            "values": [{"key": key, "name": str(name)} for key, name in values],
        }
        for place, (code, (words, values)) in enumerate(lists.items(), 1)
    ]
