"""Who may use the share interface, and for what."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import TYPE_CHECKING

from tongban.kernel import access_log
from tongban.sharing import access, models, terms

if TYPE_CHECKING:
    from tongban.identity.terms import Actor


def consumers() -> tuple[terms.Consumer, ...]:
    """All consumers with their rights, by code."""
    return tuple(row.as_term() for row in models.Consumer.objects.order_by("code").prefetch_related("rights"))


def keeps_library(by: Actor) -> bool:
    """Whether this is somebody at the desk that keeps the library, which looks after its consumers."""
    return access.keeps_library(by)


def consumers_kept(*, by: Actor) -> tuple[terms.ConsumerUse, ...]:
    """All consumers with their rights and the last call of each, for the desk that keeps the library. Refuses: Denied."""
    access.require_library(by)
    known = consumers()
    last = access_log.last_calls([each.id for each in known])
    return tuple(
        terms.ConsumerUse(each, called.at, called.purpose, called.result) if (called := last.get(each.id)) else terms.ConsumerUse(each)
        for each in known
    )


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
