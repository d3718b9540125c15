"""Which gateways the city sends by: none, a demo that only keeps what it is handed, or one that takes signed JSON over HTTP."""

import os
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

SHORTEST_SECRET = 16
LOCAL = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True)
class Gateway:
    kind: str  # none, demo, http
    address: str = ""
    secret: str = field(default="", repr=False)


def gateway(name: str, *, production: bool) -> Gateway:
    """`<name>` is `none`, `demo` or an address, and `<name>_SECRET` what is shared with it. Refuses: ImproperlyConfigured."""
    value = os.environ.get(name, "") or ("none" if production else "demo")
    if value == "demo" and production:
        raise ImproperlyConfigured(f"{name} is `demo`: a city in production sends nothing by it. Give an address, or `none`.")
    if value in ("none", "demo"):
        return Gateway(kind=value, secret=os.environ.get(f"{name}_SECRET", ""))
    parts, secret = urlsplit(value), os.environ.get(f"{name}_SECRET", "")
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOCAL):
        raise ImproperlyConfigured(f"{name} is `none`, `demo` or an address that begins with https://; docs/run.md says more.")
    if len(secret) < SHORTEST_SECRET:
        raise ImproperlyConfigured(f"{name}_SECRET is shorter than {SHORTEST_SECRET} characters; it signs what the gateway is handed.")
    return Gateway(kind="http", address=value, secret=secret)
