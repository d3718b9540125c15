"""What a clerk confirms of a paper licence, beside its content."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from tongban.identity.terms import CODE_TYPES, HolderKind
from tongban.licences.terms import Confirmed

if TYPE_CHECKING:
    from tongban.licences.terms import LicenceType


class PaperForm(forms.Form):
    """Who holds it, its number, its dates; and that somebody has compared all of it with the paper."""

    holder_kind = forms.ChoiceField()
    holder_name = forms.CharField(max_length=200, strip=True)
    holder_code = forms.CharField(max_length=40, strip=True)
    number = forms.CharField(max_length=80, strip=True)
    issued_on = forms.DateField()
    valid_from = forms.DateField()
    valid_until = forms.DateField(required=False)
    compared = forms.BooleanField()

    def __init__(self, *arguments: Any, kind: LicenceType, **options: Any) -> None:
        super().__init__(*arguments, **options)
        words = {HolderKind.PERSON: pgettext("holder", "个人"), HolderKind.ORGANISATION: pgettext("holder", "单位")}
        field = self.fields["holder_kind"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(each.value, words[each]) for each in HolderKind if each in kind.holder_kinds]
        for name, label in self.labels().items():
            self.fields[name].label = label
            self.fields[name].error_messages["required"] = _("请填写：%(label)s。") % {"label": label}
        for name in ("issued_on", "valid_from", "valid_until"):
            self.fields[name].error_messages["invalid"] = _("请写成年-月-日，例如 2031-11-23。")
            self.fields[name].widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        self.fields["compared"].error_messages["required"] = _("请逐项与原件核对，再勾选。")

    @staticmethod
    def labels() -> dict[str, str]:
        return {
            "holder_kind": _("持证人是"),
            "holder_name": _("持证人姓名或名称"),
            "holder_code": _("身份证号或统一社会信用代码"),
            "number": _("证照编号"),
            "issued_on": _("发证日期"),
            "valid_from": _("有效期起"),
            "valid_until": _("有效期至"),
        }


def confirmed_of(typed: dict[str, Any], content: dict[str, Any]) -> Confirmed:
    kind = HolderKind(typed["holder_kind"])
    names = ("holder_code", "holder_name", "number", "issued_on", "valid_from", "valid_until")
    return Confirmed(holder_kind=kind, code_type=CODE_TYPES[kind], content=content, **{name: typed[name] for name in names})
