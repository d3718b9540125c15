"""What a list still says of a text beside its title."""

from __future__ import annotations

from typing import Any

DOTS = "…"
SIGNS = " \n。！？!?；;，,"


def rest(line: Any) -> str:
    """The beginning of a text; where its title is taken from there, what comes after it."""
    title = line.title.removesuffix(DOTS)
    if not line.excerpt.startswith(title):
        return line.excerpt
    after = line.excerpt.removeprefix(title).strip(SIGNS)
    return f"{DOTS}{after}" if line.title.endswith(DOTS) and after else after
