"""What a clerk may type, checked before any verb is called."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tongban.cases.terms import CorrectionItem, Decision, DeclineReason, Opinion, Shortcoming

NEEDS_A_REASON = {Opinion.DISAGREE, Opinion.AGREE_WITH_CONDITIONS, Opinion.NOT_OURS}

SHORTCOMINGS = {
    Shortcoming.MISSING: gettext_lazy("缺少"),
    Shortcoming.INCOMPLETE: gettext_lazy("不完整"),
    Shortcoming.INCORRECT: gettext_lazy("有误"),
    Shortcoming.OUTDATED: gettext_lazy("过期"),
    Shortcoming.UNREADABLE: gettext_lazy("看不清"),
}


class ReviewForm(forms.Form):
    """One department's typed answer. Everything but a plain agreement needs words."""

    opinion = forms.ChoiceField(choices=[(opinion.value, opinion.value) for opinion in Opinion])
    reason = forms.CharField(max_length=2000, required=False, strip=True)

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        opinion = cleaned.get("opinion")
        if opinion and Opinion(opinion) in NEEDS_A_REASON and not cleaned.get("reason"):
            self.add_error("reason", _("请写明理由：申请人和审批人都要看到。"))
        return cleaned


class DecisionForm(forms.Form):
    """Grant or refuse. A refusal needs its reasons (Administrative Licensing Law art. 38)."""

    decision = forms.ChoiceField(choices=[(decision.value, decision.value) for decision in Decision])
    reasons = forms.CharField(max_length=4000, required=False, strip=True)

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        if cleaned.get("decision") == Decision.REFUSE and not cleaned.get("reasons"):
            self.add_error("reasons", _("不予许可必须写明理由，写在决定书里送达申请人。"))
        return cleaned


class DeclineForm(forms.Form):
    """The two lawful reasons not to accept; the second must name the competent organ (art. 32)."""

    reason = forms.ChoiceField(choices=[(reason.value, reason.value) for reason in DeclineReason])
    note = forms.CharField(max_length=1000, required=False, strip=True)
    competent_organ = forms.CharField(max_length=200, required=False, strip=True)

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        if cleaned.get("reason") == DeclineReason.NOT_COMPETENT and not cleaned.get("competent_organ"):
            self.add_error("competent_organ", _("请写明应当向哪个机关申请。"))
        return cleaned


class CorrectionForm(forms.Form):
    """All points at once: for each target that is ticked, what is wrong and what to do."""

    def __init__(self, data: object, *, targets: Iterable[str]) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.targets = tuple(targets)
        for target in self.targets:
            self.fields[f"{target}:shortcoming"] = forms.ChoiceField(
                choices=[("", ""), *((key.value, words) for key, words in SHORTCOMINGS.items())], required=False
            )
            self.fields[f"{target}:note"] = forms.CharField(max_length=500, required=False, strip=True)

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        for target in self.targets:
            if cleaned.get(f"{target}:shortcoming") and not cleaned.get(f"{target}:note"):
                self.add_error(f"{target}:note", _("请写明缺什么、怎么补。"))
        return cleaned

    def items(self) -> tuple[CorrectionItem, ...]:
        """The points that were ticked, in the order of the page."""
        return tuple(
            CorrectionItem(
                target=target,
                shortcoming=Shortcoming(self.cleaned_data[f"{target}:shortcoming"]),
                note=self.cleaned_data[f"{target}:note"],
            )
            for target in self.targets
            if self.cleaned_data.get(f"{target}:shortcoming")
        )
