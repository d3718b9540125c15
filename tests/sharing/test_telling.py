"""Whoever holds a licence is told what happens to it: each holder, and whoever acts for an organisation; once."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest

from tests.identity import factories as people
from tests.licences.factories import NOON, a_holder, make_licence
from tongban.kernel import facts, rows
from tongban.licences.events import LicenceChanged
from tongban.licences.terms import Change
from tongban.notices import queries as notice_queries
from tongban.notices.models import Notice

pytestmark = pytest.mark.usefixtures("city")


def happened(licence, change: str, **later: timedelta) -> None:
    at = NOON + timedelta(**later)
    rows.write(facts.entry(LicenceChanged(licence_id=licence.id, holder_id=licence.holder_id, change=change, state="valid", at=at)))
    while facts.dispatch(at=at):
        pass


def test_a_person_is_told_once_and_finds_the_licence() -> None:
    person = people.make_person()
    licence = make_licence(holder=a_holder(id=person, code=people.a_number()))
    happened(licence, "suspend")
    happened(licence, "suspend")
    [told] = Notice.objects.all()
    assert (told.person_id, told.kind, told.link) == (person, "licences.suspend", f"/wallet/{licence.id}/")
    line = told.as_line()
    assert licence.type_name.zh in line.text.zh and licence.number not in line.text.zh
    happened(licence, "resume", hours=1)
    assert Notice.objects.count() == 2


def test_for_an_organisation_those_who_act_for_it_are_told() -> None:
    company = people.make_organisation()
    agent, other = people.make_person(), people.make_person()
    people.make_mandate(person=agent, organisation=company)
    licence = make_licence(holder=a_holder(id=company))
    happened(licence, "revoke")
    assert [each.person_id for each in Notice.objects.all()] == [agent] and other != agent


def test_whoever_nobody_knows_is_not_told() -> None:
    happened(make_licence(holder=a_holder(id=uuid.uuid4())), "revoke")
    assert not Notice.objects.exists()


@pytest.mark.parametrize("change", list(Change))
def test_everything_that_can_happen_has_its_words(change: Change) -> None:
    assert notice_queries.wording(f"licences.{change}").title.en
