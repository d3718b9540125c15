"""Templates are used, load what they use, and need nothing that the content policy forbids."""

import re
from pathlib import Path

import pytest
from django.template import engines

from tests.house import source

ENGINE = engines["django"].engine
TEMPLATES = source.templates()
# Found by Django or allauth under these names, not by our code.
ASKED_FOR_BY_NAME = re.compile(r"^(?:404|400|403|403_csrf|500|413|429)\.html$|^(?:account|allauth|socialaccount)/|^django/")
INLINE = re.compile(
    r"<script(?![^>]*\bsrc=)(?![^>]*application/(?:ld\+)?json)[^>]*>|<style\b|\sstyle=|\son[a-z]+=[\"']|javascript:", re.IGNORECASE
)
UNESCAPED = re.compile(r"\|\s*safe\b|\{%\s*autoescape\s+off")


def _name(path: Path) -> str:
    parts = path.parts
    return "/".join(parts[len(parts) - 1 - parts[::-1].index("templates") + 1 :])


def _mentions() -> str:
    code = [path.read_text("utf-8") for path in source.python_files("tongban", "config")]
    return "\n".join([*code, *(path.read_text("utf-8") for path in TEMPLATES)])


@pytest.fixture(scope="module")
def mentions() -> str:
    return _mentions()


@pytest.mark.parametrize("path", TEMPLATES, ids=_name)
def test_a_template_is_used(path: Path, mentions: str) -> None:
    name = _name(path)
    used = f'"{name}"' in mentions or f"'{name}'" in mentions or _made_of_parts(name, mentions)
    assert ASKED_FOR_BY_NAME.match(name) or used


def _made_of_parts(name: str, mentions: str) -> bool:
    """f"desk/act_{act}.html" names a family of templates."""
    families = re.findall(r"f\"([\w/{}.\[\]-]*\{[\w/{}.\[\]-]*\.html)\"", mentions)
    return any(re.fullmatch(re.sub(r"\\\{.*?\\\}", r"[\\w-]+", re.escape(each)), name) for each in families)


@pytest.mark.parametrize("path", [path for path in TEMPLATES if path.suffix == ".html"], ids=_name)
def test_a_template_loads_what_it_uses_and_no_more(path: Path) -> None:
    text = path.read_text("utf-8")
    for line in re.findall(r"\{%\s*load\s+([^%]+?)\s*%\}", text):
        for library in line.split(" from ")[-1].split():
            assert library in ENGINE.template_libraries, f"{{% load {library} %}}: there is no such library"
            loaded = ENGINE.template_libraries[library]
            names = set(loaded.tags) | set(loaded.filters)
            assert any(re.search(rf"\{{%\s*{name}\b|\|\s*{name}\b", text) for name in names), f"{{% load {library} %}} is not used"


@pytest.mark.parametrize("path", TEMPLATES, ids=_name)
def test_a_template_keeps_to_the_content_policy(path: Path) -> None:
    """No inline scripts, styles or handlers; what a person typed is always escaped."""
    text = path.read_text("utf-8")
    assert not INLINE.search(text)
    assert not UNESCAPED.search(text)


@pytest.mark.parametrize("path", TEMPLATES, ids=_name)
def test_a_template_is_within_its_budget(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 200
