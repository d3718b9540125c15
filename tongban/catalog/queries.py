"""Questions about services: all of them are public."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.search import SearchQuery
from django.db.models import Case, F, FloatField, Func, TextField, Value, When
from django.db.models.functions import Collate, Concat

from tongban.catalog import models
from tongban.catalog.rules import conditions, reading
from tongban.catalog.rules import search as finding
from tongban.catalog.terms import (
    City,
    Does,
    Entries,
    Release,
    ServiceEntry,
    ServiceNotOpen,
    ServiceState,
    UnknownService,
)
from tongban.kernel import clock
from tongban.kernel.bilingual import Bilingual
from tongban.kernel.words.unseen import has_unseen

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

KEPT_SECONDS = 30  # how long another process may still show the city's page data as it was
RELEASES_KEPT = 4096
CANDIDATES = 120
NOWHERE = City(name=Bilingual("通办", "Tongban"), topics=())


def current(code: str, *, at: datetime) -> Release:
    """The release under which somebody applies at that moment. Refuses: UnknownService, ServiceNotOpen."""
    found, state = guide(code)
    if state is not ServiceState.OPEN or not found.in_season(clock.city_date(at)):
        raise ServiceNotOpen(code)
    return found


def guide(code: str) -> tuple[Release, ServiceState]:
    """The published release of a service, open or not. One statement. Refuses: UnknownService."""
    known = models.Service.objects.filter(pk=code, current__isnull=False).values_list("current_id", "state")
    row = None if has_unseen(code) else known.first()
    if row is None:
        raise UnknownService(code)
    return release(row[0]), ServiceState(row[1])


def release(release_id: UUID) -> Release:
    """One release; kept for the life of the process, for it never changes. Refuses: UnknownService."""
    if release_id not in _releases:
        row = models.Release.objects.filter(pk=release_id).first()
        if row is None:
            raise UnknownService(str(release_id))
        _remember([row])
    return _releases[release_id]


def releases(release_ids: Iterable[UUID]) -> dict[UUID, Release]:
    """Several releases, for a list; those that this process does not know yet are read in one statement. Refuses: UnknownService."""
    wanted = set(release_ids)
    missing = [release_id for release_id in wanted if release_id not in _releases]
    if missing:
        _remember(models.Release.objects.filter(pk__in=missing))
    return {release_id: release(release_id) for release_id in wanted}


def guides(codes: Iterable[str]) -> dict[str, tuple[Release, ServiceState]]:
    """The published releases of several services, open or not, in at most two statements; unknown ones are left out."""
    wanted = {code for code in codes if not has_unseen(code)}
    rows = list(models.Service.objects.filter(pk__in=wanted, current__isnull=False))
    return {row.pk: (read, ServiceState(row.state)) for row, read in _with_release(rows)}


def services(*, topic: str = "", department: str = "", audience: str = "", after: str = "", limit: int = 50) -> Entries:
    """Services by code, those that take applications first; `after` is the `next` of the page before."""
    if has_unseen(topic + department + audience + after):
        return Entries(())
    found = models.Service.objects.filter(current__isnull=False).annotate(place=_place())
    found = found.filter(topics__contains=[topic]) if topic else found
    found = found.filter(department=department) if department else found
    found = found.filter(audience__contains=[audience]) if audience else found
    rows = list(found.filter(place__gt=after).order_by("place")[: limit + 1])
    return Entries(lines=_entries(rows[:limit]), next=rows[limit - 1].place if len(rows) > limit else "")


def search(query: str, *, limit: int = 20) -> tuple[ServiceEntry, ...]:
    """Services that answer a query in people's own words, the best first; empty when none does."""
    wanted = finding.query_tokens(query)[:40]
    if not wanted:
        return ()
    asked = SearchQuery(finding.tsquery(wanted), search_type="raw", config="simple")
    rank = Func(F("tokens"), asked, function="ts_rank", output_field=FloatField())
    rows = models.Service.objects.filter(tokens=asked, current__isnull=False).annotate(rank=rank).order_by("-rank", "pk")[:CANDIDATES]
    scored = [(finding.score(query, finding.words(read)), row) for row, read in _with_release(rows)]
    best = sorted(
        (each for each in scored if each[0] >= finding.LEAST_SCORE), key=lambda each: (-each[0], _is_guide_only(each[1]), each[1].pk)
    )
    return _entries([row for _score, row in best[:limit]])


def city() -> City:
    """What the city says of itself; before one is loaded, the program's own name."""
    return _city(int(time.monotonic() // KEPT_SECONDS))


def windows() -> frozenset[str]:
    """The desks at which services are accepted: where people come in person."""
    return _windows(int(time.monotonic() // KEPT_SECONDS))


def forget() -> None:
    """Drop what this process remembers of the city's page data and of releases."""
    _city.cache_clear()
    _windows.cache_clear()
    _releases.clear()


def evaluate(expression: str, *, form: Mapping[str, Any], situation: Mapping[str, Any], holder: Mapping[str, Any]) -> Any:
    """The value of a CEL expression of a release on these answers. Refuses: ConditionFailed, which the checks at loading rule out."""
    return conditions.evaluate(expression, form=form, situation=situation, holder=holder)


_releases: dict[UUID, Release] = {}


def _remember(rows: Iterable[models.Release]) -> None:
    if len(_releases) >= RELEASES_KEPT:
        _releases.clear()
    for row in rows:
        _releases[row.pk] = reading.release(release_id=row.pk, version=row.version, sha256=row.digest, content=json.loads(row.content))


def _with_release(rows: Iterable[models.Service]) -> list[tuple[models.Service, Release]]:
    """Each service with its current release."""
    known = [row for row in rows if row.current_id is not None]
    read = releases(row.current_id for row in known)
    return [(row, read[row.current_id]) for row in known]


def _entries(rows: Iterable[models.Service]) -> tuple[ServiceEntry, ...]:
    return tuple(
        ServiceEntry(
            code=row.pk,
            name=read.name,
            plain_name=read.plain_name,
            department_name=read.department_name,
            type=read.type,
            state=ServiceState(row.state),
            summary=read.guide.summary,
            promised=None if _is_guide_only(row) else read.limits.promised,
            visits=None if _is_guide_only(row) else read.guide.visits,
        )
        for row, read in _with_release(rows)
    )


def _is_guide_only(row: models.Service) -> bool:
    return row.state == ServiceState.GUIDE_ONLY


def _place() -> Collate:
    """Where a service stands in a list: guides without application come last, then by code."""
    last = Case(When(state=ServiceState.GUIDE_ONLY.value, then=Value("2")), default=Value("1"))
    return Collate(Concat(last, F("code"), output_field=TextField()), "C")


@lru_cache(maxsize=1)
def _windows(window: int) -> frozenset[str]:
    open_ones = models.Service.objects.filter(state=ServiceState.OPEN, current__isnull=False).values_list("current_id", flat=True)
    return frozenset(step.desk for each in open_ones for step in release(each).route if step.does is Does.ACCEPT)


@lru_cache(maxsize=1)
def _city(window: int) -> City:
    row = models.City.objects.first()
    return NOWHERE if row is None else reading.city(row.content)
