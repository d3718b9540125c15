"""Every module says what it is; every question says what it answers."""

import ast
from pathlib import Path

import pytest

from tests.house import source

SPEAKS_FOR_ITSELF = ("apps.py",)
MODULES = [path for path in source.python_files("tongban", "config", "bin", "bench") if path.name not in SPEAKS_FOR_ITSELF]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(source.ROOT)))
def test_a_module_says_what_it_is(path: Path) -> None:
    told = ast.get_docstring(source.tree(path))
    assert told, "a docstring: what it is, and what it is not"
    assert len(told.splitlines()) <= 15


QUESTIONS = {
    str(each): each
    for module in source.DOMAIN
    for path in source.room(module, "queries")
    for each in source.functions(path)
    if "." not in each.name and not each.name.startswith("_")
}


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_says_what_it_answers(name: str) -> None:
    assert ast.get_docstring(QUESTIONS[name].node)


def test_every_module_package_says_what_it_is_not() -> None:
    """From the first day, before it has rooms."""
    without = [
        module
        for module in (*source.DOMAIN, "kernel", "channels")
        if not ast.get_docstring(source.tree(source.ROOT / "tongban" / module / "__init__.py"))
    ]
    assert not without
