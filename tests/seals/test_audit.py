"""What is changed in seals and in grants of them behind the verbs' back is named, with its column; what nobody touched holds."""

from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tests.licences.factories import NOON, make_licence
from tests.licences.test_audit import tamper
from tests.seals.test_property import a_company, a_seal, an_agent, change, granted, used
from tongban.kernel.models import LedgerEntry
from tongban.seals import actions, queries
from tongban.seals.terms import SealChange, SealKind

pytestmark = pytest.mark.usefixtures("city")


@pytest.fixture
def told() -> dict[str, Any]:
    """A seal suspended and taken into use again, one that was lost; a grant taken back, and one that lives. A department has one too."""
    company, owner = a_company()
    seal, lost = a_seal(company, owner), a_seal(company, owner, SealKind.REPRESENTATIVE)
    ended, lives = granted(seal, an_agent(company), by=owner), granted(seal, agent := an_agent(company), by=owner)
    actions.revoke_seal_grant(grant_id=ended, by=owner, at=NOON)
    usable, grant = used(seal, company, agent)
    actions.log_seal_use(seal_id=usable.id, subject="演示", digest="0" * 64, grant_id=grant, by=agent, at=NOON)
    change(seal, SealChange.SUSPEND, by=owner)
    change(seal, SealChange.RESUME, by=owner)
    change(seal, SealChange.HAND_OVER, by=owner, custodian="演示丙")
    change(lost, SealChange.REPORT_LOST, by=owner)
    make_licence()
    queries.department_seal("jianwei", at=NOON)
    return {"seal": seal, "lost": lost, "ended": ended, "lives": lives}


def found() -> str:
    return "\n".join(queries.audit())


def test_what_nobody_touched_holds(told) -> None:
    assert found() == ""
    call_command("verify_ledger")


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        ("UPDATE licences_seal SET state = 'in_use' WHERE id = '{lost}'", "licences_seal {lost}: state is not what entry"),
        ("UPDATE licences_seal SET ends_at = ends_at + interval '1 year' WHERE id = '{seal}'", "licences_seal {seal}: ends_at"),
        ("UPDATE licences_seal SET starts_at = starts_at - interval '1 year' WHERE id = '{seal}'", "licences_seal {seal}: starts_at"),
        ("UPDATE licences_seal SET der = '\\x00' WHERE id = '{seal}'", "licences_seal {seal}: der"),
        ("UPDATE licences_seal SET custodian = 'x' WHERE id = '{seal}'", "licences_seal {seal}: custodian"),
        ("UPDATE licences_seal SET state = 'lost' WHERE owner = 'jianwei'", ": state is not what entry"),
        ("UPDATE licences_sealevent SET reason = 'x' WHERE seal_id = '{seal}' AND change = 'suspend'", ": reason is not what entry"),
        ("DELETE FROM licences_sealevent WHERE seal_id = '{lost}' AND change = 'report_lost'", "licences_sealevent: a row of entry"),
        ("UPDATE licences_sealgrant SET valid_until = '2099-01-01' WHERE id = '{lives}'", "licences_sealgrant {lives}: valid_until"),
        ("UPDATE licences_sealgrant SET revoked_at = NULL WHERE id = '{ended}'", "licences_sealgrant {ended}: revoked_at"),
        ("UPDATE licences_sealgrant SET person_id = gen_random_uuid() WHERE id = '{lives}'", "licences_sealgrant {lives}: person_id"),
        ("DELETE FROM licences_sealgrant WHERE id = '{ended}'", "licences_sealgrant {ended}: entry"),
    ],
)
def test_whatever_is_changed_is_named(told, statement: str, named: str) -> None:
    tamper(statement.format(**told))
    assert named.format(**told) in found()
    with pytest.raises(CommandError):
        call_command("verify_ledger")


def test_of_a_seal_from_before_there_were_imprints_nothing_is_known(told) -> None:
    for entry in LedgerEntry.objects.filter(act="seals.make_seal"):
        tamper("UPDATE kernel_ledgerentry SET codes = codes - 'imprints', subject_type = 'licences.seal' WHERE id = %s", entry.pk)
    assert found() == ""
