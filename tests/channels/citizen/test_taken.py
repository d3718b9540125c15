"""What the library gives to an application: shown before anything is handed in, taken or declined, and fetched once as a copy."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.test import Client

from tests.channels.citizen.story import AGENT, Wizard, a_pdf, company_of, submitted, text
from tests.channels.conftest import DAY
from tests.licences.factories import end_licence
from tongban.cases import queries as case_queries
from tongban.cases.models import Case, Material
from tongban.catalog import queries as catalog_queries
from tongban.identity.terms import SYSTEM
from tongban.kernel import clock, facts
from tongban.licences.models import Licence
from tongban.licences.terms import Change, Use
from tongban.sharing import actions as sharing_actions
from tongban.sharing.models import Copy

if TYPE_CHECKING:
    from tongban.catalog.terms import Release

pytestmark = pytest.mark.usefixtures("rongcheng")
ARTICLE = "《政务数据共享条例》第十九条"


@pytest.fixture
def wizard(signed_in) -> Wizard:
    """Up to the materials."""
    found = Wizard(signed_in(AGENT), company_of(AGENT))
    assert found.situation().status_code == 302
    for number in range(1, 5):
        assert found.form(number).status_code == 302
    return found


@pytest.fixture
def licence(rongcheng: None) -> Licence:
    return Licence.objects.get(type="BL", number="91999999000002006H")


def revoke(licence: Licence) -> None:
    end_licence(licence.pk, Change.REVOKE, at=DAY)


def amended(release: Release) -> Release:
    materials = [replace(spec, duty=ARTICLE) if spec.key == "business_licence" else spec for spec in release.materials]
    return replace(release, materials=tuple(materials))


@pytest.fixture
def duty(monkeypatch: pytest.MonkeyPatch) -> None:
    """The business licence is taken by law."""
    current, guide = catalog_queries.current, catalog_queries.guide
    monkeypatch.setattr(catalog_queries, "current", lambda code, *, at: amended(current(code, at=at)))
    monkeypatch.setattr(catalog_queries, "guide", lambda code: (amended(guide(code)[0]), guide(code)[1]))


class TestPreview:
    def test_it_says_what_from_whom_which_contents_which_fields_and_what_was_verified(self, wizard: Wizard) -> None:
        told = text(wizard.get("materials"))
        assert "榕城市市场监督管理局" in told
        assert "法定代表人、注册资本（万元）" in told
        assert "填好了表里的 法定代表人、注册地址、注册资本（万元）" in told
        assert "只用来办这件事" in told
        for verdict in ("和颁发时一样", "状态有效", "标识校验通过", "在有效期内"):
            assert verdict in told
        assert "演示·王立" not in told, "names of contents, no values"

    def test_it_is_shown_again_before_the_last_button_and_handing_in_is_the_agreement(self, wizard: Wizard) -> None:
        wizard.materials()
        told = text(wizard.get("review"))
        assert "和颁发时一样" in told and "只用来办这件事" in told
        assert "提交就是同意把上面 1 份证照的加注副本交给榕城市住房和城乡建设委员会" in told

    def test_what_cannot_be_used_says_why(self, wizard: Wizard, licence: Licence) -> None:
        revoke(licence)
        told = text(wizard.get("materials"))
        assert "这次不能用：已停用、被替代或终止" in told
        assert "用证照库里的营业执照" not in told

    def test_revoked_between_the_preview_and_the_button_nothing_is_stored_and_the_reason_is_told(
        self, wizard: Wizard, licence: Licence
    ) -> None:
        wizard.materials()
        carried = wizard.reviewed()
        revoke(licence)
        response = wizard.submit(carried)
        assert response.status_code == 422
        assert "刚刚被停用、换新或终止" in text(response)
        assert not Case.objects.exists()


class TestDuty:
    def test_nobody_is_asked_and_the_article_is_told(self, wizard: Wizard, duty: None) -> None:
        page = wizard.get("materials")
        told = text(page)
        assert f"依{ARTICLE}，由部门直接从证照库取用" in told
        assert 'name="material.business_licence"' not in page.content.decode()
        response = wizard.client.post(f"{wizard.base}/materials/", {"material.net_assets_report.files": a_pdf()})
        assert response.status_code == 302
        review = text(wizard.get("review"))
        assert f"依{ARTICLE}，不需要申请人同意" in review
        assert "提交就是同意" not in review
        assert wizard.submit().status_code == 302
        assert Material.objects.get(key="business_licence").basis == ARTICLE

    def test_the_guide_tells_it(self, duty: None) -> None:
        assert f"由部门依{ARTICLE}直接取用" in text(Client().get("/services/350100-JW-0101/"))


class TestCase:
    def test_the_applicant_reads_on_which_ground_and_is_told_when_the_licence_ends(self, signed_in, licence: Licence) -> None:
        client = signed_in(AGENT)
        case = submitted(client, company_of(AGENT))
        told = text(client.get(f"/cases/{case.pk}/"))
        assert "经申请人同意" in told and "已吊销" not in told
        revoke(licence)
        facts.dispatch(at=DAY)
        told = text(client.get(f"/cases/{case.pk}/"))
        assert "申请时用的“营业执照”已吊销。" in told and "您交的没有改动" in told

    def test_the_material_is_an_annotated_copy(self, signed_in, licence: Licence) -> None:
        client = signed_in(AGENT)
        case = submitted(client, company_of(AGENT))
        material = Material.objects.get(case=case, key="business_licence")
        answer = client.get(f"/cases/{case.pk}/materials/{material.pk}/")
        assert b"".join(answer.streaming_content).startswith(b"%PDF")
        copy = Copy.objects.get()
        assert (copy.licence_id, copy.case_number) == (licence.pk, case.number)
        assert licence.document_digest is None, "the original stays where it is"

    def test_the_home_page_and_the_guide_tell_what_was_saved(self, signed_in) -> None:
        assert "免交材料" not in text(Client().get("/"))
        submitted(signed_in(AGENT), company_of(AGENT))
        facts.dispatch(at=DAY)
        case_queries.forget()
        assert "证照库已经为 1 件申请免交材料 1 份" in text(Client().get("/"))
        assert "办这件事，证照库已经为 1 件申请免交材料 1 份" in text(Client().get("/services/350100-JW-0101/"))


class TestLink:
    @pytest.fixture
    def link(self, licence: Licence):
        use = Use(purpose="申请示例贷款", receiver="榕城示例银行", basis="consent:application")
        return sharing_actions.make_copy(
            key=uuid.uuid4(), licence_id=licence.pk, use=use, until=DAY + timedelta(days=30), by=SYSTEM, at=DAY
        )

    def test_looking_takes_nothing_and_pressing_takes_it_once(self, link) -> None:
        browser = Client()
        for _again in range(2):
            page = browser.get(f"/copies/{link.token}")
            told = text(page)
            assert "榕城示例银行" in told and "申请示例贷款" in told and "经持证人同意" in told
            assert "演示·王立" not in told and "no-store" in page["Cache-Control"] and page["Referrer-Policy"] == "no-referrer"
        fetched = browser.post(f"/copies/{link.token}")
        assert fetched.content.startswith(b"%PDF") and fetched["Content-Disposition"].startswith("attachment")
        for again in (browser.get, browser.post):
            refused = again(f"/copies/{link.token}")
            assert refused.status_code == 410 and "已经取走了" in text(refused)

    def test_a_link_that_has_expired(self, link, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(clock, "now", lambda: link.expires_at)
        refused = Client().post(f"/copies/{link.token}")
        assert refused.status_code == 410 and "已经过期" in text(refused)

    def test_what_is_no_link(self) -> None:
        for token in ("x", "A" * 43, "%E4%B8%AD"):
            assert Client().get(f"/copies/{token}").status_code == 404

    def test_of_a_licence_that_has_ended_since(self, link, licence: Licence) -> None:
        revoke(licence)
        refused = Client().post(f"/copies/{link.token}")
        assert refused.status_code == 409 and "已吊销" in text(refused)

    def test_by_rest_too(self, link) -> None:
        fetched = Client().post(f"/api/v1/copies/{link.token}")
        assert fetched.status_code == 200 and fetched.content.startswith(b"%PDF")
        again = Client().post(f"/api/v1/copies/{link.token}")
        assert again.status_code == 410 and again.json()["type"].endswith("link-used")
        assert Client().post("/api/v1/copies/x").json()["type"].endswith("unknown-link")
