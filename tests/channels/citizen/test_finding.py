"""Finding a service and reading its guide: for strangers, for the signed in, in both languages, and with nothing to find."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.channels.citizen.story import AGENT, MOTHER, QUALIFICATION, UNPROVED, text
from tongban.catalog import actions as catalog_actions
from tongban.catalog.models import Service
from tongban.catalog.terms import ServiceState
from tongban.identity.terms import SYSTEM
from tongban.kernel import clock

pytestmark = pytest.mark.usefixtures("rongcheng")
PUBLIC_PAGES = (
    "/",
    "/search",
    "/search?q=办资质",
    "/topics/construction/",
    "/services/",
    "/services/?department=jianwei&audience=organisation",
    f"/services/{QUALIFICATION}/",
    "/verify/",
    "/public/cases/",
    "/public/permits/",
)


@pytest.mark.parametrize("page", PUBLIC_PAGES)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_public_page_needs_no_sign_in_and_speaks_both_languages(client: Client, page: str, language: str) -> None:
    response = client.get(page, headers={"Accept-Language": language})
    assert response.status_code == 200
    assert f'<html lang="{"en" if language == "en" else "zh-Hans"}"' in response.content.decode()


def test_home_asks_one_question_and_offers_life_events(client: Client) -> None:
    page = client.get("/")
    assert "您想办什么？" in text(page)
    assert '<a href="/topics/birth/">' in page.content.decode()
    assert "12345" in text(page)


def test_home_reads_no_table_of_cases_for_a_stranger(client: Client, django_assert_max_num_queries) -> None:
    client.get("/")
    with django_assert_max_num_queries(0):
        client.get("/")


def test_people_find_it_in_their_own_words(client: Client) -> None:
    page = text(client.get("/search", {"q": "办资质"}))
    assert "办建筑资质，承接水利、公路工程" in page
    assert "建筑业企业资质认定（水利、公路专业）" in page
    assert "10个工作日" in page
    assert "榕城市住房和城乡建设委员会" in page


def test_nothing_found_is_said_kindly_with_where_to_go(client: Client) -> None:
    page = text(client.get("/search", {"q": "月球旅行签注"}))
    assert "没有找到“月球旅行签注”" in page
    assert "12345" in page
    assert "生孩子" in page, "subjects are offered"


def test_something_near_is_suggested(client: Client) -> None:
    assert "您是不是要找" in text(client.get("/search", {"q": "彩车婚礼歌舞结伴"}))


def test_what_was_asked_is_escaped(client: Client) -> None:
    assert "<script>alert" not in client.get("/search", {"q": "<script>alert(1)</script>"}).content.decode()


def test_a_list_of_services_costs_a_fixed_number_of_statements(client: Client, django_assert_max_num_queries) -> None:
    client.get("/services/")
    with django_assert_max_num_queries(2):
        client.get("/services/")


def test_services_turn_pages_by_cursor(client: Client) -> None:
    first = client.get("/services/")
    assert first.context["page"].next == "", "the demo city has less than a page"
    after = first.context["page"].lines[0].code
    assert client.get("/services/", {"after": "1" + after}).status_code == 200


def test_an_unknown_topic_and_an_unknown_service_are_not_found(client: Client) -> None:
    assert client.get("/topics/nowhere/").status_code == 404
    unknown = client.get("/services/000000-XX-0000/")
    assert unknown.status_code == 404
    assert "没有找到这个事项" in text(unknown)


def test_the_guide_says_enough_to_decide_above_one_button(client: Client) -> None:
    page = client.get(f"/services/{QUALIFICATION}/")
    words = text(page)
    facts = ("公司和单位", "10个工作日", "法律规定最长 45个工作日", "不收费", "不用跑", "建筑业企业资质证书")
    assert all(each in words for each in facts)
    assert words.index("登录后办理") < words.index("要准备什么"), "cost and time stand above the button, everything else below"
    assert words.count("登录后办理") == 1
    for each in ("专家评审", "建筑法", "0999-8001009", "行政复议", "2026-11-02", page.context["release"].digest):
        assert each in words


def test_the_guide_draws_the_way_as_if_handed_in_now(client: Client) -> None:
    page = client.get(f"/services/{QUALIFICATION}/")
    assert [lane.department for lane in page.context["lanes"].lanes] == ["jianwei", "shuiliju", "gongluju"]
    assert "<caption>" in page.content.decode(), "the same as a table, for who cannot see the picture"


def test_the_guide_tells_who_is_signed_in_what_they_have_already(signed_in) -> None:
    page = text(signed_in(AGENT).get(f"/services/{QUALIFICATION}/"))
    assert "开始办理" in page
    assert "您的证照库里已有" in page


def test_the_guide_says_which_level_is_missing_and_how_to_rise(signed_in) -> None:
    page = signed_in(UNPROVED).get(f"/services/{QUALIFICATION}/")
    assert "办这件事要实名等级 L3，您现在是 L1" in text(page)
    assert 'href="/me/#level"' in page.content.decode()
    assert "开始办理" not in text(page)


def test_a_paused_service_is_shown_without_a_button(client: Client) -> None:
    catalog_actions.change_state(service=QUALIFICATION, state=ServiceState.PAUSED, by=SYSTEM, at=clock.now())
    page = text(client.get(f"/services/{QUALIFICATION}/"))
    assert "暂停网上办理" in page
    assert "登录后办理" not in page
    assert "0999-8001002" in page, "where to go instead"


def test_an_imported_guide_says_where_to_go(client: Client) -> None:
    Service.objects.filter(pk=QUALIFICATION).update(state="guide-only")
    page = text(client.get(f"/services/{QUALIFICATION}/"))
    assert "这件事不能在网上办，请到窗口" in page
    assert "登录后办理" not in page


def test_what_runs_for_me_stands_on_my_home_page(signed_in) -> None:
    assert "正在为您办理" not in text(signed_in(MOTHER).get("/"))
