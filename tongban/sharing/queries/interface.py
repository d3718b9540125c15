"""What the library answers to consumers: by right, for an agreed purpose, on a legal ground. Every call is logged, refused or not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from tongban.identity import queries as identity_queries
from tongban.identity.terms import CREDIT_CODE, PUBLIC, HolderKind
from tongban.kernel import access_log, clock, envelopes, files, rates
from tongban.kernel.identifiers import InvalidIdentifier
from tongban.licences.queries import licence_type, opening
from tongban.licences.terms import Refusal, WrongHolder
from tongban.sharing import rules, terms
from tongban.sharing.queries.grants import grant_covering

if TYPE_CHECKING:
    from tongban.licences.terms import Licence, LicenceType

SHARE_FIND, SHARE_COPY, SHARE_VERIFY = "licences.share_find", "licences.share_copy", "licences.share_verify"
SHARE_RIGHTS, UNKNOWN = "licences.share_rights", "licences.share_unknown"
STRANGERS_A_MINUTE = 60  # calls with an unknown token that are logged; more are refused all the same
NO_FILE = (files.Empty, files.TooLarge, files.TypeNotAllowed)
FOUND = ("number", "holder_name", "issuer_name", "issued_on", "valid_from", "valid_until")  # what every answer tells besides its own fields


@contextmanager
def shared(question: str, consumer: terms.Consumer, asking: terms.Asking, *, at: datetime) -> Iterator[None]:
    """Round a call of a consumer, outside any transaction: counts it against the limit, and logs what is refused, whatever the reason.

    Refuses: TooManyCalls.
    """
    try:
        if not rates.within(f"consumer:{consumer.code}", limit=consumer.calls_per_minute, at=at):
            raise terms.TooManyCalls(consumer.calls_per_minute)
        _require_said(asking)
        yield
    except (terms.Refusal, Refusal, InvalidIdentifier, *NO_FILE) as refusal:
        named = opening.located(identifier=asking.identifier) if asking.identifier else None
        business = rules.readable(asking.business[:60]) if named or not asking.identifier else ""
        kind = named.type_code if named else asking.type_code
        access_log.note(
            question,
            by=consumer.actor,
            at=at,
            purpose=rules.readable(asking.purpose[: terms.USE_LENGTH]),
            holders=[named.holder_id] if named else _holders_of(asking),
            subject=business or asking.identifier[:128],
            fields=[kind[:30]] if kind else [],
            receiver=consumer.name,
            result=type(refusal).__name__,
        )
        raise


def refused_stranger(said: str, *, at: datetime, result: str = terms.UnknownConsumer.__name__) -> None:
    """Log a call that leads nowhere: a token that is nobody's, an operation that there is not; `said` is who the caller claims to be."""
    if rates.within("consumer:", limit=STRANGERS_A_MINUTE, at=at):
        access_log.note(UNKNOWN, by=PUBLIC, at=at, purpose="", holders=(), receiver=said[:60], result=result)


def share_rights(consumer: terms.Consumer, *, at: datetime) -> tuple[terms.ConsumerRight, ...]:
    """What a consumer may ask for today. Refuses: TooManyCalls."""
    counted = rates.within(f"consumer:{consumer.code}", limit=consumer.calls_per_minute, at=at)
    result = "" if counted else terms.TooManyCalls.__name__
    access_log.note(SHARE_RIGHTS, by=consumer.actor, at=at, purpose="", holders=(), receiver=consumer.name, result=result)
    if not counted:
        raise terms.TooManyCalls(consumer.calls_per_minute)
    on = clock.city_date(at)
    return tuple(right for right in consumer.rights if right.living_on(on))


def share_find(consumer: terms.Consumer, asking: terms.Asking, *, at: datetime) -> tuple[terms.SharedLicence, ...]:
    """The licences of one type that somebody holds and can use today, with the fields of the consumer's right, newest first.

    Whoever holds none and whoever is not known look alike, in what is answered and in what is done for it.
    Refuses: NoRight, PurposeNotAllowed, UnknownType, WrongHolder, NotGranted; InvalidIdentifier.
    """
    on = clock.city_date(at)
    right = rules.right_for(consumer.rights, type_code=asking.type_code, purpose=asking.purpose, on=on)
    kind = licence_type(asking.type_code)
    holder_id = _holder(asking, kind)
    holders = (holder_id,) if holder_id else ()
    looked_for = holder_id or uuid4()  # nobody's: the same questions are asked, and find nothing
    basis = ground(consumer, right, looked_for, purpose=asking.purpose, at=at)[0]
    noted = access_log.entry(
        SHARE_FIND,
        by=consumer.actor,
        at=at,
        purpose=asking.purpose,
        holders=holders,
        subject=asking.business,
        fields=(asking.type_code, *FOUND, *right.fields),
        basis=basis,
        receiver=consumer.name,
    )
    return tuple(_shared(each, right) for each in opening.held((looked_for,), [asking.type_code], on=on, noted=noted))


