"""The Merkle log in the database: what is sealed enters it, is proven from it, and is found again when somebody touches anything."""

from __future__ import annotations

import base64
import dataclasses
import subprocess
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from tests.kernel.acting import CLERK, recorded
from tests.kernel.elsewhere import at_once, everybody_older_is_done, sql
from tongban.kernel import access_log, history, ledger, read_chain, transparency
from tongban.kernel.models import Checkpoint, LedgerLink, LogLeaf, Read, ReadLink
from tongban.kernel.transparency import log, notes, tree

committed = pytest.mark.django_db(transaction=True)
CHEN = UUID("00000000-0000-4000-8000-0000000000c1")
GUARDED = ("kernel_ledgerentry", "kernel_ledgerlink", "kernel_read", "kernel_readlink", "kernel_logleaf", "kernel_checkpoint")
SUBJECT_TYPE = "kernel.filerow"


@pytest.fixture(autouse=True)
def _a_new_process() -> Iterator[None]:
    for chain in history.CHAINS:
        chain.all_sealed_below.clear()
    yield
    for chain in history.CHAINS:
        chain.all_sealed_below.clear()


def sealed(at: datetime, *subjects: str, reads: int = 0) -> None:
    for subject in subjects:
        recorded(at=at, subject=subject, digest=f"{subject}-digest")
    for _number in range(reads):
        access_log.note("tests.question", by=CLERK, at=at, purpose="tests", holders=[CHEN], subject="榕建 2026-000317-9")
    everybody_older_is_done()
    history.seal()


def signed(at: datetime) -> str:
    assert transparency.sign(at=at)
    return transparency.latest() or ""


@pytest.fixture
def grown(at: datetime, transactional_db: None) -> datetime:
    """A log of several leaves with three checkpoints; the moment after the last."""
    for minute in range(3):
        sealed(at, *(f"s{number}" for number in range(minute, minute + 6)), reads=2)
        signed(at + timedelta(minutes=minute))
    return at + timedelta(minutes=3)


def tamper(statement: str, *parameters: object) -> None:
    """What somebody with all rights on the database could do."""
    for table in GUARDED:
        sql(f"ALTER TABLE {table} DISABLE TRIGGER append_only")
    sql(statement, *parameters)
    for table in GUARDED:
        sql(f"ALTER TABLE {table} ENABLE TRIGGER append_only")


def public(at: datetime) -> bytes:
    return transparency.public_key(at=at)


@committed
def test_each_batch_of_a_shard_becomes_a_leaf(at: datetime) -> None:
    sealed(at, *(["one"] * 5), "two", reads=3)
    shards = [(leaf.shard, leaf.first, leaf.last) for leaf in LogLeaf.objects.order_by("index")]
    ours = {(ledger.shard_of("one"), 1, 5), (ledger.shard_of("two"), 1, 1), (ledger.SHARDS + ledger.shard_of(str(CHEN)), 1, 3)}
    assert set(shards) == ours
    assert [leaf.index for leaf in LogLeaf.objects.order_by("index")] == [0, 1, 2]
    assert history.verify().broken == ()


@committed
def test_a_large_batch_is_cut(at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log, "BATCH", 4)
    sealed(at, *(["one"] * 10))
    assert [(leaf.first, leaf.last) for leaf in LogLeaf.objects.order_by("index")] == [(1, 4), (5, 8), (9, 10)]
    assert history.verify().broken == ()


@committed
def test_what_was_sealed_before_there_was_a_log_comes_into_it(at: datetime) -> None:
    sealed(at, "one", "one", "two", "three")
    tamper("DELETE FROM kernel_logleaf")
    sealed(at, "one")
    assert history.verify().broken == ()
    assert sum(leaf.last - leaf.first + 1 for leaf in LogLeaf.objects.all()) == LedgerLink.objects.count() == 5


@committed
def test_two_sealers_of_two_chains_append_in_turn(at: datetime) -> None:
    for number in range(30):
        recorded(at=at, subject=str(number))
        access_log.note("tests.question", by=CLERK, at=at, purpose="tests", holders=[CHEN])
    everybody_older_is_done()
    outcomes = at_once(ledger.seal, read_chain.seal, ledger.seal, read_chain.seal)
    assert not [each for each in outcomes if isinstance(each, Exception)]
    assert sum(outcomes) == 60
    assert history.verify().broken == ()


