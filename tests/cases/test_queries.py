"""Lists and pages: what they show, what they cost however long they are, and the row each leaves in the log of reads."""

import base64
import json
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cases import city, factories
from tongban.cases import queries
from tongban.cases.queries.pages import LINES
from tongban.cases.terms import CaseState, End, Opinion, UnknownCase
from tongban.catalog import queries as catalog_queries
from tongban.identity.terms import PUBLIC
from tongban.kernel.limits import Light
from tongban.kernel.models.reads import Read

pytestmark = pytest.mark.usefixtures("town")
WINDOW = factories.a_clerk("jianwei/window", "jianwei/review")
AT = factories.MORNING


def many(number: int, service: str = city.CHECKED) -> list[factories.Play]:
    """Cases of one company, an hour apart."""
    first = factories.submitted(service, form={"wet": False}) if service == city.CHECKED else factories.submitted(service)
    plays = [first]
    for hours in range(1, number):
        application = factories.an_application(service, first.row.applicant_id, form={"wet": False} if service == city.CHECKED else None)
        at = AT + timedelta(hours=hours)
        turn = factories.actions.submit(key=factories.uuid.uuid4(), application=application, by=first.agent, at=at)
        plays.append(factories.Play(service, first.agent, turn, at))
    return plays


def cost(question, **asked) -> int:
    """How many statements a question takes, in a process that knows nothing yet."""
    catalog_queries.forget()
    queries.forget()
    with CaptureQueriesContext(connection) as taken:
        question(**asked)
    return len(taken)


def test_every_list_costs_the_same_however_long_it_is() -> None:
    plays = many(1)
    agent, road = plays[0].agent, factories.a_clerk("gongluju/review")
    asked = {
        "cases_of": lambda: queries.cases_of(agent, at=AT),
        "worklist": lambda: queries.worklist(road, at=AT),
        "settled_by": lambda: queries.settled_by(road, at=AT),
        "counts": lambda: queries.counts(road, at=AT),
        "public_cases": lambda: queries.public_cases(at=AT),
        "granted_permits": lambda: queries.granted_permits(at=AT),
    }
    done = factories.at_decision(city.CHECKED)
    done.act("conclude")
    short = {name: cost(question) for name, question in asked.items()}
    for play in many(5)[:3]:
        play.act("look_road")
    factories.submitted(city.QUALIFICATION)
    assert {name: cost(question) for name, question in asked.items()} == short
    assert short == {"cases_of": 5, "worklist": 3, "settled_by": 3, "counts": 1, "public_cases": 4, "granted_permits": 2}


def test_a_warm_process_asks_for_the_rows_only() -> None:
    play = many(3)[0]
    queries.cases_of(play.agent, at=AT)
    with CaptureQueriesContext(connection) as taken:
        queries.cases_of(play.agent, at=AT)
    assert len(taken) == 3, "the cases, where they are, the log of reads"


def test_the_page_of_a_case_costs_the_same_in_every_state() -> None:
    play = factories.in_review()
    counted = {}
    for name, by in (("applicant", play.agent), ("staff", play.clerk("water"))):
        queries.case(play.turn.case_id, by=by, at=AT, purpose="test")
        with CaptureQueriesContext(connection) as taken:
            queries.case(play.turn.case_id, by=by, at=AT, purpose="test")
        counted[name] = len(taken)
    assert counted == {"applicant": 10, "staff": 11}
    corrected = factories.correcting()
    corrected.correct()
    with CaptureQueriesContext(connection) as taken:
        queries.case(corrected.turn.case_id, by=corrected.agent, at=AT, purpose="test")
    assert len(taken) == 11, "one more for the answers of the round before"


def test_each_question_leaves_one_row_in_the_log_of_reads() -> None:
    play = factories.in_review()
    water = play.clerk("water")
    mark = factories.last_read()
    queries.case(play.turn.case_id, by=water, at=AT, purpose="cases.review")
    queries.cases_of(play.agent, at=AT)
    queries.worklist(water, at=AT)
    queries.settled_by(water, at=AT)
    seen = [(row.question, row.purpose, row.actor_kind, len(row.holders)) for row in factories.reads_after(mark)]
    assert seen == [
        ("cases.case", "cases.review", "staff", 1),
        ("cases.cases_of", "cases.own_list", "person", 1),
        ("cases.worklist", "cases.queue", "staff", 1),
        ("cases.settled_by", "cases.queue", "staff", 0),
    ]


