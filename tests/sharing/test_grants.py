"""Standing authorisations: given for some licences and one purpose, found where they are used, ended at one press."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
from django.db import DatabaseError

from tests.licences import factories
from tongban.identity.terms import PUBLIC, SYSTEM, HolderKind
from tongban.kernel import access_log, idempotency
from tongban.licences import queries as licence_queries
from tongban.licences import terms as licence_terms
from tongban.sharing import actions, models, queries, terms

NOON, TODAY = factories.NOON, factories.TODAY
END = date(2027, 11, 23)
PURPOSE = "每年核对资质（演示）"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]


@pytest.fixture
def holder_id() -> uuid.UUID:
    factories.make_licence_type()
    return uuid.uuid4()


@pytest.fixture
def person(holder_id: uuid.UUID) -> Any:
    return factories.a_person(mandates=(holder_id,))


def granted(holder_id: uuid.UUID, person: Any, **changes: Any) -> uuid.UUID:
    spec = {
        "key": uuid.uuid4(),
        "holder_id": holder_id,
        "receiver": "shuiliju",
        "types": ["QC"],
        "purpose": PURPOSE,
        "valid_until": END,
        "by": person,
        "at": NOON,
    }
    return actions.grant_use(**{**spec, **changes})


def test_a_grant_covers_its_receiver_its_types_and_its_days(holder_id, person) -> None:
    grant_id = granted(holder_id, person)
    assert queries.grant_covering(holder_id, "shuiliju", "QC", PURPOSE, TODAY) == grant_id
    assert queries.grant_covering(holder_id, "shuiliju", "QC", PURPOSE, END) == grant_id
    assert queries.grant_covering(holder_id, "shuiliju", "QC", PURPOSE, END + timedelta(days=1)) is None
    assert queries.grant_covering(holder_id, "jianwei", "QC", PURPOSE, TODAY) is None
    assert queries.grant_covering(holder_id, "shuiliju", "BL", PURPOSE, TODAY) is None
    assert queries.grant_covering(uuid.uuid4(), "shuiliju", "QC", PURPOSE, TODAY) is None


def test_one_press_ends_it_and_pressing_again_changes_nothing(holder_id, person) -> None:
    grant_id = granted(holder_id, person)
    actions.revoke_use(grant_id=grant_id, by=person, at=NOON)
    assert queries.grant_covering(holder_id, "shuiliju", "QC", PURPOSE, TODAY) is None
    actions.revoke_use(grant_id=grant_id, by=person, at=NOON + timedelta(hours=1))
    (grant,) = queries.grants_of(holder_id, by=person, at=NOON)
    assert grant.revoked_at == NOON and not grant.living_on(TODAY)


def test_a_button_pressed_twice_authorises_once(holder_id, person) -> None:
    key = uuid.uuid4()
    assert granted(holder_id, person, key=key) == granted(holder_id, person, key=key)
    assert models.UseGrant.objects.count() == 1
    with factories.refused(idempotency.KeyReused):
        granted(holder_id, person, key=key, purpose="别的用途（演示）")


def test_a_grant_covers_only_the_purpose_it_names(holder_id, person) -> None:
    grant_id = granted(holder_id, person)
    covers = partial(queries.grant_covering, holder_id, "shuiliju", "QC", on=TODAY)
    for told in ("每年核对资质(演示) ", "每年 核对资质（演示）", "每年　核对 资质（演示）"):
        assert covers(purpose=told) == grant_id, "width and blanks are no difference, wherever they stand"
    assert granted(holder_id, person, purpose="每年 核对资质(演示)") == grant_id
    assert covers(purpose="每年核对") is None and covers(purpose="") is None
    other = granted(holder_id, person, purpose="发补贴（演示）")
    actions.revoke_use(grant_id=grant_id, by=person, at=NOON)
    assert covers(purpose="发补贴（演示）") == other


def test_the_same_again_is_the_same_until_it_is_revoked(holder_id, person) -> None:
    first, key = granted(holder_id, person), uuid.uuid4()
    assert granted(holder_id, person, key=key) == granted(holder_id, person, key=key) == first
    assert models.UseGrant.objects.count() == 1
    actions.revoke_use(grant_id=first, by=person, at=NOON)
    assert granted(holder_id, person) != first


def test_revoking_ends_all_that_cover_it(holder_id, person) -> None:
    factories.make_licence_type(code="BL", national_code="11100000000013338W012")
    longer = granted(holder_id, person, valid_until=END + timedelta(days=30))
    wider, first = granted(holder_id, person, types=["BL", "QC"]), granted(holder_id, person)
    other = granted(holder_id, person, types=["BL"])
    actions.revoke_use(grant_id=first, by=person, at=NOON)
    assert queries.grant_covering(holder_id, "shuiliju", "QC", PURPOSE, TODAY) is None
    assert queries.grant_covering(holder_id, "shuiliju", "BL", PURPOSE, TODAY) == other
    ended = models.UseGrant.objects.filter(revoked_at=NOON)
    assert {each.pk for each in ended} == {longer, wider, first}


def test_only_the_holder_and_who_acts_for_it_gives_sees_and_revokes(holder_id, person) -> None:
    grant_id = granted(holder_id, person)
    for other in (factories.a_person(), factories.a_clerk("shuiliju/review"), PUBLIC, SYSTEM):
        with factories.refused(licence_terms.Denied):
            granted(holder_id, other)
        with factories.refused(terms.UnknownGrant):
            actions.revoke_use(grant_id=grant_id, by=other, at=NOON)
        with pytest.raises(licence_terms.Denied):
            queries.grants_of(holder_id, by=other, at=NOON)
        with pytest.raises(licence_terms.Denied):
            queries.uses_of(holder_id, by=other, at=NOON)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"receiver": "nobody"}, terms.UnknownReceiver),
        ({"types": ["XX"]}, licence_terms.UnknownType),
        ({"types": []}, licence_terms.UnknownType),
        ({"types": ["PC"]}, licence_terms.WrongHolder),
        ({"purpose": " "}, terms.PurposeMissing),
        ({"purpose": "核对\u202e资质"}, terms.UnprintablePurpose),
        ({"purpose": "核对\u2028资质"}, terms.UnprintablePurpose),
        ({"valid_until": TODAY}, terms.GrantPeriod),
        ({"valid_until": TODAY - timedelta(days=1)}, terms.GrantPeriod),
        ({"valid_until": date(2029, 11, 24)}, terms.GrantPeriod),
    ],
)
def test_a_grant_is_for_somebody_something_and_some_time(holder_id, person, changes: dict[str, Any], refusal) -> None:
    factories.make_licence_type(code="PC", national_code="11100000000013338W012", holder_kinds=frozenset({HolderKind.PERSON}))
    with factories.refused(refusal):
        granted(holder_id, person, **changes)
    assert not models.UseGrant.objects.exists()


def test_a_system_outside_can_be_authorised_while_the_city_admits_it(holder_id, person) -> None:
    consumer = models.Consumer.objects.create(code="bank", name="示例银行（演示）", calls_per_minute=60, registered_at=NOON)
    granted(holder_id, person, receiver="bank")
    assert queries.grant_covering(holder_id, "bank", "QC", PURPOSE, TODAY)
    consumer.suspended_at = NOON
    consumer.save()
    with factories.refused(terms.UnknownReceiver):
        granted(holder_id, person, receiver="bank")


def test_nobody_revokes_what_was_never_given(person) -> None:
    with factories.refused(terms.UnknownGrant):
        actions.revoke_use(grant_id=uuid.uuid4(), by=person, at=NOON)


class TestUses:
    def note(self, holder_id, *, by, question="licences.usable_for", **told: Any) -> None:
        access_log.note(question, by=by, at=NOON, purpose="handling the case", holders=[holder_id], **told)

    def test_the_log_is_told_in_pages_newest_first(self, holder_id, person) -> None:
        clerk = factories.a_clerk("jianwei/window")
        for number in range(5):
            self.note(holder_id, by=clerk, subject=f"榕建 2026-{number:06d}", fields=["QC"])
        first = queries.uses_of(holder_id, by=person, at=NOON, limit=3)
        assert [each.case_number[-1] for each in first.lines] == ["4", "3", "2"]
        assert first.lines[0].types == (licence_queries.licence_type("QC").name,)
        second = queries.uses_of(holder_id, by=person, at=NOON, limit=3, before=first.next)
        assert [each.case_number[-1] for each in second.lines] == ["1", "0"] and second.next == 0

    def test_ones_own_looks_are_left_out_and_what_one_handed_over_is_not(self, holder_id, person) -> None:
        self.note(holder_id, by=person)
        self.note(holder_id, by=person, question="licences.make_copy", receiver="shuiliju", basis="consent:preview")
        (line,) = queries.uses_of(holder_id, by=person, at=NOON).lines
        assert (line.receiver, line.basis) == ("shuiliju", "consent:preview")

    def test_looks_at_other_things_and_other_people_are_elsewhere(self, holder_id, person) -> None:
        clerk = factories.a_clerk("jianwei/window")
        access_log.note("cases.case", by=clerk, at=NOON, purpose="handling the case", holders=[holder_id])
        self.note(uuid.uuid4(), by=clerk)
        assert queries.uses_of(holder_id, by=person, at=NOON).lines == ()


def test_the_database_itself_keeps_what_was_shown_and_authorised(holder_id, person) -> None:
    grant_id = granted(holder_id, person)
    actions.revoke_use(grant_id=grant_id, by=person, at=NOON)
    rows = models.UseGrant.objects.filter(pk=grant_id)
    for change in (lambda: rows.update(revoked_at=None), lambda: rows.update(purpose="别的"), rows.delete):
        with factories.refused(DatabaseError):
            change()
    licence = factories.make_licence(holder=factories.a_holder(id=holder_id))
    shown = actions.show(licence_id=licence.id, purpose="入住（演示）", by=person, at=NOON)
    actions.open_showing(token=shown.token, by=PUBLIC, at=NOON)
    showings = models.Showing.objects.filter(pk=shown.id)
    for change in (lambda: showings.update(opened_at=None), showings.delete):
        with factories.refused(DatabaseError):
            change()
