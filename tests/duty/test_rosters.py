"""Rosters: loaded from the city's file with every fault told, changed at a desk, and read by those whom they concern."""

import copy
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from tests.duty.factories import AT, DEPARTMENTS, MINUTE, PEOPLE, clerk, duty, load, make_city, operator, stand_in
from tests.identity import factories as people
from tests.identity.factories import NOT_THE_SYSTEM, entries, refused, told
from tongban.duty import actions, queries
from tongban.duty.models import Roster
from tongban.duty.terms import (
    Denied,
    FaultyDuty,
    ImpossiblePeriod,
    NoDuty,
    Person,
    Source,
    UnknownChange,
    UnknownUnit,
    UnusablePhone,
    WordsMissing,
)
from tongban.identity.terms import PUBLIC, SYSTEM
from tongban.kernel import yaml
from tongban.kernel.idempotency import KeyReused
from tongban.kernel.models.reads import Read

pytestmark = pytest.mark.django_db
WHY = "call the unit"


@pytest.fixture
def town() -> None:
    make_city()


def roster(place: int = 0, **changes: Any) -> dict[str, Any]:
    content = copy.deepcopy(duty())
    content["rosters"][place] |= changes
    return content


def numbers(unit: str, by, at=AT) -> list[str]:
    return [contact.person.phone for contact in queries.on_duty(unit, by=by, at=at, purpose=WHY)]


def test_a_city_without_a_plan_says_so() -> None:
    with pytest.raises(NoDuty):
        queries.plan()


def test_loading_twice_changes_nothing(town) -> None:
    before = len(entries())
    assert load() == 0
    assert len(entries()) == before
    assert entries().count("duty.load_duty") == told().count("duty.DutyLoaded") == 1
    plan = queries.plan()
    assert (plan.desk, plan.limits[plan.reasons[0].urgency]) == ("rexian/duty", timedelta(minutes=5))


def test_what_changed_is_loaded_and_what_is_gone_is_gone(town) -> None:
    changed = roster(people=PEOPLE | {"night": {"name": "演示·新夜班", "phone": "13800000008"}})
    assert load(changed) == 1
    assert numbers("jianwei", SYSTEM) == ["13800000008", "13800000003"]
    changed["rosters"].pop(0)
    assert load(changed | {"acknowledge_minutes": {"danger": 3, "urgent": 15, "ordinary": 60}}) == 2
    assert numbers("jianwei", SYSTEM) == []


def test_names_and_numbers_are_sealed(town) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM duty_roster")
        kept = b"".join(bytes(row[0]) for row in cursor.fetchall())
    assert b"13800000001" not in kept and "白班".encode() not in kept


def missing_night() -> list[dict[str, Any]]:
    return [{"who": ["day"], "days": "every", "from": "08:00", "until": "20:00"}]


@pytest.mark.parametrize(
    ("content", "path", "problem"),
    [
        (duty(desk="rexian/nothing"), "desk", "no desk `rexian/nothing`"),
        (roster(unit="nothing"), "rosters.0.unit", "no department `nothing`"),
        (roster(unit="shizhengfu"), "rosters.1.unit", "for the second time"),
        (roster(fallback=["nobody"]), "rosters.0.fallback", "nobody `nobody`"),
        (roster(turns=missing_night()), "rosters.0.turns", "nobody is on turn at 00:00 on a working day"),
        (roster(turns=[missing_night()[0] | {"rotates": "daily"}]), "rosters.0.turns.0", "go together"),
        (roster(people={"day": {"name": "x", "phone": "call me"}}), "rosters.0.people.day.phone", "does not match"),
        (roster(shift=1), "rosters.0.shift", "no key `shift`"),
        (duty(rosters=duty()["rosters"][:1]), "rosters", "`shizhengfu`, above all others, has no roster"),
    ],
)
def test_every_fault_is_told_with_its_line(town, content, path, problem) -> None:
    with refused(FaultyDuty) as found:
        load(content)
    told = [(fault.path, fault.problem) for fault in found.value.faults]
    assert any(where == path and problem in what for where, what in told), told
    assert all(fault.line > 0 and fault.remedy for fault in found.value.faults)


def test_what_is_no_yaml_is_told(town) -> None:
    with refused(FaultyDuty):
        actions.load_duty(content=b"desk: [", by=SYSTEM, at=AT)


