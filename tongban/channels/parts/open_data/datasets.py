"""The data sets of the city: what each holds, what its columns mean, how often it changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

from tongban.channels.parts.open_data import columns, rows


class Often(StrEnum):
    """How often a data set changes; the code is that of the EU's list of frequencies, which DCAT takes."""

    AT_ONCE = "UPDATE_CONT"
    HOURLY = "HOURLY"
    WEEKLY = "WEEKLY"


OFTEN = {Often.AT_ONCE: _("随时更新"), Often.HOURLY: _("每小时更新"), Often.WEEKLY: _("每周更新")}


@dataclass(frozen=True)
class Dataset:
    """One of them. `csv` and `jsonl` name its addresses in the REST door, `page` that of the page where people read the same."""

    key: str
    title: Any
    description: Any
    often: Often
    columns: Mapping[str, Any]
    rows: Callable[[datetime], Iterator[dict[str, Any]]]
    page: str
    csv: str = "rest:data_csv"
    jsonl: str = "rest:data_jsonl"

    @property
    def arguments(self) -> list[str]:
        """What its addresses are asked for."""
        return [self.key] if self.csv == Dataset.csv else []

    @property
    def often_words(self) -> Any:
        return OFTEN[self.often]


DATASETS = (
    Dataset(
        "messages",
        _("公开的留言和答复"),
        _("城市留言板上公开的每一条留言：内容、期限、经过、最近一次答复和评价。个人信息已经遮蔽；举报、只给单位看的和没有公开的不在里面。"),
        Often.AT_ONCE,
        columns.MESSAGES,
        rows.messages,
        "citizen:board",
        csv="rest:board_csv",
        jsonl="rest:board_jsonl",
    ),
    Dataset(
        "days",
        _("每天的留言数字"),
        _("全市每天收到的留言，按它们后来怎样办的统计：受理、答复、按时、评价。和留言板的数字一样算，举报只计数。"),
        Often.HOURLY,
        columns.DAYS,
        rows.days,
        "citizen:board-figures",
    ),
    Dataset(
        "weeks",
        _("每周各类、各区的留言数量"),
        _("每一周、每一个类别、每一个区或街道收到多少留言，多少答复了、按时了、满意。一条也没有的不写；还没有过完的一周不在里面。"),
        Often.WEEKLY,
        columns.WEEKS,
        rows.weeks,
        "citizen:trends",
    ),
    Dataset(
        "rankings",
        _("历次每周排名"),
        _("签发公布过的每一周、每一个参加排名的单位：到期、按时、满意，和它们的 95% 区间、名次。有勘误的只写最新的一版。"),
        Often.WEEKLY,
        columns.RANKINGS,
        rows.rankings,
        "citizen:rankings",
    ),
    Dataset(
        "orders",
        _("督办单的数量"),
        _("每一周给每一个单位发了多少督办单，现在各是什么状态，反馈是否按时。试运行的单位不在里面，也没有督办的内容。"),
        Often.AT_ONCE,
        columns.ORDERS,
        rows.orders,
        "citizen:statistics-supervision",
    ),
    Dataset(
        "interviews",
        _("约谈的数量"),
        _("每一周约谈了哪些单位、为了什么、多少人次。没有姓名；试运行的单位不在里面。"),
        Often.AT_ONCE,
        columns.INTERVIEWS,
        rows.interviews,
        "citizen:statistics-supervision",
    ),
    Dataset(
        "campaigns",
        _("专项行动和效果"),
        _("每一次专项行动：针对什么、什么时候、归进多少留言，结束以后同类留言少了多少、留言人怎样评价。没有试运行的单位。"),
        Often.AT_ONCE,
        columns.CAMPAIGNS,
        rows.campaigns,
        "citizen:campaigns",
    ),
    Dataset(
        "surges",
        _("核实过的突增"),
        _(
            "自动发现、并且经分析人员看过留言确认属实的突增：哪一类、什么地方、哪几周、多少条、预期多少。没有留言的内容；没有归类的新话题不在里面。"
        ),
        Often.AT_ONCE,
        columns.SURGES,
        rows.surges,
        "citizen:trends",
    ),
)
BY_KEY = {each.key: each for each in DATASETS}
