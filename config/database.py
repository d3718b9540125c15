"""Where the database is: a URL from the environment, else the embedded server's private socket under `var/`."""

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit


def database_from_url(url: str, *, var: Path) -> dict[str, Any]:
    """Django's settings for `postgres://user:password@host:port/name`; empty means the embedded server."""
    parts = urlsplit(url or f"postgres://tongban@/tongban?host={var / 'socket'}")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or parts.query.removeprefix("host="),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": None,
        "ATOMIC_REQUESTS": False,
    }