def test_what_is_public_shows_nobody_and_is_not_logged() -> None:
    play = factories.accepted()
    mark = factories.last_read()
    (line,) = queries.public_cases(at=AT).lines
    assert (line.number, line.applicant_name, line.state) == (play.turn.number, "榕城****公司", CaseState.HANDLING)
    assert queries.public_case(f"  {play.turn.number} ", at=AT) == line
    assert factories.reads_after(mark) == []


def test_persons_are_masked_to_their_first_character() -> None:
    factories.submitted(city.SHORT)
    assert queries.public_cases(at=AT).lines[0].applicant_name == "演**"


def test_everybody_finds_a_case_by_service_and_department() -> None:
    factories.submitted(), factories.submitted(city.SHORT)
    assert [line.service for line in queries.public_cases(at=AT, service=city.SHORT).lines] == [city.SHORT]
    assert [line.service for line in queries.public_cases(at=AT, department="jianwei").lines] == [city.QUALIFICATION]
    assert queries.public_cases(at=AT, department="nobody", service="\x00").lines == ()


@pytest.mark.parametrize("number", ["榕示建 2026-000009-9", "", "\x00", "'; drop table cases_case; --"])
def test_an_unknown_number_belongs_to_no_case(number) -> None:
    with pytest.raises(UnknownCase):
        queries.public_case(number, at=AT)


def test_granted_permits_are_public_and_nothing_else() -> None:
    granted, other = factories.at_decision(), factories.at_decision(city.NESTED)
    refused = factories.at_decision()
    granted.act("conclude"), other.act("conclude")
    refused.act("conclude", decision=factories.Decision.REFUSE, reasons="示例理由")
    (line,) = queries.granted_permits(at=AT).lines
    assert (line.number, line.end, line.applicant_name) == (granted.turn.number, End.GRANTED, granted.row.applicant_name)


def walk(question, **asked) -> list[str]:
    """The numbers of all pages, from the first to the last."""
    found, after = [], ""
    while True:
        page = question(**asked, after=after)
        found += [line.number for line in page.lines]
        if not page.next:
            return found
        after = page.next


def test_pages_have_no_gap_and_no_double_while_cases_come_in() -> None:
    plays = many(LINES * 2 + 5)
    newest_first = [play.turn.number for play in reversed(plays)]
    assert walk(queries.cases_of, by=plays[0].agent, at=AT) == newest_first
    first = queries.public_cases(at=AT)
    factories.submitted(at=AT + timedelta(days=9))
    second = queries.public_cases(at=AT, after=first.next)
    third = queries.public_cases(at=AT, after=second.next)
    seen = [line.number for page in (first, second, third) for line in page.lines]
    assert seen == newest_first and third.next == ""


def test_cases_of_one_second_are_paged_as_well() -> None:
    plays = [factories.submitted(city.ON_THE_SPOT) for _ in range(LINES + 3)]
    found = walk(queries.public_cases, at=AT)
    assert len(found) == len(set(found)) == len(plays)


def test_a_queue_is_paged_through_what_has_no_limit() -> None:
    for _each in range(LINES + 2):
        factories.accepted(city.SHORT)
    clerk = factories.a_clerk("minzheng/approver", "minzheng/window")
    factories.submitted(city.SHORT)
    found = walk(queries.worklist, by=clerk, at=AT)
    assert len(found) == len(set(found)) == LINES + 3
    assert queries.worklist(clerk, at=AT).lines[0].due_at is not None, "what is due comes first"


@pytest.mark.parametrize(
    "cursor",
    [
        "x",
        "%00",
        "=" * 9,
        base64.urlsafe_b64encode(b"[" * 5000).decode(),
        base64.urlsafe_b64encode(json.dumps(["0001-01-01T00:00:00+23:59", "0" * 32]).encode()).decode(),
        base64.urlsafe_b64encode(json.dumps(["2026-09-07", 7]).encode()).decode(),
        base64.urlsafe_b64encode(json.dumps({"a": 1}).encode()).decode(),
        "中",
    ],
)
def test_a_cursor_that_cannot_be_read_begins_anew(cursor) -> None:
    play = factories.submitted()
    assert [line.number for line in queries.public_cases(at=AT, after=cursor).lines] == [play.turn.number]
    assert len(queries.worklist(WINDOW, at=AT, after=cursor).lines) == 1


