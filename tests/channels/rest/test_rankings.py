"""Weekly rankings for programs."""

import base64
from ssl import PEM_cert_to_DER_cert

import pytest
from django.test import Client

from tests.channels.supervising import *  # noqa: F403
from tests.channels.supervising import WEEK, closed, late_and_open, signed
from tongban.kernel import signing

pytestmark = pytest.mark.django_db
PLACE = "/api/v1/rankings"


def test_what_was_signed_and_nothing_else(city) -> None:
    late_and_open()
    closed()
    assert Client().get(PLACE).json() == [] and Client().get(f"{PLACE}/{WEEK}").status_code == 404
    signed()
    [line] = Client().get(PLACE).json()
    assert (line["week"], line["version"], line["signer"], line["corrected_because"]) == (WEEK, 1, "演示·signer", "")
    assert Client().get(PLACE, {"before": WEEK}).json() == []
    told = Client().get(f"{PLACE}/{WEEK}").json()
    units = {unit["unit"]: unit for group in told["messages"] for unit in group["units"]}
    assert units["chengguan"]["unanswered"] == units["chengguan"]["on_time"]["n"] == 1 and "donghu" not in units
    assert units["chengguan"]["on_time"]["standing"] == "too_few" and told["line"] == line
    signature = told["signature"]
    of = {"public": PEM_cert_to_DER_cert(signature["certificate"]), "algorithm": signature["algorithm"]}
    assert signing.verify(told["document"].encode(), base64.b64decode(signature["value"]), **of)
    assert Client().get(f"{PLACE}/{WEEK}", {"version": 2}).status_code == 404
    assert Client().get(f"{PLACE}/{WEEK}", {"version": 0}).status_code == Client().get(PLACE, {"before": "xx"}).status_code == 422
    assert Client().get(f"{PLACE}/nothing").json()["type"].endswith("unknown-week")
