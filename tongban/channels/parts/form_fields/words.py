"""What a form says: titles, help, choices and values in the language of the page, and each fault with what to do about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tongban.channels.parts.form_fields.kinds import Kind, kind_of, names_in_order
from tongban.kernel.bilingual import Bilingual

# By the code of the fault and the name of the rule of the schema that it breaks; `number` is what the rule says.
BOUNDS = {
    "minLength": gettext_lazy("“%(name)s”太短了，至少 %(number)s 个字。"),
    "maxLength": gettext_lazy("“%(name)s”太长了，最多 %(number)s 个字。"),
    "minimum": gettext_lazy("“%(name)s”不能小于 %(number)s。"),
    "exclusiveMinimum": gettext_lazy("“%(name)s”要大于 %(number)s。"),
    "maximum": gettext_lazy("“%(name)s”不能大于 %(number)s。"),
    "exclusiveMaximum": gettext_lazy("“%(name)s”要小于 %(number)s。"),
    "minItems": gettext_lazy("“%(name)s”至少要 %(number)s 项。"),
    "maxItems": gettext_lazy("“%(name)s”最多 %(number)s 项。"),
}
FORMATS = {
    "identity-number": gettext_lazy("“%(name)s”不对：身份证号是 18 位，最后一位可能是 X，请对照证件核对每一位。"),
    "uscc": gettext_lazy("“%(name)s”不对：统一社会信用代码是 18 位，请对照营业执照核对每一位。"),
    "date": gettext_lazy("“%(name)s”请填真实的日期，例如 2026-09-07。"),
    "email": gettext_lazy("“%(name)s”不像邮箱地址，例如 name@example.cn。"),
    "mobile": gettext_lazy("“%(name)s”请填 11 位手机号。"),
}
TYPES = {
    "integer": gettext_lazy("“%(name)s”请填整数，例如 12。"),
    "number": gettext_lazy("“%(name)s”请填数字，例如 12.5。"),
}
NOT_GIVEN = {
    Kind.CHOICE: gettext_lazy("请选择“%(name)s”。"),
    Kind.SELECT: gettext_lazy("请选择“%(name)s”。"),
    Kind.YES_NO: gettext_lazy("请选择“%(name)s”。"),
    Kind.MANY: gettext_lazy("请选择“%(name)s”。"),
    Kind.CONSENT: gettext_lazy("请勾选“%(name)s”。"),
}


def words_of(spec: Mapping[str, Any], name: str = "") -> str:
    """The title of a property."""
    return _bilingual(spec, "title") or name


def help_text(spec: Mapping[str, Any]) -> str:
    return _bilingual(spec, "description")


def unit_of(spec: Mapping[str, Any]) -> str:
    """What is counted, e.g. 元; empty where nothing is said."""
    return str(Bilingual.of(spec.get("x-unit")))


def choice_words(spec: Mapping[str, Any], value: Any) -> str:
    """A choice as people read it."""
    key = str(value)
    label = Bilingual.of(spec.get("x-labels", {}).get(key) or key)
    english = spec.get("x-en", {}).get("enum", {}).get(key, "")
    return str(Bilingual(label.zh, label.en or english))


def shown(spec: Mapping[str, Any], value: Any) -> str:
    """An answer in words; empty where there is none."""
    if value in (None, "", []):
        return ""
    match kind_of(spec):
        case Kind.CHOICE | Kind.SELECT:
            return choice_words(spec, value)
        case Kind.YES_NO | Kind.CONSENT:
            return _("是") if value is True else _("否")
        case Kind.MANY if isinstance(value, list):
            return _("、").join(choice_words(spec, each) for each in value)
        case Kind.ROWS if isinstance(value, list):
            return "\n".join(_row(spec, row) for row in value)
        case _:
            unit = unit_of(spec)
            return f"{value} {unit}" if unit else str(value)


def _row(spec: Mapping[str, Any], row: Any) -> str:
    items = spec.get("items", {})
    cells = [shown(items["properties"][name], row.get(name)) for name in names_in_order(items)] if isinstance(row, Mapping) else [str(row)]
    return " · ".join(cell for cell in cells if cell)


def told_faults(schema: Mapping[str, Any], faults: Mapping[str, str]) -> dict[str, str]:
    """The faults of `check_form` in words: `form.staff/0/name: "required: …"` becomes `staff/0/name: 请填写“姓名”。`"""
    found: dict[str, str] = {}
    for where, told in faults.items():
        scope, _dot, pointer = where.partition(".")
        if scope == "form":
            found[pointer] = fault_words(_spec(schema, pointer.split("/")), told.partition(":")[0])
    return found


def fault_words(spec: Mapping[str, Any], code: str) -> str:
    """What is wrong with an answer and what to do: never only "invalid"."""
    name = words_of(spec)
    match code:
        case "required" | "missing" | "enum" | "const":
            words = NOT_GIVEN.get(kind_of(spec), gettext_lazy("请填写“%(name)s”。"))
        case "type":
            words = TYPES.get(spec.get("type", ""), gettext_lazy("请填写“%(name)s”。"))
        case "format":
            words = FORMATS.get(spec.get("format", ""))
        case "uniqueItems":
            words = gettext_lazy("“%(name)s”里有重复的，请删掉多余的。")
        case _:
            words = BOUNDS.get(code)
    return str(words) % {"name": name, "number": spec.get(code, "")} if words else _unexplained(spec, name)


def _unexplained(spec: Mapping[str, Any], name: str) -> str:
    """A rule of the schema that has no words of its own: the field's help says how it is meant."""
    told = help_text(spec)
    if told:
        return _("“%(name)s”的写法不对。%(help)s") % {"name": name, "help": told}
    return _("“%(name)s”的写法不对，请核对。") % {"name": name}


def _spec(schema: Mapping[str, Any], path: Iterable[str]) -> Mapping[str, Any]:
    """The property at a pointer; a place inside a list of choices is the list's."""
    found: Mapping[str, Any] = schema
    for part in path:
        if part.isdigit() and "properties" not in found.get("items", {}):
            return found
        found = found.get("items", {}) if part.isdigit() else found.get("properties", {}).get(part, {"title": part})
    return found


def _bilingual(spec: Mapping[str, Any], key: str) -> str:
    return str(Bilingual(spec.get(key, ""), spec.get("x-en", {}).get(key, "")))
