"""Used, not uploaded: what the library holds is verified, shown, taken on a ground that is told, and kept as it was on that day."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.cases import city, factories
from tests.licences.factories import end_licence, put_in_state
from tongban.cases import actions, queries
from tongban.cases.models import Case, Draft, Material
from tongban.cases.terms import Handed, InvalidApplication, Saved
from tongban.catalog import queries as catalog_queries
from tongban.kernel import facts
from tongban.kernel.models.reads import Read
from tongban.licences.models import Licence
from tongban.licences.terms import CONSENT, Change, Checks, LicenceState

pytestmark = pytest.mark.usefixtures("town")
AT = factories.MORNING
ARTICLE = "《政务数据共享条例》第十九条"


def with_duty(monkeypatch: pytest.MonkeyPatch, key: str = "business_licence", **changes) -> None:
    """The service as if the law had the department take this material itself."""
    current = catalog_queries.current

    def amended(code, *, at):
        release = current(code, at=at)
        return replace(
            release, materials=tuple(replace(spec, duty=ARTICLE, **changes) if spec.key == key else spec for spec in release.materials)
        )

    monkeypatch.setattr(catalog_queries, "current", amended)


def prefill(company: uuid.UUID, agent=None):
    return queries.prefill(catalog_queries.current(city.QUALIFICATION, at=AT), company, by=agent or factories.an_agent(company), at=AT)


def revoke(licence: Licence, at=AT) -> None:
    end_licence(licence.pk, Change.REVOKE, at=at)


def asked() -> tuple[uuid.UUID, Licence]:
    company = factories.make_company()
    return company, factories.make_licence(company)


def submit(company: uuid.UUID, *materials: Handed, at=AT, **changes):
    agent = factories.an_agent(company)
    application = factories.an_application(city.QUALIFICATION, company, materials=materials, **changes)
    factories.uploaded(*materials, by=agent)
    return actions.submit(key=uuid.uuid4(), application=application, by=agent, at=at)


# The preview


def test_each_licence_is_verified_and_says_what_it_fills() -> None:
    company, licence = asked()
    known = prefill(company)
    assert known.checks == {licence.pk: Checks(seal=True, status=True, identifier=True, dates=True)}
    assert known.fills == {licence.pk: ("capital",)}
    assert known.unusable == {}


def state(licence: Licence) -> None:
    put_in_state(licence.pk, LicenceState.SUSPENDED)


def forged(licence: Licence) -> None:
    """Somebody who can write to the table gives the licence another period: the digest no longer holds."""
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE licences_licence DISABLE TRIGGER USER")
        cursor.execute("UPDATE licences_licence SET valid_until = '2039-12-31' WHERE id = %s", [licence.pk])
        cursor.execute("ALTER TABLE licences_licence ENABLE TRIGGER USER")


WRONG = {
    "licence_ended": (state, {}, "status"),
    "licence_out_of_date": (lambda licence: None, {"valid_until": date(2026, 9, 6)}, "dates"),
    "licence_changed": (forged, {}, "seal"),
}


@pytest.mark.parametrize("code", WRONG)
def test_a_licence_that_cannot_be_used_is_told_with_the_reason_and_refused_by_name(code: str) -> None:
    make, changes, failed = WRONG[code]
    company = factories.make_company()
    licence = factories.make_licence(company, **changes)
    make(licence)
    known = prefill(company)
    assert known.materials == {} and "capital" not in known.form
    [told] = known.unusable["business_licence"]
    assert told.licence.id == licence.pk
    assert [name for name in ("seal", "status", "dates") if not getattr(told.checks, name)] == [failed]
    with factories.refused(InvalidApplication) as refusal:
        submit(company, Handed("business_licence", licence_id=licence.pk), factories.an_upload("report"))
    assert refusal.value.faults["materials.business_licence"].startswith(f"{code}_no_upload: ")


def test_a_wrong_check_character_is_told_and_hinders_nothing() -> None:
    company = factories.make_company()
    licence = factories.make_licence(company)
    wrong = licence.identifier[:-1] + ("A" if licence.identifier[-1] != "A" else "B")
    row = Licence.objects.get(pk=licence.pk)
    row.identifier = wrong
    digest = row.record_digest(row.opened())
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE licences_licence DISABLE TRIGGER USER")
        cursor.execute("UPDATE licences_licence SET identifier = %s, digest = %s WHERE id = %s", [wrong, digest, licence.pk])
        cursor.execute("ALTER TABLE licences_licence ENABLE TRIGGER USER")
    assert prefill(company).checks[licence.pk] == Checks(seal=True, status=True, identifier=False, dates=True)
    turn = submit(company, Handed("business_licence", licence_id=licence.pk), factories.an_upload("report"))
    kept = Material.objects.get(case=turn.case_id, key="business_licence")
    assert kept.verified is True and kept.verdict["identifier"] is False


def test_somebody_elses_licence_is_unknown() -> None:
    company, _licence = asked()
    other = factories.make_licence(factories.make_company())
    with factories.refused(InvalidApplication) as refusal:
        submit(company, Handed("business_licence", licence_id=other.pk), factories.an_upload("report"))
    assert refusal.value.faults["materials.business_licence"].startswith("licence_not_usable_no_upload: ")


# What the case keeps


def test_the_case_keeps_what_was_found_on_that_day() -> None:
    company, licence = asked()
    turn = submit(company, Handed("business_licence", licence_id=licence.pk), factories.an_upload("report"))
    kept = Material.objects.get(case=turn.case_id, key="business_licence")
    assert (kept.licence_identifier, kept.licence_version, kept.licence_digest) == (licence.identifier, 1, licence.digest)
    assert kept.verdict == {"seal": True, "status": True, "identifier": True, "dates": True}
    assert (kept.basis, kept.fills) == (CONSENT, ["capital"])
    view = queries.case(turn.case_id, by=factories.an_agent(company), at=AT, purpose="test")
    [shown] = [each for each in view.materials if each.key == "business_licence"]
    assert (shown.checks, shown.basis, shown.fills) == (Checks(True, True, True, True), CONSENT, ("capital",))
    assert (shown.licence_version, shown.licence_digest) == (1, licence.digest)


def test_the_holder_reads_who_was_given_it_for_which_case_and_on_which_ground() -> None:
    company, licence = asked()
    turn = submit(company, Handed("business_licence", licence_id=licence.pk), factories.an_upload("report"))
    row = Read.objects.get(question="licences.handed_over")
    assert (row.subject, row.basis, row.holders, row.fields) == (turn.number, CONSENT, [company], ["BL"])
    assert row.receiver == "榕城市示例建设委员会"
    assert row.purpose == f"cases.submit {city.QUALIFICATION}"


def test_nothing_is_told_where_nothing_was_taken() -> None:
    company, _licence = asked()
    with factories.refused(InvalidApplication):
        submit(company, factories.an_upload("report"))
    assert not Read.objects.filter(question="licences.handed_over").exists()


def test_an_upload_instead_of_the_licence(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who does not want the library to be used uploads, where the service takes uploads."""
    company, _licence = asked()
    factories.make_licence(company, "RC")
    bl = Licence.objects.get(holder_id=company, type="BL")
    turn = submit(
        company,
        Handed("business_licence", licence_id=bl.pk),
        factories.an_upload("staff"),
        factories.an_upload("report"),
        form={"grade": "first"},
    )
    kept = Material.objects.get(case=turn.case_id, key="staff")
    assert (kept.source, kept.licence_id, kept.basis, kept.fills) == ("upload", None, "", None)


