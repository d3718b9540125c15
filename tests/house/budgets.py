"""The house's budgets, and what comes nearest to them: files, functions, complexity."""

import json
import subprocess
import sys
from pathlib import Path

from tests.house import source

HARD, TESTS, SETTINGS, FUNCTION, COMPLEXITY, MODULE = 400, 500, 300, 40, 8, 3000
TALKED_ABOUT = {"cases": 5200, "licences": 5300, "board": 7500}  # ADR 0011, ADR 0026, ADR 0029


def lines(path: Path) -> int:
    return len(path.read_text("utf-8").splitlines())


def filled_lines(path: Path) -> int:
    """Lines that are not empty, as modules are compared (house.md)."""
    return sum(1 for line in path.read_text("utf-8").splitlines() if line.strip())


def limit(path: Path) -> int:
    place = path.relative_to(source.ROOT)
    return SETTINGS if place.parts[0] == "config" else TESTS if place.parts[0] == "tests" else HARD


def largest_files(count: int) -> list[tuple[int, str]]:
    sizes = [(lines(path), str(path.relative_to(source.ROOT))) for path in source.python_files("tongban", "config", "bin", "bench")]
    return sorted(sizes, reverse=True)[:count]


def longest_functions(count: int) -> list[tuple[int, str]]:
    found = [
        (each.lines, str(each)) for path in source.python_files("tongban", "config", "bin", "bench") for each in source.functions(path)
    ]
    return sorted(found, reverse=True)[:count]


def most_complex_functions(count: int) -> list[tuple[int, str]]:
    """By ruff, which counts as the linter does."""
    options = ["--config", "lint.mccabe.max-complexity=1", "--isolated", "--select", "C901", "--output-format", "json"]
    told = subprocess.run(
        [Path(sys.executable).parent / "ruff", "check", *options, "tongban"], cwd=source.ROOT, capture_output=True, text=True
    )
    found = []
    for each in json.loads(told.stdout):
        name, _, rest = each["message"].removeprefix("`").partition("` is too complex (")
        found.append((int(rest.split()[0]), f"{Path(each['filename']).relative_to(source.ROOT)}::{name}"))
    return sorted(found, reverse=True)[:count]
