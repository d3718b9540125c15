"""Annotated copies: for one use, under a link that works once and expires, sealed by the library; nothing else leaves it."""

import uuid
from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pypdf
import pytest
from django.db import IntegrityError, transaction

from tests.kernel.elsewhere import at_once
from tests.licences.factories import NOON, a_clerk, a_holder, a_person, make_licence, put_in_state, refused
from tongban.identity.terms import PUBLIC, SYSTEM
from tongban.kernel import clock, files, idempotency
from tongban.kernel.models import FactRow, LedgerEntry, Read
from tongban.licences import queries as licence_queries
from tongban.licences import terms as licence_terms
from tongban.sharing import actions, jobs, models, queries, terms

USE = licence_terms.Use(
    purpose="申请施工许可", receiver="榕城市示例建设委员会", basis=licence_terms.CONSENT, case_number="榕建 2026-000001-3"
)
UNTIL = NOON + timedelta(days=30)


@pytest.fixture
def licence(city: None) -> licence_terms.Licence:
    return make_licence()


def make(licence: licence_terms.Licence, **changes) -> terms.CopyLink:
    told = {"key": uuid.uuid4(), "licence_id": licence.id, "use": USE, "until": UNTIL, "by": SYSTEM, "at": NOON}
    return actions.make_copy(**told | changes)


def text_of(pdf: bytes) -> str:
    return "".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(pdf)).pages)


def test_a_link_is_given_once_and_kept_nowhere(licence) -> None:
    link = make(licence)
    assert link.identifier == licence.identifier
    assert link.expires_at == NOON + actions.copies.LINK_LIFE
    row = models.Copy.objects.get(pk=link.copy_id)
    assert link.token not in str(vars(row)) and row.document_digest is None
    assert "token" not in repr(link)


def test_a_link_never_outlives_its_copy(licence) -> None:
    assert make(licence, until=NOON + timedelta(minutes=5)).expires_at == NOON + timedelta(minutes=5)


def test_the_copy_is_a_sealed_file_of_its_own(licence) -> None:
    original = licence_queries.document(licence.id, by=SYSTEM, at=NOON, purpose="test")
    fetched = queries.copy_content(make(licence).token, at=NOON)
    assert fetched.media_type == "application/pdf" and fetched.name == f"{licence.identifier}.pdf"
    assert fetched.content.startswith(b"%PDF-1.7") and fetched.content != original
    told = text_of(fetched.content).replace("\n", "")
    for words in (USE.purpose, USE.receiver, USE.case_number, "持证人同意", "加注件", licence.number, licence.identifier):
        assert words in told, words
    verdict = licence_queries.judge_upload(fetched.content, "application/pdf", NOON)
    assert verdict.state is licence_terms.UploadState.VALID
    assert "电子证照库" in verdict.signatures[0].signer


def test_the_holder_reads_who_was_given_what(licence) -> None:
    link = make(licence)
    queries.copy_content(link.token, at=NOON)
    made, fetched = Read.objects.filter(question__in=["licences.make_copy", "licences.copy_content"]).order_by("id")
    for row in (made, fetched):
        assert (row.purpose, row.receiver, row.basis, row.holders) == (USE.purpose, USE.receiver, USE.basis, [licence.holder_id])
    assert fetched.actor_kind == PUBLIC.kind


def test_it_leaves_entries_and_facts(licence) -> None:
    link = make(licence)
    queries.copy_content(link.token, at=NOON)
    entries = LedgerEntry.objects.filter(subject_id=str(link.copy_id)).order_by("id")
    assert [each.act for each in entries] == ["sharing.make_copy", "sharing.copy_content"]
    assert entries[1].digest == models.Copy.objects.get(pk=link.copy_id).document_digest
    assert list(FactRow.objects.filter(aggregate_id=link.copy_id).values_list("name", flat=True)) == [
        "sharing.CopyMade",
        "sharing.CopyFetched",
    ]


def test_a_link_works_once(licence) -> None:
    token = make(licence).token
    queries.copy_content(token, at=NOON)
    with refused(terms.LinkUsed):
        queries.copy_content(token, at=NOON)
    with refused(terms.LinkUsed):
        queries.copy_note(token, at=NOON)


