"""Publishing a service: a new immutable release, and what lists and search know of it. And opening, pausing or closing one."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.search import SearchVectorField
from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Cast

from tongban.catalog import access, events
from tongban.catalog.models import Release, Service
from tongban.catalog.rules import reading, search
from tongban.catalog.terms import OutdatedBase, ServiceState, UnknownService
from tongban.kernel import facts, ledger, rows

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from tongban.catalog import terms
    from tongban.identity.terms import Actor

FROM_FILE, FROM_DESK, FROM_IMPORT = "file", "desk", "import"
PUBLISHING_LOCK = 7_340_003  # advisory lock: one city or one list of items at a time, for there may be no rows yet to lock
LISTED = ["department", "department_name", "type", "audience", "topics", "tokens"]


@dataclass(frozen=True)
class Edition:
    """A checked content that is about to be published, read once."""

    content: Mapping[str, Any]
    digest: str
    read: terms.Release

    @classmethod
    def of(cls, content: Mapping[str, Any]) -> Edition:
        digest = reading.digest(content)
        return cls(content, digest, reading.release(release_id=uuid.uuid4(), version=0, sha256=digest, content=content))

    def release(self, service: Service, *, version: int, origin: str, base: UUID | None, at: datetime) -> Release:
        """The row of this edition, not inserted yet."""
        return Release(
            service=service,
            version=version,
            digest=self.digest,
            content=reading.canonical(self.content),
            origin=origin,
            base_id=base,
            published_at=at,
        )

    def listed(self, service: Service) -> Service:
        """The service with what its lists and the search know of this edition."""
        read = self.read
        service.department, service.department_name = read.department, read.department_name.zh
        service.type, service.audience, service.topics = read.type.value, sorted(read.audience), list(read.topics)
        service.tokens = Cast(Value(search.vector(search.words(read))), SearchVectorField())
        return service

    def put_forward(self, service: Service, *, origin: str, at: datetime) -> Release:
        """Insert the next release of a service whose row the caller has locked, and make it the current one."""
        last = service.current
        release = self.release(service, version=last.version + 1 if last else 1, origin=origin, base=last.pk if last else None, at=at)
        release.save(force_insert=True)
        service.current = release
        self.listed(service)
        service.save(update_fields=["current", *LISTED])
        rows.write(facts.entry(events.ReleasePublished(release_id=release.pk, service=service.pk, version=release.version, at=at)))
        return release


@transaction.atomic(savepoint=False)
def publish(*, content: Mapping[str, Any], base: UUID, by: Actor, at: datetime) -> UUID:
    """Publish a service from the desk, on top of the release it was begun from. Refuses: Denied, UnknownService, OutdatedBase."""
    access.require_system(by)
    service = Service.objects.select_for_update(of=("self",)).select_related("current").filter(pk=content["code"]).first()
    if service is None:
        raise UnknownService(content["code"])
    if service.current_id != base:
        raise OutdatedBase(service.pk)
    release = Edition.of(content).put_forward(service, origin=FROM_DESK, at=at)
    codes = {"version": str(release.version)}
    rows.write(ledger.entry("catalog.publish", by=by, at=at, subject=release, codes=codes, digest=release.digest))
    return release.pk


@transaction.atomic(savepoint=False)
def change_state(*, service: str, state: ServiceState, by: Actor, at: datetime) -> None:
    """Open, pause or close a service for new applications; running cases go on. Refuses: Denied, UnknownService."""
    access.require_system(by)
    row = Service.objects.select_for_update(of=("self",)).filter(pk=service).first()
    if row is None:
        raise UnknownService(service)
    if row.state == state:
        return
    row.state = state.value
    row.save(update_fields=["state"])
    rows.write(
        ledger.entry("catalog.change_state", by=by, at=at, subject=row, codes={"state": state.value}),
        facts.entry(events.ServiceStateChanged(change_id=uuid.uuid4(), service=service, state=state.value, at=at)),
    )
