"""Loading a city: checked as a whole, published where a file changed, and never over what the desk has done."""

import hashlib
import json
import subprocess
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from tests.cases import city, factories
from tongban.catalog import actions, queries
from tongban.catalog.models import City, Release, Service
from tongban.catalog.terms import Denied, FaultyCity, Loaded, OutdatedBase, ServiceNotOpen, ServiceState, UnknownService
from tongban.identity import queries as identity_queries
from tongban.identity.terms import PUBLIC, SYSTEM
from tongban.kernel.models.facts import FactRow
from tongban.kernel.models.ledger import LedgerEntry
from tongban.licences import queries as licence_queries

FILE = city.file_of(city.SHORT)
LATER = factories.MORNING + timedelta(days=1)


def load(contents: dict[str, Any] | None = None, *, at=factories.MORNING) -> Loaded:
    return actions.load_city(files=city.files(contents or city.contents()), by=SYSTEM, at=at)


def changed(name: str = "改了名的示例", **more: Any) -> dict[str, Any]:
    """The city with another name of one service."""
    contents = city.contents()
    contents[FILE] |= {"name": city.words(name), **more}
    return contents


def from_the_desk(name: str = "柜台改的示例") -> Release:
    """The desk publishes on top of what is there."""
    current = Service.objects.select_related("current").get(pk=city.SHORT).current
    content = json.loads(current.content) | {"name": city.words(name)}
    return Release.objects.get(pk=actions.publish(content=content, base=current.pk, by=SYSTEM, at=LATER))


def name_now() -> str:
    return queries.guide(city.SHORT)[0].name.zh


@pytest.mark.django_db
class TestLoading:
    def test_everything_is_there_afterwards(self) -> None:
        done = load()
        assert sorted(done.published) == sorted(city.SERVICES)
        assert (done.unchanged, done.conflicts, done.licence_types) == ((), (), 3)
        assert {each.code for each in identity_queries.departments()} == {row["code"] for row in city.DEPARTMENTS}
        assert [kind.code for kind in licence_queries.licence_types()] == ["BL", "QC", "RC"]
        assert queries.city().name.en == "Rongcheng"
        read = queries.current(city.QUALIFICATION, at=factories.MORNING)
        assert [step.key for step in read.route] == ["accept", "screen", "water", "road", "conclude"], "as they were written"
        assert (read.version, read.number_prefix, read.department_name.zh) == (1, "榕示建", "榕城市示例建设委员会")

    def test_twice_changes_nothing(self) -> None:
        load()
        before = factories.rows()
        done = load(at=LATER)
        assert (done.published, done.conflicts, done.departments, done.licence_types) == ((), (), 0, 0)
        assert sorted(done.unchanged) == sorted(city.SERVICES)
        assert factories.rows() == before

    def test_the_order_of_keys_and_the_way_of_writing_mean_nothing(self) -> None:
        load()
        contents = city.contents()
        contents[FILE] = dict(reversed(contents[FILE].items()))
        assert load(contents).published == ()

    def test_a_changed_service_makes_a_new_release_of_itself_alone(self) -> None:
        load()
        done = load(changed(), at=LATER)
        assert done.published == (city.SHORT,) and len(done.unchanged) == len(city.SERVICES) - 1
        first, second = Release.objects.filter(service=city.SHORT).order_by("version")
        assert (second.version, second.base_id, second.origin, second.published_at) == (2, first.pk, "file", LATER)
        assert name_now() == "改了名的示例"
        assert queries.release(first.pk).name.zh == "示例补贴发放", "what was published stays as it was"

    def test_a_renamed_department_is_in_new_releases_and_not_in_old_ones(self) -> None:
        load()
        before = queries.guide(city.SHORT)[0]
        contents = city.contents()
        contents["departments.yaml"][3]["name"] = city.words("榕城市示例民政和老龄局")
        assert sorted(load(contents, at=LATER).published) == sorted([city.NESTED, city.SHORT, city.ON_THE_SPOT])
        assert queries.guide(city.SHORT)[0].department_name.zh == "榕城市示例民政和老龄局"
        assert queries.release(before.id).department_name.zh == "榕城市示例民政局"

    def test_it_leaves_one_entry_and_a_fact_for_each_release(self) -> None:
        load()
        entry = LedgerEntry.objects.get(act="catalog.load_city")
        assert (entry.codes, len(entry.digest)) == ({"published": "5", "states": "0"}, 64)
        assert FactRow.objects.filter(name="catalog.ReleasePublished").count() == len(city.SERVICES)
        load(changed(), at=LATER)
        assert LedgerEntry.objects.filter(act="catalog.load_city").count() == 2
        assert FactRow.objects.filter(name="catalog.ReleasePublished").count() == len(city.SERVICES) + 1

    def test_the_citys_own_page_data_follow_its_file(self) -> None:
        load()
        contents = city.contents()
        contents["city.yaml"] |= {"popular": ["办资质"], "hotlines": [{"name": city.words("热线"), "phone": "12345"}]}
        load(contents, at=LATER)
        assert queries.city().popular == ("办资质",) and queries.city().hotlines[0].phone == "12345"
        assert City.objects.count() == 1

    def test_only_the_system_loads(self) -> None:
        for by in (PUBLIC, factories.a_clerk("jianwei/window")):
            with factories.refused(Denied):
                actions.load_city(files=city.files(city.contents()), by=by, at=factories.MORNING)

    def test_one_fault_keeps_everything_as_it_was(self) -> None:
        load()
        contents = changed()
        contents["departments.yaml"][0]["name"] = city.words("另一个名字")
        contents[city.file_of(city.CHECKED)]["route"]["accept"]["desk"] = "jianwei/windwo"
        with factories.refused(FaultyCity) as told:
            load(contents, at=LATER)
        assert len(told.value.faults) == 1

    def test_every_fault_of_every_file_is_told_at_once(self) -> None:
        contents = city.contents()
        contents[FILE]["topics"] = ["nothing"]
        contents[city.file_of(city.CHECKED)]["department"] = "nobody"
        contents[city.file_of(city.NESTED)]["guide"]["visits"] = 2
        with factories.refused(FaultyCity) as told:
            load(contents)
        assert {fault.file for fault in told.value.faults} == {FILE, city.file_of(city.CHECKED), city.file_of(city.NESTED)}


