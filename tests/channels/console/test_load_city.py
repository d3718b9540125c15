"""manage.py load_city at a terminal: what changed, what was left alone, and where exactly a file is wrong."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import transaction

from tests.cases import city
from tongban.catalog import queries as catalog_queries
from tongban.catalog.models import Release, Service
from tongban.catalog.terms import UnknownService
from tongban.licences import queries as licence_queries

pytestmark = pytest.mark.django_db
SERVICE = city.file_of(city.SHORT)


@pytest.fixture(autouse=True)
def _nothing_is_remembered() -> None:
    licence_queries.forget_types()
    catalog_queries.forget()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The test city as files, with demo people that are not load_city's to load."""
    place = tmp_path / "examplecity"
    for name, content in city.files(city.contents()).items():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_bytes(content)
    (place / "demo.yaml").write_text("this: [is, no, city")
    return place


def load(folder: Path) -> tuple[str, str]:
    told, warned = StringIO(), StringIO()
    with transaction.atomic():
        call_command("load_city", folder=folder, stdout=told, stderr=warned)
    return told.getvalue(), warned.getvalue()


def _rows() -> dict[str, int]:
    return {model._meta.label: model._default_manager.count() for model in apps.get_models() if model._meta.managed}


def test_what_was_published_is_named(folder: Path) -> None:
    told, _warned = load(folder)
    assert all(f"published {code}" in told for code in city.SERVICES)
    assert f"{len(city.SERVICES)} services published, 0 unchanged, 0 in conflict" in told


def test_loading_again_changes_nothing(folder: Path) -> None:
    load(folder)
    before = _rows()
    told, _warned = load(folder)
    assert f"0 services published, {len(city.SERVICES)} unchanged" in told
    assert "0 departments and desks and 0 licence types changed" in told
    assert _rows() == before


def test_a_changed_file_makes_a_release_of_that_service_only(folder: Path) -> None:
    load(folder)
    place = folder / SERVICE
    place.write_text(place.read_text("utf-8").replace("示例补贴发放", "示例补贴"), "utf-8")
    told, _warned = load(folder)
    assert "1 services published" in told and f"published {city.SHORT}" in told
    assert Release.objects.filter(service_id=city.SHORT).count() == 2


def test_a_service_that_the_desk_changed_is_left_alone_and_told(folder: Path) -> None:
    load(folder)
    row = Service.objects.get(pk=city.SHORT)
    current = Release.objects.get(pk=row.current_id)
    edited = Release.objects.create(
        **{
            field.name: getattr(current, field.name)
            for field in Release._meta.concrete_fields
            if field.name not in ("id", "version", "origin", "digest")
        },
        version=current.version + 1,
        origin="desk",
        digest="0" * 64,
    )
    Service.objects.filter(pk=row.pk).update(current=edited)
    place = folder / SERVICE
    place.write_text(place.read_text("utf-8").replace("示例补贴发放", "示例补贴"), "utf-8")
    told, warned = load(folder)
    assert "1 in conflict" in told
    assert city.SHORT in warned and "Left alone" in warned
    assert Service.objects.get(pk=row.pk).current_id == edited.pk


Spoil = Callable[[str], str]
SPOILED: dict[str, tuple[str, Spoil, str]] = {
    "broken YAML": (SERVICE, lambda text: text[: len(text) // 2], SERVICE),
    "an unknown desk": (SERVICE, lambda text: text.replace("minzheng/approver", "minzheng/nobody"), "minzheng/nobody"),
    "a cyclic route": (SERVICE, lambda text: text.replace('"does": "accept"', '"does": "accept", "after": ["conclude"]'), "route"),
    "an unknown licence": (city.file_of(city.QUALIFICATION), lambda text: text.replace('"BL"', '"BX"'), "BX"),
    "an unknown department": ("licence_types.yaml", lambda text: text.replace('"jianwei"', '"nowhere"'), "nowhere"),
}


@pytest.mark.parametrize("what", SPOILED)
def test_a_fault_is_named_by_file_and_line_and_nothing_is_loaded(folder: Path, what: str) -> None:
    name, spoil, told = SPOILED[what]
    place = folder / name
    before, text = _rows(), place.read_text("utf-8")
    spoiled = spoil(text)
    assert spoiled != text
    place.write_text(spoiled, "utf-8")
    with pytest.raises(CommandError, match=rf"examplecity/{name}:\d+: ") as refusal:
        load(folder)
    assert "nothing was loaded" in str(refusal.value)
    assert told in str(refusal.value)
    assert _rows() == before


def test_all_faults_are_told_at_once(folder: Path) -> None:
    for what in ("an unknown desk", "an unknown licence"):
        name, spoil, _told = SPOILED[what]
        (folder / name).write_text(spoil((folder / name).read_text("utf-8")), "utf-8")
    with pytest.raises(CommandError) as refusal:
        load(folder)
    assert "minzheng/nobody" in str(refusal.value) and "BX" in str(refusal.value)


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="There is no city in"):
        load(tmp_path / "atlantis")


def test_the_demo_city_loads_as_it_is_shipped(folder: Path) -> None:
    shutil.rmtree(folder)
    told, warned = load(settings.CITY_FOLDER)
    assert " 0 in conflict" in told
    assert not warned
    with pytest.raises(UnknownService):
        catalog_queries.guide(city.SHORT)
