"""Where the database is: a URL from the environment, else the embedded server's private socket."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from config import embedded


def database_from_url(url: str, *, var: Path) -> dict[str, Any]:
    """Django's settings for `postgres://user:password@host:port/name?sslmode=require`; empty means the embedded server."""
    parts = urlsplit(url or embedded.remembered_url(var))
    if parts.scheme not in ("postgres", "postgresql") or not parts.path.strip("/"):
        raise ValueError("DATABASE_URL must read postgres://user:password@host:port/name")
    options = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    return {
        "ENGINE": "config.postgres",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", "") or parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,
        "OPTIONS": {**options, "server_side_binding": True, "prepare_threshold": 3},
    }
