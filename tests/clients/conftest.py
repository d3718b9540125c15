"""The small city of the board for every test here; what a process remembers never outlives a test."""

from tests.board.conftest import _nothing_is_remembered, committed_town, town  # noqa: F401  fixtures
