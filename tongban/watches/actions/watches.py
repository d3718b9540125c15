"""An analyst makes watches, changes them, puts them away and notes something on them. A job counts them and says who is to be told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import connection, transaction
from procrastinate.contrib.django import app as queue

from tongban.insight import queries as insight_queries
from tongban.kernel import facts, idempotency, imprints, ledger, rows
from tongban.responsibilities.queries import board
from tongban.snapshots import queries as snapshot_queries
from tongban.snapshots.terms import SnapshotRunning
from tongban.watches import access, events, terms
from tongban.watches.models import Watch, WatchAlert, WatchNote, watched
from tongban.watches.rules import asking, curves
from tongban.watches.terms import EVERYWHERE, NewWatch

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from uuid import UUID

    from tongban.identity.terms import Actor
    from tongban.kernel.facts import Fact
    from tongban.kernel.imprints import Left
    from tongban.snapshots.terms import Sought

# As they were recorded before this was a module: a key that was sent, and a job that waits in the queue of heavy work.
MAKE, COUNT, QUEUE = "insight.make_watch", "insight.count_watch", "insight"
LONGEST_NOTE = 2000


@transaction.atomic(savepoint=False)
def make_watch(*, key: UUID, asked: NewWatch, by: Actor, at: datetime) -> UUID:
    """Keep an eye on something; it is counted at once, in a job.

    Refuses: Denied, Unnamed, WordLength, TooManyWords, NoCondition, ImpossibleCount, UnknownClass, UnknownArea, TooManyWatches, KeyReused.
    """
    owner, asked = access.require_an_analyst(by), _sound(asked)
    row = Watch(owner=owner, owner_name=by.name[:60], made_at=at, **_columns(asked))
    if first := idempotency.claim(verb=MAKE, key=key, by=by, at=at, result=row.pk, request=repr(asked).encode()):
        return first
    _require_room(owner)
    _leave("make_watch", row, None, events.WatchKept(watch_id=row.pk, became="made", at=at), by=by, at=at)
    _count_soon(row)
    return row.pk


@transaction.atomic(savepoint=False)
def change_watch(*, watch_id: UUID, asked: NewWatch, by: Actor, at: datetime) -> None:
    """Ask for something else, or be told otherwise. Where what is asked for is another, it is counted anew.

    Refuses: Denied, UnknownWatch, NotYourWatch, WatchArchived, Unnamed, WordLength, TooManyWords, NoCondition, ImpossibleCount,
    UnknownClass, UnknownArea.
    """
    row = _own(watch_id, by)
    if row.archived_at is not None:
        raise terms.WatchArchived
    told = _columns(_sound(asked))
    before = _sought(row)
    for name, value in told.items():
        setattr(row, name, value)
    if _sought(row) != before:
        row.version += 1
    fact = events.WatchKept(watch_id=row.pk, became="changed", at=at)
    _leave("change_watch", row, [*told, "version"], fact, by=by, at=at)
    _count_soon(row)


@transaction.atomic(savepoint=False)
def archive_watch(*, watch_id: UUID, by: Actor, at: datetime) -> None:
    """Put it away: it is counted no longer, and others do not see it. Refuses: Denied, UnknownWatch, NotYourWatch, WatchArchived."""
    row = _own(watch_id, by)
    if row.archived_at is not None:
        raise terms.WatchArchived
    row.archived_at = at
    _leave("archive_watch", row, ["archived_at"], events.WatchKept(watch_id=row.pk, became="archived", at=at), by=by, at=at)


@transaction.atomic(savepoint=False)
def take_up_watch(*, watch_id: UUID, by: Actor, at: datetime) -> None:
    """Keep an eye on it again. One that was not put away stays as it is. Refuses: Denied, UnknownWatch, NotYourWatch, TooManyWatches."""
    row = _own(watch_id, by)
    if row.archived_at is None:
        return
    _require_room(row.owner)
    row.archived_at = None
    _leave("take_up_watch", row, ["archived_at"], events.WatchKept(watch_id=row.pk, became="taken_up", at=at), by=by, at=at)
    _count_soon(row)


@transaction.atomic(savepoint=False)
def note_on_watch(*, watch_id: UUID, text: str, by: Actor, at: datetime) -> None:
    """Note something on one's own. Refuses: Denied, UnknownWatch, NotYourWatch, NoWords."""
    row, words = _own(watch_id, by), text.strip()
    if not 0 < len(words) <= LONGEST_NOTE:
        raise terms.NoWords
    note = WatchNote(watch=row, text=words, at=at)
    fact = events.WatchNoted(watch_id=row.pk, at=at)
    _leave("note_on_watch", row, [], fact, (watched.WATCH_NOTE, note, None), by=by, at=at)


