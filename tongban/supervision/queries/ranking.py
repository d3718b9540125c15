"""Weekly rankings as they are published; and for supervisors with every unit, with what waits, and with whom they propose to interview."""

from __future__ import annotations

from datetime import timedelta
from itertools import islice
from typing import TYPE_CHECKING

from django.db.models import Q

from tongban.identity.terms import PUBLIC
from tongban.kernel import clock
from tongban.kernel.bilingual import Bilingual
from tongban.supervision import access
from tongban.supervision.models import Correction, Exclusion, Ranking
from tongban.supervision.queries.city import release, release_at, supervised_since
from tongban.supervision.queries.counting import Counting, count, left_out_of
from tongban.supervision.queries.stored import holds, marked, require_standing, signed, stands, verdict
from tongban.supervision.rules import document, weeks
from tongban.supervision.rules.proposals import proposals as proposed
from tongban.supervision.terms import (
    CorrectionView,
    Decided,
    ExclusionView,
    Item,
    NoSupervision,
    RankingLine,
    RankingView,
    Recomputed,
    UnknownWeek,
)

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from tongban.identity.terms import Actor
    from tongban.supervision.terms import Proposed

LONG = ("canonical", "trial", "signature", "certificate")
MOST = 60
UNDER_WAY = timedelta(minutes=5)


def rankings(by: Actor = PUBLIC, *, before: str = "", limit: int = MOST) -> tuple[RankingLine, ...]:
    """The newest version of each week, the last week first, those before a week where one is named: what is signed, for everybody;
    for supervisors also what is not. Without what does not stand.
    """
    inside = _sees_all(by)
    found = _open_to(by).filter(week__lt=before) if before else _open_to(by)
    rows = found.order_by("-week", "-version").distinct("week").select_related("correction").defer(*LONG)
    return tuple(islice((_line(row) for row in rows if stands(row, trial=inside)), max(1, min(limit, MOST))))


def ranking(week: str, *, by: Actor = PUBLIC, version: int = 0, trial: bool = False) -> RankingView:
    """A version of a week, the newest where none is named. `trial`: as it would be with every unit, for supervisors.

    Refuses: UnknownWeek, also for what is not signed yet; DoesNotStand; Denied.
    """
    if trial:
        access.require_sees_all(by, release())
    rows = list(_open_to(by).filter(week=week).order_by("version").select_related("correction"))
    row = next((each for each in reversed(rows) if version in (0, each.version)), None)
    if row is None:
        raise UnknownWeek(week)
    require_standing(row, trial=trial)
    text = row.trial if trial else row.canonical
    return RankingView(
        line=_line(row),
        ranked=document.read(text),
        canonical=text,
        signed=None if trial else signed(row),
        versions=tuple(_line(each) for each in rows if stands(each, trial=trial)),
        trial=trial,
    )


def proposals(week: str, *, by: Actor) -> tuple[Proposed, ...]:
    """Whom a week proposes to interview, and of whom too little is known to judge. For supervisors. Refuses: UnknownWeek, DoesNotStand,
    Denied.
    """
    return proposed(ranking(week, by=by, trial=True).ranked)


def exclusions(week: str, *, by: Actor = PUBLIC) -> tuple[ExclusionView, ...]:
    """What is left out of a week: for everybody what is published, for supervisors also what waits or was dismissed."""
    found = Exclusion.objects.filter(week=week)
    inside = _sees_all(by)
    if not inside:
        newest = _open_to(by).filter(week=week).order_by("-version").values_list("version", flat=True).first()
        found = found.filter(state=Decided.CONFIRMED, from_version__lte=newest or 0)
    return tuple(_exclusion(row, inside) for row in found.order_by("proposed_at", "from_version", "number", "pk"))


def corrections(week: str, *, by: Actor) -> tuple[CorrectionView, ...]:
    """The corrections of a week, proposed and decided, for supervisors: a version says itself why it was made. Refuses: Denied."""
    access.require_sees_all(by, release())
    left_out = {each.id: each for each in exclusions(week, by=by)}
    return tuple(
        CorrectionView(
            id=row.pk,
            week=row.week,
            of_version=row.of_version,
            reason=row.reason,
            state=Decided(row.state),
            proposed_by=row.proposed_by,
            proposed_at=row.proposed_at,
            decided_at=row.decided_at,
            excludes=tuple(each for each in left_out.values() if each.correction_id == row.pk),
            restores=tuple(each for each in left_out.values() if str(each.id) in row.restores),
        )
        for row in Correction.objects.filter(week=week).order_by("proposed_at", "pk")
    )


def weeks_to_close(at: datetime) -> tuple[str, ...]:
    """The weeks whose hour has come since the city has rules of supervision, and that are not closed; the first one first.

    Some minutes later: an act that was under way at that hour bears its time, and is written a little after it.
    """
    since = supervised_since()
    if since is None:
        return ()
    zone = clock.city_zone()
    ended = weeks.between(weeks.week_of(since, zone), weeks.before(weeks.week_of(at, zone), zone), zone)
    closed = frozenset(Ranking.objects.filter(version=1).values_list("week", flat=True))
    waiting = (each for each in ended if each.key not in closed)
    return tuple(each.key for each in waiting if weeks.closing(each, release_at(each.until).closes, zone) + UNDER_WAY <= at)


def recomputed(week: str, *, version: int | None = None) -> Recomputed:
    """A stored version beside what counting again from the ledgers gives, and whether it stands and its signature holds.

    Refuses: UnknownWeek.
    """
    found = Ranking.objects.filter(week=week, **({} if version is None else {"version": version}))
    row = found.select_related("correction").order_by("-version").first()
    if row is None:
        raise UnknownWeek(week)
    documents = count(Counting.of(row, left_out_of(week, row.version)))
    under, found = signed(row), verdict(row)
    return Recomputed(
        week=week,
        version=row.version,
        stored=document.digest(row.canonical),
        counted=document.digest(documents.canonical),
        stored_trial=document.digest(row.trial),
        counted_trial=document.digest(documents.trial),
        signature_holds=None if under is None else holds(row.canonical, under),
        stands=found.published and found.trial,
        canonical=documents.canonical,
    )


def _sees_all(by: Actor) -> bool:
    try:
        return release().desks.see_all(by)
    except NoSupervision:
        return False


def _open_to(by: Actor) -> QuerySet[Ranking]:
    return marked(Ranking.objects.filter(Q() if _sees_all(by) else Q(signed_at__isnull=False)))


def _line(row: Ranking) -> RankingLine:
    return RankingLine(
        id=row.pk,
        week=row.week,
        version=row.version,
        closed_at=row.closed_at,
        signed_at=row.signed_at,
        signer=row.signer,
        digest=row.digest,
        corrected_because=row.correction.reason if row.correction else "",
    )


def _exclusion(row: Exclusion, inside: bool) -> ExclusionView:
    """Its number for supervisors, and for everybody where everybody could find it."""
    return ExclusionView(
        id=row.pk,
        week=row.week,
        kind=Item(row.kind),
        item=row.item if inside else "",
        number=row.number if inside or row.shown else "",
        unit=row.unit,
        unit_name=release().names.get(row.unit, Bilingual(row.unit)),
        reason=row.reason,
        state=Decided(row.state),
        proposed_by=row.proposed_by,
        proposed_at=row.proposed_at,
        decided_at=row.decided_at,
        correction_id=row.correction_id,
        from_version=row.from_version,
        until_version=row.until_version,
    )
