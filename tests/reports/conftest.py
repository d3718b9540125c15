"""The small city for every test here; what a process remembers never outlives a test."""

from pathlib import Path

import pytest

from tests import loaded
from tests.reports import surged
from tests.supervision.conftest import _nothing_is_remembered, committed_office, office  # noqa: F401  fixtures


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings) -> Path:
    settings.INSIGHT_FOLDER = tmp_path / "insight"
    return settings.INSIGHT_FOLDER


@pytest.fixture
def surged_city(db: None) -> None:
    """The same, with a surge that was found."""
    loaded.put(surged.load)


@pytest.fixture
def living_city(db: None) -> None:
    """The same with its files, in which people go on writing."""
    surged.load()
