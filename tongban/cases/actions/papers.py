"""The papers of one case: each takes its number and freezes its data in the act that issues it. See `models.paper` for the keys."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction

from tongban.cases import access, events
from tongban.cases.models import Paper
from tongban.cases.queries import drawing
from tongban.cases.queries.almanac import almanac
from tongban.cases.rules.remedies import remedies
from tongban.cases.terms import CorrectionItem, DeclineReason, MaterialSource, PaperKind, Shortcoming, limit_words
from tongban.catalog.terms import ServiceType
from tongban.kernel import clock, facts, ledger, numbering, rows
from tongban.kernel.bilingual import Bilingual
from tongban.kernel.limits import Limit
from tongban.licences.terms import valid_until

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime
    from uuid import UUID

    from tongban.cases.models import Case, Material
    from tongban.catalog.terms import Release
    from tongban.identity.terms import Actor

WORD_OF_KIND = {
    PaperKind.RECEIPT: "收",
    PaperKind.ACCEPTANCE: "受",
    PaperKind.CORRECTION: "补",
    PaperKind.DECLINE: "不受",
    PaperKind.REFUSAL: "不予",
    PaperKind.GRANT: "准",
}
SHORTCOMINGS = {
    Shortcoming.MISSING: "缺少",
    Shortcoming.INCOMPLETE: "不完整",
    Shortcoming.INCORRECT: "有误",
    Shortcoming.OUTDATED: "过期",
    Shortcoming.UNREADABLE: "看不清",
}
SOURCES = {MaterialSource.LICENCE: "电子证照库调用", MaterialSource.UPLOAD: "申请人上传"}


@transaction.atomic(savepoint=False)
def make_paper(*, paper_id: UUID, by: Actor, at: datetime) -> None:
    """Draw and sign a paper, once; whoever asks for it sooner makes it, and then this does nothing. Refuses: Denied, UnknownCase."""
    access.require_system(by)
    paper = Paper.objects.select_for_update(of=("self",)).of_id(paper_id)
    if paper.document_digest:
        return
    drawing.attach(paper, at=at)
    rows.write(
        ledger.entry("cases.make_paper", by=by, at=at, subject=paper, codes={"kind": paper.kind}, digest=paper.document_digest),
        facts.entry(events.PaperMade(case_id=paper.case_id, paper_id=paper.pk, kind=paper.kind, at=at)),
    )


@dataclass(frozen=True)
class Papers:
    """Issues papers on a case, at one moment."""

    case: Case
    release: Release
    at: datetime

    def receipt(self, taken: int, materials: Iterable[Material]) -> Paper:
        """收件凭证. It shares the running number of the case."""
        names = {spec.key: spec.name.zh for spec in self.release.materials}
        rows = [{"name": names[each.key], "source": SOURCES[MaterialSource(each.source)]} for each in materials]
        promised = {"text": limit_words(self.release.limits.promised).zh}
        return self._issued(PaperKind.RECEIPT, taken, materials=rows, promised=promised)

    def acceptance(self) -> Paper:
        """受理通知书 (Administrative Licensing Law art. 32(2))."""
        case, limits = self.case, self.release.limits
        return self._issued(
            PaperKind.ACCEPTANCE,
            accepted_on=self._accepted_on(),
            deemed=case.deemed_accepted,
            statutory=_limit(limits.statutory, case.statutory_due_at, provisional=case.statutory_provisional),
            promised=_limit(limits.promised, case.promised_due_at, provisional=case.promised_provisional),
            specials=[
                {"name": each.name.zh, "days": limit_words(Limit(each.unit, Decimal(each.days))).zh} for each in self.release.guide.specials
            ],
        )

    def correction(self, items: Iterable[CorrectionItem], due_on: date, *, provisional: bool) -> Paper:
        """补正告知书: everything at once."""
        points = [self._point(item) for item in items]
        return self._issued(PaperKind.CORRECTION, items=points, due_on=due_on.isoformat(), provisional=provisional)

    def decline(self, reason: DeclineReason, note: str, competent_organ: str) -> Paper:
        """不予受理通知书."""
        return self._issued(PaperKind.DECLINE, reason=reason.value, note=note, competent_organ=competent_organ, remedies=self._remedies())

    def refusal(self, reasons: str) -> Paper:
        """不予许可决定书: reasons, and where and until when it can be contested (art. 38(2))."""
        return self._issued(
            PaperKind.REFUSAL, reasons=reasons, laws=self._laws(), accepted_on=self._accepted_on(), remedies=self._remedies()
        )

    def grant(self, reasons: str, content: dict[str, Any]) -> Paper:
        """准予许可决定书, where no licence is issued."""
        return self._issued(
            PaperKind.GRANT,
            contents=[self._content(key, content[key]) for key in sorted(content, key=self._place)],
            reasons=reasons,
            laws=self._laws(),
            accepted_on=self._accepted_on(),
            valid_until=self._valid_until(),
        )

    def _content(self, key: str, value: Any) -> dict[str, str]:
        """What is granted, in the words of the form's field that fills it, or of the field of the same name."""
        fields = self.release.form.schema.get("properties", {})
        field = fields.get(self._field(key), {})
        return {"label": field.get("title", key), "value": _words(field, value)}

    def _field(self, key: str) -> str:
        """The field of the form that fills this part of the result."""
        named = self.release.result.content[key].removeprefix("form.")
        return named if named in self.release.form.schema.get("properties", {}) else key

    def _place(self, key: str) -> int:
        """Where its field stands in the form; what is from elsewhere comes last."""
        fields = [name for section in self.release.form.sections for name in section.fields]
        return fields.index(self._field(key)) if self._field(key) in fields else len(fields)

    def _valid_until(self) -> str:
        years = self.release.result.validity_years
        return valid_until(clock.city_date(self.at), years).isoformat() if years else ""

    def _issued(self, kind: PaperKind, taken: int | None = None, **data: Any) -> Paper:
        year = clock.city_date(self.at).year
        taken = taken or numbering.take(f"paper:{kind}:{self.release.department}:{year}")
        number = f"{self.release.number_prefix} {WORD_OF_KIND[kind]}〔{year}〕{taken:06d}号"
        return Paper(
            case=self.case,
            kind=kind.value,
            number=number,
            department=self.release.department,
            data={**self._frame(number), **data},
            issued_at=self.at,
        )

    def _frame(self, number: str) -> dict[str, Any]:
        case, window = self.case, self.release.guide.window
        return {
            "number": number,
            "case_number": case.number,
            "issued_on": clock.city_date(self.at).isoformat(),
            "department": self.release.department_name.zh,
            "department_phone": window.phone if window else "",
            "department_address": window.address.zh if window else "",
            "applicant": case.applicant_name,
            "applicant_kind": case.applicant_kind,
            "agent": case.agent_name,
            "service": self.release.name.zh,
            "received_on": clock.city_date(case.received_at).isoformat(),
            "permit": self.release.type is ServiceType.PERMIT,
            "address": f"{settings.PUBLIC_ADDRESS}/cases/{case.pk}/",
        }

    def _point(self, item: CorrectionItem) -> dict[str, str]:
        scope, _, key = item.target.partition(":")
        if scope == "material":
            name = next(spec.name.zh for spec in self.release.materials if spec.key == key)
        else:
            name = self.release.form.schema["properties"][key].get("title", key)
        return {"name": name, "shortcoming": SHORTCOMINGS[item.shortcoming], "note": item.note}

    def _accepted_on(self) -> str:
        return clock.city_date(self.case.accepted_at).isoformat() if self.case.accepted_at else ""

    def _laws(self) -> list[str]:
        return [f"《{law.name}》{law.article}" for law in self.release.guide.laws]

    def _remedies(self) -> dict[str, Any]:
        return remedies(self.release.guide.remedies, self.at, almanac())


def _words(field: Mapping[str, Any], value: Any) -> str:
    """A value as the form shows it: choices by their label, yes and no, with its unit."""
    if isinstance(value, list):
        return "、".join(_words(field, each) for each in value)
    if isinstance(value, bool):
        return "是" if value else "否"
    label = field.get("x-labels", {}).get(str(value))
    return Bilingual.of(label).zh if label else f"{value}{Bilingual.of(field.get('x-unit')).zh}"


def _limit(limit: Limit | None, due_at: datetime | None, *, provisional: bool) -> dict[str, Any] | None:
    if limit is None or due_at is None:
        return None
    on = clock.city_date(due_at).isoformat()
    return {"text": limit_words(limit).zh, "due_on": on, "provisional": provisional, "basis": limit.basis}
