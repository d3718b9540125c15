"""Loading a city: all files are checked before anything changes; a service is published only where its file changed. See ADR 0003."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction

from tongban.catalog import access, events, queries
from tongban.catalog.actions.licence_types import TypeAsWritten
from tongban.catalog.actions.publishing import FROM_FILE, PUBLISHING_LOCK, Edition
from tongban.catalog.models import City, Service
from tongban.catalog.rules import city as city_rules
from tongban.catalog.rules import licence_types, reading, service, shape
from tongban.catalog.terms import FaultyCity, Loaded, ServiceState
from tongban.identity import actions as identity_actions
from tongban.kernel import facts, ledger, rows, yaml
from tongban.kernel.bilingual import Bilingual
from tongban.kernel.yaml import Document
from tongban.licences import actions as licence_actions
from tongban.licences import queries as licence_queries
from tongban.licences.terms import LicenceType, RelatedService

if TYPE_CHECKING:
    from datetime import datetime

    from tongban.catalog.terms import Fault
    from tongban.identity.terms import Actor

NEEDED = {"city.yaml": "city", "departments.yaml": "departments", "licence_types.yaml": "licence_types"}
SERVICES = "services/"


@dataclass(frozen=True)
class Files:
    """A city's files, read and found sound."""

    city: Document
    departments: Document
    licence_types: Document
    services: tuple[Document, ...]

    def editions(self) -> dict[str, tuple[Edition, ServiceState]]:
        """What each service would be published as, by code, and the state its file asks for."""
        departments = {row["code"]: row for row in self.departments.data}
        found = {}
        for document in self.services:
            content = {key: value for key, value in document.data.items() if key != "state"}
            whole = city_rules.completed(content, departments[content["department"]])
            found[content["code"]] = Edition.of(whole), ServiceState(document.data.get("state", "open"))
        return found

    def types(self) -> list[LicenceType]:
        """The catalogue; a service whose result is a licence stands beside its type, whether the file names it there or not."""
        named = {document.data["code"]: Bilingual.of(document.data["name"]) for document in self.services}
        leading = {document.data["code"]: document.data.get("result", {}).get("licence") for document in self.services}
        return [
            TypeAsWritten(
                row, [RelatedService(code, name) for code, name in named.items() if _leads_to(row, code, leading[code])]
            ).as_type()
            for row in self.licence_types.data
        ]


@transaction.atomic(savepoint=False)
def load_city(*, files: Mapping[str, bytes], by: Actor, at: datetime) -> Loaded:
    """Bring departments, licence types and services to what the files say. Loading twice changes nothing.

    `files` maps a path inside the city's folder to its content. A service that the desk has published since its file was last loaded
    is a conflict: reported and left alone. Refuses: Denied, FaultyCity with every fault found.
    """
    access.require_system(by)
    sound = _read(files)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [PUBLISHING_LOCK])
    known = {row.pk: row for row in Service.objects.select_for_update(of=("self",)).select_related("current").order_by("pk")}
    departments = identity_actions.load_departments(departments=sound.departments.data, by=by, at=at)
    types = licence_actions.load_types(types=sound.types(), by=by, at=at)
    outcome: dict[str, list[str]] = {"published": [], "unchanged": [], "conflict": []}
    turned = 0
    editions = sound.editions()
    for code, (edition, state) in editions.items():
        done = _take_in(edition, state, known.get(code), at=at)
        outcome[done].append(code)
        if done != "conflict" and code in known:
            turned += _follow_state(known[code], state, at=at)
    published = len(outcome["published"])
    if _keep_city(sound.city) or published or turned:
        digest = hashlib.sha256(b"".join(name.encode() + files[name] for name in sorted(files))).hexdigest()
        codes = {"published": str(published), "states": str(turned)}
        rows.write(
            ledger.entry("catalog.load_city", by=by, at=at, subject=City.objects.get(), codes=codes, digest=digest),
            facts.entry(events.CityLoaded(batch_id=uuid.uuid4(), published=published, digest=digest, at=at)),
        )
        queries.forget()
    gone = sorted(code for code, row in known.items() if row.loaded_digest and row.state != ServiceState.CLOSED and code not in editions)
    return Loaded(departments, types, tuple(outcome["published"]), tuple(outcome["unchanged"]), tuple(outcome["conflict"]), tuple(gone))


def _take_in(edition: Edition, state: ServiceState, row: Service | None, *, at: datetime) -> str:
    """Publish one service if its file changed; what was done, in a word."""
    if row is None:
        row = edition.listed(Service(code=edition.read.service, state=state, loaded_digest=edition.digest, loaded_state=state))
        row.save(force_insert=True)
        edition.put_forward(row, origin=FROM_FILE, at=at)
        return "published"
    if row.loaded_digest == edition.digest:
        return "unchanged"
    current = row.current.digest if row.current is not None else ""
    if current not in (row.loaded_digest, edition.digest):
        return "conflict"
    row.loaded_digest = edition.digest
    row.save(update_fields=["loaded_digest"])
    if current == edition.digest:  # the file has caught up with what the desk published
        return "unchanged"
    edition.put_forward(row, origin=FROM_FILE, at=at)
    return "published"


def _follow_state(row: Service, state: ServiceState, *, at: datetime) -> bool:
    """Open, pause or close a service where its file now says so; whether it did. What the desk said since then stands otherwise."""
    if row.loaded_state == state:
        return False
    changed = row.state != state
    row.state = row.loaded_state = state.value
    row.save(update_fields=["state", "loaded_state"])
    if changed:
        rows.write(facts.entry(events.ServiceStateChanged(change_id=uuid.uuid4(), service=row.pk, state=state.value, at=at)))
    return changed


def _keep_city(document: Document) -> bool:
    """The city's own page data; whether it changed."""
    digest = reading.digest(document.data)
    if City.objects.filter(digest=digest).exists():
        return False
    City.objects.update_or_create(pk=1, defaults={"content": document.data, "digest": digest})
    return True


def _read(files: Mapping[str, bytes]) -> Files:
    """Parse and check all files. Raises FaultyCity."""
    read = {name: yaml.read(name, files[name]) for name in sorted(files)}
    found: list[Fault] = [each for each in read.values() if not isinstance(each, Document)]
    found += [yaml.missing(name) for name in NEEDED if name not in read]
    found += [yaml.stray(name) for name in read if name not in NEEDED and not name.startswith(SERVICES)]
    documents = {name: each for name, each in read.items() if isinstance(each, Document)}
    for name, document in documents.items():
        found += shape.faults(document, _kind(name))
    if found:
        raise FaultyCity(tuple(found))
    services = tuple(document for name, document in documents.items() if name.startswith(SERVICES))
    sound = Files(documents["city.yaml"], documents["departments.yaml"], documents["licence_types.yaml"], services)
    world = city_rules.world_of(sound.city, sound.departments, sound.licence_types)
    found = city_rules.topics(sound.city) + city_rules.faults(sound.departments, sound.licence_types, services)
    found += licence_types.faults(sound.licence_types, [each.data["code"] for each in services], licence_queries.faces())
    found += [fault for document in services for fault in service.faults(document, world)]
    if found:
        raise FaultyCity(tuple(found))
    return sound


def _kind(name: str) -> str:
    return NEEDED.get(name, "service")


def _leads_to(row: Mapping[str, Any], service: str, result: str | None) -> bool:
    return result == row["code"] or service in row.get("services", ())
