"""What anybody is told of a record that was changed behind the library's back."""

from collections.abc import Iterator

import pytest
from django.db import transaction

from tests.kernel.elsewhere import everybody_older_is_done
from tests.licences.factories import CITED, NOON, a_clerk, end_licence, make_licence
from tests.licences.test_audit import tamper as tamper_at_once
from tests.licences.test_frozen_record import CHANGES, tamper
from tongban.kernel import crypto, history, ledger, transparency
from tongban.licences import actions
from tongban.licences.models.licence import PURPOSE
from tongban.licences.terms import Change
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


LAST = "id = (SELECT id FROM licences_event WHERE licence_id = %s ORDER BY at DESC LIMIT 1)"


@pytest.fixture
def _a_new_process() -> Iterator[None]:
    for chain in history.CHAINS:
        chain.all_sealed_below.clear()
    yield
    for chain in history.CHAINS:
        chain.all_sealed_below.clear()


def sealed() -> None:
    everybody_older_is_done()
    ledger.seal()
    assert transparency.sign(at=NOON)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_a_new_process")
@pytest.mark.parametrize("statement", ["DELETE FROM licences_event", "UPDATE licences_event SET state = 'valid'"])
@pytest.mark.parametrize("change", [Change.REVOKE, Change.SUSPEND])
def test_an_ending_that_was_removed_still_stands_in_the_log(licence, change: Change, statement: str) -> None:
    if change is Change.SUSPEND:
        actions.change(licence_id=licence.id, change=change, **CITED, by=a_clerk("jianwei/approver"), at=NOON)
    else:
        end_licence(licence.id, change)
    sealed()
    assert queries.verification(licence.identifier, at=NOON).unchanged is True
    with transaction.atomic():
        tamper_at_once(f"{statement} WHERE {LAST}", licence.id)
        tamper_at_once("UPDATE licences_licence SET state = 'valid' WHERE id = %s", licence.id)
    told = queries.verification(licence.identifier, at=NOON)
    assert (told.unchanged, told.usable, told.holder_masked) == (False, False, "")
    assert told.proof is not None and told.proof.act == "licences.change"


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_a_new_process")
def test_a_licence_that_was_resumed_is_valid_before_the_log_says_so(licence) -> None:
    actions.change(licence_id=licence.id, change=Change.SUSPEND, **CITED, by=a_clerk("jianwei/approver"), at=NOON)
    sealed()
    actions.change(licence_id=licence.id, change=Change.RESUME, **CITED, by=a_clerk("jianwei/approver"), at=NOON)
    told = queries.verification(licence.identifier, at=NOON)
    assert told.unchanged and told.usable
