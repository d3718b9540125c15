"""What an installation must be told before it may call itself production, and what stands in for it elsewhere."""

import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def told(name: str, *, production: bool, otherwise: str) -> str:
    """A value from the environment; outside production there is one to fall back on. Refuses: ImproperlyConfigured."""
    value = os.environ.get(name, "")
    if production and not value:
        raise ImproperlyConfigured(f"Production needs {name} in the environment; docs/run.md says what it is and how to make it.")
    return value or otherwise


def secret_key(*, production: bool, var: Path) -> str:
    """Django's secret: from the environment in production, else made once and kept under `var/keys`. Refuses: ImproperlyConfigured."""
    given = told("TONGBAN_SECRET_KEY", production=production, otherwise="")
    if given and len(given) < 32:
        raise ImproperlyConfigured("TONGBAN_SECRET_KEY is shorter than 32 characters; docs/run.md says how to make one.")
    return given or kept(var / "keys" / "secret", secrets.token_urlsafe(48))


def kept(path: Path, fresh: str) -> str:
    """A secret kept in a file of its owner's. Of several processes that make it at once, one wins; it appears whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not path.exists():
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(fresh)
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        draft.unlink()
    return path.read_text()