def test_a_turn_that_ends_at_noon_leaves_a_hole_in_the_afternoon_of_days_off() -> None:
    people.actions.load_departments(departments=DEPARTMENTS, by=SYSTEM, at=AT)
    turns = [
        {"who": ["day"], "days": "workdays", "from": "00:00", "until": "24:00"},
        {"who": ["day"], "days": "days_off", "from": "00:00", "until": "12:00"},
    ]
    with refused(FaultyDuty) as found:
        load(roster(turns=turns))
    assert "at 12:00 on a day off" in str(found.value)


@NOT_THE_SYSTEM
def test_only_the_system_loads_a_plan(by) -> None:
    with refused(Denied):
        actions.load_duty(content=b"", by=by, at=AT)


def test_the_demo_city_is_sound() -> None:
    folder = settings.CITY_FOLDER
    departments = yaml.read("departments.yaml", (folder / "departments.yaml").read_bytes())
    people.actions.load_departments(departments=departments.data, by=SYSTEM, at=AT)
    assert actions.load_duty(content=(folder / "duty.yaml").read_bytes(), by=SYSTEM, at=AT) == 1 + Roster.objects.count()
    assert len(numbers("ranqi", SYSTEM)) == 3


def test_who_is_on_duty_is_for_the_unit_those_above_it_and_the_desk(town) -> None:
    own, above = clerk("jianwei/window"), operator()
    assert numbers("jianwei", own) == numbers("jianwei", above) == ["13800000002", "13800000003"]
    read = Read.objects.latest("id")
    assert (read.question, read.subject, read.purpose) == ("duty.on_duty", "jianwei", WHY)
    for by in (clerk("shuiliju/review"), people.CITIZEN, PUBLIC):
        with pytest.raises(Denied):
            numbers("jianwei", by)
    with pytest.raises(UnknownUnit):
        numbers("nothing", own)
    assert numbers("shuiliju", above) == [], "a unit without a roster has no line of its own"


def test_a_change_at_the_desk_stands_before_everybody_else(town) -> None:
    own = clerk("jianwei/window")
    change = stand_in(own)
    assert numbers("jianwei", own) == ["13800000009", "13800000002", "13800000003"]
    view = queries.roster("jianwei", by=own, at=AT, purpose=WHY)
    assert [(each.id, each.person.name, each.reason) for each in view.changes] == [(change, "演示·替班", "临时换班")]
    assert view.line[0].source is Source.SUBSTITUTE and view.roster.fallback == ("head",)
    load(roster(fallback=["day", "head"]))
    assert numbers("jianwei", own)[0] == "13800000009", "loading leaves changes alone"
    actions.withdraw_change(change_id=change, by=own, at=AT + MINUTE)
    assert numbers("jianwei", own, AT + 2 * MINUTE)[0] == "13800000002"
    assert told()[-1] == "duty.RosterChanged"
    with refused(UnknownChange):
        actions.withdraw_change(change_id=change, by=own, at=AT + MINUTE)


def test_the_same_key_is_the_same_change(town) -> None:
    own, key = clerk("jianwei/window"), uuid.uuid4()
    assert stand_in(own, key=key) == stand_in(own, key=key)
    with refused(KeyReused):
        stand_in(own, key=key, reason="另一个")


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"unit": "nothing"}, UnknownUnit),
        ({"ends_at": AT - 2 * MINUTE}, ImpossiblePeriod),
        ({"starts_at": AT - 3 * MINUTE, "ends_at": AT - 2 * MINUTE}, ImpossiblePeriod),
        ({"ends_at": AT + timedelta(days=40)}, ImpossiblePeriod),
        ({"person": Person("演示·替班", "call me")}, UnusablePhone),
        ({"person": Person(" ", "13800000009")}, WordsMissing),
        ({"reason": " "}, WordsMissing),
    ],
)
def test_a_change_that_cannot_be_is_refused(town, changes, refusal) -> None:
    with refused(refusal):
        stand_in(clerk("jianwei/window"), **changes)


def test_a_roster_is_changed_by_its_own_unit_those_above_and_the_desk(town) -> None:
    stand_in(operator())
    other = clerk("shuiliju/review")
    with refused(Denied):
        stand_in(other)
    with refused(UnknownUnit):
        stand_in(other, unit="shuiliju")
    change = stand_in(clerk("jianwei/window"))
    with refused(Denied):
        actions.withdraw_change(change_id=change, by=other, at=AT)
    with pytest.raises(Denied):
        queries.roster("jianwei", by=other, at=AT, purpose=WHY)
    with pytest.raises(UnknownUnit):
        queries.roster("shuiliju", by=other, at=AT, purpose=WHY)
