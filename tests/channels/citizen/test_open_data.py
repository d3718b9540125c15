"""The catalogue of the open data: for people, and as DCAT for programs; the licence is what the city says, or that it says nothing."""

import importlib

import pytest
from django.test import Client

from tests.channels.desk.pages import words
from tests.channels.supervising import *  # noqa: F403
from tongban.catalog.terms import City, DataLicence
from tongban.channels.parts.open_data.datasets import DATASETS, Often
from tongban.kernel.bilingual import Bilingual

pytestmark = pytest.mark.django_db


@pytest.fixture
def anybody(city) -> Client:
    return Client()


@pytest.fixture
def licensed(city, monkeypatch) -> None:
    told = DataLicence(Bilingual("写明来源即可使用", "Name the source"), "https://example.org/licence")
    known = City(name=Bilingual("示例市", "Example"), topics=(), open_data=told)
    monkeypatch.setattr(importlib.import_module("tongban.catalog.queries"), "city", lambda: known)


def test_every_data_set_is_there_with_its_files_and_columns(anybody) -> None:
    answer = anybody.get("/data/")
    page, html = words(answer), answer.content.decode()
    for each in DATASETS:
        assert str(each.title) in page and str(each.description) in page, each.key
        assert all(str(told) in page for told in each.columns.values()), each.key
    assert "/api/v1/board/data/messages.csv" in html and "/api/v1/data/weeks.jsonl" in html
    assert "本市没有说明使用的条件" in page and "public" in answer.headers["Cache-Control"]


def test_the_licence_is_what_the_city_says(anybody, licensed: None) -> None:
    page = anybody.get("/data/")
    assert "写明来源即可使用" in words(page) and 'href="https://example.org/licence"' in page.content.decode()
    told = anybody.get("/data/catalog.json").json()
    assert told["dcterms:license"]["@id"] == "https://example.org/licence" and "dcterms:rights" not in told
    assert told["dcat:dataset"][0]["dcat:distribution"][0]["dcterms:license"] == told["dcterms:license"]


def test_programs_read_it_as_dcat(anybody) -> None:
    answer = anybody.get("/data/catalog.json")
    told = answer.json()
    assert answer.headers["Content-Type"] == "application/ld+json" and told["@type"] == "dcat:Catalog"
    assert told["@context"]["dcat"] == "http://www.w3.org/ns/dcat#" and "dcterms:license" not in told
    assert told["dcterms:rights"]["rdfs:label"][0] == {"@value": "本市没有说明使用的条件。", "@language": "zh"}
    found = {each["dcterms:identifier"]: each for each in told["dcat:dataset"]}
    assert set(found) == {each.key for each in DATASETS}
    weeks = found["weeks"]
    assert weeks["dcterms:accrualPeriodicity"]["@id"].endswith(f"/{Often.WEEKLY}")
    csv, lines = weeks["dcat:distribution"]
    assert csv["dcat:mediaType"]["@id"].endswith("/text/csv") and lines["dcterms:format"] == "application/jsonl"
    assert csv["dcat:downloadURL"]["@id"].endswith("/api/v1/data/weeks.csv")
    assert csv["csvw:tableSchema"]["csvw:column"]["@list"][0]["csvw:name"] == "week"
    assert [each["@language"] for each in weeks["dcterms:title"]] == ["zh", "en"]


def test_rongcheng_says_what_one_may_do_with_its_data(rongcheng: None) -> None:
    assert "不得用来认出写留言的人" in words(Client().get("/data/"))
    told = Client().get("/data/catalog.json").json()
    assert [each["@language"] for each in told["dcterms:license"]["rdfs:label"]] == ["zh", "en"] and "@id" not in told["dcterms:license"]
