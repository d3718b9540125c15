"""The source code as the house tests read it: files, functions, and what they call."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOMAIN = (
    "identity",
    "notices",
    "seals",
    "sources",
    "licences",
    "sharing",
    "duty",
    "classifiers",
    "responsibilities",
    "catalog",
    "clients",
    "cases",
    "board",
    "booking",
    "declarations",
    "supervision",
    "snapshots",
    "insight",
    "watches",
    "directives",
    "campaigns",
    "reports",
    "prints",
)
FOLDERS = ("tongban", "config", "bin", "bench", "tests")


@dataclass(frozen=True)
class Function:
    """A function or method where it stands."""

    path: Path
    name: str
    node: ast.FunctionDef | ast.AsyncFunctionDef

    @property
    def lines(self) -> int:
        return (self.node.end_lineno or 0) - self.node.lineno + 1

    def __str__(self) -> str:
        return f"{self.path.relative_to(ROOT)}::{self.name}"


@cache
def python_files(*folders: str) -> tuple[Path, ...]:
    """Our Python files, the doors of bin/ among them; generated migrations are left out."""
    found: list[Path] = []
    for folder in folders or FOLDERS:
        found += (ROOT / folder).rglob("*.py")
    if "bin" in (folders or FOLDERS):
        found += [path for path in (ROOT / "bin").iterdir() if path.is_file() and not path.suffix]
    return tuple(sorted(path for path in found if "migrations" not in path.parts and "__pycache__" not in path.parts))


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), filename=str(path))


def place(path: Path) -> str:
    """Where a file stands in the repository."""
    return str(path.relative_to(ROOT))


@cache
def functions(path: Path) -> tuple[Function, ...]:
    """All functions of a file, methods and inner functions too."""

    def walk(node: ast.AST, prefix: str) -> Iterator[Function]:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
                yield Function(path, prefix + child.name, child)
                yield from walk(child, f"{prefix}{child.name}.")
            elif isinstance(child, ast.ClassDef):
                yield from walk(child, f"{prefix}{child.name}.")
            else:
                yield from walk(child, prefix)

    return tuple(walk(tree(path), ""))


@cache
def calls(node: ast.AST) -> frozenset[str]:
    """What is called below a node, as it is written: `ledger.entry`, `Case.objects.select_for_update`."""
    return frozenset(ast.unparse(each.func) for each in ast.walk(node) if isinstance(each, ast.Call))


def room(module: str, name: str) -> list[Path]:
    """The files of one room of a module: `actions.py`, or all of `actions/`."""
    place = ROOT / "tongban" / module
    return [path for path in [place / f"{name}.py", *sorted((place / name).rglob("*.py"))] if path.exists()]


def templates() -> list[Path]:
    return sorted(path for path in (ROOT / "tongban").rglob("templates/**/*") if path.is_file())
