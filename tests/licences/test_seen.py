"""What is kept of a licence and shown to others holds nothing unseen, whichever verb it comes by."""

from datetime import date
from typing import Any

import pytest

from tests.licences.factories import CITED, NOON, a_clerk, a_holder, make_licence, make_licence_type, refused
from tests.licences.test_life_proposals import GROUNDS, SECOND, propose
from tests.licences.test_scanning import CLERK, confirmed, scanned
from tongban.identity.terms import SYSTEM
from tongban.licences import actions, jobs, models, terms
from tongban.licences.terms import Change

UNSEEN = "示\u202e例"
APPROVER = a_clerk("jianwei/approver")


@pytest.fixture
def licence(city: None) -> terms.Licence:
    return make_licence()


def next_version(licence: terms.Licence, content: dict[str, Any], **grounds: str) -> terms.Licence:
    new = terms.NewVersion(terms.Renewing.CHANGE, licence.content | content, date(2031, 12, 31))
    return actions.new_version(licence_id=licence.id, new=new, **CITED | grounds, by=APPROVER, at=NOON)


@pytest.mark.parametrize("what", ["basis", "reason", "document"])
def test_grounds_hold_nothing_unseen(licence, what: str) -> None:
    grounds = {**GROUNDS, what: GROUNDS[what] + UNSEEN}
    with refused(terms.UnseenCharacters) as told:
        propose(licence, **grounds)
    assert told.value.what == what
    with refused(terms.UnseenCharacters):
        actions.change(licence_id=licence.id, change=Change.SUSPEND, **grounds, by=APPROVER, at=NOON)
    with refused(terms.UnseenCharacters):
        next_version(licence, {}, **grounds)
    assert not models.LifeProposal.objects.exists() and not models.LicenceEvent.objects.exists()


def test_basis_and_document_stand_in_one_line(licence) -> None:
    made = propose(licence, basis="《行政许可法》\n第七十条", document="榕建注\r\n〔2026〕1号", reason="第一行\n第二行")
    assert (made.grounds.basis, made.grounds.document) == ("《行政许可法》 第七十条", "榕建注 〔2026〕1号")
    assert made.grounds.reason == "第一行\n第二行"


def test_the_reason_of_a_rejection_holds_nothing_unseen(licence) -> None:
    proposed = propose(licence)
    with refused(terms.UnseenCharacters):
        actions.reject_proposal(proposal_id=proposed.id, reason=UNSEEN, by=SECOND, at=NOON)


def test_the_content_of_a_next_version_holds_nothing_unseen(licence) -> None:
    with refused(terms.InvalidContent) as told:
        next_version(licence, {"company_name": UNSEEN})
    assert told.value.wrong == (("company_name", "unseen"),)
    assert models.Licence.objects.count() == 1


@pytest.mark.parametrize("schema", [{}, {"schema_text": '{"properties": {"company_name": {}, "grade": {"type": "string"}}}'}])
@pytest.mark.parametrize("value", [UNSEEN, [UNSEEN], [{"name": UNSEEN}], {UNSEEN: 1}])
def test_what_a_case_issues_holds_nothing_unseen(city, schema: dict, value: Any) -> None:
    kind = make_licence_type(**schema)
    content = {"company_name": value, "grade": "second"}
    with refused(terms.InvalidContent):
        actions.issue(type_code=kind.code, holder=a_holder(), content=content, valid_years=5, by=SYSTEM, at=NOON)


@pytest.mark.parametrize("what", ["number", "holder_name"])
def test_what_a_clerk_reads_from_paper_holds_nothing_unseen(city, what: str) -> None:
    make_licence_type()
    scan = scanned()
    jobs.read_scan(str(scan))
    with refused(terms.UnseenCharacters) as told:
        actions.confirm_scan(scan_id=scan, confirmed=confirmed(**{what: UNSEEN}), by=CLERK, at=NOON)
    assert told.value.what == what
