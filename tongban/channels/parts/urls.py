"""URLs of what all web doors share: sign-in, language, mode, the watchers' pages and the styleguide."""

from allauth.account.views import login, logout
from django.urls import path
from django.views.i18n import set_language

from tongban.channels.parts import health, mode, styleguide

urlpatterns = [
    path("health", health.health, name="health"),
    path("metrics", health.metrics, name="metrics"),
    path("accounts/login/", login, name="account_login"),
    path("accounts/logout/", logout, name="account_logout"),
    path("i18n/setlang/", set_language, name="set_language"),
    path("mode/", mode.switch, name="mode"),
    path("styleguide", styleguide.page, name="styleguide"),
]
