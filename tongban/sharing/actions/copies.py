"""Making annotated copies (加注件), and deleting what has had its time."""

from __future__ import annotations

import hashlib
import json
import uuid
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from tongban.kernel import access_log, facts, files, idempotency, ledger, rows
from tongban.sharing import access, events, models, queries, rules, terms

if TYPE_CHECKING:
    from tongban.identity.terms import Actor
    from tongban.licences.terms import Handling, Opened, Use

LINK_LIFE = timedelta(days=1)  # a link ends with its copy, and after this at the latest
LONGEST = timedelta(days=366)


@transaction.atomic(savepoint=False)
def make_copy(
    *,
    key: UUID,
    licence_id: UUID,
    use: Use,
    until: datetime,
    by: Actor,
    at: datetime,
    handling: Handling | None = None,
) -> terms.CopyLink:
    """Give somebody a copy of a licence for one use, under a link that works once and expires; `until` is what the copy says.

    The same key again gives the same link. Refuses: IncompleteUse, UnprintablePurpose, Denied, UnknownLicence, UnusableLicence; KeyReused.
    """
    _require_whole(use, until, at)
    copy_id, asked = uuid.uuid4(), {"licence": str(licence_id), "use": asdict(use), "until": until.isoformat()}
    request = json.dumps(asked, sort_keys=True, default=str).encode()
    first = idempotency.claim(verb="sharing.make_copy", key=key, by=by, at=at, result=copy_id, request=request)
    if first is not None:
        return models.Copy.objects.get(pk=first).as_link()
    found = access.readable(licence_id, by=by, handling=handling)
    queries.require_usable(found, at=at)
    copy = models.Copy.of(found.licence, use, until=until, expires_at=min(until, at + LINK_LIFE), by=by, at=at, copy_id=copy_id)
    rows.write(
        *rows.insert(copy),
        _told(copy, found, by=by, at=at),
        ledger.entry("sharing.make_copy", by=by, at=at, subject=copy, digest=hashlib.sha256(request).hexdigest()),
        facts.entry(events.CopyMade(copy_id=copy.pk, licence_id=copy.licence_id, holder_id=copy.holder_id, at=at)),
    )
    return copy.as_link()


@transaction.atomic(savepoint=False)
def take_back(*, copy_id: UUID, by: Actor, at: datetime) -> None:
    """The holder ends a link before its time; what was fetched already stays where it is. Refuses: UnknownLink."""
    copy = models.Copy.objects.select_for_update(of=("self",)).filter(pk=copy_id).first()
    if copy is None or not access.may_take_back(by, copy.holder_id):
        raise terms.UnknownLink(str(copy_id))
    if copy.deleted_at is None:
        _delete(copy, by=by, at=at)


@transaction.atomic(savepoint=False)
def delete_copy(*, copy_id: UUID, by: Actor, at: datetime) -> None:
    """Delete the file of a copy whose own period is over; that it was made and fetched remains. Refuses: Denied, UnknownLink."""
    access.require_system(by)
    copy = models.Copy.objects.select_for_update(of=("self",)).filter(pk=copy_id, valid_until__lte=at).first()
    if copy is None:
        raise terms.UnknownLink(str(copy_id))
    if copy.deleted_at is None:
        _delete(copy, by=by, at=at)


def _told(copy: models.Copy, found: Opened, *, by: Actor, at: datetime) -> rows.Part:
    """The holders' log: who was given a copy, for what and on which ground."""
    return access_log.entry(
        "licences.make_copy",
        by=by,
        at=at,
        purpose=copy.purpose,
        holders=found.holder_ids,
        subject=copy.case_number or copy.identifier,
        fields=(found.licence.type_code,),
        basis=copy.basis,
        receiver=copy.receiver,
    )


def _delete(copy: models.Copy, *, by: Actor, at: datetime) -> None:
    copy.deleted_at = at
    rows.write(
        rows.update(copy, ["deleted_at"]),
        ledger.entry("sharing.delete_copy", by=by, at=at, subject=copy),
        facts.entry(events.CopyDeleted(copy_id=copy.pk, licence_id=copy.licence_id, holder_id=copy.holder_id, at=at)),
    )
    if copy.document_digest is not None:
        transaction.on_commit(lambda: files.path(copy.document_digest or "").unlink(missing_ok=True))


def _require_whole(use: Use, until: datetime, at: datetime) -> None:
    """For what, for whom, on which ground, until when: a copy that does not say it is no copy. Raises IncompleteUse, UnprintablePurpose."""
    for what in ("purpose", "receiver", "basis"):
        words = getattr(use, what).strip()
        if not words or len(words) > terms.USE_LENGTH:
            raise terms.IncompleteUse(what)
        rules.require_readable(words)
    if until.tzinfo is None:
        raise terms.IncompleteUse("offset")
    if not at < until <= at + LONGEST:
        raise terms.IncompleteUse("until")
