"""What applicants and staff send about cases. A name that is not known is refused: a misspelt one must not be lost in silence."""

from typing import Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import ConfigDict, Field

from tongban.cases.terms import Application, CorrectionItem, Handed, Shortcoming
from tongban.identity.terms import HolderKind


class Sent(Schema):
    """Closed: only what is named."""

    model_config = ConfigDict(extra="forbid")


class HandedIn(Sent):
    """One material: the id of a licence, or the digest of a file uploaded before."""

    key: str = Field(max_length=60)
    licence_id: UUID | None = None
    file_digest: str = Field("", max_length=64)
    file_name: str = Field("", max_length=200)

    def handed(self) -> Handed:
        return Handed(key=self.key, licence_id=self.licence_id, file_digest=self.file_digest, file_name=self.file_name)


class ApplicationIn(Sent):
    """An application. `applicant_id` is the person's own id or an organisation they hold a mandate for."""

    service: str = Field(max_length=60)
    applicant_kind: Literal["person", "organisation"]
    applicant_id: UUID
    situation: dict[str, Any] = {}
    form: dict[str, Any] = {}
    materials: list[HandedIn] = Field([], max_length=200)
    signing_id: UUID | None = None  # the signed form, where the service asks for one

    def application(self) -> Application:
        return Application(
            service=self.service,
            applicant_kind=HolderKind(self.applicant_kind),
            applicant_id=self.applicant_id,
            situation=self.situation,
            form=self.form,
            materials=tuple(each.handed() for each in self.materials),
            signing_id=self.signing_id,
        )


class CorrectedIn(Sent):
    """The answer to a correction notice: the whole form again, the materials that change, and the corrected form's signature."""

    form: dict[str, Any]
    materials: list[HandedIn] = Field([], max_length=200)
    signing_id: UUID | None = None


class CorrectionItemIn(Sent):
    """One point: `target` is `material:<key>` or `field:<key>`."""

    target: str = Field(max_length=100)
    shortcoming: Literal["missing", "incomplete", "incorrect", "outdated", "unreadable"]
    note: str = Field(min_length=2, max_length=500)

    def item(self) -> CorrectionItem:
        return CorrectionItem(target=self.target, shortcoming=Shortcoming(self.shortcoming), note=self.note)


class CorrectionNoticeIn(Sent):
    items: list[CorrectionItemIn] = Field(min_length=1, max_length=50)


class CheckIn(Sent):
    opinion: Literal["agree", "disagree"]
    items: list[CorrectionItemIn] = Field([], max_length=50)


class DeclineIn(Sent):
    reason: Literal["not_subject", "not_competent"]
    note: str = Field("", max_length=1000)
    competent_organ: str = Field("", max_length=200)


class ReviewIn(Sent):
    opinion: Literal["agree", "agree_with_conditions", "disagree", "not_ours"]
    reason: str = Field("", max_length=2000)


class DecisionIn(Sent):
    decision: Literal["grant", "refuse"]
    reasons: str = Field("", max_length=4000)


class WithdrawIn(Sent):
    reason: str = Field("", max_length=500)
