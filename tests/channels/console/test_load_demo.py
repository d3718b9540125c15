"""Demo people come in once, are listed with what they can do, and never reach a city in production."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from tongban.catalog import actions as catalog_actions
from tongban.channels.console import demo
from tongban.identity import queries as identity_queries
from tongban.identity.rules import phone_number
from tongban.identity.terms import SYSTEM
from tongban.kernel import clock, identifiers
from tongban.licences import queries as licence_queries
from tongban.supervision import actions as supervision_actions
from tongban.supervision import queries as supervision_queries

FILE = Path(__file__).resolve().parents[3] / "cities" / "rongcheng" / "demo.yaml"
NOWHERE = "999999"  # an area code that was never assigned


@pytest.fixture
def opened(db: None) -> None:
    """The city's departments and licence types; services are not needed here."""
    licence_queries.forget_types()
    files = {name: (FILE.parent / name).read_bytes() for name in ("city.yaml", "departments.yaml", "licence_types.yaml")}
    catalog_actions.load_city(files=files, by=SYSTEM, at=clock.now())


def _rows() -> dict[str, int]:
    return {model._meta.label: model._default_manager.count() for model in apps.get_models() if model._meta.managed}


@pytest.mark.usefixtures("opened")
def test_loading_twice_changes_nothing() -> None:
    told = StringIO()
    call_command("load_demo", stdout=told)
    first = _rows()
    data = demo.read(FILE).data
    assert first["identity.Login"] == len(data["persons"]) + len(data["staff"])
    assert first["licences.Licence"] > 25
    call_command("load_demo", stdout=told)
    assert _rows() == first
    assert f"{len(data['persons'])} persons, {len(data['organisations'])} organisations, {len(data['staff'])} staff" in told.getvalue()


@pytest.mark.usefixtures("opened")
def test_everybody_is_who_the_file_says() -> None:
    call_command("load_demo", stdout=StringIO())
    data, at = demo.read(FILE).data, clock.now()
    for row in data["persons"]:
        login = identity_queries.login_by_phone(row["phone"])
        assert login is not None
        assert login.check_password(data["password"])
        actor = identity_queries.actor(login.pk, at=at)
        agencies = [each for each in data["organisations"] if row["key"] in each["agents"]]
        assert (actor.name, f"L{int(actor.level)}", len(actor.mandates)) == (row["name"], row["level"], len(agencies))
    for row in data["staff"]:
        login = identity_queries.login_by_phone(row["phone"])
        assert login is not None
        actor = identity_queries.actor(login.pk, at=at)
        assert (actor.name, actor.desks) == (row["name"], frozenset(row["desks"]))


@pytest.mark.usefixtures("opened")
def test_some_units_are_switched_on_and_the_others_stay_on_trial(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tongban.kernel.releases.KEPT_SECONDS", 10**9)
    supervision_queries.forget()
    call_command("load_city", stdout=StringIO())
    call_command("load_demo", stdout=StringIO())
    told = {each.unit: each.on for each in supervision_queries.switches(SYSTEM, at=clock.now())}
    assert {unit for unit, on in told.items() if on} >= {"donghuqu", "donghu", "shijiang", "chengguan"}, "a district with its streets"
    assert not told["xishanqu"] and not told["yizhan"] and not told["jiaoyu"]
    supervisor = identity_queries.login_by_phone(demo.read(FILE).data["switched_on"]["by"])
    assert supervisor is not None
    supervision_actions.switch_off(place="chengguan", by=identity_queries.actor(supervisor.pk, at=clock.now()), at=clock.now())
    call_command("load_demo", stdout=StringIO())
    assert not supervision_queries.is_on("chengguan", at=clock.now()), "what somebody switched stays as it is"
    supervision_queries.forget()


@pytest.mark.usefixtures("opened")
def test_every_desk_has_somebody() -> None:
    seats = {desk for row in demo.read(FILE).data["staff"] for desk in row["desks"]}
    assert seats == {desk.code for desk in identity_queries.desks()}


def test_nobody_is_real() -> None:
    data = demo.read(FILE).data
    for row in data["persons"]:
        assert identifiers.identity_number(row["number"])[:6] == NOWHERE
        assert row["name"].startswith("演示")
    for row in data["organisations"]:
        assert identifiers.uscc(row["uscc"])[2:8] == NOWHERE
        assert row["name"].endswith("（演示）")
    for row in (*data["persons"], *data["staff"]):
        assert phone_number(row["phone"]) == row["phone"]
        assert row["phone"].startswith("1990000")


@pytest.mark.parametrize("arguments", [{}, {"list": True}])
def test_production_refuses(settings, arguments: dict[str, bool]) -> None:
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="production"):
        call_command("load_demo", stdout=StringIO(), **arguments)


