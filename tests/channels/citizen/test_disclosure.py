"""What everybody may see of the city's work, with applicants masked; and what somebody may see of themselves."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.channels.citizen.story import AGENT, MOTHER, OWNER, UNPROVED, WINDOW, Desks, actor, company_of, submitted, text
from tests.channels.conftest import DAY
from tongban.identity import queries as identity_queries
from tongban.kernel import access_log

if TYPE_CHECKING:
    from django.test import Client

    from tongban.cases.models import Case

pytestmark = pytest.mark.usefixtures("rongcheng")


@pytest.fixture
def case(signed_in) -> Case:
    return submitted(signed_in(AGENT), company_of(AGENT))


class TestPublicCases:
    def test_with_nothing_it_says_so(self, client: Client) -> None:
        assert "还没有办件。" in text(client.get("/public/cases/"))

    def test_stages_and_times_are_public_and_names_are_not(self, client: Client, case: Case) -> None:
        page = text(client.get("/public/cases/"))
        assert case.number in page
        assert "建委正在核对材料，决定是否受理" in page
        assert "榕城示例建设有限公司" not in page and "榕城****示）" in page
        assert str(case.pk) not in client.get("/public/cases/").content.decode()

    def test_by_number_and_by_department(self, client: Client, case: Case) -> None:
        assert case.number in text(client.get("/public/cases/", {"number": f" {case.number} "}))
        assert "没有编号是“榕建 2026-999999-0”的办件" in text(client.get("/public/cases/", {"number": "榕建 2026-999999-0"}))
        assert len(client.get("/public/cases/", {"department": "jianwei"}).context["lines"]) == 1
        assert len(client.get("/public/cases/", {"department": "minzheng"}).context["lines"]) == 0

    def test_it_costs_a_fixed_number_of_statements(self, client: Client, case: Case, django_assert_max_num_queries) -> None:
        client.get("/public/cases/")
        with django_assert_max_num_queries(5):
            client.get("/public/cases/")


class TestPermits:
    def test_granted_permits_are_public(self, client: Client, case: Case) -> None:
        assert "还没有准予的许可。" in text(client.get("/public/permits/"))
        Desks(case.pk).until_decision().decide()
        page = text(client.get("/public/permits/"))
        assert case.number in page and "榕城示例建设有限公司（演示）" in page

    def test_it_costs_a_fixed_number_of_statements(self, client: Client, case: Case, django_assert_max_num_queries) -> None:
        Desks(case.pk).until_decision().decide()
        client.get("/public/permits/")
        with django_assert_max_num_queries(2):
            client.get("/public/permits/")


class TestMe:
    def test_it_says_who_i_am_to_the_city(self, signed_in) -> None:
        page = text(signed_in(OWNER).get("/me/"))
        assert "演示·王立" in page and "L4" in page and "窗口当面核对" in page
        assert "榕城水路工程有限公司（演示）" in page

    def test_it_says_how_to_rise(self, signed_in) -> None:
        page = text(signed_in(UNPROVED).get("/me/"))
        assert "L1" in page and "带身份证到政务服务中心的综合窗口" in page
        assert "还没有单位授权给您" in page

    def test_it_tells_who_else_has_looked_at_my_data(self, signed_in) -> None:
        assert "除了您自己，还没有人看过。" in text(signed_in(MOTHER).get("/me/"))

    def test_it_tells_who_has_looked_at_those_i_act_for(self, signed_in, case: Case) -> None:
        signed_in(WINDOW).get(f"/desk/cases/{case.pk}/")
        looks = signed_in(OWNER).get("/me/").context["readings"]
        assert ("建委", "榕城示例建设有限公司（演示）") in {(look.who, look.about) for look in looks}
        assert "榕城示例建设有限公司（演示）" in text(signed_in(OWNER).get("/me/")).partition("谁看过我的资料")[2]
        assert signed_in(MOTHER).get("/me/").context["readings"] == []

    def test_the_newest_thirty_of_all_together_and_one_look_is_one_line(self, signed_in) -> None:
        owner, clerk = actor(OWNER, as_person=True), actor(WINDOW)
        company = identity_queries.mandates_of(owner, at=DAY)[0].organisation
        both = [owner.person_id, company.id]
        for minute, holders in enumerate([both, *[[holder] for holder in both for _each in range(20)], both]):
            access_log.note("cases.case", by=clerk, at=DAY + timedelta(minutes=minute), purpose="handling the case", holders=holders)
        looks = signed_in(OWNER).get("/me/").context["readings"]
        assert [look.about for look in looks] == [f"本人、{company.name}", *[company.name] * 20, *["本人"] * 9]
        assert looks[0].at == DAY + timedelta(minutes=41)

    @pytest.mark.parametrize("page", ["/cases/", "/wallet/", "/me/"])
    def test_strangers_sign_in_first(self, client: Client, page: str) -> None:
        response = client.get(page)
        assert response.status_code == 302
        assert response.headers["Location"].startswith("/accounts/login/?next=")

    @pytest.mark.parametrize("page", ["/", "/cases/", "/wallet/", "/me/"])
    def test_an_account_that_is_only_staff_is_shown_kindly(self, signed_in, page: str) -> None:
        assert signed_in("19900000101").get(page).status_code == 200
