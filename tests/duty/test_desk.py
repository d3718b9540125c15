"""The duty desk: shifts that begin and end, and what one tells the next."""

import uuid

import pytest
from django.db import IntegrityError, transaction

from tests.duty.factories import AT, MINUTE, clerk, make_city, operator
from tests.identity.factories import entries, refused, told
from tests.kernel.elsewhere import at_once
from tongban.duty import actions, queries
from tongban.duty.models import Note, Shift
from tongban.duty.terms import AlreadyOnShift, Denied, DeskLeftEmpty, NotOnShift, UnknownNote, WordsMissing
from tongban.identity.terms import PUBLIC, SYSTEM


@pytest.fixture
def town(db) -> None:
    make_city()


def note(by, text: str = "燃气公司 3 点再报一次", **changes) -> uuid.UUID:
    return actions.write_note(**{"key": uuid.uuid4(), "text": text, "by": by, "at": AT} | changes)


def test_a_shift_begins_and_is_seen(town) -> None:
    by = operator()
    shift = actions.begin_shift(by=by, at=AT)
    (seen,) = queries.on_shift(by=by, at=AT)
    assert (seen.id, seen.login_id, seen.name, seen.begun_at) == (shift, by.id, "演示·值班员", AT)
    assert told()[-1] == "duty.ShiftBegun" and entries()[-1] == "duty.begin_shift"
    with refused(AlreadyOnShift):
        actions.begin_shift(by=by, at=AT)


def test_whoever_leaves_the_desk_empty_says_why(town) -> None:
    first, second = operator(), operator()
    for by in (first, second):
        actions.begin_shift(by=by, at=AT)
    actions.end_shift(by=first, at=AT + MINUTE)
    with refused(DeskLeftEmpty):
        actions.end_shift(by=second, at=AT + MINUTE)
    actions.end_shift(left_empty_because="火警疏散", by=second, at=AT + MINUTE)
    assert list(Shift.objects.order_by("left_empty_because").values_list("left_empty_because", flat=True)) == ["", "火警疏散"]
    assert queries.on_shift(by=first, at=AT + MINUTE) == ()
    with refused(NotOnShift):
        actions.end_shift(by=first, at=AT + MINUTE)
    with pytest.raises(IntegrityError), transaction.atomic():
        Shift.objects.update(ended_at=None)


@pytest.mark.django_db(transaction=True)
def test_two_who_leave_at_once_do_not_each_think_the_other_stays() -> None:
    make_city()
    both = [operator(), operator()]
    for by in both:
        actions.begin_shift(by=by, at=AT)
    outcomes = at_once(*[lambda by=by: actions.end_shift(by=by, at=AT + MINUTE) for by in both])
    assert sorted(type(each).__name__ for each in outcomes) == ["DeskLeftEmpty", "NoneType"]


def test_a_note_is_read_and_never_changed(town) -> None:
    writer, reader = operator(), operator(name="演示·接班")
    written = note(writer)
    assert [each.read_by_me for each in queries.handover_notes(by=writer)] == [True]
    (seen,) = queries.handover_notes(by=reader)
    assert (seen.id, seen.text, seen.by_name, seen.read, seen.read_by_me) == (written, "燃气公司 3 点再报一次", "演示·值班员", (), False)
    assert queries.overview(by=reader, at=AT).unread_notes == 1
    for _ in range(2):
        actions.acknowledge_note(note_id=written, by=reader, at=AT + MINUTE)
    (seen,) = queries.handover_notes(by=reader)
    assert [(each.name, each.at) for each in seen.read] == [("演示·接班", AT + MINUTE)] and seen.read_by_me
    assert told().count("duty.NoteAcknowledged") == 1
    for act in (lambda: Note.objects.update(at=AT + MINUTE), lambda: Note.objects.all().delete()):
        with pytest.raises(IntegrityError), transaction.atomic():
            act()


def test_the_same_key_is_the_same_note_and_pages_go_on(town) -> None:
    by, key = operator(), uuid.uuid4()
    assert note(by, key=key) == note(by, key=key)
    later = note(by, "第二条", at=AT + MINUTE)
    assert [each.id for each in queries.handover_notes(by=by, limit=1)] == [later]
    assert [each.text for each in queries.handover_notes(by=by, before=AT + MINUTE)] == ["燃气公司 3 点再报一次"]


def test_what_is_missing_is_refused(town) -> None:
    by = operator()
    with refused(WordsMissing):
        note(by, "  ")
    with refused(UnknownNote):
        actions.acknowledge_note(note_id=uuid.uuid4(), by=by, at=AT)


def test_the_desk_is_for_those_who_work_at_it(town) -> None:
    written = note(operator())
    for by in (clerk("jianwei/window"), PUBLIC, SYSTEM):
        for act in (
            lambda by=by: actions.begin_shift(by=by, at=AT),
            lambda by=by: actions.end_shift(by=by, at=AT),
            lambda by=by: note(by),
            lambda by=by: actions.acknowledge_note(note_id=written, by=by, at=AT),
        ):
            with refused(Denied):
                act()
    for by in (clerk("jianwei/window"), PUBLIC):
        for ask in (lambda by=by: queries.on_shift(by=by, at=AT), lambda by=by: queries.handover_notes(by=by)):
            with pytest.raises(Denied):
                ask()
