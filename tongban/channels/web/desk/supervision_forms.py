"""What supervisors and units may type in supervision, checked before any verb is called."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from tongban.channels.parts.tags.supervision import GROUNDS, ITEMS
from tongban.channels.web.desk.board_forms import TOO_LONG, one_of, words
from tongban.directives.terms import Cites, Ground, Head
from tongban.kernel.limits import Limit, Unit
from tongban.supervision.terms import Item, NewExclusion

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

MOMENT = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
PUBLIC = gettext_lazy("公开，谁都看得到；不要写姓名和电话。")
MOST_DAYS = 60
PARTING = " \t\u3000|｜/／,，、;；:："  # between a name and a post
SURGED = [(Ground.SURGE.value, GROUNDS[Ground.SURGE])]
BY_HAND = [(each.value, name) for each, name in GROUNDS.items() if each is not Ground.SURGE]  # a surge has its own way here


def line(label: Any, *, needed: bool = True, most: int = 200, help_text: Any = "") -> forms.CharField:
    """A text of one line."""
    told = {"required": gettext_lazy("请写清楚再提交。"), "max_length": TOO_LONG}
    return forms.CharField(label=label, required=needed, max_length=most, help_text=help_text, error_messages=told)


class DeedForm(forms.Form):
    """A form of one act; `name` keeps its fields apart from those of others on the page."""

    def __init__(self, data: Mapping[str, Any] | None = None, *, name: str, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, auto_id=f"{name}_%s", initial=initial)


class NothingForm(DeedForm):
    """An act that needs no words."""


class PublicReasonForm(DeedForm):
    reason = words(pgettext_lazy("desk", "理由"), help_text=PUBLIC, rows=2)


class ReasonForm(DeedForm):
    reason = words(pgettext_lazy("desk", "理由"), rows=2)


class WordsForm(DeedForm):
    words = words(gettext_lazy("核查的情况"), help_text=gettext_lazy("怎么核查的、结果是不是属实。写进督办单。"))


class ReplyForm(DeedForm):
    text = words(gettext_lazy("反馈"), rows=6, help_text=gettext_lazy("做了什么、结果怎样、以后怎样防止。写进督办单。"))


class SendBackForm(DeedForm):
    words = words(gettext_lazy("哪里还不够"), help_text=gettext_lazy("写进督办单。"))
    days = forms.IntegerField(
        label=gettext_lazy("再给几个工作日"),
        required=False,
        min_value=1,
        max_value=MOST_DAYS,
        help_text=gettext_lazy("不写就按原来的期限。"),
    )


class ScheduleForm(DeedForm):
    meets_at = forms.DateTimeField(label=gettext_lazy("什么时候"), widget=MOMENT, error_messages={"required": gettext_lazy("请写时间。")})
    place = line(gettext_lazy("在哪里"))


class HoldForm(DeedForm):
    held_at = forms.DateTimeField(
        label=gettext_lazy("什么时候谈的"), widget=MOMENT, error_messages={"required": gettext_lazy("请写时间。")}
    )
    heads = words(
        gettext_lazy("约谈了谁"), rows=2, help_text=gettext_lazy("每行一个人：姓名，空一格，职务。公开的只有职务，姓名只有督查看得到。")
    )
    words = words(gettext_lazy("谈了什么、要求什么"))

    def clean_heads(self) -> tuple[Head, ...]:
        lines = filter(None, (each.strip(PARTING) for each in self.cleaned_data["heads"].splitlines()))
        told = [re.split(rf"[{re.escape(PARTING)}]+", each, maxsplit=1) for each in lines]
        if any(len(each) != 2 for each in told):
            raise forms.ValidationError(_("每行都要有姓名和职务，中间空一格。"))
        return tuple(Head(name, post) for name, post in told)


class PromiseForm(DeedForm):
    remedy = words(gettext_lazy("整改什么、怎么改"))
    until = forms.DateField(label=gettext_lazy("哪一天以前改好"), widget=DAY, error_messages={"required": gettext_lazy("请写日期。")})


class CheckedForm(DeedForm):
    words = words(gettext_lazy("核查的情况"), help_text=gettext_lazy("承诺的做到了没有，怎么核查的。"))


class NotDoneForm(DeedForm):
    words = words(gettext_lazy("哪里没有做到"), help_text=gettext_lazy("怎么核查的，还差什么。"))


class ExclusionForm(DeedForm):
    kind = one_of(gettext_lazy("剔除什么"), [(each.value, name) for each, name in ITEMS.items()])
    unit = forms.ChoiceField(label=gettext_lazy("哪个单位的"), error_messages={"required": gettext_lazy("请选一个单位。")})
    number = line(gettext_lazy("编号"), most=40, help_text=gettext_lazy("留言或者办件的编号；剔除评价的，写它的留言编号。"))
    reason = words(pgettext_lazy("desk", "理由"), help_text=PUBLIC, rows=2)

    def among(self, units: Iterable[tuple[str, Any]]) -> ExclusionForm:
        """Of these units."""
        self.fields["unit"].choices = [("", _("请选择")), *units]  # type: ignore[attr-defined]
        return self

    def item(self) -> NewExclusion:
        """What is to be left out."""
        told = self.cleaned_data
        return NewExclusion(Item(told["kind"]), told["unit"], told["number"].strip())


class CorrectionForm(ExclusionForm):
    """Why, and what else is left out or counts again; none of both: only the rules are others."""

    field_order = ["reason", "restores", "kind", "unit", "number"]
    restores = forms.MultipleChoiceField(label=gettext_lazy("哪些重新算进去"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["kind"].label = _("还要剔除什么")
        for name in ("kind", "unit", "number"):
            self.fields[name].required = False

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        told = [bool(cleaned.get(name)) for name in ("kind", "unit", "number")]
        if any(told) and not all(told):
            self.add_error("number", _("要剔除的，种类、单位和编号都要写；不剔除的都不写。"))
        return cleaned

    def items(self) -> tuple[NewExclusion, ...]:
        """What is to be left out besides."""
        return (self.item(),) if self.cleaned_data.get("kind") else ()


class OrderForm(DeedForm):
    unit = forms.ChoiceField(label=gettext_lazy("承办单位"), error_messages={"required": gettext_lazy("请选一个单位。")})
    ground = one_of(gettext_lazy("督办事由"), BY_HAND)
    numbers = words(
        gettext_lazy("涉及的留言或者办件"),
        needed=False,
        rows=2,
        most=1000,
        help_text=gettext_lazy("编号，每行一个。单位自己也要看得到它。"),
    )
    cites = forms.CharField(widget=forms.HiddenInput, required=False, max_length=100)
    matter = words(gettext_lazy("事由"), rows=5, help_text=gettext_lazy("发生了什么，一两句话；不要写群众的姓名和电话。"))
    demand = words(gettext_lazy("督办要求"), help_text=gettext_lazy("要办成什么、怎样反馈。"))
    days = forms.IntegerField(
        label=gettext_lazy("办理时限（工作日）"),
        required=False,
        min_value=1,
        max_value=MOST_DAYS,
        help_text=gettext_lazy("不写就按城市的规定。"),
    )

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        if str(self["cites"].value() or "").startswith(Cites.SURGE):
            self.fields["ground"].choices = SURGED  # type: ignore[attr-defined]

    def among(self, units: Iterable[tuple[str, Any]]) -> OrderForm:
        """To one of these units."""
        self.fields["unit"].choices = [("", _("请选择")), *units]  # type: ignore[attr-defined]
        return self


class AnswerForm(DeedForm):
    words = words(gettext_lazy("怎么样了"), help_text=gettext_lazy("写给交办的领导：查明什么、谁在办、什么时候有结果。"))


def limit_of(days: int | None) -> Limit | None:
    """So many working days; nothing where nothing was said."""
    return Limit(Unit.WORKING_DAYS, Decimal(days)) if days else None
