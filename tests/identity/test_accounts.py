"""Logins and tokens: a phone once, a password nobody can read, a token for a day's work, and nobody's but one's own."""

import uuid
from datetime import timedelta
from uuid import UUID

import pytest
from django.contrib.auth.hashers import check_password
from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError, transaction

from tests.identity.factories import (
    AT,
    NOT_THE_SYSTEM,
    PASSWORD,
    acting,
    entries,
    make_city,
    make_clerk,
    make_login,
    make_person,
    refused,
    told,
)
from tests.kernel.elsewhere import at_once, sql
from tongban.identity import actions, queries
from tongban.identity.actions.accounts import TOKEN_LIFE
from tongban.identity.models import ApiToken, Login
from tongban.identity.terms import PUBLIC, SYSTEM, Actor, ActorKind, Assurance, Denied, NotAPhone, PhoneTaken
from tongban.kernel.models import FactRow, LedgerEntry

pytestmark = pytest.mark.django_db


def issue(login: UUID, *, by: Actor | None = None, at=AT) -> str:
    token, _ends = actions.issue_token(login_id=login, by=by or acting(login), at=at)
    return token


def revoke(token: str, *, by: Actor, at=AT) -> None:
    actions.revoke_token(token=token, by=by, at=at)


def test_a_login_is_a_phone_and_a_password_for_a_person() -> None:
    person = make_person()
    login = make_login(phone="138 0000 1234", person_id=person, assurance=Assurance.REAL_NAME)
    row = Login.objects.get()
    assert (row.pk, row.phone, row.person_id, row.assurance, row.is_active) == (login, "13800001234", person, 2, True)
    assert LedgerEntry.objects.latest("id").codes == {"assurance": "L2"}
    assert told()[1:] == ["identity.LoginBound"]


def test_the_password_is_hashed_and_the_phone_encrypted() -> None:
    make_login(phone="13800001234")
    kept = sql("SELECT phone, phone_index, password FROM identity_login")
    assert PASSWORD not in kept[0][2] and check_password(PASSWORD, kept[0][2])
    assert b"13800001234" not in bytes(kept[0][0]) + bytes(kept[0][1])


def test_a_login_is_found_by_its_phone_however_it_is_typed() -> None:
    login = make_login(phone="13800001234")
    for typed in ("13800001234", "+86 138-0000-1234", "１３８００００１２３４"):
        found = queries.login_by_phone(typed)
        assert found is not None and found.pk == login
    assert queries.login_by_phone("13800001235") is None
    assert queries.login_by_phone("no phone") is None


def test_a_phone_has_one_login_however_it_is_typed() -> None:
    make_login(phone="13800001234")
    with refused(PhoneTaken):
        make_login(phone="+86 138 0000 1234")
    assert Login.objects.count() == 1


@pytest.mark.parametrize("phone", ["", "12345", "23800001234", "电话"])
def test_what_is_no_phone_is_refused(phone: str) -> None:
    with refused(NotAPhone):
        make_login(phone=phone)
    assert not Login.objects.exists()


@NOT_THE_SYSTEM
def test_only_the_system_binds(by: Actor) -> None:
    with refused(Denied):
        make_login(by=by)


@pytest.mark.django_db(transaction=True)
def test_of_many_logins_for_one_phone_at_once_one_is_made() -> None:
    outcomes = at_once(*[lambda: make_login(phone="13800001234")] * 4)
    assert sum(isinstance(each, PhoneTaken) for each in outcomes) == 3, outcomes
    assert Login.objects.get().pk in outcomes
    assert entries() == ["identity.bind_login"]


@pytest.mark.parametrize("level", list(Assurance))
def test_a_login_has_one_of_the_real_name_levels(level: Assurance) -> None:
    assert acting(make_login(assurance=level)).level is level


@pytest.mark.parametrize("level", [-1, 5])
def test_the_database_knows_no_other_level(level: int) -> None:
    with pytest.raises(IntegrityError, match="login_assurance"), transaction.atomic():
        Login.objects.create(phone="13800001234", phone_index=b"1", password="!", assurance=level)


def test_a_token_is_for_its_own_login_and_ends_after_a_days_work() -> None:
    login = make_login()
    token, ends_at = actions.issue_token(login_id=login, by=acting(login), at=AT)
    assert ends_at == AT + TOKEN_LIFE
    assert len(token) >= 40
    assert (entries()[-1], told()[-1]) == ("identity.issue_token", "identity.TokenIssued")
    for at in (AT, ends_at - timedelta(seconds=1)):
        actor = queries.actor_by_token(token, at=at)
        assert actor is not None and actor.id == login
    assert queries.actor_by_token(token, at=ends_at) is None