# Statutory duty


def test_where_the_law_has_the_duty_nobody_is_asked_and_the_article_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    with_duty(monkeypatch)
    company, licence = asked()
    turn = submit(company, factories.an_upload("report"))
    kept = Material.objects.get(case=turn.case_id, key="business_licence")
    assert (kept.licence_id, kept.basis) == (licence.pk, ARTICLE)
    assert Read.objects.get(question="licences.handed_over").basis == ARTICLE


def test_handed_in_by_name_it_is_still_the_duty(monkeypatch: pytest.MonkeyPatch) -> None:
    with_duty(monkeypatch)
    company, licence = asked()
    turn = submit(company, Handed("business_licence", licence_id=licence.pk), factories.an_upload("report"))
    assert Material.objects.get(case=turn.case_id, key="business_licence").basis == ARTICLE
    assert Material.objects.filter(case=turn.case_id).count() == 2


def test_a_duty_asks_only_for_what_these_answers_need(monkeypatch: pytest.MonkeyPatch) -> None:
    with_duty(monkeypatch, "staff")
    company, licence = asked()
    staff = factories.make_licence(company, "RC")
    needed = (Handed("business_licence", licence_id=licence.pk), factories.an_upload("report"))
    turn = submit(company, *needed)
    assert not Material.objects.filter(case=turn.case_id, key="staff").exists()
    turn = submit(company, *needed, form={"grade": "first"})
    assert Material.objects.get(case=turn.case_id, key="staff").licence_id == staff.pk


