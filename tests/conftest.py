"""What every test may use: the hour at which it plays. And two rules of the suite: journeys stay together, skips are named.

Unknown template variables fail by pytest-django (pyproject: FAIL_INVALID_TEMPLATE_VARS).
"""

import fnmatch
import gc
import os
import pickle
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest
from django.core.management.commands import flush
from django.db.backends.postgresql.operations import DatabaseOperations
from hypothesis import HealthCheck, settings
from pytest_django import DjangoDbBlocker
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling
from xdist.workermanage import WorkerController

from tests import worlds
from tests.house import budgets
from tongban.catalog import queries as catalog_queries
from tongban.identity.queries import names
from tongban.kernel import yaml
from tongban.kernel.yaml import source
from tongban.licences import queries as licence_queries

settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a busy machine is no fault
settings.load_profile("house")
ALLOWED_SKIPS = Path(__file__).parent / "allowed_skips"


@pytest.fixture
def at() -> datetime:
    """Monday 7 September 2026, ten o'clock in Rongcheng: an ordinary week, no holiday before the 25th."""
    return datetime(2026, 9, 7, 2, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """With a copy to make worlds from."""
    with django_db_blocker.unblock():
        worlds.prepare()
    yield
    with django_db_blocker.unblock():
        worlds.end()


@pytest.fixture(scope="session", autouse=True)
def _only_what_is_filled_is_emptied() -> Iterator[None]:
    """After a test with connections of its own Django truncates every table, which takes long; those that refuse it let it pass here."""

    def sql_flush(self: DatabaseOperations, _style: object, tables: list[str], **_options: object) -> list[str]:
        own = sorted(set(tables) - {"django_content_type", "auth_permission"})  # as they were migrated
        with self.connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(f"(SELECT '{table}' FROM \"{table}\" LIMIT 1)" for table in own))
            filled = [f'DELETE FROM "{table}"' for (table,) in cursor.fetchall()]
        unguarded, guarded = "SET session_replication_role = replica", "SET session_replication_role = DEFAULT"
        return [unguarded, *filled, guarded, "DELETE FROM procrastinate_jobs"]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "sql_flush", sql_flush)
        patch.setattr(flush, "emit_post_migrate_signal", lambda *_: None)  # what migrating leaves behind is still there
        yield


@pytest.fixture(scope="session", autouse=True)
def _what_is_remembered_is_forgotten_when_told() -> Iterator[None]:
    """Not by the clock in the middle of a test that counts statements."""
    with pytest.MonkeyPatch.context() as patch:
        for module, name in ((names, "KEPT_SECONDS"), (catalog_queries, "KEPT_SECONDS"), (licence_queries.types, "TYPES_KEPT_SECONDS")):
            patch.setattr(module, name, 10**9)
        yield


@pytest.fixture(scope="session", autouse=True)
def _a_text_is_parsed_once() -> Iterator[None]:
    """Hundreds of tests load the same city, and reading a text depends on nothing else. Each still gets data of its own."""
    kept = cache(lambda file, content: pickle.dumps(source.read(file, content)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(yaml, "read", lambda file, content: pickle.loads(kept(file, content)))
        yield


class Journeys(LoadScopeScheduling):
    """Every test is given out by itself, but all journeys go to one process: one city, one browser."""

    def _split_scope(self, nodeid: str) -> str:
        return "journeys" if nodeid.startswith("tests/journeys/") else nodeid

    def mark_test_complete(self, node: WorkerController, item_index: int, duration: float = 0) -> None:
        """What is done is forgotten: it would be counted again at every test that ends."""
        super().mark_test_complete(node, item_index, duration)
        scope = self._split_scope(self.registered_collections[node][item_index])
        if scope in self.assigned_work[node] and all(self.assigned_work[node][scope].values()):
            del self.assigned_work[node][scope]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Journeys | None:
    """By the place of the file: the marks of `--dist loadgroup` are written where this pytest no longer reads them."""
    return Journeys(config, log) if config.getvalue("dist") == "loadgroup" else None


def pytest_collection_finish() -> None:
    """What was imported and collected stays to the end: the collector of garbage need not look through it again and again."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """A skip that tests/allowed_skips does not name fails CI. With xdist this runs where the reports come together."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None or os.environ.get("CI", "").lower() != "true":
        return
    patterns = [line.split("#")[0].split()[0] for line in ALLOWED_SKIPS.read_text("utf-8").splitlines() if line.split("#")[0].strip()]
    skipped = {report.nodeid for report in reporter.stats.get("skipped", []) if not hasattr(report, "wasxfail")}
    unnamed = sorted(each for each in skipped if not any(fnmatch.fnmatch(each, pattern) for pattern in patterns))
    for nodeid in unnamed:
        reporter.write_line(f"skipped, but not named in tests/allowed_skips: {nodeid}", red=True)
    if unnamed and session.exitstatus == 0:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Where the house's budgets were tested, show the ten worst of each, so that nobody is surprised by the eleventh."""
    tested = any(
        "house/test_budgets.py" in report.nodeid for report in terminalreporter.stats.get("passed", []) if hasattr(report, "nodeid")
    )
    if not tested:
        return
    tables = {
        f"lines in a file (at most {budgets.HARD})": budgets.largest_files(10),
        f"lines in a function (at most {budgets.FUNCTION})": budgets.longest_functions(10),
        f"complexity of a function (at most {budgets.COMPLEXITY})": budgets.most_complex_functions(10),
    }
    for title, rows in tables.items():
        terminalreporter.write_line(f"\nThe ten worst: {title}")
        for number, place in rows:
            terminalreporter.write_line(f"  {number:4d}  {place}")
