"""A message about to be taken in, whoever brings it: checked, masked, numbered, its clocks started."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tongban.board import access, events
from tongban.board.actions.progress import Progress
from tongban.board.models import Message
from tongban.board.queries.almanac import almanac
from tongban.board.queries.masks import displayed, index_terms, masked
from tongban.board.rules import display, writing
from tongban.board.terms import AuthorKind, Screening, UnknownCategory, UnknownSource, UnknownUnit
from tongban.kernel import clock, numbering
from tongban.kernel.limits import until
from tongban.responsibilities.queries import located, units

if TYPE_CHECKING:
    from datetime import datetime

    from tongban.board.terms import Caller, NewMessage, Origin
    from tongban.identity.terms import Actor
    from tongban.responsibilities.queries import Decision
    from tongban.responsibilities.terms import BoardRelease


@dataclass
class Intake:
    """One message, `written` as it is kept, from somebody of this kind."""

    written: NewMessage
    origin: Origin
    kind: AuthorKind
    release: BoardRelease
    by: Actor
    at: datetime
    row: Message

    @classmethod
    def of(cls, message: NewMessage, origin: Origin, kind: AuthorKind, *, release: BoardRelease, by: Actor, at: datetime) -> Intake:
        """Checked as a whole; nothing is asked of the database but what is remembered.

        Raises WordsMissing, WordsTooLong, TooManyFiles, UnknownCategory, UnknownUnit, UnknownSource, UnknownDistrict, ImpossiblePlace.
        """
        written = writing.sound(message)
        if written.category and release.category(written.category) is None:
            raise UnknownCategory(written.category)
        if written.unit and written.unit not in units(release):
            raise UnknownUnit(written.unit)
        if origin.source and origin.source not in release.sources:
            raise UnknownSource(origin.source)
        point = written.point
        row = Message(
            id=uuid.uuid4(),
            release_id=release.id,
            kind=written.kind.value,
            channel=origin.channel.value,
            source=origin.source,
            foreign_number=writing.line(origin.foreign_number)[:80],
            visibility=written.visibility.value,
            district=located(release, district=written.district, point=point, words=f"{written.address} {written.text}"),
            longitude=point.longitude if point else None,
            latitude=point.latitude if point else None,
            author_kind=kind.value,
            author_id=access.person(by) if kind is AuthorKind.ACCOUNT else None,
            free_name=masked(written.free_name),
            taken_by=by.id if kind is AuthorKind.CALLER else None,
            category=written.category,
            wished_unit=written.unit,
            received_at=min(origin.sent_at or at, at),
            likeness=writing.likeness(written.text),
            terms="",
        )
        return cls(written, origin, kind, release, by, at, row)

    @property
    def words(self) -> str:
        return f"{self.written.title}\n{self.written.text}"

    def open(self, author: Caller, *, code: str = "", at: datetime | None = None) -> Progress:
        """Numbered and sealed; its class, tier and clocks are found. `at` is when the city took it in, where that was before now."""
        row, written = self.row, self.written
        row.number = _number(self.release, self.at)
        row.code_hash = access.code_hash(row.number, code) if code else ""
        kept = {"title": written.title, "text": written.text, "address": written.address}
        row.seal(kept, {"name": author.name, "phone": author.phone})
        progress = Progress.opened(row, self.words, written.address, release=self.release, by=self.by, at=at or self.at)
        row.title, row.text = displayed(kept).values()
        row.place = masked(written.address)
        return progress

    def show(self, *, verified: bool, screened: bool = False) -> None:
        """Whether it may be displayed; `screened`: it was displayed elsewhere before."""
        row = self.row
        filed = self.release.category(row.category)
        state = display.screening(
            kind=self.written.kind,
            visibility=self.written.visibility,
            author=self.kind,
            verified=verified,
            public_class=filed is None or filed.public,
        )
        if state is Screening.WAITING:
            state = Screening.SHOWN if screened else state
            held = writing.looks_like_advertising(f"{row.title} {row.text}")
            row.displayed = display.displayed(state, before=self.release.shown_before_screening, held=held)
            if not screened:
                limit = until(self.release.screening_limit, self.at, almanac())
                row.screening_due_at, row.screening_next_at = limit.at, limit.amber_at
            row.terms = index_terms(row)
        row.screening = state.value

    def fact(self, decision: Decision) -> events.MessagePosted:
        row = self.row
        return events.MessagePosted(
            message_id=row.pk,
            kind=row.kind,
            channel=row.channel,
            tier=row.tier,
            layer=decision.layer.value,
            unit=row.unit,
            emergency=row.emergency,
            at=self.at,
        )


def _number(release: BoardRelease, at: datetime) -> str:
    """`LY2026-000317-9`: running in the year, with a check digit; no blank in it, for it stands in addresses."""
    year = clock.city_date(at).year
    taken = numbering.take(f"message:{year}")
    return f"{release.number_prefix}{year}-{taken:06d}-{numbering.check_digit(f'{year}{taken:06d}')}"
