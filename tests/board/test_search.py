"""Search over years of messages: every page, from whatever part of the statement it comes, is what a plain look at all of them gives."""

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
from tongban.board import queries
from tongban.board.models import Message
from tongban.board.queries.masks import index_terms
from tongban.kernel.words.newest import FEW, LOOKED_AT
from tongban.responsibilities.terms import Kind

COUNT = 1300  # more than are read one by one
WORDS = {"长椅": 0.5, "路灯": 0.1, "井盖": 0.02, "喷泉": 0.004}


def filled() -> None:
    """Messages of six years; some words are in every second, some in a few."""
    small_city.load()
    dice, model = random.Random(4), posted(a_message(title="一", text="甲乙丙"))[1]
    rows = []
    for n in range(COUNT):
        said = "，".join([word for word, share in WORDS.items() if dice.random() < share] or ["别的"])
        row = Message.objects.get(pk=model.pk) if n == 0 else rows[0]
        copy = Message(**{field.attname: getattr(row, field.attname) for field in Message._meta.concrete_fields})
        copy.id, copy.number, copy.text = uuid.uuid4(), f"LY2020-{n:06d}-0", said
        copy.received_at = MORNING - timedelta(days=1 + n * n / 780)  # ever fewer the further back; some at the same moment
        copy.kind = dice.choice((Kind.HELP, Kind.PRAISE)).value
        copy.unit = dice.choice(("chengguan", "jiaoyu"))
        copy.terms = Cast(Value(index_terms(copy)), SearchVectorField())
        rows.append(copy)
    Message.objects.bulk_create(rows, batch_size=500)


@pytest.fixture
def years(db: None) -> Iterator[list[Message]]:
    """The newest first."""
    with worlds.entered(filled):
        yield list(Message.objects.filter(number__startswith="LY2020-").order_by("-received_at", "-id"))


def paged(text: str, **only: str) -> list[str]:
    found, cursor = [], ""
    while True:
        page = queries.search(text, at=MORNING, after=cursor, limit=20, **only)
        found += [each.number for each in page.lines]
        cursor = page.next
        if not cursor:
            return found


class TestYears:
    def test_every_page(self, years) -> None:
        for asked in ("长椅", "路灯", "井盖", "喷泉", "长椅 井盖", "路灯 喷泉", "长", "没有"):
            plain = [row.number for row in years if all(word in row.text for word in asked.split())]
            assert paged(asked) == plain, asked

    @pytest.mark.parametrize(
        ("asked", "words", "looked_at"),
        [
            ("长椅路灯", ("长椅", "路灯"), COUNT),
            ("井盖喷泉", ("井盖", "喷泉"), COUNT),
            ("长椅灯", ("长椅", "灯"), LOOKED_AT),
            ("灯井盖", ("灯", "井盖"), LOOKED_AT),
        ],
    )
    def test_words_written_together_are_found_apart_where_few_have_them_so(self, years, asked, words, looked_at) -> None:
        assert paged(asked) == [row.number for row in years[:looked_at] if all(word in row.text for word in words)]

    def test_where_enough_have_them_so_only_those(self, years) -> None:
        both = [row for row in years if "长椅，路灯" in row.text]
        for number in (FEW - 1, FEW):
            for row in (together := both[:number]):
                row.text = row.text.replace("长椅，路灯", "长椅路灯")
                row.terms = Cast(Value(index_terms(row)), SearchVectorField())
            Message.objects.bulk_update(together, ["text", "terms"])
            assert paged("长椅路灯") == [row.number for row in (both if number < FEW else together)]

    def test_narrowed(self, years) -> None:
        for only in ({"kind": "praise"}, {"unit": "jiaoyu"}, {"unit": "jiaoyu", "kind": "help"}, {"state": "closed"}):
            plain = [row for row in years if "路灯" in row.text and all(getattr(row, name) == value for name, value in only.items())]
            assert paged("路灯", **only) == [row.number for row in plain], only

    def test_one_statement_that_stops_at_a_full_page(self, years, django_assert_num_queries) -> None:
        queries.search("长椅", at=MORNING, limit=20)  # what the city says is read once
        with django_assert_num_queries(1) as seen:
            assert len(queries.search("长椅", at=MORNING, limit=20).lines) == 20
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF) {seen.captured_queries[0]['sql']}")
            plan = "\n".join(line for (line,) in cursor.fetchall())
        looked_up = [line for line in plain_lines(plan) if "Limit" in line and "never executed" in line]
        assert len(looked_up) >= 4, plan


def plain_lines(plan: str) -> list[str]:
    return [line.strip() for line in plan.splitlines()]


@pytest.mark.usefixtures("town")
class TestWords:
    def test_traditional_characters_find_simplified_ones_and_the_other_way_round(self) -> None:
        one = posted(a_message(title="學校門口", text="放學時學校門口堵車。"))[0]
        other = posted(a_message(title="学校门口", text="学校门口没有斑马线。"))[0]
        for asked in ("學校", "学校門口"):
            assert {each.number for each in queries.search(asked, at=MORNING).lines} == {one.number, other.number}
