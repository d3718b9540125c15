"""The city's own rows in files: recorded, for whoever may ask, one run at a time, without a word or a person that nobody may read."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pyarrow.parquet as pq
import pytest
from django.db import connection
from structlog.testing import capture_logs

from tests.board import town
from tests.board.play import Play
from tests.house import source
from tests.kernel.elsewhere import Elsewhere, sql
from tests.supervision import office as small_office
from tongban.board.models import Message
from tongban.board.terms import Visibility
from tongban.identity.terms import PUBLIC, SYSTEM
from tongban.kernel import clock
from tongban.kernel.models.facts import FactRow
from tongban.kernel.models.ledger import LedgerEntry
from tongban.responsibilities.terms import Kind
from tongban.snapshots import actions, jobs, queries
from tongban.snapshots.actions.snapshots import SNAPSHOT_LOCK
from tongban.snapshots.models import Snapshot
from tongban.snapshots.parquet import store
from tongban.snapshots.terms import Area, Denied, ExtraMissing, SnapshotRunning

AT = small_office.AT
WEEK = {"since": date(2026, 9, 7), "until": date(2026, 9, 14)}
SECRET = "演示丙"


def rows(folder: Path, table: str) -> list[dict]:
    manifest = store.Store(folder).manifest()
    assert manifest is not None
    found = [row for part in manifest.tables[table].parts for row in pq.read_table(folder / table / part.file).to_pylist()]
    return list({row["id"]: row for row in sorted(found, key=lambda row: row["seq"])}.values())


def test_a_run_is_recorded_with_what_holds(office: None, folder: Path) -> None:
    rated = Play.answered()
    rated.later(days=1).rate()
    taken = actions.record_snapshot(by=SYSTEM, at=rated.at)
    assert taken.written == {"messages": 1, "ratings": 1, "cases": 0}
    row = Snapshot.objects.get()
    manifest = store.Store(folder).manifest()
    assert manifest is not None and row.digest == taken.digest == manifest.digest
    entry, fact = LedgerEntry.objects.filter(act="snapshots.record_snapshot").get(), FactRow.objects.order_by("-pk")[0]
    assert entry.digest == row.digest and fact.name.endswith("SnapshotRecorded")
    assert queries.snapshots(by=SYSTEM) == (taken,) and not list(queries.audit())
    [message] = rows(folder, "messages")
    assert (message["district"], message["street"], message["on_time"], message["satisfaction"]) == ("donghuqu", "donghu", True, 4)
    [count] = queries.weekly_counts(level=2, area=Area.STREET, by=SYSTEM, **WEEK)
    assert (count.monday, count.category, count.area, count.raw, count.voices) == (date(2026, 9, 7), "010200", "donghu", 1, 1)
    [week] = queries.rated_weeks(by=SYSTEM, **WEEK)
    assert (week.unit, week.rated, week.satisfied, week.solved) == ("chengguan", 1, 1, 1)


def test_no_file_knows_a_person_or_a_word_that_is_not_displayed(office: None, folder: Path) -> None:
    author = town.a_person(name=SECRET)
    town.posted(by=author)
    town.posted(town.a_message(visibility=Visibility.UNIT, title=f"{SECRET}的私密留言"), by=author)
    town.posted(town.a_message(kind=Kind.REPORT, title=f"举报{SECRET}", district=""), by=author)
    actions.record_snapshot(by=SYSTEM, at=AT + timedelta(hours=1))
    found = rows(folder, "messages")
    told = json.dumps(found, default=str, ensure_ascii=False)
    assert len(found) == 3 and SECRET not in told and str(author.person_id) not in told
    assert [bool(row["title"]) for row in found] == [bool(row["displayed"]) for row in found]
    assert [row["author_key"] for row in found if row["kind"] == Kind.REPORT] == [""]
    held = set(found[0]) & {field.name for field in Message._meta.fields}
    assert not held & {"author", "author_id", "written", "place", "code_hash", "free_name", "taken_by", "names"}


def test_only_the_system_takes_one_and_only_analysts_ask(office: None) -> None:
    for by in (PUBLIC, small_office.SUPERVISOR, town.a_person()):
        with small_office.refused(Denied):
            actions.record_snapshot(by=by, at=AT)
        with pytest.raises(Denied):
            queries.weekly_counts(by=by, **WEEK)
    actions.record_snapshot(by=SYSTEM, at=AT)
    assert queries.weekly_counts(by=small_office.somebody("rexian/analysis"), **WEEK) == ()


def test_a_city_without_rules_of_supervision_has_no_analyst(db: None) -> None:
    town.load()
    with pytest.raises(Denied):
        queries.snapshots(by=small_office.somebody("rexian/analysis", ""))
    assert queries.snapshots(by=SYSTEM) == ()


def test_without_the_extra_it_is_said_once_and_nothing_is_done(office: None, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [each for each in sys.modules if each.startswith("tongban.snapshots.parquet.")]:  # as in a process that has just begun
        monkeypatch.delattr(name, raising=False)
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.setattr(jobs, "told", set())
    with small_office.refused(ExtraMissing) as caught:
        actions.record_snapshot(by=SYSTEM, at=AT)
    assert caught.value.library == "pyarrow"
    with pytest.raises(ExtraMissing):
        queries.weekly_counts(by=SYSTEM, **WEEK)
    with capture_logs() as said:
        jobs.take(timestamp=0)
        jobs.take(timestamp=1)
    assert [each["log_level"] for each in said] == ["warning"] and not folder.exists()


def test_the_nightly_job_takes_one(office: None, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: AT)
    town.posted(at=AT - timedelta(hours=1))
    jobs.take(timestamp=0)
    assert len(rows(folder, "messages")) == 1 and Snapshot.objects.count() == 1


def test_a_second_run_says_so_and_ends(committed_office: None, folder: Path) -> None:
    with Elsewhere() as other:
        other.begin()
        other.do(lambda: sql(f"SELECT pg_advisory_xact_lock({SNAPSHOT_LOCK})"))
        with pytest.raises(SnapshotRunning):
            actions.record_snapshot(by=SYSTEM, at=AT)
        assert not folder.exists()
        jobs.take(timestamp=0)
        other.commit()
    assert not Snapshot.objects.exists()
    actions.record_snapshot(by=SYSTEM, at=AT)


KILLED = """
import os, signal
from datetime import datetime
from pathlib import Path
import django
django.setup()
from django.conf import settings
from tongban.identity.terms import SYSTEM
from tongban.snapshots import actions
from tongban.snapshots.parquet import store
settings.INSIGHT_FOLDER = Path({folder!r})
keep = store.Store.keep
store.Store.keep = lambda *told: (keep(*told), os.kill(os.getpid(), signal.SIGKILL))
actions.record_snapshot(by=SYSTEM, at=datetime.fromisoformat({at!r}))
"""


def test_a_run_that_is_killed_leaves_nothing_recorded_and_the_next_goes_on(committed_office: None, folder: Path) -> None:
    for _ in range(5):
        town.posted(at=AT - timedelta(hours=2))
    database = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    environment = {**os.environ, "TEST_DATABASE_URL": database, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    script = KILLED.format(folder=str(folder), at=AT.isoformat())
    killed = subprocess.run([sys.executable, "-c", script], cwd=source.ROOT, env=environment, capture_output=True, text=True)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert not Snapshot.objects.exists()
    town.posted(at=AT + timedelta(minutes=1))
    taken = actions.record_snapshot(by=SYSTEM, at=AT + timedelta(hours=3))
    assert taken.written["messages"] == 1, "the other five were there"
    assert sum(each.raw for each in queries.weekly_counts(by=SYSTEM, **WEEK)) == 6