@pytest.mark.django_db
class TestWhatTheDeskDid:
    def test_a_service_whose_file_has_vanished_stays_and_is_told(self) -> None:
        load()
        left = {name: content for name, content in city.contents().items() if name != FILE}
        done = load(left, at=LATER)
        assert (done.gone, done.published) == ((city.SHORT,), ())
        assert queries.current(city.SHORT, at=LATER).version == 1
        assert load(at=LATER).gone == ()

    def test_a_changed_file_and_a_desk_publication_are_a_conflict_and_nothing_changes(self) -> None:
        load()
        desk = from_the_desk()
        before = Release.objects.count()
        done = load(changed(state="paused"), at=LATER)
        assert (done.conflicts, done.published) == ((city.SHORT,), ())
        assert (Release.objects.count(), Service.objects.get(pk=city.SHORT).current_id) == (before, desk.pk)
        assert queries.guide(city.SHORT)[1] is ServiceState.OPEN, "not even the state"
        assert load(changed(), at=LATER).conflicts == (city.SHORT,), "until the two are brought together"

    def test_an_unchanged_file_leaves_the_desks_work_alone(self) -> None:
        load()
        from_the_desk()
        done = load(at=LATER)
        assert done.conflicts == () and city.SHORT in done.unchanged
        assert name_now() == "柜台改的示例"

    def test_a_file_that_has_caught_up_with_the_desk_goes_on_from_there(self) -> None:
        load()
        from_the_desk()
        done = load(changed("柜台改的示例"), at=LATER)
        assert (done.conflicts, done.published) == ((), ())
        assert load(changed("再改一次"), at=LATER).published == (city.SHORT,)
        assert Service.objects.get(pk=city.SHORT).current.version == 3

    def test_an_outdated_base_is_refused(self) -> None:
        load()
        first = Service.objects.get(pk=city.SHORT).current_id
        from_the_desk()
        content = json.loads(Release.objects.get(pk=first).content)
        with factories.refused(OutdatedBase):
            actions.publish(content=content, base=first, by=SYSTEM, at=LATER)
        with factories.refused(UnknownService):
            actions.publish(content=content | {"code": "999999-XX-0000"}, base=first, by=SYSTEM, at=LATER)
        with factories.refused(Denied):
            actions.publish(content=content, base=first, by=factories.a_clerk("minzheng/window"), at=LATER)

    def test_a_publication_from_the_desk_leaves_an_entry_and_a_fact(self) -> None:
        load()
        release = from_the_desk()
        entry = LedgerEntry.objects.get(act="catalog.publish")
        assert (entry.subject_id, entry.codes, entry.digest) == (str(release.pk), {"version": "2"}, release.digest)
        assert release.origin == "desk" and FactRow.objects.order_by("-id")[0].payload["version"] == 2


