"""The small city for every test here; what a process remembers never outlives a test."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import worlds
from tests.reports import surged
from tests.supervision.conftest import _nothing_is_remembered, committed_office, office  # noqa: F401  fixtures


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings) -> Path:
    settings.INSIGHT_FOLDER = tmp_path / "insight"
    return settings.INSIGHT_FOLDER


@pytest.fixture
def living_city(db: None, folder: Path) -> Iterator[None]:
    """The same with a surge that was found, and its files, in which people go on writing."""
    with worlds.entered(surged.load, files=folder):
        yield


@pytest.fixture
def surged_city(living_city: None, folder: Path) -> None:
    """Its files are gone; what is stored is enough."""
    shutil.rmtree(folder)
