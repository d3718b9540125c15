"""Watches came from `insight`: a city that had some keeps them, their guards, what waits, and all that the ledger says of them."""

from __future__ import annotations

import io
import uuid
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from tests import worlds
from tests.supervision import office
from tests.watches.analysts import an_analyst
from tongban.insight.terms import weeks
from tongban.kernel import facts, idempotency, imprints, ledger, rows
from tongban.kernel.models.facts import FactRow
from tongban.notices.models import Notice
from tongban.watches import actions, queries
from tongban.watches.events import WatchCounted
from tongban.watches.models import watched
from tongban.watches.terms import NewWatch

if TYPE_CHECKING:
    from django.apps.registry import Apps

    from tongban.identity.terms import Actor

BEFORE = ("insight", "0005_no_table_is_emptied")
WEEK = weeks.week_of(office.AT.date()) - 1
ASKED = NewWatch("路灯", words=("路灯",), above=3, shared=True)
CURVE = {"first": WEEK - 1, "last": WEEK, "raw": [None, 7], "voices": [None, 5], "tests": []}


def migrated(*to: tuple[str, str | None]) -> Apps:
    """The models of a state, once the database is there."""
    MigrationExecutor(connection).migrate(list(to))
    loader = MigrationExecutor(connection).loader
    return loader.project_state([(app, name) for app, name in to if name]).apps


@pytest.fixture
def analyst(db: None) -> Iterator[Actor]:
    office.forget()
    with worlds.entered(office.load):
        yield an_analyst()


@pytest.fixture
def kept(analyst: Actor) -> uuid.UUID:
    """A watch with a note and an alert, as the program of before left it; nobody has been told yet. The city is brought up to date."""
    was = migrated(BEFORE, ("watches", None))
    row = was.get_model("insight", "Watch")(owner=analyst.id, owner_name=analyst.name, name="路灯", words=["路灯"], above=3, shared=True)
    row.made_at, row.version, row.counted_version, row.curve, row.until_on = office.AT, 1, 1, CURVE, office.AT.date()
    note = was.get_model("insight", "WatchNote")(watch=row, text="已向城管局核实。", at=office.AT)
    alert = was.get_model("insight", "WatchAlert")(watch=row, week=WEEK, voices=5.0, above=3, at=office.AT)
    left: tuple[imprints.Left, ...] = (
        (replace(watched.WATCH, table=type(row), formerly=""), row, None),
        (replace(watched.WATCH_NOTE, table=type(note)), note, None),
        (replace(watched.WATCH_ALERT, table=type(alert)), alert, None),
    )
    rows.write(
        *rows.insert(row),
        *rows.insert(note),
        *rows.insert(alert),
        ledger.entry("insight.make_watch", by=analyst, at=office.AT, subject=row, codes=imprints.of(*left)),
        facts.entry(WatchCounted(watch_id=row.pk, until=office.AT.date(), over=WEEK, at=office.AT)),
    )
    FactRow.objects.exclude(name="insight.WatchCounted").update(settled_at=office.AT)
    migrated(("insight", "0006_watches_apart"), ("watches", "0001_watches_apart"))
    return row.pk


def test_what_there_was_is_there_and_goes_on(kept: uuid.UUID, analyst: Actor) -> None:
    view = queries.watch(kept, by=analyst)
    assert view.line.asked == ASKED and view.line.over and [each.text for each in view.notes] == ["已向城管局核实。"]
    assert [(each.week, each.monday.isoformat(), each.raw, each.count) for each in view.weeks][-1] == ("2026-W36", "2026-08-31", 7, 5)
    assert facts.dispatch(at=office.AT) and Notice.objects.get(kind="insight.watch").login_id == analyst.id
    actions.change_watch(watch_id=kept, asked=replace(ASKED, name="路灯不亮"), by=analyst, at=office.AT)
    actions.note_on_watch(watch_id=kept, text="又问了一次。", by=analyst, at=office.AT)
    assert len(queries.watch(kept, by=analyst).notes) == 2 and not list(queries.audit())
    told = io.StringIO()
    call_command("verify_ledger", stdout=told)
    assert "The ledger holds." in told.getvalue()


def test_its_guards_still_refuse(kept: uuid.UUID) -> None:
    changes = ["UPDATE insight_watchnote SET text = '别的'", "DELETE FROM insight_watchalert", "DELETE FROM insight_watch"]
    for statement in (*changes, *(f"TRUNCATE insight_{table} CASCADE" for table in ("watch", "watchnote", "watchalert"))):
        with pytest.raises(IntegrityError, match="append"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(statement)


def test_whatever_is_changed_behind_is_named_also_of_before(kept: uuid.UUID, analyst: Actor) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("UPDATE insight_watch SET above = 7")
    [fault] = queries.audit()
    assert fault.startswith(f"insight_watch {kept}: above is not what entry") and "(insight.make_watch)" in fault
    actions.change_watch(watch_id=kept, asked=replace(ASKED, above=9), by=analyst, at=office.AT)
    assert not list(queries.audit())
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("UPDATE insight_watch SET above = 7")
    assert "(watches.change_watch)" in next(iter(queries.audit()))


def test_a_key_that_was_sent_before_is_known(analyst: Actor) -> None:
    key, first = uuid.uuid4(), uuid.uuid4()
    about: dict[str, Any] = {"by": analyst, "at": office.AT, "result": first, "request": repr(ASKED).encode()}
    idempotency.claim(verb="insight.make_watch", key=key, **about)
    assert actions.make_watch(key=key, asked=ASKED, by=analyst, at=office.AT) == first
