"""Templates are used, load what they use, and need nothing that the content policy forbids."""

import re
from pathlib import Path

from django.template import engines

from tests.house import source

ENGINE = engines["django"].engine
# Found by Django or allauth under these names, not by our code.
ASKED_FOR_BY_NAME = re.compile(r"^(?:404|400|403|403_csrf|500|413|429)\.html$|^(?:account|allauth|socialaccount)/|^django/")
INLINE = re.compile(
    r"<script(?![^>]*\bsrc=)(?![^>]*application/(?:ld\+)?json)[^>]*>|<style\b|\sstyle=|\son[a-z]+=[\"']|javascript:", re.IGNORECASE
)
UNESCAPED = re.compile(r"\|\s*safe\b|\{%\s*autoescape\s+off")


def _name(path: Path) -> str:
    parts = path.parts
    return "/".join(parts[len(parts) - 1 - parts[::-1].index("templates") + 1 :])


TEXTS = {path: path.read_text("utf-8") for path in source.templates()}


def test_every_template_is_used() -> None:
    code = [path.read_text("utf-8") for path in source.python_files("tongban", "config")]
    mentions = "\n".join([*code, *TEXTS.values()])
    quoted = {*re.findall(r"(?<=\")[\w/.-]+(?=\")", mentions), *re.findall(r"(?<=')[\w/.-]+(?=')", mentions)}
    # f"desk/act_{act}.html" names a family of templates.
    families = set(re.findall(r"f\"([\w/{}.\[\]-]*\{[\w/{}.\[\]-]*\.html)\"", mentions))
    family = re.compile("|".join(re.sub(r"\\\{.*?\\\}", r"[\\w-]+", re.escape(each)) for each in families))
    names = {_name(path) for path in TEXTS}
    unused = [name for name in names if name not in quoted and not family.fullmatch(name) and not ASKED_FOR_BY_NAME.match(name)]
    assert names and not unused, "\n".join(unused)


def test_every_template_loads_what_it_uses_and_no_more() -> None:
    wrong = []
    for path, text in TEXTS.items():
        loaded = re.findall(r"\{%\s*load\s+([^%]+?)\s*%\}", text) if path.suffix == ".html" else ()
        libraries = [library for line in loaded for library in line.split(" from ")[-1].split()]
        wrong += [f"{source.place(path)}: {{% load {library} %}}" for library in libraries if not _uses(text, library)]
    assert not wrong, "there is no such library, or it is not used:\n" + "\n".join(wrong)


def _uses(text: str, library: str) -> bool:
    loaded = ENGINE.template_libraries.get(library)
    names = {*loaded.tags, *loaded.filters} if loaded else ()
    return any(re.search(rf"\{{%\s*{name}\b|\|\s*{name}\b", text) for name in names)


def test_every_template_keeps_to_the_content_policy() -> None:
    """No inline scripts, styles or handlers; what a person typed is always escaped."""
    found = [(path, INLINE.search(text) or UNESCAPED.search(text)) for path, text in TEXTS.items()]
    wrong = [f"{source.place(path)}: {each.group()}" for path, each in found if each]
    assert not wrong, "\n".join(wrong)


def test_every_template_is_within_its_budget() -> None:
    larger = [source.place(path) for path, text in TEXTS.items() if len(text.splitlines()) > 200]
    assert not larger, "\n".join(larger)
