"""What programs send: times, pages and lists in the address, and the form of a new message. An empty value counts as none."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from django.utils.translation import gettext as _

from tongban.board.terms import NewMessage, Visibility
from tongban.channels.open311.answers import Wrong
from tongban.channels.open311.classes import DESCRIBED, OTHER
from tongban.channels.parts.actor import moment
from tongban.kernel import clock
from tongban.responsibilities import queries as responsibilities_queries
from tongban.responsibilities.terms import Kind, Point

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest, QueryDict

Word = TypeVar("Word", bound=StrEnum)
MOST = 1000
SPAN = timedelta(days=90)
DEEPEST = 100_000  # whoever wants more narrows the dates, or takes the open data
LONGEST = 4000


@dataclass(frozen=True, slots=True)
class Pages:
    skip: int
    limit: int


def value(given: Mapping[str, str], name: str) -> str:
    return given.get(name, "").strip()


def listed(given: Mapping[str, str], name: str) -> list[str]:
    """Values with commas between them."""
    return [each.strip() for each in given.get(name, "").split(",") if each.strip()]


def service_codes(given: Mapping[str, str]) -> list[str]:
    """The classes that are asked for. Raises Wrong (404) for one that the city does not have."""
    release, asked = responsibilities_queries.board(), listed(given, "service_code")
    if any(each != OTHER and release.category(each) is None for each in asked):
        raise Wrong(_("没有这个 service_code，请从 services 里选。"), status=404)
    return ["" if each == OTHER else each for each in asked]


def pages(given: Mapping[str, str]) -> Pages:
    """`page` from 1, `page_size` up to 1,000. Raises Wrong."""
    size, page = _number(given, "page_size", MOST), _number(given, "page", 1)
    if not 1 <= size <= MOST or page < 1 or page * size > DEEPEST:
        raise Wrong(_("page 从 1 起，page_size 从 1 到 1000；很后面的页请缩短时间来查。"))
    return Pages((page - 1) * size, size)


def period(
    request: HttpRequest, since: str, until: str, *, span: timedelta = SPAN, otherwise: timedelta | None = None
) -> tuple[datetime | None, datetime | None]:
    """Two times at most `span` apart; where one is left out it follows from the other. Neither: the time up to now, as much as `otherwise`.

    Raises Wrong.
    """
    start, end = time(request.GET, since), time(request.GET, until)
    if start is None and end is None:
        return (moment(request) - otherwise, moment(request)) if otherwise else (None, None)
    try:
        start = start or (end - span if end else None)
        end = end or (start + span if start else None)
    except OverflowError:
        raise Wrong(_("%(name)s 不是时间。") % {"name": since}) from None
    assert start is not None and end is not None
    if end < start or end - start > span:
        raise Wrong(
            _("%(since)s 和 %(until)s 之间最多 %(days)s 天，后一个不能更早。") % {"since": since, "until": until, "days": span.days}
        )
    return start, end


def time(given: Mapping[str, str], name: str) -> datetime | None:
    """ISO 8601; without a zone the city's. A plus that nobody has escaped comes as a blank. Raises Wrong."""
    text = value(given, name)
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text.replace(" ", "+") if "T" in text else text)
        aware = found if found.tzinfo else found.replace(tzinfo=clock.city_zone())
        aware.timestamp()
    except (OverflowError, ValueError):
        raise Wrong(_("%(name)s 不是时间，请写成 2026-01-01T00:00:00Z。") % {"name": name}) from None
    return aware


def open_or_closed(given: Mapping[str, str]) -> bool | None:
    """Only the closed, only the open, or all. Raises Wrong."""
    asked = {each.lower() for each in listed(given, "status")}
    if asked - {"open", "closed"}:
        raise Wrong(_("status 只能是 open、closed，或者两个都写。"))
    return None if len(asked) != 1 else asked == {"closed"}


def message(form: QueryDict) -> NewMessage:
    """A new message. Raises Wrong; what it says is looked at by the board."""
    told = {name: _attribute(form, name) for name in DESCRIBED}
    code, text = value(form, "service_code"), form.get("description", "")
    if not code or (code != OTHER and responsibilities_queries.board().category(code) is None):
        raise Wrong(_("没有这个 service_code，请从 services 里选。"), status=404 if code else 400)
    if len(text) > LONGEST:
        raise Wrong(_("description 最多 4000 个字。"))
    where = {"address": value(form, "address_string"), "district": value(form, "address_id") or told["district"], "point": _point(form)}
    if not any(where.values()):
        raise Wrong(_("请写明地点：lat 和 long、address_string 或者 address_id。"))
    return NewMessage(
        kind=_one(Kind, told["kind"] or Kind.HELP, "kind"),
        visibility=_one(Visibility, told["visibility"] or Visibility.PUBLIC, "visibility"),
        title=told["title"],
        text=text,
        category="" if code == OTHER else code,
        unit=told["unit"],
        **where,
    )


def _attribute(form: QueryDict, name: str) -> str:
    return value(form, f"attribute[{name}]") or value(form, f"attribute[{name}][]")


def _one(kind: type[Word], text: str, name: str) -> Word:
    try:
        return kind(text)
    except ValueError:
        raise Wrong(_("attribute[%(name)s] 的值不在列出的里面。") % {"name": name}) from None


def _point(form: QueryDict) -> Point | None:
    latitude, longitude = value(form, "lat"), value(form, "long")
    if not latitude and not longitude:
        return None
    try:
        found = Point(float(longitude), float(latitude))
    except ValueError:
        found = Point(math.nan, math.nan)
    if not (math.isfinite(found.longitude) and math.isfinite(found.latitude)):
        raise Wrong(_("lat 和 long 要一起写，都是数字（WGS 84，度）。"))
    return found


def _number(given: Mapping[str, str], name: str, otherwise: int) -> int:
    text = value(given, name)
    if not text:
        return otherwise
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise Wrong(_("%(name)s 应当是整数。") % {"name": name})
    return int(text)
