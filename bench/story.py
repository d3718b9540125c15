"""The case that the benchmark repeats: who does which act, as REST requests. The people are the demo city's."""

import uuid
from dataclasses import dataclass
from typing import Any

SERVICE = "350100-JW-0101"
ROLES = ("agent", "window", "screen", "water", "road", "approver")
ACTS = ("submit", "accept", "screen", "water", "road", "conclude")
REPORT = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
ANSWERS = {
    "contact_name": "演示经办人",
    "contact_phone": "19900000001",
    "trades": ["water", "road"],
    "grade": "third",
    "net_assets": 2360,
    "technicians": 12,
    "truthful": True,
}
SITUATION = {"registered": "yes", "purpose": "first", "other_trades": "no"}


@dataclass(frozen=True)
class Request:
    """One act as a request. `role` says whose token goes with it."""

    act: str
    role: str
    path: str
    body: dict[str, Any]
    headers: dict[str, str]


def submission(applicant_id: str, known: dict[str, Any], digest: str) -> Request:
    """Hand in an application that is filled with what the city knows."""
    materials = [{"key": key, "licence_id": licence} for key, licence in known["materials"].items() if key == "business_licence"]
    body = {
        "service": SERVICE,
        "applicant_kind": "organisation",
        "applicant_id": applicant_id,
        "situation": SITUATION,
        "form": {**known["form"], **ANSWERS},
        "materials": [*materials, {"key": "net_assets_report", "file_digest": digest, "file_name": "审计报告.pdf"}],
    }
    return Request("submit", "agent", "/api/v1/cases", body, {"Idempotency-Key": str(uuid.uuid4())})


def following(act: str, standing: dict[str, Any]) -> Request:
    """The next act on the case as it stands: the open step with the act's key is done by the role of that name."""
    if act == "accept":
        return _on(standing, "accept", "window", "acceptance", {})
    if act == "conclude":
        return _on(standing, "conclude", "approver", "decision", {"decision": "grant", "reasons": ""})
    return _on(standing, act, act, "review", {"opinion": "agree", "reason": ""})


def _on(standing: dict[str, Any], key: str, role: str, what: str, body: dict[str, Any]) -> Request:
    step = next(step for step in standing["open_steps"] if step["key"] == key)
    return Request(key, role, f"/api/v1/steps/{step['id']}/{what}", body, {})
