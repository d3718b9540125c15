"""Annotated copies (加注件): their links, their files, and what a link leads to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from tongban.licences.terms import Use

USE_LENGTH = 200  # of purpose, receiver and basis, as share interfaces limit them


@dataclass(frozen=True, slots=True)
class CopyLink:
    """Where an annotated copy (加注件) is fetched, once, until it expires. Whoever has the token has the copy."""

    copy_id: UUID
    token: str = field(repr=False)
    identifier: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class CopyFile:
    """The annotated copy as a file."""

    content: bytes = field(repr=False)
    media_type: str
    name: str


@dataclass(frozen=True, slots=True)
class CopyNote:
    """What a link leads to, before it is fetched: no more than its receiver may know."""

    use: Use
    identifier: str
    type_code: str
    made_at: datetime
    valid_until: datetime  # what the copy itself says: for no use after this
    expires_at: datetime

    @property
    def by_consent(self) -> bool:
        """Whether its holder agreed, at the moment or by a standing authorisation; elsewhere it rests on an article."""
        return self.use.basis.startswith(("consent:", "grant:"))
