"""A program is registered, asks with its key, and loses it: by whoever runs the city's system, and nobody else."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.db import IntegrityError, connection, transaction

from tests.board.town import MORNING, at_once, operator
from tongban.clients import actions, queries
from tongban.clients.models import Client
from tongban.clients.terms import ClientKnown, Denied, UnknownClient, UnknownUnit, WordsMissing, WordsTooLong
from tongban.identity.terms import SYSTEM, ActorKind
from tongban.kernel.models.facts import FactRow
from tongban.kernel.models.ledger import LedgerEntry
from tongban.responsibilities.terms import NoBoard

UNIT = "演示·城管系统"


def added(name: str = UNIT, **more: object) -> str:
    return actions.add_client(**{"name": name, "by": SYSTEM, "at": MORNING} | (more or {"department": "chengguan", "may_update": True}))


def revoked(name: str = UNIT) -> None:
    actions.revoke_client(name=name, by=SYSTEM, at=MORNING)


def test_a_system_of_a_unit_acts_at_its_desk(town: None) -> None:
    found = queries.by_key(added())
    assert found is not None and found.may_update
    assert (found.actor.kind, found.actor.id, found.actor.name) == (ActorKind.CONSUMER, found.id, UNIT)
    assert found.actor.desks == {"chengguan/messages"}


def test_a_program_for_everybody_acts_nowhere(town: None) -> None:
    found = queries.by_key(added("演示\u200b·  随手拍", contact="演示公司\n热线"))
    assert found is not None and not found.may_update and not found.actor.desks
    assert (found.name, found.contact) == ("演示· 随手拍", "演示公司 热线")


def test_of_a_key_only_a_digest_is_kept(town: None) -> None:
    key = added()
    row = Client.objects.get()
    assert bytes(row.key_digest) != key.encode()
    entry = LedgerEntry.objects.get(act="clients.add_client")
    fact = FactRow.objects.get(name="clients.ClientChanged")
    assert (entry.subject_type, entry.subject_id, fact.aggregate_id) == ("clients.client", str(row.pk), row.pk)
    assert entry.codes == {"unit": "chengguan", "updates": "true"} and fact.payload["change"] == "added"
    assert key not in f"{entry.codes}{fact.payload}"


def test_a_key_ends_once_and_for_good(town: None) -> None:
    key = added()
    known = queries.by_key(key)
    assert known is not None and queries.hold(known.id)
    revoked()
    revoked()
    assert queries.by_key(key) is None and not queries.hold(known.id)
    assert LedgerEntry.objects.filter(act="clients.revoke_client").count() == 1
    assert [each["change"] for each in FactRow.objects.order_by("sequence").values_list("payload", flat=True) if "client_id" in each] == [
        "added",
        "revoked",
    ]
    [listed] = queries.registered(SYSTEM)
    assert listed.revoked_at == MORNING and queries.names_of([listed.id]) == {listed.id: UNIT}
    with pytest.raises(ClientKnown):
        added()


@pytest.mark.parametrize("key", ["", "wrong", "a" * 5000, "\x00", "\ud800"])
def test_what_is_no_key_is_nobodys(town: None, key: str) -> None:
    added()
    assert queries.by_key(key) is None


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"name": "。", "contact": "演示公司"}, WordsMissing),
        ({"name": "\u200b", "contact": "演示公司"}, WordsMissing),
        ({"name": "演示"}, WordsMissing),
        ({"name": "演示", "contact": "——"}, WordsMissing),
        ({"name": "演" * 81, "contact": "演示公司"}, WordsTooLong),
        ({"name": "演示", "contact": "演" * 201}, WordsTooLong),
        ({"name": "演示", "department": "nobody"}, UnknownUnit),
        ({"name": "演示", "contact": "演示公司", "may_update": True}, UnknownUnit),
        ({"name": UNIT, "contact": "演示公司"}, ClientKnown),
    ],
)
def test_what_is_refused_changes_nothing(town: None, more: dict[str, object], refusal: type[Exception]) -> None:
    added()
    with pytest.raises(refusal), transaction.atomic():
        actions.add_client(**{"by": SYSTEM, "at": MORNING} | more)
    assert Client.objects.count() == 1 == LedgerEntry.objects.filter(act="clients.add_client").count()


def test_nobody_is_revoked_who_is_not_registered(town: None) -> None:
    with pytest.raises(UnknownClient):
        revoked("演示·别的")


@pytest.mark.django_db
def test_a_city_without_a_board_has_no_unit_to_report_for() -> None:
    with pytest.raises(NoBoard):
        added()


def test_only_the_system_registers_revokes_and_lists(town: None) -> None:
    by = operator()
    for refused in (
        lambda: actions.add_client(name="演示", contact="x", by=by, at=MORNING),
        lambda: actions.revoke_client(name="演示", by=by, at=MORNING),
        lambda: queries.registered(by),
    ):
        with pytest.raises(Denied), transaction.atomic():
            refused()


def test_two_programs_of_one_name_at_once(committed_town: None) -> None:
    outcomes = at_once(added, added)
    assert [type(each) for each in outcomes if isinstance(each, BaseException)] == [ClientKnown]
    [key] = [each for each in outcomes if isinstance(each, str)]
    assert queries.by_key(key) is not None


def test_what_waits_is_told_under_its_new_name_and_what_was_told_keeps_its_own(town: None) -> None:
    added()
    revoked()
    apart = import_module("tongban.clients.migrations.0001_initial")
    changed = FactRow.objects.filter(aggregate="client").order_by("sequence")
    changed.update(name="board.ClientChanged")
    FactRow.objects.filter(pk=changed[0].pk).update(settled_at=MORNING)
    for statement, waiting in ((apart.WAITING, "clients.ClientChanged"), (apart.AGAIN, "board.ClientChanged")):
        with connection.cursor() as cursor:
            cursor.execute(statement)
        assert list(changed.values_list("name", flat=True)) == ["board.ClientChanged", waiting]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE board_client SET key_digest = 'x'",
        "UPDATE board_client SET department = 'jiaoyu'",
        "UPDATE board_client SET may_update = NOT may_update",
        "DELETE FROM board_client",
        "TRUNCATE board_client CASCADE",
    ],
)
def test_what_no_verb_does_the_database_refuses(town: None, statement: str) -> None:
    added()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(statement)
