"""What must not stand in any file: addresses of package registries, places on somebody's machine, work left undone."""

import re
import subprocess
from pathlib import Path

import pytest

from tests.house import source

TEXT = {".py", ".md", ".toml", ".txt", ".in", ".yaml", ".yml", ".html", ".css", ".js", ".po", ".typ", ".json", ".csv", ".sh", ""}
REGISTRIES = re.compile(r"(?:https?:)?//[\w.-]*(?:py[p]i|python[h]osted|npm[j]s|crate[s]\.io|aliyu[n]|tun[a])[\w.-]*", re.IGNORECASE)
MACHINES = re.compile(r"(?<![\w.])/(?:work|root|Users|home/\w+)/[\w.-]+")
UNDONE = re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|XX" + r"X)\b")


def _files() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard", "-z"], cwd=source.ROOT, capture_output=True, text=True)
    names = listed.stdout.split("\0") if listed.returncode == 0 else [str(path) for path in source.python_files()]
    paths = [source.ROOT / name for name in names if name]
    return [path for path in paths if path.is_file() and path.suffix in TEXT and path != Path(__file__)]


@pytest.mark.parametrize(
    ("pattern", "why"),
    [(REGISTRIES, "a registry's address"), (MACHINES, "a place on one machine"), (UNDONE, "docs/moves.md is for what is under way")],
)
def test_no_file_says(pattern: re.Pattern[str], why: str) -> None:
    found = []
    for path in _files():
        for number, line in enumerate(path.read_text("utf-8", errors="replace").splitlines(), 1):
            if pattern.search(line):
                found.append(f"{path.relative_to(source.ROOT)}:{number}: {line.strip()[:100]}")
    assert not found, why


def test_no_file_is_large_or_binary_by_accident() -> None:
    allowed = {".mo", ".png", ".svg", ".ico", ".webp", ".woff2", ".pdf", ".xlsx"}
    wrong = [str(path.relative_to(source.ROOT)) for path in _files() if path.stat().st_size > 1_000_000 and path.suffix not in allowed]
    assert not wrong
