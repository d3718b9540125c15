"""What the lines of a picture seem to say of a licence: a suggestion for whoever compares it with the paper, never more."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from tongban.kernel import lists
from tongban.licences.terms import ScannedLine, Suggested

if TYPE_CHECKING:
    from tongban.licences.terms import LicenceType

NUMBER = re.compile(r"\d{17}[\dXx]|[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}")
DAY = re.compile(r"\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?")
LABELS = {
    "holder_name": ("持证人", "持有人", "权利人", "企业名称", "单位名称", "名称", "姓名"),
    "number": ("证书编号", "许可证编号", "登记证号", "执照编号", "证号", "编号", "注册号"),
    "issued_on": ("发证日期", "颁发日期", "签发日期", "核准日期", "登记日期"),
    "valid_from": ("有效期自", "有效期起", "有效期限", "有效期"),
    "valid_until": ("有效期至", "有效期止", "有效期限", "有效期"),
}
DATES = frozenset({"issued_on", "valid_from", "valid_until"})
BETWEEN = " ：:·.,，。"


def suggest(lines: Sequence[ScannedLine], kind: LicenceType) -> dict[str, Suggested]:
    """By field, `content.<key>` for those of the type. What nothing was found for is left out."""
    labels = LABELS | {f"content.{key}": (label.zh,) for key, label in kind.fields.items()}
    every_label = [_plain(each) for names in labels.values() for each in names]
    found = {field: value for field, names in labels.items() if (value := _said(lines, names, every_label))}
    if code := _code(lines):
        found["holder_code"] = code
    for field in DATES & found.keys():
        found[field] = _day(found[field], last=field == "valid_until")
    return {field: each for field, each in _understood(found, kind).items() if each.value}


def _said(lines: Sequence[ScannedLine], names: Iterable[str], every_label: Sequence[str]) -> Suggested | None:
    """What stands behind a label: on the same line, else to the right of it, else below. The first of the names that is there counts."""
    for name in map(_plain, names):
        for line in lines:
            text = _plain(line.text)
            if not text.startswith(name):
                continue
            rest = text[len(name) :].strip(BETWEEN)
            beside = None if rest else _beside(line, lines)
            value = rest or (beside.text.strip(BETWEEN) if beside else "")
            if value and not any(_plain(value).startswith(label) for label in every_label if len(label) > 1):
                return Suggested(value, min(line.sure, beside.sure) if beside else line.sure)
    return None


def _beside(label: ScannedLine, lines: Sequence[ScannedLine]) -> ScannedLine | None:
    height = max(1, label.bottom - label.top)
    right = [each for each in lines if each.left >= label.right - height and abs(each.top - label.top) < height and each is not label]
    if right:
        return min(right, key=lambda each: each.left)
    below = [each for each in lines if 0 < each.top - label.bottom < 2 * height and abs(each.left - label.left) < 3 * height]
    return min(below, key=lambda each: each.top) if below else None


def _code(lines: Sequence[ScannedLine]) -> Suggested | None:
    for line in lines:
        if found := NUMBER.search("".join(line.text.split())):
            return Suggested(found.group().upper(), line.sure)
    return None


def _day(said: Suggested, *, last: bool) -> Suggested:
    """A date in the one form that a form field takes; of a period its beginning or its end."""
    days = DAY.findall(said.value)
    for text in reversed(days) if last else days:
        try:
            return Suggested(lists.values.day("", "".join(text.split())).isoformat(), said.sure)
        except lists.Faulty:
            continue
    return Suggested("", 0)


def _understood(found: Mapping[str, Suggested], kind: LicenceType) -> dict[str, Suggested]:
    """A word that the face prints for a code as that code, in a list too."""
    codes = {
        f"content.{key}": {word: code for code, words in labels.items() for word in (words.zh, words.en)}
        for key, labels in kind.labels.items()
    }
    return {field: Suggested(_coded(each.value, codes.get(field, {})), each.sure) for field, each in found.items()}


def _coded(value: str, codes: Mapping[str, str]) -> str:
    return "、".join(codes.get(word, word) for word in value.split("、")) if codes else value


def _plain(text: str) -> str:
    """Without blanks, as labels are spaced out on many papers."""
    return "".join(text.split())
