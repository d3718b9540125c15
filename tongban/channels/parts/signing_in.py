"""The pages of an account that allauth answers: signing in, and changing one's password. What differs from allauth stands here."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from allauth.account.fields import PasswordField, SetPasswordField
from allauth.account.forms import ChangePasswordForm, LoginForm
from allauth.account.views import LoginView, PasswordChangeView
from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.http import HttpResponse

WAIT = 60  # seconds: the window in which the tries of an address are counted (config/accounts.py)


def seconds_of(error: ValidationError) -> int:
    """How long whoever tried too often has to wait."""
    return int((error.params or {}).get("seconds", WAIT))


class SignInForm(LoginForm):
    """With the one-time code, which is asked for only while a number is tried at many places."""

    code = forms.CharField(
        label=_("验证器里的一次性码"),
        max_length=10,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )

    @property
    def asks_code(self) -> bool:
        return self.has_error(NON_FIELD_ERRORS, "one_time_code_needed") or bool(self.data.get("code"))

    def user_credentials(self) -> dict[str, Any]:
        return {**super().user_credentials(), "code": self.cleaned_data.get("code", "")}


class SignIn(LoginView):
    """Too many tries are told by the status too, not in words alone."""

    form_class = SignInForm

    def form_invalid(self, form: Any) -> HttpResponse:
        response = super().form_invalid(form)
        waiting = [error for error in form.errors.as_data().get(NON_FIELD_ERRORS, ()) if error.code == "too_many_login_attempts"]
        if waiting:
            response.status_code = HTTPStatus.TOO_MANY_REQUESTS
            response.headers["Retry-After"] = str(seconds_of(waiting[0]))
        return response


class NewPassword(ChangePasswordForm):
    """allauth's form in our words, the fields in the order in which they are filled."""

    oldpassword = PasswordField(label=_("现在的密码"), autocomplete="current-password")
    password1 = SetPasswordField(label=_("新密码"), help_text=_("至少 10 个字符，不能是别人常用的密码。"))
    password2 = PasswordField(label=_("再输一次新密码"), autocomplete="new-password")


class ChangePassword(PasswordChangeView):
    """For whoever is signed in. Not marked `signed_in`, which would keep what a stranger posts: these are passwords."""

    form_class = NewPassword


sign_in = SignIn.as_view()
change_password = ChangePassword.as_view()
