"""How django-allauth finds our logins: by phone, through the blind index. Sign-up is closed."""

import unicodedata
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django import forms
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tongban.channels.parts.actor import moment
from tongban.channels.parts.kept import remember_who
from tongban.identity import actions as identity_actions
from tongban.identity import queries as identity_queries


class PhoneAccounts(DefaultAccountAdapter):
    """The account adapter named in `config/accounts.py`."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "phone_password_mismatch": _("手机号或密码不对，请核对后再试。"),
        "too_many_login_attempts": _("尝试的次数太多了，请五分钟后再试。"),
        "account_inactive": _("这个账号已停用，请到窗口咨询。"),
        "enter_current_password": _("现在的密码不对，请核对后再试。"),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def phone_form_field(self, **kwargs: Any) -> forms.CharField:
        widget = forms.TextInput(attrs={"type": "tel", "autocomplete": "username", "inputmode": "tel"})
        return forms.CharField(label=_("手机号"), max_length=20, widget=widget, **kwargs)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Tries are counted per phone number, however it is written and under whatever host; allauth's own key knows no phone."""
        return "".join(filter(str.isdigit, unicodedata.normalize("NFKC", credentials.get("phone", ""))))[-11:]

    def respond_user_inactive(self, request: HttpRequest, user: AbstractBaseUser) -> HttpResponse:
        """Back to the sign-in page, with the reason; allauth would lead to a page that we do not have."""
        messages.error(request, self.error_messages["account_inactive"])
        return redirect("account_login")

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Where whoever signs in lands when they came from nowhere: staff at their desk, others at the first page."""
        return self._landing(request, otherwise=super().get_login_redirect_url(request))

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return self._landing(request, otherwise=reverse("citizen:me"))

    def _landing(self, request: HttpRequest, *, otherwise: str) -> str:
        """Asked afresh: the actor that this request began with had not signed in yet."""
        user: Any = request.user
        return reverse("desk:queue") if identity_queries.actor(user.pk, at=moment(request)).desks else otherwise

    def set_password(self, user: Any, password: str) -> None:
        """By our verb, which leaves its entry in the ledger and ends the tokens; `user` then knows it, so that the session goes on."""
        assert self.request is not None, "a password is changed in a request"
        at = moment(self.request)
        by = identity_queries.actor(user.pk, at=at)
        identity_actions.change_password(login_id=user.pk, password=password, by=by, at=at)
        user.refresh_from_db(fields=["password"])

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        response = super().post_login(request, user, **kwargs)
        remember_who(response, user.pk)
        return response

    def get_user_by_phone(self, phone: str) -> AbstractBaseUser | None:
        return identity_queries.login_by_phone(phone)

    def get_phone(self, user: Any) -> tuple[str, bool] | None:
        return user.phone, True

    def set_phone(self, user: AbstractBaseUser, phone: str, verified: bool) -> None:
        raise PermissionError("A login's phone is set by identity.actions.bind_login.")

    def set_phone_verified(self, user: AbstractBaseUser, phone: str) -> None:
        raise PermissionError("A login's phone is verified when it is bound.")

    def send_verification_code_sms(self, user: AbstractBaseUser, phone: str, code: str, **kwargs: Any) -> None:
        raise PermissionError("No SMS gateway is set up; sign-in is by password.")
