"""What somebody has reviewed, carried in the page to the last button: what they saw is what is handed in.

Signed for one person and one purpose, so that a second press of the button asks for exactly the same and finds the same case,
when the draft is long gone.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.core import signing

from tongban.cases.terms import Application, Handed
from tongban.identity.terms import Actor, HolderKind

HOURS = 12


class NotSealed(Exception):
    """Not what was shown to this person, or too old."""


def seal(content: dict[str, Any], *, purpose: str, by: Actor) -> str:
    return signing.dumps(content, salt=_salt(purpose, by), compress=True)


def opened(sealed: str, *, purpose: str, by: Actor) -> dict[str, Any]:
    """Refuses: NotSealed."""
    try:
        return signing.loads(sealed, salt=_salt(purpose, by), max_age=HOURS * 3600)
    except signing.BadSignature:
        raise NotSealed(purpose) from None


def written(handed: tuple[Handed, ...]) -> list[dict[str, Any]]:
    return [{**asdict(each), "licence_id": str(each.licence_id) if each.licence_id else None} for each in handed]


def materials_of(content: dict[str, Any]) -> tuple[Handed, ...]:
    return tuple(
        Handed(**{**each, "licence_id": UUID(each["licence_id"]) if each["licence_id"] else None}) for each in content["materials"]
    )


def application_of(content: dict[str, Any]) -> Application:
    return Application(
        service=content["service"],
        applicant_kind=HolderKind(content["applicant_kind"]),
        applicant_id=UUID(content["applicant_id"]),
        situation=content["situation"],
        form=content["form"],
        materials=materials_of(content),
    )


def _salt(purpose: str, by: Actor) -> str:
    return f"citizen.{purpose}:{by.id}"
