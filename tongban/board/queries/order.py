"""A message as those who handle it see it: words as they were written, orders, drafts, notes, how it was dispatched. Not who wrote it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F, Q

from tongban.board import access
from tongban.board.models import Dispatched, Message, Note, Order
from tongban.board.queries.inbox import asked_extension, awaiting
from tongban.board.queries.lines import unit_name
from tongban.board.queries.public import read_number
from tongban.board.queries.seen import decided, standing
from tongban.board.queries.viewing import Viewing
from tongban.board.terms import (
    AuthorKind,
    DispatchLine,
    DraftView,
    End,
    MergedLine,
    NoteView,
    OrderLine,
    OrderState,
    OrderView,
    ReplyState,
    Role,
    TrackKind,
    UnknownMessage,
    UnknownOrder,
)
from tongban.clients import queries as clients_queries
from tongban.identity import queries as identity_queries
from tongban.kernel import access_log
from tongban.kernel.bilingual import Bilingual
from tongban.kernel.limits import light
from tongban.responsibilities.queries import board, units
from tongban.responsibilities.terms import Kind, Layer

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime
    from uuid import UUID

    from tongban.identity.terms import Actor
    from tongban.responsibilities.terms import BoardRelease

FIELDS = ("title", "text", "address")
OF_DRAFT = "order_id unit text version drafted_at sent_back_for".split()
AS_IT_STANDS = "unit round assigned_at taken_at object_until due_at escalated settled_at on_time".split()


def order(order_id: UUID, *, by: Actor, at: datetime, purpose: str) -> OrderView:
    """An order with everything about its message; one row in the log of reads. Refuses: UnknownOrder."""
    row = _seen(by).filter(orders__pk=order_id).first()
    if row is None:
        raise UnknownOrder(str(order_id))
    return _view(row, order_id, by=by, at=at, purpose=purpose)


def handled(message_id: UUID, *, by: Actor, at: datetime, purpose: str) -> OrderView:
    """A message as the desks see it, without an order of their own; one row in the log of reads. Refuses: UnknownMessage."""
    row = _seen(by).filter(pk=message_id).first()
    if row is None:
        raise UnknownMessage(str(message_id))
    return _view(row, None, by=by, at=at, purpose=purpose)


def message_id(number: str, *, by: Actor) -> UUID | None:
    """The message of this number, where this actor may open it; nothing of it is read."""
    return _seen(by).filter(number=read_number(number)).values_list("pk", flat=True).first()


def numbers_of(ids: Collection[UUID], *, by: Actor) -> dict[UUID, str]:
    """The numbers of those messages which this actor may open; nothing of them is read."""
    return dict(_seen(by).filter(pk__in=ids).values_list("pk", "number"))


def order_of(found_id: UUID, *, by: Actor) -> UUID | None:
    """The order of a message whose reply waits for this actor, else the one that their own units have or had, the open one first.

    Nothing of it is read.
    """
    release = board()
    orders = Order.objects.filter(message=found_id, message__in=_seen(by).filter(pk=found_id).values("pk"))
    waiting = orders.filter(pk__in=awaiting(by, release).values("order")).values_list("pk", flat=True).first()
    if waiting is not None or access.at_desk(by, release.duty_desk):
        return waiting
    mine = orders.filter(unit__in=access.units_of(by, release)).order_by(F("settled_at").desc(nulls_first=True), "-assigned_at")
    return mine.values_list("pk", flat=True).first()


def _seen(by: Actor):  # type: ignore[no-untyped-def]
    release = board()
    return Message.objects.defer("terms").filter(access.seen_by_staff(by, release, units(release)))


def _view(row: Message, order_id: UUID | None, *, by: Actor, at: datetime, purpose: str) -> OrderView:
    release = board(row.release_id)
    tree = units(release)
    orders = list(row.orders.order_by("assigned_at", "pk"))
    mine = next((each for each in orders if each.pk == order_id), None)
    holders = [row.author_id] if row.author_id is not None else []
    told = {"subject": str(row.pk), "fields": FIELDS, "body": _for_whom(by, mine, orders, release)}
    access_log.note("board.order", by=by, at=at, purpose=purpose, holders=holders, **told)
    inside = access.reads_as_written(by, row, orders, release=release, units=tree)
    own = None if inside else access.units_of(by, release)  # of what is not displayed, others see what they did themselves
    written = inside or access.reads_to_screen(by, row, release)
    words = row.words() if written else {}
    outcome = decided(row) if inside and row.kind == Kind.SUGGESTION else None
    if outcome is not None:  # as its unit has said last; everybody else reads it with the answer
        row.suggested, row.suggested_reason = outcome.codes["outcome"], outcome.words
    return OrderView(
        message=Viewing.of(row, at=at, own=False, inside=written).view(),
        written_title=words.get("title", ""),
        written_text=words.get("text", ""),
        written_address=words.get("address", ""),
        author_kind=AuthorKind(row.author_kind),
        reachable=written and (row.author_kind == AuthorKind.ACCOUNT or bool(row.whose().get("phone"))),
        may_learn_author=access.may_learn_author(by, row, orders, release=release, units=tree),
        order=_order_line(mine, release, at) if mine is not None else None,
        orders=tuple(_order_line(each, release, at) for each in orders),
        drafts=_drafts(row, by) if inside else (),
        notes=_notes(row, release, own),
        urgings=_urgings(row) if inside else (),
        dispatched=_dispatched(row, release, own),
        extensions=tuple(asked_extension(each) for each in row.extensions.filter(granted__isnull=True).select_related("order", "message")),
        merged=tuple(
            MergedLine(each.pk, each.number, each.title, each.received_at) for each in row.merged.order_by("received_at") if inside
        ),
        cleared=row.cleared,
        acts=access.acts_open_to(by, row, release=release, units=tree, order=mine),
        units_below=tuple(each.code for each in tree.below(mine.unit)) if mine is not None else (),
        seen=standing(row),
        wished=_called([row.wished_unit] if row.wished_unit and row.kind == Kind.REPORT and inside else [], release),
        named=_called(row.names if inside else [], release),
    )


def _called(codes: list[str], release: BoardRelease) -> tuple[tuple[str, Bilingual], ...]:
    return tuple((each, unit_name(each, release)) for each in codes)


def _for_whom(by: Actor, mine: Order | None, orders: list[Order], release: BoardRelease) -> str:
    """The department for which somebody looks: that of the order they opened, or one over it; else that of their desk of the city."""
    tree, having = units(release), [each.unit for each in ([mine] if mine is not None else orders)]
    asked = [code for unit in having for code in (unit, *tree.over(unit)) if code in by.departments]
    desks = [release.duty_desk, release.screening_desk, release.call_back_desk, *(each.desk for each in release.joint)]
    seated = [desk.partition("/")[0] for desk in desks if access.at_desk(by, desk)]
    return next(iter([*seated, *asked] if mine is None else [*asked, *seated]), "")


def _order_line(row: Order, release: BoardRelease, at: datetime) -> OrderLine:
    return OrderLine(
        id=row.pk,
        **{name: getattr(row, name) for name in AS_IT_STANDS},
        unit_name=unit_name(row.unit, release),
        role=Role(row.role),
        state=OrderState(row.state),
        over=row.parent_id,
        light=light(row.settled_at or at, amber_at=row.amber_at, due_at=row.due_at),
    )


def _drafts(row: Message, by: Actor) -> tuple[DraftView, ...]:
    drafts = list(row.replies.exclude(state=ReplyState.PUBLISHED).order_by("drafted_at"))
    names = _names([each.drafted_by for each in drafts])
    return tuple(
        DraftView(
            **{name: getattr(each, name) for name in OF_DRAFT},
            id=each.pk,
            state=ReplyState(each.state),
            end=End(each.end),
            shortcomings=tuple(each.shortcomings),
            drafted_by=names.get(each.drafted_by, ""),
            own=each.drafted_by == by.id,
        )
        for each in drafts
    )


def _notes(row: Message, release: BoardRelease, own: tuple[str, ...] | None) -> tuple[NoteView, ...]:
    notes = list(Note.objects.filter(_of(own), message=row).order_by("at", "pk"))
    names = _names([each.written_by for each in notes])
    return tuple(
        NoteView(each.unit, unit_name(each.unit, release), names.get(each.written_by, ""), each.at, each.words()) for each in notes
    )


def _urgings(row: Message) -> tuple[NoteView, ...]:
    """What bodies of the joint desk want, since it was last answered."""
    since = Q(at__gt=row.answered_at) if row.answered_at else Q()
    steps = list(row.track.filter(since, kind=TrackKind.URGED).order_by("at", "id")) if row.is_urged else []
    names = _names([each.actor_id for each in steps if each.actor_id])
    called = [Bilingual(each.codes["zh"], each.codes["en"]) for each in steps]
    return tuple(NoteView(it.unit, name, names.get(it.actor_id, ""), it.at, it.said()) for it, name in zip(steps, called, strict=True))


def _names(ids: list[UUID]) -> dict[UUID, str]:
    """Of whoever drafted or noted something; where it was no login, of the unit's own system."""
    names = identity_queries.names_of(ids) if ids else {}
    others = [each for each in ids if not names.get(each)]
    return {**names, **clients_queries.names_of(others)} if others else names


def _of(own: tuple[str, ...] | None) -> Q:
    return Q() if own is None else Q(unit__in=own)


def _dispatched(row: Message, release: BoardRelease, own: tuple[str, ...] | None) -> tuple[DispatchLine, ...]:
    found = Dispatched.objects.filter(_of(own), message=row).order_by("at", "pk")
    return tuple(
        DispatchLine(it.at, Layer(it.layer), it.rule, it.unit, unit_name(it.unit, release), it.probability, it.right, bool(it.order_id))
        for it in found
    )
