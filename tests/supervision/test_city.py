"""The city's rules of supervision: loaded as a whole or not at all, never changed; and units that are switched on one by one."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from tests.cities import rongcheng
from tests.supervision.office import AT, LEADER, RULES, SUPERVISOR, UNIT, refused, somebody
from tongban.identity.terms import PUBLIC, SYSTEM
from tongban.kernel import yaml
from tongban.kernel.models.facts import FactRow
from tongban.supervision import actions, queries
from tongban.supervision.models import SupervisionReleaseRow, Switch
from tongban.supervision.rules import city
from tongban.supervision.terms import Denied, FaultySupervision, LoadedSupervision, NoSupervision, UnknownUnit

LATER = AT + timedelta(days=1)


def load(rules: str, *, by=SYSTEM) -> LoadedSupervision:
    return actions.load_supervision(content=rules.encode(), by=by, at=AT)


@pytest.mark.usefixtures("office")
class TestLoading:
    def test_loading_twice_changes_nothing(self) -> None:
        before = queries.release().id
        again = load(RULES)
        assert (again.changed, again.release_id, again.groups, again.units) == (False, before, 3, 5)
        assert SupervisionReleaseRow.objects.count() == 1 == FactRow.objects.filter(name="supervision.SupervisionLoaded").count()

    def test_what_changed_is_a_new_release_and_the_old_one_stays(self) -> None:
        before = queries.release()
        loaded = load(RULES.replace("due: 20", "due: 30"))
        assert loaded.changed and queries.release().id == loaded.release_id
        assert (queries.release().minimum.due, queries.release(before.id).minimum.due) == (30, 20)
        assert queries.release_at(AT - timedelta(days=1)).id == before.id and queries.release_at(LATER).id == loaded.release_id
        assert queries.release_at(AT - timedelta(days=400)).id == before.id, "the first, before there was any"

    def test_a_release_keeps_the_names_of_its_day(self) -> None:
        assert str(queries.release().names["chengguan"]) == "城管局"

    def test_a_release_is_never_changed(self) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            SupervisionReleaseRow.objects.update(digest="")

    def test_the_system_loads_and_nobody_else(self) -> None:
        for by in (SUPERVISOR, PUBLIC):
            with refused(Denied):
                load(RULES, by=by)


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize(
    ("said", "instead", "problem"),
    [
        ("dubanshi/supervision,", "dubanshi/nobody,", "there is no desk `dubanshi/nobody`"),
        ("[chengguan, jiaoyu]", "[chengguan, donghu]", "`donghu` stands in `districts` already"),
        ("[chengguan, jiaoyu]", "[chengguan, rexian]", "`rexian` has no desk `messages_approver`"),
        ("key: utilities", "key: districts", "`districts` stands here for the second time"),
        ("response: 20", "response: 21", "the weights sum up to 101"),
        ("{year}", "{jahr}", "this is no form of a number"),
        (RULES, "a: [", "this is not YAML"),
        ("second_complaint_days: 90", "second_complaint_days: 0", "0 is less than the minimum"),
        ("second_complaint_days: 90", "second_complaint_days: 90\nmerged: {chengguan: jiaoyu}", "`chengguan` stands in a group"),
        ("second_complaint_days: 90", "second_complaint_days: 90\nmerged: {yuanlin: rexian}", "`rexian` stands in no group"),
        ("closes:", "cloze:", "there is no key `cloze`"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(said: str, instead: str, problem: str) -> None:
    with refused(FaultySupervision) as caught:
        load(RULES.replace(said, instead))
    refusal = caught.value
    assert isinstance(refusal, FaultySupervision)
    told = [str(fault) for fault in refusal.faults]
    assert any(problem in each for each in told), told
    assert all(each.startswith("supervision.yaml:") for each in told)


def test_the_rules_of_the_demo_city_hold() -> None:
    document = yaml.read("supervision.yaml", (Path(rongcheng.FOLDER) / "supervision.yaml").read_bytes())
    departments = rongcheng.document("departments.yaml").data
    desks = frozenset(f"{each['code']}/{desk['key']}" for each in departments for desk in each.get("desks", ()))
    assert isinstance(document, yaml.Document)
    assert city.faults(document, city.World(desks, "messages_approver")) == []


@pytest.mark.django_db
def test_a_city_without_rules() -> None:
    with pytest.raises(NoSupervision):
        queries.release()
    with pytest.raises(NoSupervision):
        queries.release_at(AT)
    assert queries.weeks_to_close(AT) == () and queries.rankings() == () and queries.exclusions("2026-W36") == ()


@pytest.mark.usefixtures("office")
class TestSwitching:
    def test_a_unit_is_on_from_then_on(self) -> None:
        assert actions.switch_on(place="donghu", by=SUPERVISOR, at=LATER) == ("donghu",)
        assert not queries.is_on("donghu", at=AT) and queries.is_on("donghu", at=LATER)
        assert FactRow.objects.filter(name="supervision.UnitSwitched", payload__unit="donghu").latest("pk").payload["on"] is True

    def test_a_district_is_switched_with_what_lies_below_it(self) -> None:
        assert actions.switch_on(place="donghuqu", by=SUPERVISOR, at=AT) == ("donghu",)
        assert actions.switch_off(place="donghuqu", by=SUPERVISOR, at=LATER) == ("donghu", "donghuqu")
        assert queries.switched_on(LATER) == {"chengguan", "jiaoyu", "gongshui"}

    def test_on_twice_is_on_once(self) -> None:
        before = Switch.objects.count()
        assert actions.switch_on(place="chengguan", by=SUPERVISOR, at=LATER) == ()
        assert Switch.objects.count() == before

    def test_off_and_what_holds_at_which_moment(self) -> None:
        assert actions.switch_off(place="chengguan", by=SUPERVISOR, at=LATER) == ("chengguan",)
        assert queries.is_on("chengguan", at=AT) and not queries.is_on("chengguan", at=LATER)
        told = {each.unit: each for each in queries.switches(SUPERVISOR, at=LATER)}
        assert (told["chengguan"].on, told["chengguan"].at, told["jiaoyu"].on) == (False, LATER, True)

    def test_who_may(self) -> None:
        for by in (UNIT, LEADER, SYSTEM, PUBLIC, somebody("dubanshi/supervision_second")):
            with refused(Denied):
                actions.switch_on(place="donghuqu", by=by, at=AT)
        with pytest.raises(Denied):
            queries.switches(UNIT, at=AT)

    def test_what_is_ranked_nowhere(self) -> None:
        with refused(UnknownUnit):
            actions.switch_off(place="shifu", by=SUPERVISOR, at=AT)

    def test_a_switch_is_never_changed(self) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            Switch.objects.update(on=True)

    def test_the_ledger_finds_what_was_changed_behind_it(self) -> None:
        assert list(queries.audit()) == []
