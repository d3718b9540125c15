"""The ledger: entries in the verb's own transaction, chained afterwards, in an order that nobody overtakes; and what `verify` finds."""

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from tests.kernel.acting import CLERK, CLERK_ID, NOBODY, recorded, thing
from tests.kernel.elsewhere import Elsewhere, at_once, everybody_older_is_done, sql
from tongban.kernel import ledger, rows
from tongban.kernel.models import LedgerEntry, LedgerLink

committed = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _a_new_process() -> Iterator[None]:
    ledger._all_sealed_below.clear()
    yield
    ledger._all_sealed_below.clear()


def _write(at: datetime, subject: str = "one") -> None:
    recorded(at=at, subject=subject)


def _seal(limit: int = 5000) -> int:
    everybody_older_is_done()
    return ledger.seal(limit)


def _sealed() -> list[int]:
    """Entries in the order in which they were chained, shard by shard."""
    return list(LedgerLink.objects.order_by("shard", "position").values_list("entry_id", flat=True))


def _tamper(statement: str, *parameters: object) -> None:
    """What somebody with all rights on the database could do."""
    for table in ("kernel_ledgerentry", "kernel_ledgerlink"):
        sql(f"ALTER TABLE {table} DISABLE TRIGGER append_only")
    sql(statement, *parameters)
    for table in ("kernel_ledgerentry", "kernel_ledgerlink"):
        sql(f"ALTER TABLE {table} ENABLE TRIGGER append_only")


