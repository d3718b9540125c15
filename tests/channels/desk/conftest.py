"""Browsers in which somebody has signed in, at noon of an ordinary Monday in the test city."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from django.test import Client

from tests.channels.rest.fixtures import *  # noqa: F403  the fixtures that REST and desk share

if TYPE_CHECKING:
    from tests.channels.rest.people import Somebody


@pytest.fixture
def browser(clerk: Callable[[str], Somebody]) -> Callable[[str], Client]:
    """The browser of whoever works at the desk of a role, always the same one."""
    open_ones: dict[str, Client] = {}

    def of(role: str) -> Client:
        if role not in open_ones:
            open_ones[role] = signed_in(clerk(role))
        return open_ones[role]

    return of


@pytest.fixture
def citizen(agent: Somebody) -> Client:
    """The browser of somebody who has a login and no desk."""
    return signed_in(agent)


def signed_in(somebody: Somebody) -> Client:
    client = Client()
    client.force_login(somebody.login)
    return client
