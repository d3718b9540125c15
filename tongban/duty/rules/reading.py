"""City data that has passed its shape (`duty.yaml`), as words; and contacts as they are kept sealed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, time, timedelta
from typing import Any

from tongban.duty.terms import Contact, Days, Person, Plan, Reason, Roster, Rotation, Source, Turn, Urgency
from tongban.duty.terms.rosters import Bilingual


def plan_of(value: Mapping[str, Any]) -> Plan:
    """The city's duty plan."""
    return Plan(
        desk=value["desk"],
        limits={Urgency(name): timedelta(minutes=minutes) for name, minutes in value["acknowledge_minutes"].items()},
        one_danger=timedelta(minutes=value.get("one_danger_minutes", 0)),
        reasons=tuple(Reason(each["code"], Bilingual.of(each["name"]), Urgency(each["urgency"])) for each in value["reasons"]),
    )


def roster_of(value: Mapping[str, Any]) -> Roster:
    """One unit's roster."""
    return Roster(
        unit=value["unit"],
        people={key: person_of(each) for key, each in value["people"].items()},
        turns=tuple(_turn(each) for each in value["turns"]),
        fallback=tuple(value.get("fallback", ())),
    )


def person_of(value: Mapping[str, Any]) -> Person:
    return Person(name=value["name"], phone=re.sub(r"\D", "", value["phone"]), role=Bilingual.of(value.get("role")))


def person_data(person: Person) -> dict[str, Any]:
    """As it is kept."""
    return {"name": person.name, "phone": person.phone, "role": {"zh": person.role.zh, "en": person.role.en}}


def contact_data(contact: Contact) -> dict[str, Any]:
    return {**person_data(contact.person), "unit": contact.unit, "source": contact.source.value}


def contact_of(value: Mapping[str, Any]) -> Contact:
    return Contact(unit=value["unit"], person=person_of(value), source=Source(value["source"]))


def _turn(value: Mapping[str, Any]) -> Turn:
    return Turn(
        who=tuple(value["who"]),
        days=Days(value["days"]),
        begins=time.fromisoformat(value["from"]),
        ends=time.min if value["until"] == "24:00" else time.fromisoformat(value["until"]),
        rotates=Rotation(value["rotates"]) if "rotates" in value else None,
        since=date.fromisoformat(value["since"]) if "since" in value else None,
    )
