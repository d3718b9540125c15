"""Facts: in order per aggregate, delivered at least once, done exactly once; and a failure holds back its own aggregate only."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, ClassVar
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

from tests.kernel.acting import CLERK, thing
from tests.kernel.elsewhere import Elsewhere, at_once, somebody_waits
from tongban.kernel import facts, ledger, rows
from tongban.kernel.models import Delivery, FactRow, FileRow, LedgerEntry

committed = pytest.mark.django_db(transaction=True)


@dataclass(frozen=True, kw_only=True)
class ParcelMoved(facts.Fact):
    """What a test tells: a parcel went somewhere."""

    aggregate: ClassVar[str] = "parcel"
    parcel_id: UUID
    place: str = ""


@dataclass(frozen=True, kw_only=True)
class ParcelWeighed(facts.Fact):
    """One value of every kind that a fact may carry."""

    aggregate: ClassVar[str] = "parcel"
    parcel_id: UUID
    sender_id: UUID | None = None
    sent_at: datetime | None = None
    weighed_at: datetime
    arrives_on: date | None = None
    posted_on: date
    grams: int
    fragile: bool
    label: str


Subscribe = Callable[..., None]
PARCEL, OTHER = uuid.uuid4(), uuid.uuid4()


@pytest.fixture(autouse=True)
def subscribe(monkeypatch: pytest.MonkeyPatch) -> Subscribe:
    """Subscribe handlers for one test only; each gets a name of its own."""
    monkeypatch.setattr(facts, "_subscribers", {})
    monkeypatch.setattr(facts, "_kinds", {})

    def register(handler: Callable[[Any], None], *, kind: type[facts.Fact] = ParcelMoved, name: str = "handler") -> None:
        handler.__qualname__ = name
        facts.subscriber(kind)(handler)

    return register


def moved(place: str, *, parcel: UUID = PARCEL, at: datetime) -> None:
    rows.write(facts.entry(ParcelMoved(parcel_id=parcel, place=place, at=at)))


def waiting() -> list[str]:
    rows = FactRow.objects.filter(settled_at__isnull=True).order_by("id")
    return [row.payload["place"] for row in rows]


@pytest.mark.django_db
def test_a_fact_is_one_row_with_its_place_among_those_of_its_aggregate(at: datetime, django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        moved("here", at=at)
    moved("there", at=at)
    moved("elsewhere", parcel=OTHER, at=at)
    rows = FactRow.objects.order_by("id").values_list("name", "aggregate", "aggregate_id", "sequence")
    assert list(rows) == [("kernel.ParcelMoved", "parcel", PARCEL, 1), ("kernel.ParcelMoved", "parcel", PARCEL, 2)] + [
        ("kernel.ParcelMoved", "parcel", OTHER, 1)
    ]
    assert facts.backlog() == 3


@pytest.mark.django_db
def test_facts_are_delivered_in_the_order_in_which_they_happened(at: datetime, subscribe: Subscribe) -> None:
    seen: list[str] = []
    subscribe(lambda fact: seen.append(fact.place))
    for place in ("a", "b", "c"):
        moved(place, at=at)
    assert facts.dispatch(at=at) == 3
    assert seen == ["a", "b", "c"]
    assert facts.dispatch(at=at) == 0
    assert (facts.backlog(), seen) == (0, ["a", "b", "c"])


@pytest.mark.django_db
def test_a_fact_that_nobody_asked_for_is_settled(at: datetime) -> None:
    moved("here", at=at)
    assert facts.dispatch(at=at) == 1
    assert FactRow.objects.get().settled_at == at


@pytest.mark.django_db
def test_at_most_so_many_facts_are_delivered_in_one_go(at: datetime, subscribe: Subscribe) -> None:
    subscribe(lambda fact: None)
    for n in range(5):
        moved(str(n), at=at)
    assert [facts.dispatch(at=at, limit=2) for _ in range(4)] == [2, 2, 1, 0]


@committed
def test_a_fact_of_an_act_that_was_rolled_back_never_appears(at: datetime, subscribe: Subscribe) -> None:
    seen: list[str] = []
    subscribe(lambda fact: seen.append(fact.place))
    with pytest.raises(RuntimeError), transaction.atomic():
        moved("never", at=at)
        raise RuntimeError("the act fails")
    with Elsewhere() as open_act:
        open_act.begin()
        open_act.do(lambda: moved("not yet", parcel=OTHER, at=at))
        assert facts.dispatch(at=at) == 0
        open_act.commit()
    assert facts.dispatch(at=at) == 1
    assert seen == ["not yet"]


@committed
def test_effect_and_mark_are_one(at: datetime, subscribe: Subscribe) -> None:
    """What a subscriber wrote before it failed is undone with its mark, and done once when it succeeds."""
    broken = [True]

    def write(fact: ParcelMoved) -> None:
        rows.write(ledger.entry("tests.effect", by=CLERK, at=fact.at, subject=thing()))
        if broken[0]:
            raise RuntimeError("the subscriber fails")

    subscribe(write)
    moved("here", at=at)
    assert facts.dispatch(at=at) == 0
    assert (LedgerEntry.objects.count(), Delivery.objects.count()) == (0, 0)
    broken[0] = False
    assert facts.dispatch(at=at + timedelta(seconds=1)) == 1
    assert (LedgerEntry.objects.count(), Delivery.objects.count()) == (1, 1)


@committed
def test_a_dispatcher_that_dies_repeats_nothing_when_it_comes_back(at: datetime, subscribe: Subscribe) -> None:
    """It dies after the first effect and before it has noted that the fact is settled."""
    alive = [False]

    def write(fact: ParcelMoved) -> None:
        if fact.place == "second" and not alive[0]:
            raise KeyboardInterrupt
        rows.write(ledger.entry("tests.effect", by=CLERK, at=fact.at, subject=thing(fact.place)))

    subscribe(write)
    moved("first", at=at)
    moved("second", at=at)
    with pytest.raises(KeyboardInterrupt):
        facts.dispatch(at=at)
    assert waiting() == ["first", "second"]
    alive[0] = True
    assert facts.dispatch(at=at) == 2
    assert list(LedgerEntry.objects.order_by("id").values_list("subject_id", flat=True)) == ["first", "second"]


@pytest.mark.django_db
def test_of_two_subscribers_only_the_one_that_failed_is_asked_again(at: datetime, subscribe: Subscribe) -> None:
    seen: list[str] = []
    broken = [True]

    def fail(fact: ParcelMoved) -> None:
        seen.append("second")
        if broken[0]:
            raise RuntimeError("the subscriber fails")

    subscribe(lambda fact: seen.append("first"), name="first")
    subscribe(fail, name="second")
    moved("here", at=at)
    assert facts.dispatch(at=at) == 0
    broken[0] = False
    assert facts.dispatch(at=at + timedelta(seconds=1)) == 1
    assert seen == ["first", "second", "second"]


@pytest.mark.django_db
def test_a_failing_subscriber_holds_back_its_own_aggregate_only(at: datetime, subscribe: Subscribe) -> None:
    seen: list[str] = []

    def fail(fact: ParcelMoved) -> None:
        if fact.place == "poisoned":
            raise RuntimeError("the subscriber fails")
        seen.append(fact.place)

    subscribe(fail)
    moved("before", at=at)
    moved("poisoned", at=at)
    moved("after", at=at)
    moved("other", parcel=OTHER, at=at)
    assert facts.dispatch(at=at) == 2
    assert seen == ["before", "other"], "what came after waits, what is another's does not"
    assert waiting() == ["poisoned", "after"]


@pytest.mark.django_db
def test_it_is_tried_again_later_each_time_up_to_ten_minutes(at: datetime, subscribe: Subscribe) -> None:
    tries: list[datetime] = []
    now = at

    def fail(fact: ParcelMoved) -> None:
        tries.append(now)
        raise RuntimeError("the subscriber fails")

    subscribe(fail)
    moved("poisoned", at=at)
    delays = []
    with capture_logs() as said:
        for _ in range(12):
            assert facts.dispatch(at=now) == 0
            put_off = FactRow.objects.get().not_before
            delays.append((put_off - now).total_seconds())
            assert facts.dispatch(at=put_off - timedelta(milliseconds=1)) == 0
            now = put_off
    assert [each["exc_info"] for each in said] == [True] + [False] * 11, "the log tells the whole story once"
    assert delays == [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 600, 600]
    assert len(tries) == 12, "nothing is tried before its time"


@pytest.mark.django_db
def test_an_aggregate_with_more_waiting_facts_than_one_round_takes_starves_nobody(at: datetime, subscribe: Subscribe) -> None:
    seen: list[str] = []

    def fail(fact: ParcelMoved) -> None:
        if fact.parcel_id == PARCEL:
            raise RuntimeError("the subscriber fails")
        seen.append(fact.place)

    subscribe(fail)
    for n in range(25):
        moved(str(n), at=at)
    moved("other", parcel=OTHER, at=at)
    assert facts.dispatch(at=at, limit=10) == 1
    assert seen == ["other"]
    assert FactRow.objects.filter(attempts__gt=0).count() == 1, "only the first of them was tried"
    moved("another", parcel=OTHER, at=at)
    assert facts.dispatch(at=at, limit=10) == 1


@pytest.mark.django_db
def test_one_go_tries_no_more_than_its_limit_though_everything_fails(at: datetime, subscribe: Subscribe) -> None:
    tries: list[UUID] = []

    def fail(fact: ParcelMoved) -> None:
        tries.append(fact.parcel_id)
        raise RuntimeError("the database is away")

    subscribe(fail)
    for _ in range(12):
        moved("here", parcel=uuid.uuid4(), at=at)
    assert facts.dispatch(at=at, limit=5) == 0
    assert len(tries) == 5
    facts.dispatch(at=at, limit=50)
    assert len(tries) == len(set(tries)) == 12


@pytest.mark.django_db
def test_a_fact_that_fails_for_a_year_does_not_stop_the_dispatcher(at: datetime, subscribe: Subscribe) -> None:
    def fail(fact: ParcelMoved) -> None:
        raise RuntimeError("the subscriber fails")

    subscribe(fail)
    moved("poisoned", at=at)
    FactRow.objects.update(attempts=facts.MOST_ATTEMPTS)
    assert facts.dispatch(at=at) == 0
    assert FactRow.objects.get().not_before == at + facts.LONGEST_DELAY


@committed
def test_a_second_dispatcher_does_nothing_while_the_first_is_at_work(at: datetime, subscribe: Subscribe) -> None:
    seen: list[str] = []
    second: list[int] = []

    def look(fact: ParcelMoved) -> None:
        seen.append(fact.place)
        with Elsewhere() as other:
            second.append(other.do(lambda: facts.dispatch(at=at)))

    subscribe(look)
    moved("here", at=at)
    assert facts.dispatch(at=at) == 1
    assert (seen, second) == (["here"], [0])
    moved("there", at=at)
    with Elsewhere() as other:
        assert other.do(lambda: facts.dispatch(at=at)) == 1, "the first has let go"


@committed
def test_those_who_hold_the_lock_of_an_aggregate_number_its_facts_without_gap_or_tie(at: datetime) -> None:
    FileRow.objects.create(digest="the parcel", size=1, media_type="", stored_at=at)

    def publish_five() -> None:
        for n in range(5):
            with transaction.atomic():
                FileRow.objects.select_for_update().get(pk="the parcel")
                moved(str(n), at=at)

    assert at_once(*[publish_five] * 6) == [None] * 6
    rows = list(FactRow.objects.order_by("id").values_list("sequence", flat=True))
    assert rows == list(range(1, 31)), "and the order of the rows is the order of what happened"


@committed
def test_whoever_forgets_the_lock_is_refused_rather_than_delivered_out_of_order(at: datetime) -> None:
    with Elsewhere() as first, Elsewhere() as second:
        first.begin()
        first.do(lambda: moved("one", at=at))
        other = second.start(lambda: moved("two", at=at))
        assert somebody_waits()
        first.commit()
        with pytest.raises(IntegrityError, match="fact_order"):
            other.result(20)
    assert waiting() == ["one"]


moments = st.datetimes(timezones=st.just(UTC))
days = st.dates(min_value=date(2007, 1, 1))
words = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=30)
weighed = st.builds(
    ParcelWeighed,
    parcel_id=st.uuids(),
    sender_id=st.none() | st.uuids(),
    sent_at=st.none() | moments,
    weighed_at=moments,
    arrives_on=st.none() | days,
    posted_on=days,
    grams=st.integers(-(2**53), 2**53),
    fragile=st.booleans(),
    label=words,
    at=moments,
)


@pytest.mark.django_db
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(fact=weighed)
def test_a_subscriber_receives_the_fact_that_was_published(fact: ParcelWeighed, subscribe: Subscribe) -> None:
    received: list[facts.Fact] = []
    facts._subscribers.clear()
    subscribe(lambda each: received.append(each), kind=ParcelWeighed)
    rows.write(facts.entry(fact))
    facts.dispatch(at=fact.at)
    assert received == [fact]


@pytest.mark.django_db
def test_a_fact_with_something_that_is_no_plain_word_is_refused_when_it_is_published(at: datetime) -> None:
    with pytest.raises(TypeError):
        rows.write(facts.entry(ParcelMoved(parcel_id=PARCEL, place={"not", "a", "word"}, at=at)))  # type: ignore[arg-type]


@pytest.mark.django_db
def test_a_fact_written_by_an_older_release_gets_what_was_added_since(at: datetime, subscribe: Subscribe) -> None:
    received: list[ParcelMoved] = []
    subscribe(lambda fact: received.append(fact))
    moved("here", at=at)
    FactRow.objects.update(payload={"parcel_id": str(PARCEL)})
    assert facts.dispatch(at=at) == 1
    assert received == [ParcelMoved(parcel_id=PARCEL, place="", at=at)]
