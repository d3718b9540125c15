"""What is changed in authorisations, consumers and rights behind the verbs' back is named, with its column; the rest holds."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tests.licences import factories
from tests.licences.test_audit import tamper
from tests.sharing.test_consumers import AS_SYSTEM, registered
from tests.sharing.test_consumers import granted as right_granted
from tests.sharing.test_grants import granted
from tongban.kernel.models import LedgerEntry
from tongban.sharing import actions, queries

NOON = factories.NOON


@pytest.fixture
def told(city: None) -> dict[str, Any]:
    """An authorisation revoked and one that lives; a consumer with a right that was given anew, a token, stopped and let go on."""
    licence = factories.make_licence()
    holder = factories.a_person(mandates=(licence.holder_id,))
    ended, lives = granted(licence.holder_id, holder), granted(licence.holder_id, holder, purpose="演示：别的用途")
    actions.revoke_use(grant_id=ended, by=holder, at=NOON + timedelta(hours=1))
    registered()
    right_granted()
    right_granted(copies=False)
    actions.issue_consumer_token(consumer="water", **AS_SYSTEM)
    for suspended in (True, False, True):
        actions.suspend_consumer(consumer="water", suspended=suspended, **AS_SYSTEM)
    return {"ended": ended, "lives": lives}


def found() -> str:
    return "\n".join(queries.audit())


def test_what_nobody_touched_holds(told) -> None:
    registered("other")
    right_granted(consumer="other")
    actions.revoke_right(consumer="other", type_code="QC", **AS_SYSTEM)
    assert found() == ""
    call_command("verify_ledger")


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        ("UPDATE licences_usegrant SET revoked_at = NULL WHERE id = '{ended}'", "licences_usegrant {ended}: revoked_at is not what entry"),
        ("UPDATE licences_usegrant SET revoked_by = NULL WHERE id = '{ended}'", "licences_usegrant {ended}: revoked_by"),
        ("UPDATE licences_usegrant SET valid_until = '2099-01-01' WHERE id = '{lives}'", "licences_usegrant {lives}: valid_until"),
        ("UPDATE licences_usegrant SET types = '{{QC,BL}}' WHERE id = '{lives}'", "licences_usegrant {lives}: types"),
        ("UPDATE licences_usegrant SET receiver = 'jianwei' WHERE id = '{lives}'", "licences_usegrant {lives}: receiver is"),
        ("UPDATE licences_usegrant SET purpose = 'x' WHERE id = '{lives}'", "licences_usegrant {lives}: purpose"),
        ("UPDATE licences_usegrant SET holder_id = gen_random_uuid() WHERE id = '{lives}'", "licences_usegrant {lives}: holder_id"),
        ("DELETE FROM licences_usegrant WHERE id = '{lives}'", "licences_usegrant {lives}: entry"),
        ("UPDATE licences_usegrant SET id = gen_random_uuid() WHERE id = '{lives}'", "no entry of the ledger says that it was added"),
        ("UPDATE licences_consumer SET suspended_at = NULL", ": suspended_at is not what entry"),
        ("UPDATE licences_consumer SET token_digest = '\\x00'", ": token_digest is not what entry"),
        ("UPDATE licences_consumer SET department = 'jianwei'", ": department is not what entry"),
        ("UPDATE licences_consumerright SET basis = '' WHERE revoked_at IS NULL", "(sharing.consumer_grant) left"),
        ("UPDATE licences_consumerright SET copies = true", ": copies is not what entry"),
        ("UPDATE licences_consumerright SET valid_until = '2099-01-01'", ": valid_until is not what entry"),
        ("UPDATE licences_consumerright SET revoked_at = NULL, type_code = 'BL' WHERE revoked_at IS NOT NULL", ": revoked_at is not what"),
        ("DELETE FROM licences_consumerright WHERE revoked_at IS NULL", "licences_consumerright"),
    ],
)
def test_whatever_is_changed_is_named(told, statement: str, named: str) -> None:
    tamper(statement.format(**told))
    assert named.format(**told) in found()
    with pytest.raises(CommandError):
        call_command("verify_ledger")


@pytest.mark.parametrize("moved", [False, True])
def test_of_a_row_from_before_there_were_imprints_nothing_is_known(told, moved: bool) -> None:
    """Those entries were about a table of the licences, and of that time no row is complained of, whatever happened to it since."""
    acts = ["sharing.grant_use"] if moved else ["sharing.grant_use", "sharing.revoke_use"]
    for entry in LedgerEntry.objects.filter(act__in=acts):
        subject = "licences.usegrant" if moved else entry.subject_type
        tamper("UPDATE kernel_ledgerentry SET codes = codes - 'imprints', subject_type = %s WHERE id = %s", subject, entry.pk)
    tamper("UPDATE licences_usegrant SET purpose = '演示：第三个用途' WHERE id = %s", told["lives"])
    assert found() == ""
