"""Who holds a licence together with its holder, so that it is found for each of them. What counts is the sealed record."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from tongban.identity.terms import Holder
    from tongban.licences.models.licence import Licence


class JointHolder(models.Model):
    """An index only: names and numbers are sealed in the record of the licence. A trigger refuses all changes."""

    id = models.BigAutoField(primary_key=True)
    holder_id = models.UUIDField()
    licence_id = models.UUIDField(db_index=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["holder_id", "licence_id"], name="licences_joint_holder_once"),)

    def __str__(self) -> str:
        return f"{self.holder_id} holds {self.licence_id}"

    @classmethod
    def of(cls, licence: Licence, holders: Iterable[Holder]) -> list[JointHolder]:
        """Their rows, ready to be inserted."""
        return [cls(holder_id=each.id, licence_id=licence.pk) for each in holders]


def held_by(holder_ids: Collection[uuid.UUID]) -> models.Q:
    """Licences that any of these hold, alone, first or jointly. `= ANY (ARRAY …)`, so that both halves are looked up by an index."""
    jointly = JointHolder.objects.filter(holder_id__in=holder_ids).values("licence_id")
    among = models.Func(
        models.F("pk"), ArraySubquery(jointly), template="(%(expressions)s))", arg_joiner=" = ANY (", output_field=models.BooleanField()
    )
    return models.Q(holder_id__in=holder_ids) | models.Q(among)