@transaction.atomic(savepoint=False)
def count_watch(*, watch_id: UUID, until: date, by: Actor, at: datetime) -> bool:
    """Count a watch up to a day; whether its owner is to be told of that week, which happens once a week whatever follows.

    One that was put away, or counted of the same files up to the same day, stays as it is. All or nothing, so a run that is killed is run
    again. Refuses: Denied, UnknownWatch, ExtraMissing, NoSnapshot, SnapshotRunning.
    """
    access.require_system(by)
    row = Watch.objects.select_for_update(of=("self",)).of_id(watch_id)
    data = snapshot_queries.data(by=by)
    if row.archived_at is not None:
        return False
    anew = (row.counted_version, row.data, row.until_on) != (row.version, data, until)
    if anew:
        row.curve = curves.kept(insight_queries.curve(_sought(row), until=until, by=by))
        if snapshot_queries.data(by=by) != data:
            raise SnapshotRunning
        row.data, row.until_on, row.counted_at, row.counted_version = data, until, at, row.version
    alert = _alert(row, at)
    if anew or alert is not None:
        fact = events.WatchCounted(watch_id=row.pk, until=until, over=alert.week if alert else None, at=at)
        left = [(watched.WATCH_ALERT, alert, None)] if alert else []
        _leave("count_watch", row, watched.DRAWN.split(), fact, *left, by=by, at=at)
    return alert is not None


def _sound(asked: NewWatch) -> NewWatch:
    asked, city = asking.sound(asked), board()
    if asked.category and city.category(asked.category) is None:
        raise terms.UnknownClass(asked.category)
    if asked.area and asked.area != EVERYWHERE and city.district(asked.area) is None:
        raise terms.UnknownArea(asked.area)
    return asked


def _columns(asked: NewWatch) -> dict[str, Any]:
    return {name: getattr(asked, name) for name in NewWatch.__slots__} | {"words": list(asked.words)}


def _require_room(owner: UUID) -> None:
    """One after the other, so that two at once are not one too many. Raises TooManyWatches."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"watches of {owner}"])
    if Watch.objects.filter(owner=owner, archived_at__isnull=True).count() >= asking.MOST_WATCHES:
        raise terms.TooManyWatches


def _own(watch_id: UUID, by: Actor) -> Watch:
    """Raises Denied, UnknownWatch, NotYourWatch."""
    owner = access.require_an_analyst(by)
    row = Watch.objects.select_for_update(of=("self",)).seen_by(owner).of_id(watch_id)
    if row.owner != owner:
        raise terms.NotYourWatch
    return row


def _sought(row: Watch) -> Sought:
    district = board().district(row.area)
    asked = NewWatch(row.name, tuple(row.words), row.all_of_them, row.category, row.area)
    return asking.sought(asked, street=district is not None and bool(district.parent))


def _count_soon(row: Watch) -> None:
    queue.configure_task(COUNT, queue=QUEUE).defer(watch_id=str(row.pk))


def _alert(row: Watch, at: datetime) -> WatchAlert | None:
    """Of the last week, where it is over what was set or over the bound, and nobody was told of it before."""
    curve: dict[str, Any] = row.curve or {}
    week, voices = curve["last"], curve["voices"][-1]
    test = next((each for each in curve["tests"] if each["week"] == week), None)
    above = row.above if row.above is not None and voices > row.above else None
    bound = test["bound"] if row.over_bound and test is not None and test["alarm"] else None
    if (above, bound) == (None, None) or row.alerts.filter(week=week).exists():
        return None
    return WatchAlert(watch=row, week=week, voices=float(voices), above=above, bound=bound, at=at)


def _leave(act: str, row: Watch, columns: Sequence[str] | None, fact: Fact, *more: Left, by: Actor, at: datetime) -> None:
    """The row, what belongs to it, the entry and the fact."""
    written = rows.insert(row) if columns is None else [rows.update(row, columns)] if columns else []
    left: list[Left] = [(watched.WATCH, row, columns), *more]
    rows.write(
        *written,
        *rows.insert(*(each for _, each, _ in more)),
        ledger.entry(f"watches.{act}", by=by, at=at, subject=row, codes=imprints.of(*left)),
        facts.entry(fact),
    )
