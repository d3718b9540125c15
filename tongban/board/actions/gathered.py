"""What one act changes on a message whose row is locked, or new: gathered here, then written in one statement.

Not here: what an act does to a message and its orders (`progress`), who may act (`access`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self

from tongban.board import access
from tongban.board.models import Message, Order, Track
from tongban.board.models.watched import WATCHED
from tongban.board.rules import clocks
from tongban.board.terms import OPEN_ORDERS, End, MessageState, OrderState, Standing, UnknownOrder
from tongban.kernel import imprints, rows
from tongban.responsibilities.queries import board, units

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime
    from uuid import UUID

    from django.db import models

    from tongban.board.rules.transitions import Transition
    from tongban.board.terms import Act, TrackKind
    from tongban.identity.terms import Actor
    from tongban.responsibilities.terms import BoardRelease, Tier, Units

CLOCKS = "due_at amber_at extended_at due_before next_escalation_at escalated"
ORDER_COLUMNS = tuple(f"role parent state taken_at object_until {CLOCKS} settled_at on_time".split())


@dataclass
class Gathered:
    """One act's rows. `orders` were read after the lock; `fresh`: the message itself is new."""

    message: Message
    release: BoardRelease
    units: Units
    by: Actor
    at: datetime
    orders: list[Order]
    fresh: bool = False
    new: list[models.Model] = field(default_factory=list)
    changed: list[rows.Part] = field(default_factory=list)
    columns: set[str] = field(default_factory=set)
    touched: dict[UUID, Order] = field(default_factory=dict)
    rewritten: list[tuple[models.Model, Collection[str]]] = field(default_factory=list)

    @classmethod
    def of(cls, message: Message, *, by: Actor, at: datetime) -> Self:
        """Of a message that exists. One statement: its orders.

        Whoever waited for the lock brings a time from before the wait; no act counts from before the one it followed.
        """
        release = board(message.release_id)
        orders = list(message.orders.order_by("assigned_at", "pk"))
        return cls(message=message, release=release, units=units(release), by=by, at=max(at, message.changed_at), orders=orders)

    @classmethod
    def locked(cls, message_id: UUID, *, by: Actor, at: datetime) -> Self:
        """Of a message, locked. Raises UnknownMessage."""
        return cls.of(Message.objects.select_for_update(of=("self",)).defer("terms").of_id(message_id), by=by, at=at)

    @classmethod
    def locked_by_order(cls, order_id: UUID, *, by: Actor, at: datetime) -> Self:
        """Of the message of an order, locked. Raises UnknownOrder."""
        return cls.of(Message.objects.select_for_update(of=("self",)).defer("terms").of_order(order_id), by=by, at=at)

    @classmethod
    def locked_by_reply(cls, reply_id: UUID, *, by: Actor, at: datetime) -> Self:
        """Of the message of a reply, locked. Raises UnknownOrder."""
        return cls.of(Message.objects.select_for_update(of=("self",)).defer("terms").of_reply(reply_id), by=by, at=at)

    @property
    def tier(self) -> Tier:
        return clocks.tier(self.release, self.message.tier)

    @property
    def round(self) -> int:
        return 2 if self.message.reopened else 1

    @property
    def open(self) -> list[Order]:
        """The orders that somebody answers for now."""
        return [each for each in self.orders if each.state in OPEN_ORDERS]

    def require(self, act: Act, order: Order | None = None) -> Transition:
        """The edge this act takes. Raises Denied, AlreadyAnswered, WrongState."""
        return access.require(self.by, act, self.message, release=self.release, units=self.units, order=order)

    def order(self, order_id: UUID) -> Order:
        """One of its orders. Raises UnknownOrder."""
        found = next((each for each in self.orders if each.pk == order_id), None)
        if found is None:
            raise UnknownOrder(str(order_id))
        return found

    def over(self, order: Order) -> Order | None:
        """The order of the unit above from which this one was passed down."""
        return next((each for each in self.orders if each.pk == order.parent_id), None)

    def change(self, **columns: Any) -> None:
        """Set columns of the message, to be written at the end."""
        for name, value in columns.items():
            setattr(self.message, name, value)
        self.columns |= set(columns)

    def add(self, *new: models.Model) -> None:
        self.new += new

    def rewrite(self, row: models.Model, columns: Collection[str]) -> None:
        """Set columns of another row of the message."""
        self.rewritten.append((row, columns))

    def touch(self, order: Order) -> None:
        """This order has changed, and is written at the end, once."""
        self.touched[order.pk] = order

    def track(self, kind: TrackKind, *, unit: str = "", words: str = "", public: bool = True, **codes: Any) -> None:
        """A step on the page of the message."""
        self.add(
            Track(
                message=self.message, at=self.at, kind=kind.value, unit=unit, words=words, codes=codes, public=public, actor_id=self.by.id
            )
        )

    def about(self, order: Order) -> dict[str, Any]:
        """What a fact about an order says of it."""
        return {"message_id": self.message.pk, "order_id": order.pk, "unit": order.unit, "at": self.at}

    def standing(self) -> Standing:
        """Where the message stands now, from memory."""
        return Standing(
            message_id=self.message.pk,
            number=self.message.number,
            state=MessageState(self.message.state),
            end=End(self.message.end) if self.message.end else None,
            unit=self.message.unit,
            orders=tuple((each.pk, each.unit, OrderState(each.state)) for each in self.open),
        )

    def write(self, *more: rows.Part, beside: Gathered | None = None) -> None:
        """Write what was gathered, here and beside it, with the entries in the ledger and the fact, in one statement."""
        theirs = [each for each in more if beside and imprints.about(each, beside.message)]
        rows.write(*(beside.parts(*theirs) if beside else ()), *self.parts(*(each for each in more if each not in theirs)))

    def parts(self, *more: rows.Part) -> list[rows.Part]:
        """Everything that was gathered, each row once; the entry about this message remembers what it leaves in them."""
        if self.fresh:
            self.new.insert(0, self.message)
        else:
            self.change(changed_at=self.at)
            self.rewrite(self.message, self.columns)
        new = {row.pk for row in self.new if isinstance(row, Order)}
        self.rewritten += [(each, ORDER_COLUMNS) for each in self.touched.values() if each.pk not in new]
        self.changed += [rows.update(row, columns) for row, columns in self.rewritten]
        left = [*((row, None) for row in self.new), *self.rewritten]
        watched = [(WATCHED[type(row)], row, columns) for row, columns in left if type(row) in WATCHED]
        entries = [imprints.written(each, watched) if imprints.about(each, self.message) else each for each in more]
        return [
            *rows.insert(*self.new),
            *self.changed,
            *entries,
        ]  # the server does the last first: orders are settled before others are made
