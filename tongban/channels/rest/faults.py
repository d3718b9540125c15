"""What is wrong with the shape of a request, place by place, as `<code>: <words>`. Codes are those of Pydantic."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

WORDS = {
    "missing": _("必须提供"),
    "extra_forbidden": _("没有这一项，请核对名字"),
    "string_type": _("应当是文字"),
    "string_too_short": _("至少 %(min_length)s 个字"),
    "string_too_long": _("最多 %(max_length)s 个字"),
    "uuid_type": _("应当是 UUID"),
    "uuid_parsing": _("不是 UUID"),
    "int_parsing": _("应当是整数"),
    "int_type": _("应当是整数"),
    "greater_than_equal": _("不能小于 %(ge)s"),
    "less_than_equal": _("不能大于 %(le)s"),
    "literal_error": _("只能是 %(expected)s"),
    "list_type": _("应当是数组"),
    "dict_type": _("应当是对象"),
    "model_type": _("应当是对象"),
    "model_attributes_type": _("应当是对象"),
    "too_short": _("至少 %(min_length)s 项"),
    "too_long": _("最多 %(max_length)s 项"),
}
BODY = "body"


def faults_of(errors: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Each fault under its place: `materials.0.key`, `case_id`, `Idempotency-Key`."""
    return {_place(error["loc"]): _told(error) for error in errors}


def _place(location: tuple[str | int, ...]) -> str:
    """Without the part of the request; of a body also without the name of our parameter. The body itself is `body`."""
    part, *rest = location
    rest = rest[1:] if part == BODY else rest
    return ".".join(map(str, rest)) or str(part)


def _told(error: Mapping[str, Any]) -> str:
    words = WORDS.get(error["type"])
    return f"{error['type']}: {words % error.get('ctx', {}) if words else error['msg']}"
