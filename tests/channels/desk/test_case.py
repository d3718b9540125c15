"""The case page: who may see it and what of it, the materials beside the form, the papers, the applicant's licences."""

from __future__ import annotations

import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.cases import city, factories
from tests.channels.desk.pages import content_of, of_case, words
from tests.channels.rest import people
from tongban.cases.models import Material
from tongban.cases.terms import Decision, Opinion
from tongban.kernel.models.reads import Read

ROLES = ("window", "screen", "water", "road", "approver")


def material_of(play: factories.Play, key: str) -> str:
    row = Material.objects.get(case=play.turn.case_id, key=key)
    return reverse("desk:material", args=[play.turn.case_id, row.pk])


def at_decision(play: factories.Play) -> factories.Play:
    for key in ("accept", "screen", "water", "road"):
        play.act(key)
    return play


# who sees it


def test_a_case_is_for_the_desks_it_has_come_to(browser, play: factories.Play) -> None:
    assert browser("window").get(of_case(play)).status_code == 200
    for role in ROLES[1:]:
        hidden = browser(role).get(of_case(play))
        assert hidden.status_code == 404
        assert "没有找到这个办件" in words(hidden)
    at_decision(play)
    assert {browser(role).get(of_case(play)).status_code for role in ROLES} == {200}


def test_strangers_and_citizens_are_turned_away(client: Client, citizen: Client, play: factories.Play) -> None:
    assert "/accounts/login/" in client.get(of_case(play)).headers["Location"]
    assert citizen.get(of_case(play)).status_code == 403


def test_an_unknown_case_is_told(browser, town: None) -> None:
    assert browser("window").get(f"/desk/cases/{uuid.uuid4()}/").status_code == 404


def test_looking_leaves_one_line_that_the_applicant_sees(browser, play: factories.Play) -> None:
    browser("window").get(of_case(play))
    assert Read.objects.filter(subject=play.turn.number, purpose="handling the case").count() == 1


# what it shows


def test_every_answer_has_its_source_and_every_material_its_own(browser, play: factories.Play) -> None:
    page = words(browser("window").get(of_case(play)))
    for told in (
        "企业名称 榕城示例工程有限公司 来自城市的登记信息",
        "申请人填写",
        "来自营业执照",
        "核验有效",
        "示例.pdf",
        "办哪一种？ first",
    ):
        assert told in page


@pytest.mark.parametrize(
    ("until", "role", "told"),
    [
        ((), "window", "受理 a"),
        (("accept",), "window", "办件在别的席位上"),
        (("accept",), "screen", "有条件同意"),
        (("accept", "screen", "water", "road"), "approver", "不予许可须写明理由"),
        (("accept", "screen", "water", "road", "conclude"), "approver", "这个办件已经结束"),
    ],
)
def test_each_desk_is_offered_its_own_act(browser, play: factories.Play, until: tuple[str, ...], role: str, told: str) -> None:
    for key in until:
        play.act(key)
    assert told in words(browser(role).get(of_case(play)))


def test_a_check_is_offered_as_such_and_its_findings_are_shown(agent: people.Somebody, browser) -> None:
    play = people.submitted(agent, city.CHECKED)
    assert "完成预审" in words(browser("road").get(of_case(play)))
    play.act(
        "look_road", opinion=Opinion.DISAGREE, items=(factories.CorrectionItem("field:days", factories.Shortcoming.INCORRECT, "写错了"),)
    )
    page = words(browser("window").get(of_case(play)))
    assert "工期 有误 写错了" in page
    assert "请申请人补正" in page, "the window answers for the notice before its own step has come"


def test_an_opinion_is_shown_to_those_beside_only_after_their_own(browser, play: factories.Play) -> None:
    play.act("accept")
    play.act("screen")
    play.act("water", opinion=Opinion.DISAGREE, reason="河道内不能建")
    assert "河道内不能建" not in words(browser("road").get(of_case(play)))
    play.act("road")
    assert "河道内不能建" in words(browser("road").get(of_case(play)))


def test_what_a_correction_changed_is_shown_with_what_was_before(browser, play: factories.Play) -> None:
    play.ask_correction(factories.MISSING, factories.CorrectionItem("field:capital", factories.Shortcoming.INCORRECT, "和执照不一致"))
    page = words(browser("window").get(of_case(play)))
    assert "正在等申请人补正" in page and "补正期限" in page and "和执照不一致" in page
    play.correct(factories.an_upload("report", content=factories.PDF + b"\n%%EOF\n"), form={"capital": 600})
    page = words(browser("window").get(of_case(play)))
    assert "600 已修改 原来是 500" in page
    assert "补正时交" in page


