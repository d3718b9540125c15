"""What was written into the database behind the verbs is shown to nobody: a text that was changed, a week that was made up."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from uuid import UUID, uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from tests.supervision.office import SUPERVISOR, refused
from tests.supervision.week import KEY, LATER, SECOND, Lamps, closed, lamps, left_out, loaded, message, newest, signed
from tongban.identity.terms import PUBLIC
from tongban.supervision import actions, queries
from tongban.supervision.models import Exclusion, Ranking
from tongban.supervision.rules import document
from tongban.supervision.terms import CountedDifferently, DoesNotStand, UnknownWeek

OTHER = "2026-W30"


@pytest.fixture
def week(office: None) -> Lamps:
    loaded()
    held = lamps()
    closed()
    return held


@contextmanager
def behind_the_verbs(table: str) -> Iterator[None]:
    """As somebody with the database's own tools does it."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def changed(**columns: object) -> None:
    with behind_the_verbs("supervision_ranking"):
        Ranking.objects.filter(week=KEY).update(**columns)


def prettier(text: str) -> str:
    told = re.sub(r'"unanswered":[1-9][0-9]*', '"unanswered":0', text)
    assert told != text
    return told


def copied(**changes: object) -> Ranking:
    """A row like the one that is there, under another name."""
    row = newest()
    for column, value in ({"pk": uuid4()} | changes).items():
        setattr(row, column, value)
    row.save(force_insert=True)
    return row


def recomputed(week: str = KEY) -> str:
    told = StringIO()
    call_command("recompute_ranking", week, stdout=told)
    return told.getvalue()


def test_a_changed_text_of_a_signed_week_is_not_shown(week: Lamps) -> None:
    row = signed()
    assert queries.ranking(KEY).line.version == 1 and len(queries.rankings()) == 1
    changed(canonical=prettier(row.canonical))
    for by, version, trial in ((PUBLIC, 0, False), (PUBLIC, 1, False), (SUPERVISOR, 0, False), (SUPERVISOR, 0, True)):
        with pytest.raises(DoesNotStand):
            queries.ranking(KEY, by=by, version=version, trial=trial)
    assert queries.rankings() == () and queries.rankings(SUPERVISOR) == ()
    with pytest.raises(CommandError):
        recomputed()


def test_nor_with_a_digest_that_fits(week: Lamps) -> None:
    told = prettier(signed().canonical)
    changed(canonical=told, digest=document.digest(told))
    with pytest.raises(DoesNotStand):
        queries.ranking(KEY)
    assert queries.recomputed(KEY).signature_holds is False


def test_a_changed_text_of_a_week_that_is_not_signed_is_not_the_same(week: Lamps) -> None:
    assert "The same." in recomputed()
    changed(canonical=prettier(newest().canonical))
    found = queries.recomputed(KEY)
    assert not found.same and not found.stands and found.stored != found.counted
    with pytest.raises(CommandError):
        recomputed()
    with pytest.raises(DoesNotStand):
        queries.ranking(KEY, by=SUPERVISOR)


def test_a_changed_text_with_every_unit_is_not_shown_to_supervisors(week: Lamps) -> None:
    signed()
    changed(trial=prettier(newest().trial))
    with pytest.raises(DoesNotStand):
        queries.ranking(KEY, by=SUPERVISOR, trial=True)
    with pytest.raises(DoesNotStand):
        queries.proposals(KEY, by=SUPERVISOR)
    assert queries.rankings(SUPERVISOR) == ()
    assert queries.ranking(KEY).line.version == 1, "what was published is what was signed"


@pytest.mark.parametrize("changes", [{"week": OTHER}, {"version": 2}])
def test_a_row_with_the_text_of_another_is_not_published(week: Lamps, changes: dict[str, object]) -> None:
    signed()
    copied(**changes)
    asked = str(changes.get("week", KEY))
    with pytest.raises(DoesNotStand):
        queries.ranking(asked)
    assert [each.week for each in queries.rankings()] == ([KEY] if asked == OTHER else [])
    with pytest.raises(CommandError):
        recomputed(asked)
    assert queries.ranking(KEY, version=1).versions[-1].version == 1
    with pytest.raises(UnknownWeek):
        queries.ranking("2026-W29")


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"week": 1}'])
def test_a_row_with_any_text_is_not_published(week: Lamps, text: str) -> None:
    signed()
    copied(week=OTHER, canonical=text, digest=document.digest(text), certificate=b"none")
    with pytest.raises(DoesNotStand):
        queries.ranking(OTHER)
    assert len(queries.rankings()) == 1


def gone(exclusion_id: UUID) -> None:
    with behind_the_verbs("supervision_exclusion"):
        Exclusion.objects.filter(pk=exclusion_id)._raw_delete("default")


class TestCorrectingWhatWasChanged:
    def test_it_is_not_proposed(self, week: Lamps) -> None:
        lost = left_out(message(week.never))
        signed()
        gone(lost)
        with refused(CountedDifferently):
            actions.propose_correction(week=KEY, reason="有误。", by=SUPERVISOR, at=LATER)

    def test_nor_confirmed(self, week: Lamps) -> None:
        lost = left_out(message(week.never))
        signed()
        waiting = actions.propose_correction(week=KEY, reason="有误。", by=SUPERVISOR, at=LATER)
        gone(lost)
        with refused(CountedDifferently):
            actions.confirm_correction(correction_id=waiting, by=SECOND, at=LATER)

    def test_nor_where_what_waited_with_it_is_gone(self, week: Lamps) -> None:
        signed()
        waiting = actions.propose_correction(week=KEY, reason="有误。", excludes=[message(week.never)], by=SUPERVISOR, at=LATER)
        gone(Exclusion.objects.get().pk)
        with refused(CountedDifferently):
            actions.confirm_correction(correction_id=waiting, by=SECOND, at=LATER)
