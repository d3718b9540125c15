"""A licence as the modules above that show and prove it are handed it: what the record says, and what stands beside it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from tongban.identity.terms import Holder
    from tongban.licences.terms.licence import Licence


@dataclass(frozen=True, slots=True)
class Opened:
    """A licence with its record opened once. One that nobody can read any more has no holders and no content, and is not `intact`."""

    licence: Licence
    holders: tuple[Holder, ...] = field(repr=False)  # with their numbers, as they were called when it was issued; the holder first
    intact: bool  # the record is still the one that was issued
    status_place: int  # in the signed status lists
    pdf_sha256: str  # of the documents that its issuer sealed; empty where one is not made yet
    ofd_sha256: str

    @property
    def holder_ids(self) -> tuple[UUID, ...]:
        """Everybody who holds it: each finds the looks at it in their log."""
        return tuple(each.id for each in self.holders)


@dataclass(frozen=True, slots=True)
class Located:
    """Where a licence is found, without its record being opened."""

    id: UUID
    type_code: str
    holder_id: UUID
