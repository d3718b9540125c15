"""What the database's owner changes in the library by hand is found and named, whatever row it is; what nobody changed holds."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from tests.licences.factories import CITED, NOON, TODAY, a_clerk, a_holder, a_person, end_licence, make_licence, make_licence_type, refused
from tests.licences.stocks import a_row, as_csv, ingest
from tongban.identity.terms import SYSTEM
from tongban.licences import actions, models, queries, terms
from tongban.licences.queries import opening
from tongban.licences.terms import Change
from tongban.sharing import actions as sharing_actions
from tongban.sharing import queries as sharing_queries
from tongban.sharing import terms as sharing_terms

REVIVED = "UPDATE licences_licence SET state = 'valid' WHERE id = %s"


@pytest.fixture
def licence(city: None) -> terms.Licence:
    """Issued here to two holders, suspended, resumed and revoked."""
    kind = make_licence_type()
    content = {"company_name": "示例", "grade": "second"}
    made = actions.issue(
        type_code=kind.code, holder=a_holder(), content=content, valid_years=5, joint=(a_holder(name="榕城示例二公司"),), by=SYSTEM, at=NOON
    )
    for hours, change in enumerate((Change.SUSPEND, Change.RESUME), 1):
        actions.change(licence_id=made.id, change=change, **CITED, by=a_clerk("jianwei/approver"), at=NOON + timedelta(hours=hours))
    end_licence(made.id, Change.REVOKE, at=NOON + timedelta(hours=3))
    make_licence(kind=kind)
    ingest(as_csv([a_row(serial) for serial in range(1, 6)]))
    return made


def tamper(statement: str, *parameters: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement, parameters)
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")


def test_what_nobody_changed_holds(licence) -> None:
    assert list(queries.audit()) == []


def test_a_version_that_stands_instead_holds(city) -> None:
    old = make_licence()
    new = terms.NewVersion(why=terms.Renewing.CHANGE, content={**old.content, "company_name": "新"}, valid_until=old.valid_until)
    made = actions.new_version(licence_id=old.id, new=new, **CITED, by=a_clerk("jianwei/approver"), at=NOON)
    assert list(queries.audit()) == []
    tamper("UPDATE licences_licence SET previous_id = NULL WHERE id = %s", made.id)
    assert f"its successor {made.id} does not stand" in "\n".join(queries.audit())


LAST = "id = (SELECT id FROM licences_event WHERE licence_id = %s ORDER BY at DESC LIMIT 1)"
TAMPERED = {
    REVIVED: ("state is valid, its last event says revoked", "of the ledger says revoked"),
    f"DELETE FROM licences_event WHERE {LAST}": ("its last event says valid", "licences_event: the row of entry"),
    f"UPDATE licences_event SET state = 'valid' WHERE {LAST}": ("its last event says valid", "(revoke): it is not what its digest says"),
    f"UPDATE licences_event SET sealed = '\\x00' WHERE {LAST}": ("(revoke): it is not what its digest says",),
    f"UPDATE licences_event SET digest = repeat('0', 64) WHERE {LAST}": ("(revoke): no entry of the ledger has its digest",),
    f"UPDATE licences_event SET actor_id = gen_random_uuid() WHERE {LAST}": ("names another actor",),
    f"UPDATE licences_event SET at = at + interval '1 minute' WHERE {LAST}": ("(revoke): it is not what its digest says",),
    "DELETE FROM licences_jointholder WHERE licence_id = %s": ("licences_jointholder: the row of",),
    "INSERT INTO licences_jointholder (holder_id, licence_id) VALUES (gen_random_uuid(), %s)": ("was added, who does not hold it",),
    "UPDATE licences_licence SET digest = repeat('0', 64) WHERE id = %s": ("its record is not what", "its digest is not that of entry"),
    "UPDATE licences_licence SET holder_id = gen_random_uuid() WHERE id = %s": ("its record is not what its digest says",),
    "UPDATE licences_licence SET valid_until = '2099-01-01' WHERE id = %s": ("its record is not what its digest says",),
    "UPDATE licences_licence SET identifier = 'other' WHERE id = %s": ("its record is not what its digest says",),
    "UPDATE licences_licence SET sealed = '\\x00' WHERE id = %s": ("its sealed record cannot be opened",),
    "DELETE FROM licences_licence WHERE id = %s": ("(licences.issue) is about it, and it is not there", "(revoke): its licence"),
    "UPDATE licences_licence SET source = 'stock' WHERE id = %s": ("source is stock, entry",),
}


@pytest.mark.parametrize("statement", TAMPERED)
def test_each_change_is_found_and_named(licence, statement: str) -> None:
    tamper(statement, licence.id)
    found = list(queries.audit())
    assert str(licence.id) in "\n".join(found)
    for words in TAMPERED[statement]:
        assert any(words in fault for fault in found), found


def test_the_command_names_it_and_fails(licence) -> None:
    tamper(REVIVED, licence.id)
    warned = StringIO()
    with pytest.raises(CommandError, match="2 places"):
        call_command("verify_ledger", stdout=StringIO(), stderr=warned)
    assert str(licence.id) in warned.getvalue()


def test_a_forged_event_has_no_entry(licence) -> None:
    tamper(
        "INSERT INTO licences_event (id, licence_id, change, state, sealed, digest, department, actor_id, at)"
        " SELECT gen_random_uuid(), licence_id, 'reinstate', 'valid', sealed, digest, department, actor_id,"
        " at + interval '1 day' FROM licences_event WHERE change = 'revoke' AND licence_id = %s",
        licence.id,
    )
    found = "\n".join(queries.audit())
    assert "(reinstate): it is not what its digest says" in found and "(reinstate): no entry" in found


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("DELETE FROM licences_licence WHERE number = 'D2359900002'", "3 licences were taken over"),
        (
            "UPDATE licences_licence SET digest = repeat('0', 64) WHERE number = 'D2359900002'",
            "licences are not those that were taken over",
        ),
    ],
)
def test_a_stock_that_was_changed_is_found_by_its_part(licence, statement: str, words: str) -> None:
    tamper(statement)
    found = list(queries.audit())
    assert any(words in fault or "are not those" in fault for fault in found), found


def test_nobody_can_use_a_licence_whose_state_its_events_do_not_bear_out(licence) -> None:
    tamper(REVIVED, licence.id)
    at = NOON + timedelta(hours=4)
    told = sharing_queries.verification(licence.identifier, at=at)
    assert (told.unchanged, told.usable) == (False, False)
    asked = {"holder_ids": [licence.holder_id], "types": [licence.type_code], "on": TODAY, "by": SYSTEM, "at": at}
    use = terms.Use(purpose="tests", receiver="jianwei", basis=terms.CONSENT)
    [found] = queries.checked_for(**asked, use=use)
    assert not found.checks.seal and not found.checks.hold
    assert queries.usable_for(**asked, purpose="tests") == ()
    with refused(sharing_terms.UnusableLicence) as refusal:
        sharing_actions.show(licence_id=licence.id, purpose="示例", by=a_person(mandates=(licence.holder_id,)), at=at)
    assert "changed" in str(refusal.value)
    place = models.Licence.objects.get(pk=licence.id).status_place
    assert list(opening.ended_places(place, place + 1)) == [(place, terms.LicenceState.REVOKED)]


@pytest.mark.parametrize(("said", "forged"), [("注销", "valid"), ("有效", "suspended")])
def test_the_state_in_which_a_licence_of_a_stock_came_is_chained(city, said: str, forged: str) -> None:
    make_licence_type()
    ingest(as_csv([a_row(1), a_row(2, 状态=said)]))
    assert list(queries.audit()) == []
    row = models.Licence.objects.get(number="D2359900002")
    tamper("UPDATE licences_licence SET state = %s WHERE id = %s", forged, row.pk)
    [found] = queries.audit()
    assert str(row.pk) in found and f"state is {forged}, it was taken over as {row.state}" in found
    told = sharing_queries.verification(row.identifier, at=NOON)
    assert (told.unchanged, told.usable) == (False, False)
    assert queries.usable_for(holder_ids=[row.holder_id], types=[row.type_id], on=TODAY, by=SYSTEM, at=NOON, purpose="tests") == ()


def test_of_a_seeded_licence_too(city) -> None:
    made = make_licence()
    tamper("UPDATE licences_licence SET state = 'revoked' WHERE id = %s", made.id)
    assert any(str(made.id) in fault for fault in queries.audit())


def test_what_a_list_calls_ended_and_an_act_changed_holds(city) -> None:
    make_licence_type()
    ingest(as_csv([a_row(1)]))
    end_licence(models.Licence.objects.get().pk, Change.REVOKE, at=NOON + timedelta(hours=1))
    assert list(queries.audit()) == []


def test_a_stock_of_before_the_state_was_kept_still_verifies(city) -> None:
    """Its records say nothing of the state in which they came: what they say is still what was attested."""
    make_licence_type()
    ingest(as_csv([a_row(1, 状态="注销")]))
    row = models.Licence.objects.get()
    inside = row.opened()
    assert row.came_as(inside) == "cancelled" and row.bears_out(inside)
    assert row.came_as({**inside, "state": ""}) == "" and row.bears_out({key: each for key, each in inside.items() if key != "state"})
