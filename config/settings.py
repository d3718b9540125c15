"""Django settings. Every value that differs between machines comes from the environment, and is read here (docs/run.md lists them)."""

import os
from pathlib import Path

from config.accounts import *  # noqa: F403  the accounts' settings, apart because they are many
from config.analysis import analysis
from config.database import database_from_url
from config.gateways import gateway
from config.installation import secret_key, told
from config.key_stores import key_stores, token
from config.keys import load_keys
from config.logs import logging_settings

ROOT = Path(__file__).resolve().parent.parent
VAR = Path(os.environ.get("TONGBAN_VAR") or ROOT / "var")
PRODUCTION = os.environ.get("TONGBAN_ENV", "development") == "production"
CITY = os.environ.get("TONGBAN_CITY", "rongcheng")
CITY_FOLDER = ROOT / "cities" / CITY
METRICS_FOLDER = VAR / "metrics"
METRICS_TOKEN = os.environ.get("TONGBAN_METRICS_TOKEN", "")
UPLOADS = VAR / "uploads"
INSIGHT_FOLDER = VAR / "insight"  # files for analysis, made again from the database when they are gone
for _folder in (METRICS_FOLDER, UPLOADS, VAR / "static"):
    _folder.mkdir(parents=True, exist_ok=True)
os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", str(METRICS_FOLDER))  # all web processes count into one sum

SECRET_KEY = secret_key(production=PRODUCTION, var=VAR)
KEYS = load_keys(production=PRODUCTION, var=VAR)
SMS_GATEWAY, TELEPHONY = (gateway(name, production=PRODUCTION) for name in ("TONGBAN_SMS", "TONGBAN_TELEPHONY"))
INSIGHT_BACKEND, INSIGHT_SPARK, INSIGHT_SPARK_SETTINGS = analysis()
KEY_STORES, TOKEN, TIME_STAMPS = key_stores(), token(), os.environ.get("TONGBAN_TIME_STAMPS", "")
DEBUG = False
ALLOWED_HOSTS = told("TONGBAN_HOSTS", production=PRODUCTION, otherwise="127.0.0.1,localhost,[::1]").split(",")
PUBLIC_ADDRESS = told("TONGBAN_ADDRESS", production=PRODUCTION, otherwise="http://127.0.0.1:8000").rstrip("/")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "tongban.channels.parts",  # before allauth, whose pages it draws
    "allauth",
    "allauth.account",
    "django_htmx",
    "procrastinate.contrib.django",
    "tongban.kernel",
    "tongban.identity",
    "tongban.notices",
    "tongban.seals",
    "tongban.licences",
    "tongban.sharing",
    "tongban.duty",
    "tongban.classifiers",
    "tongban.responsibilities",
    "tongban.clients",
    "tongban.catalog",
    "tongban.cases",
    "tongban.board",
    "tongban.supervision",
    "tongban.directives",
    "tongban.snapshots",
    "tongban.insight",
    "tongban.watches",
    "tongban.campaigns",
    "tongban.reports",
    "tongban.prints",
    "tongban.channels.web.citizen",
    "tongban.channels.web.desk",
    "tongban.channels.web.leader",
    "tongban.channels.rest",
    "tongban.channels.open311",
    "tongban.channels.console",
]
MIDDLEWARE = [
    "config.middleware.measured",
    "config.middleware.limited",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.middleware.content_policy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "tongban.channels.parts.middleware.Privacy",
    "tongban.channels.parts.middleware.Modes",
    "tongban.channels.parts.middleware.Refusals",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,  # without DEBUG, each template is read and compiled once per process
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "tongban.channels.parts.frame.frame",
            ],
        },
    }
]

DATABASES = {"default": database_from_url(os.environ.get("DATABASE_URL", ""), var=VAR)}
# Tries at signing in are counted for all web processes together, on whatever machine; nothing else is cached there.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},  # not used: files go to kernel.files
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILE_UPLOAD_TEMP_DIR = str(UPLOADS)
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024**2
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024**2  # answers without files
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
DATA_UPLOAD_MAX_NUMBER_FILES = 40
MAX_REQUEST_BYTES = 120 * 1024**2

# Cookies for https only where the public address is https: a demo on 127.0.0.1 has none.
HTTPS = PUBLIC_ADDRESS.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_SSL_REDIRECT = HTTPS and os.environ.get("TONGBAN_REDIRECT_TO_HTTPS", "1") == "1"
# What a proxy says of its client is believed only where there is one; of X-Forwarded-For only the last, which our own proxy wrote.
BEHIND_PROXY = os.environ.get("TONGBAN_BEHIND_PROXY") == "1"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
ALLAUTH_TRUSTED_PROXY_COUNT = int(BEHIND_PROXY)
SECURE_REFERRER_POLICY = "same-origin"
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]  # other hosts of the domain, and browsers' lists, are its owner's to decide
CSRF_TRUSTED_ORIGINS = [PUBLIC_ADDRESS]
X_FRAME_OPTIONS = "DENY"

LOGGING = logging_settings(production=PRODUCTION)
