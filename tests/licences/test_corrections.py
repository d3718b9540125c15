"""校核纠错: a holder or a using department reports an error, the issuer answers in time, and a mistake becomes a new version."""

import uuid
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import DatabaseError, connection

from tests.kernel.elsewhere import at_once
from tests.licences.factories import NOON, a_clerk, a_person, end_licence, make_licence, make_licence_type, refused
from tongban.identity.terms import PUBLIC
from tongban.kernel import access_log
from tongban.kernel.idempotency import KeyReused
from tongban.kernel.models import FactRow, LedgerEntry
from tongban.licences import actions, models, queries, terms
from tongban.licences.terms import Asker, Change, LicenceState, Outcome, Renewing

ISSUER, USER = a_clerk("jianwei/approver"), a_clerk("shuiliju/window")
HANDLING = terms.Handling("榕水 2026-000017-3")
TOLD = "资质等级应为一级（示例）"


@pytest.fixture
def licence(city: None) -> terms.Licence:
    return make_licence()


def ask(licence: terms.Licence, **changes: Any) -> terms.Correction:
    holder = a_person(mandates=(licence.holder_id,))
    spec: dict[str, Any] = {"key": uuid.uuid4(), "licence_id": licence.id, "fields": ["grade"], "told": TOLD, "by": holder, "at": NOON}
    return actions.ask_correction(**{**spec, **changes})


def answer(asked: terms.Correction, **changes: Any) -> terms.Correction:
    spec: dict[str, Any] = {"correction_id": asked.id, "outcome": Outcome.KEPT, "answer": "经核对无误（示例）", "by": ISSUER, "at": NOON}
    return actions.answer_correction(**{**spec, **changes})


def of_first_grade(licence: terms.Licence) -> terms.NewVersion:
    return terms.NewVersion(Renewing.CORRECTION, {**licence.content, "grade": "first"}, licence.valid_until)


def test_a_holder_reports_and_the_issuers_time_begins(licence) -> None:
    asked = ask(licence)
    assert (asked.asked_by, asked.fields, asked.told, asked.issuer, asked.open) == (Asker.HOLDER, ("grade",), TOLD, "jianwei", True)
    assert [str(each) for each in asked.labels] == ["资质等级"]
    assert asked.due_at == datetime(2026, 12, 8, 15, 59, 59, tzinfo=UTC), "ten working days after Tuesday the 24th of November"
    entry = LedgerEntry.objects.get(act="licences.ask_correction")
    assert entry.codes["by"] == "holder" and "art. 26" in entry.basis
    fact = FactRow.objects.get(name="licences.CorrectionAsked")
    assert fact.payload["licence_id"] == str(licence.id)
    assert TOLD.encode() not in bytes(models.Correction.objects.get().told)


def test_the_city_says_how_many_days_there_are(licence) -> None:
    make_licence_type(entry=terms.CatalogueEntry(correction_days=3))
    assert ask(licence).due_at.date().isoformat() == "2026-11-27"


def test_a_department_reports_through_a_case(licence) -> None:
    asked = ask(licence, by=USER, handling=HANDLING)
    assert (asked.asked_by, asked.asker_name.zh, asked.case_number) == (Asker.DEPARTMENT, "榕城市示例水利局", HANDLING.case_number)
    seen = queries.corrections_of(licence.id, by=USER, at=NOON, purpose="test", handling=HANDLING)
    assert [each.id for each in seen] == [asked.id]


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"by": a_person()}, terms.Denied),
        ({"by": PUBLIC}, terms.Denied),
        ({"by": USER}, terms.Denied),
        ({"licence_id": uuid.uuid4()}, terms.UnknownLicence),
        ({"fields": []}, terms.UnknownField),
        ({"fields": ["colour"]}, terms.UnknownField),
        ({"told": "  "}, terms.GroundsMissing),
    ],
)
def test_a_report_that_is_refused_leaves_nothing(licence, changes: dict[str, Any], refusal: type[Exception]) -> None:
    with refused(refusal):
        ask(licence, **changes)
    assert not models.Correction.objects.exists()
    assert not FactRow.objects.filter(name="licences.CorrectionAsked").exists()


