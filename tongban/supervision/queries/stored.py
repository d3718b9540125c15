"""Whether a stored week may be shown: its text is what was digested and signed, and it is of this week and version.

Whoever writes into the database behind the verbs publishes nothing with it. `manage.py verify_ledger` names the row.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import structlog
from django.db.models import TextField
from django.db.models.expressions import RawSQL

from tongban.kernel import signing
from tongban.supervision.models import Ranking
from tongban.supervision.rules import document
from tongban.supervision.terms import DoesNotStand, Signed

if TYPE_CHECKING:
    from django.db.models import QuerySet

log = structlog.get_logger()
WRITTEN = "supervision_ranking.xmin::text || ' ' || supervision_ranking.ctid::text"  # another one whenever the row was written
REMEMBERED = 2000

_judged: dict[tuple[object, str], Verdict] = {}


@dataclass(frozen=True, slots=True)
class Verdict:
    """Of the published text with its signature, and of the one with every unit."""

    published: bool
    trial: bool


def marked(rows: QuerySet[Ranking]) -> QuerySet[Ranking]:
    """Rows that say when they were written: judged once a process, and once more whenever anything in them has changed."""
    return rows.annotate(written=RawSQL(WRITTEN, [], output_field=TextField()))


def stands(row: Ranking, *, trial: bool) -> bool:
    """Whether a marked row may be shown; with the text of every unit where that is wanted."""
    found = _judged.get(_key(row)) or _judge(row)
    return found.published and (found.trial or not trial)


def require_standing(row: Ranking, *, trial: bool) -> None:
    """The same of a row that somebody asks for. Refuses: DoesNotStand."""
    if not stands(row, trial=trial):
        raise DoesNotStand(f"{row.week} version {row.version}")


def signed(row: Ranking) -> Signed | None:
    """The signature of a version; None: it is not signed yet."""
    if row.signed_at is None or row.signature is None or row.certificate is None:
        return None
    return Signed(row.signer, row.signed_at, row.algorithm, bytes(row.signature), bytes(row.certificate))


def holds(canonical: str, signed: Signed) -> bool:
    """Whether a signature is over this text. Whose certificate it is, its reader judges."""
    algorithm = signing.SM2 if signed.algorithm == signing.SM2 else signing.P256
    try:
        return signing.verify(canonical.encode(), signed.signature, public=signed.certificate, algorithm=algorithm)
    except signing.NotACertificate:
        return False


def verdict(row: Ranking) -> Verdict:
    """Whether each text is what its digest and its signature are of, and of the week and version of its row."""
    under = signed(row)
    published = _is_of(row, row.canonical, row.digest) and (under is None or holds(row.canonical, under))
    return Verdict(published, _is_of(row, row.trial, row.trial_digest))


def _judge(row: Ranking) -> Verdict:
    whole = row if not row.get_deferred_fields() else marked(Ranking.objects.all()).get(pk=row.pk)
    found = verdict(whole)
    if found != Verdict(True, True):
        log.error("a stored week is not what was counted and signed", week=row.week, version=row.version, row=str(row.pk))
    if len(_judged) >= REMEMBERED:
        _judged.clear()
    _judged[_key(whole)] = found
    return found


def _key(row: Ranking) -> tuple[object, str]:
    return row.pk, getattr(row, "written")  # noqa: B009  annotated


def _is_of(row: Ranking, text: str, digest: str) -> bool:
    if document.digest(text) != digest:
        return False
    try:
        told = json.loads(text)
        return (told["week"]["key"], told["version"]) == (row.week, row.version)
    except (ValueError, KeyError, TypeError):  # no text of ours
        return False
