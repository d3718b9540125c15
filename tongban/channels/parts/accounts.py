"""How django-allauth finds our logins: by phone, through the blind index. Sign-up is closed."""

import unicodedata
from datetime import datetime
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal import ratelimit
from django import forms
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tongban.channels.parts import kept, tries
from tongban.channels.parts.actor import moment
from tongban.channels.parts.kept import remember_who
from tongban.identity import actions as identity_actions
from tongban.identity import queries as identity_queries
from tongban.identity.terms import PUBLIC, NoSecondFactor, WrongCode

WAIT = _("在这里输错的次数太多了，请过 %(seconds)s 秒再试。在别处登录不受影响。")


def _digits(phone: str) -> str:
    """A phone number however it is written, and under whatever host."""
    return "".join(filter(str.isdigit, unicodedata.normalize("NFKC", phone)))[-11:]


def _place(request: HttpRequest, phone: str) -> str:
    """Where somebody tries: a browser in which the owner of this number signed in before, or else an address with all who share it."""
    known = kept.signed_in_last(request)
    if known:
        login = identity_queries.login_by_phone(phone)
        if login is not None and str(login.pk) == known:
            return f"browser:{known}"
    return f"address:{ratelimit.get_ip(request)}"


class PhoneAccounts(DefaultAccountAdapter):
    """The account adapter named in `config/accounts.py`."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "phone_password_mismatch": _("手机号或密码不对，请核对后再试。"),
        "too_many_login_attempts": _("尝试的次数太多了，请稍等一会儿再试。"),
        "one_time_code_needed": _("这个号码近来在很多地方输错。请连同验证器里的一次性码再登录一次；没有设置过的，请核对密码。"),
        "account_inactive": _("这个账号已停用，请到窗口咨询。"),
        "enter_current_password": _("现在的密码不对，请核对后再试。"),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def phone_form_field(self, **kwargs: Any) -> forms.CharField:
        widget = forms.TextInput(attrs={"type": "tel", "autocomplete": "username", "inputmode": "tel"})
        return forms.CharField(label=_("手机号"), max_length=20, widget=widget, **kwargs)

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """Phone and password, and the one-time code as well while the number is tried at many places. Nobody is told which was wrong.

        Raises ValidationError `too_many_login_attempts` for whoever has to wait, `one_time_code_needed`.
        """
        code, at = credentials.pop("code", ""), moment(request)
        phone, place = _digits(credentials.get("phone", "")), _place(request, credentials.get("phone", ""))
        wait = tries.seconds_to_wait(phone, place, at=at)
        if wait:
            raise ValidationError(WAIT, code="too_many_login_attempts", params={"seconds": wait})
        asks = tries.much_tried(phone)
        user = super().authenticate(request, **credentials)
        if user is not None and asks:
            user = self._with_code(user, code, at)
        if user is not None:
            tries.right(phone, place)
            return user
        tries.wrong(phone, place, at=at)
        if asks and not code:
            raise self.validation_error("one_time_code_needed")
        return None

    def _with_code(self, user: AbstractBaseUser, code: str, at: datetime) -> AbstractBaseUser | None:
        """Somebody without an authenticator has no code to give: there the waits, which begin sooner, are all that can be asked."""
        try:
            identity_actions.prove_by_code(login_id=user.pk, code=code, by=PUBLIC, at=at)
        except NoSecondFactor:
            return user
        except WrongCode:
            return None
        return user

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
