"""Before sending: what a plain comparison with every message finds, the index finds; and a month of others does not hide it."""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.contrib.postgres.search import SearchVectorField
from django.db import connection
from django.db.models import Value
from django.db.models.functions import Cast

from tests import worlds
from tests.board import town as small_city
from tests.board.town import MORNING, a_message, posted
from tests.kernel.words import real_messages
from tongban.board import queries
from tongban.board.models import Message
from tongban.board.queries.masks import index_terms
from tongban.kernel.words import similarity
from tongban.kernel.words.sharing import CANDIDATES
from tongban.responsibilities.terms import Point

pytestmark = pytest.mark.django_db
OPENING = "尊敬的领导您好，我是本市的一名普通居民，现在向您反映一个困扰我们很久的问题，"
MATTERS = ("小区北门的井盖松动", "江边喷泉夜里太吵", "公交十二路总是不来", "学校门口乱停车", "菜场后面垃圾没人清运")
COUNT = 400


def written(title: str, text: str, n: int, model: Message) -> Message:
    """A row like that one with other words, as they are found by."""
    copy = Message(**{field.attname: getattr(model, field.attname) for field in Message._meta.concrete_fields})
    copy.id, copy.number, copy.title, copy.text = uuid.uuid4(), f"LY2020-{n:06d}-0", title, text
    copy.received_at = MORNING - timedelta(hours=n)
    copy.terms = Cast(Value(index_terms(copy)), SearchVectorField())
    return copy


def keep(rows: list[Message]) -> list[Message]:
    Message.objects.bulk_create(rows)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE board_message")  # so that it is known which words everybody writes
    return rows


def a_month() -> None:
    """Everybody begins in the same words and goes on in their own; some write about one matter."""
    small_city.load()
    dice, model = random.Random(6), posted(a_message(title="一", text="甲乙丙"))[1]
    rows = []
    for n in range(COUNT):
        own = "".join(chr(0x4E00 + dice.randrange(3000)) for _ in range(dice.randrange(8, 16)))
        row = written("反映问题", f"{OPENING}{MATTERS[n // 11 % len(MATTERS)] * (n % 11 == 0)}{own}。", n, model)
        row.district = dice.choice(("donghu", "donghuqu", ""))
        row.longitude, row.latitude = 117.3 + dice.random() / 100, 27.63 + dice.random() / 100
        rows.append(row)
    keep(rows)


@pytest.fixture
def month(db: None) -> Iterator[list[Message]]:
    with worlds.entered(a_month):
        yield list(Message.objects.filter(number__startswith="LY2020-").order_by("number"))


@pytest.mark.parametrize("matter", MATTERS)
def test_what_is_about_the_same_is_found_behind_a_month_of_the_same_openings(month: list[Message], matter: str) -> None:
    found = queries.similar(f"{OPENING}{matter}，怎么办？", title="求助", at=MORNING)
    texts = {row.number: row.text for row in month}
    assert found and all(matter in texts[each.line.number] for each in found)


@real_messages.needed
def test_of_real_messages_it_finds_what_a_comparison_with_each_finds(town: None) -> None:
    model = posted(a_message(title="一", text="甲乙丙"))[1]
    told = [each.partition("\n") for each in dict.fromkeys(real_messages.messages())][:COUNT]
    rows = keep([written(title[:80], text, n, model) for n, (title, _, text) in enumerate(told)])
    known = [(row.number, similarity.profile(f"{row.title} {row.text}")) for row in rows]
    for row in rows[::10]:
        asked = similarity.profile(f"{row.title} {row.text}")
        plain = sorted((round(similarity.likeness(asked, other), 3) for _, other in known), reverse=True)
        found = queries.similar(row.text, title=row.title, at=MORNING)
        assert [each.likeness for each in found] == [each for each in plain if each >= similarity.LIKELY][:5]


def test_the_most_alike_of_all_come_first(month: list[Message]) -> None:
    asked = month[-1].text
    found = queries.similar(asked, title="反映问题", at=MORNING)
    assert found[0].line.number == month[-1].number and found[0].likeness == 1
    assert [each.likeness for each in found] == sorted((each.likeness for each in found), reverse=True)


def test_a_street_in_common_is_no_matter_in_common(town: None) -> None:
    here = Point(117.3, 27.63)
    leak = posted(a_message(title="湖滨路漏水", text="湖滨路湖滨路楼上漏水。", point=here))[1]
    assert not queries.similar("湖滨路邻居半夜唱歌", title="湖滨路湖滨路", at=MORNING, point=here, district="donghu")
    found = queries.similar("湖滨路楼上又漏水了", at=MORNING, point=here, district="donghu")
    assert [each.line.number for each in found] == [leak.number]


def test_only_here(month: list[Message]) -> None:
    row = month[0]
    here = Point(row.longitude or 0, row.latitude or 0)
    found = queries.similar(row.text, title=row.title, at=MORNING, point=here)
    assert row.number in {each.line.number for each in found} and all(each.metres is not None and each.metres <= 360 for each in found)
    shown = {each.line.district for each in queries.similar(row.text, title=row.title, at=MORNING, district="donghu")}
    assert shown <= {"donghu", "donghuqu"}


def test_one_statement_that_compares_few(month: list[Message], django_assert_num_queries, monkeypatch: pytest.MonkeyPatch) -> None:
    queries.similar(month[0].text, at=MORNING)  # what the city says is read once
    seen: list[int] = []

    def counted(text, candidates, threshold):
        told = list(candidates)
        seen.append(len(told))
        return plain(text, told, threshold)

    plain = similarity.similar
    monkeypatch.setattr(similarity, "similar", counted)
    with django_assert_num_queries(1):
        queries.similar(month[0].text, title=month[0].title, at=MORNING)
    assert 0 < seen[0] <= CANDIDATES
