"""Who of the staff may see a message and do an act on it. What may follow in which state is in `rules.transitions`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.postgres.fields import ArrayField
from django.db.models import BooleanField, Exists, F, Func, OuterRef, Q, TextField, Value

from tongban.board.models import Message, Order
from tongban.board.rules.transitions import STEP_ACTS, By, Transition, acts_in, roles, step, transition
from tongban.board.terms import (
    OPEN_ORDERS,
    Act,
    AlreadyAnswered,
    AuthorKind,
    CallBack,
    Denied,
    End,
    MessageState,
    NotForTheDesk,
    OrderState,
    Screening,
    WrongState,
)
from tongban.identity.terms import Actor, ActorKind
from tongban.responsibilities.queries import is_about, watches_all
from tongban.responsibilities.terms import Kind

if TYPE_CHECKING:
    from tongban.responsibilities.terms import BoardRelease, Units

ANSWERED_ENDS = (End.ANSWERED, End.UNSOLVABLE)
ANSWERING = (Act.ANSWER, Act.DRAFT, Act.PUBLISH)
NOTHING, EVERYTHING = Q(pk__in=[]), ~Q(pk__in=[])


def require(by: Actor, act: Act, message: Message, *, release: BoardRelease, units: Units, order: Order | None = None) -> Transition:
    """The edge this act takes. Raises, in this order, Denied, AlreadyAnswered, WrongState, NotForTheDesk."""
    if not any(plays(by, role, message, release=release, units=units, order=order) for role in roles(act)):
        raise Denied(f"{act} of {message.number}")
    if act in ANSWERING and has_answer(message):
        raise AlreadyAnswered(message.number)
    edge = transition(MessageState(message.state), act)
    if not any(plays(by, role, message, release=release, units=units, order=order) for role in edge.by):
        raise Denied(f"{act} of {message.number} in state {message.state}")
    lost = order is not None and is_gone(order, message) and act not in STEP_ACTS and By.UNIT in edge.by
    if (lost and not at_desk(by, release.duty_desk)) or (act is Act.REVEAL and _keeps_author(by, message, release)):
        raise Denied(f"{act} of {message.number}")
    if act is Act.ANSWER and (message.kind not in release.desk_answers or message.reopened):
        raise NotForTheDesk(message.number)
    if order is not None and act in STEP_ACTS:
        step(OrderState(order.state), act)
    return edge


def require_system(by: Actor) -> None:
    """What the clock does, nobody else does. Raises Denied."""
    if by.kind is not ActorKind.SYSTEM:
        raise Denied("done by the system only")


def require_desk(by: Actor, desk: str) -> None:
    """Only those of one desk. Raises Denied."""
    if not at_desk(by, desk):
        raise Denied(f"done at {desk} only")


def acts_open_to(by: Actor, message: Message, *, release: BoardRelease, units: Units, order: Order | None = None) -> frozenset[Act]:
    """What this actor could do on this message, or on this order of it, now."""
    return frozenset(
        edge.act for edge in acts_in(MessageState(message.state)) if _may(by, edge.act, message, release=release, units=units, order=order)
    )


def plays(by: Actor, role: By, message: Message, *, release: BoardRelease, units: Units, order: Order | None = None) -> bool:
    """Whether an actor has this part in a message, or in an order of it."""
    if by.kind is ActorKind.SYSTEM:
        return role is By.SYSTEM
    unit = order.unit if order is not None else message.unit
    if by.kind is ActorKind.CONSUMER:  # a unit's own system: what a clerk there does, and nothing of an approver or of the desks
        return role is By.UNIT and f"{unit}/{release.unit_desk}" in by.desks and not barred(message, unit, units)
    if by.kind is not ActorKind.STAFF or _concerned(by, message, release, units):
        return False
    match role:
        case By.UNIT:
            return bool(unit) and works_for(by, unit, release) and not barred(message, unit, units)
        case By.APPROVER:
            over = (each for each in (unit, *units.over(unit)) if not barred(message, each, units))
            return any(at_desk(by, f"{each}/{release.approver_desk}") for each in over)
        case By.ABOVE:
            over = (each for each in units.over(unit) if not barred(message, each, units))
            return at_desk(by, release.duty_desk) or any(works_for(by, each, release) for each in over)
        case _:
            return _at_a_desk_of_the_city(by, role, message, release, units)


def _at_a_desk_of_the_city(by: Actor, role: By, message: Message, release: BoardRelease, units: Units) -> bool:
    """The duty desk; the one that calls back, unless it is of the unit concerned; a body that may supervise."""
    match role:
        case By.DUTY:
            return at_desk(by, release.duty_desk)
        case By.CALLER:
            return at_desk(by, release.call_back_desk) and message.unit not in answering_for(by, release)
        case By.SCREENER:
            return at_desk(by, release.screening_desk)
        case By.SUPERVISOR | By.COMMENTER if any(barred(message, body, units) for body in _bodies(by, release)):
            return False
        case By.SUPERVISOR:
            return "supervise" in joint_rights(by, release)
        case By.COMMENTER:
            rights = joint_rights(by, release)
            return "comment" in rights and ("see" in rights or ("cleared" in rights and message.cleared))
        case _:
            return False


def works_for(by: Actor, unit: str, release: BoardRelease) -> bool:
    """Whether an actor works at one of the two desks of a unit that handle messages."""
    return at_desk(by, f"{unit}/{release.unit_desk}") or at_desk(by, f"{unit}/{release.approver_desk}")


def works_on(by: Actor, message: Message, *, release: BoardRelease) -> bool:
    """Whether an actor is at the duty desk, or works for the unit that has a message now."""
    return at_desk(by, release.duty_desk) or (bool(message.unit) and works_for(by, message.unit, release))


def at_desk(by: Actor, desk: str) -> bool:
    return by.sits_at(desk)


def units_of(by: Actor, release: BoardRelease) -> tuple[str, ...]:
    """The units whose orders this actor handles or approves."""
    return tuple(sorted(code for code in by.departments if works_for(by, code, release)))


def answering_for(by: Actor, release: BoardRelease) -> frozenset[str]:
    """The units in whose answers an actor has a part: of what the duty desk answered itself whoever sits there, not its department."""
    others = by.departments - {release.duty_unit}
    return others | {release.duty_unit} if at_desk(by, release.duty_desk) else others


def joint_rights(by: Actor, release: BoardRelease) -> frozenset[str]:
    """What an actor may do at the joint desk."""
    return frozenset(right for each in release.joint if at_desk(by, each.desk) for right in each.rights)


def is_gone(order: Order, message: Message) -> bool:
    """Whether its unit had the message, and another has it now."""
    return order.state in (OrderState.RETURNED, OrderState.CANCELLED) and order.unit != message.unit


def _bodies(by: Actor, release: BoardRelease) -> set[str]:
    """For whom an actor sits at the joint desk."""
    return {each.desk.partition("/")[0] for each in release.joint if at_desk(by, each.desk)}


def about_us(by: Actor, release: BoardRelease, units: Units, *, on: str = "") -> Q:
    """Reports about the units and bodies for which an actor works, or about one over them, in SQL what `barred` says. The duty desk
    has none. `on` is the way from the rows that are asked for to their message.
    """
    if at_desk(by, release.duty_desk):
        return NOTHING
    lines = [(unit, *units.over(unit)) for unit in sorted({*units_of(by, release), *_bodies(by, release)})]
    over = sorted({each for line in lines for each in line})
    told = Value([" ".join(each) for each in lines], ArrayField(TextField()))
    named = Func(told, F(f"{on}names"), F(f"{on}mentioned"), function="board_names", output_field=BooleanField())
    return Q(**{f"{on}kind": Kind.REPORT}) & (Q(**{f"{on}wished_unit__in": over}) | Q(named))


def _concerned(by: Actor, message: Message, release: BoardRelease, units: Units) -> bool:
    """Whether a report is about anybody for whom an actor works, as `about_us` says it of lists."""
    if message.kind != Kind.REPORT or at_desk(by, release.duty_desk):
        return False
    return any(barred(message, each, units) for each in (*units_of(by, release), *_bodies(by, release)))


def _keeps_author(by: Actor, message: Message, release: BoardRelease) -> bool:
    """Who wrote a report only the duty desk learns; a unit, where there is danger to life."""
    return message.kind == Kind.REPORT and not message.emergency and not at_desk(by, release.duty_desk)


def barred(message: Message, unit: str, units: Units) -> bool:
    """Whether a unit, or one over it, is what a report is about: then it never has the order, nor learns who wrote it."""
    return message.kind == Kind.REPORT and is_about(unit, message.wished_unit, message.names, message.mentioned, units.parents())


def about(message: Message) -> set[str]:
    """Whom its author chose, and whom a report names."""
    return {message.wished_unit, *message.names}


def has_answer(message: Message) -> bool:
    """Whether this round of a message has its public answer."""
    return message.state == MessageState.ANSWERED or (message.state == MessageState.CLOSED and message.end in ANSWERED_ENDS)


def seen_by_staff(by: Actor, release: BoardRelease, units: Units) -> Q:
    """The messages that somebody of the staff may open: those of their units and of units below, and by desk.

    What a report is about does not see it, whatever else it may. The media see only what is cleared for them; who screens, what is
    displayed or was to be; who calls back, whom they are to call.
    """
    if by.kind is ActorKind.SYSTEM or at_desk(by, release.duty_desk):
        return EVERYTHING
    if by.kind is not ActorKind.STAFF:
        return NOTHING
    rights = joint_rights(by, release)
    mine = _with_below(by, release, units)
    seen = EVERYTHING if "see" in rights else Q(cleared=True) if "cleared" in rights else NOTHING
    if mine:
        seen |= Q(Exists(Order.objects.filter(message=OuterRef("pk"), unit__in=mine)))
    if at_desk(by, release.screening_desk):
        seen |= ~Q(screening=Screening.NOT_NEEDED)
    if at_desk(by, release.call_back_desk):
        seen |= to_call_back(by, release)
    return seen & ~about_us(by, release, units)


def clocks_open_to(by: Actor, release: BoardRelease, units: Units) -> Q:
    """The orders whose clocks somebody watches: of every unit at the duty desk and at a joint one that sees or watches all, else of
    their own units and those below. Never of a report about them.
    """
    if by.kind is ActorKind.SYSTEM:
        return EVERYTHING
    watched = EVERYTHING if by.kind is ActorKind.STAFF and watches_all(by.desks) else Q(unit__in=_with_below(by, release, units))
    return watched & ~about_us(by, release, units, on="message__")


def _with_below(by: Actor, release: BoardRelease, units: Units) -> list[str]:
    """The units of an actor and those below."""
    return sorted({code for unit in units_of(by, release) for code in units.tree(unit)})


def to_call_back(by: Actor, release: BoardRelease) -> Q:
    """Answers whose authors the city's desk still has to call: those without an account at once, others when they have not rated."""
    without_account = Q(author_kind__in=[AuthorKind.CODE, AuthorKind.CALLER], state=MessageState.ANSWERED)
    window_over = Q(state=MessageState.CLOSED, end__in=ANSWERED_ENDS)
    asked = Q(solved__isnull=True, answered_at__isnull=False, called_back__in=["", CallBack.UNREACHED]) & (window_over | without_account)
    return asked & ~Q(author_kind=AuthorKind.ELSEWHERE) & ~Q(unit__in=answering_for(by, release))


