"""Licences as staff see them: through a case on their desk, and not longer; each look names the case in the log."""

import uuid

import pytest

from tests.cases import factories
from tongban.cases import queries
from tongban.cases.terms import Denied, UnknownCase
from tongban.kernel.models import Read
from tongban.licences.models import Licence
from tongban.licences.terms import UnknownLicence

pytestmark = pytest.mark.usefixtures("town")


def wallet(play: factories.Play, by):
    return queries.applicants_licences(play.turn.case_id, by=by, at=play.at)


def document(play: factories.Play, licence_id, by) -> bytes:
    return queries.licence_document(play.turn.case_id, licence_id, by=by, at=play.at)


def licence_of(play: factories.Play) -> Licence:
    return Licence.objects.get(holder_id=play.row.applicant_id, type="BL")


def test_whoever_has_an_open_step_sees_the_wallet_and_the_log_names_the_case() -> None:
    play = factories.submitted()
    licence, mark = licence_of(play), factories.last_read()
    assert [each.id for each in wallet(play, play.window)] == [licence.pk]
    assert document(play, licence.pk, play.window).startswith(b"%PDF-")
    reads = factories.reads_after(mark)
    assert [row.question for row in reads] == ["licences.licences_of", "licences.licence", "licences.case_copy"]
    assert {row.subject for row in reads} == {play.turn.number}
    assert [row.purpose for row in reads] == [f"handling the case {play.turn.number}"] * 2 + ["办理“示例资质认定”"]
    assert [row.holders for row in reads] == [[play.row.applicant_id]] * 3


def test_a_desk_where_the_case_is_no_longer_sees_the_case_and_no_wallet() -> None:
    play = factories.submitted()
    window, licence = play.window, licence_of(play)
    play.act("accept")
    with factories.refused(Denied):
        wallet(play, window)
    with factories.refused(Denied):
        document(play, licence.pk, window)


def test_a_desk_where_the_case_has_not_been_does_not_even_know_it() -> None:
    play = factories.submitted()
    for by in (factories.a_clerk("shuiliju/review"), factories.a_clerk()):
        with factories.refused(UnknownCase):
            wallet(play, by)
        with factories.refused(UnknownCase):
            document(play, licence_of(play).pk, by)


def test_a_case_that_has_ended_opens_no_wallet_but_what_it_led_to() -> None:
    play = factories.at_decision()
    approver, licence = play.clerk("conclude"), licence_of(play)
    assert wallet(play, approver)
    play.act("conclude")
    with factories.refused(Denied):
        wallet(play, approver)
    with factories.refused(Denied):
        document(play, licence.pk, approver)
    assert document(play, play.row.licence_id, approver).startswith(b"%PDF-")


def test_a_case_that_was_withdrawn_or_waits_for_its_applicant_opens_nothing() -> None:
    withdrawn, waiting = factories.submitted(), factories.correcting()
    withdrawn.withdraw()
    for play in (withdrawn, waiting):
        with factories.refused(Denied):
            wallet(play, play.window)


def test_only_the_applicants_licences_open() -> None:
    play = factories.submitted()
    foreign = factories.make_licence(factories.make_company())
    with factories.refused(Denied):
        document(play, foreign.pk, play.window)
    with factories.refused(UnknownLicence):
        document(play, uuid.uuid4(), play.window)


def test_a_licence_among_the_materials_stays_readable_to_whoever_may_see_the_case() -> None:
    play = factories.submitted()
    window, material = play.window, play.row.materials.get(key="business_licence")
    play.act("accept")
    found = queries.material_file(play.turn.case_id, material.pk, by=window, at=play.at)
    assert found is not None and found[0].read().startswith(b"%PDF-")
    assert Read.objects.filter(question="licences.case_copy", actor_id=window.id, subject=play.turn.number).exists()
    assert queries.material_file(play.turn.case_id, material.pk, by=factories.a_clerk("shuiliju/river"), at=play.at) is None