def test_the_same_report_twice_is_one(licence) -> None:
    key, holder = uuid.uuid4(), a_person(mandates=(licence.holder_id,))
    first = ask(licence, key=key, by=holder)
    assert ask(licence, key=key, by=holder).id == first.id
    with refused(KeyReused):
        ask(licence, key=key, by=holder, told="别的（示例）")
    with refused(terms.AlreadyAsked):
        ask(licence, by=holder)
    ask(licence, by=USER, handling=HANDLING)
    answer(first)
    assert ask(licence, by=holder).open, "once it is answered another can be reported"


def test_two_at_once_are_one_report(committed_city) -> None:
    licence = make_licence()
    holder = a_person(mandates=(licence.holder_id,))
    outcomes = at_once(lambda: ask(licence, by=holder), lambda: ask(licence, by=holder))
    assert sorted(type(each).__name__ for each in outcomes) == ["AlreadyAsked", "Correction"]


def test_a_record_that_is_right_is_kept(licence) -> None:
    asked = ask(licence)
    told = answer(asked)
    assert (told.outcome, told.answer, told.successor_id, told.open) == (Outcome.KEPT, "经核对无误（示例）", None, False)
    assert models.Licence.objects.get().state == LicenceState.VALID
    assert LedgerEntry.objects.get(act="licences.answer_correction").codes["outcome"] == "kept"
    assert FactRow.objects.get(name="licences.CorrectionAnswered").payload["outcome"] == "kept"


def test_a_mistake_becomes_a_new_version(licence) -> None:
    told = answer(ask(licence), outcome=Outcome.CORRECTED, new=of_first_grade(licence))
    made = models.Licence.objects.get(pk=told.successor_id)
    assert (made.version, made.previous_id, made.opened()["content"]["grade"]) == (2, licence.id, "first")
    assert models.Licence.objects.get(pk=licence.id).state == LicenceState.SUPERSEDED
    event = queries.record(licence.id, by=ISSUER, at=NOON, purpose="test").events[0]
    assert (event.change, event.successor_id) == (Change.SUPERSEDE, made.id)


def test_what_was_put_right_otherwise_needs_no_new_version(licence) -> None:
    asked = ask(licence, fields=["_state"])
    with refused(terms.GroundsMissing) as found:
        answer(asked, outcome=Outcome.CORRECTED)
    assert found.value.what == "content"
    end_licence(licence.id, Change.CANCEL)
    assert answer(asked, outcome=Outcome.CORRECTED).outcome is Outcome.CORRECTED


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"by": USER}, terms.UnknownCorrection),
        ({"by": a_person()}, terms.UnknownCorrection),
        ({"correction_id": uuid.uuid4()}, terms.UnknownCorrection),
        ({"answer": ""}, terms.GroundsMissing),
    ],
)
def test_an_answer_that_is_refused_changes_nothing(licence, changes: dict[str, Any], refusal: type[Exception]) -> None:
    asked = ask(licence)
    with refused(refusal):
        answer(asked, **changes)
    assert models.Correction.objects.get().outcome == ""


def test_a_new_version_that_is_refused_takes_the_answer_with_it(licence) -> None:
    asked = ask(licence)
    with refused(terms.NotItsSuccessor):
        answer(asked, outcome=Outcome.CORRECTED, new=terms.NewVersion(Renewing.CORRECTION, licence.content, licence.valid_until))
    assert models.Correction.objects.get().outcome == ""
    assert models.Licence.objects.count() == 1


def changed(licence: terms.Licence, how: Change) -> None:
    actions.change(licence_id=licence.id, change=how, basis="《示例法》第九条", reason="示例", by=ISSUER, at=NOON)


@pytest.mark.parametrize("with_new", [True, False])
def test_a_suspended_licence_is_resumed_before_it_is_put_right(licence, with_new: bool) -> None:
    """It may hold again; and that something was put right is not said of a record that is as it was."""
    asked = ask(licence)
    changed(licence, Change.SUSPEND)
    told = {"outcome": Outcome.CORRECTED} | ({"new": of_first_grade(licence)} if with_new else {})
    with refused(terms.NotInForce) as refusal:
        answer(asked, **told)
    assert refusal.value.state == "suspended"
    assert answer(asked).outcome is Outcome.KEPT, "that a record is right can be said at any time"


