"""What acts do to a message and its orders: ask, take, relieve, settle, answer, reopen, close. Gathered, and written in one statement.

Not here: who may act (`access`), what follows (`rules`), the entry in the ledger and the fact, which each verb leaves itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from tongban.board import access
from tongban.board.actions.gathered import Gathered
from tongban.board.models import Dispatched, Extension, Message, Order, Reply
from tongban.board.queries.almanac import almanac
from tongban.board.rules import clocks
from tongban.board.rules.rating import end_of
from tongban.board.rules.transitions import step
from tongban.board.terms import Act, End, MessageState, OrderState, ReportedOn, Role, TrackKind, UnknownUnit, WrongState
from tongban.classifiers.queries import classifier
from tongban.kernel import clock, rows
from tongban.kernel.limits import Limit, until
from tongban.responsibilities.queries import MENTIONED, Decision, Question, decide, tier_of, units
from tongban.responsibilities.terms import Escalation, Kind, Layer

if TYPE_CHECKING:
    from datetime import datetime

    from tongban.identity.terms import Actor
    from tongban.responsibilities.terms import BoardRelease

RIGHT = 'UPDATE board_dispatched SET "right" = %s WHERE order_id = %s'
# Whoever wrote the same is answered with it: each by the clock of their own message.
ANSWERED_WITH_IT = """
UPDATE board_message SET answered_at = %s, first_answered_at = coalesce(first_answered_at, %s), on_time = coalesce(on_time, %s <= due_at),
  rating_until = %s, changed_at = %s WHERE merged_into_id = %s
