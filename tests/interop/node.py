"""Programs of Node's world as judges: packages of fixed versions, installed once beside the tests' other leftovers."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings

if TYPE_CHECKING:
    from collections.abc import Mapping

SECONDS = 240


def ask(script: Path, question: dict[str, Any], *packages: str, instead: Mapping[str, str] | None = None) -> Any:
    """What a script answers to a question, both JSON. Skips where Node or the packages cannot be had; fails where the script does.

    `instead` names what is installed in the place of something that a package wants and that can no longer be had.
    """
    place = modules(*packages, instead=instead)
    run = subprocess.run(
        ["node", str(place / script.name)],
        input=json.dumps(question),
        capture_output=True,
        text=True,
        timeout=SECONDS,
        cwd=_with(script, place),
    )
    assert run.returncode == 0, run.stderr[-2000:]
    return json.loads(run.stdout)


def modules(*packages: str, instead: Mapping[str, str] | None = None) -> Path:
    """A folder in which exactly these packages (`name@version`) are installed."""
    if not (shutil.which("node") and shutil.which("npm")):
        pytest.skip("Node and npm are not installed")
    wanted = {"private": True, **({"overrides": dict(instead)} if instead else {})}
    name = hashlib.sha256("\n".join([*packages, *([json.dumps(wanted)] if instead else [])]).encode()).hexdigest()[:12]
    place = Path(settings.ROOT) / "var" / "node" / name
    place.mkdir(parents=True, exist_ok=True)
    with (place / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (place / "installed").exists():
            _install(place, packages, wanted)
    return place


def _install(place: Path, packages: tuple[str, ...], wanted: dict[str, Any]) -> None:
    (place / "package.json").write_text(json.dumps(wanted))
    command = ["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", *packages]
    run = subprocess.run(command, cwd=place, capture_output=True, text=True, timeout=SECONDS)
    if run.returncode:
        pytest.skip(f"npm could not install {', '.join(packages)}: {run.stderr[-300:]}")
    (place / "installed").touch()


def _with(script: Path, place: Path) -> Path:
    """The script beside the packages that it asks for; whole at every moment, since another process may run it right now."""
    whole = place / f"{script.name}.{os.getpid()}"
    shutil.copy(script, whole)
    whole.replace(place / script.name)
    return place
