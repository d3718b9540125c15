"""One invented service and what a case of it holds: answers, history, clocks, a licence."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from tongban.cases.terms import Act, CaseLine, CaseState, Clock, End, HistoryLine
from tongban.catalog.terms import Form, Guide, Limits, MaterialSpec, Option, Question, Release, ResultSpec, Section, ServiceType
from tongban.channels.parts.samples.pictures import JIANWEI, SHUILI, moment
from tongban.identity.terms import HolderKind
from tongban.kernel import clock
from tongban.kernel.bilingual import Bilingual
from tongban.kernel.limits import ClockReading, Explained, Light, Limit, NotCounted, Unit
from tongban.licences.terms import DocumentState, Licence, LicenceState

NOBODY = UUID(int=7)
NAME = Bilingual("建筑业企业资质认定", "Construction enterprise qualification")
COMPANY = "榕城示例建设有限公司（演示）"
FORM: dict[str, Any] = {
    "name": COMPANY,
    "trades": ["water", "road"],
    "grade": "3",
    "capital": 23_600_000,
    "insured": True,
    "note": "注册人员均为全职。\n办公场所为租赁。",
}
PROVENANCE = {"name": "licence:1.2.156.3005.2.999999000001.示例", "capital": "applicant", "trades": "applicant", "grade": "register"}
CHANGES = {"capital": (2_360_000, 23_600_000), "note": ("", FORM["note"])}
SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["name", "trades", "grade", "capital", "insured"],
    "properties": {
        "name": {"type": "string", "title": "企业名称", "x-en": {"title": "Name of the enterprise"}},
        "trades": {
            "type": "array",
            "title": "申请类别",
            "x-en": {"title": "Trades"},
            "items": {"enum": ["water", "road"]},
            "x-labels": {
                "water": {"zh": "水利水电工程施工总承包", "en": "Water works"},
                "road": {"zh": "公路工程施工总承包", "en": "Road works"},
            },
        },
        "grade": {
            "title": "等级",
            "x-en": {"title": "Grade"},
            "enum": ["2", "3"],
            "x-labels": {"2": {"zh": "二级", "en": "Second"}, "3": {"zh": "三级", "en": "Third"}},
        },
        "capital": {
            "type": "integer",
            "title": "净资产",
            "x-en": {"title": "Net assets"},
            "x-unit": {"zh": "元", "en": "yuan"},
            "minimum": 8_000_000,
        },
        "insured": {"type": "boolean", "title": "已为员工参加工伤保险", "x-en": {"title": "Employees are insured against accidents"}},
        "note": {"type": "string", "title": "补充说明", "maxLength": 500, "x-en": {"title": "Remarks"}},
    },
}

SECTIONS = (
    Section(Bilingual("企业情况", "The enterprise"), ("name", "capital", "insured")),
    Section(Bilingual("申请内容", "What is applied for"), ("trades", "grade", "note")),
)


def release() -> Release:
    """A published service."""
    return Release(
        id=NOBODY,
        version=3,
        digest="0" * 64,
        service="999999-JW-0101",
        national_code="",
        name=NAME,
        plain_name=Bilingual("办建筑资质", "Get a construction qualification"),
        aliases=(),
        topics=("construction",),
        department="jianwei",
        department_name=JIANWEI,
        number_prefix="榕建",
        type=ServiceType.PERMIT,
        audience=frozenset({"organisation"}),
        assurance=3,
        limits=Limits(Limit(Unit.WORKING_DAYS, Decimal(10)), Limit(Unit.WORKING_DAYS, Decimal(45))),
        guide=Guide(Bilingual("给承包水利、公路工程的企业认定资质。"), (), (), None, "12345", 0, Bilingual(""), (), (), (), None),
        questions=(
            Question(
                "kind",
                Bilingual("是第一次申请，还是升级？", "A first application, or an upgrade?"),
                (Option("first", Bilingual("第一次申请", "A first application")), Option("upgrade", Bilingual("升级", "An upgrade"))),
            ),
        ),
        form=Form(SCHEMA, SECTIONS, {"name": "licences.BL.name"}),
        materials=(
            MaterialSpec("business_licence", Bilingual("营业执照", "Business licence"), licence=("BL",)),
            MaterialSpec("site_photo", Bilingual("办公场所照片", "Photograph of the office"), upload=("jpg", "png")),
        ),
        route=(),
        result=ResultSpec(),
    )


def history(at: datetime) -> tuple[HistoryLine, ...]:
    """A case that was corrected, reviewed and refused."""
    nothing, screen = Bilingual(""), Bilingual("审查", "Review")
    return (
        HistoryLine(moment(at, (-6, 9.2)), Act.SUBMIT, COMPANY, JIANWEI, nothing, {}),
        HistoryLine(
            moment(at, (-6, 11)), Act.ASK_CORRECTION, "李明（演示）", JIANWEI, nothing, {"points": 2, "paper": "榕建补〔2026〕000031号"}
        ),
        HistoryLine(moment(at, (-5, 9)), Act.CORRECT, COMPANY, JIANWEI, nothing, {"fields": ["capital"], "materials": ["site_photo"]}),
        HistoryLine(
            moment(at, (-5, 10)), Act.ACCEPT, "李明（演示）", JIANWEI, Bilingual("受理", "Acceptance"), {"paper": "榕建受〔2026〕000317号"}
        ),
        HistoryLine(
            moment(at, (-2, 15)),
            Act.REVIEW,
            "市水利局",
            SHUILI,
            screen,
            {"opinion": "disagree", "reason": "注册建造师水利专业只有 2 人，标准要求 3 人。"},
        ),
        HistoryLine(
            moment(at, (-1, 16)),
            Act.DECIDE,
            "王芳（演示）",
            JIANWEI,
            Bilingual("决定", "Decision"),
            {"decision": "refuse", "reason": "水利专业注册人员不足。"},
        ),
    )


def clocks(at: datetime) -> dict[str, ClockReading]:
    """A clock that runs, with everything that can be explained; one that is late; one that stands still; one that has stopped."""
    today = clock.city_date(at)
    due = moment(at, (7, 24))
    explained = Explained(
        counted_from=today - timedelta(4),
        days_off=(today + timedelta(2), today + timedelta(3)),
        make_up_days=(today + timedelta(5),),
        not_counted=(NotCounted(today - timedelta(3), today - timedelta(1), Decimal(2), "现场检测", "行政许可法第四十五条"),),
        extended_by=Decimal(5),
        rolled_from=today + timedelta(8),
        basis="行政许可法第四十二条",
    )
    days = Unit.WORKING_DAYS.value
    running = ClockReading(
        Clock.PROMISED,
        today - timedelta(5),
        clock.city_date(due),
        due,
        True,
        Decimal(3),
        Decimal(10),
        days,
        Light.GREEN,
        explained=explained,
    )
    past = moment(at, (-2, 24))
    late = ClockReading(
        Clock.STATUTORY, today - timedelta(60), clock.city_date(past), past, False, Decimal(47), Decimal(45), days, Light.RED
    )
    paused = ClockReading(Clock.PROMISED, today - timedelta(5), None, None, False, Decimal(3), Decimal(10), days, Light.GREEN, paused=True)
    over = ClockReading(
        Clock.PROMISED, today - timedelta(9), clock.city_date(due), due, False, Decimal(4), Decimal(10), days, Light.GREEN, stopped_at=at
    )
    return {"running": running, "late": late, "paused": paused, "over": over}


def lines(at: datetime) -> tuple[CaseLine, ...]:
    """A case in every state and with every end."""
    states: list[tuple[CaseState, End | None]] = [(state, None) for state in CaseState if state is not CaseState.ENDED]
    return tuple(_line(at, state, end) for state, end in [*states, *((CaseState.ENDED, end) for end in End)])


def _line(at: datetime, state: CaseState, end: End | None) -> CaseLine:
    return CaseLine(
        id=NOBODY,
        number="榕建 2026-000317-9",
        service="999999-JW-0101",
        service_name=NAME,
        department_name=JIANWEI,
        applicant_name=COMPANY,
        state=state,
        end=end,
        received_at=moment(at, (-4, 9)),
        accepted_at=None,
        ended_at=at if end else None,
        due_on=clock.city_date(moment(at, (7, 9))),
        provisional=False,
        light=Light.GREEN,
        now_at=(SHUILI,),
    )


def licences(at: datetime) -> tuple[Licence, ...]:
    """A licence in each of its states, one expired, one being made."""
    today = clock.city_date(at)
    valid = [_licence(today, state, timedelta(365), DocumentState.READY) for state in LicenceState]
    making = _licence(today, LicenceState.VALID, timedelta(365), DocumentState.MAKING)
    return (*valid, making, _licence(today, LicenceState.VALID, timedelta(-1), DocumentState.READY))


def _licence(today: Any, state: LicenceState, left: timedelta, document: DocumentState) -> Licence:
    return Licence(
        id=NOBODY,
        identifier="1.2.156.3005.2.示例",
        type_code="QC",
        type_name=Bilingual("建筑业企业资质证书", "Qualification certificate"),
        holder_kind=HolderKind.ORGANISATION,
        holder_id=NOBODY,
        holder_name=COMPANY,
        number="榕建资 2026-000042",
        version=1,
        issuer="jianwei",
        issuer_name=JIANWEI,
        issued_on=today - timedelta(400),
        valid_from=today - timedelta(400),
        valid_until=today + left,
        state=state,
        document=document,
        digest="",
    )