def test_what_the_library_lacks_is_asked_for_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    with_duty(monkeypatch)
    company = factories.make_company()
    with factories.refused(InvalidApplication) as refusal:
        submit(company, factories.an_upload("report"))
    assert refusal.value.faults["materials.business_licence"].startswith("missing")


# Between the preview and the last button


def test_revoked_after_the_preview_it_is_refused_by_name_and_nothing_is_stored() -> None:
    company, licence = asked()
    assert prefill(company).checks[licence.pk].hold
    revoke(licence)
    with factories.refused(InvalidApplication) as refusal:
        submit(company, Handed("business_licence", licence_id=licence.pk), factories.an_upload("report"))
    assert refusal.value.faults["materials.business_licence"].startswith("licence_ended_no_upload: ")
    assert not Case.objects.exists() and not Material.objects.exists() and not Draft.objects.exists()


def test_of_what_was_filled_from_a_licence_that_has_ended_since_nobody_says_that_it_is_from_there() -> None:
    company, licence = asked()
    revoke(licence)
    fresh = factories.make_licence(company, content={"capital": 800, "address": "示例路"})
    turn = submit(company, Handed("business_licence", licence_id=fresh.pk), factories.an_upload("report"))
    assert Case.objects.get(pk=turn.case_id).provenance["capital"] == f"differs:licence:{fresh.identifier}"
    assert Material.objects.get(case=turn.case_id, key="business_licence").fills == []


# Counters


def saved(service: str = "") -> Saved:
    queries.forget()
    return queries.saved(service, at=AT)


def test_what_was_saved_is_counted_once_for_the_service_and_for_the_city() -> None:
    company, licence = asked()
    submit(company, Handed("business_licence", licence_id=licence.pk), factories.an_upload("report"))
    assert saved() == Saved()
    for _again in range(2):
        facts.dispatch(at=AT)
    assert saved(city.QUALIFICATION) == saved() == Saved(cases=1, materials=1, fields=4)
    other, licence = asked()
    submit(other, Handed("business_licence", licence_id=licence.pk), factories.an_upload("report"), form={"capital": 900})
    facts.dispatch(at=AT + timedelta(minutes=1))
    assert saved() == Saved(cases=2, materials=2, fields=7)
    assert saved(city.SHORT) == Saved()


def test_a_process_reads_a_counter_once_a_minute(django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        assert [queries.saved(at=AT) for _again in range(3)] == [Saved()] * 3
    with django_assert_num_queries(1):
        queries.saved(at=AT + timedelta(minutes=1))