def test_a_link_expires(licence) -> None:
    link = make(licence)
    queries.copy_note(link.token, at=link.expires_at - timedelta(seconds=1))
    for question in (queries.copy_content, queries.copy_note):
        with refused(terms.LinkExpired):
            question(link.token, at=link.expires_at)
    assert models.Copy.objects.get(pk=link.copy_id).document_digest is None


@pytest.mark.parametrize("token", ["", "x", "../../etc/passwd", "中文", "A" * 43, "A" * 4000])
def test_what_is_no_link(licence, token: str) -> None:
    with refused(terms.UnknownLink):
        queries.copy_content(token, at=NOON)


def test_a_link_with_one_character_changed(licence) -> None:
    token = make(licence).token
    other = token[:-2] + ("A" if token[-2] != "A" else "B") + token[-1]
    with refused(terms.UnknownLink):
        queries.copy_content(other, at=NOON)


def test_the_same_key_gives_the_same_link_and_another_use_is_refused(licence) -> None:
    key = uuid.uuid4()
    first, again = make(licence, key=key), make(licence, key=key)
    assert first == again
    assert models.Copy.objects.count() == 1
    with refused(idempotency.KeyReused):
        make(licence, key=key, use=replace(USE, purpose="别的事"))


@pytest.mark.parametrize("what", ["purpose", "receiver", "basis"])
@pytest.mark.parametrize("words", ["", "  ", "长" * (terms.USE_LENGTH + 1)])
def test_a_use_is_told_in_full(licence, what: str, words: str) -> None:
    with refused(terms.IncompleteUse) as refusal:
        make(licence, use=replace(USE, **{what: words}))
    assert refusal.value.what == what


@pytest.mark.parametrize("until", [NOON, NOON - timedelta(days=1), NOON + timedelta(days=400)])
def test_a_copy_ends_in_the_future_and_not_too_late(licence, until) -> None:
    with refused(terms.IncompleteUse) as refusal:
        make(licence, until=until)
    assert refusal.value.what == "until"


def test_who_may_have_one_made(licence) -> None:
    make(licence, by=a_person(licence.holder_id))
    make(licence, by=a_clerk("jianwei/window"), handling=licence_terms.Handling(USE.case_number))
    with refused(licence_terms.Denied):
        make(licence, by=a_clerk("jianwei/window"))
    for stranger in (a_person(a_holder().id), PUBLIC):
        with refused(licence_terms.UnknownLicence):
            make(licence, by=stranger)
    with refused(licence_terms.UnknownLicence):
        make(replace(licence, id=uuid.uuid4()))


@pytest.mark.parametrize("state", [each for each in licence_terms.LicenceState if each is not licence_terms.LicenceState.VALID])
def test_nothing_is_handed_over_of_a_licence_that_has_ended(licence, state) -> None:
    token = make(licence).token
    put_in_state(licence.id, state)
    with refused(terms.UnusableLicence) as refusal:
        make(licence)
    assert refusal.value.state == state
    with refused(terms.UnusableLicence):
        queries.copy_content(token, at=NOON)


def test_nor_after_its_last_day(licence) -> None:
    after = NOON + timedelta(days=365 * 6)
    with refused(terms.UnusableLicence) as refusal:
        make(licence, at=after, until=after + timedelta(days=1))
    assert refusal.value.state == "dates"


def test_taken_back_it_is_gone_at_once(licence) -> None:
    link = make(licence)
    with refused(terms.UnknownLink):
        actions.take_back(copy_id=link.copy_id, by=a_person(a_holder().id), at=NOON)
    for _twice in range(2):
        actions.take_back(copy_id=link.copy_id, by=a_person(licence.holder_id), at=NOON)
    with refused(terms.LinkExpired):
        queries.copy_content(link.token, at=NOON)
    assert FactRow.objects.filter(name="sharing.CopyDeleted").count() == 1


def test_when_its_own_period_is_over_the_file_is_deleted(licence, django_capture_on_commit_callbacks) -> None:
    link = make(licence)
    queries.copy_content(link.token, at=NOON)
    digest = models.Copy.objects.get(pk=link.copy_id).document_digest
    for by in (a_person(licence.holder_id), PUBLIC):
        with refused(licence_terms.Denied):
            actions.delete_copy(copy_id=link.copy_id, by=by, at=UNTIL)
    with refused(terms.UnknownLink):
        actions.delete_copy(copy_id=link.copy_id, by=SYSTEM, at=UNTIL - timedelta(seconds=1))
    with django_capture_on_commit_callbacks(execute=True):
        actions.delete_copy(copy_id=link.copy_id, by=SYSTEM, at=UNTIL)
    assert not files.path(digest).exists()
    row = models.Copy.objects.get(pk=link.copy_id)
    assert row.deleted_at == UNTIL and row.downloaded_at == NOON


