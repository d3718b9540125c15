"""Every test here knows the same two departments."""

import pytest

from tests.licences import factories


@pytest.fixture
def city(db: None) -> None:
    factories.make_departments()
