"""The document of a licence: made once, by the job or at the first request; until then the wallet says that it is being made."""

import threading
import uuid

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.kernel.elsewhere import at_once
from tests.licences.factories import NOON, a_clerk, a_holder, a_person, make_licence, make_licence_type, refused
from tongban.identity.terms import PUBLIC, SYSTEM, ActorKind
from tongban.kernel import files
from tongban.kernel.models import FactRow, LedgerEntry, Read
from tongban.licences import actions, jobs, models, queries, terms
from tongban.licences.models import document as documents


@pytest.fixture
def licence(city: None) -> terms.Licence:
    return make_licence()


def make(licence_id: uuid.UUID, by=SYSTEM) -> None:
    actions.make_document(licence_id=licence_id, by=by, at=NOON)


def wallet(licence: terms.Licence) -> terms.Licence:
    return queries.licences_of(holder_id=licence.holder_id, by=a_person(licence.holder_id), at=NOON, purpose="wallet")[0]


def test_the_wallet_says_making_until_it_is_made(licence) -> None:
    assert wallet(licence).document is terms.DocumentState.MAKING
    make(licence.id)
    assert wallet(licence).document is terms.DocumentState.READY


def test_the_job_that_was_deferred_makes_it(licence) -> None:
    job = ProcrastinateJob.objects.get(task_name=jobs.make_document.name)
    jobs.make_document(**job.args)
    row = models.Licence.objects.get(pk=licence.id)
    assert files.read(row.document_digest).startswith(b"%PDF-1.7")


def test_one_entry_and_one_fact(licence) -> None:
    make(licence.id)
    entry = LedgerEntry.objects.get(act="licences.make_document")
    assert entry.digest == models.Licence.objects.get(pk=licence.id).document_digest
    fact = FactRow.objects.get(name="licences.DocumentMade")
    assert fact.payload == {"licence_id": str(licence.id), "holder_id": str(licence.holder_id)}


def test_it_is_made_once(licence, monkeypatch: pytest.MonkeyPatch) -> None:
    make(licence.id)
    monkeypatch.setattr(documents, "attach", None)
    make(licence.id)
    jobs.make_document(str(licence.id))
    queries.document(licence.id, by=SYSTEM, at=NOON, purpose="wallet")
    assert LedgerEntry.objects.filter(act="licences.make_document").count() == 1


def test_whoever_asks_sooner_makes_it_and_the_job_then_does_nothing(licence) -> None:
    asked = a_person(licence.holder_id)
    pdf = queries.document(licence.id, by=asked, at=NOON, purpose="wallet")
    jobs.make_document(str(licence.id))
    assert queries.document(licence.id, by=asked, at=NOON, purpose="wallet") == pdf
    entry = LedgerEntry.objects.get(act="licences.make_document")
    assert (entry.actor_kind, entry.actor_id) == ("person", asked.id)
    assert FactRow.objects.filter(name="licences.DocumentMade").count() == 1


def test_every_look_at_the_document_is_logged(licence) -> None:
    queries.document(licence.id, by=a_person(licence.holder_id), at=NOON, purpose="wallet")
    handling = terms.Handling("榕建 2026-000317-4")
    queries.document(licence.id, by=a_clerk("jianwei/window"), at=NOON, purpose="case 7", handling=handling)
    reads = Read.objects.filter(question="licences.document").order_by("id")
    assert [(row.actor_kind, row.purpose, row.subject, row.holders) for row in reads] == [
        ("person", "wallet", licence.identifier, [licence.holder_id]),
        ("staff", "case 7", "榕建 2026-000317-4", [licence.holder_id]),
    ]


@pytest.mark.parametrize("by", [PUBLIC, a_person(), a_clerk(), a_clerk("jianwei/window")])
def test_nobody_else_learns_that_it_exists(licence, by) -> None:
    with refused(terms.Denied if by.kind is ActorKind.STAFF else terms.UnknownLicence):
        queries.document(licence.id, by=by, at=NOON, purpose="curiosity")
    with refused(terms.UnknownLicence):
        make(licence.id, by=by)
    with refused(terms.UnknownLicence):
        make(uuid.uuid4())
    assert not Read.objects.exists()
    assert models.Licence.objects.get(pk=licence.id).document_digest is None


def test_a_name_without_a_glyph_is_an_error_and_leaves_nothing(city) -> None:
    licence = make_licence(holder=a_holder(name="示例\U0001f3e0有限公司"))
    with refused(Exception) as found:
        make(licence.id)
    assert type(found.value).__name__ == "MissingGlyph"
    assert models.Licence.objects.get(pk=licence.id).document_digest is None
    assert not LedgerEntry.objects.filter(act="licences.make_document").exists()


def test_job_and_first_request_at_once_make_exactly_one(committed_city, monkeypatch: pytest.MonkeyPatch) -> None:
    licence = make_licence()
    made, attach, lock = [], documents.attach, threading.Lock()

    def counted(row, kind, *, at) -> None:
        with lock:
            made.append(row.pk)
        attach(row, kind, at=at)

    monkeypatch.setattr(documents, "attach", counted)
    outcomes = at_once(
        lambda: make(licence.id), lambda: queries.document(licence.id, by=a_person(licence.holder_id), at=NOON, purpose="wallet")
    )
    digest = models.Licence.objects.get(pk=licence.id).document_digest
    assert made == [licence.id]
    assert outcomes[0] is None
    assert outcomes[1] == files.read(digest)
    assert LedgerEntry.objects.filter(act="licences.make_document").count() == 1
    assert FactRow.objects.filter(name="licences.DocumentMade").count() == 1


def test_statements_of_reading_a_document(city, django_assert_num_queries) -> None:
    licence = make_licence(kind=make_licence_type())
    make(licence.id)
    with django_assert_num_queries(2):
        queries.document(licence.id, by=a_person(licence.holder_id), at=NOON, purpose="wallet")
