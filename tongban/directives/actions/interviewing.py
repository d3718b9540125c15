"""Interviews (约谈): a proposal of the ranking confirmed or dismissed, a day set, held with heads of the unit, followed until put right."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction

from tongban.board import queries as board_queries
from tongban.directives import access, events
from tongban.directives.actions.leaving import Leaving
from tongban.directives.models import Interview, InterviewedHead
from tongban.directives.models.orders import alone
from tongban.directives.queries.addressed import answering_desk, require_answering
from tongban.directives.queries.evidence import evidence
from tongban.directives.queries.wording import said
from tongban.directives.rules import interviews as rules
from tongban.directives.rules.edges import By
from tongban.directives.rules.saying import named
from tongban.directives.terms import ImpossibleMoment, InterviewAct, InterviewState, NotDue, WordsMissing
from tongban.kernel import clock
from tongban.kernel.limits import until
from tongban.supervision import queries as supervision_queries
from tongban.supervision.terms import AlreadyDecided, SupervisionRelease

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from uuid import UUID

    from tongban.directives.terms import Head
    from tongban.identity.terms import Actor

MOST_HEADS = 20
FURTHEST = timedelta(days=366)  # a day further off is a slip of the pen


@transaction.atomic(savepoint=False)
def confirm_interview(*, unit: str, measure: str, week: str, by: Actor, at: datetime) -> UUID:
    """A unit is to be interviewed, as the ranking of a week proposes; its evidence is kept.

    Refuses: NoSupervision, Denied, TakesNoOrders, ReportOnly, AlreadyDecided, UnknownWeek, UnknownProposal.
    """
    access.require_desk(by, supervision_queries.release().desks.supervise)
    require_answering(unit, at=at)
    return _decide(InterviewAct.CONFIRM, (unit, measure, week), "", by=by, at=at)


@transaction.atomic(savepoint=False)
def dismiss_interview(*, unit: str, measure: str, week: str, reason: str, by: Actor, at: datetime) -> UUID:
    """A unit is not interviewed although the ranking proposes it, and why.

    Refuses: NoSupervision, Denied, WordsMissing, WordsTooLong, AlreadyDecided, UnknownWeek, UnknownProposal.
    """
    access.require_desk(by, supervision_queries.release().desks.supervise)
    return _decide(InterviewAct.DISMISS, (unit, measure, week), said(reason, "reason"), by=by, at=at)


@transaction.atomic(savepoint=False)
def schedule_interview(*, interview_id: UUID, meets_at: datetime, place: str, by: Actor, at: datetime) -> None:
    """When and where; another day replaces it, and both stay in the history.

    Refuses: NoSupervision, UnknownInterview, Denied, WrongState, WordsMissing, WordsTooLong, ImpossibleMoment.
    """
    doing = Interviewing.locked(interview_id, InterviewAct.SCHEDULE, by=by, at=at)
    place = named(place, "place", most=200)
    if not at < meets_at <= at + FURTHEST:
        raise ImpossibleMoment("meets_at")
    words = f"{clock.city_time(meets_at):%Y-%m-%d %H:%M} {place}"
    doing.leave_act("schedule_interview", events.InterviewScheduled, words=words, meets_at=meets_at, place=place)


@transaction.atomic(savepoint=False)
def hold_interview(*, interview_id: UUID, heads: Sequence[Head], held_at: datetime, words: str, by: Actor, at: datetime) -> None:
    """It was held: with whom, by name and post, when, and what was said. Each head counts (人次).

    Refuses: NoSupervision, UnknownInterview, Denied, WrongState, WordsMissing, WordsTooLong, ImpossibleMoment.
    """
    doing = Interviewing.locked(interview_id, InterviewAct.HOLD, by=by, at=at)
    words = said(words, "words")
    if not 0 < len(heads) <= MOST_HEADS:
        raise WordsMissing("heads")
    if not doing.row.decided_at.replace(second=0, microsecond=0) <= held_at <= at:  # people say it to the minute
        raise ImpossibleMoment("held_at")
    met = [InterviewedHead(interview=doing.row, name=named(each.name, "name"), post=named(each.post, "post")) for each in heads]
    doing.leave_act(
        "hold_interview", events.InterviewHeld, *met, words=words, told={"heads": len(met)}, held_at=held_at, reminds_at=doing.promise_due()
    )


@transaction.atomic(savepoint=False)
def promise_remedy(*, interview_id: UUID, remedy: str, until: date, by: Actor, at: datetime) -> None:
    """The unit says what it puts right and by which day.

    Refuses: NoSupervision, UnknownInterview, Denied, WrongState, WordsMissing, WordsTooLong, ImpossibleMoment.
    """
    doing = Interviewing.locked(interview_id, InterviewAct.PROMISE, by=by, at=at)
    remedy = said(remedy, "remedy")
    if until < clock.city_date(at):
        raise ImpossibleMoment("until")
    over = datetime.combine(until + timedelta(days=1), time.min, clock.city_zone())
    promised = {"remedy": remedy, "remedy_until": until, "promised_by": by.id, "reminds_at": over}
    doing.leave_act("promise_remedy", events.RemedyPromised, words=remedy, **promised)


@transaction.atomic(savepoint=False)
def remind_of_remedy(*, interview_id: UUID, by: Actor, at: datetime) -> None:
    """The promised day is over: supervisors are told; or nothing was promised in time: the unit too. Once each.

    Refuses: NoSupervision, UnknownInterview, Denied, WrongState, NotDue.
    """
    doing = Interviewing.locked(interview_id, InterviewAct.REMIND, by=by, at=at)
    if doing.row.reminds_at is None or doing.row.reminds_at > at:
        raise NotDue(str(interview_id))
    told = {"promised": doing.row.state == InterviewState.PROMISED}
    doing.leave_act("remind_of_remedy", events.RemedyDue, told=told, reminds_at=None)


@transaction.atomic(savepoint=False)
def close_interview(*, interview_id: UUID, words: str, by: Actor, at: datetime) -> None:
    """What was promised is checked and done, by another person than who promised or who confirmed the interview.

    Refuses: NoSupervision, UnknownInterview, Denied, WrongState, SamePerson, WordsMissing, WordsTooLong.
    """
    doing = Interviewing.locked(interview_id, InterviewAct.CLOSE, by=by, at=at)
    doing.leave_act("close_interview", events.InterviewClosed, words=said(words, "words"), closed_at=at, reminds_at=None)


@transaction.atomic(savepoint=False)
def send_back_remedy(*, interview_id: UUID, words: str, by: Actor, at: datetime) -> None:
    """Checked, and not put right: the unit promises once more. By another person than who promised or who confirmed the interview.

    Refuses: NoSupervision, UnknownInterview, Denied, WrongState, SamePerson, WordsMissing, WordsTooLong.
    """
    doing = Interviewing.locked(interview_id, InterviewAct.SEND_BACK, by=by, at=at)
    doing.leave_act("send_back_remedy", events.RemedySentBack, words=said(words, "words"), reminds_at=doing.promise_due())


@transaction.atomic(savepoint=False)
def call_off_interview(*, interview_id: UUID, reason: str, by: Actor, at: datetime) -> None:
    """It is not held, and why: a 勘误 took its grounds away, or it was confirmed by mistake.

    Refuses: NoSupervision, UnknownInterview, Denied, WrongState, WordsMissing, WordsTooLong.
    """
    doing = Interviewing.locked(interview_id, InterviewAct.CALL_OFF, by=by, at=at)
    told = {"told": doing.row.meets_at is not None}
    doing.leave_act("call_off_interview", events.InterviewCalledOff, words=said(reason, "reason"), told=told, closed_at=at)


@dataclass(frozen=True)
class Interviewing(Leaving):
    """One act on an interview that is there, and locked."""

    row: Interview
    city: SupervisionRelease
    edge: rules.Edge

    @classmethod
    def locked(cls, interview_id: UUID, act: InterviewAct, *, by: Actor, at: datetime) -> Interviewing:
        """Refuses: NoSupervision, UnknownInterview, Denied, WrongState, SamePerson."""
        city, part = supervision_queries.release(), rules.INTERVIEW.part(act)
        row = Interview.objects.select_for_update(of=("self",)).of_id(interview_id)
        access.require_part(by, part, row.unit, city, answering_desk())
        edge = rules.INTERVIEW.edge(InterviewState(row.state), act)
        if part is By.CHECKER:
            two_people = supervision_queries.release(row.release_id).orders.two_people
            access.require_another(by, row.promised_by, row.decided_by if two_people else None)
        return cls(by, at, row, city, edge)

    def promise_due(self) -> datetime | None:
        """By when the unit says what it puts right: as long as an order runs."""
        return until(self.city.orders.limit, self.at, board_queries.almanac()).at

    def leave_act(
        self,
        act: str,
        fact: type[events.OfInterview],
        *beside: InterviewedHead,
        words: str = "",
        told: dict[str, Any] | None = None,
        **changes: Any,
    ) -> None:
        """The interview in its next state, changed as named, with the step."""
        row, changes = self.row, changes | {"state": self.edge.becomes.value}
        for name, value in changes.items():
            setattr(row, name, value)
        step = self.step(row, self.edge.act, words)
        happened = fact(interview_id=row.pk, unit=row.unit, at=self.at, **(told or {}))
        self.leave(act, row, happened, step, *beside, columns=list(changes), unit=row.unit)


def _decide(act: InterviewAct, proposal: tuple[str, str, str], words: str, *, by: Actor, at: datetime) -> UUID:
    """Refuses: AlreadyDecided, UnknownProposal."""
    assert by.id is not None
    unit, measure, week = proposal
    alone(f"interview of {unit} {measure} {week}")
    if Interview.objects.filter(unit=unit, measure=measure, week=week).exists():
        raise AlreadyDecided(f"{unit} {measure} {week}")
    found = asdict(evidence(unit=unit, measure=measure, week=week, by=by))
    kept = {name: found[name] for name in ("n", "value", "lower", "upper", "line", "version")}
    told = {"unit": unit, "measure": measure, "week": week}
    state = rules.INTERVIEW.edge(None, act).becomes.value
    row = Interview(release_id=supervision_queries.release().id, **told, evidence=kept, state=state, decided_by=by.id, decided_at=at)
    leaving = Leaving(by, at)
    fact = events.InterviewDecided(interview_id=row.pk, state=state, at=at, **told)
    leaving.leave(f"{act}_interview", row, fact, leaving.step(row, act, words), **told)
    return row.pk
