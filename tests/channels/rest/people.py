"""Logins for the test city: an agent of a company, a citizen, and somebody at every desk. Nobody here is real."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from tests.cases import city, factories
from tests.cases.factories import MORNING
from tongban.cases import actions
from tongban.identity import actions as identity_actions
from tongban.identity import queries as identity_queries
from tongban.identity.models import Login
from tongban.identity.terms import SYSTEM, Actor, Assurance

if TYPE_CHECKING:
    from tongban.cases.terms import Application

PASSWORD = "示例口令-2026"
DESKS = {
    "window": "jianwei/window",
    "screen": "jianwei/review",
    "water": "shuiliju/review",
    "road": "gongluju/review",
    "approver": "jianwei/approver",
    "minzheng": "minzheng/window",
    "registrar": "minzheng/approver",
    "second registrar": "minzheng/approver",
}


@dataclass(frozen=True)
class Somebody:
    """A login with its phone, and the person behind it where there is one."""

    login_id: uuid.UUID
    phone: str
    person_id: uuid.UUID | None = None
    company_id: uuid.UUID | None = None

    @property
    def login(self) -> Login:
        return Login.objects.get(pk=self.login_id)

    @property
    def actor(self) -> Actor:
        return identity_queries.actor(self.login_id, at=MORNING)


def a_citizen(serial: int = 1, *, level: Assurance = Assurance.FACE, company: bool = False) -> Somebody:
    """Somebody with a login; with `company` they may act for one that holds a business licence."""
    person_id, phone = factories.make_person(), f"139000000{serial:02d}"
    login_id = identity_actions.bind_login(phone=phone, password=PASSWORD, person_id=person_id, assurance=level, by=SYSTEM, at=MORNING)
    if not company:
        return Somebody(login_id, phone, person_id)
    company_id = factories.make_company()
    factories.make_licence(company_id)
    identity_actions.grant_mandate(person_id=person_id, organisation_id=company_id, valid_from=date(2026, 1, 1), by=SYSTEM, at=MORNING)
    return Somebody(login_id, phone, person_id, company_id)


def a_clerk(role: str, serial: int = 0) -> Somebody:
    """Somebody who works at the desk of this role."""
    phone = f"138000{serial:02d}{list(DESKS).index(role):03d}"
    login_id = identity_actions.bind_login(
        phone=phone, password=PASSWORD, person_id=None, assurance=Assurance.IN_PERSON, by=SYSTEM, at=MORNING
    )
    identity_actions.appoint_staff(login_id=login_id, name=f"演示·{role}", title="科员", desks=[DESKS[role]], by=SYSTEM, at=MORNING)
    return Somebody(login_id, phone)


def an_application(agent: Somebody, service: str = city.QUALIFICATION, **changes: Any) -> Application:
    applicant = agent.person_id if service == city.SHORT else agent.company_id
    assert applicant is not None
    return factories.an_application(service, applicant, **changes)


def submitted(agent: Somebody, service: str = city.QUALIFICATION, **changes: Any) -> factories.Play:
    """A case that this agent has just handed in."""
    application = an_application(agent, service, **changes)
    factories.uploaded(*application.materials, by=agent.actor)
    turn = actions.submit(key=uuid.uuid4(), application=application, by=agent.actor, at=MORNING)
    return factories.Play(service, agent.actor, turn, MORNING)
