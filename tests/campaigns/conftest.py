"""The small city that supervises, as `supervision` has it for its own tests."""

from tests.supervision.conftest import _nothing_is_remembered, committed_office, office  # noqa: F401  fixtures
