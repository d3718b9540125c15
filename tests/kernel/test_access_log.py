"""The log of reads: one row for each question, found by whose data it was and by what it was about."""

import uuid
from datetime import datetime, timedelta

import pytest

from tests.kernel.acting import CLERK, CLERK_ID, NOBODY
from tests.kernel.elsewhere import sql
from tongban.kernel import access_log
from tongban.kernel.access_log import Reading
from tongban.kernel.models import Read

pytestmark = pytest.mark.django_db

CHEN, LIN = uuid.uuid4(), uuid.uuid4()


def test_a_question_leaves_one_row_however_many_holders_its_page_shows(at: datetime, django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        access_log.note("cases.worklist", by=CLERK, at=at, purpose="cases.queue", holders=[uuid.uuid4() for _ in range(50)])
    row = Read.objects.get()
    assert len(row.holders) == 50
    assert (row.actor_kind, row.actor_id, row.purpose, row.at) == ("staff", CLERK_ID, "cases.queue", at)


def test_a_holder_sees_who_read_their_data_when_and_for_what(at: datetime) -> None:
    case = "榕建 2026-000317-9"
    access_log.note("cases.case", by=CLERK, at=at, purpose="cases.review", holders=[CHEN], subject=case, fields=["name"])
    who = {"actor_kind": "staff", "actor_id": CLERK_ID}
    number = Read.objects.get().pk
    assert access_log.reads_of_holder(CHEN) == (
        Reading(at=at, question="cases.case", purpose="cases.review", fields=("name",), subject=case, number=number, **who),
    )


def test_a_refused_question_keeps_the_name_of_its_refusal(at: datetime) -> None:
    access_log.note("licences.share_find", by=CLERK, at=at, purpose="one", holders=[CHEN], result="NoRight")
    assert [each.result for each in access_log.reads_of_holder(CHEN)] == ["NoRight"]


def test_a_holder_sees_only_reads_of_their_own_data(at: datetime) -> None:
    access_log.note("identity.holder", by=CLERK, at=at, purpose="one", holders=[LIN])
    access_log.note("identity.holders", by=CLERK, at=at, purpose="both", holders=[CHEN, LIN])
    assert [each.purpose for each in access_log.reads_of_holder(CHEN)] == ["both"]
    assert [each.purpose for each in access_log.reads_of_holder(LIN)] == ["both", "one"]
    assert access_log.reads_of_holder(uuid.uuid4()) == ()


def test_reads_come_newest_first_and_only_so_many(at: datetime) -> None:
    for n in range(5):
        access_log.note(f"question.{n}", by=NOBODY, at=at + timedelta(minutes=n), purpose="tests", holders=[CHEN], subject="7")
    assert [each.question for each in access_log.reads_of_holder(CHEN, limit=2)] == ["question.4", "question.3"]
    assert [each.question for each in access_log.reads_of_subject("7", limit=3)] == ["question.4", "question.3", "question.2"]


def test_reads_of_one_thing_are_found_by_what_it_is_called(at: datetime) -> None:
    access_log.note("cases.case", by=CLERK, at=at, purpose="tests", holders=[CHEN], subject="榕建 2026-000317-9")
    access_log.note("cases.case", by=CLERK, at=at, purpose="tests", holders=[CHEN], subject="榕建 2026-000318-2")
    assert len(access_log.reads_of_subject("榕建 2026-000317-9")) == 1


def test_a_question_that_found_nobody_is_noted_too(at: datetime) -> None:
    access_log.note("identity.holder_by_code", by=CLERK, at=at, purpose="tests", holders=[])
    assert Read.objects.get().holders == []


MANY = """
INSERT INTO kernel_read (question, actor_kind, purpose, subject, holders, fields, at)
SELECT 'cases.case', 'staff', 'tests', 'case ' || n,
       ARRAY[md5((n % 5000)::text)::uuid], ARRAY['name'], now() FROM generate_series(1, 30000) n
"""


@pytest.mark.parametrize(
    ("condition", "index"),
    [("holders @> ARRAY[md5('17')::uuid]", "read_holders"), ("subject = 'case 17'", "read_subject")],
)
def test_a_large_log_is_searched_by_an_index(condition: str, index: str) -> None:
    sql(MANY)
    sql("ANALYZE kernel_read")
    plan = sql(f"EXPLAIN SELECT * FROM kernel_read WHERE {condition} ORDER BY id DESC LIMIT 50")
    assert any(index in line for (line,) in plan), plan
