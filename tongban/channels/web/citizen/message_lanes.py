"""The picture of a message, as that of a case: a lane for whoever had it, time to the right, the promised end as a flag."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tongban.board.terms import Channel, End, MessageState, Role, TrackKind
from tongban.cases.terms import Bar, Lane, Lanes
from tongban.kernel.bilingual import Bilingual
from tongban.responsibilities import queries as responsibilities_queries

if TYPE_CHECKING:
    from datetime import datetime

    from tongban.board.terms import MessageView, TrackLine

NOTHING = Bilingual("")
DUTY = Bilingual("值班台", "Duty desk")
AUTHOR = Bilingual("留言的人", "Author")
ACCEPTING = Bilingual("受理", "Accepting")
HANDLING = Bilingual("办理", "Handling")
AGAIN = Bilingual("重新办理", "Once more")
RATING = Bilingual("评价", "Rating")
BEGINS = (TrackKind.ASSIGNED, TrackKind.REOPENED)
NOT_ACCEPTED = {
    End.REFUSED: Bilingual("不予受理", "Not accepted"),
    End.WITHDRAWN: Bilingual("已撤回", "Withdrawn"),
    End.MERGED: Bilingual("已并案", "Joined with another"),
}
ENDS = {
    TrackKind.RETURNED: Bilingual("退回", "Sent back"),
    TrackKind.PASSED_UP: Bilingual("交回上级", "Handed back up"),
    TrackKind.PASSED_DOWN: Bilingual("交给下级", "Passed down"),
}
GIVEN_ON = Bilingual("改派", "Given to another")
NOT_RATED = Bilingual("没有评价", "Not rated")


def message_lanes(view: MessageView, *, at: datetime) -> Lanes:
    """Received and accepted, then each unit that had it, then its author who rates."""
    now = view.closed_at or at
    drawing = _Drawing(view, now)
    for step in view.track:
        drawing.step(step)
    lanes = [*_accepted(view, now), *drawing.lanes(), *_rated(view, at)]
    ended = view.answered_at is not None or view.state is MessageState.CLOSED
    ends: datetime = max(now if ended else max(now, view.due_at), *(bar.ends for lane in lanes for bar in lane.bars))
    return Lanes(
        lanes=tuple(lanes), begins=view.received_at, now=at, promised=view.due_at, ends=ends, provisional=view.provisional, ended=ended
    )


def _accepted(view: MessageView, now: datetime) -> list[Lane]:
    """Nothing of what another channel had answered when it came: when it was accepted there nobody has told."""
    if view.channel is Channel.IMPORT and view.accepted_at is None and view.answered_at is not None:
        return []
    return [Lane("", DUTY, (_accepting(view, now),))]


def _accepting(view: MessageView, now: datetime) -> Bar:
    refused = view.end is End.REFUSED  # also where it had been accepted before
    done = view.closed_at if refused else view.accepted_at or view.closed_at
    outcome = NOT_ACCEPTED.get(view.end, NOTHING) if view.end and (refused or view.accepted_at is None) else NOTHING
    ends = done or max(now, view.accept_due_at)
    state = "done" if done else "late" if now > view.accept_due_at else "running"
    return Bar("accept", ACCEPTING, view.received_at, ends, view.accept_due_at, state, counted=view.counted["accept"], outcome=outcome)


def _rated(view: MessageView, now: datetime) -> list[Lane]:
    """Done where somebody has rated; where the time for it is over, it is missing."""
    if view.answered_at is None:
        return []
    since = [each.at for each in view.ratings if each.at >= view.answered_at]
    until = view.rating_until or now
    lapsed = until if until < now else None
    over = view.closed_at or lapsed if view.end is not End.MERGED else lapsed  # joined with another: rated all the same
    done = since[0] if since else over
    state, outcome = "done" if done else "running", NOTHING if since or not over else NOT_RATED
    told = {"counted": view.counted["rate"], "outcome": outcome}
    bar = Bar("rate", RATING, view.answered_at, done or max(now, until), view.rating_until, state, **told)
    return [Lane("", AUTHOR, (bar,))]


@dataclass
class _Drawing:
    """The bars of units, as the track begins and ends them."""

    view: MessageView
    now: datetime
    bars: dict[str, list[Bar]] = field(default_factory=dict)
    names: dict[str, Bilingual] = field(default_factory=dict)
    begun: dict[str, tuple[datetime, Bilingual]] = field(default_factory=dict)

    def step(self, step: TrackLine) -> None:
        if step.kind in BEGINS and step.unit:
            self.names[step.unit] = step.unit_name
            self.begun.setdefault(step.unit, (step.at, AGAIN if step.kind is TrackKind.REOPENED else HANDLING))
        elif step.kind is TrackKind.TAKEN:
            self.names[step.unit] = step.unit_name
            if step.codes.get("role") == Role.LEAD:
                self.end_others(step.unit, step.at)
        elif step.kind in ENDS:
            self.end(step.unit, step.at, ENDS[step.kind])
            if other := str(step.codes.get("below") or step.codes.get("above") or ""):
                self.end_others(other, step.at)
                self.names.setdefault(other, responsibilities_queries.units(responsibilities_queries.board()).called(other))
                self.begun.setdefault(other, (step.at, HANDLING))
        elif step.kind in (TrackKind.ANSWERED, TrackKind.CLOSED):
            for each in list(self.begun):
                self.end(each, step.at)

    def end_others(self, unit: str, at: datetime) -> None:
        for each in [each for each in self.begun if each != unit]:
            self.end(each, at, GIVEN_ON)

    def end(self, unit: str, at: datetime, how: Bilingual | None = None) -> None:
        since, name = self.begun.pop(unit, (None, HANDLING))
        if since is not None:
            self.bars.setdefault(unit, []).append(Bar(f"{unit}-{since}", how or name, since, at, None, "done"))

    def lanes(self) -> list[Lane]:
        for unit, (since, name) in self.begun.items():
            due = self.view.due_at
            state = "late" if self.now > due and self.view.first_answered_at is None else "running"
            bar = Bar(f"{unit}-{since}", name, since, max(self.now, due), due, state, counted=self.view.counted["answer"])
            self.bars.setdefault(unit, []).append(bar)
        return [Lane(unit, self.names.get(unit) or Bilingual(unit), tuple(bars)) for unit, bars in self.bars.items()]
