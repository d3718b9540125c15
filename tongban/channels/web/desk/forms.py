"""What a clerk may type, checked before any verb is called."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from tongban.cases.terms import CorrectionItem, Decision, DeclineReason, Opinion, Shortcoming
from tongban.channels.parts.tags.words import SHORTCOMINGS

NEEDS_A_REASON = {Opinion.DISAGREE, Opinion.AGREE_WITH_CONDITIONS, Opinion.NOT_OURS}


class ReviewForm(forms.Form):
    """One department's typed answer. Everything but a plain agreement needs words."""

    opinion = forms.ChoiceField(choices=[(opinion.value, opinion.value) for opinion in Opinion])
    reason = forms.CharField(max_length=2000, required=False, strip=True)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        opinion = cleaned.get("opinion")
        if opinion and Opinion(opinion) in NEEDS_A_REASON and not cleaned.get("reason"):
            self.add_error("reason", _("请写明理由：申请人和审批人都要看到。"))
        return cleaned


class DecisionForm(forms.Form):
    """Grant or refuse. A refusal needs its reasons (Administrative Licensing Law art. 38)."""

    decision = forms.ChoiceField(choices=[(decision.value, decision.value) for decision in Decision])
    reasons = forms.CharField(max_length=4000, required=False, strip=True)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("decision") == Decision.REFUSE and not cleaned.get("reasons"):
            self.add_error("reasons", _("不予许可必须写明理由，写在决定书里送达申请人。"))
        return cleaned


class DeclineForm(forms.Form):
    """The two lawful reasons not to accept; the second must name the competent organ (art. 32)."""

    reason = forms.ChoiceField(choices=[(reason.value, reason.value) for reason in DeclineReason])
    competent_organ = forms.CharField(max_length=200, required=False, strip=True)
    note = forms.CharField(max_length=1000, required=False, strip=True)

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["reason"].error_messages["required"] = _("请选一个理由。")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("reason") == DeclineReason.NOT_COMPETENT and not cleaned.get("competent_organ"):
            self.add_error("competent_organ", _("请写明应当向哪个机关申请。"))
        return cleaned


FORMS: dict[str, type[forms.Form]] = {"review": ReviewForm, "decision": DecisionForm, "decline": DeclineForm}


class CorrectionForm(forms.Form):
    """All points at once: for each target with a shortcoming, what is wrong and what to do."""

    def __init__(self, data: Mapping[str, Any], *, targets: Iterable[str]) -> None:
        super().__init__(data)
        self.targets = tuple(targets)
        for target in self.targets:
            choices = [("", ""), *((key.value, words) for key, words in SHORTCOMINGS.items())]
            self.fields[f"{target}:shortcoming"] = forms.ChoiceField(choices=choices, required=False)
            self.fields[f"{target}:note"] = forms.CharField(max_length=500, required=False, strip=True)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for target in self.targets:
            if cleaned.get(f"{target}:shortcoming") and len(cleaned.get(f"{target}:note", "")) < 2:
                self.add_error(f"{target}:note", _("请写明缺什么、怎么补。"))
            if cleaned.get(f"{target}:note") and not cleaned.get(f"{target}:shortcoming"):
                self.add_error(f"{target}:note", _("写了说明，请再选是什么问题；没有问题就清空说明。"))
        return cleaned

    def items(self) -> tuple[CorrectionItem, ...]:
        """The points that were chosen, in the order of the page."""
        return tuple(
            CorrectionItem(
                target=target,
                shortcoming=Shortcoming(self.cleaned_data[f"{target}:shortcoming"]),
                note=self.cleaned_data[f"{target}:note"],
            )
            for target in self.targets
            if self.cleaned_data.get(f"{target}:shortcoming")
        )
