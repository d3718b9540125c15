"""URLs of what all web doors share: sign-in, language, mode, what browsers and watchers ask for, and the styleguide."""

from allauth.account.views import logout
from django.urls import path
from django.views.i18n import set_language

from tongban.channels.parts import browsers, certificate_sign_in, health, language, mode, signing_in, styleguide

urlpatterns = [
    path("health", health.health, name="health"),
    path("metrics", health.metrics, name="metrics"),
    path("favicon.ico", browsers.icon, name="icon"),
    path("robots.txt", browsers.robots, name="robots"),
    path("accounts/login/", signing_in.sign_in, name="account_login"),
    path("accounts/login/certificate/", certificate_sign_in.sign_in, name="certificate_login"),
    path("accounts/logout/", logout, name="account_logout"),
    path("accounts/password/change/", signing_in.change_password, name="account_change_password"),
    path("i18n/setlang/", set_language, name="set_language"),
    path("language/", language.choose, name="language"),
    path("mode/", mode.switch, name="mode"),
    path("styleguide", styleguide.page, name="styleguide"),
]
