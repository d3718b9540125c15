"""The holder's pages: showing by QR code, standing authorisations, who used my licences; and what whoever scans the code sees."""

from __future__ import annotations

import re
import uuid

import pytest
from django.test import Client

from tests.channels.citizen.story import MOTHER, OWNER, WINDOW, actor, company_of, text
from tests.licences.factories import put_in_state
from tongban.identity.terms import SYSTEM
from tongban.kernel import clock
from tongban.licences.models import Licence
from tongban.sharing import actions as sharing_actions
from tongban.sharing import queries as sharing_queries
from tongban.sharing.models import Showing, UseGrant

pytestmark = pytest.mark.usefixtures("rongcheng")
WORK = {"purpose": "work", "amount": "whole"}


@pytest.fixture
def card(rongcheng: None) -> Licence:
    """The owner's identity card."""
    person = actor(OWNER, as_person=True)
    return Licence.objects.get(type="ID", holder_id=person.person_id)


def address_of(page) -> str:
    """What the QR code on a page says."""
    return re.search(r'href="[^"]*(/show/[^"]+)"', page.content.decode())[1]


class TestShowing:
    def shown(self, signed_in, card: Licence, **answers) -> tuple[Client, str, str]:
        client = signed_in(OWNER)
        response = client.post(f"/wallet/{card.pk}/show/", {**WORK, **answers})
        assert response.status_code == 302
        page = client.get(response.headers["Location"])
        return client, response.headers["Location"], address_of(page)

    def test_from_the_wallet_to_the_one_who_scans_and_never_a_second_time(self, signed_in, client: Client, card: Licence) -> None:
        holder, place, address = self.shown(signed_in, card)
        offer = client.get(address)
        assert "求职、入职" in text(offer) and "演示·王立" not in text(offer)
        assert offer.headers["Cache-Control"] == "private, no-store"
        opened = client.post(address)
        assert "演示·王立" in text(opened) and "仅用于：求职、入职" in text(opened)
        for again in (client.get(address), client.post(address)):
            assert again.status_code == 410
            assert "这个出示码已经用过了" in text(again) and "演示·王立" not in text(again)
        assert "对方看过了" in text(holder.get(f"{place}state/"))
        uses = text(holder.get("/wallet/uses/"))
        assert "当面扫码的人（没有登录）" in uses and "居民身份证" in uses and "求职、入职" in uses and "您当场同意" in uses
        assert card.number not in uses

    def test_only_what_was_ticked_is_seen(self, signed_in, client: Client, card: Licence) -> None:
        _holder, _place, address = self.shown(signed_in, card, amount="part", claims=["age_over_18"])
        assert "已满 18 岁" in text(client.get(address))
        words = text(client.post(address))
        assert "已满 18 岁 是" in words and "演示·王立" not in words and card.number not in words

    def test_looking_at_the_code_page_uses_nothing_up_but_the_holder_does_not_open_it(
        self, signed_in, client: Client, card: Licence
    ) -> None:
        holder, place, address = self.shown(signed_in, card)
        assert client.get(address).status_code == client.get(address).status_code == 200
        refused = holder.post(address)
        assert refused.status_code == 409 and "这是您自己出示的码" in text(refused)
        assert client.post(address).status_code == 200

    def test_another_browser_of_the_holder_has_no_code(self, signed_in, card: Licence) -> None:
        _holder, place, _address = self.shown(signed_in, card)
        page = signed_in(OWNER).get(place)
        assert "二维码不在这里" in text(page) and "<svg" not in page.content.decode().split('id="showing"')[1].split("</section>")[0]

    @pytest.mark.parametrize(
        ("answers", "words"),
        [
            ({"amount": "whole"}, "没有写明用途"),
            ({"purpose": "other", "other": " ", "amount": "whole"}, "没有写明用途"),
            ({"purpose": "work", "amount": "part"}, "没有所选的内容"),
            ({"purpose": "work", "amount": "part", "claims": ["secret"]}, "没有所选的内容"),
        ],
    )
    def test_what_is_missing_is_said_and_nothing_is_lost(self, signed_in, card: Licence, answers: dict[str, object], words: str) -> None:
        page = signed_in(OWNER).post(f"/wallet/{card.pk}/show/", answers)
        assert page.status_code == 422 and words in text(page)
        assert not Showing.objects.exists()

    def test_nobody_shows_or_watches_what_is_anothers(self, signed_in, card: Licence) -> None:
        _holder, place, _address = self.shown(signed_in, card)
        other = signed_in(MOTHER)
        assert other.get(f"/wallet/{card.pk}/show/").status_code == 404
        assert other.post(f"/wallet/{card.pk}/show/", WORK).status_code == 404
        assert other.get(place).status_code == other.get(f"{place}state/").status_code == 404

    def test_a_showing_of_a_licence_that_has_ended_says_that_it_is_over(self, signed_in, card: Licence) -> None:
        holder, place, _address = self.shown(signed_in, card)
        put_in_state(card.pk, "revoked")
        state = text(holder.get(f"{place}state/"))
        assert "现在不能用了" in state and "再出示一次" not in state
        page = text(holder.get(f"/wallet/{card.pk}/"))
        assert "证照不能用了，打不开" in page and "等对方扫码" not in page

    def test_a_code_that_is_none(self, client: Client) -> None:
        for answer in (client.get("/show/nothing"), client.post("/show/nothing")):
            assert answer.status_code == 404 and "没有这个出示码" in text(answer)

    def test_a_clerk_who_scans_is_named_by_the_department(self, signed_in, card: Licence) -> None:
        holder, _place, address = self.shown(signed_in, card)
        assert signed_in(WINDOW).post(address).status_code == 200
        assert "建委" in text(holder.get("/wallet/uses/"))


