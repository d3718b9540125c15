"""What anybody is told of a record that was changed behind the library's back."""

import pytest

from tests.licences.factories import NOON, make_licence
from tests.licences.test_frozen_record import CHANGES, tamper
from tongban.kernel import crypto
from tongban.licences.models.licence import PURPOSE
from tongban.sharing import queries


@pytest.fixture
def licence(city: None):
    return make_licence()


@pytest.mark.parametrize(
    "column", ["number", "holder_id", "version", "issuer", "issuer_name", "issued_on", "valid_from", "valid_until", "digest"]
)
def test_verification_finds_what_was_tampered_with(licence, column: str) -> None:
    tamper(f"UPDATE licences_licence SET {column} = {CHANGES[column]} WHERE id = %s", licence.id)
    told = queries.verification(licence.identifier, at=NOON)
    assert told.found
    assert told.unchanged is False
    assert not told.usable
    assert told.holder_masked == ""


def test_verification_finds_a_content_exchanged_for_another(licence) -> None:
    other = make_licence(content={"company_name": "示例", "grade": "first"})
    tamper("UPDATE licences_licence SET sealed = (SELECT sealed FROM licences_licence WHERE id = %s) WHERE id = %s", other.id, licence.id)
    assert queries.verification(licence.identifier, at=NOON).unchanged is False


UNREADABLE = {
    "empty": lambda: b"",
    "noise": lambda: b"\x01nonsense",
    "another column's": lambda: crypto.encrypt("{}", "another.purpose"),
    "no record": lambda: crypto.encrypt("no json", PURPOSE),
}


@pytest.mark.parametrize("content", UNREADABLE)
def test_verification_finds_a_content_that_cannot_be_read(licence, content: str) -> None:
    tamper("UPDATE licences_licence SET sealed = %s WHERE id = %s", UNREADABLE[content](), licence.id)
    assert queries.verification(licence.identifier, at=NOON).unchanged is False
