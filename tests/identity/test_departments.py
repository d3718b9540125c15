"""The city's own order: departments as a tree, desks in them, and who works there."""

import uuid
from typing import Any
from uuid import UUID

import pytest
from django.core.exceptions import ObjectDoesNotExist

from tests.identity.factories import (
    AT,
    DEPARTMENTS,
    NOT_THE_SYSTEM,
    acting,
    entries,
    make_city,
    make_clerk,
    make_login,
    refused,
    told,
)
from tests.kernel.elsewhere import Elsewhere, at_once, somebody_waits
from tongban.identity import actions, queries
from tongban.identity.actions import UnknownDesk, UnknownParent
from tongban.identity.models import Department, Desk, Post, Staff
from tongban.identity.terms import SYSTEM, Actor, ActorKind, Denied
from tongban.kernel.models import FactRow, LedgerEntry

pytestmark = pytest.mark.django_db


def load(*rows: dict[str, Any]) -> int:
    return actions.load_departments(departments=rows, by=SYSTEM, at=AT)


def bare(code: str, parent: str | None = None) -> dict[str, Any]:
    return {"code": code, "name": code, "uscc": "11999999MB0000019T", "number_prefix": "榕", "parent": parent}


def test_departments_and_desks_are_loaded_in_one_act() -> None:
    assert make_city() == 6
    assert [each.code for each in queries.departments()] == ["jianwei", "shizhengfu", "shuiliju"]
    assert [each.code for each in queries.desks()] == ["jianwei/approve", "jianwei/window", "shuiliju/review"]
    assert (entries(), told()) == (["identity.load_departments"], ["identity.DepartmentsLoaded"])
    assert LedgerEntry.objects.get().codes == {"count": "6"}
    assert FactRow.objects.get().payload["count"] == 6


def test_what_was_loaded_is_what_the_city_says() -> None:
    make_city()
    water, building = queries.department("shuiliju"), queries.department("jianwei")
    assert (water.name.zh, water.name.en, water.short_name.zh) == ("榕城市示例水利局", "Rongcheng Example Water Bureau", "水利局")
    assert (water.uscc, water.number_prefix, water.parent, water.phone) == ("11999999MB0000027M", "榕水", "shizhengfu", "")
    assert building.short_name.zh == "榕城市示例建设委员会", "without a short name it is the name"
    assert (building.phone, building.address.zh, building.address.en) == ("12345", "示例路 1 号", "1 Example Road")
    assert queries.desks()[2].name.en == "Review"


def test_loading_twice_changes_nothing() -> None:
    make_city()
    assert make_city() == 0
    assert len(entries()) == len(told()) == 1


def test_only_what_changed_is_written_and_counted() -> None:
    make_city()
    changed = [dict(row) for row in DEPARTMENTS]
    changed[1]["phone"] = "12346"
    changed[0]["desks"] = [{"key": "review", "name": "审核"}, {"key": "window", "name": "窗口"}]
    assert load(*changed) == 3
    assert queries.department("jianwei").phone == "12346"
    assert LedgerEntry.objects.latest("id").codes == {"count": "3"}


def test_two_loads_that_differ_have_different_digests() -> None:
    make_city()
    load(bare("new"))
    assert len(set(LedgerEntry.objects.values_list("digest", flat=True))) == 2


def test_parents_come_first_however_the_file_is_ordered() -> None:
    assert load(bare("grandchild", "child"), bare("child", "root"), bare("root")) == 3
    assert Department.objects.get(pk="grandchild").parent.parent_id == "root"  # type: ignore[union-attr]


def test_a_department_may_move_to_another_parent() -> None:
    load(bare("one"), bare("two"), bare("child", "one"))
    assert load(bare("one"), bare("two"), bare("child", "two")) == 1
    assert queries.department("child").parent == "two"


@pytest.mark.parametrize(
    "rows",
    [
        [bare("one", "two"), bare("two", "one")],
        [bare("one", "one")],
        [bare("root"), bare("one", "three"), bare("two", "one"), bare("three", "two")],
        [bare("one", "nobody")],
    ],
    ids=["two of each other", "one of itself", "three in a ring", "nobody"],
)
def test_a_tree_without_a_root_is_refused_and_names_who(rows: list[dict[str, Any]]) -> None:
    with refused(UnknownParent) as found:
        load(*rows)
    assert "one" in str(found.value) and "root" not in str(found.value)
    assert not Department.objects.exists()


