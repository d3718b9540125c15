"""The doors' catalogues of translations: Chinese message ids out of code and templates, English in `locale/en` of each door.

Done with Babel and Django's own reading of templates, so that no gettext tools are needed. See ADR 0008. Only developers use this:
Babel comes with the test lock.
"""

from __future__ import annotations

import gettext
import io
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.apps import apps
from django.utils.translation.template import templatize

LANGUAGE = "en"
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
HEADER = """msgid ""
msgstr ""
"Language: en\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""
DATE = datetime(2026, 1, 1, tzinfo=UTC)  # the same messages make the same file, whenever


@dataclass(frozen=True)
class State:
    """What a door's catalogue says: what it has, what it lacks, whose placeholders differ, and whether the compiled file is older."""

    door: str
    messages: int
    untranslated: tuple[str, ...]
    unused: tuple[str, ...]
    misplaced: tuple[str, ...]
    stale: bool

    @property
    def whole(self) -> bool:
        return not (self.untranslated or self.unused or self.misplaced or self.stale)


def doors() -> dict[str, Path]:
    """Our applications that speak, by name."""
    return {name: path for name, path in _ours().items() if len(_extracted(path)) or _po(path).exists()}


def state(door: str) -> State:
    """Compare a door's code with its catalogue, writing nothing."""
    folder = doors()[door]
    wanted, kept = _extracted(folder), _read(folder)
    ids = {_key(message) for message in wanted if message.id}
    known = {_key(message): message for message in kept if message.id}
    translated = {key for key, message in known.items() if all(_strings(message))}
    return State(
        door=door,
        messages=len(ids),
        untranslated=_texts(ids - translated),
        unused=_texts(known.keys() - ids),
        misplaced=_texts({key for key in translated if any(True for _ in known[key].check(kept))}),
        stale=_compiled(folder) != _meant(kept),
    )


def write(door: str) -> None:
    """Bring the catalogue up to the code, keeping every translation, and compile it."""
    folder = doors()[door]
    catalog = _read(folder)
    catalog.update(_extracted(folder), no_fuzzy_matching=True)
    catalog.obsolete.clear()
    catalog.creation_date = catalog.revision_date = DATE
    _po(folder).parent.mkdir(parents=True, exist_ok=True)
    body = io.BytesIO()
    write_po(body, catalog, width=120, no_location=True, omit_header=True, sort_output=True)
    _po(folder).write_text(HEADER + body.getvalue().decode().strip() + "\n", encoding="utf-8")
    with _po(folder).with_suffix(".mo").open("wb") as file:
        write_mo(file, catalog)


def _ours() -> dict[str, Path]:
    return {config.name: Path(config.path) for config in apps.get_app_configs() if config.name.startswith("tongban.")}


def _po(folder: Path) -> Path:
    return folder / "locale" / LANGUAGE / "LC_MESSAGES" / "django.po"


def _read(folder: Path) -> Catalog:
    path = _po(folder)
    if not path.exists():
        return Catalog(locale=LANGUAGE)
    with path.open("rb") as file:
        return read_po(file, locale=LANGUAGE)


def _extracted(folder: Path) -> Catalog:
    """All messages of a door's code and templates; a door inside a door keeps its own."""
    inner = [other for other in _ours().values() if other != folder and folder in other.parents]
    catalog = Catalog(locale=LANGUAGE)
    for path in sorted([*folder.rglob("*.py"), *folder.glob("templates/**/*.html"), *folder.glob("templates/**/*.txt")]):
        if any(other in path.parents for other in inner) or "migrations" in path.parts:
            continue
        for message, comments, context in _texts_in(path, path.stat().st_mtime_ns):
            catalog.add(message, auto_comments=comments, context=context)
    return catalog


@cache
def _texts_in(path: Path, _changed: int) -> tuple[tuple[Any, list[str], str | None], ...]:
    """The messages of one file, read once as long as it has not changed: each door asks for the files of all."""
    found = extract("python", _as_python(path), KEYWORDS, ("Translators:",))
    return tuple((message, comments, context) for _line, message, comments, context in found)


def _as_python(path: Path) -> io.BytesIO:
    """A template in the shape that extraction reads: Django blanks out all but the calls."""
    text = path.read_text("utf-8")
    if path.suffix != ".py":
        text = "\n".join(line.strip() for line in templatize(text, origin=str(path)).splitlines())
    return io.BytesIO(text.encode())


def _key(message: Message) -> tuple[str, str]:
    identity = message.id if isinstance(message.id, str) else message.id[0]
    return message.context or "", identity


def _texts(keys: AbstractSet[tuple[str, str]]) -> tuple[str, ...]:
    return tuple(sorted(f"{text} ({context})" if context else text for context, text in keys))


def _strings(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string or [""])


def _meant(catalog: Catalog) -> dict[object, str]:
    """What the compiled file should hold."""
    whole = [message for message in catalog if message.id and all(_strings(message))]
    return {key: text for message in whole for key, text in _compiled_entries(message)}


def _compiled_entries(message: Message) -> Iterator[tuple[object, str]]:
    context, identity = _key(message)
    name = f"{context}\x04{identity}" if context else identity
    strings = _strings(message)
    if isinstance(message.id, str):
        yield name, strings[0]
    else:
        yield from (((name, number), text) for number, text in enumerate(strings))


def _compiled(folder: Path) -> dict[object, str]:
    path = _po(folder).with_suffix(".mo")
    if not path.exists():
        return {}
    with path.open("rb") as file:
        read = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]  no other way lists what it holds
    return {key: text for key, text in read.items() if key}
