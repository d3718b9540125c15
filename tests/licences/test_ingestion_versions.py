"""Versions in a stock: a row that stands instead of another is linked with it, whatever order they come in, once."""

import uuid

import pytest
from django.db import DatabaseError

from tests.kernel.elsewhere import at_once
from tests.licences.factories import NOON, a_clerk, make_licence_type, refused
from tests.licences.stocks import HEADER, MAPPING, a_row, an_identifier, as_csv, begun, ingest, parts, told
from tongban.identity.terms import SYSTEM
from tongban.kernel.models import FactRow, LedgerEntry
from tongban.licences import actions, models, queries, terms
from tongban.licences.terms import LicenceState, Taken
from tongban.sharing import queries as sharing_queries

VERSIONS = MAPPING.replace("identifier:", "replaces: 原证\nversion: 版本\nidentifier:")
WITH_VERSIONS = (*HEADER, "原证", "版本")
STATES = VERSIONS.replace("注销: cancelled", "注销: cancelled, 已变更: superseded, 冻结: suspended")


@pytest.fixture
def kind(city: None) -> terms.LicenceType:
    return make_licence_type()


def a_version(version: int, *, replaces: str = "", number: str = "甲1", **changes: str) -> dict[str, str]:
    """Of one company; each a year younger than the one before."""
    return a_row(1, 证书编号=number, 发证日期=f"20{20 + version}-03-01", 版本=str(version), 原证=replaces) | changes


def taken(rows: list[dict[str, str]], mapping: str = VERSIONS) -> terms.Ingestion:
    return ingest(as_csv([{"版本": "", "原证": "", **row} for row in rows], header=WITH_VERSIONS), mapping)


def linked() -> dict[tuple[str, int], tuple[str, tuple[str, int] | None]]:
    """Each licence: its state, and which it stands instead of."""
    found = {row.pk: row for row in models.Licence.objects.all()}
    names = {row.pk: (row.number, row.version) for row in found.values()}
    return {names[row.pk]: (row.state, names.get(row.previous_id)) for row in found.values()}


THREE = [a_version(1), a_version(2, replaces="甲1"), a_version(3, replaces="甲1")]
CHAIN = {("甲1", 1): ("superseded", None), ("甲1", 2): ("superseded", ("甲1", 1)), ("甲1", 3): ("valid", ("甲1", 2))}


@pytest.mark.parametrize("rows", [THREE, THREE[::-1], [THREE[1], THREE[2], THREE[0]]], ids=["old first", "new first", "mixed"])
def test_in_one_list_in_any_order(kind, rows) -> None:
    others = [a_row(serial) for serial in range(5, 8)]
    assert taken([rows[0], others[0], others[1], rows[1], others[2], rows[2]]).counts == Taken(rows=6, taken=6)
    found = linked()
    assert {name: found[name] for name in CHAIN} == CHAIN
    first = models.Licence.objects.get(number="甲1", version=1)
    [event] = models.LicenceEvent.objects.filter(licence_id=first.pk)
    assert (event.change, event.state, event.successor_id) == (
        "supersede",
        "superseded",
        models.Licence.objects.get(number="甲1", version=2).pk,
    )
    assert all(row.is_intact(row.opened()) for row in models.Licence.objects.all())


def test_by_identifier_and_by_another_number(kind) -> None:
    one = an_identifier("D1")
    rows = [
        a_version(1, number="甲1", 证照标识=one),
        a_version(1, number="乙1", replaces=one.lower(), 发证日期="2022-01-01"),
        a_version(1, number="丙1", replaces="乙1", 发证日期="2023-01-01"),
    ]
    taken(rows[::-1])
    assert linked() == {
        ("甲1", 1): ("superseded", None),
        ("乙1", 1): ("superseded", ("甲1", 1)),
        ("丙1", 1): ("valid", ("乙1", 1)),
    }


def test_the_older_one_may_be_in_the_library_already(kind) -> None:
    taken(THREE[:1])
    before = LedgerEntry.objects.filter(act="licences.change").count()
    taken(THREE[1:])
    assert linked() == CHAIN
    assert LedgerEntry.objects.filter(act="licences.change").count() == before + 2
    told_of = FactRow.objects.filter(name="licences.LicenceChanged").values_list("payload__state", flat=True)
    assert list(told_of) == ["superseded", "superseded"], "whoever rests on one of these is told"


def test_the_same_again_changes_nothing_and_what_came_too_early_is_linked_by_another_list(kind) -> None:
    early = taken(THREE[1:])
    assert told(early) == [(2, "", "no_predecessor")], "version 2 has nothing to stand instead of yet; version 3 has version 2"
    assert early.counts == Taken(rows=2, taken=2, flagged=1)
    taken(THREE[:1])
    later = taken([*THREE, a_row(9)])
    assert (later.counts.taken, later.counts.repeated) == (1, 3)
    assert {name: linked()[name] for name in CHAIN} == CHAIN
    count = models.LicenceEvent.objects.count()
    taken([*THREE, a_row(10)])
    assert models.LicenceEvent.objects.count() == count == 2


