"""Clients that speak as somebody. Every answer is held against the OpenAPI document (caller)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.channels.rest.caller import Caller
from tests.channels.rest.fixtures import *  # noqa: F403  the fixtures that REST and desk share

if TYPE_CHECKING:
    from tests.channels.rest import people


@pytest.fixture
def as_agent(agent: people.Somebody) -> Caller:
    return Caller(agent)


@pytest.fixture
def at_desk(clerk: Callable[[str], people.Somebody]) -> Callable[[str], Caller]:
    """A caller at the desk of a role."""
    return lambda role: Caller(clerk(role))


@pytest.fixture
def anybody(town: None) -> Caller:
    """A caller without a token."""
    return Caller()