def test_the_end_is_shown_with_its_reasons_and_its_licence(browser, agent: people.Somebody, play: factories.Play) -> None:
    at_decision(play).act("conclude")
    page = words(browser("approver").get(of_case(play)))
    assert "已办结：准予" in page and "签发的证照" in page
    other = at_decision(people.submitted(agent))
    other.act("conclude", decision=Decision.REFUSE, reasons="净资产不够")
    page = words(browser("approver").get(of_case(other)))
    assert "净资产不够" in page and "不予许可决定书" in page


def test_a_page_costs_a_handful_of_statements_however_much_happened(browser, play: factories.Play) -> None:
    costs = []
    for act in (lambda: None, lambda: at_decision(play)):
        act()
        browser("window").get(of_case(play))
        with CaptureQueriesContext(connection) as captured:
            browser("window").get(of_case(play))
        costs.append(len(captured))
    assert max(costs) <= 17


def test_it_speaks_english(browser, play: factories.Play) -> None:
    page = words(browser("window").get(of_case(play), headers={"Accept-Language": "en"}))
    assert "Accept a" in page and "Ask for a correction" in page and "Time limits" in page


# documents


def test_an_upload_opens_in_a_frame_of_ours_and_runs_nothing(browser, play: factories.Play) -> None:
    answer = browser("window").get(material_of(play, "report"))
    assert content_of(answer) == factories.PDF
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]


def test_a_picture_is_sandboxed_too(browser, agent: people.Somebody) -> None:
    png = factories.files.keep(b"\x89PNG\r\n\x1a\n", media_type="image/png", at=factories.MORNING).digest
    photo = factories.Handed(key="photo", file_digest=png, file_name="照片.png")
    usual = people.an_application(agent).materials
    play = people.submitted(agent, materials=(*usual, photo))
    answer = browser("window").get(material_of(play, "photo"))
    assert content_of(answer).startswith(b"\x89PNG")
    assert answer.headers["Content-Security-Policy"].startswith("sandbox;")
    page = " ".join(browser("window").get(of_case(play)).content.decode().split())
    assert f'{material_of(play, "photo")}" target="preview"' in page


def test_a_licence_used_as_material_opens_as_its_document(browser, play: factories.Play) -> None:
    answer = browser("window").get(material_of(play, "business_licence"))
    assert content_of(answer).startswith(b"%PDF")


def test_documents_of_a_case_are_hidden_with_it(browser, citizen: Client, play: factories.Play) -> None:
    paper = reverse("desk:paper", args=[play.row.papers.get().pk])
    for address in (material_of(play, "report"), paper):
        assert browser("water").get(address).status_code == 404
        assert citizen.get(address).status_code == 403
    assert browser("window").get(paper).content.startswith(b"%PDF")


def test_a_material_that_does_not_exist_is_told(browser, play: factories.Play) -> None:
    assert browser("window").get(reverse("desk:material", args=[play.turn.case_id, uuid.uuid4()])).status_code == 404


# the applicant's licences


def test_the_wallet_is_open_to_whoever_has_a_step_to_do_and_not_longer(browser, play: factories.Play) -> None:
    address = reverse("desk:licences", args=[play.turn.case_id])
    page = words(browser("window").get(address))
    assert "示例营业执照" in page and "持证人看得到" in page
    assert Read.objects.filter(question="licences.licences_of", purpose=f"handling the case {play.turn.number}").exists()
    play.act("accept")
    closed = browser("window").get(address)
    assert closed.status_code == 403
    assert "不归您办" in words(closed)
    assert browser("water").get(address).status_code == 404


def test_a_licence_opens_only_if_it_is_the_applicants(browser, agent: people.Somebody, play: factories.Play) -> None:
    own = factories.Licence.objects.get(holder_id=agent.company_id)
    foreign = factories.make_licence(factories.make_company())
    address = lambda licence: reverse("desk:licence", args=[play.turn.case_id, licence.pk])  # noqa: E731
    assert browser("window").get(address(own)).content.startswith(b"%PDF")
    assert browser("window").get(address(foreign)).status_code == 403


def test_the_licence_that_a_case_led_to_stays_open_to_its_desks(browser, play: factories.Play) -> None:
    at_decision(play).act("conclude")
    address = reverse("desk:licence", args=[play.turn.case_id, play.row.licence_id])
    assert browser("window").get(address).content.startswith(b"%PDF")
