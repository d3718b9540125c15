"""A run of the detection: messages are laid to topics, every series is tested, every test kept, and surges follow. One transaction."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction
from django.db.models import Max

from tongban.insight import access, events
from tongban.insight.actions.topics import Topics
from tongban.insight.models import Detection, OpenTopic, SeriesTest, Surge, watched
from tongban.insight.queries.testing import digest_of
from tongban.insight.rules.episodes import follow
from tongban.insight.rules.watching import TOPIC
from tongban.insight.terms import DetectionDone, Episode, NotYet, weeks
from tongban.kernel import clock, facts, imprints, ledger, rows
from tongban.responsibilities.queries import board
from tongban.responsibilities.terms import NoBoard
from tongban.snapshots.terms import ExtraMissing, SnapshotRunning

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date, datetime
    from uuid import UUID

    from tongban.identity.terms import Actor
    from tongban.insight.detecting import Watched
    from tongban.insight.terms import SurgeTest
    from tongban.responsibilities.terms import BoardRelease, District, Succession

DETECTION_LOCK = 7_340_062  # advisory lock: a second run waits, and finds what the first has recorded
AT_ONCE = 2000
SHOWN_WEEKS = 160  # counts before an alarm that are kept with it
KEPT = ("method", "years", "count", "expected", "bound", "score", "p", "dispersion", "trend", "tested", "alarm", "found")


@transaction.atomic(savepoint=False)
def record_detection(*, until: date, by: Actor, at: datetime) -> DetectionDone:
    """Test the week of the day before `until` in every series, as far as it is over, and keep every test. Surges open, go on and close.

    Whatever was counted before on the same files with the same settings is not counted again. A run for a day before the last one looks
    back: its tests are kept, and nothing follows from it. Refuses: Denied, NotYet, ExtraMissing, NoSnapshot, SnapshotRunning.
    """
    access.require_system(by)
    if until > clock.city_date(at):
        raise NotYet(until.isoformat())
    detecting = _detecting()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [DETECTION_LOCK])
    city = _board()
    changes = city.successions if city else ()
    data, settings = detecting.data(), _settings(detecting, until, changes)
    rules = hashlib.sha256(json.dumps(settings, sort_keys=True).encode()).hexdigest()[:16]
    if done := Detection.objects.filter(until_on=until, data=data, rules=rules).first():
        return _told(done, new=False)
    run = Run(until, detecting, at, changes, city.districts if city else ())
    tests = run.tests()
    if detecting.data() != data:
        raise SnapshotRunning
    row = Detection(at=at, until_on=until, week=run.week, data=data, rules=rules, parameters=settings, forward=run.forward)
    row.tests, row.alarms, row.stood = len(tests), sum(each.alarm for each in tests), sum(each.found for each in tests)
    kept = [run.kept(row, each) for each in tests]
    row.digest = digest_of(kept)
    rows.write(
        *rows.insert(row),
        ledger.entry(
            "insight.record_detection", by=by, at=at, subject=row, digest=row.digest, codes=imprints.of((watched.DETECTION, row, None))
        ),
        facts.entry(
            events.DetectionRecorded(detection_id=row.pk, week=row.week, tests=row.tests, stood=row.stood, forward=row.forward, at=at)
        ),
    )
    SeriesTest.objects.bulk_create(kept, batch_size=AT_ONCE)
    became = [_followed(surge, what, by, at) for surge, what in (run.surges(tests) if run.forward else ())]
    opened = tuple(surge for surge, what in became if what == "opened")
    return _told(row, opened=opened, closed=sum(what == "closed" for _, what in became))


def _told(row: Detection, **more: Any) -> DetectionDone:
    week = weeks.name(row.week)
    return DetectionDone(row.pk, row.until_on, week, row.tests, row.alarms, row.stood, row.digest, **more)


def _settings(detecting: Any, until: date, changes: Iterable[Succession]) -> dict[str, Any]:
    """By what is tested, as a row keeps it: the parameters, the classes that have changed, and the weeks of holidays."""
    told = [[each.old, each.new, each.from_on.isoformat(), each.share] for each in changes]
    named = {weeks.name(week): name for week, name in detecting.holiday_weeks(until).items()}
    settings: dict[str, Any] = json.loads(json.dumps(detecting.PARAMETERS | {"successions": told, "holidays": named}))
    return settings


def _detecting() -> Any:
    try:
        from tongban.insight import detecting  # noqa: PLC0415  the extra may not be there
    except ModuleNotFoundError as error:
        raise ExtraMissing(error.name or "") from error
    return detecting


def _board() -> BoardRelease | None:
    """What the city says of its classes and districts, if it has a board."""
    try:
        return board()
    except NoBoard:
        return None


def _followed(row: Surge, became: str, by: Actor, at: datetime) -> tuple[UUID, str]:
    """Written, with its entry and its fact."""
    columns = None if became == "opened" else watched.FOLLOWED.split()
    row.followed_at = at
    rows.write(
        *(rows.insert(row) if columns is None else [rows.update(row, columns)]),
        ledger.entry(
            "insight.follow_surge", by=by, at=at, subject=row, codes={"became": became} | imprints.of((watched.SURGE, row, columns))
        ),
        facts.entry(events.SurgeFollowed(surge_id=row.pk, became=became, series=row.series, score=row.score, at=at)),
    )
    return row.pk, became


@dataclass
class Run:
    """What one run counts, up to a day."""

    until: date
    detecting: Any
    at: datetime
    changes: tuple[Succession, ...]
    districts: tuple[District, ...]
    series: dict[str, Watched] = field(default_factory=dict)
    shares: dict[str, dict[str, Any]] = field(default_factory=dict)
    ids: dict[str, list[str]] = field(default_factory=dict)
    units: dict[str, dict[str, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.week: int = weeks.week_of(self.until - timedelta(days=1))
        self.over = self.until > weeks.days(self.week)[1]
        self.before: date | None = Detection.objects.filter(forward=True).aggregate(last=Max("until_on"))["last"]
        self.forward = self.before is None or self.until >= self.before

    @cached_property
    def spoken(self) -> Any:
        """What bursts; only where a week is over."""
        return self.detecting.spoken(self.until) if self.over else None

    def tests(self) -> tuple[SurgeTest, ...]:
        topics = Topics(self.detecting, self.week if self.over else self.week - 1)
        if self.forward:
            topics.lay(self.before, self.until, [name for each in self.districts for name in (each.name.zh, *each.names)])
            if self.spoken is not None:
                topics.take(self.spoken, self.week)
        counted = self.detecting.cells(self.until, self.changes)
        self.series = counted.series
        self.series |= topics.series(self.week)
        tests: tuple[SurgeTest, ...] = self.detecting.tested(self.series.values(), self.until)
        alarms = [each for each in tests if each.alarm]
        self._look_behind([each.key for each in alarms], topics)
        numbers = [each.key.removeprefix(TOPIC) for each in alarms if each.key.startswith(TOPIC)]
        places = {f"{TOPIC}{row.number}": row.places for row in OpenTopic.objects.filter(pk__in=numbers)}
        self.shares = self.detecting.by_share(alarms, counted, places, self.districts, self.until)
        return tests

    def _look_behind(self, alarms: list[str], topics: Topics) -> None:
        """The messages of the alarms, but no report, and which units have them."""
        since = weeks.days(self.week)[0]
        for key, found in self.detecting.behind(alarms, since, self.until).items():
            self.ids[key] = [each.id for each in found if not each.report]
            self.units[key] = dict(Counter(each.unit for each in found))
        laid = topics.messages([key for key in alarms if key not in self.ids], self.week)
        having = self.detecting.units_of([each for ids in laid.values() for each in ids])
        for key, ids in laid.items():
            self.ids[key], self.units[key] = ids, dict(Counter(having.get(each, "") for each in ids))

    def kept(self, row: Detection, test: SurgeTest) -> SeriesTest:
        told = {name: getattr(test, name) for name in KEPT}
        evidence = None
        if test.alarm:
            counts = self.series[test.key].voices.counts[-SHOWN_WEEKS:]
            share = self.shares.get(test.key)
            evidence = {"counts": counts, "messages": self.ids.get(test.key, []), "units": self.units.get(test.key, {}), "share": share}
        return SeriesTest(detection=row, series=test.key, week=test.week, raw=self.series[test.key].raw, evidence=evidence, **told)

    def surges(self, tests: tuple[SurgeTest, ...]) -> Iterator[tuple[Surge, str]]:
        """The surges that change, with what becomes of each."""
        going = {row.series: row for row in Surge.objects.select_for_update().filter(closed_week__isnull=True).order_by("pk")}
        shown: Mapping[str, tuple[str, ...]] = self.detecting.shown(tests, self._parents())
        for test in sorted(tests, key=lambda each: (-each.score, each.key)):
            row = going.pop(test.key, None) if test.alarm else None
            if row is None and test.found:
                yield self._fill(Surge(series=test.key, opened_week=self.week, highest=0.0, opened_at=self.at), test, shown), "opened"
            elif row is not None:
                yield self._fill(row, test, shown), "continued"
        for row in going.values() if self.over else ():
            now = follow(Episode(row.opened_week, row.last_week), self.week, alarm=False)
            if now is not None and now.closed is not None:
                row.closed_week = now.closed
                yield row, "closed"

    def _fill(self, row: Surge, test: SurgeTest, shown: Mapping[str, tuple[str, ...]]) -> Surge:
        row.last_week, row.score, row.highest = self.week, test.score, max(row.highest, test.score)
        if test.found:
            row.shown, row.within = test.key in shown, list(shown.get(test.key, ()))
        words = self.spoken.words(self.ids.get(test.key, [])) if self.spoken is not None else ()
        row.words = list(words) or row.words
        return row

    def _parents(self) -> dict[str, str]:
        """The place around each place."""
        return {
            f"street {each.code}" if each.parent else f"district {each.code}": f"district {each.parent}" if each.parent else "city"
            for each in self.districts
        }
