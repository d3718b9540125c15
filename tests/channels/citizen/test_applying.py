"""Applying from the first question to the receipt, with plain posts as a browser without JavaScript sends them."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.channels.citizen.story import (
    AGENT,
    COMPANY,
    MOTHER,
    OWNER,
    PAGES,
    PDF,
    QUALIFICATION,
    Wizard,
    a_pdf,
    actor,
    chosen,
    company_of,
    controls,
    submitted,
    text,
    value,
)
from tests.channels.conftest import DAY
from tongban.cases.models import Case, Draft, Material
from tongban.kernel import files
from tongban.licences.models import Licence

pytestmark = pytest.mark.usefixtures("rongcheng")


@pytest.fixture
def wizard(signed_in) -> Wizard:
    return Wizard(signed_in(AGENT), company_of(AGENT))


def draft() -> Draft:
    return Draft.objects.get()


class TestWhomFor:
    def test_one_choice_is_no_question(self, wizard: Wizard) -> None:
        response = wizard.client.get(f"/services/{QUALIFICATION}/apply/")
        assert response.headers["Location"] == f"{wizard.base}/situation/"

    def test_two_companies_are_a_question(self, signed_in) -> None:
        client = signed_in(OWNER)
        page = client.get(f"/services/{QUALIFICATION}/apply/")
        assert "榕城示例建设有限公司" in text(page) and "榕城水路工程有限公司" in text(page)
        assert "我自己" not in text(page), "the service is for companies"
        chosen = page.context["choices"][1]
        response = client.post(f"/services/{QUALIFICATION}/apply/", {"applicant": str(chosen.id)})
        assert response.headers["Location"].endswith(f"{chosen.id}/situation/")

    def test_no_choice_made_is_told(self, signed_in) -> None:
        response = signed_in(OWNER).post(f"/services/{QUALIFICATION}/apply/", {})
        assert response.status_code == 422
        assert "请选择为谁办。" in text(response)

    def test_without_a_mandate_it_says_how_to_get_one(self, signed_in) -> None:
        page = text(signed_in(MOTHER).get(f"/services/{QUALIFICATION}/apply/"))
        assert "这个账号还不能办这件事" in page
        assert "授权" in page


class TestSituation:
    def test_questions_that_were_left_open_are_named_and_the_others_kept(self, wizard: Wizard) -> None:
        response = wizard.client.post(f"{wizard.base}/situation/", {"situation.purpose": "add"})
        assert response.status_code == 422
        assert text(response).count("请回答这个问题。") == 2
        assert '<a href="#situation-registered">' in response.content.decode()
        assert chosen(response, "situation.purpose") == ["add"]

    def test_an_answer_that_stops_is_a_kind_no_with_where_to_go(self, wizard: Wizard) -> None:
        page = text(wizard.situation(**{"situation.other_trades": "yes"}))
        assert "这件事不在这里办" in page
        assert "请向省住房和城乡建设厅申请" in page
        assert "改一改我的回答" in page
        assert not Case.objects.exists()

    def test_an_answer_that_is_no_option_is_refused(self, wizard: Wizard) -> None:
        assert wizard.situation(**{"situation.purpose": "steal"}).status_code == 422


class TestForm:
    def test_it_is_filled_with_what_the_city_knows_and_says_from_where(self, wizard: Wizard) -> None:
        wizard.situation()
        page = wizard.get("form/1")
        assert value(page, "form.registered_capital") == "4000"
        assert value(page, "form.company_code") == "91999999000002006H"
        assert "来自营业执照" in text(page)

    def test_what_was_changed_no_longer_claims_to_come_from_a_licence(self, wizard: Wizard) -> None:
        wizard.situation()
        wizard.form(1, registered_capital="5000")
        fields = {field.key: field for field in wizard.get("form/1").context["fields"]}
        assert fields["registered_capital"].source == ""
        assert "营业执照" in fields["legal_representative"].source

    def test_mistakes_are_summed_up_on_top_and_what_was_typed_is_kept(self, wizard: Wizard) -> None:
        wizard.situation()
        response = wizard.form(1, registered_capital="很多", contact_name="")
        page = response.content.decode()
        assert response.status_code == 422
        assert page.index('class="error-summary"') < page.index('name="form.company_name"')
        assert '<a href="#form-registered_capital">' in page and '<a href="#form-contact_name">' in page
        wrong = controls(response, "form.registered_capital")[0]
        assert (wrong["value"], wrong["aria-invalid"]) == ("很多", "true")
        assert draft().form["registered_capital"] == "很多", "even a wrong answer is saved"

    def test_pages_follow_one_another_and_know_their_place(self, wizard: Wizard) -> None:
        assert wizard.situation().headers["Location"] == f"{wizard.base}/form/1/"
        assert wizard.form(1).headers["Location"] == f"{wizard.base}/form/2/"
        assert "第 3 步，共 7 步" in text(wizard.get("form/2"))
        assert f'href="{wizard.base}/form/1/"' in wizard.get("form/2").content.decode()

    def test_a_page_that_does_not_exist_is_not_found(self, wizard: Wizard) -> None:
        assert wizard.get("form/9").status_code == 404

    def test_one_more_record_on_request_and_empty_ones_are_dropped(self, wizard: Wizard) -> None:
        wizard.situation()
        record = {"engineers.0.name": "演示·甲", "engineers.0.specialty": "water", "engineers.0.certificate": "演1234567"}
        more = wizard.form(3, add=None, **record)
        assert more.status_code == 302
        grown = wizard.client.post(
            f"{wizard.base}/form/3/", {f"form.{name}": value for name, value in record.items()} | {"add": "engineers"}
        )
        assert grown.status_code == 200
        assert controls(grown, "form.engineers.1.name")
        wizard.form(3, **record, **{"engineers.1.name": ""})
        assert draft().form["engineers"] == [{"name": "演示·甲", "specialty": "water", "certificate": "演1234567"}]

    def test_a_record_that_is_not_whole_is_told_at_its_place(self, wizard: Wizard) -> None:
        wizard.situation()
        page = wizard.form(3, **{"engineers.0.name": "演示·甲"}).content.decode()
        assert '<a href="#form-engineers-0-certificate">请填写“注册证书编号”。</a>' in page

    def test_a_change_from_the_review_returns_there(self, wizard: Wizard) -> None:
        wizard.filled()
        assert "保存，回到核对" in text(wizard.client.get(f"{wizard.base}/form/1/?return=1"))
        response = wizard.client.post(f"{wizard.base}/form/1/", COMPANY | {"form.contact_name": "演示·新人", "return": "1"})
        assert response.headers["Location"] == f"{wizard.base}/review/"
        assert "演示·新人" in text(wizard.get("review"))


class TestLeaving:
    def test_save_and_finish_later_keeps_even_half_a_page(self, wizard: Wizard) -> None:
        wizard.situation()
        response = wizard.client.post(f"{wizard.base}/form/2/", {"form.grade": "third", "leave": "1"})
        assert response.headers["Location"] == "/cases/"
        page = wizard.client.get("/cases/")
        assert "还没提交的" in text(page) and "已经保存" in text(page)
        assert f'href="{wizard.base}/review/"' in page.content.decode()

    def test_going_on_leads_to_the_first_page_that_is_not_complete(self, wizard: Wizard) -> None:
        wizard.situation()
        wizard.form(1)
        assert wizard.get("review").headers["Location"] == f"{wizard.base}/form/2/"
        assert wizard.get("materials").headers["Location"] == f"{wizard.base}/form/2/"

    def test_what_was_typed_wrong_is_still_marked_when_somebody_comes_back(self, wizard: Wizard) -> None:
        wizard.situation()
        wizard.client.post(f"{wizard.base}/form/1/", COMPANY | {"form.registered_capital": "很多", "form.contact_name": "", "leave": "1"})
        page = wizard.get("form/1")
        assert page.status_code == 200
        assert "“注册资本（万元）”请填数字" in text(page)
        assert "请填写“联系人”。" not in text(page), "nobody is scolded for what they have not come to yet"

    def test_a_review_of_nothing_begins_at_the_beginning(self, wizard: Wizard) -> None:
        assert wizard.get("review").headers["Location"] == f"{wizard.base}/situation/"

    def test_a_draft_is_its_authors_alone(self, wizard: Wizard, signed_in) -> None:
        wizard.situation()
        assert "还没提交的" not in text(signed_in(OWNER).get("/cases/"))

    def test_a_draft_can_be_thrown_away(self, wizard: Wizard) -> None:
        wizard.situation()
        assert wizard.client.post(f"{wizard.base}/discard/").headers["Location"] == "/cases/"
        assert not Draft.objects.exists()


class TestMaterials:
    def test_only_what_these_answers_ask_for(self, wizard: Wizard) -> None:
        wizard.situation()
        for number in range(1, 5):
            wizard.form(number)
        keys = [item.spec.key for item in wizard.get("materials").context["items"]]
        assert keys == ["business_licence", "net_assets_report", "office_photo"], "a third grade needs no certificates of staff"
        wizard.form(2, grade="second")
        assert "staff_certificates" in [item.spec.key for item in wizard.get("materials").context["items"]]

    def test_the_library_comes_first_with_whose_licence_it_is(self, wizard: Wizard) -> None:
        wizard.situation()
        for number in range(1, 5):
            wizard.form(number)
        page = wizard.get("materials")
        assert "用证照库里的营业执照" in text(page)
        assert "榕城市市场监督管理局 · 91999999000002006H" in text(page)
        assert page.context["items"][0].licences, "taken without being asked"

    def test_a_good_file_stays_when_another_is_refused(self, wizard: Wizard) -> None:
        wizard.situation()
        for number in range(1, 5):
            wizard.form(number)
        response = wizard.materials(**{"material.office_photo.files": a_pdf("照片.jpg", b"not a picture")})
        assert response.status_code == 422
        assert "“照片.jpg”没有收下" in text(response)
        assert [each["file_name"] for each in draft().materials if each["file_digest"]] == ["审计报告.pdf"]
        again = wizard.client.post(
            f"{wizard.base}/materials/", {"material.business_licence": Licence.objects.get(type="BL", number="91999999000002006H").pk}
        )
        assert again.status_code == 302, "nobody uploads twice"

    def test_a_file_can_be_taken_back_and_looked_at(self, wizard: Wizard) -> None:
        wizard.filled()
        digest = next(each["file_digest"] for each in draft().materials if each["file_digest"])
        look = wizard.client.get(f"{wizard.base}/files/{digest}/")
        assert b"".join(look.streaming_content) == PDF
        assert look.headers["Content-Disposition"].startswith("attachment")
        response = wizard.materials(**{"material.net_assets_report.files": [], "material.net_assets_report.remove": digest})
        assert response.status_code == 422
        assert "请提供“上一年度审计报告”。" in text(response)

    def test_a_draft_that_names_the_file_of_another_shows_nothing_of_it(self, wizard: Wizard) -> None:
        wizard.filled()
        theirs = files.store(PDF + b"\n%%EOF\n", name="x.pdf", allowed=["pdf"], max_bytes=4096, by=actor(MOTHER, as_person=True), at=DAY)
        row = draft()
        row.materials = [{**each, "file_digest": theirs.digest} for each in row.materials if each["file_digest"]]
        row.save()
        assert wizard.client.get(f"{wizard.base}/files/{theirs.digest}/").status_code == 404

    def test_no_licence_and_no_file_is_told_at_its_place(self, wizard: Wizard) -> None:
        wizard.situation()
        for number in range(1, 5):
            wizard.form(number)
        page = wizard.client.post(f"{wizard.base}/materials/", {}).content.decode()
        assert '<a href="#material-net_assets_report">' in page and '<a href="#material-business_licence">' in page


class TestSubmitting:
    def test_everything_is_shown_before_the_one_button(self, wizard: Wizard) -> None:
        page = wizard.filled().get("review")
        words = text(page)
        for each in ("榕城示例建设有限公司（演示）", "第一次办资质", "水利水电工程、公路工程", "三级", "2360", "审计报告.pdf", "营业执照"):
            assert each in words
        assert words.count("提交申请") == 1
        assert page.content.decode().count("?return=1") == 4

    def test_what_is_missing_is_named_instead_of_the_button(self, wizard: Wizard) -> None:
        wizard.situation()
        for number in range(1, 5):
            wizard.form(number)
        page = wizard.get("review")
        assert "提交申请" not in text(page)
        assert f'{wizard.base}/materials/#material-net_assets_report">' in page.content.decode()

    def test_the_receipt_tells_number_next_step_who_and_until_when(self, wizard: Wizard) -> None:
        case = submitted(wizard.client, wizard.applicant)
        page = wizard.client.get(f"/cases/{case.pk}/receipt/")
        words = text(page)
        assert case.number in words
        assert "建委正在核对材料，决定是否受理" in words
        assert "12月1日" in words, "five working days after Tuesday 24 November"
        assert "到期没有答复，就视为已经受理。" in words
        assert "打印收件凭证（PDF）" in words
        assert page.context["case"].lanes.lanes

    def test_the_case_has_what_was_reviewed(self, wizard: Wizard) -> None:
        case = submitted(wizard.client, wizard.applicant)
        assert case.form["registered_capital"] == 4000 and case.form["net_assets"] == 2360
        assert case.provenance["registered_capital"].startswith("licence:")
        assert set(Material.objects.filter(case=case).values_list("key", "source")) == {
            ("business_licence", "licence"),
            ("net_assets_report", "upload"),
        }
        assert not Draft.objects.exists()

    def test_the_whole_way_in_english(self, signed_in) -> None:
        client = signed_in(AGENT)
        client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
        wizard = Wizard(client, company_of(AGENT)).filled()
        page = text(wizard.get("review"))
        assert "Check your answers, then submit" in page
        assert "Water works, Highway works" in page
        assert "Submit application" in page


def test_pages_of_the_form_need_no_script(wizard: Wizard) -> None:
    """Every page works with HTML alone: what binds is a plain form with a plain button."""
    wizard.filled()
    for page in ("situation", "form/1", "form/2", "form/3", "form/4", "materials", "review"):
        body = wizard.get(page).content.decode()
        assert '<form method="post"' in body, page
        assert "hx-post" not in body
    assert len(PAGES) == 4


def test_strangers_are_sent_to_sign_in(client: Client, rongcheng: None) -> None:
    response = client.get(f"/services/{QUALIFICATION}/apply/")
    assert response.status_code == 302
    assert response.headers["Location"].startswith("/accounts/login/?next=")
