"""Django settings. Every value that differs between machines comes from the environment, and is read here."""

import os
from pathlib import Path

from config.database import database_from_url

ROOT = Path(__file__).resolve().parent.parent
VAR = Path(os.environ.get("TONGBAN_VAR", ROOT / "var"))
PRODUCTION = os.environ.get("TONGBAN_ENV", "development") == "production"
CITY = os.environ.get("TONGBAN_CITY", "rongcheng")
CITY_FOLDER = ROOT / "cities" / CITY

SECRET_KEY = os.environ.get("TONGBAN_SECRET_KEY", "" if PRODUCTION else "development only, never used in production")
DEBUG = False
ALLOWED_HOSTS = os.environ.get("TONGBAN_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
PUBLIC_ADDRESS = os.environ.get("TONGBAN_ADDRESS", "http://127.0.0.1:8000")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "django_htmx",
    "procrastinate.contrib.django",
    "tongban.kernel",
    "tongban.identity",
    "tongban.licences",
    "tongban.catalog",
    "tongban.cases",
    "tongban.channels.parts",
    "tongban.channels.web.citizen",
    "tongban.channels.web.desk",
    "tongban.channels.rest",
    "tongban.channels.console",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

DATABASES = {"default": database_from_url(os.environ.get("DATABASE_URL", ""), var=VAR)}

AUTH_USER_MODEL = "identity.Login"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
