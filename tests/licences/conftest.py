"""The library's tests share their fixtures with those of what is shown of it."""

from tests.licences.fixtures import *  # noqa: F403  the fixtures that licences and sharing share