@NOT_THE_SYSTEM
def test_only_the_system_loads_and_appoints(by: Actor) -> None:
    with refused(Denied):
        actions.load_departments(departments=DEPARTMENTS, by=by, at=AT)
    make_city()
    with refused(Denied):
        make_clerk("jianwei/window", by=by)


def test_what_is_not_there_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        queries.department("nobody")


@pytest.mark.django_db(transaction=True)
def test_the_second_of_two_loads_waits_and_finds_nothing_to_do() -> None:
    make_city()
    changed = [dict(row, phone="12347") for row in DEPARTMENTS]
    with Elsewhere() as one, Elsewhere() as other:
        one.begin()
        assert one.do(lambda: load(*changed)) == 3
        second = other.start(lambda: load(*changed))
        assert somebody_waits()
        one.commit()
        assert second.result(20) == 0


def test_an_appointment_gives_name_title_and_exactly_these_desks() -> None:
    make_city()
    login = make_clerk("jianwei/window", "jianwei/approve")
    staff = Staff.objects.get()
    assert (staff.login_id, staff.name, staff.title) == (login, "李明（演示）", "窗口人员")
    assert acting(login).desks == {"jianwei/window", "jianwei/approve"}
    entry, fact = LedgerEntry.objects.latest("id"), FactRow.objects.latest("id")
    assert (entry.act, entry.codes) == ("identity.appoint_staff", {"desks": "jianwei/approve jianwei/window"})
    assert (fact.name, fact.aggregate_id, fact.payload["desks"]) == ("identity.StaffAppointed", login, 2)


def test_the_next_appointment_replaces_the_desks() -> None:
    make_city()
    login = make_clerk("jianwei/window", "jianwei/approve")
    make_clerk("shuiliju/review", "jianwei/window", login_id=login)
    assert set(Post.objects.values_list("desk_id", flat=True)) == {"jianwei/window", "shuiliju/review"}
    make_clerk(login_id=login)
    assert acting(login).kind is ActorKind.PERSON, "without a desk nobody is staff"


def test_the_same_appointment_again_changes_nothing() -> None:
    make_city()
    login = make_clerk("jianwei/window")
    before = len(entries())
    make_clerk("jianwei/window", "jianwei/window", login_id=login)
    assert len(entries()) == before


@pytest.mark.parametrize("change", [{"name": "王芳（演示）"}, {"title": "审核人员"}])
def test_another_name_or_title_is_an_act_as_well(change: dict[str, str]) -> None:
    make_city()
    login = make_clerk("jianwei/window")
    before = len(entries())
    make_clerk("jianwei/window", login_id=login, **change)
    assert len(entries()) == before + 1
    assert Staff.objects.filter(**change).exists()


def test_a_desk_that_is_not_there_is_refused_by_name() -> None:
    make_city()
    login = make_login()
    with refused(UnknownDesk) as found:
        make_clerk("jianwei/window", "jianwei/nowhere", login_id=login)
    assert "jianwei/nowhere" in str(found.value) and "window" not in str(found.value)
    assert not Staff.objects.exists()


def test_a_login_that_is_not_there_is_not_appointed() -> None:
    make_city()
    with refused(ObjectDoesNotExist):
        make_clerk("jianwei/window", login_id=uuid.uuid4())


@pytest.mark.django_db(transaction=True)
def test_appointments_of_one_login_at_once_end_with_one_of_them() -> None:
    make_city()
    login: UUID = make_login()
    wanted = [("jianwei/window",), ("jianwei/approve", "shuiliju/review"), ("shuiliju/review",)]
    outcomes = at_once(*[lambda desks=desks: make_clerk(*desks, login_id=login) for desks in wanted])
    assert outcomes == [login] * 3
    held = set(Post.objects.values_list("desk_id", flat=True))
    assert held in [set(desks) for desks in wanted]


def test_a_desk_belongs_to_its_department() -> None:
    make_city()
    assert {desk.code: desk.department for desk in queries.desks()} == {
        "jianwei/approve": "jianwei",
        "jianwei/window": "jianwei",
        "shuiliju/review": "shuiliju",
    }
    assert str(Desk.objects.first()) == "jianwei/approve"
