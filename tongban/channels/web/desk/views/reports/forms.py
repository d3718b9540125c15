"""What may be typed about a report, checked before any verb is called."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tongban.channels.parts.tags.reports import KINDS
from tongban.channels.web.desk.board_forms import one_of, words
from tongban.channels.web.desk.supervision_forms import DAY, DeedForm, line
from tongban.reports.terms import NewCampaignWords, ReportKind, ReportWords

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tongban.reports.terms import ReportView, SurgeSection

BY_PERIOD = [(each.value, name) for each, name in KINDS.items() if each is not ReportKind.SURGE]
NO_NAMES = gettext_lazy("审定以后会发出去；不要写群众的姓名、电话和住址。")


class DrawForm(DeedForm):
    kind = one_of(gettext_lazy("哪一种"), BY_PERIOD)
    period = line(
        gettext_lazy("哪一期"),
        most=10,
        needed=False,
        help_text=gettext_lazy("周报写周，如 2026-W48；月报写月，如 2026-11。不写就是刚结束的一期。"),
    )


class ReadForm(DeedForm):
    """Of the version that was read."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class ApproveForm(ReadForm):
    public = forms.BooleanField(
        label=gettext_lazy("同时向社会公开"),
        required=False,
        help_text=gettext_lazy("公开的一份里没有试运行的单位，也没有拟发的督办单。"),
    )


class SendBackForm(DeedForm):
    reason = words(gettext_lazy("要改什么"), rows=3)


class RejectForm(DeedForm):
    reason = words(gettext_lazy("为什么不采纳"), rows=2)
    false_alarm = forms.BooleanField(
        label=gettext_lazy("这一处集中反映是误报"), required=False, help_text=gettext_lazy("记为误报，算进误报的比例。")
    )


class CampaignForm(DeedForm):
    """What opening a campaign needs besides the proposal."""

    lead_name = line(gettext_lazy("牵头负责人的姓名"), most=60)
    lead_post = line(gettext_lazy("牵头负责人的职务"), most=60)
    begins_on = forms.DateField(label=gettext_lazy("哪一天开始"), widget=DAY, error_messages={"required": gettext_lazy("请写日期。")})
    ends_on = forms.DateField(label=gettext_lazy("哪一天结束"), widget=DAY, error_messages={"required": gettext_lazy("请写日期。")})

    def told(self) -> NewCampaignWords:
        return NewCampaignWords(**self.cleaned_data)


class WordsForm(ReadForm):
    """The words of a report. Of each surge: a remark, the demand of its order, and why it is left out, where it is."""

    title = line(gettext_lazy("标题"), most=120)
    summary = words(gettext_lazy("摘要"), rows=5, help_text=NO_NAMES, most=4000)

    def __init__(self, data: Mapping[str, Any] | None = None, *, view: ReportView) -> None:
        told = view.words
        initial = {"version": view.line.version, "title": told.title, "summary": told.summary}
        super().__init__(data, name="words", initial=initial)
        self.sections = tuple(view.content.surges)
        for each in self.sections:
            self._add(each, told)

    def _add(self, section: SurgeSection, told: ReportWords) -> None:
        key = section.surge_id
        self.fields[f"remark_{key}"] = words(_("评述"), needed=False, rows=2)
        self.fields[f"remark_{key}"].initial = told.remarks.get(key, "")
        if section.order is not None:
            self.fields[f"demand_{key}"] = words(_("督办要求"), needed=False, rows=3, help_text=_("不写就用系统起草的。"))
            self.fields[f"demand_{key}"].initial = told.demands.get(key, section.order.demand)
        self.fields[f"out_{key}"] = line(_("不列入的理由"), needed=False, most=500, help_text=_("写了理由，这一处就不列入报告；理由留存。"))
        self.fields[f"out_{key}"].initial = told.left_out.get(key, "")
        ticked = forms.BooleanField(label=_("是误报，算进误报的比例"), required=False)
        self.fields[f"false_{key}"] = ticked

    @property
    def groups(self) -> list[tuple[SurgeSection, list[Any]]]:
        """The fields of each surge."""
        names = ("remark", "demand", "out", "false")
        return [
            (each, [self[f"{name}_{each.surge_id}"] for name in names if f"{name}_{each.surge_id}" in self.fields])
            for each in self.sections
        ]

    @property
    def whole(self) -> list[Any]:
        """The fields of the report itself."""
        return [self["title"], self["summary"]]

    def told(self) -> ReportWords:
        """What was typed; a demand that is the draft's is none of its own."""
        typed = self.cleaned_data
        drafts = {each.surge_id: each.order.demand for each in self.sections if each.order is not None}
        demands = {key: said for key, said in self._by_surge("demand").items() if said != drafts.get(key, "")}
        return ReportWords(typed["title"].strip(), typed["summary"].strip(), self._by_surge("remark"), demands, self._by_surge("out"))

    def false_alarms(self) -> tuple[str, ...]:
        """Surges that are left out because they are none."""
        out = self._by_surge("out")
        return tuple(each.surge_id for each in self.sections if self.cleaned_data.get(f"false_{each.surge_id}") and each.surge_id in out)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for each in self.sections:
            if cleaned.get(f"false_{each.surge_id}") and not cleaned.get(f"out_{each.surge_id}", "").strip():
                self.add_error(f"out_{each.surge_id}", _("记为误报的，要写不列入的理由。"))
        return cleaned

    def _by_surge(self, name: str) -> dict[str, str]:
        said = {each.surge_id: self.cleaned_data.get(f"{name}_{each.surge_id}", "").strip() for each in self.sections}
        return {key: words for key, words in said.items() if words}
