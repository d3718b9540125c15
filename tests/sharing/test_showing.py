"""A licence shown by QR code: for some minutes, for a purpose, once; and the holder finds it among the uses."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest

from tests.licences import factories
from tongban.identity.terms import PUBLIC, HolderKind
from tongban.kernel import access_log
from tongban.licences import terms as licence_terms
from tongban.sharing import actions, models, queries, terms

NOON = factories.NOON
PURPOSE = "入住登记（演示）"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]


@pytest.fixture
def held() -> tuple[licence_terms.Licence, object]:
    """A company's licence, and somebody who acts for the company."""
    holder = factories.a_holder()
    return factories.make_licence(holder=holder), factories.a_person(mandates=(holder.id,))


def shown(held, **changes) -> terms.Shown:
    licence, person = held
    return actions.show(**{"licence_id": licence.id, "purpose": PURPOSE, "by": person, "at": NOON, **changes})


def test_whoever_scans_is_told_the_purpose_first_and_then_shown_the_licence(held) -> None:
    code = shown(held)
    assert code.address.endswith(f"/show/{code.token}")
    assert code.expires_at == NOON + timedelta(minutes=3)
    offer = queries.showing_offer(code.token, at=NOON)
    assert (offer.purpose, offer.labels) == (PURPOSE, ())
    opened = actions.open_showing(token=code.token, by=PUBLIC, at=NOON)
    assert opened.licence is not None and opened.licence.id == held[0].id
    assert {each.name for each in opened.claims} >= {"holder_name", "number", "content.grade"}


def test_a_code_that_was_opened_is_refused_when_it_is_played_again(held) -> None:
    code = shown(held)
    actions.open_showing(token=code.token, by=PUBLIC, at=NOON)
    with factories.refused(terms.ShowingUsed):
        actions.open_showing(token=code.token, by=PUBLIC, at=NOON)
    with pytest.raises(terms.ShowingUsed):
        queries.showing_offer(code.token, at=NOON)
    assert queries.showing(code.id, by=held[1], at=NOON).state == terms.ShowingState.OPENED


def test_a_code_is_good_for_some_minutes(held) -> None:
    code, late = shown(held), NOON + terms.SHOWN_FOR
    with factories.refused(terms.ShowingExpired):
        actions.open_showing(token=code.token, by=PUBLIC, at=late)
    with pytest.raises(terms.ShowingExpired):
        queries.showing_offer(code.token, at=late)
    assert queries.showing(code.id, by=held[1], at=late).state == terms.ShowingState.EXPIRED


def test_a_code_that_was_never_shown_opens_nothing(held) -> None:
    with factories.refused(terms.UnknownShowing):
        actions.open_showing(token="not-a-token", by=PUBLIC, at=NOON)
    with pytest.raises(terms.UnknownShowing):
        queries.showing_offer("", at=NOON)


def test_whoever_shows_does_not_use_up_the_code_themselves(held) -> None:
    code = shown(held)
    with factories.refused(terms.OwnShowing):
        actions.open_showing(token=code.token, by=held[1], at=NOON)
    actions.open_showing(token=code.token, by=PUBLIC, at=NOON)


@pytest.mark.parametrize("purpose", ["", "  \n ", "长" * 201])
def test_nothing_is_shown_without_a_purpose(held, purpose: str) -> None:
    with factories.refused(terms.PurposeMissing):
        shown(held, purpose=purpose)


def test_nobody_shows_the_licence_of_another(held) -> None:
    for other in (factories.a_person(), factories.a_clerk("jianwei/window"), PUBLIC):
        with factories.refused(licence_terms.UnknownLicence):
            shown(held, by=other)
    with factories.refused(licence_terms.UnknownLicence):
        shown(held, licence_id=uuid.uuid4())
    with pytest.raises(terms.UnknownShowing):
        queries.showing(shown(held).id, by=factories.a_person(), at=NOON)


@pytest.mark.parametrize("state", [each for each in licence_terms.LicenceState if each is not licence_terms.LicenceState.VALID])
def test_a_licence_that_does_not_hold_is_not_shown(held, state: licence_terms.LicenceState) -> None:
    code = shown(held)
    factories.put_in_state(held[0].id, state)
    with factories.refused(terms.UnusableLicence):
        shown(held)
    with factories.refused(terms.UnusableLicence):
        actions.open_showing(token=code.token, by=PUBLIC, at=NOON)


def test_the_token_is_kept_nowhere(held) -> None:
    code = shown(held)
    row = models.Showing.objects.get(pk=code.id)
    assert code.token.encode() not in bytes(row.token_digest) and code.token not in repr(code)


def test_a_person_shows_that_they_are_of_age_and_nothing_else() -> None:
    kind = factories.make_licence_type(code="ID", holder_kinds=frozenset({HolderKind.PERSON}))
    holder = factories.a_holder(kind=HolderKind.PERSON, name="演示·林晓", code="999999199003070012")
    licence = factories.make_licence(kind=kind, holder=holder)
    person = factories.a_person(holder.id)
    code = shown((licence, person), claims=["age_over_18"])
    assert [str(each) for each in queries.showing_offer(code.token, at=NOON).labels] == ["已满 18 岁"]
    opened = actions.open_showing(token=code.token, by=PUBLIC, at=NOON)
    assert opened.licence is None
    assert [(each.name, each.value) for each in opened.claims] == [("age_over_18", True)]
    told = repr(opened) + opened.credential
    assert holder.code not in told and licence.number not in told and holder.name not in told


@pytest.mark.parametrize("claims", [["age_over_18"], ["content.nothing"], ["grade"]])
def test_what_the_licence_does_not_say_cannot_be_shown(held, claims: list[str]) -> None:
    with factories.refused(terms.UnknownClaim):
        shown(held, claims=claims)


def test_the_holder_finds_the_showing_among_the_uses_of_their_licences(held) -> None:
    licence, person = held
    actions.open_showing(token=shown(held, claims=["content.grade"]).token, by=PUBLIC, at=NOON)
    shown(held)
    page = queries.uses_of(licence.holder_id, by=person, at=NOON)
    (line,) = page.lines
    assert (line.question, line.purpose, line.basis) == ("licences.open_showing", PURPOSE, "consent:showing")
    assert line.types == (licence.type_name,)
    (reading,) = access_log.reads_of_holder(licence.holder_id, about="licences.open_showing")
    assert reading.fields == ("content.grade",)
    states = [each.state for each in queries.showings_of(licence.id, by=person, at=NOON)]
    assert sorted(states) == ["opened", "waiting"], "what nobody opened is told as well"


def test_whoever_holds_a_licence_jointly_shows_it_too_and_sees_who_looked() -> None:
    other = factories.a_holder(name="榕城示例投资有限公司（演示）", code="91999999MA0000001W")
    licence = factories.make_licence(joint=(other,))
    person = factories.a_person(mandates=(other.id,))
    code = shown((licence, person))
    opened = actions.open_showing(token=code.token, by=PUBLIC, at=NOON)
    names = next(each.value for each in opened.claims if each.name == "holder_name")
    assert names == f"{licence.holder_name}、{other.name}"
    assert len(queries.uses_of(other.id, by=person, at=NOON).lines) == 1
    assert queries.showing(code.id, by=person, at=NOON).state == terms.ShowingState.OPENED
