"""Idempotency keys: the same request twice has one result, also when both come at the same moment."""

import uuid
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import transaction

from tests.kernel.acting import CLERK, NOBODY, Acting
from tests.kernel.elsewhere import Elsewhere, at_once, somebody_waits
from tongban.kernel import idempotency
from tongban.kernel.idempotency import KeyReused
from tongban.kernel.models import UsedKey

KEY = uuid.uuid4()


def claim(result: UUID, *, at: datetime, by: Acting = CLERK, verb: str = "cases.submit", key: UUID = KEY, request: bytes = b"1"):
    return idempotency.claim(verb=verb, key=key, by=by, at=at, result=result, request=request)


@pytest.mark.django_db
def test_a_fresh_key_is_claimed_in_one_statement(at: datetime, django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        assert claim(uuid.uuid4(), at=at) is None
    assert UsedKey.objects.get().verb == "cases.submit"


@pytest.mark.django_db
@pytest.mark.parametrize("by", [CLERK, NOBODY], ids=["somebody", "the system"])
def test_the_same_request_again_has_the_first_result(at: datetime, by: Acting) -> None:
    first = uuid.uuid4()
    assert claim(first, at=at, by=by) is None
    assert claim(uuid.uuid4(), at=at, by=by) == first
    assert claim(uuid.uuid4(), at=at, by=by) == first
    assert UsedKey.objects.count() == 1


@pytest.mark.django_db
def test_a_key_is_not_used_for_another_request(at: datetime) -> None:
    first = uuid.uuid4()
    claim(first, at=at)
    with pytest.raises(KeyReused):
        claim(uuid.uuid4(), at=at, request=b"2")
    assert claim(uuid.uuid4(), at=at) == first, "the first result stays"


@pytest.mark.django_db
@pytest.mark.parametrize("other", [{"key": uuid.uuid4()}, {"verb": "cases.other"}, {"by": Acting("person", uuid.uuid4())}, {"by": NOBODY}])
def test_keys_of_others_verbs_and_actors_are_other_keys(at: datetime, other: dict) -> None:
    claim(uuid.uuid4(), at=at)
    assert claim(uuid.uuid4(), at=at, **other) is None


@pytest.mark.django_db
def test_what_was_asked_is_kept_as_a_digest_only(at: datetime) -> None:
    claim(uuid.uuid4(), at=at, request="示例有限公司".encode())
    kept = bytes(UsedKey.objects.get().request)
    assert len(kept) == 32
    assert "示例".encode() not in kept


@pytest.mark.django_db(transaction=True)
def test_a_key_is_free_again_when_its_act_is_rolled_back(at: datetime) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        claim(uuid.uuid4(), at=at)
        raise RuntimeError("the act fails")
    assert claim(uuid.uuid4(), at=at, request=b"2") is None


@pytest.mark.django_db(transaction=True)
def test_a_second_request_waits_for_the_first_and_gets_its_result(at: datetime) -> None:
    first = uuid.uuid4()
    with Elsewhere() as one, Elsewhere() as other:
        one.begin()
        one.do(lambda: claim(first, at=at))
        answer = other.start(lambda: claim(uuid.uuid4(), at=at))
        assert somebody_waits()
        assert not answer.done()
        one.commit()
        assert answer.result(20) == first


@pytest.mark.django_db(transaction=True)
def test_a_second_request_goes_ahead_when_the_first_that_it_waited_for_fails(at: datetime) -> None:
    with Elsewhere() as one, Elsewhere() as other:
        one.begin()
        one.do(lambda: claim(uuid.uuid4(), at=at))
        answer = other.start(lambda: claim(uuid.uuid4(), at=at))
        assert somebody_waits()
        one.roll_back()
        assert answer.result(20) is None


@pytest.mark.django_db(transaction=True)
def test_of_many_clicks_at_the_same_instant_one_makes_something(at: datetime) -> None:
    results = [uuid.uuid4() for _ in range(6)]
    outcomes = at_once(*[lambda result=result: claim(result, at=at) for result in results])
    assert outcomes.count(None) == 1
    made = results[outcomes.index(None)]
    assert {each for each in outcomes if each is not None} == {made}


@pytest.mark.django_db
def test_keys_that_nobody_sends_again_are_forgotten(at: datetime) -> None:
    claim(uuid.uuid4(), at=at)
    claim(uuid.uuid4(), at=at + idempotency.KEPT, key=uuid.uuid4())
    assert idempotency.forget(at=at + idempotency.KEPT) == 0, "on its last day it still counts"
    assert idempotency.forget(at=at + idempotency.KEPT + timedelta(seconds=1)) == 1
    assert UsedKey.objects.get().at == at + idempotency.KEPT