@committed
def test_a_checkpoint_is_signed_each_minute_also_when_nothing_was_added(at: datetime) -> None:
    assert not transparency.sign(at=at), "an empty log is not signed"
    sealed(at, "one")
    assert transparency.sign(at=at)
    assert not transparency.sign(at=at + timedelta(seconds=59))
    assert transparency.sign(at=at + timedelta(seconds=60))
    assert list(Checkpoint.objects.order_by("number").values_list("number", "size")) == [(1, 1), (2, 1)]
    assert history.verify().broken == ()


@committed
def test_two_workers_sign_one_checkpoint(at: datetime) -> None:
    sealed(at, "one")
    outcomes = at_once(*[lambda: transparency.sign(at=at)] * 3)
    assert sorted(outcomes) == [False, False, True]


@committed
def test_a_checkpoint_reads_as_c2sp_says(at: datetime) -> None:
    sealed(at, "one", "two")
    text = signed(at)
    origin, size, root, time, empty, signature, end = text.split("\n")
    assert (origin, size, empty, end) == (transparency.origin(), "2", "", "")
    assert base64.b64decode(root) == log.root_at(2)
    assert time == "time 2026-09-07T02:00:00Z"
    assert signature.startswith(f"— {origin} ")
    assert notes.verify(text, public=public(at)) == notes.Head(origin, 2, log.root_at(2), at)


@committed
def test_openssl_verifies_a_checkpoint_and_rejects_another(at: datetime, tmp_path: Path) -> None:
    sealed(at, "one")
    text, _, signature = signed(at).rpartition("\n\n")
    (tmp_path / "signature").write_bytes(base64.b64decode(signature.split(" ")[2])[4:])
    (tmp_path / "log.pem").write_bytes(transparency.certificate(at=at))
    key = subprocess.run(["openssl", "x509", "-in", tmp_path / "log.pem", "-noout", "-pubkey"], capture_output=True, check=True)
    (tmp_path / "key.pem").write_bytes(key.stdout)
    for name, content, holds in (("right", text + "\n", True), ("wrong", text.replace("\n1\n", "\n2\n") + "\n", False)):
        (tmp_path / name).write_text(content, "utf-8")
        asked = ["openssl", "dgst", "-sha256", "-verify", tmp_path / "key.pem", "-signature", tmp_path / "signature", tmp_path / name]
        assert (subprocess.run(asked, capture_output=True).returncode == 0) == holds


@committed
def test_a_proof_says_what_happened_and_holds(grown: datetime) -> None:
    proof = transparency.proof(SUBJECT_TYPE, "s3")
    assert proof is not None
    assert (proof.act, proof.subject_id, proof.digest) == ("tests.act", "s3", "s3-digest")
    assert transparency.check(proof, public(grown)).size == LogLeaf.objects.count()


@committed
def test_every_sealed_entry_has_a_proof_that_holds(grown: datetime) -> None:
    subjects = {link.entry.subject_id for link in LedgerLink.objects.select_related("entry")}
    proofs = [transparency.proof(SUBJECT_TYPE, subject) for subject in subjects]
    assert len([transparency.check(proof, public(grown)) for proof in proofs if proof]) == len(subjects) == 8


@committed
def test_there_is_no_proof_of_what_no_checkpoint_covers(at: datetime) -> None:
    assert transparency.proof(SUBJECT_TYPE, "one") is None
    sealed(at, "one")
    assert transparency.proof(SUBJECT_TYPE, "one") is None
    signed(at)
    first = transparency.proof(SUBJECT_TYPE, "one")
    sealed(at, "one")
    assert transparency.proof(SUBJECT_TYPE, "one") == first, "the newest that is covered"
    assert transparency.proof(SUBJECT_TYPE, "one", acts=["tests.other"]) is None
    assert transparency.proof("kernel.other", "one") is None


