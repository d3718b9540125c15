"""Every licence held against its sealed record, its events and the ledger: what was changed, added or removed behind the verbs' back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, UUIDField
from django.db.models.functions import Cast

from tongban.kernel import crypto, imprints, ledger
from tongban.licences import models, terms
from tongban.licences.models import correction, life_proposal
from tongban.licences.models.licence import RECORD
from tongban.licences.queries.audit_stocks import stocks

SUBJECT = models.Licence._meta.label_lower
ISSUED = ("licences.issue", "licences.confirm_scan")  # acts whose digest is that of the record
CHANGED = "licences.change"
CHUNK = 500
MOST = 1000  # of rows without a licence: enough to see what happened


def audit() -> Iterator[str]:
    """For whoever doubts: each row of the library that is not what was attested, named, with what differs. Row by row, however many."""
    yield from _licences()
    yield from stocks()
    yield from _without_licence()
    yield from imprints.audit(correction.WATCHED)
    yield from imprints.audit(life_proposal.WATCHED, formerly=_proposed)


def _proposed(row: models.LifeProposal) -> Q:
    """Before there were imprints, the entry of a proposal was about its licence."""
    return Q(subject_type=SUBJECT, subject_id=str(row.licence_id), codes__proposal=str(row.pk))


def _licences() -> Iterator[str]:
    last = None
    while chunk := list(models.Licence.objects.filter(**({"pk__gt": last} if last else {})).order_by("pk")[:CHUNK]):
        last = chunk[-1].pk
        for row_id in [found.row.pk for found in _besides(chunk) if found.faults()]:
            yield from _again(row_id)


def _again(licence_id: UUID) -> list[str]:
    """What differs of one licence while nobody changes it: an act that came between two reads is no finding."""
    with transaction.atomic():
        locked = models.Licence.objects.select_for_update(of=("self",)).filter(pk=licence_id)
        return [fault for found in _besides(list(locked)) for fault in found.faults()]


def _besides(chunk: list[models.Licence]) -> Iterator[Found]:
    """These licences, each with all that is said of it elsewhere."""
    ids = [row.pk for row in chunk]
    events, joint, entries = defaultdict(list), defaultdict(set), defaultdict(list)
    for event in models.LicenceEvent.objects.filter(licence_id__in=ids).order_by("at"):
        events[event.licence_id].append(event)
    for licence_id, holder_id in models.JointHolder.objects.filter(licence_id__in=ids).values_list("licence_id", "holder_id"):
        joint[licence_id].add(holder_id)
    for entry in ledger.recorded(SUBJECT, (*ISSUED, CHANGED), [str(each) for each in ids]):
        entries[UUID(entry.subject_id)].append(entry)
    successors = [each.successor_id for several in events.values() for each in several if each.successor_id]
    previous = dict(models.Licence.objects.filter(pk__in=successors).values_list("pk", "previous_id"))
    for row in chunk:
        yield Found(row, events[row.pk], joint[row.pk], entries[row.pk], previous)


@dataclass(frozen=True, slots=True)
class Found:
    """One licence and what is said of it: its events, who is indexed as holding it too, its entries in the ledger in their order."""

    row: models.Licence
    events: list[models.LicenceEvent]
    joint: set[UUID]
    entries: list[Any]
    previous: Mapping[UUID, UUID | None]

    def faults(self) -> list[str]:
        named = f"licences_licence {self.row.pk} ({self.row.identifier})"
        return [f"{named}: {fault}" for fault in (*self._record(), *self._issue(), *self._state(), *self._events())]

    def _record(self) -> Iterator[str]:
        """The row, the index of joint holders and the state in which it came against the sealed record."""
        try:
            inside = self.row.opened()
            holders = {each.id for each in self.row.holders()[1:]}
            intact, came_as = self.row.is_intact(inside), self.row.came_as(inside)
        except (crypto.Unreadable, ValueError, KeyError):
            yield "its sealed record cannot be opened"
            return
        if not intact:
            yield f"its record is not what its digest says: one of {', '.join(RECORD)}, issuer_name, sealed or digest was changed"
        if came_as not in ("", self.row.state) and not self.events:
            yield f"state is {self.row.state}, it was taken over as {came_as}, and no event led from there"
        for holder_id in sorted(holders - self.joint):
            yield f"licences_jointholder: the row of {holder_id} is missing, who holds it by its record"
        for holder_id in sorted(self.joint - holders):
            yield f"licences_jointholder: the row of {holder_id} was added, who does not hold it by its record"

    def _issue(self) -> Iterator[str]:
        """The digest against the entry of its issue; of a stock it stands in that of its part."""
        issued = [each for each in self.entries if each.act in ISSUED]
        if not issued and self.row.source != terms.Source.STOCK:
            yield "the ledger has no entry of its issue"
        if issued and self.row.source == terms.Source.STOCK:
            yield f"source is stock, entry {issued[0].pk} of the ledger says {issued[0].act}"
        for entry in issued:
            if entry.digest != self.row.digest:
                yield f"its digest is not that of entry {entry.pk} ({entry.act})"

    def _state(self) -> Iterator[str]:
        """The state against the last event, and against the last entry."""
        state, changes = self.row.state, [each for each in self.entries if each.act == CHANGED]
        last = {each.state for each in self.events if each.at == self.events[-1].at}
        if last and state not in last:
            yield f"state is {state}, its last event says {' or '.join(sorted(last))}"
        if changes and (said := changes[-1].codes.get("state")) != state:
            yield f"state is {state}, entry {changes[-1].pk} of the ledger says {said}"
        if not changes and not last and self.row.source != terms.Source.STOCK and state != terms.LicenceState.VALID:
            yield f"state is {state}, and no event led to it"

    def _events(self) -> Iterator[str]:
        """Each event against its own digest and its entry; each entry against its event."""
        entries = {each.digest: each for each in self.entries if each.act == CHANGED}
        for event in self.events:
            named, entry = f"licences_event {event.pk} ({event.change})", entries.pop(event.digest, None)
            if entry is None:
                yield f"{named}: no entry of the ledger has its digest"
            elif (entry.actor_id, entry.at) != (event.actor_id, event.at):
                yield f"{named}: entry {entry.pk} of the ledger names another actor or time"
            if not intact(event):
                yield f"{named}: it is not what its digest says"
            if event.successor_id and self.previous.get(event.successor_id) != event.licence_id:
                yield f"{named}: its successor {event.successor_id} does not stand instead of this licence"
        for entry in entries.values():
            yield f"licences_event: the row of entry {entry.pk} ({entry.codes.get('change')}, {entry.at.isoformat()}) is missing or changed"


def intact(event: models.LicenceEvent) -> bool:
    """Whether it is still what was written, and can be opened."""
    try:
        return event.is_intact()
    except (crypto.Unreadable, ValueError, KeyError):
        return False


def _without_licence() -> Iterator[str]:
    """What the ledger and the events say of licences that are not there."""
    told = models.Licence.objects.filter(pk=Cast(OuterRef("subject_id"), UUIDField()))
    for entry in ledger.recorded(SUBJECT, (*ISSUED, CHANGED)).exclude(Exists(told))[:MOST]:
        yield f"licences_licence {entry.subject_id}: entry {entry.pk} ({entry.act}) is about it, and it is not there"
    there = models.Licence.objects.filter(pk=OuterRef("licence_id"))
    for event in models.LicenceEvent.objects.exclude(Exists(there))[:MOST]:
        yield f"licences_event {event.pk} ({event.change}): its licence {event.licence_id} is not there"
    for row in models.JointHolder.objects.exclude(Exists(there))[:MOST]:
        yield f"licences_jointholder {row.pk}: its licence {row.licence_id} is not there"
