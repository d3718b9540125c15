"""What a clerk types about a licence that their department keeps, checked before any verb is called."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _

from tongban.channels.parts import form_fields
from tongban.licences import queries as licence_queries
from tongban.licences.terms import (
    Change,
    GroundsMissing,
    InvalidContent,
    NewVersion,
    NotItsSuccessor,
    Outcome,
    Renewing,
    UnseenCharacters,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.http import QueryDict

    from tongban.channels.parts.form_fields import Field
    from tongban.licences.terms import Licence, LicenceType

DECIDED = {Change.CANCEL, Change.WITHDRAW, Change.REVOKE, Change.REINSTATE}  # these take a written decision, and two people


class GroundsForm(forms.Form):
    """Why: the law and its article, the number of the decision, the reason."""

    basis = forms.CharField(max_length=200, strip=True)
    document = forms.CharField(max_length=80, required=False, strip=True)
    reason = forms.CharField(max_length=1000, strip=True)

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["basis"].error_messages["required"] = _("请写明法律依据，到条、款。")
        self.fields["reason"].error_messages["required"] = _("请写明理由，会留在证照的记录里。")

    def clean_basis(self) -> str:
        basis = self.cleaned_data["basis"]
        if not licence_queries.basis_cited(basis):
            raise forms.ValidationError(_("请写明哪部法、哪一条，例如：《行政许可法》第七十条第二项。"))
        return basis


class ChangeForm(GroundsForm):
    """One of the changes that are open to the licence now."""

    change = forms.ChoiceField()

    def __init__(self, *arguments: Any, open_to: Iterable[Change], **options: Any) -> None:
        super().__init__(*arguments, **options)
        field = self.fields["change"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(each.value, each.value) for each in open_to]
        field.error_messages["required"] = _("请选要办哪一种。")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        change = cleaned.get("change")
        if change and Change(change) in DECIDED and not cleaned.get("document"):
            self.add_error("document", _("这要有书面决定，请写决定书的文号。"))
        return cleaned


class VersionForm(GroundsForm):
    """The next version, beside its content: why, and until when."""

    why = forms.ChoiceField(choices=[(each.value, each.value) for each in (Renewing.RENEWAL, Renewing.CHANGE)])
    valid_until = forms.DateField(required=False)

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["why"].error_messages["required"] = _("请选延续还是变更。")
        self.fields["valid_until"].error_messages["invalid"] = _("请写成年-月-日，例如 2031-11-23。")


class RejectionForm(forms.Form):
    """Why a colleague's proposal is rejected."""

    note = forms.CharField(max_length=1000, strip=True)

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["note"].error_messages["required"] = _("请写明为什么退回，提出的人会看到。")


class AnswerForm(forms.Form):
    """The issuer's answer to a reported error."""

    outcome = forms.ChoiceField(choices=[(each.value, each.value) for each in Outcome])
    answer = forms.CharField(max_length=1000, strip=True)

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["outcome"].error_messages["required"] = _("请选已更正还是不更正。")
        self.fields["answer"].error_messages["required"] = _("请写答复，提出的人会看到。")


def content_fields(kind: LicenceType, content: Mapping[str, Any], *, faults: Mapping[str, str] | None = None) -> tuple[Field, ...]:
    """The content of a licence as fields, in the order of its face."""
    return form_fields.draw(kind.schema, kind.fields, content, faults=faults)


def typed_content(kind: LicenceType, data: QueryDict, before: Mapping[str, Any]) -> dict[str, Any]:
    """The content as typed; what was left as it was shown stays what it was, a number where the type has no schema that says so."""
    typed = form_fields.read(kind.schema, kind.fields, data)
    return {key: before[key] if key in before and str(before[key]) == value else value for key, value in typed.items()}


def content_faults(refusal: Exception) -> dict[str, str]:
    """What the library found wrong with the content, in words, by field."""
    if not isinstance(refusal, InvalidContent):
        return {}
    told = dict.fromkeys(refusal.missing, _("请填写。"))
    wrong, unseen = _("这一项不是这种证照要的样子，请核对。"), _("这一项里有看不见的字符，请去掉再提交。")
    return told | {key: unseen if why == "unseen" else wrong for key, why in refusal.wrong}


def at_field(refusal: Exception) -> str:
    """Which of our fields a refusal is about; empty where it is about the whole."""
    match refusal:
        case GroundsMissing() | UnseenCharacters():
            return refusal.what
        case NotItsSuccessor() if refusal.why == "period":
            return "valid_until"
        case _:
            return ""


def version_of(why: Renewing, licence: Licence, content: dict[str, Any], until: date | None) -> NewVersion:
    """A renewal keeps the content, whatever stands in the fields that it does not show."""
    return NewVersion(why, licence.content if why is Renewing.RENEWAL else content, until)


def changed_lines(kind: LicenceType, before: Mapping[str, Any], after: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What a next version says otherwise, for whoever confirms it."""
    shown = [(str(label), kind.shown(key, before.get(key)), kind.shown(key, after.get(key))) for key, label in kind.fields.items()]
    return [
        (label, _("%(after)s（原来是%(before)s）") % {"after": new or "—", "before": old or "—"}) for label, old, new in shown if old != new
    ]


def mistakes_of(form: forms.Form, fields: Iterable[Field] = ()) -> list[tuple[str, str]]:
    """Everything wrong on the page with the id of its field, for the summary on top."""
    ours = [(f"id_{name}", str(words)) for name, errors in form.errors.items() for words in errors]
    return ours + form_fields.mistakes(fields)