@committed
@pytest.mark.parametrize(
    ("field", "value", "step"),
    [
        ("digest", "another", "batch"),
        ("act", "tests.other", "batch"),
        ("at", "2026-01-01T00:00:00+00:00", "batch"),
        ("link", bytes(32), "batch"),
        ("index", 0, "log"),
        ("log_path", (), "log"),
        ("checkpoint", "example.org/log\n1\nAAAA\n\n— example.org/log AAAA\n", "checkpoint"),
        ("checkpoint", "", "checkpoint"),
    ],
)
def test_a_proof_that_was_touched_does_not_hold(grown: datetime, field: str, value: object, step: str) -> None:
    proof = transparency.proof(SUBJECT_TYPE, "s7")
    assert proof is not None and proof.index > 0
    with pytest.raises(transparency.NotProven) as refused:
        transparency.check(dataclasses.replace(proof, **{field: value}), public(grown))
    assert refused.value.step == step


@committed
def test_a_proof_under_another_key_does_not_hold(grown: datetime) -> None:
    proof = transparency.proof(SUBJECT_TYPE, "s3")
    assert proof is not None
    with pytest.raises(transparency.NotProven, match="checkpoint"):
        transparency.check(proof, public(grown + timedelta(days=3660)))


@committed
def test_the_log_only_grew_between_any_two_checkpoints(grown: datetime) -> None:
    sizes = sorted(set(Checkpoint.objects.values_list("size", flat=True)))
    for old in range(1, sizes[-1] + 1):
        told = transparency.consistency(old)
        assert told.new == sizes[-1]
        roots = {"old_root": told.old_root, "new_root": told.new_root}
        assert tree.is_consistent(old=old, new=told.new, path=told.path, **roots)
    assert transparency.consistency(1, sizes[0]).new == sizes[0]


@committed
@pytest.mark.parametrize(("old", "new"), [(0, 0), (-1, 0), (999, 0), (2, 1), (1, 999)])
def test_sizes_that_the_log_never_had_are_refused(grown: datetime, old: int, new: int) -> None:
    with pytest.raises(transparency.NoSuchSize):
        transparency.consistency(old, new)


@committed
def test_verify_counts_what_it_derived(grown: datetime) -> None:
    found = history.verify()
    assert found.broken == ()
    assert (found.acts.sealed, found.reads.sealed, found.log.leaves, found.log.checkpoints) == (18, 6, LogLeaf.objects.count(), 3)


def _leaf_of(shard: int, position: int) -> LogLeaf:
    return LogLeaf.objects.get(shard=shard, first__lte=position, last__gte=position)


@committed
@pytest.mark.parametrize("column", ["act", "basis", "digest"])
def test_an_act_that_was_rewritten_is_named(grown: datetime, column: str) -> None:
    victim = LedgerLink.objects.filter(shard=ledger.shard_of("s3")).order_by("position")[0]
    tamper(f"UPDATE kernel_ledgerentry SET {column} = 'another' WHERE id = %s", victim.entry_id)
    named = history.verify().broken
    assert named[0].startswith(f"entry {victim.entry_id} (")
    assert len(named) == (1 if column == "basis" else 2)
    if column != "basis":
        assert named[1].startswith(f"leaf {_leaf_of(victim.shard, victim.position).index} ") and "batch" in named[1]


@committed
@pytest.mark.parametrize("column", ["question", "purpose", "receiver", "basis", "actor_kind", "subject", "result"])
def test_a_read_that_was_rewritten_is_named(grown: datetime, column: str) -> None:
    victim = Read.objects.order_by("id")[2]
    tamper(f"UPDATE kernel_read SET {column} = 'another' WHERE id = %s", victim.pk)
    assert [each.split(" (")[0] for each in history.verify().broken] == [f"read {victim.pk}"]


@committed
def test_a_read_whose_holders_were_changed_is_named(grown: datetime) -> None:
    tamper("UPDATE kernel_read SET holders = '{}' WHERE id = (SELECT max(id) FROM kernel_read)")
    assert [each.split(" (")[0] for each in history.verify().broken] == [f"read {Read.objects.latest('id').pk}"]