def test_a_queue_shows_the_most_urgent_first_and_its_lights() -> None:
    late, soon, fresh = (factories.submitted(at=AT - timedelta(days=days)) for days in (4, 3, 0))
    afternoon = AT + timedelta(hours=3)
    lines = queries.worklist(WINDOW, at=afternoon).lines
    assert [line.number for line in lines] == [late.turn.number, soon.turn.number, fresh.turn.number]
    assert [line.light for line in lines] == [Light.RED, Light.AMBER, Light.GREEN]
    for light, play in ((Light.RED, late), (Light.AMBER, soon), (Light.GREEN, fresh)):
        assert [line.number for line in queries.worklist(WINDOW, at=afternoon, light=light).lines] == [play.turn.number]
    counted = queries.counts(WINDOW, at=afternoon)
    assert (counted.waiting, counted.soon, counted.late) == (3, 1, 1)


def test_a_step_without_a_limit_is_green_for_ever() -> None:
    factories.accepted(city.SHORT)
    clerk = factories.a_clerk("minzheng/approver")
    later = AT + timedelta(days=400)
    assert [line.light for line in queries.worklist(clerk, at=later, light=Light.GREEN).lines] == [Light.GREEN]
    assert (queries.counts(clerk, at=later).late, queries.worklist(clerk, at=later, light=Light.RED).lines) == (0, ())


def test_a_queue_is_of_my_desks_and_can_be_of_one() -> None:
    play = factories.submitted()
    play.act("accept")
    factories.submitted()
    assert [line.desk for line in queries.worklist(WINDOW, at=AT).lines] == ["jianwei/window", "jianwei/review"]
    assert [line.desk for line in queries.worklist(WINDOW, desk="jianwei/review", at=AT).lines] == ["jianwei/review"]
    assert queries.worklist(WINDOW, desk="shuiliju/review", at=AT).lines == (), "not mine"
    for by in (play.agent, PUBLIC):
        assert queries.worklist(by, at=AT).lines == ()


def test_what_a_desk_has_done_with_its_answer() -> None:
    play = factories.in_review()
    water = play.clerk("water")
    play.act("water", opinion=Opinion.DISAGREE, reason="设备不足")
    (line,) = queries.settled_by(water, at=AT).lines
    assert (line.number, line.opinion, line.settled_at) == (play.turn.number, Opinion.DISAGREE, play.at)
    assert queries.settled_by(play.agent, at=AT).lines == ()


def test_a_line_says_where_the_case_is_and_by_when() -> None:
    play = factories.in_review()
    (line,) = queries.cases_of(play.agent, at=play.at).lines
    assert [name.zh for name in line.now_at] == ["榕城市示例水利局", "榕城市示例公路局"]
    assert (str(line.due_on), line.provisional, line.light) == ("2026-09-20", False, Light.GREEN)
    play.withdraw()
    (line,) = queries.cases_of(play.agent, at=play.at + timedelta(days=99)).lines
    assert (line.now_at, line.end, line.light) == ((), End.WITHDRAWN, Light.GREEN)


def test_who_looked_at_a_case_is_told_to_those_who_may_see_it() -> None:
    play = factories.accepted()
    queries.case(play.turn.case_id, by=play.window, at=AT, purpose="cases.review")
    queries.case(play.turn.case_id, by=play.agent, at=AT, purpose="cases.own")
    seen = queries.reads_of_case(play.turn.case_id, by=play.agent, at=AT)
    assert [(each.question, each.actor_kind, each.purpose) for each in seen] == [
        ("cases.case", "person", "cases.own"),
        ("cases.case", "staff", "cases.review"),
    ]


def test_the_file_behind_a_material_and_the_document_of_a_licence() -> None:
    play = factories.submitted()
    upload, licence = play.row.materials.get(key="report"), play.row.materials.get(key="business_licence")
    found = queries.material_file(play.turn.case_id, upload.pk, by=play.window, at=AT)
    assert found is not None
    with found[0] as stream:
        assert (stream.read(), *found[1:]) == (factories.PDF, "application/pdf", "示例.pdf")
    document = queries.material_file(play.turn.case_id, licence.pk, by=play.agent, at=AT)
    assert document is not None and document[0].read().startswith(b"%PDF-")
    looked = Read.objects.filter(subject=play.turn.number, question__in=["cases.material_file", "licences.case_copy"]).order_by("pk")
    assert [row.question for row in looked] == ["cases.material_file", "licences.case_copy"]
    assert queries.material_file(factories.submitted().turn.case_id, upload.pk, by=play.window, at=AT) is None


def test_due_dates_beyond_the_last_table_say_so() -> None:
    play = factories.accepted(at=datetime(2026, 12, 20, 2, tzinfo=UTC))
    assert queries.cases_of(play.agent, at=play.at).lines[0].provisional
    assert queries.case(play.turn.case_id, by=play.agent, at=play.at, purpose="test").lanes.provisional
