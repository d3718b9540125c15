"""Loading licence types: new and changed ones only, with one entry and one fact."""

from dataclasses import replace

import pytest

from tests.licences.factories import NOON, a_clerk, a_person, a_type, refused
from tongban.identity.terms import PUBLIC, SYSTEM, HolderKind
from tongban.kernel.bilingual import Bilingual
from tongban.kernel.models import FactRow, LedgerEntry
from tongban.licences import actions, models, queries, terms

pytestmark = pytest.mark.django_db


def load(*types: terms.LicenceType, by=SYSTEM) -> int:
    return actions.load_types(types=types, by=by, at=NOON)


def test_a_type_is_read_again_as_it_was_written() -> None:
    kind = a_type(holder_kinds=frozenset(HolderKind))
    assert load(kind, a_type(code="BL", national_code="11100000000013338W012")) == 2
    assert queries.licence_type("QC") == kind
    assert list(queries.licence_type("QC").fields) == ["company_name", "grade"], "the face keeps this order"
    assert [each.code for each in queries.licence_types()] == ["BL", "QC"]


def test_one_entry_and_one_fact_for_the_batch() -> None:
    load(a_type(), a_type(code="BL"))
    entry = LedgerEntry.objects.get(act="licences.load_types")
    assert entry.codes == {"count": "2"}
    assert len(entry.digest) == 64
    fact = FactRow.objects.get(name="licences.TypesLoaded")
    assert fact.payload == {"count": 2, "digest": entry.digest}


def test_loading_twice_changes_nothing() -> None:
    load(a_type(), a_type(code="BL"))
    assert load(a_type(), a_type(code="BL")) == 0
    assert LedgerEntry.objects.filter(act="licences.load_types").count() == 1
    assert FactRow.objects.filter(name="licences.TypesLoaded").count() == 1


def test_only_what_changed_is_written_and_at_once_known() -> None:
    load(a_type(), a_type(code="BL"))
    assert queries.licence_type("QC").number_prefix == "榕建资"
    assert load(replace(a_type(), number_prefix="榕建企"), a_type(code="BL")) == 1
    assert queries.licence_type("QC").number_prefix == "榕建企"
    assert LedgerEntry.objects.filter(act="licences.load_types").latest("id").codes == {"count": "1"}


@pytest.mark.parametrize(
    "changes",
    [
        {"name": Bilingual("建筑业企业资质证书", "Qualification")},
        {"basis": Bilingual("《建筑法》第十三条")},
        {"labels": {}},
        {"holder_kinds": frozenset(HolderKind)},
        {"fields": {"grade": Bilingual("资质等级", "Grade"), "company_name": Bilingual("企业名称", "Company")}},
    ],
)
def test_every_part_of_a_type_counts_as_a_change(changes: dict) -> None:
    load(a_type())
    assert load(a_type(**changes)) == 1


@pytest.mark.parametrize("by", [PUBLIC, a_person(), a_clerk("jianwei/window")])
def test_only_the_system_loads_types(by) -> None:
    with refused(terms.Denied):
        load(a_type(), by=by)
    assert not models.LicenceType.objects.exists()


def test_an_unknown_type_is_refused() -> None:
    with pytest.raises(terms.UnknownType):
        queries.licence_type("ZZ")


def test_types_are_read_once_in_a_while(django_assert_num_queries) -> None:
    load(a_type())
    with django_assert_num_queries(1):
        queries.licence_type("QC")
        queries.licence_types()