@pytest.mark.django_db
class TestStates:
    def test_a_file_says_whether_its_service_is_open(self) -> None:
        load(changed(state="paused"))
        assert queries.guide(city.SHORT)[1] is ServiceState.PAUSED
        with pytest.raises(ServiceNotOpen):
            queries.current(city.SHORT, at=factories.MORNING)
        load(changed(), at=LATER)
        assert queries.current(city.SHORT, at=factories.MORNING).service == city.SHORT

    def test_a_change_of_state_in_the_file_is_no_release_and_leaves_its_traces(self) -> None:
        load()
        done = load({**city.contents(), FILE: city.contents()[FILE] | {"state": "closed"}}, at=LATER)
        assert done.published == () and Release.objects.filter(service=city.SHORT).count() == 1
        assert queries.guide(city.SHORT)[1] is ServiceState.CLOSED
        assert LedgerEntry.objects.filter(act="catalog.load_city").order_by("-id")[0].codes == {"published": "0", "states": "1"}
        assert FactRow.objects.filter(name="catalog.ServiceStateChanged").get().payload["state"] == "closed"

    def test_what_the_desk_paused_a_restart_does_not_open(self) -> None:
        load()
        actions.change_state(service=city.SHORT, state=ServiceState.PAUSED, by=SYSTEM, at=factories.MORNING)
        load(at=LATER)
        assert queries.guide(city.SHORT)[1] is ServiceState.PAUSED
        load(changed(), at=LATER)
        assert queries.guide(city.SHORT)[1] is ServiceState.PAUSED, "a new release does not open it either"

    def test_a_state_that_is_so_already_changes_nothing(self) -> None:
        load()
        before = factories.rows()
        actions.change_state(service=city.SHORT, state=ServiceState.OPEN, by=SYSTEM, at=LATER)
        assert factories.rows() == before

    def test_a_change_of_state_leaves_an_entry_and_a_fact(self) -> None:
        load()
        actions.change_state(service=city.SHORT, state=ServiceState.CLOSED, by=SYSTEM, at=LATER)
        entry = LedgerEntry.objects.order_by("-id")[0]
        assert (entry.act, entry.subject_id, entry.codes) == ("catalog.change_state", city.SHORT, {"state": "closed"})
        assert FactRow.objects.order_by("-id")[0].name == "catalog.ServiceStateChanged"

    def test_only_the_system_changes_it_and_only_of_a_service_that_is_there(self) -> None:
        load()
        with factories.refused(Denied):
            actions.change_state(service=city.SHORT, state=ServiceState.CLOSED, by=factories.a_clerk("minzheng/window"), at=LATER)
        with factories.refused(UnknownService):
            actions.change_state(service="999999-XX-0000", state=ServiceState.CLOSED, by=SYSTEM, at=LATER)


@pytest.mark.django_db
class TestFrozen:
    @pytest.mark.parametrize(
        "sql", ["UPDATE catalog_release SET content = '{}'", "UPDATE catalog_release SET origin = 'desk'", "DELETE FROM catalog_release"]
    )
    def test_a_release_refuses_to_be_changed(self, sql) -> None:
        load()
        with pytest.raises(IntegrityError, match="never changed or deleted"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)

    def test_anybody_can_recompute_the_digest_of_a_release(self) -> None:
        load()
        for release in Release.objects.all():
            told = subprocess.run(["sha256sum"], input=release.content.encode(), capture_output=True, check=True).stdout
            assert told.decode().split()[0] == release.digest
            content = json.loads(release.content)
            plain = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
            assert plain == release.content
            assert hashlib.sha256(plain.encode()).hexdigest() == release.digest


@pytest.mark.usefixtures("transactional_db")
def test_two_loaders_at_once_publish_everything_once() -> None:
    both = factories.at_once(load, load)
    assert all(isinstance(each, Loaded) for each in both), both
    assert sorted(len(each.published) for each in both if isinstance(each, Loaded)) == [0, len(city.SERVICES)]
    assert Release.objects.count() == len(city.SERVICES) and City.objects.count() == 1
    again = factories.at_once(partial(load, changed("一"), at=LATER), partial(load, changed("二"), at=LATER))
    assert all(isinstance(each, Loaded) and each.published == (city.SHORT,) for each in again), again
    assert list(Release.objects.filter(service=city.SHORT).order_by("version").values_list("version", flat=True)) == [1, 2, 3]
