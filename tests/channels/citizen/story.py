"""The demo people at the citizen's door: what they type, page by page, and what the desks answer through the verbs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from tests.channels.conftest import DAY
from tongban.cases import actions as case_actions
from tongban.cases.models import Case, Step
from tongban.cases.terms import CorrectionItem, Decision, Opinion, Shortcoming, StepState
from tongban.identity import queries as identity_queries

if TYPE_CHECKING:
    from tongban.identity.terms import Actor

AGENT, OWNER, MOTHER, UNPROVED = "19900000001", "19900000002", "19900000003", "19900000008"
WINDOW, APPROVER = "19900000101", "19900000103"
STAFF_OF_DESK = {
    "jianwei/window": "19900000101",
    "jianwei/review": "19900000102",
    "jianwei/approver": "19900000103",
    "shuiliju/review": "19900000104",
    "gongluju/review": "19900000105",
}
QUALIFICATION = "350100-JW-0101"
PDF = b"%PDF-1.7\n" + b"0" * 400 + b"\n%%EOF\n"
SITUATION = {"situation.registered": "yes", "situation.purpose": "first", "situation.other_trades": "no"}
COMPANY = {
    "form.company_name": "榕城示例建设有限公司（演示）",
    "form.company_code": "91999999000002006H",
    "form.legal_representative": "演示·王立",
    "form.address": "榕城市东湖区石匠街66号（演示）",
    "form.registered_capital": "4,000",
    "form.contact_name": "演示·陈晓",
    "form.contact_phone": "19900000001",
}
TRADES = {"form.trades": ["water", "road"], "form.grade": "third", "form.net_assets": "２３６０"}
STAFF = {"form.technicians": "12"}
PAGES = (COMPANY, TRADES, STAFF, {"form.truthful": "true"})


def a_pdf(name: str = "审计报告.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="application/pdf")


def actor(phone: str, *, as_person: bool = False) -> Actor:
    login = identity_queries.login_by_phone(phone)
    assert login is not None
    return identity_queries.actor(login.pk, at=DAY, as_person=as_person)


def company_of(phone: str) -> UUID:
    """The first organisation that somebody acts for."""
    return identity_queries.mandates_of(actor(phone, as_person=True), at=DAY)[0].organisation.id


def text(response: HttpResponse) -> str:
    """What a page says, without its tags, blanks folded."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


class _Controls(HTMLParser):
    """Everything on a page that is posted."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[dict[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("input", "textarea", "select"):
            self.found.append({name: value or "" for name, value in attrs})


def controls(response: HttpResponse, name: str) -> list[dict[str, str]]:
    """The fields of this name, as their attributes."""
    parser = _Controls()
    parser.feed(response.content.decode())
    return [each for each in parser.found if each.get("name") == name]


def value(response: HttpResponse, name: str) -> str:
    """What stands in a field of a page, or in a hidden one."""
    return controls(response, name)[0].get("value", "")


def chosen(response: HttpResponse, name: str) -> list[str]:
    """Which of several choices are ticked."""
    return [each["value"] for each in controls(response, name) if "checked" in each]


@dataclass
class Wizard:
    """One application for the construction qualification, page by page."""

    client: Client
    applicant: UUID
    code: str = QUALIFICATION

    @property
    def base(self) -> str:
        return f"/services/{self.code}/apply/{self.applicant}"

    def situation(self, **changes: Any) -> HttpResponse:
        return self.client.post(f"{self.base}/situation/", SITUATION | changes)

    def form(self, number: int, **changes: Any) -> HttpResponse:
        data = {**PAGES[number - 1], **{f"form.{name}": value for name, value in changes.items()}}
        return self.client.post(f"{self.base}/form/{number}/", {name: value for name, value in data.items() if value is not None})

    def materials(self, **changes: Any) -> HttpResponse:
        """The licence that the page offers by itself, and the report."""
        offered = chosen(self.get("materials"), "material.business_licence")
        data = {"material.business_licence": offered, "material.net_assets_report.files": a_pdf()} | changes
        return self.client.post(f"{self.base}/materials/", data)

    def get(self, page: str) -> HttpResponse:
        return self.client.get(f"{self.base}/{page}/")

    def filled(self) -> Wizard:
        """Everything but the last button."""
        assert self.situation().status_code == 302
        for number in range(1, 5):
            assert self.form(number).status_code == 302, number
        assert self.materials().status_code == 302
        return self

    def reviewed(self) -> dict[str, str]:
        """What the review page carries to its button."""
        page = self.get("review")
        return {name: value(page, name) for name in ("key", "application")}

    def submit(self, carried: dict[str, str] | None = None) -> HttpResponse:
        return self.client.post(f"{self.base}/review/", carried or self.reviewed())


def submitted(client: Client, applicant: UUID) -> Case:
    """A whole application, handed in."""
    response = Wizard(client, applicant).filled().submit()
    assert response.status_code == 302, response.content.decode()
    return Case.objects.get()


@dataclass
class Desks:
    """The other side of the counter, one hour per act."""

    case_id: UUID
    at: datetime = DAY

    def _next(self) -> datetime:
        self.at += timedelta(hours=1)
        return self.at

    def step(self, key: str) -> Step:
        return Step.objects.get(case=self.case_id, key=key, state=StepState.OPEN)

    def ask_correction(self, *items: CorrectionItem) -> None:
        points = items or (CorrectionItem("material:net_assets_report", Shortcoming.UNREADABLE, "第二页看不清，请重新扫描"),)
        case_actions.ask_correction(case_id=self.case_id, items=points, by=actor(WINDOW), at=self._next())

    def accept(self) -> None:
        case_actions.accept(step_id=self.step("accept").pk, by=actor(WINDOW), at=self._next())

    def review(self, key: str, opinion: Opinion = Opinion.AGREE, reason: str = "") -> None:
        step = self.step(key)
        case_actions.review(step_id=step.pk, opinion=opinion, reason=reason, by=actor(STAFF_OF_DESK[step.desk]), at=self._next())

    def decide(self, decision: Decision = Decision.GRANT, reasons: str = "") -> None:
        step = self.step("conclude")
        case_actions.decide(step_id=step.pk, decision=decision, reasons=reasons, by=actor(APPROVER), at=self._next())

    def until_decision(self) -> Desks:
        self.accept()
        for key in ("screen", "water", "road"):
            self.review(key)
        return self