def test_what_a_copy_says_is_never_changed(licence) -> None:
    link = make(licence)
    for change in ({"purpose": "别的事"}, {"valid_until": UNTIL + timedelta(days=1)}, {"receiver": "别人"}):
        with pytest.raises(Exception, match="never changed"), transaction.atomic():
            models.Copy.objects.filter(pk=link.copy_id).update(**change)
    with pytest.raises(Exception, match="never changed"), transaction.atomic():
        models.Copy.objects.all().delete()


def test_the_database_wants_a_use_and_a_future(licence) -> None:
    row = models.Copy.objects.get(pk=make(licence).copy_id)
    for change in ({"purpose": ""}, {"valid_until": row.made_at}, {"expires_at": row.valid_until + timedelta(days=1)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            models.Copy.objects.create(**{**{f.attname: getattr(row, f.attname) for f in row._meta.fields}, "id": uuid.uuid4(), **change})


def test_the_case_shows_the_same_copy_to_everybody_who_works_on_it(licence) -> None:
    handling = licence_terms.Handling(USE.case_number)
    clerks = [a_clerk("jianwei/window"), a_clerk("shuiliju/review")]
    first, second = (queries.case_copy(licence.id, use=USE, by=by, at=NOON, handling=handling) for by in clerks)
    assert first.content == second.content
    assert models.Copy.objects.count() == 1
    assert Read.objects.filter(question="licences.case_copy", subject=USE.case_number, receiver=USE.receiver).count() == 2


def test_the_case_shows_what_was_handed_in_even_when_the_licence_has_ended(licence) -> None:
    put_in_state(licence.id, licence_terms.LicenceState.REVOKED)
    handling, clerk = licence_terms.Handling(USE.case_number), a_clerk("jianwei/window")
    assert queries.case_copy(licence.id, use=USE, by=clerk, at=NOON, handling=handling).content.startswith(b"%PDF")
    later = NOON + queries.copies.CASE_COPY
    queries.case_copy(licence.id, use=USE, by=clerk, at=later, handling=handling)
    assert models.Copy.objects.count() == 2
    with refused(licence_terms.UnknownLicence):
        queries.case_copy(uuid.uuid4(), use=USE, by=clerk, at=NOON, handling=handling)
    with refused(licence_terms.UnknownLicence):
        queries.case_copy(licence.id, use=USE, by=PUBLIC, at=NOON, handling=handling)


@pytest.mark.usefixtures("committed_city")
def test_of_two_at_the_same_instant_one_gets_it() -> None:
    token = make(make_licence()).token

    def fetch() -> object:
        try:
            return queries.copy_content(token, at=NOON)
        except terms.LinkUsed as refusal:
            return refusal

    got = at_once(fetch, fetch)
    assert sorted(type(each).__name__ for each in got) == ["CopyFile", "LinkUsed"]


def test_each_night_what_has_had_its_time_is_deleted_and_one_failure_keeps_none(licence, monkeypatch: pytest.MonkeyPatch) -> None:
    fetched, fresh, untouched = make(licence), make(licence, until=UNTIL + timedelta(days=30)), make(licence)
    for link in (fetched, fresh):
        queries.copy_content(link.token, at=NOON)
    monkeypatch.setattr(clock, "now", lambda: UNTIL)
    monkeypatch.setattr(actions, "delete_copy", lambda **_told: 1 / 0)
    jobs.delete_copies(0)
    monkeypatch.undo()
    monkeypatch.setattr(clock, "now", lambda: UNTIL)
    jobs.delete_copies(0)
    deleted = set(models.Copy.objects.filter(deleted_at=UNTIL).values_list("pk", flat=True))
    assert deleted == {fetched.copy_id}
    assert {fresh.copy_id, untouched.copy_id} == set(models.Copy.objects.filter(deleted_at=None).values_list("pk", flat=True))
