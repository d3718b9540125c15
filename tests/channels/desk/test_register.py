"""The department's own licences: found, changed, replaced; what was reported about them and how it is answered."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.cases import factories
from tests.channels.desk.pages import words
from tests.licences.test_frozen_record import tamper
from tongban.licences import actions, models, terms

if TYPE_CHECKING:
    from tests.channels.rest.people import Somebody

BASIS = {"basis": "《行政许可法》第七十条第二项", "document": "榕示民〔2026〕1号", "reason": "企业申请注销（示例）"}
CONFIRMED = {"confirmed": "yes"}


@pytest.fixture
def licence(agent: Somebody) -> models.Licence:
    """The business licence of the agent's company; minzheng issues it in the test city."""
    return models.Licence.objects.get(holder_id=agent.company_id, type="BL")


@pytest.fixture
def issuer(browser) -> Client:
    return browser("registrar")


@pytest.fixture
def second(browser) -> Client:
    return browser("second registrar")


@pytest.fixture
def asked(agent: Somebody, licence: models.Licence) -> terms.Correction:
    spec: dict[str, Any] = {"licence_id": licence.pk, "fields": ["capital"], "told": "应当是 600（示例）"}
    return actions.ask_correction(key=uuid.uuid4(), **spec, by=agent.actor, at=factories.MORNING)


def url(name: str, *arguments: object) -> str:
    return reverse(f"desk:{name}", args=arguments)


def unchanged(licence: models.Licence) -> bool:
    versions = models.Licence.objects.filter(holder_id=licence.holder_id, type=licence.type).values_list("state", flat=True)
    return list(versions) == ["valid"] and not models.LicenceEvent.objects.exists()


# found


def test_it_is_found_by_its_number_and_identifier(issuer: Client, licence: models.Licence) -> None:
    for text in (licence.number, licence.identifier):
        assert url("record", licence.pk) in issuer.get(url("register"), {"q": text}).content.decode()
    assert "没有找到" in words(issuer.get(url("register"), {"q": "没有这个号"}))
    assert "示例营业执照" in words(issuer.get(url("register"))), "what kinds the department issues"


def test_it_is_found_by_the_number_of_who_holds_it(issuer: Client, licence: models.Licence) -> None:
    assert url("record", licence.pk) in issuer.get(url("register"), {"q": licence.opened()["holder_code"]}).content.decode()


def test_another_department_neither_finds_nor_opens_it(browser, licence: models.Licence) -> None:
    other = browser("water")
    assert url("record", licence.pk) not in other.get(url("register"), {"q": licence.number}).content.decode()
    for address in (url("record", licence.pk), url("change-licence", licence.pk), url("new-version", licence.pk)):
        assert other.get(address).status_code == 404
        assert other.post(address, {"change": "cancel", **BASIS, **CONFIRMED}).status_code == 404
    assert unchanged(licence)


def test_the_record_shows_what_it_says(issuer: Client, licence: models.Licence) -> None:
    page = words(issuer.get(url("record", licence.pk)))
    for told in (licence.number, licence.identifier, "注册资本", "500", "改变状态", "冻结", "注销"):
        assert told in page


def test_a_record_that_was_tampered_with_says_so(issuer: Client, licence: models.Licence) -> None:
    tamper("UPDATE licences_licence SET number = 'D000000000' WHERE id = %s", licence.pk)
    assert "被改动过" in words(issuer.get(url("record", licence.pk)))


# changed


def test_a_change_is_read_once_more_and_then_done(issuer: Client, licence: models.Licence) -> None:
    typed = {"change": "suspend", **BASIS}
    again = issuer.post(url("change-licence", licence.pk), typed)
    assert again.status_code == 200 and "确认冻结" in words(again) and unchanged(licence)
    back = issuer.post(url("change-licence", licence.pk), typed | {"back": "yes"})
    assert BASIS["reason"] in words(back) and unchanged(licence)
    done = issuer.post(url("change-licence", licence.pk), typed | CONFIRMED)
    assert done.headers["Location"] == url("record", licence.pk)
    page = words(issuer.get(url("record", licence.pk)))
    for told in (*BASIS.values(), "已冻结", "解除冻结"):
        assert told in page


def proposed(issuer: Client, licence: models.Licence) -> models.LifeProposal:
    typed = {"change": "cancel", **BASIS}
    again = words(issuer.post(url("change-licence", licence.pk), typed))
    assert "提出注销" in again and "现在还不生效" in again
    done = issuer.post(url("change-licence", licence.pk), typed | CONFIRMED)
    assert done.headers["Location"] == url("record", licence.pk) and unchanged(licence)
    return models.LifeProposal.objects.get(outcome="")


