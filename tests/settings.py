"""Settings of the test suite: the house's own, with a private throw-away `var/` and nothing that only costs time.

The database is `TEST_DATABASE_URL`, else `DATABASE_URL`; `bin/test` starts an embedded server of its own and sets it.
"""

import atexit
import os
import shutil
import tempfile

if not (os.environ.get("TEST_DATABASE_URL") or os.environ.get("DATABASE_URL")):
    raise SystemExit("The suite needs a PostgreSQL server: run bin/test, which starts one, or set TEST_DATABASE_URL.")
os.environ["DATABASE_URL"] = os.environ.get("TEST_DATABASE_URL") or os.environ["DATABASE_URL"]
os.environ["TONGBAN_VAR"] = tempfile.mkdtemp(prefix="tongban-test-")
os.environ["TONGBAN_ENV"] = "development"
os.environ.pop("PROMETHEUS_MULTIPROC_DIR", None)  # each process of the suite counts in a folder of its own
atexit.register(shutil.rmtree, os.environ["TONGBAN_VAR"], ignore_errors=True)

from config.settings import *  # noqa: E402, F403  after the environment it reads

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
