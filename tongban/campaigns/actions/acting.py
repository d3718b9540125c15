"""What an act on a campaign leaves: its rows, an entry with their imprints, and a fact, in one statement."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tongban.board import queries as board_queries
from tongban.campaigns import access
from tongban.campaigns.models import Campaign, CampaignStepRow, Link
from tongban.campaigns.models.watched import WATCHED
from tongban.campaigns.rules import life
from tongban.campaigns.rules.life import By
from tongban.campaigns.rules.writing import MOST, said
from tongban.campaigns.terms import CampaignAct, CampaignState
from tongban.identity.terms import SYSTEM
from tongban.kernel import facts, imprints, ledger, rows
from tongban.kernel.words import masking
from tongban.supervision import queries as supervision_queries

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime
    from uuid import UUID

    from django.db import models

    from tongban.campaigns.terms import How
    from tongban.identity.terms import Actor
    from tongban.kernel.facts import Fact

NAME_MOST = 60
STATE = ("state", "changed_at")


@dataclass(frozen=True)
class Acting:
    """One act on a campaign: by whom, when, on which edge of its life."""

    by: Actor
    at: datetime
    row: Campaign
    edge: life.Edge

    @classmethod
    def locked(cls, campaign_id: UUID, act: CampaignAct, *, by: Actor, at: datetime) -> Acting:
        """Refuses: NoSupervision, UnknownCampaign, Denied, CampaignStateWrong, SamePerson."""
        city = supervision_queries.release()
        access.require_one_of(by, act, city)
        row = Campaign.objects.select_for_update(of=("self",)).of_id(campaign_id)
        edge = life.edge(CampaignState(row.state), act)
        access.require_part(by, edge.by, city)
        if edge.by is By.APPROVER:
            access.require_another(by, *row.worded_by(act))
        return cls(by, at, row, edge)

    def step(self, words: str = "") -> CampaignStepRow:
        """A step in its history, by the name under which somebody works."""
        told = {"act": self.edge.act, "words": words, "actor_id": self.by.id, "actor_name": self.by.name[:NAME_MOST], "at": self.at}
        return CampaignStepRow(campaign=self.row, **told)

    def leave(
        self,
        act: str,
        fact: Fact,
        *new: models.Model,
        changed: Iterable[tuple[models.Model, Collection[str]]] = (),
        columns: Collection[str] = (),
        **codes: str,
    ) -> None:
        """The campaign in its next state with the columns named, new rows, and others that were changed."""
        row, others = self.row, list(changed)
        row.state, row.changed_at = self.edge.becomes.value, self.at
        followed = [] if row.settled_at and "settled_at" not in columns else [(row, {*columns, *STATE})]
        left = [(WATCHED[type(each)], each, None) for each in new] + [(WATCHED[type(each)], each, told) for each, told in followed + others]
        rows.write(
            *(rows.update(each, told) for each, told in followed + others),
            *rows.insert(*new),
            ledger.entry(f"campaigns.{act}", by=self.by, at=self.at, subject=row, codes=codes | imprints.of(*left)),
            facts.entry(fact),
        )

    def links(self, message_ids: Collection[UUID], how: How) -> list[Link]:
        """Links that are not there yet, each with whose it is and whether it is a report."""
        known = board_queries.authors_of(message_ids, by=SYSTEM)
        told = {"campaign": self.row, "how": how.value, "linked_by": self.by.id, "at": self.at}
        found = [(each, *known[each]) for each in dict.fromkeys(message_ids) if each in known]
        return [Link(**told, message_id=each, report=report, author_id=author) for each, report, _, author in found]

    @staticmethod
    def for_everybody(text: str, field: str, *, most: int = MOST) -> str:
        """Words that everybody will read, with what is personal in them hidden. Raises CampaignWordsMissing, CampaignWordsTooLong."""
        return masking.masked(said(text, field, most=most), public_numbers=board_queries.public_numbers(), by_office=True)
