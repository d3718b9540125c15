"""Every series is tested and every test kept; surges open, go on and close; a run leaves all or nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from structlog.testing import capture_logs

from tests import worlds
from tests.board import town
from tests.house import source
from tests.insight.play import LAMPS, MONDAY, WATER, City, a_test, detected, undone
from tests.supervision import office as small_office
from tongban.identity.terms import PUBLIC, SYSTEM
from tongban.insight import actions, detecting, jobs, queries
from tongban.insight.models import Detection, SeriesTest, Surge
from tongban.insight.terms import Denied, Method, NotYet
from tongban.kernel import clock
from tongban.kernel.models.facts import FactRow
from tongban.kernel.models.ledger import LedgerEntry
from tongban.snapshots.terms import NoSnapshot

IN_DONGHU = f"{LAMPS} district donghuqu"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings) -> Path:
    settings.INSIGHT_FOLDER = tmp_path / "insight"
    return settings.INSIGHT_FOLDER


@pytest.fixture
def city(db: None, folder: Path) -> Iterator[City]:
    """A town with a desk that analyses, whose street lamps are reported four times a week; nothing is in files yet."""
    small_office.forget()
    with worlds.entered(small_office.load):
        yield City(folder)


def test_every_series_is_tested_by_what_its_history_allows_and_every_test_is_kept(city: City) -> None:
    city.quiet(200, mean=8).quiet(200, category=WATER, district="nangangqu", mean=3).add(40, 1).snapshot()
    done = detected()
    kept = SeriesTest.objects.all()
    assert done.new and done.tests == len(kept) and done.week == "2026-W36"
    assert {each.series for each in kept} == {
        f"{category} {area}".rstrip()
        for category, district in (("010202 010200 010000", "donghuqu"), ("020101 020100 020000", "nangangqu"))
        for category in category.split()
        for area in ("city ", f"district {district}")
    }
    lamps, water = a_test(IN_DONGHU), a_test(f"{WATER} city")
    assert lamps.method == Method.FARRINGTON and lamps.years == 3 and lamps.found and lamps.count == lamps.raw > 40
    assert 5 < lamps.expected < 12 < lamps.bound < 25 and lamps.p < 1e-9 and not water.alarm
    assert lamps.evidence and len(lamps.evidence["messages"]) == lamps.count and lamps.evidence["units"] == {"chengguan": lamps.count}
    row = Detection.objects.get()
    assert (row.tests, row.stood, row.digest) == (done.tests, done.stood, done.digest) and row.parameters["levels"] == [1, 2, 3]
    assert LedgerEntry.objects.get(act="insight.record_detection").digest == row.digest and not list(queries.audit())


def test_of_a_class_and_those_above_it_in_a_district_and_the_city_one_is_shown(city: City) -> None:
    city.quiet(30).quiet(30, category=WATER, district="nangangqu", mean=12).add(40, 1).snapshot()
    detected()
    [shown] = queries.surges(by=SYSTEM)
    assert (shown.series, shown.category, shown.area_kind, shown.area) == (IN_DONGHU, LAMPS, "district", "donghuqu")
    assert {each.series for each in queries.surges(by=SYSTEM, all_of_them=True)} > {IN_DONGHU, f"{LAMPS} city", "010200 city"}
    assert a_test(IN_DONGHU).method == Method.EARS


def test_somebody_who_writes_forty_times_is_one_voice(city: City) -> None:
    city.quiet(30).add(40, 1, author_key="abc").snapshot()
    detected()
    test = a_test(IN_DONGHU)
    assert test.raw >= 40 and test.count <= 15 and not Surge.objects.exists()


def test_a_surge_opens_goes_on_and_is_over_after_two_clean_weeks_and_a_later_one_is_new(city: City) -> None:
    city.quiet(60).add(30, 14).add(60, 13).add(60, 1).snapshot()
    story = [detected(weeks) for weeks in (14, 13, 12, 11, 10, 0)]
    first = Surge.objects.filter(series=IN_DONGHU).order_by("opened_week")[0]
    assert first.last_week == first.opened_week + 1 and first.closed_week == first.last_week + 2 and first.highest >= first.score
    assert [bool(done.opened) for done in story] == [False, True, False, False, False, True]
    assert [bool(done.closed) for done in story] == [False, False, False, False, True, False]
    assert Surge.objects.filter(series=IN_DONGHU).count() == 2
    acts = [
        fact.payload["became"]
        for fact in FactRow.objects.filter(name="insight.SurgeFollowed").order_by("pk")
        if fact.payload["series"] == IN_DONGHU
    ]
    assert acts == ["opened", "continued", "closed", "opened"] and not list(queries.audit())


def test_the_running_week_is_tested_as_it_stands_and_closes_nothing(city: City) -> None:
    city.quiet(40).add(40, 2).add(40, 0, day=1).snapshot()
    detected(1)
    detected()
    assert not Surge.objects.filter(closed_week__isnull=False).exists(), "one clean week"
    at = datetime(2026, 9, 9, 2, tzinfo=UTC)
    done = actions.record_detection(until=MONDAY + timedelta(days=1), by=SYSTEM, at=at)
    assert done.week == "2026-W37" and not done.opened and not done.closed, "Monday is quiet, and the week is not over"
    assert actions.record_detection(until=MONDAY + timedelta(days=2), by=SYSTEM, at=at).stood
    with pytest.raises(NotYet):
        actions.record_detection(until=MONDAY + timedelta(days=9), by=SYSTEM, at=at)


def test_the_same_data_are_not_counted_twice_and_give_the_same_tests(city: City) -> None:
    city.quiet(60).quiet(60, category=WATER, mean=1).add(30, 1).add(9, 1, texts=_mixing()).snapshot()
    first = undone(detected)
    assert not Detection.objects.exists()
    again = detected()
    assert first.digest == again.digest and first.new and again.new
    once_more = detected()
    assert not once_more.new and once_more.id == again.id and Detection.objects.count() == 1


@pytest.mark.slow
def test_night_by_night_or_once_a_week_gives_the_same_tests(city: City) -> None:
    city.quiet(60).add(12, 3, texts=_mixing()).add(12, 2, texts=_mixing()).add(12, 1, texts=_mixing()).snapshot()

    def nightly() -> str:
        detected(2)
        return [detected(days_before=days) for days in range(13, -1, -1)][-1].digest

    def weekly() -> str:
        return [detected(weeks) for weeks in range(2, -1, -1)][-1].digest

    assert undone(nightly) == undone(weekly)


def test_of_very_many_texts_some_are_read_spread_evenly(city: City) -> None:
    city.add(50, 1, texts=[f"第{number}条" for number in range(50)], day=1).add(9, 2).snapshot()
    since = MONDAY - timedelta(days=21)
    assert [len(detecting.said(since, MONDAY, most)) for most in (0, 60, 50, 49, 20, 1)] == [50, 50, 50, 25, 17, 1]


def test_two_runs_at_once_count_once(transactional_db: None, folder: Path) -> None:
    small_office.forget()
    small_office.load()
    City(folder).quiet(30).add(40, 1).snapshot()
    done = town.at_once(detected, detected)
    assert sorted(each.new for each in done) == [False, True] and Detection.objects.count() == 1


def test_a_look_back_keeps_its_tests_and_changes_nothing_else(city: City) -> None:
    city.quiet(40).add(40, 5).snapshot()
    detected()
    assert not Surge.objects.exists()
    done = detected(4)
    assert done.stood and not done.opened and not Surge.objects.exists() and not Detection.objects.get(pk=done.id).forward


def test_weeks_in_which_nobody_wrote_are_not_known_and_a_long_pause_is_another_time(city: City) -> None:
    city.quiet(240, until=60, mean=40).quiet(40).add(0, 20).add(30, 1).snapshot()
    detected()
    test = a_test(IN_DONGHU)
    assert test.method == Method.EARS and test.years == 0 and test.expected < 8 and len(test.evidence["counts"]) == 40


def _mixing() -> list[str]:
    """What neighbours of a mixing plant write, each in their own words."""
    whose = ("我家", "我们楼", "老人", "孩子", "邻居", "全家", "整栋楼", "住户", "租户", "业主", "街坊", "学生")
    return [f"{each}在丽发新城小区旁边，搅拌站日夜施工，搅拌站噪音和灰尘很大，{each}睡不好。" for each in whose]


def test_a_matter_without_a_name_becomes_a_topic_and_is_told_in_its_words(city: City) -> None:
    for week in range(1, 41):
        city.add(2, week, texts=["长寿里的自来水管漏水，请派人来修", "请问公园几点开门，能不能带狗进去"])
    city.add(1, 5, texts=["丽发新城小区旁边建了搅拌站，灰尘很大"], category="").add(12, 1, texts=_mixing(), category="").snapshot()
    detected()
    [topic] = [each for each in queries.surges(by=SYSTEM) if each.topic]
    assert not topic.category and {"丽发新城"} <= set(topic.words)
    test = a_test(topic.series)
    assert test.method == Method.EARS and test.count == 12 and test.found and len(test.evidence["messages"]) == 12


def test_only_the_system_runs_it_and_not_without_a_snapshot(city: City) -> None:
    for by in (PUBLIC, small_office.SUPERVISOR, small_office.somebody("rexian/analysis")):
        with small_office.refused(Denied):
            actions.record_detection(until=MONDAY, by=by, at=small_office.AT)
    with small_office.refused(NoSnapshot):
        actions.record_detection(until=MONDAY, by=SYSTEM, at=small_office.AT)
    with capture_logs() as said, transaction.atomic():
        jobs.surges(timestamp=0)
    assert [each["because"] for each in said] == ["NoSnapshot"]
    with pytest.raises(CommandError, match="NoSnapshot"), transaction.atomic():
        call_command("surges")


def test_the_job_tests_the_week_up_to_yesterday_and_the_command_any(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    city.quiet(40).add(40, 1).snapshot()
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 9, 6, 18, 11, tzinfo=UTC))  # ten past two on Monday in the city
    jobs.surges(timestamp=0)
    assert Detection.objects.get().until_on == MONDAY
    told = StringIO()
    call_command("surges", at=MONDAY - timedelta(days=7), stdout=told)
    assert "2026-W35" in told.getvalue() and Detection.objects.count() == 2
    call_command("surges", stdout=told)
    assert "had been counted before" in told.getvalue()


def test_weeks_that_no_run_came_for_are_caught_up_in_their_order(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    city.quiet(40).add(40, 3).snapshot()
    detected(4, days_before=3)  # on a Friday, and then the worker was away
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 9, 6, 18, 11, tzinfo=UTC))
    jobs.surges(timestamp=0)
    assert [(MONDAY - each).days for each in Detection.objects.order_by("pk").order_by("until_on").values_list("until_on", flat=True)] == [
        *(31, 28, 21, 14, 7, 0)
    ]
    surge = Surge.objects.get(shown=True)
    assert (surge.opened_week, surge.closed_week is not None) == (a_test(IN_DONGHU).week - 2, True)
    assert queries.missed(MONDAY + timedelta(days=2)) == () and queries.missed(MONDAY + timedelta(days=8)) == (MONDAY + timedelta(days=7),)


def test_whatever_is_changed_behind_the_verbs_back_is_named(city: City) -> None:
    city.quiet(40).add(40, 1).snapshot()
    detected()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE insight_seriestest DISABLE TRIGGER append_only")
        cursor.execute("UPDATE insight_seriestest SET expected = 50 WHERE series = %s", [IN_DONGHU])
        cursor.execute("UPDATE insight_surge SET score = 1 WHERE series = %s", [IN_DONGHU])
    found = list(queries.audit())
    assert len(found) == 2 and "its tests are not those that it made" in found[1] and "score" in found[0]
    with pytest.raises(Exception, match="append"), transaction.atomic():
        Detection.objects.update(stood=0)


KILLED = """
import os, signal
from datetime import datetime
from pathlib import Path
import django
django.setup()
from django.conf import settings
from django.db.models.query import QuerySet
from tongban.identity.terms import SYSTEM
from tongban.insight import actions
from tongban.insight.models import SeriesTest
settings.INSIGHT_FOLDER = Path({folder!r})
create = QuerySet.bulk_create
def killed(self, *told, **more):
    create(self, *told, **more)
    if self.model is SeriesTest:
        os.kill(os.getpid(), signal.SIGKILL)
QuerySet.bulk_create = killed
actions.record_detection(until=datetime.fromisoformat({until!r}).date(), by=SYSTEM, at=datetime.fromisoformat({at!r}))
"""


def test_a_run_that_is_killed_leaves_nothing_and_the_next_gives_the_same(transactional_db: None, folder: Path) -> None:
    small_office.forget()
    small_office.load()
    City(folder).quiet(40).add(40, 1).add(12, 1, texts=_mixing()).snapshot()
    before = LedgerEntry.objects.count(), FactRow.objects.count()
    database = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    environment = {**os.environ, "TEST_DATABASE_URL": database, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    script = KILLED.format(folder=str(folder), until=MONDAY.isoformat(), at=datetime(2026, 9, 8, tzinfo=UTC).isoformat())
    killed = subprocess.run([sys.executable, "-c", script], cwd=source.ROOT, env=environment, capture_output=True, text=True)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert not Detection.objects.exists() and not SeriesTest.objects.exists() and not Surge.objects.exists()
    assert (LedgerEntry.objects.count(), FactRow.objects.count()) == before
    expected = undone(detected)
    assert detected().digest == expected.digest and Surge.objects.exists()
