"""My cases: the list, one case as it goes on, its fragment, its receipt, who looked, taking it back; and nobody else's."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client

from tests.channels.citizen.story import AGENT, MOTHER, OWNER, WINDOW, Desks, Wizard, actor, company_of, submitted, text
from tests.channels.conftest import DAY
from tongban.cases import queries as case_queries
from tongban.cases.models import Case
from tongban.cases.terms import Decision, Opinion
from tongban.kernel.models.reads import Read

pytestmark = pytest.mark.usefixtures("rongcheng")


@pytest.fixture
def client(signed_in) -> Client:
    return signed_in(AGENT)


@pytest.fixture
def case(client: Client) -> Case:
    return submitted(client, company_of(AGENT))


def heading(client: Client, case: Case) -> str:
    return client.get(f"/cases/{case.pk}/").context["standing"]


def test_the_heading_follows_the_case(client: Client, case: Case) -> None:
    desks = Desks(case.pk)
    assert heading(client, case) == "建委正在核对材料，决定是否受理"
    desks.accept()
    assert heading(client, case) == "建委正在审查"
    desks.review("screen")
    assert heading(client, case) == "公路局、水利局正在审查" or heading(client, case) == "水利局、公路局正在审查"
    desks.review("road")
    assert heading(client, case) == "水利局正在审查，公路局已完成"
    desks.review("water")
    assert heading(client, case) == "建委正在作决定"
    desks.decide()
    assert heading(client, case) == "办好了"


def test_the_page_shows_the_clock_the_lanes_and_what_need_not_be_handed_in(client: Client, case: Case) -> None:
    Desks(case.pk).accept()
    page = client.get(f"/cases/{case.pk}/")
    words = text(page)
    assert case.number in words
    assert "12月8日" in words, "ten working days after 24 November"
    assert "怎么算的" in words
    assert "您没有再交的材料 1 件" in words
    assert "收件凭证" in words and "受理通知书" in words
    assert "<caption>" in page.content.decode()


def test_opinions_stay_with_the_departments_until_the_decision(client: Client, case: Case) -> None:
    desks = Desks(case.pk)
    desks.accept()
    desks.review("screen", Opinion.AGREE_WITH_CONDITIONS, "须补充设备清单后开工")
    assert "须补充设备清单后开工" not in text(client.get(f"/cases/{case.pk}/"))
    desks.review("road")
    desks.review("water")
    desks.decide()
    assert "须补充设备清单后开工" in text(client.get(f"/cases/{case.pk}/"))


def test_a_grant_leads_to_the_licence(client: Client, case: Case) -> None:
    Desks(case.pk).until_decision().decide()
    page = client.get(f"/cases/{case.pk}/")
    licence_id = Case.objects.get().licence_id
    assert f'href="/wallet/{licence_id}/"' in page.content.decode()
    assert "制证中" in text(client.get("/wallet/"))


def test_a_refusal_gives_reasons_and_remedies_with_dates(client: Client, case: Case) -> None:
    Desks(case.pk).until_decision().decide(Decision.REFUSE, "净资产未达到三级标准。")
    page = text(client.get(f"/cases/{case.pk}/"))
    assert "没有批准（不予许可）" in page
    assert "净资产未达到三级标准。" in page
    assert "行政复议接待室" in page and "东湖区人民法院" in page
    assert "2027年1月" in page, "sixty days after the decision"
    assert "不予许可决定书" in page


def test_papers_are_pdf(client: Client, case: Case) -> None:
    paper = case.papers.get()
    response = client.get(f"/papers/{paper.pk}/")
    assert response.status_code == 200
    assert response.content.startswith(b"%PDF-")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cache-Control"] == "private, no-store"


class TestFragment:
    def address(self, case: Case) -> str:
        return f"/cases/{case.pk}/progress/?number={case.number}"

    def test_the_page_asks_for_it_and_it_is_small(self, client: Client, case: Case) -> None:
        assert f'hx-get="/cases/{case.pk}/progress/?number=' in client.get(f"/cases/{case.pk}/").content.decode()
        response = client.get(self.address(case))
        assert response.status_code == 200
        assert "<html" not in response.content.decode()
        assert "建委正在核对材料" in text(response)

    def test_unchanged_is_told_without_reading_the_case(self, client: Client, case: Case, django_assert_max_num_queries) -> None:
        etag = client.get(self.address(case)).headers["ETag"]
        looks = Read.objects.count()
        with django_assert_max_num_queries(5):
            response = client.get(self.address(case), headers={"If-None-Match": etag})
        assert response.status_code == 304
        assert Read.objects.count() == looks, "a page left open does not fill the log of reads"

    def test_an_act_changes_it(self, client: Client, case: Case) -> None:
        etag = client.get(self.address(case)).headers["ETag"]
        Desks(case.pk).accept()
        response = client.get(self.address(case), headers={"If-None-Match": etag})
        assert response.status_code == 200
        assert "建委正在审查" in text(response)

    def test_another_language_is_another_page(self, client: Client, case: Case) -> None:
        etag = client.get(self.address(case)).headers["ETag"]
        assert client.get(self.address(case), headers={"If-None-Match": etag, "Accept-Language": "en"}).status_code == 200

    def test_it_does_without_a_number(self, client: Client, case: Case) -> None:
        assert client.get(f"/cases/{case.pk}/progress/").status_code == 200

    def test_an_ended_case_is_no_longer_polled(self, client: Client, case: Case) -> None:
        Desks(case.pk).until_decision().decide()
        assert "hx-get" not in client.get(f"/cases/{case.pk}/").content.decode().split("<main")[1].split("</main")[0]


class TestList:
    def test_it_says_where_each_stands(self, client: Client, case: Case) -> None:
        page = text(client.get("/cases/"))
        assert "建委正在核对材料，决定是否受理" in page
        assert case.number in page
        assert "正在为您办理" in text(client.get("/")), "and the home page begins with it"

    def test_with_nothing_it_offers_to_begin(self, signed_in) -> None:
        page = text(signed_in(MOTHER).get("/cases/"))
        assert "您还没有办件" in page and "找要办的事" in page

    def test_it_costs_a_fixed_number_of_statements(self, client: Client, case: Case, django_assert_max_num_queries) -> None:
        for _again in range(2):
            again = submitted_again(client)
        assert again.status_code == 302
        client.get("/cases/")
        with django_assert_max_num_queries(10):
            assert len(client.get("/cases/").context["lines"]) == 3

    def test_a_cursor_that_cannot_be_read_begins_anew(self, client: Client, case: Case) -> None:
        assert case.number in text(client.get("/cases/", {"after": "nonsense"}))


def submitted_again(client: Client):
    """One more application of the same company."""
    return Wizard(client, company_of(AGENT)).filled().submit()


class TestWithdrawal:
    def test_it_is_asked_once_more_and_then_done(self, client: Client, case: Case) -> None:
        assert "要撤回这份申请吗？" in text(client.get(f"/cases/{case.pk}/withdraw/"))
        response = client.post(f"/cases/{case.pk}/withdraw/", {"reason": "换了项目"})
        assert response.headers["Location"] == f"/cases/{case.pk}/"
        assert Case.objects.get().end == "withdrawn"
        assert heading(client, case) == "您已撤回这份申请"

    def test_after_the_decision_it_is_no_longer_offered(self, client: Client, case: Case) -> None:
        Desks(case.pk).until_decision().decide()
        assert f"/cases/{case.pk}/withdraw/" not in client.get(f"/cases/{case.pk}/").content.decode()
        assert client.get(f"/cases/{case.pk}/withdraw/").status_code == 302
        assert client.post(f"/cases/{case.pk}/withdraw/").status_code == 409
        assert Case.objects.get().end == "granted"


class TestOthers:
    PAGES = ("", "progress/", "receipt/", "reads/", "withdraw/", "correction/")

    @pytest.mark.parametrize("page", PAGES)
    def test_nobody_elses_case_is_found(self, case: Case, signed_in, page: str) -> None:
        response = signed_in(MOTHER).get(f"/cases/{case.pk}/{page}")
        assert response.status_code == 404
        assert "没有找到这个办件" in text(response)
        assert case.number not in text(response)

    def test_nor_its_papers_nor_its_materials(self, case: Case, signed_in) -> None:
        stranger = signed_in(MOTHER)
        assert stranger.get(f"/papers/{case.papers.get().pk}/").status_code == 404
        for material in case.materials.all():
            assert stranger.get(f"/cases/{case.pk}/materials/{material.pk}/").status_code == 404
        assert stranger.post(f"/cases/{case.pk}/withdraw/").status_code in (403, 404)
        assert Case.objects.get().end is None

    def test_whoever_acts_for_the_company_sees_it_too(self, case: Case, signed_in) -> None:
        assert case.number in text(signed_in(OWNER).get(f"/cases/{case.pk}/"))

    def test_a_clerk_at_the_citizens_side_is_a_person_like_any_other(self, case: Case, signed_in) -> None:
        assert signed_in("19900000101").get(f"/cases/{case.pk}/").status_code == 404

    def test_a_case_that_never_was(self, client: Client) -> None:
        assert client.get(f"/cases/{uuid.uuid4()}/").status_code == 404


class TestReads:
    def test_it_tells_which_office_looked_and_never_who(self, client: Client, case: Case, signed_in) -> None:
        assert "除了您自己，还没有人看过。" in text(client.get(f"/cases/{case.pk}/reads/"))
        case_queries.case(case.pk, by=actor(WINDOW), at=DAY, purpose="handling the case")
        page = text(client.get(f"/cases/{case.pk}/reads/"))
        assert "建委" in page and "办理申请" in page
        assert "演示·李窗" not in page
        assert "建委" in text(signed_in(OWNER).get(f"/cases/{case.pk}/reads/"))


class TestFiles:
    def test_what_was_uploaded_is_downloaded_never_run(self, client: Client, case: Case) -> None:
        upload = case.materials.get(source="upload")
        response = client.get(f"/cases/{case.pk}/materials/{upload.pk}/")
        assert response.headers["Content-Disposition"].startswith("attachment")
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Content-Security-Policy"].startswith("sandbox")
        assert response.headers["Content-Type"] == "application/pdf"
        assert b"".join(response.streaming_content).startswith(b"%PDF-")

    def test_a_licence_is_downloaded_as_its_document(self, client: Client, case: Case) -> None:
        licence = case.materials.get(source="licence")
        response = client.get(f"/cases/{case.pk}/materials/{licence.pk}/")
        assert b"".join(response.streaming_content).startswith(b"%PDF-")