def test_once_resumed_it_is_put_right(licence) -> None:
    asked = ask(licence)
    changed(licence, Change.SUSPEND)
    changed(licence, Change.RESUME)
    assert answer(asked, outcome=Outcome.CORRECTED, new=of_first_grade(licence)).outcome is Outcome.CORRECTED


@pytest.mark.parametrize("how", [Change.CANCEL, Change.WITHDRAW, Change.REVOKE])
def test_one_that_has_ended_says_how_it_stands(licence, how: Change) -> None:
    asked = ask(licence)
    end_licence(licence.id, how)
    with refused(terms.NotInForce) as refusal:
        answer(asked, outcome=Outcome.CORRECTED, new=of_first_grade(licence))
    assert refusal.value.state in ("cancelled", "withdrawn", "revoked")


def test_it_is_answered_once(licence) -> None:
    asked = ask(licence)
    answer(asked)
    with refused(terms.AlreadyAnswered):
        answer(asked)
    for statement in ("UPDATE licences_correction SET outcome = 'corrected'", "DELETE FROM licences_correction"):
        with refused(DatabaseError) as found, connection.cursor() as cursor:
            cursor.execute(statement)
        assert "answered once" in str(found.value)


def test_two_answers_at_once_are_one(committed_city) -> None:
    licence = make_licence()
    asked = ask(licence)
    outcomes = at_once(lambda: answer(asked), lambda: answer(asked, outcome=Outcome.CORRECTED, new=of_first_grade(licence)))
    assert sorted(type(each).__name__ for each in outcomes) == ["AlreadyAnswered", "Correction"]


def test_who_sees_what_was_reported(licence) -> None:
    holder = a_person(mandates=(licence.holder_id,))
    asked = ask(licence, by=holder)
    assert [each.id for each in queries.corrections_waiting(by=ISSUER, at=NOON, purpose="test")] == [asked.id]
    assert queries.count_corrections(by=ISSUER) == 1
    assert queries.corrections_waiting(by=USER, at=NOON, purpose="test") == ()
    assert [each.id for each in queries.corrections_asked(holder_ids=[licence.holder_id], by=holder, at=NOON, purpose="test")] == [asked.id]
    assert queries.corrections_of(licence.id, by=USER, at=NOON, purpose="test", handling=HANDLING) == ()
    assert [each.id for each in queries.corrections_of(licence.id, by=holder, at=NOON, purpose="test")] == [asked.id]
    for stranger in (a_person(), USER, PUBLIC):
        with refused(terms.UnknownCorrection):
            queries.correction(asked.id, by=stranger, at=NOON, purpose="test")
    for allowed in (holder, ISSUER):
        assert queries.correction(asked.id, by=allowed, at=NOON, purpose="test").told == TOLD


def test_looking_at_it_tells_the_holder_which_type_and_never_a_key(licence) -> None:
    asked = ask(licence)
    queries.correction(asked.id, by=ISSUER, at=NOON, purpose="own desk")
    [reading] = [each for each in access_log.reads_of_holder(licence.holder_id, limit=20) if each.question == "licences.correction"]
    assert reading.subject == ""
    assert reading.fields[0] == licence.type_code


@pytest.mark.parametrize("unseen", ["\u202e", "\u200b", "\u2066", "\x07"])
def test_words_keep_their_lines_and_hide_nothing(licence, unseen: str) -> None:
    with refused(terms.UnseenCharacters):
        ask(licence, told=f"资质等级{unseen}有误")
    asked = ask(licence, told="资质等级有误。\r\n应为一级（示例）")
    assert "\n" in asked.told
    with refused(terms.UnseenCharacters):
        answer(asked, answer=f"经核对{unseen}无误")
    assert answer(asked, answer="经核对\n无误（示例）").answer == "经核对\n无误（示例）"


def test_a_record_that_is_right_gets_no_new_version(licence) -> None:
    asked = ask(licence)
    with refused(terms.NotItsSuccessor) as told:
        answer(asked, outcome=Outcome.KEPT, new=of_first_grade(licence))
    assert told.value.why == "kept"
    assert models.Licence.objects.count() == 1 and not models.Correction.objects.get().outcome
