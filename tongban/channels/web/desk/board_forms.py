"""What staff may type about a message, checked before any verb is called."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from tongban.board import queries as board_queries
from tongban.board.terms import CallBack, Contacted, End, HandOver, ReplyState, Satisfaction, Suggested
from tongban.channels.parts.tags.board import CALLED_BACK, CONTACTED, REMOVALS, SATISFACTIONS, SUGGESTED
from tongban.channels.web.desk.reply_words import may_be_shown
from tongban.duty import queries as duty_queries
from tongban.duty.terms import NoDuty, Urgency
from tongban.responsibilities import queries as responsibilities_queries

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from tongban.board.terms import OrderView
    from tongban.kernel.bilingual import Bilingual

MOST, MOST_REPLY = 2000, 8000
URGENCIES = {
    Urgency.DANGER: gettext_lazy("有人身危险"),
    Urgency.URGENT: gettext_lazy("紧急"),
    Urgency.ORDINARY: gettext_lazy("一般"),
}
HANDED = {
    HandOver.POLICE: gettext_lazy("110 公安"),
    HandOver.FIRE: gettext_lazy("119 消防"),
    HandOver.AMBULANCE: gettext_lazy("120 急救"),
}
ENDS = {End.ANSWERED: gettext_lazy("已经答复，事情有了结果"), End.UNSOLVABLE: gettext_lazy("暂时无法解决，说明理由")}


TOO_LONG = gettext_lazy("太长了：最多 %(limit_value)d 个字，现在有 %(show_value)d 个。写的都还在下面，请删短一些。")


def words(label: Any, *, help_text: Any = "", needed: bool = True, most: int = MOST, rows: int = 3, wrong: Any = None) -> forms.CharField:
    """A text of several lines."""
    told = {"required": wrong or gettext_lazy("请写清楚再提交。"), "max_length": TOO_LONG}
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, help_text=help_text, required=needed, max_length=most, widget=widget, error_messages=told)


def one_of(label: Any, choices: Any, *, needed: bool = True, wrong: Any = None) -> forms.ChoiceField:
    """One of a few, each to be seen."""
    told = {"required": wrong or gettext_lazy("请选一项。"), "invalid_choice": gettext_lazy("请从列出的里面选。")}
    return forms.ChoiceField(label=label, choices=choices, required=needed, widget=forms.RadioSelect, error_messages=told)


def some_of(label: Any, *, needed: bool = True, wrong: Any = None) -> forms.MultipleChoiceField:
    """Several of many, each ticked with a finger."""
    told = {"required": wrong} if wrong else {}
    return forms.MultipleChoiceField(label=label, required=needed, widget=forms.CheckboxSelectMultiple, error_messages=told)


class ActForm(forms.Form):
    """A form of one act on a message or an order; `on` is what it is about."""

    def __init__(self, data: Mapping[str, Any] | None = None, *, on: OrderView, name: str, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, auto_id=f"{name}_%s", initial=initial)
        self.on, self.name = on, name
        self.prepare()

    def prepare(self) -> None:
        """Fill in what may be chosen."""

    def choose(self, field: str, choices: Iterable[tuple[Any, Any]]) -> None:
        self.fields[field].choices = list(choices)  # type: ignore[attr-defined]


def units_but(*left_out: str) -> list[tuple[str, str]]:
    """Every unit that takes messages, as the tree of the city has them: a unit, then what is under it, drawn in; among equals by sound."""
    tree = responsibilities_queries.units(responsibilities_queries.board())

    def under(code: str, depth: int) -> Iterator[tuple[str, str]]:
        equals = (each for each in tree if each.above == code)
        for each in sorted(equals, key=lambda unit: (bool(tree.below(unit.code)), unit.short_name.zh.encode("gb18030"))):
            if each.code not in left_out:
                yield each.code, "\u3000" * depth + str(each.short_name)
            yield from under(each.code, depth + 1)

    return list(under("", 0))


class NothingForm(ActForm):
    """An act that needs no words."""


class ReasonForm(ActForm):
    reason = words(pgettext_lazy("desk", "理由"), help_text=gettext_lazy("写在留言的页面上，谁都看得到；不要写姓名和电话。"))


class NoteForm(ActForm):
    words = words(gettext_lazy("备注"), help_text=gettext_lazy("只有办理这条留言的人看得到，留言人看不到。"))


class UrgeForm(ActForm):
    words = words(
        gettext_lazy("要求"), help_text=gettext_lazy("要办成什么、什么时候要结果。只有办理这条留言的人看得到；催办这件事和时间公开。")
    )


class RemoveForm(ActForm):
    reason = one_of(gettext_lazy("不公开的理由"), [(each.value, name) for each, name in REMOVALS.items()])
    words = words(gettext_lazy("补充说明"), needed=False, rows=2, help_text=gettext_lazy("公开；可以不写。不要写姓名和电话。"))


class FinishForm(ActForm):
    words = words(gettext_lazy("本单位做了什么"), help_text=gettext_lazy("给牵头单位看，由它写进答复。"))


class RefuseForm(ActForm):
    ground = one_of(gettext_lazy("理由"), ())
    words = words(gettext_lazy("补充说明"), needed=False, help_text=gettext_lazy("理由和正确的渠道会自动写明；还要说的写在这里，公开。"))

    def prepare(self) -> None:
        grounds = responsibilities_queries.board().refusal_grounds
        self.choose("ground", [(each.key, f"{each.name} → {each.channel}") for each in grounds])


class AssignForm(ActForm):
    unit = forms.ChoiceField(label=gettext_lazy("派给哪个单位"), error_messages={"required": gettext_lazy("请选一个单位。")})
    joint = some_of(gettext_lazy("请哪些单位协办"), needed=False)
    category = forms.ChoiceField(label=gettext_lazy("类别"), required=False, help_text=gettext_lazy("改类别不改时限。"))
    words = words(gettext_lazy("派单意见"), needed=False, help_text=gettext_lazy("公开；可以不写。"), rows=2)
    only_mentioned = forms.BooleanField(label=gettext_lazy("文中提到它，但举报的不是它：看过全文，照派（记下是谁派的）"), required=False)

    def prepare(self) -> None:
        units = self._marked(units_but())
        if not self.mentioned:
            del self.fields["only_mentioned"]
        self.choose("unit", [("", _("请选择")), *units])
        self.choose("joint", ((code, name.strip("\u3000")) for code, name in units))
        classes = [(each.code, f"{each.code} {each.name}") for each in responsibilities_queries.board().categories]
        self.choose("category", [("", _("不改")), *classes])

    @property
    def mentioned(self) -> tuple[tuple[str, Bilingual], ...]:
        """The units that the text of a report names and that its author does not report on."""
        reported_on = {code for code, _name in self.on.wished}
        return tuple(each for each in self.on.named if each[0] not in reported_on)

    def _marked(self, units: list[tuple[str, str]]) -> list[tuple[str, str]]:
        """Those that a report is about or names, and those below them, say so."""
        marks = {code: _("%(unit)s（举报里提到）") for code, _name in self.on.named} | {
            code: _("%(unit)s（被举报，不能派）") for code, _name in self.on.wished
        }
        tree = responsibilities_queries.units(responsibilities_queries.board())
        told = {code: next((marks[each] for each in (code, *tree.over(code)) if each in marks), "%(unit)s") for code, _name in units}
        return [(code, told[code] % {"unit": name}) for code, name in units]


class AnswerForm(ActForm):
    text = words(gettext_lazy("答复"), most=MOST_REPLY, rows=9, help_text=gettext_lazy("马上公开，不再审核：写清楚答案、依据和怎么办。"))
    guide = forms.ChoiceField(
        label=gettext_lazy("依据哪一份办事指南"), required=False, help_text=gettext_lazy("记在办理过程里；不是按指南答的，不用选。")
    )
    despite = forms.BooleanField(label=gettext_lazy("仍然答复：还缺的会记下来"), required=False)

    def prepare(self) -> None:
        checked = {"hx-post": reverse("desk:reply-check"), "hx-trigger": "keyup changed delay:700ms", "hx-target": "#answer-lacking"}
        self.fields["text"].widget.attrs |= checked
        guides = board_queries.guides_for(f"{self.on.message.title} {self.on.message.text}")
        self.choose("guide", [("", _("不按指南")), *((each.code, str(each.name)) for each in guides)])


class HandOverForm(ActForm):
    to = one_of(gettext_lazy("移交给谁"), [(each.value, name) for each, name in HANDED.items()])
    reason = words(gettext_lazy("理由"), help_text=gettext_lazy("写危险是什么、在哪里；公开，不要写姓名和电话。"))
    reveal = forms.BooleanField(label=gettext_lazy("同时查看留言人的姓名和电话（移交时要用）；理由公开，查看留下记录"), required=False)
    ends = forms.BooleanField(label=gettext_lazy("没有别的事要市里答复，移交以后就结束"), required=False)


class CallOutForm(ActForm):
    unit = forms.ChoiceField(label=gettext_lazy("呼叫哪个单位的值班人员"))
    reason_code = forms.ChoiceField(label=gettext_lazy("什么事"))
    urgency = one_of(gettext_lazy("多急"), [(each.value, name) for each, name in URGENCIES.items()])

    def prepare(self) -> None:
        self.choose("unit", [("", _("请选择")), *units_but()])
        try:
            reasons = duty_queries.plan().reasons
        except NoDuty:
            reasons = ()
        self.choose("reason_code", [(each.code, each.name) for each in reasons])


class MergeForm(ActForm):
    number = forms.CharField(
        label=gettext_lazy("并到哪一条留言（编号）"), max_length=40, error_messages={"required": gettext_lazy("请写编号。")}
    )
    words = words(gettext_lazy("说明"), needed=False, rows=2, help_text=gettext_lazy("留言人看得到；可以不写。"))


class PassDownForm(ActForm):
    unit = one_of(gettext_lazy("交给哪个下级单位"), ())
    words = words(gettext_lazy("要求"), needed=False, rows=2, help_text=gettext_lazy("公开；可以不写。"))

    def prepare(self) -> None:
        tree = responsibilities_queries.units(responsibilities_queries.board()).by_code
        self.choose("unit", [(code, str(tree[code].short_name)) for code in self.on.units_below if code in tree])


class JoinForm(ActForm):
    units = some_of(gettext_lazy("请哪些单位协办"), wrong=gettext_lazy("请至少选一个单位。"))
    words = words(gettext_lazy("请它们做什么"), needed=False, rows=2, help_text=gettext_lazy("公开；可以不写。"))

    def prepare(self) -> None:
        left = units_but(*(each.unit for each in self.on.orders))
        self.choose("units", ((code, name.strip("\u3000")) for code, name in left))


class ContactForm(ActForm):
    outcome = one_of(gettext_lazy("结果"), [(each.value, CONTACTED[each]) for each in Contacted])


class ExtensionForm(ActForm):
    amount = forms.DecimalField(
        label=gettext_lazy("再要多少（单位与原来的时限相同）"), min_value=0, max_value=999, max_digits=4, decimal_places=1
    )
    reason = words(gettext_lazy("理由"), help_text=gettext_lazy("公开；由上一级批准，不能自己批。"))


class DecideExtensionForm(ActForm):
    granted = one_of(gettext_lazy("决定"), [("yes", gettext_lazy("同意延期")), ("no", gettext_lazy("不同意"))])
    reason = words(gettext_lazy("不同意的理由"), needed=False, rows=2, help_text=gettext_lazy("公开；不同意的一定要写。"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("granted") == "no" and not cleaned.get("reason"):
            self.add_error("reason", _("不同意的，请写明理由。"))
        return cleaned


class SuggestionForm(ActForm):
    outcome = one_of(gettext_lazy("决定"), [(each.value, SUGGESTED[each][1]) for each in Suggested])
    reason = words(gettext_lazy("理由"), help_text=gettext_lazy("公开在建议采纳的名单里。"))


class DraftForm(ActForm):
    text = words(gettext_lazy("答复"), most=MOST_REPLY, rows=12)
    end = one_of(gettext_lazy("结果"), [(each.value, name) for each, name in ENDS.items()])
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    despite = forms.BooleanField(label=gettext_lazy("仍然提交：审核人会看到还缺什么"), required=False)


class PublishForm(ActForm):
    shown = forms.MultipleChoiceField(
        label=gettext_lazy("哪些不用盖住"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("本单位的科室、岗位不是私人的名字，勾上就照样公开；没有勾的都盖住。"),
        error_messages={"invalid_choice": gettext_lazy("答复刚刚改过，请重新看一遍。")},
    )

    def prepare(self) -> None:
        text = next((each.text for each in self.on.drafts if each.state is ReplyState.SUBMITTED), "")
        names = may_be_shown(text)
        self.choose("shown", [(where, f"{said}（→ {mask}）") for where, (said, mask) in names.items()])
        if not names:
            del self.fields["shown"]


class SendBackForm(ActForm):
    reason = words(gettext_lazy("哪里要改"), help_text=gettext_lazy("只给起草的人看。"))


class CallBackForm(forms.Form):
    """What came of a call-back; solved and satisfaction only where somebody rated."""

    outcome = one_of(gettext_lazy("回访结果"), [(each.value, CALLED_BACK[each]) for each in CallBack])
    solved = one_of(gettext_lazy("解决了没有"), [("yes", gettext_lazy("解决了")), ("no", gettext_lazy("没有解决"))], needed=False)
    satisfaction = one_of(gettext_lazy("满意不满意"), [(int(each), SATISFACTIONS[each][1]) for each in Satisfaction], needed=False)
    words = words(gettext_lazy("留言人说了什么"), needed=False, most=500, rows=2)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("outcome") == CallBack.RATED:
            for name in ("solved", "satisfaction"):
                if not cleaned.get(name):
                    self.add_error(name, _("评价了的，两项都要选。"))
        elif cleaned.get("outcome") and (cleaned.get("solved") or cleaned.get("satisfaction")):
            self.add_error("outcome", _("选了解决没有或者满意程度：联系上并评价了的，请选“已评价”；没有评价的，请把这两项清空。"))
        return cleaned
