"""Who may use the share interface, and for what."""

from __future__ import annotations

import hashlib
from datetime import datetime

from tongban.licences import models, terms


def consumers() -> tuple[terms.Consumer, ...]:
    """All consumers with their rights, by code."""
    return tuple(row.as_term() for row in models.Consumer.objects.order_by("code").prefetch_related("rights"))


def consumer(code: str) -> terms.Consumer:
    """One consumer. Refuses: UnknownConsumer."""
    row = models.Consumer.objects.filter(code=code).prefetch_related("rights").first()
    if row is None:
        raise terms.UnknownConsumer(code)
    return row.as_term()


def consumer_by_token(token: str, *, at: datetime, code: str = "") -> terms.Consumer | None:
    """Who asks with this token (and says this code); None when it is unknown, expired or replaced, or its consumer suspended."""
    living = models.Consumer.objects.filter(token_digest=consumer_token_digest(token), token_until__gt=at, suspended_at=None)
    living = living.filter(code=code) if code else living
    row = living.prefetch_related("rights").first()
    return row.as_term() if row else None


def consumer_token_digest(token: str) -> bytes:
    """All that is kept of a consumer's token."""
    return hashlib.sha256(token.encode()).digest()
