"""A department that uses the share interface, as the tests of both its shapes know it."""

from __future__ import annotations

from typing import Any

from tests.cases.factories import MORNING
from tongban.identity import queries as identity_queries
from tongban.identity.terms import SYSTEM
from tongban.kernel.models import Read
from tongban.licences import actions
from tongban.licences.models import Licence

PURPOSE, BUSINESS = "核验企业主体资格", "水审 2026-000012"
BASIS = "《政务数据共享条例》第十九条"
NATIONAL = "national"


def water(**right: Any) -> str:
    """The water bureau, with a right to business licences; its token."""
    known = {"by": SYSTEM, "at": MORNING}
    actions.register_consumer(code="water", name="榕城市示例水利局", department="shuiliju", calls_per_minute=100, **known)
    told = {"type_code": "BL", "purposes": [PURPOSE], "basis": BASIS, "fields": ["capital"], "copies": True}
    actions.grant_right(consumer="water", **told | right | known)
    return actions.issue_consumer_token(consumer="water", **known)[0]


def licence_of(company_id: Any) -> Licence:
    return Licence.objects.get(holder_id=company_id, type="BL")


def code_of(company_id: Any) -> str:
    holder = identity_queries.holder(company_id, by=SYSTEM, at=MORNING, purpose="test")
    assert holder is not None
    return holder.code


def last_read() -> Read:
    return Read.objects.latest("id")
