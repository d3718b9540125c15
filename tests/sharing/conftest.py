"""What is shown of a licence is tested in the same city as the licence."""

from tests.licences.fixtures import *  # noqa: F403  the fixtures that licences and sharing share
