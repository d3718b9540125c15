"""Answering the notice in the same case: a new round, with the answers before it kept."""

import uuid
from datetime import UTC, datetime

import pytest

from tests.cases import city, factories
from tests.cases.factories import MISSING, WRONG
from tongban.cases import actions, queries
from tongban.cases.models import Correction, Material, Submission
from tongban.cases.terms import CaseState, Denied, Handed, InvalidApplication, UnknownCase, WrongState
from tongban.identity.terms import SYSTEM
from tongban.kernel.idempotency import KeyReused
from tongban.licences import queries as licence_queries
from tongban.licences.models import Licence

pytestmark = pytest.mark.usefixtures("town")


def test_the_case_is_received_anew_in_its_next_round() -> None:
    play = factories.correcting()
    play.correct(factories.an_upload("report", "盖章的.pdf"))
    case = play.row
    assert (case.state, case.round, play.open_keys) == (CaseState.RECEIVED, 2, ["accept"])
    assert factories.stages(play) == {("accept", 1): "cancelled", ("accept", 2): "open"}
    assert case.received_at == factories.MORNING, "the case was received when it was handed in"


def test_a_new_acceptance_clock_starts_from_now() -> None:
    play = factories.correcting().wait(days=2)
    play.correct()
    expected = [("acceptance", "start"), ("acceptance", "stop"), ("correction", "start"), ("correction", "stop"), ("acceptance", "start")]
    assert factories.clocks(play) == expected
    assert play.row.sweep_at == play.row.due_at == datetime(2026, 9, 16, 15, 59, 59, tzinfo=UTC)
    assert factories.running(play) == {"acceptance", "step"}


def test_the_answers_before_are_kept_and_the_change_is_shown() -> None:
    play = factories.correcting(city.QUALIFICATION, WRONG)
    play.correct(factories.an_upload("staff"), form={"grade": "second", "note": "改了"})
    assert Submission.objects.get().form["grade"] == "third"
    view = queries.case(play.turn.case_id, by=play.agent, at=play.at, purpose="test")
    assert view.changes == {"grade": ("third", "second"), "note": (None, "改了")}
    assert view.form["grade"] == "second" and view.provenance["grade"] == "applicant"


def test_only_what_changes_is_handed_in_again() -> None:
    play = factories.correcting()
    play.correct(factories.an_upload("report", "盖章的.pdf"))
    view = queries.case(play.turn.case_id, by=play.agent, at=play.at, purpose="test")
    assert {(each.key, each.round, each.file_name) for each in view.materials} == {
        ("business_licence", 1, ""),
        ("report", 2, "盖章的.pdf"),
    }
    assert Material.objects.count() == 3, "what was handed in first is still there"


def a_file_of_somebody_else(_play: factories.Play) -> str:
    other = factories.an_upload("report", content=factories.PDF + b"\n%%EOF\n")
    factories.uploaded(other, by=factories.a_person())
    return other.file_digest


def the_document_of_a_licence(play: factories.Play) -> str:
    material = play.row.materials.get(key="business_licence")
    assert licence_queries.document(material.licence_id, by=SYSTEM, at=play.at, purpose="test")
    return Licence.objects.get(pk=material.licence_id).document_digest


@pytest.mark.parametrize("found", [a_file_of_somebody_else, the_document_of_a_licence])
def test_only_what_one_has_uploaded_can_be_handed_in(found) -> None:
    play = factories.correcting()
    theirs, form = Handed("report", file_digest=found(play), file_name="x.pdf"), play.row.form
    with factories.refused(InvalidApplication) as told:
        actions.correct(case_id=play.turn.case_id, key=uuid.uuid4(), form=form, materials=(theirs,), by=play.agent, at=play.at)
    assert told.value.faults["materials.report"].startswith("file_not_found")


def test_the_notice_is_answered() -> None:
    play = factories.correcting()
    play.correct()
    assert Correction.objects.get().answered_at == play.at


def test_it_leaves_an_entry_a_fact_and_a_line_of_history() -> None:
    play = factories.correcting()
    play.correct(factories.an_upload("report"), form={"note": "补"})
    trace = factories.last_trace(play)
    assert (trace.act, trace.fact, trace.codes) == ("cases.correct", "cases.CaseCorrected", {"round": "2"})
    assert trace.basis == "Administrative Licensing Law, art. 32(1)(5)"
    assert trace.detail == {"fields": ["note"], "materials": ["report"]}


def test_the_same_answer_twice_is_one_round() -> None:
    play = factories.correcting()
    key = uuid.uuid4()
    first = play.correct(key=key)
    before = factories.rows()
    assert play.correct(key=key) == first
    assert factories.rows() == before
    with factories.refused(KeyReused):
        play.correct(key=key, form={"note": "另一个"})


def test_a_colleague_with_a_mandate_may_answer() -> None:
    play = factories.correcting()
    play.correct(by=factories.an_agent(play.row.applicant_id))
    assert play.row.round == 2


def test_nobody_else_may() -> None:
    play = factories.correcting()
    for by in (factories.a_person(), factories.an_agent(factories.make_company()), play.window, SYSTEM):
        with factories.refused(Denied):
            play.correct(by=by)


def test_only_a_case_that_waits_for_it_is_corrected() -> None:
    for play in (factories.submitted(), factories.accepted()):
        with factories.refused(WrongState):
            play.correct()
    ended = factories.correcting()
    ended.withdraw()
    with factories.refused(WrongState):
        ended.correct()


def test_a_case_that_is_not_there_is_unknown() -> None:
    with factories.refused(UnknownCase):
        actions.correct(case_id=uuid.uuid4(), key=uuid.uuid4(), form={}, materials=(), by=factories.a_person(), at=factories.MORNING)


def test_the_answer_is_checked_as_a_whole() -> None:
    play = factories.correcting(city.QUALIFICATION, MISSING, WRONG)
    with factories.refused(InvalidApplication) as told:
        play.correct(Handed("report", file_digest="0" * 64), form={"grade": "first"} | {"capital": "viel"})
    assert {where: words.partition(":")[0] for where, words in told.value.faults.items()} == {
        "form.capital": "type",
        "materials.report": "file_not_found",
    }


def test_a_corrected_answer_may_ask_for_one_more_material() -> None:
    play = factories.correcting(city.QUALIFICATION, WRONG)
    with factories.refused(InvalidApplication) as told:
        play.correct(form={"grade": "first"})
    assert list(told.value.faults) == ["materials.staff"]


def test_it_is_never_too_late_until_the_clock_has_spoken() -> None:
    play = factories.correcting().wait(days=60)
    play.correct()
    assert play.row.round == 2


def test_a_case_may_be_corrected_twice() -> None:
    play = factories.correcting()
    play.correct(form={"note": "一"})
    play.ask_correction(MISSING)
    play.correct(form={"note": "二"})
    assert [each.form.get("note") for each in Submission.objects.order_by("round")] == [None, "一"]
    view = queries.case(play.turn.case_id, by=play.agent, at=play.at, purpose="test")
    assert view.changes == {"note": ("一", "二")}
    assert [each.round for each in view.corrections] == [1, 2]