def test_only_the_digest_of_a_token_is_kept() -> None:
    token = issue(make_login())
    assert token not in str(sql("SELECT encode(digest, 'escape'), encode(digest, 'hex') FROM identity_apitoken"))
    kept = str(sql("SELECT to_jsonb(e) FROM kernel_ledgerentry e")) + str(sql("SELECT to_jsonb(f) FROM kernel_factrow f"))
    assert token not in kept


def test_every_token_is_another() -> None:
    login = make_login()
    assert len({issue(login) for _ in range(20)}) == 20


def test_a_token_that_was_never_issued_says_nothing() -> None:
    issue(make_login())
    for token in ("", "guess", "x" * 500, "令牌"):
        assert queries.actor_by_token(token, at=AT) is None


def test_a_revoked_token_is_void_at_once_and_others_are_not() -> None:
    login = make_login()
    one, other = issue(login), issue(login)
    revoke(one, by=acting(login))
    assert queries.actor_by_token(one, at=AT) is None
    assert queries.actor_by_token(other, at=AT) is not None
    assert ApiToken.objects.filter(revoked_at=AT).count() == 1


def test_revoked_twice_it_ended_once() -> None:
    login = make_login()
    token = issue(login)
    revoke(token, by=acting(login))
    revoke(token, by=acting(login), at=AT + timedelta(1))
    assert ApiToken.objects.get().revoked_at == AT
    assert told().count("identity.TokenRevoked") == 1


def test_nobody_issues_or_revokes_a_token_of_somebody_else() -> None:
    login, other = make_login(), make_login()
    token = issue(login)
    for by in (acting(other), SYSTEM, PUBLIC):
        with refused(Denied):
            issue(login, by=by)
        with refused(Denied):
            revoke(token, by=by)
    assert queries.actor_by_token(token, at=AT) is not None


def test_a_token_that_is_not_there_is_refused_like_somebody_elses() -> None:
    for by in (acting(make_login()), SYSTEM, PUBLIC):
        with refused(Denied):
            revoke("guess", by=by)


def test_a_locked_login_is_nobody_and_gets_no_token() -> None:
    make_city()
    login = make_clerk("jianwei/window")
    token = issue(login)
    Login.objects.update(is_active=False)
    assert acting(login) == acting(login, as_person=True) == PUBLIC
    assert queries.actor_by_token(token, at=AT) is None
    with refused(Denied):
        issue(login, by=acting(login))


def test_a_login_that_is_not_there_is_nobody() -> None:
    assert acting(uuid.uuid4()) == PUBLIC
    with refused(ObjectDoesNotExist):
        gone = uuid.uuid4()
        issue(gone, by=Actor(kind=ActorKind.PERSON, id=gone))


def test_a_language_is_remembered_and_only_by_oneself() -> None:
    login, other = make_login(), make_login()
    actions.set_language(login_id=login, language="en", by=acting(login), at=AT)
    assert Login.objects.get(pk=login).language == "en"
    assert (entries()[-1], LedgerEntry.objects.latest("id").codes) == ("identity.set_language", {"language": "en"})
    before = len(entries())
    actions.set_language(login_id=login, language="en", by=acting(login), at=AT)
    assert len(entries()) == before
    with refused(Denied):
        actions.set_language(login_id=login, language="zh-hans", by=acting(other), at=AT)


@pytest.mark.django_db(transaction=True)
def test_tokens_of_one_login_may_be_issued_and_revoked_at_once() -> None:
    """All of these tell something about the same login; the facts get places one after the other."""
    login = make_login()
    actor = acting(login)
    old = [issue(login) for _ in range(3)]
    outcomes = at_once(*[lambda token=token: revoke(token, by=actor) for token in old], *[lambda: issue(login)] * 3)
    assert not [each for each in outcomes if isinstance(each, Exception)], outcomes
    sequences = FactRow.objects.filter(aggregate_id=login).order_by("id").values_list("sequence", flat=True)
    assert list(sequences) == list(range(1, 11))


def test_a_new_password_ends_the_old_one_and_the_tokens_and_leaves_its_entry() -> None:
    login = make_login(phone="13800001234")
    token, another = issue(login), issue(make_login(phone="13800001235"))
    actions.change_password(login_id=login, password="a quite different one", by=acting(login), at=AT)
    row = Login.objects.get(pk=login)
    assert check_password("a quite different one", row.password) and not check_password(PASSWORD, row.password)
    assert queries.actor_by_token(token, at=AT) is None
    assert queries.actor_by_token(another, at=AT) is not None
    assert LedgerEntry.objects.latest("id").codes == {"tokens": "1"}
    assert told()[-1] == "identity.PasswordChanged"


def test_nobody_changes_another_logins_password() -> None:
    login, stranger = make_login(phone="13800001234"), make_login(phone="13800001235")
    for by in (PUBLIC, SYSTEM, acting(stranger)):
        with pytest.raises(Denied), transaction.atomic():
            actions.change_password(login_id=login, password="a quite different one", by=by, at=AT)
    assert check_password(PASSWORD, Login.objects.get(pk=login).password)