BAD = [
    (a_version(2, replaces="没有"), "no_predecessor"),
    (a_version(2, replaces=an_identifier("NONE")), "no_predecessor"),
    (a_version(2, replaces="甲1", 发证日期="2019-01-01", 有效期起="2019-01-01"), "not_successor"),
    (a_row(2, 证书编号="乙", 版本="2", 原证=an_identifier("D1")), "not_successor"),
]


@pytest.mark.parametrize(("row", "fault"), BAD, ids=["number", "identifier", "older", "holder"])
def test_what_cannot_stand_instead_is_told_and_taken_in(kind, row: dict[str, str], fault: str) -> None:
    ingestion = taken([a_version(1, 证照标识=an_identifier("D1")), row, a_row(8)])
    assert told(ingestion) == [(3, "", fault)]
    assert ingestion.counts == Taken(rows=3, taken=3, flagged=1)
    assert {row.previous_id for row in models.Licence.objects.all()} == {None}
    assert models.Licence.objects.get(number="甲1", version=1).state == "valid"


def test_of_two_that_stand_instead_of_one_the_first_counts(kind) -> None:
    rows = [
        a_version(1),
        a_version(1, number="乙", replaces="甲1", 发证日期="2022-01-01"),
        a_version(1, number="丙", replaces="甲1", 发证日期="2023-01-01"),
    ]
    assert told(taken(rows)) == [(4, "", "not_successor")]
    assert linked() == {("甲1", 1): ("superseded", None), ("乙", 1): ("valid", ("甲1", 1)), ("丙", 1): ("valid", None)}


@pytest.mark.parametrize("version", ["", "1"])
def test_whoever_goes_on_under_the_same_number_says_which_version_it_is(kind, version: str) -> None:
    ingestion = taken([a_version(1), a_version(2, replaces="甲1", 版本=version)])
    assert told(ingestion) == [(3, "原证", "version")]


def test_nothing_stands_instead_of_itself(kind) -> None:
    one = an_identifier("D1", version=2)
    assert told(taken([a_version(2, replaces=one, 证照标识=one)])) == [(2, "原证", "version")]


@pytest.mark.parametrize(("state", "after", "events"), [("已变更", "superseded", 1), ("注销", "cancelled", 0), ("冻结", "suspended", 0)])
def test_a_state_of_the_list_stays_and_a_superseded_one_is_told_by_which(kind, state: str, after: str, events: int) -> None:
    taken([a_version(1, 状态=state), a_version(2, replaces="甲1")], STATES)
    assert linked() == {("甲1", 1): (after, None), ("甲1", 2): ("valid", ("甲1", 1))}
    assert models.LicenceEvent.objects.count() == events


def test_a_list_is_not_finished_while_versions_wait(kind) -> None:
    content = as_csv(THREE, header=WITH_VERSIONS)
    ingestion = begun(content, VERSIONS)
    for part in parts(content):
        actions.ingest_part(ingestion_id=ingestion.id, part=part, by=SYSTEM, at=NOON)
    with refused(terms.VersionsWaiting):
        actions.finish_ingestion(ingestion_id=ingestion.id, by=SYSTEM, at=NOON)
    assert models.Licence.objects.filter(state=LicenceState.VALID).count() == 3, "a break here costs nothing"
    assert ingest(content, VERSIONS).counts == Taken(rows=3, taken=3)
    assert linked() == CHAIN
    assert actions.link_versions(ingestion_id=ingestion.id, by=SYSTEM, at=NOON) == 0
    assert not models.IngestionSuccession.objects.exists()


def test_who_may_link(kind) -> None:
    with refused(terms.Denied):
        actions.link_versions(ingestion_id=uuid.uuid4(), by=a_clerk("jianwei/approver"), at=NOON)
    with refused(terms.UnknownIngestion):
        actions.link_versions(ingestion_id=uuid.uuid4(), by=SYSTEM, at=NOON)


def test_two_lists_at_once_link_each_version_once(committed_city) -> None:
    make_licence_type()
    outcomes = at_once(lambda: taken(THREE).counts, lambda: taken([*THREE, a_row(9)]).counts)
    assert all(isinstance(each, Taken) for each in outcomes), outcomes
    assert {name: linked()[name] for name in CHAIN} == CHAIN
    assert models.LicenceEvent.objects.count() == 2


def test_what_a_licence_stands_instead_of_is_told_once(kind) -> None:
    taken(THREE)
    first, second, third = models.Licence.objects.order_by("version")
    for row, previous in ((third, first), (third, None), (first, first), (second, uuid.uuid4())):
        with refused(DatabaseError) as refusal:
            models.Licence.objects.filter(pk=row.pk).update(previous_id=previous if previous is None else getattr(previous, "pk", previous))
        assert "never changed" in str(refusal.value)


def test_the_chain_can_be_read(kind) -> None:
    taken(THREE)
    newest = models.Licence.objects.get(version=3)
    assert sharing_queries.verification(models.Licence.objects.get(version=1).identifier, at=NOON).state is LicenceState.SUPERSEDED
    [found] = [each for each in queries.licences_of(holder_id=newest.holder_id, by=SYSTEM, at=NOON, purpose="tests") if each.version == 3]
    assert found.previous_id == models.Licence.objects.get(version=2).pk
