"""Verbs about logins and tokens."""

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction

from tongban.identity import access, events, rules
from tongban.identity.models import ApiToken, Login
from tongban.identity.queries import token_digest
from tongban.identity.terms import Actor, Assurance, NotAPhone, PhoneTaken
from tongban.kernel import crypto, facts, ledger, rows

TOKEN_LIFE = timedelta(hours=8)


@transaction.atomic(savepoint=False)
def bind_login(*, phone: str, password: str, person_id: UUID | None, assurance: Assurance, by: Actor, at: datetime) -> UUID:
    """Make a login for a phone number. Refuses: Denied, NotAPhone, PhoneTaken."""
    access.require_system(by)
    number = rules.phone_number(phone)
    if number is None:
        raise NotAPhone(phone)
    try:
        with transaction.atomic():
            login = Login.objects.create(
                phone=number,
                phone_index=crypto.blind_index(number, "identity.phone"),
                password=make_password(password),
                person_id=person_id,
                assurance=assurance,
            )
    except IntegrityError:
        raise PhoneTaken from None
    rows.write(
        ledger.entry("identity.bind_login", by=by, at=at, subject=login, codes={"assurance": f"L{int(assurance)}"}),
        facts.entry(events.LoginBound(login_id=login.pk, at=at)),
    )
    return login.pk


@transaction.atomic(savepoint=False)
def issue_token(*, login_id: UUID, by: Actor, at: datetime) -> tuple[str, datetime]:
    """A bearer token for the REST door and when it ends; only its digest is kept. Refuses: Denied."""
    access.require_own_login(by, login_id, at)
    login = Login.objects.select_for_update(of=("self",)).get(pk=login_id)
    token, expires_at = secrets.token_urlsafe(32), at + TOKEN_LIFE
    ApiToken.objects.create(digest=token_digest(token), login=login, issued_at=at, expires_at=expires_at)
    rows.write(
        ledger.entry("identity.issue_token", by=by, at=at, subject=login),
        facts.entry(events.TokenIssued(login_id=login.pk, at=at)),
    )
    return token, expires_at


@transaction.atomic(savepoint=False)
def revoke_token(*, token: str, by: Actor, at: datetime) -> None:
    """End a token at once; one that has ended stays ended. Refuses: Denied, also for a token that was never issued."""
    digest = token_digest(token)
    login = Login.objects.select_for_update(of=("self",)).filter(tokens=digest).first()
    access.require_own_login(by, login and login.pk, at)
    row = ApiToken.objects.get(pk=digest)
    if row.revoked_at is not None:
        return
    row.revoked_at = at
    row.save(update_fields=["revoked_at"])
    rows.write(
        ledger.entry("identity.revoke_token", by=by, at=at, subject=row.login),
        facts.entry(events.TokenRevoked(login_id=row.login_id, at=at)),
    )


@transaction.atomic(savepoint=False)
def change_password(*, login_id: UUID, password: str, by: Actor, at: datetime) -> None:
    """Give a login a new password; its tokens end with the old one. The door has asked for the old one. Refuses: Denied."""
    access.require_own_login(by, login_id, at)
    login = Login.objects.select_for_update(of=("self",)).get(pk=login_id)
    login.password = make_password(password)
    ended = login.tokens.filter(revoked_at__isnull=True, expires_at__gt=at).update(revoked_at=at)
    rows.write(
        rows.update(login, ["password"]),
        ledger.entry("identity.change_password", by=by, at=at, subject=login, codes={"tokens": str(ended)}),
        facts.entry(events.PasswordChanged(login_id=login.pk, at=at)),
    )


@transaction.atomic(savepoint=False)
def set_language(*, login_id: UUID, language: str, by: Actor, at: datetime) -> None:
    """Remember the language of a login. Refuses: Denied."""
    access.require_own_login(by, login_id, at)
    login = Login.objects.select_for_update(of=("self",)).get(pk=login_id)
    if login.language == language:
        return
    login.language = language
    login.save(update_fields=["language"])
    rows.write(
        ledger.entry("identity.set_language", by=by, at=at, subject=login, codes={"language": language}),
        facts.entry(events.LanguageSet(login_id=login.pk, language=language, at=at)),
    )
