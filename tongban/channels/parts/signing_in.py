"""The pages of an account that allauth answers: signing in, and changing one's password. What differs from allauth stands here."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from allauth.account.fields import PasswordField, SetPasswordField
from allauth.account.forms import ChangePasswordForm
from allauth.account.views import LoginView, PasswordChangeView
from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.http import HttpResponse

WAIT = 300  # seconds: the window in which a phone number's wrong tries are counted (config/accounts.py)


class SignIn(LoginView):
    """Too many tries are told by the status too, not in words alone."""

    def form_invalid(self, form: Any) -> HttpResponse:
        response = super().form_invalid(form)
        if form.has_error(NON_FIELD_ERRORS, "too_many_login_attempts"):
            response.status_code = HTTPStatus.TOO_MANY_REQUESTS
            response.headers["Retry-After"] = str(WAIT)
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
