"""Subjects (持证主体): whoever can hold a licence, known to the city otherwise or not."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import connection, models

from tongban.identity.terms import HolderKind
from tongban.kernel import crypto

if TYPE_CHECKING:
    from tongban.identity import terms

PURPOSE = "identity.subject"


def subject_index(code_type: str, code: str) -> bytes:
    """The blind index of a holder: of the type of the number and the number, so that a passport is never taken for another paper."""
    return crypto.blind_index(f"{code_type}\x00{code}", PURPOSE)


def sealed(name: str, code: str) -> bytes:
    """Name and number as they are stored."""
    return crypto.encrypt(json.dumps([name, code], ensure_ascii=False), PURPOSE)


def opened(stored: bytes) -> tuple[str, str]:
    """Name and number again."""
    name, code = json.loads(crypto.decrypt(stored, PURPOSE))
    return name, code


Known = dict[bytes, uuid.UUID]  # ids by blind index

# In the order of the index, so that two who enter the same holders at once wait for one another and never in a circle.
ENTER = """
INSERT INTO identity_subject (id, kind, code_type, index, sealed, recorded_at)
SELECT id, kind, code_type, index, sealed, %s
FROM unnest(%s::uuid[], %s::text[], %s::text[], %s::bytea[], %s::bytea[]) AS given (id, kind, code_type, index, sealed)
ON CONFLICT (index) DO NOTHING RETURNING index, id
"""
FIND = "SELECT index, id FROM identity_subject WHERE index = ANY(%s::bytea[])"


class Subject(models.Model):
    """The one place of the blind index: licences, grants and reads carry this id, so that a new index key moves no other row.

    A person or an organisation that the city knows has the same id here and there.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    kind = models.CharField(max_length=12)
    code_type = models.CharField(max_length=8)  # GB/T 36903, annex A; which there are is data
    index = models.BinaryField(unique=True)
    sealed = models.BinaryField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=models.Q(kind__in=[kind.value for kind in HolderKind]), name="identity_subject_kind"),
        )

    def __str__(self) -> str:
        return str(self.id)

    def opened(self) -> tuple[str, str]:
        """Name and number."""
        return opened(self.sealed)

    @classmethod
    def get_or_create(cls, wanted: Mapping[bytes, terms.Subject], *, at: datetime) -> tuple[Known, Known]:
        """All of them by their indexes, and which of them were entered just now; in three statements at most, however many they are."""
        found, entered = _asked(FIND, [list(wanted)]), Known()
        new = {index: each for index, each in wanted.items() if index not in found}
        if new:
            entered = _entered(new, at=at)
        if len(entered) < len(new):  # somebody else entered them meanwhile
            found |= _asked(FIND, [[index for index in new if index not in entered]])
        return found | entered, entered


def _entered(new: Mapping[bytes, terms.Subject], *, at: datetime) -> Known:
    order = sorted(new)
    given = [new[index] for index in order]
    return _asked(
        ENTER,
        [
            at,
            [uuid.uuid4() for _ in given],
            [each.kind.value for each in given],
            [each.code_type for each in given],
            order,
            [sealed(each.name, each.code) for each in given],
        ],
    )


def _asked(sql: str, parameters: list[Any]) -> Known:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return {bytes(index): subject for index, subject in cursor.fetchall()}
