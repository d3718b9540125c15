"""What a package offers is what its `__init__` imports: each name is used by somebody outside of it (ADR 0031)."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from tests.house import source

WORD = re.compile(r"\w+")
PACKAGES = [
    path
    for path in source.python_files("tongban")
    if path.name == "__init__.py" and any(isinstance(node, ast.ImportFrom) for node in source.tree(path).body)
]


@cache
def words(path: Path) -> frozenset[str]:
    return frozenset(WORD.findall(path.read_text("utf-8")))


def offered(path: Path) -> set[str]:
    """What it imports to hand on, and does not use itself."""
    tree = source.tree(path)
    names = {each.asname or each.name for node in tree.body if isinstance(node, ast.ImportFrom) for each in node.names}
    used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    return names - used - {"annotations"}


@pytest.mark.parametrize("path", PACKAGES, ids=source.place)
def test_what_a_package_offers_is_used_outside_of_it(path: Path) -> None:
    outside = [each for each in source.python_files() if not each.is_relative_to(path.parent)]
    unused = {name for name in offered(path) if not any(name in words(each) for each in outside)}
    assert not unused, f"offered by {source.place(path)}, and used by nobody"
