"""What happens to a licence after it was issued: its state changes, or a new version stands instead of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from procrastinate.contrib.django import app as queue

from tongban.identity import queries as identity_queries
from tongban.kernel import clock, facts, ledger, rows
from tongban.licences import access, events, models, queries, rules, terms
from tongban.licences.actions.documents import DOCUMENT_QUEUE, MAKE_DOCUMENT

if TYPE_CHECKING:
    from tongban.identity.terms import Actor, Holder

NEW_NAME = "reading the holder's name for a new version"


@transaction.atomic(savepoint=False)
def change(
    *, licence_id: UUID, change: terms.Change, basis: str, reason: str, document: str = "", by: Actor, at: datetime
) -> terms.Licence:
    """Suspend or resume a licence, at a deciding post. Its content stays as it was issued; what ends it is proposed and takes two.

    `basis` is the law and its article. Refuses: UnknownLicence, NotADecidingPost, WrongChange, TakesTwo, and what `Kept.grounds` refuses.
    """
    kept = Kept.locked(licence_id, by=by, at=at)
    turn = kept.turn_to(change)
    if turn.by_decision:
        raise terms.TakesTwo(change.value)
    kept.turn(turn, kept.grounds(turn, basis=basis, reason=reason, document=document))
    return kept.row.as_term(kept.kind)


@transaction.atomic(savepoint=False)
def new_version(
    *, licence_id: UUID, new: terms.NewVersion, basis: str, reason: str, document: str = "", by: Actor, at: datetime
) -> terms.Licence:
    """Renew a licence or change what it says: its next version, with the same number, stands instead from today.

    Refuses: UnknownLicence, NotADecidingPost, TypeRetired, WrongChange, NotItsSuccessor, InvalidContent, WrongHolder, and what
    `Kept.grounds` refuses.
    """
    kept = Kept.locked(licence_id, by=by, at=at)
    return kept.succeed(new, kept.grounds(kept.superseding(), basis=basis, reason=reason, document=document))


@dataclass
class Kept:
    """A licence locked by a deciding post of the department that keeps it, or about to be replaced by a case's result."""

    row: models.Licence
    kind: terms.LicenceType
    by: Actor
    at: datetime

    @classmethod
    def locked(cls, licence_id: UUID, *, by: Actor, at: datetime) -> Kept:
        """Refuses: UnknownLicence, also to whoever's department does not keep it; NotADecidingPost."""
        row = models.Licence.objects.select_for_update(of=("self",)).filter(pk=licence_id).first()
        kind = queries.licence_type(row.type_id) if row is not None else None
        if row is None or kind is None or not access.keeps(by, kind):
            raise terms.UnknownLicence(str(licence_id))
        access.require_deciding(by, kind)
        return cls(row, kind, by, at)

    def turn_to(self, change: terms.Change) -> rules.Turn:
        """Refuses: WrongChange; a new version supersedes, and nothing else does."""
        if change is terms.Change.SUPERSEDE:
            raise terms.WrongChange("only a new version supersedes")
        return rules.changed(terms.LicenceState(self.row.state), change)

    @staticmethod
    def grounds(turn: rules.Turn, *, basis: str, reason: str, document: str) -> terms.Grounds:
        """Refuses: UnseenCharacters, GroundsMissing, BasisNotCited."""
        grounds = terms.Grounds(basis=" ".join(basis.split()), reason=reason.strip(), document=" ".join(document.split()))
        for name in ("basis", "reason", "document"):
            rules.require_seen(getattr(grounds, name), name)
        missing = next((name for name in ("basis", "reason") if not getattr(grounds, name)), None)
        if missing is None and turn.by_decision and not grounds.document:
            missing = "document"
        if missing:
            raise terms.GroundsMissing(missing)
        rules.require_cited(grounds.basis)
        return grounds

    def turn(self, turn: rules.Turn, grounds: terms.Grounds, *, successor_id: UUID | None = None, proposal_id: UUID | None = None) -> None:
        """Write the new state, what led to it, its entry and its fact."""
        department = self.kind.department if self.by.departments else ""
        more = {"successor_id": successor_id, "proposal_id": proposal_id}
        event = models.LicenceEvent.of(self.row.pk, turn, grounds, department=department, by=self.by, at=self.at, **more)
        self.row.state = turn.end.value
        codes = {"change": turn.change.value, "state": turn.end.value} | ({"proposal": str(proposal_id)} if proposal_id else {})
        fact = {"licence_id": self.row.pk, "holder_id": self.row.holder_id, "change": turn.change.value, "state": turn.end.value}
        rows.write(
            rows.update(self.row, ["state"]),
            *rows.insert(event),
            ledger.entry("licences.change", by=self.by, at=self.at, subject=self.row, basis=turn.basis, codes=codes, digest=event.digest),
            facts.entry(events.LicenceChanged(**fact, at=self.at)),
        )

    def succeed(self, new: terms.NewVersion, grounds: terms.Grounds) -> terms.Licence:
        """Write the next version, and that the locked one is superseded by it."""
        if not self.kind.open:
            raise terms.TypeRetired(self.kind.code)
        today = clock.city_date(self.at)
        old = self.row.as_term(self.kind)
        rules.require_successor(old, new, on=today)
        turn = self.superseding()
        holders = self._holders(new)
        row = self.next_version(holders, new.content, new.valid_until)
        self.turn(turn, grounds, successor_id=row.pk)
        fact = {"licence_id": row.pk, "holder_id": row.holder_id, "type_code": self.kind.code, "replaces": self.row.pk}
        rows.write(
            *rows.insert(row, *models.JointHolder.of(row, holders[1:])),
            ledger.entry(
                "licences.issue", by=self.by, at=self.at, subject=row, basis=turn.basis, codes={"why": new.why.value}, digest=row.digest
            ),
            facts.entry(events.LicenceIssued(**fact, at=self.at)),
        )
        queue.configure_task(MAKE_DOCUMENT, queue=DOCUMENT_QUEUE).defer(licence_id=str(row.pk))
        return row.as_term(self.kind)

    def superseding(self) -> rules.Turn:
        """Refuses: WrongChange."""
        return rules.changed(terms.LicenceState(self.row.state), terms.Change.SUPERSEDE)

    def next_version(self, holders: Sequence[Holder], content: dict[str, Any], until: date | None) -> models.Licence:
        """The next version of the locked licence, not inserted yet: serial and printed number stay."""
        today = clock.city_date(self.at)
        stock = terms.Stock(
            type_code=self.kind.code,
            holder=holders[0],
            number=self.row.number,
            content=content,
            issued_on=today,
            valid_from=today,
            valid_until=until,
            joint=tuple(holders[1:]),
        )
        serial, issuer = rules.parse(self.row.identifier).serial, queries.issuer_of(self.kind)
        row = models.Licence.recorded(self.kind, issuer, stock, serial=serial, at=self.at, version=self.row.version + 1)
        row.previous_id = self.row.pk
        return row

    def others(self, holder: Holder) -> tuple[Holder, ...]:
        """Whoever holds it together with this one, called as they are called today."""
        together = [each for each in self.row.holders() if each.id != holder.id]
        return tuple(self._called_today(together)) if together else ()

    def _holders(self, new: terms.NewVersion) -> list[Holder]:
        """A renewal leaves all as it was; otherwise holders are called as they are called today."""
        holders = self.row.holders()
        return holders if new.why is terms.Renewing.RENEWAL else self._called_today(holders)

    def _called_today(self, holders: list[Holder]) -> list[Holder]:
        named = identity_queries.holders([each.id for each in holders], by=self.by, at=self.at, purpose=NEW_NAME)
        return [named.get(each.id, each) for each in holders]
