"""The seals of the demo companies: the unit's and the legal representative's, and for each agent a grant of the unit's."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from tongban.identity.terms import SYSTEM
from tongban.seals import actions as seal_actions
from tongban.seals import queries as seal_queries
from tongban.seals.terms import SealKind, SealOwner


def make(
    organisation_id: UUID, row: Mapping[str, Any], representative: str, agents: Mapping[str, tuple[UUID, str]], *, at: datetime
) -> None:
    """Have them made and granted; what is there already stays."""
    there = {each.kind: each.id for each in seal_queries.seals_of(SealOwner.ORGANISATION, str(organisation_id), by=SYSTEM)}
    for kind, name in ((SealKind.UNIT, row["name"]), (SealKind.REPRESENTATIVE, representative)):
        if kind not in there:
            told = {"owner_kind": SealOwner.ORGANISATION, "owner": str(organisation_id), "kind": kind, "name": name}
            there[kind] = seal_actions.make_seal(**told, custodian=representative, by=SYSTEM, at=at)
    for key, (person_id, name) in agents.items():
        if key != row["legal_representative"]:
            told = {"person_id": person_id, "person_name": name, "valid_from": date.fromisoformat(row["since"])}
            seal_actions.grant_seal(seal_id=there[SealKind.UNIT], **told, by=SYSTEM, at=at)