def test_what_ends_a_licence_is_proposed_and_a_colleague_confirms_it(issuer: Client, second: Client, licence: models.Licence) -> None:
    confirm = url("confirm-proposal", proposed(issuer, licence).pk)
    own = issuer.get(url("record", licence.pk))
    assert "这是您提出的" in words(own) and confirm not in own.content.decode()
    answer = issuer.post(confirm)
    assert answer.status_code == 403 and "自己提出的变更不能自己确认" in words(answer) and unchanged(licence)
    assert "等第二个人确认的变更" in words(second.get(url("register"))) and licence.number in words(second.get(url("register")))
    page = second.get(url("record", licence.pk))
    assert confirm in page.content.decode() and all(told in words(page) for told in BASIS.values())
    assert second.post(confirm).headers["Location"] == url("record", licence.pk)
    told = words(second.get(url("record", licence.pk)))
    assert "已注销" in told and "恢复效力" in told and "已确认" in told
    assert second.post(confirm).status_code == 409


def test_a_colleague_sends_it_back_with_a_reason(issuer: Client, second: Client, licence: models.Licence) -> None:
    reject = url("reject-proposal", proposed(issuer, licence).pk)
    assert second.post(reject, {"note": ""}).status_code == 422
    assert second.post(reject, {"note": "材料不齐（示例）"}).status_code == 302
    page = words(issuer.get(url("record", licence.pk)))
    assert "已退回" in page and "材料不齐（示例）" in page and unchanged(licence)
    assert second.get(reject).headers["Location"] == url("record", licence.pk)


def test_whoever_proposed_it_takes_it_back(issuer: Client, second: Client, licence: models.Licence) -> None:
    withdraw = url("withdraw-proposal", proposed(issuer, licence).pk)
    assert withdraw in issuer.get(url("record", licence.pk)).content.decode()
    assert withdraw not in second.get(url("record", licence.pk)).content.decode()
    answer = second.post(withdraw)
    assert answer.status_code == 403 and "只有提出的人能收回" in words(answer)
    assert issuer.get(withdraw).headers["Location"] == issuer.post(withdraw).headers["Location"] == url("record", licence.pk)
    assert "已由提出人收回" in words(issuer.get(url("record", licence.pk))) and unchanged(licence)


def test_a_window_reads_the_record_and_changes_nothing(browser, issuer: Client, licence: models.Licence) -> None:
    window, confirm = browser("minzheng"), url("confirm-proposal", proposed(issuer, licence).pk)
    page = window.get(url("record", licence.pk))
    assert "要由本部门的决定岗位来办" in words(page) and confirm not in page.content.decode()
    for address in (url("change-licence", licence.pk), confirm):
        answer = window.post(address, {"change": "suspend", **BASIS, **CONFIRMED})
        assert answer.status_code == 403 and "决定岗位" in words(answer)
    assert browser("water").post(confirm).status_code == 404
    assert unchanged(licence)


@pytest.mark.parametrize("basis", ["x", "《行政许可法》", "第七十条"])
def test_a_basis_without_law_or_article_is_told_before_anything_is_done(issuer: Client, licence: models.Licence, basis: str) -> None:
    answer = issuer.post(url("change-licence", licence.pk), {"change": "suspend", **BASIS, "basis": basis})
    assert answer.status_code == 422 and "哪部法、哪一条" in words(answer) and "确认冻结" not in words(answer)
    assert unchanged(licence)


@pytest.mark.parametrize("missing", ["change", "basis", "reason", "document"])
def test_what_is_missing_is_named_and_nothing_is_changed(issuer: Client, licence: models.Licence, missing: str) -> None:
    answer = issuer.post(url("change-licence", licence.pk), {"change": "revoke", **BASIS, missing: "", **CONFIRMED})
    assert answer.status_code == 422 and "有几处需要改一下" in words(answer)
    assert unchanged(licence)


def test_a_change_that_came_too_late_is_refused_in_words(issuer: Client, licence: models.Licence) -> None:
    typed = {"change": "suspend", **BASIS, **CONFIRMED}
    issuer.post(url("change-licence", licence.pk), typed)
    answer = issuer.post(url("change-licence", licence.pk), typed)
    assert answer.status_code == 422, "it is no longer among what is open"
    assert models.LicenceEvent.objects.count() == 1


# the next version


def a_version(**changes: str) -> dict[str, str]:
    own = {"form.capital": "600", "form.address": "榕城市示例路3号", "why": "change", "valid_until": ""}
    return {**own, **BASIS, **changes}


