"""What supervisors may type about campaigns, checked before any verb is called."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from tongban.campaigns.terms import About, CampaignGround, Lead, NewCampaign, Part
from tongban.channels.parts.tags.campaigns import GROUNDS
from tongban.channels.web.desk.board_forms import one_of, words
from tongban.channels.web.desk.supervision_forms import DAY, PUBLIC, DeedForm, line
from tongban.responsibilities import queries as responsibilities_queries

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tongban.campaigns.terms import CampaignView

BY_HAND = (CampaignGround.OWN, CampaignGround.LEADER)  # the others have a page from which one comes
WRONG_DATE = {"required": gettext_lazy("请写日期。"), "invalid": gettext_lazy("请写日期。")}


class VersionForm(DeedForm):
    """Whoever approves or replaces something names what they have read."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def again(self, version: int) -> None:
        """What was typed is shown beside what stands there now: sent again, it is about that."""
        self.data = {**{name: self.data[name] for name in self.data}, "version": str(version)}  # type: ignore[assignment]


class MeasureForm(DeedForm):
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)  # sent twice, it is one
    on = forms.DateField(label=gettext_lazy("哪一天"), widget=DAY, error_messages=WRONG_DATE)
    words = words(gettext_lazy("做什么"), rows=2, most=500)
    public = forms.BooleanField(label=gettext_lazy("公开这一条"), required=False, initial=True)

    def clean_key(self) -> UUID:
        return self.cleaned_data["key"] or uuid4()


class LinkForm(DeedForm):
    number = line(gettext_lazy("留言编号"), most=40)


class UnlinkForm(DeedForm):
    number = line(gettext_lazy("留言编号"), most=40)
    reason = words(pgettext_lazy("desk", "理由"), rows=2, most=500)


class ResultsForm(VersionForm):
    results = words(gettext_lazy("行动的结果"), rows=6, help_text=PUBLIC)


class GiveUpForm(DeedForm):
    reason = words(pgettext_lazy("desk", "理由"), rows=2, help_text=PUBLIC)


class CorrectionForm(DeedForm):
    withdraws = forms.BooleanField(
        label=gettext_lazy("撤回，不再显示数字"), required=False, help_text=gettext_lazy("不勾选的，按现在的数字重新测算同样的几周。")
    )
    reason = words(pgettext_lazy("desk", "理由"), rows=2, most=500, help_text=PUBLIC)


class CorrectedForm(DeedForm):
    """Whoever decides names the correction that they have read."""

    correction = forms.UUIDField(widget=forms.HiddenInput)


class CampaignForm(DeedForm):
    """A campaign as somebody writes it down; `parts` has a unit a line."""

    ground = one_of(pgettext_lazy("campaign", "依据"), [(each.value, GROUNDS[each]) for each in BY_HAND])
    of = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    name = line(gettext_lazy("行动的名称"), most=80, help_text=PUBLIC)
    category = forms.ChoiceField(
        label=gettext_lazy("什么事（类别）"),
        required=False,
        help_text=gettext_lazy("选了类别的，开展期间这一类的新留言自动关联，结束后测算效果。"),
    )
    area = forms.ChoiceField(label=gettext_lazy("在哪里（区域）"), required=False, help_text=gettext_lazy("不选就是全市。"))
    keywords = line(gettext_lazy("关键词"), needed=False, help_text=gettext_lazy("没有合适类别的，写一到十个词，中间空一格。"))
    why = words(gettext_lazy("为什么开展"), help_text=PUBLIC)
    lead_unit = forms.ChoiceField(label=gettext_lazy("牵头单位"), error_messages={"required": gettext_lazy("请选一个单位。")})
    lead_name = line(gettext_lazy("负责人的姓名"), most=60, help_text=gettext_lazy("同职务一起公开。"))
    lead_post = line(gettext_lazy("负责人的职务"), most=60)
    parts = words(
        gettext_lazy("参加的单位和分工"), rows=4, help_text=gettext_lazy("每行一个单位：单位简称，冒号，做什么。试运行的单位不公开。")
    )
    begins_on = forms.DateField(label=gettext_lazy("哪一天开始"), widget=DAY, error_messages=WRONG_DATE)
    ends_on = forms.DateField(label=gettext_lazy("计划哪一天结束"), widget=DAY, error_messages=WRONG_DATE)

    def __init__(self, *arguments: Any, ground: CampaignGround | None = None, rewrites: bool = False, **options: Any) -> None:
        super().__init__(*arguments, **options)
        release = responsibilities_queries.board()
        called = {
            each.code: str(responsibilities_queries.units(release).called(each.code)) for each in responsibilities_queries.units(release)
        }
        self.units = called
        self._choices("category", [("", _("没有合适的类别")), *((each.code, f"{each.code} {each.name}") for each in release.categories)])
        self._choices("area", [("", _("全市")), *((each.code, str(each.name)) for each in release.districts)])
        self._choices("lead_unit", [("", _("请选择")), *called.items()])
        if rewrites:
            del self.fields["ground"], self.fields["of"]
        elif ground is not None and ground not in BY_HAND:
            self._choices("ground", [(ground.value, GROUNDS[ground])])

    def clean_parts(self) -> tuple[Part, ...]:
        return tuple(self._parts())

    def written(self) -> NewCampaign:
        """What was typed."""
        told = self.cleaned_data
        return NewCampaign(
            name=told["name"],
            about=About(told["category"], told["area"], tuple(filter(None, re.split(r"[\s,，、;；]+", told["keywords"])))),
            why=told["why"],
            lead=Lead(told["lead_unit"], told["lead_name"], told["lead_post"]),
            parts=told["parts"],
            begins_on=told["begins_on"],
            ends_on=told["ends_on"],
        )

    def _parts(self) -> Iterator[Part]:
        codes = {name: code for code, name in self.units.items()}
        for each in filter(None, map(str.strip, self.cleaned_data["parts"].splitlines())):
            unit, mark, does = re.sub(r"[：:]", ":", each, count=1).partition(":")
            if not mark or not does.strip():
                raise forms.ValidationError(_("每行都要有单位和分工，中间写冒号：%(line)s") % {"line": each[:40]})
            yield Part(codes.get(unit.strip(), unit.strip()), does.strip())

    def _choices(self, name: str, choices: list[tuple[str, Any]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]


def initial(view: CampaignView) -> dict[str, Any]:
    """A campaign as its form shows it."""
    return {
        "name": view.line.name,
        "category": view.line.category,
        "area": view.line.area,
        "keywords": " ".join(view.line.words),
        "why": view.why,
        "lead_unit": view.lead.unit,
        "lead_name": view.lead.name,
        "lead_post": view.lead.post,
        "parts": "\n".join(f"{each.name}：{each.does}" for each in view.parts),
        "begins_on": view.line.begins_on,
        "ends_on": view.line.ends_on,
    }
