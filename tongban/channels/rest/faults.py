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
    "greater_than": _("要大于 %(gt)s"),
    "less_than": _("要小于 %(lt)s"),
    "greater_than_equal": _("不能小于 %(ge)s"),
    "less_than_equal": _("不能大于 %(le)s"),
    "literal_error": _("只能是 %(expected)s"),
    "enum": _("只能是 %(expected)s"),
    "list_type": _("应当是数组"),
    "tuple_type": _("应当是数组"),
    "bool_type": _("应当是 true 或 false"),
    "bool_parsing": _("应当是 true 或 false"),
    "float_type": _("应当是数字"),
    "float_parsing": _("应当是数字"),
    "decimal_type": _("应当是数字"),
    "decimal_parsing": _("应当是数字"),
    "decimal_max_digits": _("最多 %(max_digits)s 位数字"),
    "decimal_max_places": _("最多 %(decimal_places)s 位小数"),
    "int_from_float": _("应当是整数"),
    "datetime_type": _("应当是时间，例如 2026-09-07T10:00:00+08:00"),
    "datetime_parsing": _("应当是时间，例如 2026-09-07T10:00:00+08:00"),
    "datetime_from_date_parsing": _("应当是时间，例如 2026-09-07T10:00:00+08:00"),
    "date_type": _("应当是日期，例如 2026-09-07"),
    "date_parsing": _("应当是日期，例如 2026-09-07"),
    "date_from_datetime_inexact": _("应当是日期，例如 2026-09-07"),
    "date_from_datetime_parsing": _("应当是日期，例如 2026-09-07"),
    "dict_type": _("应当是对象"),
    "model_type": _("应当是对象"),
    "model_attributes_type": _("应当是对象"),
    "too_short": _("至少 %(min_length)s 项"),
    "too_long": _("最多 %(max_length)s 项"),
    "unknown_unit": _("没有这个单位"),
    "unknown_category": _("没有这个类别"),
    "unknown_district": _("没有这个区或街道"),
    "unknown_cursor": _("不是这个列表给的 next"),
    "unknown_parameter": _("没有这个参数，可以用的是 %(known)s"),
    "no_parameters": _("没有这个参数，这个地址不用参数"),
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
    words, said = WORDS.get(error["type"]), dict(error.get("ctx", {}))
    if "expected" in said:
        said["expected"] = str(said["expected"]).replace(" or ", ", ").replace("'", "")
    return f"{error['type']}: {words % said if words else error['msg']}"
