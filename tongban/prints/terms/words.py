"""The words in a chart, in each language in which pages are read. What a class, a place or a unit is called says the city."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ChartWords:
    """Of all charts, in one language. `told` sentences say in words what a chart shows; `suffix` ends the name of its file."""

    suffix: str
    english: bool
    comma: str
    # weeks
    persons: str
    expected: str
    bound: str
    same_week: str
    axis: str
    read_weeks: str
    no_persons: str
    most_told: str
    over_told: str
    none_over: str
    # changes
    last_year: str
    last_week: str
    this_week: str
    read_changes: str
    by: tuple[str, ...]  # titles by class, area, channel, unit
    moved_told: str
    rise_told: str
    fall_told: str
    # rates
    on_time: str
    cases: str
    read_rates: str
    rates_title: str
    rate_told: str
    between: str
    end: str


ZH = ChartWords(
    suffix=".svg",
    english=False,
    comma="、",
    persons="反映人数",
    expected="预期",
    bound="界限",
    same_week="去年同周",
    axis="人 / 条",
    read_weeks="浅色柱为留言条数，阴影从预期到界限，▲ 为超过界限的周",
    no_persons="这些周都没有人数。",
    most_told="{first}至{last}每周的反映人数，最多的是{highest}，{most:g}人。",
    over_told="超过界限的有{n}周：{weeks}。",
    none_over="没有超过界限的周。",
    last_year="去年",
    last_week="上周",
    this_week="本周",
    read_changes="每格从去年同周、上周到本周；点线为全年每周平均；▲ 上升、▽ 下降（95% 区间不含 1）",
    by=("各类留言的变化（{week}）", "各区域留言的变化（{week}）", "各渠道留言的变化（{week}）", "各单位留言的变化（{week}）"),
    moved_told="最多的{n}项，从去年同周、上周到本周的条数。",
    rise_told="上升的：{names}。",
    fall_told="下降的：{names}。",
    on_time="按时率",
    cases="{name}（n={n}）",
    read_rates="点为按时率，横线为 95% 区间（Wilson）；n 为到期的件数",
    rates_title="{what}：承办单位本期全部到期留言的按时率",
    rate_told="{name} {share:.1%}（{lower:.1%}–{upper:.1%}，n={n}）",
    between="；",
    end="。",
)
EN = ChartWords(
    suffix=".en.svg",
    english=True,
    comma=", ",
    persons="Citizens",
    expected="Expected",
    bound="Bound",
    same_week="Same week last year",
    axis="Citizens / messages",
    read_weeks="Pale bars are messages; the shade reaches from what was expected to the bound; ▲ is a week over the bound",
    no_persons="Nobody was counted in these weeks.",
    most_told="Citizens who wrote in each week from {first} to {last}; most in {highest}: {most:g}. ",
    over_told="Weeks over the bound, {n}: {weeks}.",
    none_over="No week is over the bound.",
    last_year="Last year",
    last_week="Last week",
    this_week="This week",
    read_changes="Same week last year, last week, this week; dots: the year's weekly mean; ▲ up, ▽ down (95 % interval without 1)",
    by=("Messages by class ({week})", "Messages by area ({week})", "Messages by channel ({week})", "Messages by unit ({week})"),
    moved_told="The {n} largest: messages in the same week last year, last week and this week. ",
    rise_told="Up: {names}. ",
    fall_told="Down: {names}. ",
    on_time="On time",
    cases="{name} (n={n})",
    read_rates="The dot is the share on time, the line its 95 % interval (Wilson); n is how many fell due",
    rates_title="{what}: share on time of all messages of these units that fell due in this period",
    rate_told="{name} {share:.1%} ({lower:.1%}–{upper:.1%}, n={n})",
    between="; ",
    end=".",
)
LANGUAGES = (ZH, EN)  # the first is that of the city, of papers, and of whoever reads in none of the others