@committed
def test_words_of_a_read_can_be_erased_and_the_chain_still_holds(grown: datetime) -> None:
    victim = Read.objects.order_by("id")[1]
    for column in ("purpose", "subject", "receiver"):
        tamper(f"UPDATE kernel_read SET {column} = %s WHERE id = %s", read_chain.erasable(getattr(victim, column)), victim.pk)
    assert history.verify().broken == ()
    assert Read.objects.get(pk=victim.pk).purpose.startswith("erased:")


@committed
def test_a_link_of_a_read_that_was_removed_is_named(grown: datetime) -> None:
    victim = ReadLink.objects.order_by("position")[2]
    tamper("DELETE FROM kernel_readlink WHERE entry_id = %s", victim.entry_id)
    named = history.verify().broken
    assert f"position {victim.position} is missing" in named[0]
    assert f"leaf {_leaf_of(ledger.SHARDS + victim.shard, victim.position).index} " in named[-1]


@committed
def test_a_whole_history_rewritten_with_right_links_is_found_by_the_log(at: datetime) -> None:
    """Who rewrites an entry and every later link of its shard fools the chain, not the log."""
    sealed(at, *(["one"] * 3))
    signed(at)
    victim = LedgerLink.objects.order_by("position")[1]
    tamper("UPDATE kernel_ledgerentry SET digest = 'another' WHERE id = %s", victim.entry_id)
    previous = bytes(LedgerLink.objects.get(position=1).hash)
    for link in LedgerLink.objects.filter(position__gte=2).order_by("position").select_related("entry"):
        previous = ledger.link_hash(previous, link.entry)
        tamper("UPDATE kernel_ledgerlink SET hash = %s WHERE entry_id = %s", previous, link.entry_id)
    found = history.verify()
    assert found.acts.sound
    assert [each.partition(" (")[0] for each in found.log.broken] == ["leaf 0"]


@committed
def test_a_link_slipped_in_at_the_end_is_in_no_leaf(grown: datetime, at: datetime) -> None:
    entry = recorded(at=at, subject="s0")
    shard = ledger.shard_of("s0")
    last = LedgerLink.objects.filter(shard=shard).latest("position")
    LedgerLink.objects.create(entry=entry, shard=shard, position=last.position + 1, hash=ledger.link_hash(bytes(last.hash), entry))
    assert history.verify().broken == (f"chain {shard}: positions {last.position + 1}-{last.position + 1} are in no leaf of the log",)


@committed
@pytest.mark.parametrize(
    ("column", "value"), [("root", bytes(32)), ("nodes", bytes(32)), ("first", 90), ("last", 90)], ids=["root", "nodes", "first", "last"]
)
def test_a_batch_or_leaf_that_was_rewritten_is_named_and_no_other(grown: datetime, column: str, value: object) -> None:
    victim = LogLeaf.objects.get(index=3)
    tamper(f"UPDATE kernel_logleaf SET {column} = %s WHERE index = 3", value)
    named = history.verify().broken
    assert named[0].startswith("leaf 3 (")
    if column in ("root", "nodes"):
        assert {each.split(" (")[0] for each in named} == {"leaf 3"}
    assert victim.pk == 3


@committed
def test_an_inner_node_that_was_rewritten_is_named(grown: datetime) -> None:
    nodes = bytes(LogLeaf.objects.get(index=7).nodes)
    assert len(nodes) == 4 * 32
    tamper("UPDATE kernel_logleaf SET nodes = %s WHERE index = 7", nodes[:64] + bytes(32) + nodes[96:])
    named = history.verify().broken
    assert len(named) == 1 and named[0].startswith("leaf 7 (") and "the leaf is not what was logged" in named[0]


@committed
def test_a_leaf_that_was_removed_is_named(grown: datetime) -> None:
    tamper("DELETE FROM kernel_logleaf WHERE index = 2")
    assert history.verify().broken[0] == "leaf 2 is missing; checkpoints of larger logs cannot be derived"


