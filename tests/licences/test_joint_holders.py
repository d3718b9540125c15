"""Several who hold one licence: each finds it, each sees who looked, and the record says who they are."""

import uuid
from datetime import date

import pytest
from django.db import DatabaseError, connection

from tests.licences.factories import CITED, NOON, TODAY, a_clerk, a_holder, a_person, make_licence, make_licence_type, refused
from tongban.identity.terms import Holder, HolderKind
from tongban.kernel.access_log import reads_of_holder
from tongban.licences import actions, models, queries, terms

ISSUER = a_clerk("jianwei/approver")
BOTH = frozenset(HolderKind)


def somebody(name: str) -> Holder:
    return a_holder(kind=HolderKind.PERSON, name=f"演示·{name}", code="999999199001010018")


@pytest.fixture
def kind(city: None) -> terms.LicenceType:
    return make_licence_type(code="PE", holder_kinds=BOTH, number_prefix="榕不动产权")


@pytest.fixture
def couple() -> tuple[Holder, Holder]:
    return somebody("林雯"), somebody("江河")


@pytest.fixture
def licence(kind, couple) -> terms.Licence:
    first, second = couple
    content = {"company_name": "示例", "grade": "second"}
    spec = {"type_code": "PE", "content": content, "valid_years": None, "by": ISSUER, "at": NOON}
    return actions.issue(**spec, holder=first, joint=(second,))


def test_each_of_them_finds_it(licence, couple) -> None:
    for holder in couple:
        person = a_person(holder.id)
        usable = {"types": ["PE"], "on": TODAY, "by": person, "at": NOON, "purpose": "test"}
        assert [each.id for each in queries.usable_for(holder_ids=[holder.id], **usable)] == [licence.id]
        assert [each.id for each in queries.licences_of(holder_id=holder.id, by=person, at=NOON, purpose="test")] == [licence.id]
        found = queries.licence(licence.id, by=person, at=NOON, purpose="test")
        assert (found.holder_ids, [each.name for each in found.joint]) == ((couple[0].id, couple[1].id), ["演示·江河"])
    with refused(terms.UnknownLicence):
        queries.licence(licence.id, by=a_person(), at=NOON, purpose="test")


def test_it_is_found_once_for_both_together(licence, couple) -> None:
    ids = [each.id for each in couple]
    person = a_person(couple[0].id, mandates=(couple[1].id,))
    assert len(queries.usable_for(holder_ids=ids, types=["PE"], on=TODAY, by=person, at=NOON, purpose="test")) == 1


def test_each_of_them_sees_who_looked(licence, couple) -> None:
    queries.licence(licence.id, by=a_person(couple[1].id), at=NOON, purpose="looked at by the second")
    for holder in couple:
        assert reads_of_holder(holder.id)[0].purpose == "looked at by the second"


def test_who_holds_it_is_part_of_the_record(licence, couple) -> None:
    row = models.Licence.objects.get(pk=licence.id)
    inside = row.opened()
    assert row.record_digest(inside) == row.digest
    inside["joint"] = []
    assert row.record_digest(inside) != row.digest
    plain = str(models.JointHolder.objects.values().get())
    assert "江河" not in plain and couple[1].code not in plain


def test_an_index_row_that_somebody_smuggled_in_opens_nothing(licence) -> None:
    """What counts is the sealed record."""
    thief = uuid.uuid4()
    models.JointHolder.objects.create(holder_id=thief, licence_id=licence.id)
    assert queries.licences_of(holder_id=thief, by=a_person(thief), at=NOON, purpose="test") == ()
    with refused(terms.UnknownLicence):
        queries.licence(licence.id, by=a_person(thief), at=NOON, purpose="test")


def test_the_index_is_never_changed(licence) -> None:
    for statement in ("UPDATE licences_jointholder SET holder_id = gen_random_uuid()", "DELETE FROM licences_jointholder"):
        with refused(DatabaseError) as found, connection.cursor() as cursor:
            cursor.execute(statement)
        assert "never changed" in str(found.value)


def test_the_next_version_has_the_same_holders(licence, couple) -> None:
    new = terms.NewVersion(terms.Renewing.CHANGE, {**licence.content, "grade": "示例"}, None)
    made = actions.new_version(licence_id=licence.id, new=new, **CITED, by=ISSUER, at=NOON)
    assert made.holder_ids == licence.holder_ids
    found = queries.usable_for(holder_ids=[couple[1].id], types=["PE"], on=TODAY, by=a_person(couple[1].id), at=NOON, purpose="test")
    assert [each.id for each in found] == [made.id]


def test_nobody_stands_twice_and_nobody_of_the_wrong_kind(kind, couple) -> None:
    spec = {"type_code": "PE", "content": {"company_name": "示例", "grade": "second"}, "valid_years": None, "by": ISSUER, "at": NOON}
    with refused(terms.HolderTwice):
        actions.issue(**spec, holder=couple[0], joint=(couple[0],))
    make_licence_type()
    with refused(terms.WrongHolder):
        actions.issue(**{**spec, "type_code": "QC"}, holder=a_holder(), joint=(couple[0],))
    assert not models.Licence.objects.exists() and not models.JointHolder.objects.exists()


def test_stock_is_taken_over_with_all_its_holders(kind, couple) -> None:
    licence = make_licence(kind=kind, holder=couple[0], joint=(couple[1],), issued_on=date(2026, 1, 1))
    assert [each.id for each in queries.licences_of(holder_id=couple[1].id, by=a_person(couple[1].id), at=NOON, purpose="test")] == [
        licence.id
    ]


def test_the_lookup_reads_two_indexes_and_not_the_table(licence, couple) -> None:
    """Among many licences too: the halves of the question are an index each."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        sql, parameters = models.Licence.objects.held_by([couple[1].id]).query.sql_with_params()
        cursor.execute(f"EXPLAIN {sql}", parameters)
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "BitmapOr" in plan and "Seq Scan on licences_licence" not in plan, plan
