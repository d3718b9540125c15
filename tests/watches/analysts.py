"""Who keeps watches in the small city. Nobody here is real."""

from __future__ import annotations

from tests.supervision import office
from tongban.identity import actions as identity_actions
from tongban.identity import queries as identity_queries
from tongban.identity.terms import SYSTEM, Actor, Assurance

ANOTHER = office.somebody("rexian/analysis", name="演示·分析乙")


def an_analyst() -> Actor:
    """Somebody with a login, who can be told."""
    about = {"password": "示例口令-2026", "person_id": None, "assurance": Assurance.IN_PERSON, "by": SYSTEM, "at": office.AT}
    login_id = identity_actions.bind_login(phone="13600000091", **about)
    desks = {"name": "演示·分析甲", "title": "科员", "desks": ["rexian/analysis"]}
    identity_actions.appoint_staff(login_id=login_id, **desks, by=SYSTEM, at=office.AT)
    return identity_queries.actor(login_id, at=office.AT)