def share_verify(consumer: terms.Consumer, asking: terms.Asking, answer: terms.Verification | None, *, at: datetime) -> None:
    """Log that a consumer was told what everybody may know of an identifier, or of a file; None where that led to no licence."""
    identifier = answer.identifier if answer is not None else ""
    holders = _holder_named(identifier)
    said = {"purpose": asking.purpose, "subject": identifier or asking.business[:60], "receiver": consumer.name}
    access_log.note(SHARE_VERIFY, by=consumer.actor, at=at, holders=holders, **said)


def ground(consumer: terms.Consumer, right: terms.ConsumerRight, holder_id: UUID, *, purpose: str, at: datetime) -> tuple[str, UUID | None]:
    """On what a hand-over rests: the article in the right, or the holder's standing authorisation for this purpose. Refuses: NotGranted."""
    if right.basis:
        return right.basis, None
    grant_id = grant_covering(holder_id, consumer.receiver, right.type_code, purpose, clock.city_date(at))
    if grant_id is None:
        raise terms.NotGranted(right.type_code)
    return f"{terms.ON_GRANT}{grant_id}", grant_id


def _holder(asking: terms.Asking, kind: LicenceType) -> UUID | None:
    """Whom the number belongs to, if the city knows them. Refuses: WrongHolder; InvalidIdentifier."""
    asked_for = HolderKind.ORGANISATION if asking.code_type == CREDIT_CODE else HolderKind.PERSON
    if asked_for not in kind.holder_kinds:
        raise WrongHolder(f"{kind.code} is not for a {asked_for}")
    return identity_queries.subject_of(asking.code_type, identity_queries.holder_code(asking.code_type, asking.code))


def _holders_of(asking: terms.Asking) -> list[UUID]:
    """Whom a refused question was about, where the city knows them: they see that somebody tried."""
    if asking.identifier:
        return []
    try:
        code = identity_queries.holder_code(asking.code_type, asking.code)
    except InvalidIdentifier:
        return []
    holder_id = identity_queries.subject_of(asking.code_type, code)
    return [holder_id] if holder_id else []


def _holder_named(identifier: str) -> list[UUID]:
    found = opening.located(identifier=identifier) if identifier else None
    return [found.holder_id] if found else []


def _require_said(asking: terms.Asking) -> None:
    """Nobody is given anything without saying what for and in which business, legibly. Raises IncompleteUse, UnprintablePurpose."""
    for what, words, most in (("purpose", asking.purpose, terms.USE_LENGTH), ("business", asking.business, 60)):
        if not words.strip() or len(words) > most:
            raise terms.IncompleteUse(what)
        rules.require_readable(words)


def _shared(licence: Licence, right: terms.ConsumerRight) -> terms.SharedLicence:
    return terms.SharedLicence(
        identifier=licence.identifier,
        type_code=licence.type_code,
        type_name=licence.type_name,
        holder_name=licence.holder_name,
        number=licence.number,
        issuer_name=licence.issuer_name,
        issued_on=licence.issued_on,
        valid_from=licence.valid_from,
        valid_until=licence.valid_until,
        state=licence.state,
        fields={key: licence.content[key] for key in right.fields if key in licence.content},
    )


def share_envelope(consumer: terms.Consumer, answer: bytes, *, type_code: str = "", identifier: str = "") -> envelopes.Envelope | None:
    """An answer about this type, or the licence with this identifier, for the consumer's eyes only; None where its right asks for none."""
    found = None if type_code else opening.located(identifier=identifier)
    kind = found.type_code if found else type_code
    closed = any(right.encrypted for right in consumer.rights if right.type_code == kind)
    return envelopes.closed(answer, consumer.public_key) if closed and consumer.public_key is not None else None