@committed
def test_leaves_cut_off_at_the_end_are_found_by_the_checkpoint_that_signed_them(grown: datetime) -> None:
    tamper("DELETE FROM kernel_logleaf WHERE index = (SELECT max(index) FROM kernel_logleaf)")
    named = history.verify().broken
    assert [each for each in named if each.startswith("checkpoint 3 was signed over")]
    assert [each for each in named if "in no leaf" in each]


@committed
@pytest.mark.parametrize(
    ("change", "parameters"),
    [
        ("text = replace(text, 'time 2026', 'time 2025')", ()),
        ("size = size - 1", ()),
        ("at = at + interval '1 hour'", ()),
        ("text = %s", ("nonsense",)),
    ],
)
def test_a_checkpoint_that_was_rewritten_is_named(grown: datetime, change: str, parameters: tuple[str, ...]) -> None:
    tamper(f"UPDATE kernel_checkpoint SET {change} WHERE number = 2", *parameters)
    named = history.verify().broken
    assert len(named) == 1 and named[0].startswith("checkpoint 2 of ")


@committed
def test_a_checkpoint_that_was_removed_is_named(grown: datetime) -> None:
    tamper("DELETE FROM kernel_checkpoint WHERE number = 2")
    assert history.verify().broken == ("checkpoint 2 is missing before checkpoint 3",)


@committed
def test_a_checkpoint_signed_over_another_log_is_named(grown: datetime, at: datetime) -> None:
    """By somebody who has even the log's key."""
    size = Checkpoint.objects.get(number=2).size
    forged = notes.body(origin=transparency.origin(), size=size, root=bytes(32), at=at + timedelta(minutes=1))
    key = transparency.checkpoints._key(at)
    tamper(
        "UPDATE kernel_checkpoint SET text = %s WHERE number = 2",
        notes.signed(forged, name=transparency.origin(), public=public(at), sign=key.sign),
    )
    assert history.verify().broken == (f"checkpoint 2 of {size} leaves names another root than the log has",)


@committed
@pytest.mark.parametrize("table", ["kernel_readlink", "kernel_logleaf", "kernel_checkpoint"])
@pytest.mark.parametrize("change", ["UPDATE {table} SET {key} = {key}", "DELETE FROM {table}", "TRUNCATE {table} CASCADE"])
def test_the_tables_of_the_log_refuse_to_be_changed(grown: datetime, table: str, change: str) -> None:
    key = {"kernel_readlink": "entry_id", "kernel_logleaf": "index", "kernel_checkpoint": "number"}[table]
    with pytest.raises(IntegrityError, match=f"rows of {table} are never changed or deleted"), transaction.atomic():
        sql(change.format(table=table, key=key))


@committed
def test_a_checkpoint_kept_elsewhere_agrees_with_a_log_that_grew_and_not_with_one_that_was_rewritten(grown: datetime) -> None:
    """A whole log thrown away and built anew with right signatures is found by whoever kept a checkpoint."""
    kept = Checkpoint.objects.get(number=2)
    assert transparency.contradicted(kept.text) == ""
    for table in ("kernel_checkpoint", "kernel_logleaf", "kernel_ledgerlink", "kernel_readlink"):
        tamper(f"DELETE FROM {table}")
    tamper("UPDATE kernel_ledgerentry SET digest = 'another' WHERE id = (SELECT min(id) FROM kernel_ledgerentry)")
    assert "are left" in transparency.contradicted(kept.text)
    for chain in history.CHAINS:
        chain.all_sealed_below.clear()
    for number in range(9):
        sealed(grown, f"s{number}")
    signed(grown)
    assert history.verify().broken == ()
    assert "are not those that it signed" in transparency.contradicted(kept.text)


@committed
def test_what_is_no_checkpoint_of_ours_is_told(grown: datetime) -> None:
    kept = Checkpoint.objects.get(number=1).text
    assert "no checkpoint of this log" in transparency.contradicted("nonsense")
    assert "no checkpoint of this log" in transparency.contradicted(kept.replace("time 2026-09-07T02:00:00Z", "time 2026-09-07T02:00:01Z"))
    assert "does not say when" in transparency.contradicted(kept.replace("time 2026-09-07T02:00:00Z", "other"))
