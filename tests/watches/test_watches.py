"""Watches of analysts: what they may ask for, what is counted, when their owner is told, and that it is once a week."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from tests import worlds
from tests.board import town
from tests.house import source
from tests.insight.play import LAMPS, MONDAY, WATER, City, a_test, detected
from tests.supervision import office as small_office
from tests.watches.analysts import ANOTHER, an_analyst
from tongban.identity.terms import PUBLIC, SYSTEM, Actor
from tongban.insight.terms import Method
from tongban.kernel import clock, facts
from tongban.kernel.models.ledger import LedgerEntry
from tongban.notices.models import Notice
from tongban.responsibilities.terms import Kind
from tongban.snapshots.terms import Area, NoSnapshot, Sought
from tongban.watches import actions, jobs, queries, terms
from tongban.watches.models import Watch, WatchAlert, WatchNote
from tongban.watches.rules import asking
from tongban.watches.terms import EVERYWHERE, NewWatch

AT = datetime.combine(MONDAY, time(2), UTC)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings) -> Path:
    settings.INSIGHT_FOLDER = tmp_path / "insight"
    return settings.INSIGHT_FOLDER


@pytest.fixture
def city(db: None, folder: Path) -> Iterator[City]:
    small_office.forget()
    with worlds.entered(small_office.load):
        yield City(folder)


@pytest.fixture
def analyst(city: City) -> Actor:
    return an_analyst()


def made(by: Actor, name: str = "路灯", *, at: datetime = AT, **asked: Any) -> Watch:
    watch_id = actions.make_watch(key=uuid.uuid4(), asked=NewWatch(name, **asked), by=by, at=at)
    return Watch.objects.get(pk=watch_id)


def counted(row: Watch, until: date = MONDAY, *, at: datetime = AT) -> bool:
    """By the job, and whoever is to be told is told."""
    told = actions.count_watch(watch_id=row.pk, until=until, by=SYSTEM, at=at)
    facts.dispatch(at=at)
    return told


def weekly(watch_id: uuid.UUID, by: Actor) -> list[tuple[float | None, float | None]]:
    return [(each.raw, each.count) for each in queries.watch(watch_id, by=by).weeks]


def test_one_that_asks_for_words_counts_what_everybody_may_read(city: City, analyst: Actor) -> None:
    city.quiet(9).add(6, 1, texts=["路灯不亮"] * 4 + ["水管漏了", "路_灯"]).add(3, 1, texts=["路灯又不亮"] * 3, author_key="abc")
    city.add(2, 1, texts=["举报路灯"] * 2, kind=Kind.REPORT.value).add(2, 1).add(2, 3, texts=["路灯"] * 2, category=WATER).snapshot()
    row = made(analyst, words=("路灯",))
    view = queries.watch(row.pk, by=analyst)
    assert view.line.counting and view.weeks == () and view.line.voices is None, "nothing is told before it is counted"
    assert not counted(row)
    assert weekly(row.pk, analyst)[-3:] == [(2, 2), (0, 0), (7, 5)], "no report, nothing that is not displayed, one voice each"
    line = queries.watches(by=analyst)[0]
    assert (line.week, line.voices, line.raw, line.until_on, line.counting) == ("2026-W36", 5, 7, MONDAY, False)
    for words, all_of_them, expected in (
        (("路灯", "又不"), True, 3),
        (("水管", "路_灯"), False, 2),
        (("%灯",), False, 0),
        ((".*",), False, 0),
    ):
        other = made(analyst, words=words, all_of_them=all_of_them)
        counted(other)
        assert weekly(other.pk, analyst)[-1][0] == expected, words


def test_one_without_words_is_counted_and_tested_as_surges_are(city: City, analyst: Actor) -> None:
    city.quiet(200, mean=8).quiet(200, category=WATER, district="nangangqu", mean=3).add(40, 1).snapshot()
    detected()
    for category, area, series in (
        (LAMPS, "donghuqu", f"{LAMPS} district donghuqu"),
        ("010000", "", "010000 city"),
        ("020100", EVERYWHERE, "020100 city"),
    ):
        row, test = made(analyst, category=category, area=area, over_bound=True), a_test(series)
        told = counted(row)
        view = queries.watch(row.pk, by=analyst)
        week = view.weeks[-1]
        assert told == test.alarm and (week.count, week.raw, week.alarm) == (test.count, test.raw, test.alarm)
        assert (week.expected, week.bound, week.score, week.p) == (test.expected, test.bound, test.score, test.p)
        assert (view.method, view.years) == (test.method, test.years) == (Method.FARRINGTON, 3)
        assert len(view.weeks) == 200 and all(each.bound for each in view.weeks[-40:]) and not view.weeks[0].bound
    nothing = made(analyst, words=("没有的",), above=1, over_bound=True)
    assert not counted(nothing) and weekly(nothing.pk, analyst)[-1] == (0, 0), "what nobody says"
    whole = made(analyst, area=EVERYWHERE)
    counted(whole)
    assert weekly(whole.pk, analyst)[-1][0] >= 40, "a watch on the whole city"


def test_five_years_are_kept_and_weeks_of_which_nothing_is_known_are_none(city: City, analyst: Actor) -> None:
    for week in range(1, 300):
        city.add(0 if week == 30 else 1, week)
    city.snapshot()
    row = made(analyst, category=LAMPS)
    counted(row)
    view = queries.watch(row.pk, by=analyst)
    assert len(view.weeks) == 260 and view.weeks[-30].count is None and view.weeks[-29].count == 1 and view.years == 5


def test_its_owner_is_told_once_a_week_of_what_is_over(city: City, analyst: Actor) -> None:
    city.quiet(40, mean=4).add(30, 1).add(30, 0, day=1).snapshot()
    row = made(analyst, category=LAMPS, above=20, over_bound=True)
    assert counted(row) and not counted(row)
    alert = WatchAlert.objects.get()
    assert alert.above == 20 and alert.bound and alert.voices >= 30
    notice = Notice.objects.get(kind="insight.watch")
    assert notice.login_id == analyst.id and notice.at_work and notice.link == f"/desk/insight/watches/{row.pk}/"
    assert queries.watches(by=analyst)[0].over and queries.watches_over(by=analyst) == 1 and queries.watches_over(by=ANOTHER) == 0
    assert not counted(row, MONDAY + timedelta(days=1)), "the next week has begun, and is quiet"
    [line] = queries.watches(by=analyst)
    assert not line.over and line.told == "2026-W36" and not queries.watches_over(by=analyst)
    assert counted(row, MONDAY + timedelta(days=2)) and not counted(row, MONDAY + timedelta(days=3))
    actions.change_watch(watch_id=row.pk, asked=NewWatch("路灯", category=LAMPS, above=3), by=analyst, at=AT)
    assert not counted(row, MONDAY + timedelta(days=3)), "not a second time, whatever it asks for now"
    assert Notice.objects.filter(kind="insight.watch").count() == 2 and not list(queries.audit())


def test_a_count_is_over_where_it_is_higher_and_a_bound_where_it_is_an_alarm(city: City, analyst: Actor) -> None:
    city.quiet(40, mean=4, until=2).add(7, 1).snapshot()
    told = {
        asked: counted(made(analyst, category=LAMPS, **dict(asked)))
        for asked in ((), (("above", 7),), (("above", 6),), (("over_bound", True),), (("above", 7), ("over_bound", True)))
    }
    assert list(told.values()) == [False, False, True, False, False]
    [alert] = WatchAlert.objects.all()
    assert (alert.above, alert.bound, alert.voices) == (6, None, 7)


def test_a_new_count_on_what_is_counted_tells_at_once(city: City, analyst: Actor) -> None:
    city.quiet(20).add(9, 1).snapshot()
    row = made(analyst, category=LAMPS)
    assert not counted(row)
    asked = NewWatch("路灯", category=LAMPS, above=5)
    actions.change_watch(watch_id=row.pk, asked=asked, by=analyst, at=AT)
    assert not queries.watch(row.pk, by=analyst).line.counting, "it asks for the same"
    assert counted(row)


def test_what_asks_for_something_else_is_counted_anew(city: City, analyst: Actor) -> None:
    city.quiet(12).quiet(12, category=WATER, mean=2).snapshot()
    row = made(analyst, category=LAMPS)
    counted(row)
    actions.change_watch(watch_id=row.pk, asked=NewWatch("水", category="020000"), by=analyst, at=AT)
    assert queries.watch(row.pk, by=analyst).line.counting and queries.watch(row.pk, by=analyst).weeks == ()
    before = LedgerEntry.objects.count()
    counted(row)
    counted(row)
    assert not queries.watch(row.pk, by=analyst).line.counting
    assert LedgerEntry.objects.filter(pk__gt=0, act="watches.count_watch").count() == 2 and LedgerEntry.objects.count() == before + 1


def test_jobs_count_what_is_made_and_every_night_all_that_are_kept(city: City, analyst: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: AT)
    row = made(analyst, category=LAMPS)
    job = ProcrastinateJob.objects.get(task_name="insight.count_watch")
    assert (job.queue_name, job.args) == ("insight", {"watch_id": str(row.pk)})
    with transaction.atomic():
        jobs.count_watch(**job.args)
    assert Watch.objects.get(pk=row.pk).curve is None, "without a snapshot it waits"
    city.quiet(20).add(30, 1).snapshot()
    jobs.count_watch(**job.args)
    assert Watch.objects.get(pk=row.pk).until_on == MONDAY
    other, away = made(analyst, words=("路灯",), above=3), made(analyst, area="donghuqu", above=3)
    actions.archive_watch(watch_id=away.pk, by=analyst, at=AT)
    jobs.watches(timestamp=0)
    assert Watch.objects.get(pk=other.pk).curve and not Watch.objects.get(pk=away.pk).curve
    assert not actions.count_watch(watch_id=away.pk, until=MONDAY, by=SYSTEM, at=AT)


def test_one_that_cannot_be_counted_keeps_none_from_it(city: City, analyst: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: AT)
    city.quiet(20).snapshot()
    rows = [made(analyst, category=LAMPS) for _ in range(3)]
    count = actions.count_watch

    def failing(*, watch_id: uuid.UUID, **told: Any) -> bool:
        if watch_id == rows[1].pk:
            raise OSError("演示")
        return count(watch_id=watch_id, **told)

    monkeypatch.setattr(actions, "count_watch", failing)
    jobs.watches(timestamp=0)
    assert [bool(Watch.objects.get(pk=row.pk).curve) for row in rows] == [True, False, True]


@pytest.mark.parametrize(
    ("asked", "refusal"),
    [
        (NewWatch("路灯"), terms.NoCondition),
        (NewWatch("路灯", words=("  ", "")), terms.NoCondition),
        (NewWatch("路灯", above=3, over_bound=True), terms.NoCondition),
        (NewWatch("路灯", words=("灯",)), terms.WordLength),
        (NewWatch("路灯", words=("路灯", "灯" * 21)), terms.WordLength),
        (NewWatch("路灯", words=tuple(f"路灯{n}" for n in range(11))), terms.TooManyWords),
        (NewWatch(" ​", words=("路灯",)), terms.Unnamed),
        (NewWatch("灯" * 61, words=("路灯",)), terms.Unnamed),
        (NewWatch("路灯", category="990000"), terms.UnknownClass),
        (NewWatch("路灯", area="nowhere"), terms.UnknownArea),
        (NewWatch("路灯", words=("路灯",), above=0), terms.ImpossibleCount),
        (NewWatch("路灯", words=("路灯",), above=10**6), terms.ImpossibleCount),
    ],
)
def test_what_cannot_be_watched_is_refused(analyst: Actor, asked: NewWatch, refusal: type[Exception]) -> None:
    row = made(analyst, words=("路灯",))
    with small_office.refused(refusal):
        actions.make_watch(key=uuid.uuid4(), asked=asked, by=analyst, at=AT)
    with small_office.refused(refusal):
        actions.change_watch(watch_id=row.pk, asked=asked, by=analyst, at=AT)


def test_words_are_kept_once_in_one_line() -> None:
    asked = asking.sound(NewWatch("  路灯\n不亮 ", words=("WiFi", " wifi ", "路  灯", "", "%_"), all_of_them=True))
    assert asked.name == "路灯 不亮" and asked.words == ("wifi", "路 灯", "%_") and asked.all_of_them
    assert not asking.sound(NewWatch("路灯", words=("路灯",), all_of_them=True)).all_of_them
    asked = NewWatch("路灯", category="010200", area="donghu")
    assert asking.sought(asked, street=True) == Sought((), False, "010200", 2, "donghu", Area.STREET)
    assert asking.sought(asked, street=False).by is Area.DISTRICT


def test_one_may_have_fifty_and_one_put_away_makes_room(analyst: Actor) -> None:
    rows = [made(analyst, f"第{n}个", words=("路灯",)) for n in range(asking.MOST_WATCHES)]
    with small_office.refused(terms.TooManyWatches):
        made(analyst, words=("路灯",))
    actions.archive_watch(watch_id=rows[0].pk, by=analyst, at=AT)
    made(analyst, words=("路灯",))
    with small_office.refused(terms.TooManyWatches):
        actions.take_up_watch(watch_id=rows[0].pk, by=analyst, at=AT)
    assert made(ANOTHER, words=("路灯",)), "each has their own"


def test_two_at_once_are_not_one_too_many(transactional_db: None, folder: Path) -> None:
    small_office.forget()
    small_office.load()
    for n in range(asking.MOST_WATCHES - 1):
        made(ANOTHER, f"第{n}个", words=("路灯",))

    def another() -> bool:
        try:
            return bool(made(ANOTHER, words=("路灯",)))
        except terms.TooManyWatches:
            return False

    assert sorted(town.at_once(another, another)) == [False, True]


def test_pressed_twice_it_is_one(analyst: Actor) -> None:
    key, asked = uuid.uuid4(), NewWatch("路灯", words=("路灯",))
    first = actions.make_watch(key=key, asked=asked, by=analyst, at=AT)
    assert actions.make_watch(key=key, asked=asked, by=analyst, at=AT) == first and Watch.objects.count() == 1


def test_somebody_elses_is_read_where_it_is_shared_and_changed_never(analyst: Actor) -> None:
    mine, shared = made(analyst, "自己的", words=("路灯",)), made(analyst, "同看的", words=("路灯",), shared=True)
    assert [each.asked.name for each in queries.watches(by=ANOTHER)] == ["同看的"]
    assert [each.mine for each in queries.watches(by=analyst)] == [True, True]
    view = queries.watch(shared.pk, by=ANOTHER)
    assert not view.line.mine and view.line.owner_name == "演示·分析甲"
    acts: list[Any] = [
        lambda of: actions.change_watch(watch_id=of, asked=NewWatch("别的", words=("路灯",)), by=ANOTHER, at=AT),
        lambda of: actions.archive_watch(watch_id=of, by=ANOTHER, at=AT),
        lambda of: actions.take_up_watch(watch_id=of, by=ANOTHER, at=AT),
        lambda of: actions.note_on_watch(watch_id=of, text="备注", by=ANOTHER, at=AT),
    ]
    for act in acts:
        with small_office.refused(terms.NotYourWatch):
            act(shared.pk)
        for of in (mine.pk, uuid.uuid4()):
            with small_office.refused(terms.UnknownWatch):
                act(of)
    with pytest.raises(terms.UnknownWatch):
        queries.watch(mine.pk, by=ANOTHER)
    actions.archive_watch(watch_id=shared.pk, by=analyst, at=AT)
    assert queries.watches(by=ANOTHER) == () and queries.watches(by=ANOTHER, archived=True) == ()
    assert [each.asked.name for each in queries.watches(by=analyst, archived=True)] == ["同看的"]
    with small_office.refused(terms.WatchArchived):
        actions.archive_watch(watch_id=shared.pk, by=analyst, at=AT)
    with small_office.refused(terms.WatchArchived):
        actions.change_watch(watch_id=shared.pk, asked=NewWatch("别的", words=("路灯",)), by=analyst, at=AT)
    actions.take_up_watch(watch_id=shared.pk, by=analyst, at=AT)
    actions.take_up_watch(watch_id=shared.pk, by=analyst, at=AT)
    assert len(queries.watches(by=ANOTHER)) == 1


def test_it_is_for_the_desk_that_analyses(city: City) -> None:
    for by in (PUBLIC, SYSTEM, small_office.SUPERVISOR, small_office.LEADER, small_office.UNIT):
        with small_office.refused(terms.Denied):
            made(by, words=("路灯",))
        with pytest.raises(terms.Denied):
            queries.watches(by=by)
        with pytest.raises(terms.Denied):
            queries.watch(uuid.uuid4(), by=by)
    row = made(ANOTHER, words=("路灯",))
    with small_office.refused(terms.Denied):
        actions.count_watch(watch_id=row.pk, until=MONDAY, by=ANOTHER, at=AT)
    with pytest.raises(terms.Denied):
        queries.watches_to_count(by=ANOTHER)
    with small_office.refused(NoSnapshot):
        actions.count_watch(watch_id=row.pk, until=MONDAY, by=SYSTEM, at=AT)


def test_whoever_has_left_the_desk_is_told_nothing(city: City) -> None:
    city.quiet(12).snapshot()
    row = made(ANOTHER, category=LAMPS, above=1)
    assert counted(row) and not Notice.objects.exists(), "nobody at the desk has this login"


def test_notes_stay_and_a_watch_is_never_removed(analyst: Actor) -> None:
    row = made(analyst, words=("路灯",))
    actions.note_on_watch(watch_id=row.pk, text=" 已向城管局核实。 ", by=analyst, at=AT)
    for text in ("", "  ", "字" * 2001):
        with small_office.refused(terms.NoWords):
            actions.note_on_watch(watch_id=row.pk, text=text, by=analyst, at=AT)
    assert [each.text for each in queries.watch(row.pk, by=analyst).notes] == ["已向城管局核实。"]
    assert not list(queries.audit())
    for act in (lambda: WatchNote.objects.update(text="别的"), lambda: Watch.objects.all().delete()):
        with pytest.raises(Exception, match=r"append|protect|Protect"), transaction.atomic():
            act()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("UPDATE insight_watch SET above = 7")
    assert len(list(queries.audit())) == 1


KILLED = """
import os, signal
from datetime import datetime
from pathlib import Path
from uuid import UUID
import django
django.setup()
from django.conf import settings
from tongban.identity.terms import SYSTEM
from tongban.kernel import rows
from tongban.watches import actions
settings.INSIGHT_FOLDER = Path({folder!r})
write = rows.write
def killed(*parts):
    write(*parts)
    if {before}:
        os.kill(os.getpid(), signal.SIGKILL)