class TestGrants:
    def given(self, **changes) -> dict[str, object]:
        spec = {
            "key": uuid.uuid4(),
            "receiver": "minzheng",
            "types": ["ID"],
            "other": "每年核对津贴（演示）",
            "valid_until": "2027-11-23",
        }
        return {**spec, **changes}

    def test_given_with_one_page_and_revoked_with_one_press(self, signed_in, card: Licence) -> None:
        client = signed_in(OWNER)
        place = f"/wallet/grants/new/{card.holder_id}/"
        receiver = sharing_queries.receivers()[0]
        assert str(receiver.name) in text(client.get(place))
        assert "居民身份证" in text(client.get(place, {"receiver": receiver.code}))
        assert client.post(place, self.given(receiver=receiver.code)).headers["Location"] == "/wallet/grants/"
        page = client.get("/wallet/grants/")
        assert "每年核对津贴（演示）" in text(page) and str(receiver.name) in text(page)
        grant = UseGrant.objects.get()
        client.post(f"/wallet/grants/{grant.pk}/revoke/")
        words = text(client.get("/wallet/grants/"))
        assert "已撤销" in words and "撤销于" in words

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"receiver": ""}, "不能授权给这个单位"),
            ({"types": []}, "请至少勾选一种"),
            ({"types": ["NONE"]}, "没有这种证照"),
            ({"other": ""}, "请选一个用途"),
            ({"other": "核对\u202e"}, "看不见的字符"),
            ({"valid_until": "明年"}, "请选今天以后、三年以内的一天"),
            ({"valid_until": "2039-01-01"}, "授权的截止日期不对"),
        ],
    )
    def test_what_is_wrong_is_said_and_the_rest_is_kept(self, signed_in, card: Licence, changes: dict[str, object], words: str) -> None:
        told = self.given(**{"receiver": sharing_queries.receivers()[0].code, **changes})
        page = signed_in(OWNER).post(f"/wallet/grants/new/{card.holder_id}/", told)
        assert page.status_code == 422 and words in text(page)
        assert not UseGrant.objects.exists()

    def test_purposes_that_a_receivers_systems_ask_for_are_offered_word_for_word(self, signed_in, card: Licence) -> None:
        sharing_actions.register_consumer(code="yhxt", name="演示·银行系统", department="", calls_per_minute=60, by=SYSTEM, at=clock.now())
        for code, purpose in (("ID", "开户核对（演示）"), ("BL", "贷款核对（演示）")):
            sharing_actions.grant_right(consumer="yhxt", type_code=code, purposes=[purpose], basis="", by=SYSTEM, at=clock.now())
        client, place = signed_in(OWNER), f"/wallet/grants/new/{card.holder_id}/"
        page = text(client.get(place, {"receiver": "yhxt"}))
        assert "开户核对（演示） 要看：居民身份证" in page and "别的用途" in page
        assert "贷款核对（演示）" not in page  # for licences that this holder has none of
        client.post(place, self.given(receiver="yhxt", purpose="开户核对（演示）", other="随便写的"))
        assert UseGrant.objects.get().purpose == "开户核对（演示）"

    def test_all_that_is_missing_is_said_at_once_at_its_field(self, signed_in, card: Licence) -> None:
        place = f"/wallet/grants/new/{card.holder_id}/"
        page = signed_in(OWNER).post(place, {"receiver": "minzheng", "valid_until": ""}).content.decode()
        assert re.findall(r'<li><a href="#(\w+)"', page) == ["purpose", "types", "valid_until"]
        assert len(re.findall(r'class="field wrong"', page)) == 3

    def test_what_a_purpose_asks_for_is_ticked_or_said_before_it_is_given(self, signed_in, card: Licence) -> None:
        by = {"by": SYSTEM, "at": clock.now()}
        sharing_actions.register_consumer(code="yhxt", name="演示·银行系统", department="", calls_per_minute=60, **by)
        sharing_actions.grant_right(consumer="yhxt", type_code="ID", purposes=["开户核对（演示）"], basis="", **by)
        client, place = signed_in(OWNER), f"/wallet/grants/new/{card.holder_id}/"
        told = self.given(receiver="yhxt", purpose="开户核对（演示）", other="", types=[])
        page = client.post(place, told)
        assert page.status_code == 422 and "已经替您勾上" in text(page) and page.context["chosen"] == ["ID"]
        page = client.post(place, {**told, "types": ["RC"]})
        assert "您没有勾：对方查不到" in text(page) and not UseGrant.objects.exists()
        other = client.post(place, {**told, "types": ["RC", "QC"], "told": page.context["told"]})
        assert "您没有勾" in text(other), "of another choice it is said again"
        assert client.post(place, {**told, "types": ["ID"]}).status_code == 302
        assert UseGrant.objects.get().types == ["ID"]

    def test_who_was_told_that_something_is_not_ticked_may_mean_it(self, signed_in, card: Licence) -> None:
        by = {"by": SYSTEM, "at": clock.now()}
        sharing_actions.register_consumer(code="yhxt", name="演示·银行系统", department="", calls_per_minute=60, **by)
        permit = Licence.objects.get(number="榕建资〔2024〕000003号")
        for code in ("BL", permit.type_id):
            sharing_actions.grant_right(consumer="yhxt", type_code=code, purposes=["贷款核对（演示）"], basis="", **by)
        client, place = signed_in(OWNER), f"/wallet/grants/new/{permit.holder_id}/"
        told = self.given(receiver="yhxt", purpose="贷款核对（演示）", other="", types=["BL"])
        page = client.post(place, told)
        assert page.status_code == 422 and "您没有勾" in text(page)
        assert client.post(place, {**told, "told": page.context["told"]}).status_code == 302
        assert UseGrant.objects.get().types == ["BL"]

    def test_a_receiver_that_is_none_is_said_at_once(self, signed_in, card: Licence) -> None:
        page = signed_in(OWNER).get(f"/wallet/grants/new/{card.holder_id}/", {"receiver": "nobody"})
        assert page.status_code == 422 and "不能授权给这个单位" in text(page) and 'name="types"' not in page.content.decode()

    def test_nobody_gives_or_revokes_for_another(self, signed_in, card: Licence) -> None:
        receiver = sharing_queries.receivers()[0].code
        signed_in(OWNER).post(f"/wallet/grants/new/{card.holder_id}/", self.given(receiver=receiver))
        other = signed_in(MOTHER)
        assert other.post(f"/wallet/grants/new/{card.holder_id}/", self.given(receiver=receiver)).status_code == 404
        assert other.post(f"/wallet/grants/{UseGrant.objects.get().pk}/revoke/").status_code == 404
        assert other.get(f"/wallet/uses/?holder={card.holder_id}").status_code == 404


class TestUses:
    def test_every_holder_has_a_log_of_their_own(self, signed_in) -> None:
        company = company_of(OWNER)
        page = signed_in(OWNER).get(f"/wallet/uses/?holder={company}")
        assert page.context["holder"].id == company
        assert "除了您自己，还没有人看过。" in text(page)

    @pytest.mark.parametrize("before", ["-1", "x", "9" * 30, "１"])
    def test_a_page_that_is_none_is_the_first(self, signed_in, before: str) -> None:
        assert signed_in(OWNER).get("/wallet/uses/", {"before": before}).status_code == 200


class TestMachines:
    def test_status_lists_and_the_issuers_key_are_for_everybody(self, client: Client) -> None:
        answer = client.get("/status-lists/0")
        assert answer.headers["Content-Type"] == "application/statuslist+jwt"
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert client.get("/status-lists/7").status_code == 404
        assert client.get("/.well-known/jwt-vc-issuer").json()["jwks"]["keys"][0]["crv"] == "P-256"