def test_the_list_says_who_can_do_what() -> None:
    told = StringIO()
    call_command("load_demo", list=True, stdout=told)
    listed, data = told.getvalue(), demo.read(FILE).data
    assert listed.count(data["password"]) == 1
    for row in (*data["persons"], *data["staff"]):
        assert row["phone"] in listed
        assert row["can"]["zh"] in listed
        assert row["can"]["en"] in listed


def test_a_city_without_demo_people_has_none(settings, tmp_path: Path) -> None:
    settings.CITY_FOLDER = tmp_path
    told = StringIO()
    call_command("load_demo", stdout=told)
    assert "no demo people" in told.getvalue()


PERSON = "999999198603120023"
AGENT = "agents: [chen_xiao, wang_li]"
FAULTY = {
    "not YAML": ("password: ", "password: [", "this is not YAML"),
    "an unknown key": ("    level: L3\n", "    levle: L3\n", "persons.0"),
    "a phone that stands twice": ('phone: "19900000102"', 'phone: "19900000101"', "stands twice"),
    "an agent who is nobody": (AGENT, "agents: [nobody]", "there is no person `nobody`"),
}
REFUSED = {
    "a wrong identity number": (f'number: "{PERSON}"\n    phone', f'number: "{PERSON[:-1]}4"\n    phone', "InvalidIdentifier"),
    "a phone that is none": ('phone: "19900000001"', 'phone: "12"', "NotAPhone"),
    "a desk that is not there": ("desks: [jianwei/window]", "desks: [jianwei/cellar]", "there is no desk `jianwei/cellar`"),
    "a licence type that is not there": ("{type: SS, number: RC8600120023", "{type: ZZ, number: RC8600120023", "UnknownType"),
    "a licence without its content": (", bank: 榕城示例银行（演示）}}\n\n  - key: wang_li", "}}\n\n  - key: wang_li", "missing bank"),
}


def _spoiled(folder: Path, before: str, after: str) -> None:
    text = FILE.read_text("utf-8")
    assert before in text
    (folder / "demo.yaml").write_text(text.replace(before, after, 1), "utf-8")


@pytest.mark.parametrize("case", FAULTY)
def test_a_faulty_file_is_told_with_its_line(settings, tmp_path: Path, case: str) -> None:
    before, after, words = FAULTY[case]
    settings.CITY_FOLDER = tmp_path
    _spoiled(tmp_path, before, after)
    with pytest.raises(CommandError, match=rf"^demo\.yaml:\d+: .*{words}"):
        call_command("load_demo", stdout=StringIO())


@pytest.mark.usefixtures("opened")
@pytest.mark.parametrize("case", REFUSED)
def test_what_a_verb_refuses_is_told_with_its_line_and_changes_nothing(settings, tmp_path: Path, case: str) -> None:
    before, after, words = REFUSED[case]
    settings.CITY_FOLDER = tmp_path
    _spoiled(tmp_path, before, after)
    rows = _rows()
    with pytest.raises(CommandError, match=rf"^demo\.yaml:\d+: .*{words}"):
        call_command("load_demo", stdout=StringIO())
    assert _rows() == rows
