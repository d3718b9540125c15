"""What a process remembers of the catalogue never outlives a test."""

from collections.abc import Iterator

import pytest

from tongban.cases import queries as case_queries
from tongban.catalog import queries
from tongban.licences import queries as licence_queries


@pytest.fixture(autouse=True)
def _nothing_is_remembered() -> Iterator[None]:
    _forget()
    yield
    _forget()


def _forget() -> None:
    queries.forget()
    case_queries.forget()
    licence_queries.forget_types()