def reads_as_written(by: Actor, message: Message, orders: list[Order], *, release: BoardRelease, units: Units) -> bool:
    """Whether somebody who may open a message reads more of it than everybody: whoever has it or has done it, and units over them.

    A unit that has it no more, the media, and those who call back do not.
    """
    if by.kind is ActorKind.SYSTEM or at_desk(by, release.duty_desk) or "see" in joint_rights(by, release):
        return True
    held = [each.unit for each in orders if not is_gone(each, message) and not barred(message, each.unit, units)]
    return any(works_for(by, each, release) for unit in held for each in (unit, *units.over(unit)))


def reads_to_screen(by: Actor, message: Message, release: BoardRelease) -> bool:
    """Whether somebody reads what was written, and nothing of its handling: who screens, while it waits for them or once it is removed."""
    return at_desk(by, release.screening_desk) and message.screening in (Screening.WAITING, Screening.REMOVED)


def may_learn_author(by: Actor, message: Message, orders: list[Order], *, release: BoardRelease, units: Units) -> bool:
    """The duty desk, and whoever has an open order now; a former one reads on, but loses name and phone."""
    if at_desk(by, release.duty_desk):
        return True
    held = [each for each in orders if each.state in OPEN_ORDERS]
    return any(works_for(by, each.unit, release) and not barred(message, each.unit, units) for each in held)


def _may(by: Actor, act: Act, message: Message, *, release: BoardRelease, units: Units, order: Order | None) -> bool:
    try:
        require(by, act, message, release=release, units=units, order=order)
    except (AlreadyAnswered, Denied, NotForTheDesk, WrongState):
        return False
    return True
