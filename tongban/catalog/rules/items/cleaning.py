"""Cleaning a text, in the order in which sources soil it; each kind of dirt is named so that it can be reported."""

import html
import re

from tongban.kernel.words.unseen import without_unseen

TIMES = 3  # exports have been seen that escape three times: &amp;amp;amp;
ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});")
BREAK = re.compile(r"<\s*br\s*/?\s*>|</\s*(?:p|div|li|tr)\s*>", re.IGNORECASE)
TAG = re.compile(
    r"</?\s*(?:p|div|span|font|b|strong|i|em|u|a|table|tbody|tr|td|th|ul|ol|li|h[1-6]|img|o:p|section)\b[^<>]*>", re.IGNORECASE
)
BLANKS = re.compile(r"[^\S\n]{2,}|[\u00a0\u3000]")
LINES = re.compile(r"\s*\n\s*")
DASH = re.compile(r"[‐-―−－]{1,3}")
WIDE = {ord(full): chr(ord(full) - 0xFEE0) for full in map(chr, range(0xFF01, 0xFF5F)) if full.isalnum()}
CHINESE = r"[\u3400-\u9fff\uff08\uff09《》“”、，；：]"
LEGAL_NOTE = re.compile(r"（[^（）]*(?:令第?\d+号|号令|权限下放)[^（）]*）")
LEVEL_NOTE = re.compile(r"（(?:[省市县区镇村]级[/、]?)+(?:权限|行使)?）$")


def text(value: str) -> tuple[str, list[str]]:
    """The text without dirt, and the kinds of dirt that were in it."""
    found: list[str] = []
    cleaned = value
    for kind, step in (("HTML entities", _entities), ("layout tags", _tags), ("control characters", _controls), ("blanks", _blanks)):
        before, cleaned = cleaned, step(cleaned)
        if before != cleaned:
            found.append(kind)
    return cleaned, found


def _entities(value: str) -> str:
    for _time in range(TIMES):
        if not ENTITY.search(value):
            break
        value = html.unescape(value)
    return value


def _tags(value: str) -> str:
    return TAG.sub("", BREAK.sub("\n", value)) if "<" in value else value


def _controls(value: str) -> str:
    return without_unseen(value.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))


def _blanks(value: str) -> str:
    return LINES.sub("\n", BLANKS.sub(" ", value)).strip()


def width(value: str) -> str:
    """One width: letters and digits half, brackets and commas between Chinese full."""
    folded = value.translate(WIDE)
    if not re.search(CHINESE, folded):
        return folded
    folded = folded.replace("(", "（").replace(")", "）")
    return re.sub(f"(?<={CHINESE}),+|(?<=\\d),+(?={CHINESE})", lambda commas: "，" * len(commas[0]), folded)


def phone(value: str) -> str:
    """Dashes of every kind as the one that a phone number has."""
    return DASH.sub("-", value.translate(WIDE))


def plain_name(name: str) -> str:
    """The name without the law it stands on and the level that handles it; the official one is kept beside."""
    return LEVEL_NOTE.sub("", LEGAL_NOTE.sub("", name)) or name
