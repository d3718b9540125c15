"""The picture of a case: one lane per department, time to the right, what was and what is still to come.

The past is drawn as it was. What has not opened is planned: it begins when the last step before it is expected to end and takes
its whole limit. A step whose condition is known to be false is not drawn as waiting; one whose condition is not known yet is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from tongban.cases.terms import Bar, Lane, Lanes, StepState, limit_words
from tongban.kernel.limits import Almanac, until

if TYPE_CHECKING:
    from tongban.catalog.terms import StepSpec
    from tongban.kernel.bilingual import Bilingual


@dataclass(frozen=True, slots=True)
class Stage:
    """A step that exists."""

    key: str
    round: int
    state: StepState
    opened_at: datetime
    settled_at: datetime | None = None
    due_at: datetime | None = None
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class Course:
    """The case around its steps. `resumes_at`: until when the applicant may correct, after which everything begins again."""

    received_at: datetime
    now: datetime
    round: int = 1
    ended_at: datetime | None = None
    promised_at: datetime | None = None
    resumes_at: datetime | None = None
    provisional: bool = False


def lanes(
    route: Sequence[StepSpec],
    stages: Sequence[Stage],
    course: Course,
    *,
    conditions: Mapping[str, bool],
    names: Mapping[str, Bilingual],
    repeated: Iterable[str],
    almanac: Almanac,
) -> Lanes:
    """Draw a case. `names` are those of the departments; `repeated` are the steps that every round does again."""
    again = frozenset(repeated)
    live = {stage.key: stage for stage in stages if _still_counts(stage, course, again)}
    drawn = {spec.key: [_past(spec, stage, course) for stage in stages if stage.key == spec.key] for spec in route}
    provisional = course.provisional or any(stage.provisional for stage in stages if stage.state is StepState.OPEN)
    if course.ended_at is None:
        provisional = _plan(route, live, drawn, course, conditions, almanac) or provisional
    bars = {key: tuple(sorted(found, key=lambda bar: bar.starts)) for key, found in drawn.items()}
    lanes = tuple(
        Lane(department, names[department], tuple(bar for spec in route if spec.department == department for bar in bars[spec.key]))
        for department in dict.fromkeys(spec.department for spec in route)
    )
    ends = max([bar.ends for lane in lanes for bar in lane.bars], default=course.received_at)
    return Lanes(
        lanes=tuple(lane for lane in lanes if lane.bars),
        begins=course.received_at,
        now=course.now,
        promised=course.promised_at,
        ends=max(ends, course.promised_at or ends, course.ended_at or ends),
        provisional=provisional,
        ended=course.ended_at is not None,
    )


def _still_counts(stage: Stage, course: Course, again: frozenset[str]) -> bool:
    """Whether a step need not be done again: what comes before acceptance is, in each round and after a correction."""
    return stage.key not in again or (stage.round == course.round and course.resumes_at is None)


def _past(spec: StepSpec, stage: Stage, course: Course) -> Bar:
    ends = stage.settled_at or max(stage.due_at or course.now, course.now)
    match stage.state:
        case StepState.OPEN:
            state = "late" if stage.due_at is not None and course.now > stage.due_at else "running"
        case StepState.DONE:
            state = "done"
        case _:
            state = "skipped"
    return Bar(spec.key, spec.name, stage.opened_at, ends, stage.due_at, state, limit_words(spec.limit))


def _plan(
    route: Sequence[StepSpec],
    live: Mapping[str, Stage],
    drawn: dict[str, list[Bar]],
    course: Course,
    conditions: Mapping[str, bool],
    almanac: Almanac,
) -> bool:
    """Add a waiting bar for each step to come; True when one of them ends beyond the last table of working days."""
    floor = max(course.resumes_at or course.now, course.now)
    ends = {key: stage.settled_at or max(stage.due_at or course.now, course.now) for key, stage in live.items()}
    provisional = False
    waiting = [spec for spec in route if spec.key not in live]
    while waiting:
        spec = next(each for each in waiting if all(key in ends for key in each.after))
        waiting.remove(spec)
        starts = max((ends[key] for key in spec.after), default=floor)
        starts = max(starts, floor)
        if spec.when and conditions.get(spec.key) is False:
            ends[spec.key] = starts
            continue
        due = until(spec.limit, starts, almanac)
        ends[spec.key] = due.at or starts
        provisional = provisional or due.provisional
        drawn[spec.key].append(Bar(spec.key, spec.name, starts, ends[spec.key], due.at, "waiting", limit_words(spec.limit)))
    return provisional
