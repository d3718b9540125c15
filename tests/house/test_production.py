"""Production does not start with anything that belongs to a demo, and passes Django's own check for deployment."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house import source

TOLD = {
    "TONGBAN_ENV": "production",
    "TONGBAN_SECRET_KEY": "k" * 40 + "0123456789abcdefghij",
    "TONGBAN_HOSTS": "tongban.example",
    "TONGBAN_ADDRESS": "https://tongban.example",
    "TONGBAN_ENCRYPTION_KEYS": "1:" + "0f" * 16,
    "TONGBAN_INDEX_KEY": "f0" * 32,
}


def _manage(*arguments: str, var: Path, without: str = "", **more: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("TONGBAN_", "DJANGO_"))}
    told = {name: value for name, value in TOLD.items() if name != without}
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(command, cwd=source.ROOT, capture_output=True, text=True, env={**kept, **told, "TONGBAN_VAR": str(var), **more})


@pytest.mark.parametrize("name", [name for name in TOLD if name != "TONGBAN_ENV"])
def test_production_does_not_start_without_being_told(name: str, tmp_path: Path) -> None:
    done = _manage("check", var=tmp_path, without=name)
    assert done.returncode != 0
    assert name in done.stderr, "the message names what is missing"
    assert not list(tmp_path.rglob("keys/*")), "no key is made up in production"


def test_production_passes_djangos_check_for_deployment(tmp_path: Path) -> None:
    done = _manage("check", "--deploy", "--fail-level", "WARNING", var=tmp_path)
    assert done.returncode == 0, done.stderr


def test_a_short_secret_is_refused(tmp_path: Path) -> None:
    done = _manage("check", var=tmp_path, TONGBAN_SECRET_KEY="short")
    assert done.returncode != 0
    assert "shorter than 32" in done.stderr


def test_demo_people_never_come_into_production(tmp_path: Path) -> None:
    done = _manage("load_demo", var=tmp_path)
    assert done.returncode != 0
    assert "production" in done.stderr.lower()
