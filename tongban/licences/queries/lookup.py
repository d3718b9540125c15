"""The library's hot question, written out: which records somebody holds of some kinds and can use on a day, or which has an identifier.

More than nine lookups of ten are the first, and whoever verifies a licence asks the second, so it is the one question of the module in raw
SQL (ADR 0020): prepared once, and the row in the log of reads goes with it in the same statement.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from tongban.kernel import rows
from tongban.licences.models import Licence
from tongban.licences.models.joint_holder import JointHolder
from tongban.licences.models.licence import STANDS

PER_TYPE = 100  # of one kind of licence, more than anybody chooses from
FIELDS = tuple(Licence._meta.concrete_fields)
NAMES = tuple(field.attname for field in FIELDS)
ISSUER_NAME = NAMES.index("issuer_name")
LICENCES, JOINTLY = Licence._meta.db_table, JointHolder._meta.db_table
RECORDS = f"""SELECT {", ".join(f'"{field.column}"' for field in FIELDS)}, {STANDS.format(row="placed")} FROM"""
IDENTIFIED = f"{RECORDS} {LICENCES} AS placed WHERE identifier = %s"
HELD = f"""
{RECORDS} (
    SELECT *, row_number() OVER (PARTITION BY holder_id, type_code, usable ORDER BY issued_on DESC, version DESC, identifier) AS place
    FROM (
        SELECT *, state = 'valid' AND valid_from <= %s AND (valid_until IS NULL OR valid_until >= %s) AS usable
        FROM (
            SELECT * FROM {LICENCES} WHERE holder_id = ANY(%s::uuid[])
            UNION ALL
            SELECT * FROM {LICENCES} WHERE holder_id <> ALL(%s::uuid[])
                AND id IN (SELECT licence_id FROM {JOINTLY} WHERE holder_id = ANY(%s::uuid[]))
        ) AS held
        WHERE type_code = ANY(%s::varchar[]) OR id = ANY(%s::uuid[])
    ) AS flagged
) AS placed
WHERE (type_code = ANY(%s::varchar[]) AND place <= CASE WHEN usable THEN %s ELSE %s END) OR id = ANY(%s::uuid[])
ORDER BY issued_on DESC, version DESC, identifier
"""


def held_rows(
    holder_ids: Collection[UUID], types: Collection[str], named: Collection[UUID], on: date, *, ended: int, noted: rows.Part
) -> Iterator[Licence]:
    """What these hold, alone or jointly, newest first: of each type the newest usable ones and so many (`ended`) of the others, and
    those named by id. `noted` is written with it."""
    who, kinds, picked = list(holder_ids), list(types), list(named)
    asked = rows.Part(HELD, [on, on, who, who, who, kinds, picked, kinds, PER_TYPE, ended, picked])
    return map(_record, rows.ask(asked, noted))


def identified_row(identifier: str) -> Licence | None:
    """The one with an identifier, as it is printed."""
    return next(map(_record, rows.ask(rows.Part(IDENTIFIED, [identifier]))), None)


def borne_out(found: Iterable[Licence]) -> Iterator[tuple[Licence, dict[str, Any]]]:
    """Those of `held_rows` whose state their events bear out, each with what is inside of it."""
    for row in found:
        if row.stands and row.bears_out(inside := row.opened()):
            yield row, inside


def _record(row: tuple[Any, ...]) -> Licence:
    *values, stands = row
    values[ISSUER_NAME] = json.loads(values[ISSUER_NAME])
    licence = Licence.from_db(connection.alias, NAMES, values)
    licence.stands = stands
    return licence