def test_a_change_of_content_is_a_new_version(issuer: Client, licence: models.Licence) -> None:
    page = issuer.get(url("new-version", licence.pk))
    assert 'value="500"' in page.content.decode()
    until = {"valid_until": licence.valid_until.isoformat() if licence.valid_until else ""}
    again = words(issuer.post(url("new-version", licence.pk), a_version(**until)))
    assert "600（原来是500）" in again and "第 2 版" in again
    done = issuer.post(url("new-version", licence.pk), a_version(**until) | CONFIRMED)
    made = models.Licence.objects.get(previous_id=licence.pk)
    assert done.headers["Location"] == url("record", made.pk)
    assert str(made.opened()["content"]["capital"]) == "600"
    assert "已有新版" in words(issuer.get(url("record", licence.pk)))


@pytest.mark.parametrize(
    "changes",
    [{"why": ""}, {"basis": ""}, {"valid_until": "明年"}, {"valid_until": "2020-01-01"}, {"why": "renewal", "valid_until": "2026-09-08"}],
)
def test_a_version_that_is_wrong_is_told_with_what_was_typed(issuer: Client, licence: models.Licence, changes: dict[str, str]) -> None:
    answer = issuer.post(url("new-version", licence.pk), a_version(**changes) | CONFIRMED)
    assert answer.status_code == 422 and 'value="600"' in answer.content.decode()
    assert unchanged(licence)


# reported errors


def test_what_was_reported_waits_with_its_clock(issuer: Client, browser, asked: terms.Correction) -> None:
    page = words(issuer.get(url("reported")))
    assert asked.number in page and "注册资本" in page and "个工作日" in page
    assert asked.number not in words(browser("water").get(url("reported")))
    assert browser("water").get(url("answer-error", asked.id)).status_code == 404


def test_an_error_is_corrected_by_a_new_version(issuer: Client, licence: models.Licence, asked: terms.Correction) -> None:
    typed = {"outcome": "corrected", "answer": "已更正（示例）", "form.capital": "600", "form.address": "榕城市示例路3号"}
    again = words(issuer.post(url("answer-error", asked.id), typed))
    assert "600（原来是500）" in again and unchanged(licence)
    issuer.post(url("answer-error", asked.id), typed | CONFIRMED)
    assert models.Correction.objects.get().successor_id == models.Licence.objects.get(previous_id=licence.pk).pk
    assert "没有要答复的纠错" in words(issuer.get(url("reported")))


def test_a_record_that_is_right_is_kept(issuer: Client, licence: models.Licence, asked: terms.Correction) -> None:
    typed = {"outcome": "kept", "answer": "核对无误（示例）", **CONFIRMED}
    assert issuer.post(url("answer-error", asked.id), typed).headers["Location"] == url("reported")
    assert "已经答复" in words(issuer.get(url("answer-error", asked.id)))
    assert unchanged(licence)


def test_an_answer_that_is_wrong_changes_nothing(issuer: Client, licence: models.Licence, asked: terms.Correction) -> None:
    content = {"form.capital": "500", "form.address": "榕城市示例路3号"}
    for typed in ({"answer": "示例"}, {"outcome": "kept"}, {"outcome": "corrected", "answer": "示例", **content, **CONFIRMED}):
        assert issuer.post(url("answer-error", asked.id), typed).status_code == 422
    assert models.Correction.objects.get().outcome == "" and unchanged(licence)


def test_who_uses_a_licence_for_a_case_reports_what_is_wrong(play, browser, licence: models.Licence) -> None:
    window, address = browser("window"), url("report-error", play.turn.case_id, licence.pk)
    assert address in window.get(url("licences", play.turn.case_id)).content.decode()
    typed = {"key": str(uuid.uuid4()), "fields": ["capital"], "told": "和审计报告对不上（示例）"}
    assert window.post(address, typed).status_code == 302
    row = models.Correction.objects.get()
    assert (row.asked_by, row.asker, row.case_number) == ("department", "jianwei", play.turn.number)
    assert "等发证部门答复" in words(window.get(address))
    assert window.post(address, typed | {"key": str(uuid.uuid4())}).status_code == 409


@pytest.mark.parametrize(
    ("changes", "status"), [({"fields": []}, 422), ({"fields": ["colour"]}, 422), ({"told": " "}, 422), ({"key": "x"}, 302)]
)
def test_a_report_that_is_wrong_is_refused(play, browser, licence: models.Licence, changes: dict[str, Any], status: int) -> None:
    typed = {"key": str(uuid.uuid4()), "fields": ["capital"], "told": "示例", **changes}
    assert browser("window").post(url("report-error", play.turn.case_id, licence.pk), typed).status_code == status
    assert not models.Correction.objects.exists()


def test_nobody_reports_through_a_case_what_is_not_its_applicants(play, browser) -> None:
    foreign = factories.make_licence(factories.make_company())
    address = url("report-error", play.turn.case_id, foreign.id)
    assert browser("window").get(address).status_code == 404
    assert browser("registrar").get(address).status_code == 404, "nor whoever has nothing to do with the case"
