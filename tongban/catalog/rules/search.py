"""Finding services in people's own words: characters and pairs of characters, folded; a score that is easy to explain. See ADR 0007."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tongban.kernel.words.characters import simplified

if TYPE_CHECKING:
    from tongban.catalog.terms import Release

CJK = re.compile(r"[\u3400-\u9fff]+")
WORD = re.compile(r"[a-z0-9]+")
FILLERS = re.compile(r"我想|我要|我们|怎么|如何|哪里|在哪|需要|什么|请问|可以|能不能|一下|手续|办理|申请")
LEAST_SCORE = 0.34


@dataclass(frozen=True, slots=True)
class Words:
    """What a service can be found by, from the most telling to the least."""

    aliases: tuple[str, ...]
    plain_name: str
    name: str
    text: str


def words(release: Release) -> Words:
    """The words of a release, in both languages where there are two."""
    guide = release.guide
    text = [guide.summary.zh, guide.summary.en, release.department_name.zh, *(each.question.zh for each in guide.faq)]
    return Words(
        aliases=release.aliases,
        plain_name=f"{release.plain_name.zh} {release.plain_name.en}",
        name=f"{release.name.zh} {release.name.en}",
        text=" ".join([*text, release.national_code, release.service]),
    )


def fold(text: str) -> str:
    """One form for one meaning: width, case and traditional characters folded."""
    return simplified(unicodedata.normalize("NFKC", text).lower()).strip()


def tokens(text: str) -> list[str]:
    """Characters and pairs of neighbouring characters of Chinese runs; Latin words and numbers as they stand."""
    folded = fold(text)
    runs = CJK.findall(folded)
    pairs = [run[place : place + 2] for run in runs for place in range(len(run) - 1)]
    return [*pairs, *(character for run in runs for character in run), *WORD.findall(folded)]


def query_tokens(query: str) -> list[str]:
    """What to look for: pairs where there are any, single characters only for a single-character query, Latin words."""
    folded = fold(query)
    stripped = FILLERS.sub(" ", folded)
    runs = CJK.findall(stripped) or CJK.findall(folded)
    pairs = [run[place : place + 2] for run in runs for place in range(len(run) - 1)]
    singles = [run for run in runs if len(run) == 1] if not pairs else []
    return list(dict.fromkeys([*pairs, *singles, *WORD.findall(folded)]))


def vector(words: Words) -> str:
    """A PostgreSQL `tsvector` literal: aliases weigh most (A), then people's name (B), the name (C), the text (D)."""
    weighted: dict[str, str] = {}
    for weight, texts in (("D", (words.text,)), ("C", (words.name,)), ("B", (words.plain_name,)), ("A", words.aliases)):
        for text in texts:
            weighted |= dict.fromkeys(tokens(text), weight)
    return " ".join(f"'{token}':{place}{weight}" for place, (token, weight) in enumerate(sorted(weighted.items()), start=1))


def tsquery(found: Iterable[str]) -> str:
    """A `tsquery` literal that matches any of the tokens; Latin words match by their beginning."""
    return " | ".join(f"'{token}':*" if WORD.fullmatch(token) else f"'{token}'" for token in found)


def score(query: str, words: Words) -> float:
    """How well a service answers a query, 0 to 4; below `LEAST_SCORE` it is no answer."""
    asked = fold(query)
    compact = "".join(asked.split())
    if compact in {"".join(fold(alias).split()) for alias in words.aliases}:
        return 4.0
    wanted = query_tokens(query)
    if not wanted:
        return 0.0
    best = 0.0
    running = 1.0 if any(len(token) > 1 for token in wanted) else 0.0  # one character stands in every other sentence
    for weight, text in ((3.0, words.plain_name), *((2.8, alias) for alias in words.aliases), (2.6, words.name), (running, words.text)):
        best = max(best, weight * _cover(wanted, text) * (1.1 if compact and compact in fold(text) else 1.0))
    return min(best, 3.9)


def _cover(wanted: list[str], text: str) -> float:
    """The share of the wanted tokens that stand in the text; a Latin word counts when one begins with it."""
    there = set(tokens(text))
    words = [token for token in there if WORD.fullmatch(token)]
    hits = sum(1 for token in wanted if token in there or (WORD.fullmatch(token) and any(word.startswith(token) for word in words)))
    share = hits / len(wanted)
    return share if share >= 0.5 or len(wanted) > 3 else share * 0.5
