"""Importing a list: guides that are found and read, all or nothing, quickly; twice changes nothing, and the city's own is left alone."""

import json
import time
from typing import Any

import pytest
from django.db import transaction
from django.utils import translation

from tests.catalog import lists
from tests.catalog.lists import HEADER, MAPPING, a_row, as_csv, as_xlsx, item_code
from tongban.catalog import actions, queries
from tongban.catalog.models import Release, Service
from tongban.catalog.terms import Denied, FaultyCity, Imported, ServiceNotOpen, ServiceState, ServiceType
from tongban.identity.terms import PUBLIC, SYSTEM, Actor, ActorKind
from tongban.kernel.models import FactRow, LedgerEntry

pytestmark = pytest.mark.django_db
SECOND = {"name": "水务示例备案", "code": item_code(basic="511Z0002"), "type": "07", "type_name": "", "department": "示例水务局"}


def a_second(**changes: str) -> dict[str, str]:
    return a_row(**{**SECOND, "department_code": "11999999MB0000027M", **changes})


def import_(*rows: dict[str, str], at, content: bytes | None = None, **changes: Any) -> Imported:
    spec = {"name": "list.csv", "content": as_csv(rows) if content is None else content, "mapping_name": "example.yaml"}
    return actions.import_items(**{**spec, "mapping": MAPPING.encode(), "by": SYSTEM, "at": at, **changes})


def refuse(*rows: dict[str, str], at, **changes: Any) -> FaultyCity:
    with pytest.raises(FaultyCity) as refused, transaction.atomic():
        import_(*rows, at=at, **changes)
    return refused.value


def test_every_row_is_a_guide_without_application(at) -> None:
    done = import_(a_row(), a_second(), at=at)
    assert (done.rows, len(done.new), done.changed, done.unchanged, done.conflicts, done.repeated) == (2, 2, (), (), (), 0)
    release, state = queries.guide(item_code())
    assert state is ServiceState.GUIDE_ONLY
    assert (release.version, release.type, release.name.zh) == (1, ServiceType.PERMIT, "建设工程示例许可")
    assert release.source == a_row()
    assert Release.objects.get(pk=release.id).origin == "import"
    with pytest.raises(ServiceNotOpen):
        queries.current(item_code(), at=at)


def test_it_is_listed_and_found(at) -> None:
    import_(a_row(), a_second(department="示例文旅局", department_code=""), at=at)
    (entry,) = queries.search("水务备案")
    assert (entry.code, entry.state, entry.promised, entry.visits) == (SECOND["code"], ServiceState.GUIDE_ONLY, None, None)
    assert entry.department_name.zh == "示例文旅局", "a department that this city does not have keeps its name"
    assert [each.code for each in queries.services(department="jianwei").lines] == [item_code()]
    assert len(queries.services().lines) == 2
    with translation.override("en"):
        assert "Confirmation, handled by" in str(entry.summary)


def test_one_entry_and_one_fact_for_the_list(at) -> None:
    import_(a_row(), a_second(), at=at)
    entry = LedgerEntry.objects.get(act="catalog.import_items")
    assert entry.codes == {"source": "example", "new": "2", "changed": "0"}
    fact = FactRow.objects.get()
    assert fact.name == "catalog.ItemsImported"
    assert (fact.payload["count"], fact.payload["digest"]) == (2, entry.digest)


@pytest.mark.parametrize("again", ["csv", "xlsx", "another order"])
def test_the_same_list_again_changes_nothing(at, again: str) -> None:
    rows = [a_row(), a_second(), a_second(name="同码")]
    first = import_(*rows, at=at)
    content = {"csv": as_csv(rows), "xlsx": as_xlsx(rows), "another order": as_csv(reversed(rows))}[again]
    done = import_(at=at, content=content)
    assert (done.new, done.changed, sorted(done.unchanged)) == ((), (), sorted(first.new))
    assert len(done.findings) == len(first.findings), "what is dirty is told again"
    assert Release.objects.count() == 3
    assert LedgerEntry.objects.count() == FactRow.objects.count() == 1


def test_a_changed_row_makes_a_new_release_and_the_old_one_stays(at) -> None:
    import_(a_row(), a_second(), at=at)
    before, _state = queries.guide(item_code())
    done = import_(a_row(name="建设工程示例核准"), a_second(), a_row(name="新增", code=item_code(basic="511Z0003")), at=at)
    assert (done.changed, done.unchanged, len(done.new)) == ((item_code(),), (SECOND["code"],), 1)
    after, state = queries.guide(item_code())
    assert (after.version, after.name.zh, state) == (2, "建设工程示例核准", ServiceState.GUIDE_ONLY)
    assert Release.objects.get(pk=after.id).base_id == before.id
    assert queries.release(before.id).name.zh == "建设工程示例许可"
    assert queries.search("示例核准")[0].code == item_code()
    assert LedgerEntry.objects.filter(act="catalog.import_items").latest("id").codes == {"source": "example", "new": "1", "changed": "1"}


