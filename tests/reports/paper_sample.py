"""A whole report as charts and paper read it, with everything in it that a report can have; and words that try to be markup."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, timedelta

from tongban.kernel.bilingual import Bilingual
from tongban.reports.terms import (
    Approval,
    CampaignProposal,
    Change,
    CityRates,
    Course,
    FalseShare,
    Lacking,
    LastYear,
    OrderProposal,
    Period,
    Proof,
    Quote,
    Quotes,
    RelatedCampaign,
    RelatedOrder,
    ReportContent,
    ReportKind,
    ReportLine,
    ReportState,
    ReportView,
    ReportWeek,
    ReportWords,
    SameWeek,
    Share,
    SurgeSection,
    TrendBy,
    TrendLine,
    TrendTable,
    UnitInCharge,
    VersionLine,
    WatchLine,
)

AT = datetime(2026, 11, 30, 1, 0, tzinfo=UTC)
MONDAY = date(2026, 11, 23)
SURGE = "5b0b1c1e-0000-4000-8000-000000000001"
MARKUP = '#panic("x") $x^2$ \\ @label `raw` "quoted" \'single\' *bold* _it_ <b>&amp; #{ [ ] } // = 标题 https://example.invalid'


def share(good: int, n: int, *, enough: bool = True) -> Share:
    value = good / n if n else None
    return Share(good, n, value, max(0.0, (value or 0) - 0.1) if n else None, min(1.0, (value or 0) + 0.08) if n else None, enough)


def weeks(count: int = 16, *, alarms: int = 3) -> tuple[ReportWeek, ...]:
    """The last of them over the bound."""
    told = []
    for place in range(count):
        monday = MONDAY - timedelta(weeks=count - 1 - place)
        alarm = place >= count - alarms
        year, week, _ = monday.isocalendar()
        persons = float((place * 7) % 6 + (14 if alarm else 0))
        tested = place >= count // 3
        told.append(
            ReportWeek(
                week=f"{year}-W{week:02d}",
                monday=monday,
                count=persons,
                raw=persons + place % 4,
                expected=4.25 if tested else None,
                bound=11.5 if tested else None,
                score=(persons - 4.25) / 7.25 if tested else None,
                p=0.00004 if alarm else 0.31 if tested else None,
                alarm=alarm,
                earlier=(SameWeek(f"{year - 1}-W{week:02d}", float(place % 5)), SameWeek(f"{year - 2}-W{week:02d}", None)),
            )
        )
    return tuple(told)


def unit(code: str, name: str, *, on_time: Share, trial: bool = False) -> UnitInCharge:
    return UnitInCharge(
        unit=code,
        name=Bilingual(name, code),
        messages=12,
        answered=share(9, 12),
        on_time=share(8, 12),
        satisfied=share(2, 3, enough=False),
        open=3,
        due_on_time=on_time,
        open_orders=1,
        trial=trial,
    )


def order(number: str) -> RelatedOrder:
    name = Bilingual("人力资源和社会保障局", "Human resources")
    return RelatedOrder(
        number=number,
        unit="rc-rsj",
        name=name,
        matter="拖欠工资集中反映",
        state="closed",
        issued_on=date(2025, 12, 1),
        due_on=date(2025, 12, 8),
        closed_on=date(2025, 12, 7),
        on_time=True,
        surge="",
    )


CAMPAIGN = RelatedCampaign("ZX-2025-03", "岁末年初清欠行动", "closed", date(2025, 12, 10), date(2026, 1, 31), "下降 41%")


def section(surge_id: str = SURGE, *, what: str = "拖欠工资 · 示例区", text: str = "干了三个月的活，工资一直没有发。") -> SurgeSection:
    quote = Quote("LY-2026-000123", "2026-W48", date(2026, 11, 24), "工地拖欠工资", text, 7, "人力资源和社会保障局")
    return SurgeSection(
        surge_id=surge_id,
        series="class:labour.wages/district:shili",
        what=what,
        category="labour.wages",
        category_name=Bilingual("拖欠工资", "Unpaid wages"),
        area_kind="district",
        area="shili",
        area_name=Bilingual("示例区", "Shili"),
        topic=None,
        words=("工资", "项目部", "讨薪"),
        since="2026-W46",
        last="2026-W48",
        closed="",
        course=Course.RISING,
        score=2.17,
        highest=2.31,
        method="farrington",
        years=2,
        season_known=False,
        weeks=weeks(),
        quotes=Quotes((quote, quote), 8, 2, 1),
        units=(
            unit("rc-rsj", "人力资源和社会保障局", on_time=share(31, 40)),
            unit("rc-zjj", "住房和城乡建设局", on_time=share(5, 9, enough=False)),
            unit("rc-try", "试运行单位", on_time=share(1, 2, enough=False), trial=True),
        ),
        orders=(order("榕督〔2026〕000012号"),),
        campaigns=(),
        last_year=LastYear(True, 9.0, 4.25, (order("榕督〔2025〕000031号"),), (CAMPAIGN,)),
        order=OrderProposal(
            "rc-rsj",
            Bilingual("人力资源和社会保障局", ""),
            "示例区拖欠工资集中反映",
            "逐件核实，依法清欠。",
            10,
            "10个工作日",
            (f"surge:{surge_id}",),
        ),
        campaign=CampaignProposal("根治欠薪专项行动", "labour.wages", "shili", ("工资",), "rc-rsj", ("rc-rsj", "rc-zjj")),
    )


def trend(by: TrendBy, count: int = 5) -> TrendTable:
    names = ["拖欠工资", "房屋租赁", "噪声扰民", "公交线路", "一个名字特别长的类别用来看看排得下排不下"]

    def change(of: int, other: float | None, *, clear: bool = False) -> Change:
        ratio = of / other if other else None
        return Change(other, ratio, ratio and ratio * 0.8, ratio and ratio * 1.25, clear)

    lines = tuple(
        TrendLine(
            f"k{place}",
            Bilingual(names[place % len(names)], f"Class {place}"),
            120 - place * 20,
            0.2,
            change(120 - place * 20, 60.0 + place, clear=place == 0),
            change(120 - place * 20, 90.0 if place else None),
            change(120 - place * 20, 70.5),
            place < 4,
        )
        for place in range(count)
    )
    return TrendTable(by=by, week="2026-W48", lines=lines, risers=("k0",), fallers=("k3",))


def proof() -> Proof:
    told = (FalseShare("farrington", 12, 7, 2, 3), FalseShare("ears_c2", 5, 2, 2, 1))
    return Proof(
        detection=str(uuid.UUID(int=7)),
        tested=412,
        tests=3120,
        alarms=9,
        stood=4,
        floor=5,
        floor_weeks=4,
        alpha=0.005,
        correction="bh",
        q=0.1,
        false_alarms=told,
        data="a1" * 32,
        rules="b2" * 32,
        tests_digest="c3" * 32,
        supervision="d4" * 32,
        code="1",
        seed="",
        minimum=20,
        quotes="spread-1",
        closed_at=AT - timedelta(hours=3),
    )


def content(*, text: str = "干了三个月的活，工资一直没有发。", surges: int = 2, title: str = "留言分析周报（第 48 周）") -> ReportContent:
    second = section("5b0b1c1e-0000-4000-8000-000000000002", what="租房中介 · 全市", text=text)
    return ReportContent(
        kind=ReportKind.WEEKLY,
        period=Period("2026-W48", MONDAY, MONDAY + timedelta(days=7)),
        title=title,
        summary="本周有两处突增。",
        surges=(section(text=text), second)[:surges],
        trends=tuple(trend(by) for by in TrendBy),
        rates=CityRates(1240, share(1100, 1240), share(1010, 1120), share(80, 100)),
        watches=(WatchLine("中介", "housing.rent", "", ("押金",), weeks(8, alarms=0), False),),
        lacking=(Lacking.NO_CAMPAIGNS,),
        proof=proof(),
    )


def view(told: ReportContent | None = None, *, words: ReportWords | None = None) -> ReportView:
    """An approved one."""
    shown = told or content()
    said = words or ReportWords(
        "留言分析周报（2026 年第 48 周）", "本周有两处突增：\n拖欠工资、租房中介。", {SURGE: "岁末欠薪高发。"}, {SURGE: "十日内清欠。"}
    )
    line = ReportLine(
        uuid.UUID(int=1), "榕析〔2026〕000048号", shown.kind, shown.period.key, shown.period.since, shown.period.until, said.title,
        ReportState.APPROVED, 3, AT, AT + timedelta(hours=5), True, "e5" * 32, len(shown.surges),
    )  # fmt: skip
    approval = Approval("演示审定", AT + timedelta(hours=5), True, "f6" * 32, "p256", b"\x30\x45" * 36, b"certificate", "")
    return ReportView(
        line=line,
        content=shown,
        words=said,
        canonical="{}",
        versions=(VersionLine(3, said, "演示分析", AT, ()),),
        steps=(),
        outcomes=(),
        files=(),
        approval=approval,
        open_to=frozenset(),
    )
