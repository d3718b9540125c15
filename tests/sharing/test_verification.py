"""What anybody is told about an identifier: unchanged, still valid, from whom; and no more than the paper shows."""

from datetime import date, datetime, timedelta

import pytest

from tests.licences.factories import NOON, a_holder, make_licence, make_licence_type
from tongban.identity.terms import SYSTEM, HolderKind
from tongban.kernel.models import Read
from tongban.licences import actions as licence_actions
from tongban.licences import models as licence_models
from tongban.licences import queries as licence_queries
from tongban.licences import rules as licence_rules
from tongban.licences import terms as licence_terms
from tongban.sharing import queries, terms


@pytest.fixture
def licence(city: None) -> licence_terms.Licence:
    return make_licence(number="D235999901")


def test_it_says_what_the_paper_shows(licence) -> None:
    told = queries.verification(licence.identifier, at=NOON)
    assert (told.found, told.unchanged, told.usable, told.state) == (True, True, True, licence_terms.LicenceState.VALID)
    assert (told.type_name, told.number, told.issuer_name) == (licence.type_name, "D235999901", licence.issuer_name)
    assert (told.issued_on, told.valid_from, told.valid_until) == (date(2026, 1, 1), date(2026, 1, 1), date(2030, 12, 31))
    assert told.checked_at == NOON
    assert told.document_sha256 == ""


def test_it_knows_the_document_once_it_is_made(licence) -> None:
    for profile in licence_terms.Profile:
        licence_actions.make_document(licence_id=licence.id, profile=profile, by=SYSTEM, at=NOON)
    told, row = queries.verification(licence.identifier, at=NOON), licence_models.Licence.objects.get(pk=licence.id)
    assert (told.document_sha256, told.ofd_sha256) == (row.document_digest, row.ofd_digest)


@pytest.mark.parametrize(
    ("kind", "name", "masked"),
    [
        (HolderKind.PERSON, "陈示例", "陈**"),
        (HolderKind.PERSON, "欧阳示", "欧**"),
        (HolderKind.ORGANISATION, "榕城示例建设工程有限公司", "榕城****公司"),
    ],
)
def test_the_holder_is_masked(city, kind: HolderKind, name: str, masked: str) -> None:
    licence = make_licence(kind=make_licence_type(holder_kinds=frozenset(HolderKind)), holder=a_holder(kind=kind, name=name))
    told = queries.verification(licence.identifier, at=NOON)
    assert told.holder_masked == masked
    assert name not in repr(told)


@pytest.mark.parametrize(("kind", "shown"), [(HolderKind.PERSON, "9999**********0018"), (HolderKind.ORGANISATION, "999999199001010018")])
def test_the_number_is_masked_where_it_may_be_an_identity_number(city, kind: HolderKind, shown: str) -> None:
    number = "999999199001010018"
    licence = make_licence(kind=make_licence_type(holder_kinds=frozenset(HolderKind)), holder=a_holder(kind=kind), number=number)
    told = queries.verification(licence.identifier, at=NOON)
    assert told.number == shown
    assert (number in repr(told)) is (kind is HolderKind.ORGANISATION)


def test_nobody_is_logged_for_asking_in_public(licence) -> None:
    queries.verification(licence.identifier, at=NOON)
    assert not Read.objects.exists()


def test_an_identifier_is_found_as_people_type_it(licence) -> None:
    assert queries.verification(f" {licence.identifier.lower()} ", at=NOON).found


def test_an_identifier_that_could_be_one_is_not_found(city) -> None:
    identifier = licence_rules.identifier(type_code="11100000000013338W011", issuer="11999999MB0000019T", serial="1", version=1)
    told = queries.verification(identifier, at=NOON)
    assert told == terms.Verification(identifier=identifier, found=False, checked_at=NOON)


@pytest.mark.parametrize(
    ("identifier", "reason"),
    [
        ("", "shape"),
        ("D235999901", "shape"),
        ("1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.001.T", "check_character"),
    ],
)
def test_what_cannot_be_an_identifier_is_refused_with_the_reason(city, identifier: str, reason: str) -> None:
    with pytest.raises(licence_terms.MalformedIdentifier) as refused:
        queries.verification(identifier, at=NOON)
    assert refused.value.reason == reason


@pytest.mark.parametrize("state", list(licence_terms.LicenceState))
def test_the_state_is_told_and_only_a_valid_one_is_usable(city, state: licence_terms.LicenceState) -> None:
    told = queries.verification(make_licence(state=state).identifier, at=NOON)
    assert (told.state, told.usable, told.unchanged) == (state, state is licence_terms.LicenceState.VALID, True)


@pytest.mark.parametrize(
    ("at", "usable"),
    [
        (datetime.fromisoformat("2025-12-31T23:59:59+08:00"), False),
        (datetime.fromisoformat("2026-01-01T00:00:00+08:00"), True),
        (datetime.fromisoformat("2030-12-31T23:59:59+08:00"), True),
        (datetime.fromisoformat("2031-01-01T00:00:00+08:00"), False),
    ],
)
def test_the_days_are_the_citys(licence, at: datetime, usable: bool) -> None:
    told = queries.verification(licence.identifier, at=at)
    assert (told.usable, told.unchanged) == (usable, True)


def test_an_open_end_never_comes(city) -> None:
    licence = make_licence(valid_until=None)
    assert queries.verification(licence.identifier, at=NOON + timedelta(days=36500)).usable


def test_statements_of_verifying(licence, django_assert_num_queries) -> None:
    licence_queries.licence_type("QC")
    with django_assert_num_queries(2):  # the licence, and whether the log has a checkpoint
        queries.verification(licence.identifier, at=NOON)