def test_a_state_that_was_changed_since_stays(at) -> None:
    import_(a_row(), at=at)
    actions.change_state(service=item_code(), state=ServiceState.CLOSED, by=SYSTEM, at=at)
    import_(a_row(name="另名"), at=at)
    assert queries.guide(item_code())[1] is ServiceState.CLOSED


def test_what_the_desk_has_published_since_is_a_conflict_and_left_alone(at) -> None:
    import_(a_row(), a_second(), at=at)
    release = Release.objects.get(service=item_code())
    own = actions.publish(content={**json.loads(release.content), "plain_name": "好懂的名字"}, base=release.pk, by=SYSTEM, at=at)
    done = import_(a_row(name="另名"), a_second(name="另名"), at=at)
    assert (done.conflicts, done.changed) == ((item_code(),), (SECOND["code"],))
    assert ("the city's own service has this code", item_code()) in [(each.reason, each.value) for each in done.findings]
    assert queries.guide(item_code())[0].id == own


def test_rows_that_repeat_or_collide_are_all_accounted_for(at) -> None:
    done = import_(a_row(), a_row(), a_row(name="同码"), a_second(code=""), at=at)
    assert (done.rows, len(done.new), done.repeated) == (4, 3, 1)
    assert Service.objects.count() == 3


@pytest.mark.parametrize("by", [PUBLIC, Actor(kind=ActorKind.STAFF, id=None, desks=frozenset({"jianwei/approver"}))])
def test_only_the_system_imports(at, by: Actor) -> None:
    with pytest.raises(Denied), transaction.atomic():
        import_(a_row(), at=at, by=by)
    assert not Service.objects.exists()


def test_an_unknown_code_stops_everything_and_says_what_to_add(at) -> None:
    import_(a_row(), at=at)
    refusal = refuse(a_row(name="另名"), a_second(type="16"), at=at)
    (fault,) = refusal.faults
    assert (fault.file, fault.line, fault.path) == ("list.csv", 3, "类型")
    assert '"16": …' in fault.remedy and "example.yaml" in fault.remedy
    assert queries.guide(item_code())[0].name.zh == "建设工程示例许可"
    assert Release.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"content": b""}, "list.csv:1: : the file is empty."),
        ({"content": b"\x89PNG\r\n\x1a\n\x00"}, "neither CSV nor XLSX"),
        ({"content": b"PK\x03\x04"}, "no XLSX file"),
        ({"content": as_csv([a_row()], header=HEADER).replace("实施主体".encode(), "部门".encode())}, "columns are missing: 实施主体"),
        ({"mapping": b"columns: ["}, "example.yaml:1: : this is not YAML"),
        ({"mapping": "source: \xff".encode("latin-1")}, "not UTF-8"),
        ({"mapping": b"source: example"}, "example.yaml:1"),
        ({"mapping": b"[]"}, "example.yaml:1"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_clear_fault(at, changes: dict[str, bytes], words: str) -> None:
    assert words in str(refuse(a_row(), at=at, **changes))
    assert not Service.objects.exists()
    assert not LedgerEntry.objects.exists()


@pytest.mark.parametrize("count", [3, 700])
def test_statements_hardly_grow_with_the_list(at, count: int, django_assert_max_num_queries) -> None:
    rows = [a_row(name=f"示例事项{number}", code=item_code(basic=f"511Z{number:04d}")) for number in range(count)]
    with django_assert_max_num_queries(10):
        import_(*rows, at=at)
    with django_assert_max_num_queries(12):
        import_(*({**row, "主项": "已改"} for row in rows), at=at)
    assert Release.objects.count() == 2 * count


@pytest.mark.skipif(not lists.REAL.exists(), reason="the real list is not beside this checkout")
def test_the_real_list_of_a_district_goes_in_whole_and_quickly(at) -> None:
    spec = {"name": "items.csv", "content": lists.REAL.read_bytes(), "mapping_name": "guangan.yaml"}
    spec |= {"mapping": lists.GUANGAN.read_bytes(), "by": SYSTEM, "at": at}
    started = time.monotonic()
    done = actions.import_items(**spec)
    assert time.monotonic() - started < 20, "a second or two on an idle machine"
    assert (done.rows, len(done.new), done.repeated, done.conflicts) == (1135, 1135, 0, ())
    assert len(done.findings) == 1704
    assert Service.objects.filter(state=ServiceState.GUIDE_ONLY).count() == 1135
    assert len(actions.import_items(**spec).unchanged) == 1135
    found = queries.search("食品经营许可")
    assert found and all("食品" in each.name.zh for each in found[:5])
    assert len(set(Service.objects.values_list("department_name", flat=True))) == 34
