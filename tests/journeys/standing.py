"""Cases that stand where a page is worth looking at. Made through the REST door, which calls the same verbs, in a second or two."""

from __future__ import annotations

import json
import uuid
from typing import TYPE_CHECKING, Any

from tests.journeys.applying import QUALIFICATION, REPORT
from tests.journeys.people import AGENT, APPROVER, PASSWORD, REVIEWER, ROAD, WATER, WINDOW

if TYPE_CHECKING:
    from playwright.sync_api import APIRequestContext

API = "/api/v1"
FORM = {"trades": ["water", "road"], "grade": "third", "net_assets": 5200, "technicians": 12, "truthful": True}
SITUATION = {"registered": "yes", "purpose": "first", "other_trades": "no"}
POINTS = [
    {"target": "field:net_assets", "shortcoming": "incorrect", "note": "和审计报告对不上（示例）。"},
    {"target": "material:net_assets_report", "shortcoming": "incomplete", "note": "少了盖章的那一页（示例）。"},
]
HANDS = {"accept": WINDOW, "screen": REVIEWER, "water": WATER, "road": ROAD, "conclude": APPROVER}
AGREED = {"opinion": "agree"}


class Desks:
    """Everybody's hands at once."""

    def __init__(self, requests: APIRequestContext, city: str) -> None:
        self.requests, self.city = requests, city
        self.tokens: dict[str, str] = {}
        mandates = self.get(AGENT, "/me")["mandates"]
        self.company = next(each["id"] for each in mandates)

    def submitted(self) -> dict[str, Any]:
        """A qualification of the demo company, handed in."""
        known = self.get(AGENT, f"/services/{QUALIFICATION}/prefill?applicant_id={self.company}")
        sent = self.requests.post(f"{self.city}{API}/files", multipart={"file": REPORT}, headers=self._who(AGENT))
        report = {"key": "net_assets_report", "file_digest": sent.json()["digest"], "file_name": REPORT["name"]}
        application = {
            "service": QUALIFICATION,
            "applicant_kind": "organisation",
            "applicant_id": self.company,
            "situation": SITUATION,
            "form": known["form"] | FORM,
            "materials": [{"key": "business_licence", "licence_id": known["materials"]["business_licence"]}, report],
        }
        return self.post(AGENT, "/cases", application)

    def correcting(self) -> dict[str, Any]:
        """Waiting for its applicant."""
        standing = self.submitted()
        return self.post(WINDOW, f"/cases/{standing['case_id']}/correction-notice", {"items": POINTS})

    def at(self, last: str) -> dict[str, Any]:
        """Handled until this step is open: screen, water or conclude."""
        standing = self.submitted()
        while last not in [step["key"] for step in standing["open_steps"]]:
            standing = self.settled(standing, standing["open_steps"][-1]["key"])
        return standing

    def settled(self, standing: dict[str, Any], key: str, decision: str = "grant") -> dict[str, Any]:
        step = next(each["id"] for each in standing["open_steps"] if each["key"] == key)
        act, body = {
            "accept": ("acceptance", {}),
            "conclude": ("decision", {"decision": decision, "reasons": "达不到三级标准（示例理由）。" if decision == "refuse" else ""}),
        }.get(key, ("review", AGREED))
        return self.post(HANDS[key], f"/steps/{step}/{act}", body)

    def get(self, phone: str, path: str) -> Any:
        answer = self.requests.get(self.city + API + path, headers=self._who(phone))
        assert answer.ok, answer.text()
        return answer.json()

    def post(self, phone: str, path: str, body: dict[str, Any]) -> dict[str, Any]:
        headers = {**self._who(phone), "Idempotency-Key": str(uuid.uuid4()), "Content-Type": "application/json"}
        answer = self.requests.post(self.city + API + path, data=json.dumps(body), headers=headers)
        assert answer.ok, answer.text()
        return answer.json()

    def _who(self, phone: str) -> dict[str, str]:
        if phone not in self.tokens:
            answer = self.requests.post(f"{self.city}{API}/tokens", data={"phone": phone, "password": PASSWORD})
            assert answer.ok, answer.text()
            self.tokens[phone] = answer.json()["token"]
        return {"Authorization": f"Bearer {self.tokens[phone]}"}
