"""A week is closed at its hour, and signed off by somebody with a name: then it is published."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.db.models import Q

from tongban.identity import queries as identity_queries
from tongban.kernel import clock, facts, imprints, ledger, rows, signing
from tongban.supervision import access, events
from tongban.supervision.actions.week import LockedWeek
from tongban.supervision.models import Correction, Exclusion, Ranking, watched
from tongban.supervision.queries.city import release, release_at, supervised_since
from tongban.supervision.rules import document, weeks
from tongban.supervision.terms import CountedAnew, NotClosedYet, NothingPublished, SamePerson, SignedOff, UnknownWeek

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from tongban.identity.terms import Actor
    from tongban.supervision.terms import SupervisionRelease

CLOSING_LOCK = 7_340_053  # advisory lock: one closing at a time
SIGNED = ("signed_by", "signer", "signed_at", "algorithm", "signature", "certificate")


@transaction.atomic(savepoint=False)
def close_week(*, week: str, by: Actor, at: datetime) -> UUID:
    """Count a week as of its hour, by the rules that held when it ended, and keep the result. Closing it again changes nothing.

    A week that was missed is closed later with the same result. Refuses: Denied, NoSupervision, UnknownWeek, also for one that was over
    before the city had rules of supervision, NotClosedYet.
    """
    access.require_system(by)
    zone = clock.city_zone()
    found = weeks.week(week, zone)
    since = supervised_since()
    if since is not None and found.until <= since:
        raise UnknownWeek(week)
    known = release_at(found.until)
    closed_at = weeks.closing(found, known.closes, zone)
    if at < closed_at:
        raise NotClosedYet(week)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CLOSING_LOCK])
    there = Ranking.objects.filter(week=week, version=1).values_list("pk", flat=True).first()
    if there is not None:
        return there
    held = LockedWeek(Ranking(week=week, version=1, release_id=known.id, closed_at=closed_at))
    held.counted((), at=at)
    codes = {"week": week} | imprints.of((watched.RANKING, held.row, None))
    rows.write(
        *rows.insert(held.row),
        ledger.entry("supervision.close_week", by=by, at=at, subject=held.row, codes=codes, digest=held.row.digest),
        facts.entry(events.WeekClosed(**held.about(), digest=held.row.digest, at=at)),
    )
    return held.row.pk


@transaction.atomic(savepoint=False)
def sign_off(*, week: str, digest: str, by: Actor, at: datetime) -> UUID:
    """Sign the newest version of a week by name: it is published with this, and never changed again. `digest` is that of what was read.

    It is counted once more first. Refuses: NoSupervision, Denied, UnknownWeek, SignedOff, StillProposed, SamePerson, NothingPublished,
    CountedAnew, CountedDifferently; `signing.NoSuchKey`, `signing.KeyStoreClosed`.
    """
    known = release()
    access.require_desk(by, known.desks.sign)
    held = LockedWeek.of(week)
    row = held.row
    if row.signed_at is not None:
        raise SignedOff(week)
    held.require_decided()
    _require_another(held, by)
    if not document.read(row.canonical).names:
        raise NothingPublished(week)
    if digest != row.digest:
        raise CountedAnew(week)
    held.require_counted()
    _sign(row, known, by, at)
    change, imprint = held.changed(SIGNED)
    codes = {"week": week, "version": str(row.version)} | imprint
    rows.write(
        change,
        ledger.entry("supervision.sign_off", by=by, at=at, subject=row, codes=codes, digest=row.digest),
        facts.entry(events.RankingSigned(**held.about(), digest=row.digest, at=at)),
    )
    return row.pk


def _require_another(held: LockedWeek, by: Actor) -> None:
    """Whoever had a part in what is left out does not sign. Refuses: SamePerson."""
    mine = Q(proposed_by=by.id) | Q(decided_by=by.id)
    if any(each.filter(mine, week=held.key).exists() for each in (Exclusion.objects, Correction.objects)):
        raise SamePerson(held.key)


def _sign(row: Ranking, known: SupervisionRelease, by: Actor, at: datetime) -> None:
    """With the key of the department that signs, over the published text: any program can verify it with the certificate beside it."""
    code = known.desks.sign.partition("/")[0]
    key = signing.key(code, name=identity_queries.department(code).name.zh, algorithm=signing.P256, at=at)
    row.signed_by, row.signer, row.signed_at, row.algorithm = by.id, by.name, at, key.algorithm
    row.signature, row.certificate = key.sign(row.canonical.encode()), key.certificate
