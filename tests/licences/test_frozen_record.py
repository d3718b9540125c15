"""The record of a licence never changes, whoever tries; what was changed behind the trigger's back is found."""

import pytest
from django.db import DatabaseError, connection

from tests.licences.factories import NOON, make_licence, refused
from tongban.identity.terms import SYSTEM
from tongban.licences import actions, models, terms


@pytest.fixture
def licence(city: None) -> terms.Licence:
    return make_licence()


def sql(statement: str, *parameters: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)


CHANGES = {
    "number": "'D000000000'",
    "holder_id": "gen_random_uuid()",
    "holder_kind": "'person'",
    "identifier": "'1.2'",
    "version": "2",
    "issuer": "'shuiliju'",
    "issuer_name": """'{"zh": "榕城市示例水利局"}'""",
    "issued_on": "'2020-01-01'",
    "valid_from": "'2020-01-01'",
    "valid_until": "NULL",
    "sealed": "'\\x00'",
    "digest": "''",
    "case_id": "gen_random_uuid()",
    "recorded_at": "now()",
    "source": "'scan'",
    "previous_id": "gen_random_uuid()",
    "status_place": "nextval('licences_status_place')",
}


@pytest.mark.parametrize("column", CHANGES)
def test_no_statement_changes_the_record(licence, column: str) -> None:
    with refused(DatabaseError) as found:
        sql(f"UPDATE licences_licence SET {column} = {CHANGES[column]} WHERE id = %s", licence.id)
    assert "never changed" in str(found.value)


def test_every_column_but_state_and_document_is_frozen() -> None:
    columns = {field.column for field in models.Licence._meta.concrete_fields}
    assert columns - set(CHANGES) == {"id", "type_code", "state", "document_digest", "ofd_digest"}


def test_no_statement_deletes_a_licence(licence) -> None:
    with refused(DatabaseError) as found:
        sql("DELETE FROM licences_licence WHERE id = %s", licence.id)
    assert "never deleted" in str(found.value)


@pytest.mark.parametrize(("profile", "column"), [(terms.Profile.PDF, "document_digest"), (terms.Profile.OFD, "ofd_digest")])
def test_a_document_is_not_replaced(licence, profile: terms.Profile, column: str) -> None:
    actions.make_document(licence_id=licence.id, profile=profile, by=SYSTEM, at=NOON)
    for value in ("NULL", "repeat('0', 64)"):
        with refused(DatabaseError) as found:
            sql(f"UPDATE licences_licence SET {column} = {value} WHERE id = %s", licence.id)
        assert "made once" in str(found.value)


def tamper(statement: str, *parameters: object) -> None:
    """As somebody with the database owner's rights would."""
    sql("SET CONSTRAINTS ALL IMMEDIATE")
    sql("ALTER TABLE licences_licence DISABLE TRIGGER licences_licence_frozen")
    sql(statement, *parameters)
    sql("ALTER TABLE licences_licence ENABLE TRIGGER licences_licence_frozen")