rows.write = killed
at = datetime.fromisoformat({at!r})
actions.count_watch(watch_id=UUID({watch!r}), until=at.date(), by=SYSTEM, at=at)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.parametrize("before", [True, False], ids=["before it is written", "before anybody is told"])
def test_a_job_that_is_killed_and_run_again_tells_once(transactional_db: None, folder: Path, before: bool) -> None:
    small_office.forget()
    small_office.load()
    City(folder).quiet(20).add(30, 1).snapshot()
    row = made(an_analyst(), category=LAMPS, above=20)
    facts.dispatch(at=AT)
    database = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    environment = {**os.environ, "TEST_DATABASE_URL": database, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    script = KILLED.format(folder=str(folder), watch=str(row.pk), at=AT.isoformat(), before=before)
    killed = subprocess.run([sys.executable, "-c", script], cwd=source.ROOT, env=environment, capture_output=True, text=True)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert WatchAlert.objects.exists() != before and not Notice.objects.filter(kind="insight.watch").exists()
    assert counted(row) == before and not counted(row)
    facts.dispatch(at=AT)
    assert WatchAlert.objects.count() == 1 and Notice.objects.filter(kind="insight.watch").count() == 1


def test_two_jobs_at_once_tell_once(transactional_db: None, folder: Path) -> None:
    small_office.forget()
    small_office.load()
    City(folder).quiet(20).add(30, 1).snapshot()
    row = made(an_analyst(), category=LAMPS, above=20)
    count = lambda: actions.count_watch(watch_id=row.pk, until=MONDAY, by=SYSTEM, at=AT)  # noqa: E731
    assert sorted(town.at_once(count, count)) == [False, True]
    facts.dispatch(at=AT)
    assert WatchAlert.objects.count() == 1 and Notice.objects.filter(kind="insight.watch").count() == 1