"""


@dataclass
class Progress(Gathered):
    """One act in progress. `words` and `place` are those of a new message, as they were written; `decision` is who is asked about it."""

    words: str = ""
    place: str = ""
    decision: Decision | None = None

    @classmethod
    def opened(cls, message: Message, words: str, place: str, *, release: BoardRelease, by: Actor, at: datetime) -> Progress:
        """Of a new message, which has come in and is to be accepted: its class, tier and the citizen's clock, from when it was sent."""
        progress = cls(
            message=message, release=release, units=units(release), by=by, at=at, orders=[], words=words, place=place, fresh=True
        )
        decision = progress.decision = progress._decide()
        tier = tier_of(release, decision.category, words)
        due = until(tier.limit, message.received_at, almanac())
        progress.change(
            category=decision.category,
            tier=tier.key,
            emergency=tier.emergency,
            state=MessageState.RECEIVED.value,
            due_at=due.at,
            amber_at=due.amber_at,
            provisional=due.provisional,
            accept_due_at=until(release.acceptance_limit, message.received_at, almanac()).at,
            changed_at=at,
            names=list(decision.names),
        )
        progress.track(TrackKind.RECEIVED, channel=message.channel)
        return progress

    def _decide(self) -> Decision:
        message = self.message
        question = Question(
            words=self.words,
            place=self.place,
            kind=Kind(message.kind),
            category=message.category,
            district=message.district,
            hour=clock.city_time(message.received_at).hour,
            wished_unit=message.wished_unit,
        )
        known = classifier()
        return decide(
            question,
            self.release,
            units=self.units.by_code,
            above=self.units.parents(),
            classify=known.decide if known is not None else None,
            called=self.units.spoken() if message.kind == Kind.REPORT else None,
        )

    def dispatch(self) -> Decision:
        """Do what the layers have decided: accepted and sent to a unit at once, or left to the desk."""
        decision = self.decision or self._decide()
        if decision.unit:
            self.accept()
            self.assign(decision.unit, layer=decision.layer, rule=decision.rule, probability=decision.probability)
        else:
            for each in decision.records():
                self._record(each.layer, each.unit, rule=each.rule, probability=each.probability)
        return decision

    @cached_property
    def more_time(self) -> Extension | None:
        """The extension that was granted, if there is one: one statement, and only where there is."""
        return self.message.extensions.filter(granted=True).first() if self.message.extended else None

    def accept(self) -> None:
        """Accepted, unless it was before."""
        if self.message.accepted_at is None:
            self.change(state=MessageState.ACCEPTED.value, accepted_at=self.at)
            self.track(TrackKind.ACCEPTED)

    def assign(
        self, unit: str, *, layer: Layer, parent: Order | None = None, words: str = "", only_mentioned: bool = False, **by: Any
    ) -> Order:
        """Ask a unit, `by` a rule and how probable it is: its clock runs from now. Raises ReportedOn for whom a report is about, and those
        below it.
        """
        by |= {"rule": self.require_not_reported(unit, only_mentioned=only_mentioned) or by.get("rule", "")}
        order = self._asked_again(unit, parent) or self._new_order(unit, Role.LEAD, parent)
        self._record(layer, unit, order=order, **by)
        if parent is None:
            self.track(TrackKind.ASSIGNED, unit=unit, words=words, layer=layer.value)
            first = self.message.first_unit or unit
            self.change(state=MessageState.ASSIGNED.value, first_unit=first, unit=self.message.unit or unit)
        return order

    def join(self, unit: str, *, words: str = "", only_mentioned: bool = False) -> Order:
        """Ask a unit to help the one that leads. Raises ReportedOn, WrongState where it has an order already."""
        rule = self.require_not_reported(unit, only_mentioned=only_mentioned)
        if any(each.unit == unit for each in self.open):
            raise WrongState(f"{unit} has it already")
        order = self._new_order(unit, Role.JOINT, None)
        self._record(Layer.UNIT, unit, rule=rule, order=order)
        self.track(TrackKind.JOINED, unit=unit, words=words)
        return order

    def relieve_soon(self, asked: str) -> None:
        """Whoever leads now answers for it until another has taken it; below them nothing goes on. Raises WrongState: has it already."""
        for each in self.open:
            if each.role != Role.LEAD:
                continue
            if each.unit == asked and each.state != OrderState.LEAVING:
                raise WrongState(f"{asked} has it already")
            if each.parent_id is not None:
                self.settle(each, OrderState.CANCELLED)
            elif each.state != OrderState.LEAVING:
                each.state = OrderState.LEAVING.value
                self.touch(each)

    def require_unit(self, code: str) -> None:
        """Raises UnknownUnit for whoever takes no messages."""
        if code not in self.units:
            raise UnknownUnit(code)

    def _asked_again(self, unit: str, parent: Order | None) -> Order | None:
        """The open order of a unit that has objected, or only helps, and is to lead now: its clock has run on, and it objects no more."""
        found = next(
            (each for each in self.open if each.unit == unit and (each.state == OrderState.LEAVING or each.role == Role.JOINT)), None
        )
        if found is not None:
            found.state, found.object_until = OrderState.ASSIGNED.value, None
            found.role, found.parent = Role.LEAD.value, parent
            self.touch(found)
        return found

    def _new_order(self, unit: str, role: Role, parent: Order | None) -> Order:
        asked_first = self.round == 1 or all(each.unit not in self.units for each in self.orders)
        may_object = role is Role.LEAD and parent is None and asked_first and self.message.returns < self.release.returns_at_most
        due = until(self.tier.limit, self.at, almanac())
        order = Order(
            message=self.message,
            parent=parent,
            unit=unit,
            role=role.value,
            round=self.round,
            state=step(None, Act.ASSIGN).value,
            emergency=self.message.emergency,
            assigned_at=self.at,
            object_until=clocks.objection_ends(self.release, self.at, almanac()) if may_object else None,
            due_at=due.at,
            amber_at=due.amber_at,
            next_escalation_at=self.escalates_next(self.at, told=0),
        )
        self.add(order)
        self.orders.append(order)
        return order

    def require_not_reported(self, unit: str, *, only_mentioned: bool) -> str:
        """The rule by which a unit that a report names is asked all the same, where the desk says so. Raises ReportedOn."""
        if not access.barred(self.message, unit, self.units):
            return ""
        if only_mentioned:
            self.change(mentioned=[*self.message.mentioned, unit])
        if access.barred(self.message, unit, self.units):
            raise ReportedOn(unit)
        return MENTIONED

    def escalates_next(self, since: datetime, *, told: int) -> datetime | None:
        """When the next share of a unit's limit that began at a moment is used up."""
        more = self.more_time if self.more_time and (self.more_time.decided_at or since) >= since else None
        limit = Limit.of(more.limit) if more is not None else None
        return clocks.next_escalation(self.tier.limit, since, almanac(), told=told, steps=self.steps, more=limit)

    @property
    def mentioned(self) -> list[str]:
        """The units that are asked now although a report names them."""
        return [each.unit for each in self.new if isinstance(each, Dispatched) and each.rule == MENTIONED]

    @property
    def steps(self) -> list[Escalation]:
        return [each for each in Escalation if self.release.escalation.get(each)]

    def _record(self, layer: Layer, unit: str, *, rule: str = "", probability: float | None = None, order: Order | None = None) -> None:
        known = classifier() if layer is Layer.CLASSIFIER else None
        self.add(
            Dispatched(
                message=self.message,
                order=order,
                layer=layer.value,
                rule=rule,
                category=self.message.category,
                unit=unit,
                probability=probability,
                classifier_id=known.id if known is not None else None,
                at=self.at,
                actor_id=self.by.id,
            )
        )

    def take(self, order: Order) -> None:
        """A unit has it now. Whoever was to be relieved is; whoever was asked besides is not needed."""
        order.state, order.taken_at = step(OrderState(order.state), Act.TAKE).value, self.at
        self.touch(order)
        self.judge(order, right=True)
        self.track(TrackKind.TAKEN, unit=order.unit, role=order.role)
        if order.role == Role.LEAD:
            self.relieve(order)
            self.change(state=MessageState.HANDLING.value, unit=order.unit)

    def resume(self, order: Order) -> None:
        """What was passed down is back with the unit above, which had never put it out of its hands."""
        order.state = OrderState.TAKEN.value
        self.touch(order)
        self.change(state=MessageState.HANDLING.value, unit=order.unit)

    def relieve(self, taken: Order) -> None:
        """Nobody else leads but the units above from which this order came down."""
        keep = {taken.pk}
        above = self.over(taken)
        while above is not None:
            keep.add(above.pk)
            above = self.over(above)
        for each in self.open:
            if each.role == Role.LEAD and each.pk not in keep:
                left = each.state == OrderState.LEAVING
                self.settle(each, OrderState.RETURNED if left else OrderState.CANCELLED)
                if left:
                    self.judge(each, right=False)

    def judge(self, order: Order, *, right: bool) -> None:
        """Whether asking this unit was right, which makes rules better and texts into training data."""
        for row in self.new:
            if isinstance(row, Dispatched) and row.order_id == order.pk:
                row.right = right
                return
        self.changed.append(rows.Part(RIGHT, [right, order.pk]))

    def settle(self, order: Order, state: OrderState) -> None:
        """This order is over; only one that was done was done in time or not."""
        order.state, order.settled_at, order.next_escalation_at = state.value, self.at, None
        order.on_time = clocks.on_time(self.at, order.due_at) if state is OrderState.DONE else None
        self.touch(order)

    def cancel_open(self) -> None:
        """Nothing stays open behind a message that ends otherwise than by an answer."""
        for each in self.open:
            self.settle(each, OrderState.CANCELLED)

    def end_extension(self) -> None:
        """More time that was asked for and that nobody has decided on is needed no more: refused, by nobody."""
        asked = None if self.fresh else self.message.extensions.filter(granted__isnull=True).first()
        if asked is not None:
            asked.granted, asked.decided_at = False, self.at
            self.rewrite(asked, ("granted", "decided_at"))

    def desk_order(self) -> Order:
        """The duty desk has it itself, and asks no unit: whoever was to be relieved is."""
        order = self._new_order(self.release.duty_unit, Role.LEAD, None)
        self.accept()
        self.take(order)
        return order

    def answer(self, reply: Reply, **codes: Any) -> None:
        """Answered in public. The first answer says for ever whether it came in time; the rating opens."""
        for each in self.open:
            self.settle(each, OrderState.CANCELLED if each.state == OrderState.ASSIGNED else OrderState.DONE)
        given = reply.published_at or self.at  # elsewhere perhaps before what was last done here
        rating_until = until(self.release.rating_limit, given, almanac()).at
        if self.message.first_answered_at is None:
            self.end_extension()
            self.change(first_answered_at=given, on_time=clocks.on_time(given, self.message.due_at))
        self.change(state=MessageState.ANSWERED.value, answered_at=given, rating_until=rating_until, unit=reply.unit)
        self.track(TrackKind.ANSWERED, unit=reply.unit, end=reply.end, **codes)
        self.changed.append(rows.Part(ANSWERED_WITH_IT, [self.at, self.at, self.at, rating_until, self.at, self.message.pk]))

    def reopen(self, *, words: str = "") -> None:
        """Once more, by the unit that answered, which does not send it back; the earlier history stays in view.

        What no unit answered but the duty desk itself is dispatched like a new message.
        """
        unit = self.message.unit
        self.change(reopened=True, state=MessageState.REOPENED.value, end=None, closed_at=None)
        self.track(TrackKind.REOPENED, unit=unit, words=words)
        if unit in self.units:
            self._record(Layer.UNIT, unit, order=self._new_order(unit, Role.LEAD, None))
        else:
            self.words = f"{self.message.title}\n{self.message.text}"
            self.change(unit="", state=MessageState.ACCEPTED.value)
            self.dispatch()

    def close(self, end: End, **codes: Any) -> None:
        """The message ends: nothing stays open."""
        self.cancel_open()
        if self.message.first_answered_at is None:
            self.end_extension()
        self.change(state=MessageState.CLOSED.value, end=end.value, closed_at=self.at)
        self.track(TrackKind.CLOSED, end=end.value, **codes)

    def latest_end(self) -> End:
        """How the latest public answer ends it: one statement."""
        return end_of(self.latest("end") or End.ANSWERED)

    def latest(self, column: str) -> str:
        """Of the latest public answer."""
        published = self.message.replies.filter(published_at__isnull=False).order_by("-published_at")
        return published.values_list(column, flat=True).first() or ""