@pytest.mark.django_db
def test_an_entry_says_who_did_what_to_what_when_and_why(at: datetime, django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        rows.write(
            ledger.entry(
                "cases.accept",
                by=CLERK,
                at=at,
                subject=thing("42"),
                basis="Administrative Licensing Law, art. 32",
                codes={"step": "accept"},
                digest="ab",
            )
        )
    entry = LedgerEntry.objects.get()
    assert (entry.act, entry.actor_kind, entry.actor_id, entry.at) == ("cases.accept", "staff", CLERK_ID, at)
    assert (entry.subject_type, entry.subject_id) == ("kernel.filerow", "42")
    assert (entry.basis, entry.codes, entry.digest) == ("Administrative Licensing Law, art. 32", {"step": "accept"}, "ab")
    assert entry.xid == sql("SELECT pg_current_xact_id()::text::bigint")[0][0]


@pytest.mark.django_db
def test_the_system_has_no_id(at: datetime) -> None:
    rows.write(ledger.entry("licences.make_document", by=NOBODY, at=at, subject=thing()))
    assert LedgerEntry.objects.get().actor_id is None


@committed
def test_an_entry_of_an_act_that_was_rolled_back_never_was(at: datetime) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        _write(at)
        raise RuntimeError("the act fails")
    _write(at, "two")
    assert _seal() == 1
    assert ledger.verify() == ledger.Report(entries=1, sealed=1, unsealed=0, broken=())


@committed
def test_sealing_chains_each_entry_once_and_places_follow_one_another(at: datetime) -> None:
    for n in range(40):
        _write(at, str(n % 7))
    assert _seal() == 40
    assert _seal() == 0
    for shard in range(ledger.SHARDS):
        places = list(LedgerLink.objects.filter(shard=shard).order_by("position").values_list("position", flat=True))
        assert places == list(range(1, len(places) + 1))
    assert ledger.verify().sound


@committed
def test_sealing_goes_on_where_its_limit_stopped_it(at: datetime) -> None:
    for n in range(7):
        _write(at, str(n))
    assert [_seal(3) for _ in range(4)] == [3, 3, 1, 0]
    _write(at)
    assert _seal(3) == 1
    assert ledger.verify() == ledger.Report(entries=8, sealed=8, unsealed=0, broken=())


@committed
def test_an_open_act_with_a_lower_number_is_waited_for(at: datetime) -> None:
    with Elsewhere() as slow:
        slow.begin()
        slow.do(lambda: _write(at, "same"))
        _write(at, "same")
        late, early = LedgerEntry.objects.get().pk, LedgerEntry.objects.get().pk - 1
        assert ledger.seal() == 0, "the later entry does not overtake the one that is still open"
        assert ledger.verify().unsealed == 1
        slow.commit()
    assert _seal() == 2
    assert _sealed() == [early, late]


@committed
def test_an_act_that_commits_late_is_chained_after_those_that_were_quicker_and_is_not_forgotten(at: datetime) -> None:
    """Numbers of entries and of transactions need not agree; the second look must find what the first could not see."""
    with Elsewhere() as older, Elsewhere() as younger:
        older.begin()
        younger.begin()
        younger.do(lambda: _write(at, "same"))
        older.do(lambda: _write(at, "same"))
        older.commit()
        quick = LedgerEntry.objects.get().pk
        assert _seal() == 1
        assert _seal() == 0
        younger.commit()
    assert _seal() == 1
    assert _sealed() == [quick, quick - 1]
    assert ledger.verify().sound


@committed
def test_an_open_act_that_gives_up_leaves_nothing_to_wait_for(at: datetime) -> None:
    with Elsewhere() as slow:
        slow.begin()
        slow.do(lambda: _write(at))
        _write(at)
        assert ledger.seal() == 0
        slow.roll_back()
    assert _seal() == 1


@committed
def test_two_sealers_at_once_chain_every_entry_once(at: datetime) -> None:
    for n in range(60):
        _write(at, str(n % 5))
    everybody_older_is_done()
    assert sum(at_once(ledger.seal, ledger.seal, ledger.seal)) == 60
    assert ledger.verify() == ledger.Report(entries=60, sealed=60, unsealed=0, broken=())


@committed
def test_a_second_sealer_does_nothing_while_the_first_is_at_work(at: datetime) -> None:
    _write(at)
    with Elsewhere() as first:
        first.begin()
        first.do(lambda: sql("SELECT pg_try_advisory_xact_lock(%s)", ledger.SEALER_LOCK))
        assert ledger.seal() == 0
    assert _seal() == 1


@committed
def test_a_database_restored_from_a_dump_is_sealed_although_it_counts_anew(at: datetime) -> None:
    """Rows of before the restoration carry numbers that the new server has not given out yet, and newer rows lower ones."""
    _write(at, "before")
    _tamper("UPDATE kernel_ledgerentry SET xid = 9000000000")
    ledger._all_sealed_below[sql("SELECT current_database()")[0][0]] = 8_000_000_000
    _write(at, "after")
    assert _seal() == 2
    _write(at, "later")
    assert _seal() == 1
    assert ledger.verify().sound


@committed
def test_verify_names_every_row_that_was_tampered_with_whatever_was_changed(at: datetime) -> None:
    changes = {
        "act": "tests.other",
        "actor_kind": "system",
        "actor_id": "00000000-0000-4000-8000-000000000002",
        "subject_type": "kernel.other",
        "subject_id": "elsewhere",
        "at": "2026-09-07T02:00:00.000001Z",
        "basis": "another law",
        "codes": '{"reason": "other"}',
        "digest": "cd",
    }
    victims = {}
    for column in changes:
        recorded("tests.act", at=at, subject="untouched")
        victims[column] = recorded("tests.act", at=at, subject=column, basis="a law", codes={"reason": "one"}, digest="ab").pk
    _seal()
    for column, value in changes.items():
        _tamper(f"UPDATE kernel_ledgerentry SET {column} = %s WHERE id = %s", value, victims[column])
    report = ledger.verify()
    assert not report.sound
    assert sorted(report.broken) == sorted(each for each in report.broken if each.startswith("entry "))
    assert {int(each.split()[1]) for each in report.broken} == set(victims.values())
    assert len(report.broken) == len(victims)


@committed
def test_verify_names_a_link_that_was_removed(at: datetime) -> None:
    for _ in range(4):
        _write(at)
    _seal()
    second, third = _sealed()[1:3]
    _tamper("DELETE FROM kernel_ledgerlink WHERE entry_id = %s", second)
    report = ledger.verify()
    assert report.unsealed == 1
    assert f"position 2 is missing before entry {third}" in report.broken[0]
    assert f"entry {third} " in report.broken[1]


@committed
def test_verify_names_rows_whose_contents_changed_places(at: datetime) -> None:
    for n in range(4):
        recorded(at=at, subject="same", digest=str(n))
    _seal()
    one, other = _sealed()[1:3]
    _tamper("UPDATE kernel_ledgerentry SET digest = (3 - digest::int)::text WHERE id IN (%s, %s)", one, other)
    report = ledger.verify()
    assert [f"entry {one} " in report.broken[0], f"entry {other} " in report.broken[1]] == [True, True]
    assert len(report.broken) == 2


@committed
def test_verify_names_a_link_that_was_rewritten_and_the_next_that_stood_on_it(at: datetime) -> None:
    for _ in range(4):
        _write(at)
    _seal()
    second, third = _sealed()[1:3]
    _tamper("UPDATE kernel_ledgerlink SET hash = %s WHERE entry_id = %s", b"\x00" * 32, second)
    broken = ledger.verify().broken
    assert [f"entry {second} " in broken[0], f"entry {third} " in broken[1]] == [True, True]
    assert len(broken) == 2


@committed
def test_a_row_slipped_in_with_a_link_of_its_own_is_found(at: datetime) -> None:
    """Whoever forges an entry must forge every later link of its shard."""
    for _ in range(3):
        _write(at)
    _seal()
    _write(at)
    forged = LedgerEntry.objects.latest("id")
    second, shard = _sealed()[1], ledger.shard_of("one")
    first_hash = bytes(LedgerLink.objects.get(shard=shard, position=1).hash)
    _tamper("UPDATE kernel_ledgerlink SET position = 90 WHERE entry_id = %s", second)
    LedgerLink.objects.create(entry=forged, shard=shard, position=2, hash=ledger.link_hash(first_hash, forged))
    assert not ledger.verify().sound


@committed
def test_what_is_not_sealed_yet_is_counted(at: datetime) -> None:
    _write(at)
    _seal()
    _write(at)
    _write(at)
    assert ledger.verify() == ledger.Report(entries=3, sealed=1, unsealed=2, broken=())


@committed
def test_an_empty_ledger_is_sound() -> None:
    assert _seal() == 0
    assert ledger.verify() == ledger.Report(entries=0, sealed=0, unsealed=0, broken=())


@committed
def test_verify_reads_row_by_row(at: datetime, django_assert_max_num_queries) -> None:
    """With a cursor on the server for each shard: no statement fetches a ledger, nor one row."""
    for n in range(50):
        _write(at, str(n))
    _seal()
    with django_assert_max_num_queries(ledger.SHARDS + 3) as captured:
        assert ledger.verify().sealed == 50
    assert not [each for each in captured.captured_queries if "WITH HOLD" in each["sql"]]


def _entry(**changes: object) -> LedgerEntry:
    known = {
        "pk": 1,
        "act": "cases.accept",
        "actor_kind": "staff",
        "actor_id": CLERK_ID,
        "subject_type": "cases.case",
        "subject_id": "7",
        "at": datetime(2026, 9, 7, 2, tzinfo=UTC),
        "basis": "",
        "codes": {"step": "accept"},
        "digest": "",
    }
    return LedgerEntry(**{**known, **changes})


def test_the_hash_of_an_entry_never_changes_from_one_release_to_the_next() -> None:
    """A ledger sealed by an older release must still verify. Who changes this invalidates every ledger there is."""
    assert ledger.link_hash(ledger.GENESIS, _entry()).hex() == "0ceab3a215b385af933ad9b14a519ad37764ad98331bbde819bbaf903cc5a1e3"
    assert [ledger.shard_of(each) for each in ("7", "8", "榕建 2026-000317-9")] == [9, 12, 10]


@given(st.tuples(st.text(), st.text()), st.tuples(st.text(), st.text()))
def test_no_two_entries_read_alike(one: tuple[str, str], other: tuple[str, str]) -> None:
    hashes = [ledger.link_hash(ledger.GENESIS, _entry(act=act, actor_kind=kind)) for act, kind in (one, other)]
    assert (hashes[0] == hashes[1]) == (one == other)


@given(st.dictionaries(st.text(), st.text(), max_size=3), st.dictionaries(st.text(), st.text(), max_size=3))
def test_no_two_sets_of_codes_read_alike(one: dict[str, str], other: dict[str, str]) -> None:
    hashes = [ledger.link_hash(ledger.GENESIS, _entry(codes=codes)) for codes in (one, other)]
    assert (hashes[0] == hashes[1]) == (one == other)


def test_codes_cannot_be_dressed_up_as_other_codes() -> None:
    plain, dressed = {"a": "b", "c": "d"}, {"a": "b\x1fc\x1ed"}
    assert ledger.link_hash(ledger.GENESIS, _entry(codes=plain)) != ledger.link_hash(ledger.GENESIS, _entry(codes=dressed))


def test_the_order_in_which_codes_were_written_does_not_matter() -> None:
    one, other = {"a": "1", "b": "2"}, {"b": "2", "a": "1"}
    assert ledger.link_hash(ledger.GENESIS, _entry(codes=one)) == ledger.link_hash(ledger.GENESIS, _entry(codes=other))


def test_a_link_depends_on_all_that_came_before() -> None:
    other = hashlib.sha256(b"another past").digest()
    assert ledger.link_hash(ledger.GENESIS, _entry()) != ledger.link_hash(other, _entry())


@given(st.uuids())
def test_a_subject_always_has_the_same_shard(subject) -> None:
    assert 0 <= ledger.shard_of(str(subject)) == ledger.shard_of(str(subject)) < ledger.SHARDS
