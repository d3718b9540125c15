"""Bad input at the citizen's door: a clear message in the user's language, and nothing has changed."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.apps import apps
from django.test import Client

from tests.channels.citizen.story import (
    AGENT,
    COMPANY,
    MOTHER,
    OWNER,
    QUALIFICATION,
    SITUATION,
    TRADES,
    UNPROVED,
    Wizard,
    a_pdf,
    actor,
    chosen,
    company_of,
    text,
    value,
)
from tongban.cases.models import Case, Draft
from tongban.catalog import actions as catalog_actions
from tongban.catalog.terms import ServiceState
from tongban.identity.terms import SYSTEM
from tongban.kernel import clock
from tongban.licences.models import Licence

pytestmark = pytest.mark.usefixtures("rongcheng")
# What a look leaves behind, and the session of the browser; a draft is what somebody types, right or wrong.
FREE = {"kernel_read", "django_session", "cases_draft"}


def rows() -> dict[str, int]:
    models = [model for model in apps.get_models() if model._meta.managed and model._meta.db_table not in FREE]
    return {model._meta.db_table: model._base_manager.count() for model in models}


@contextmanager
def nothing_changes() -> Iterator[None]:
    before = rows()
    yield
    assert rows() == before


@pytest.fixture
def wizard(signed_in) -> Wizard:
    return Wizard(signed_in(AGENT), company_of(AGENT))


class TestNumbers:
    @pytest.mark.parametrize("code", ["91999999000002006X", "12345", "9199999900000200600", "９１９９９９９９０００００２００６Ｘ"])
    def test_a_wrong_credit_code_is_told_at_the_field(self, wizard: Wizard, code: str) -> None:
        wizard.situation()
        with nothing_changes():
            response = wizard.form(1, company_code=code)
        assert response.status_code == 422
        assert "统一社会信用代码是 18 位" in text(response)

    def test_a_code_in_full_width_is_the_same_code(self, wizard: Wizard) -> None:
        wizard.situation()
        assert wizard.form(1, company_code="９１９９９９９９ ０００００２００６h").status_code == 302
        assert Draft.objects.get().form["company_code"] == "91999999000002006H"

    @pytest.mark.parametrize("number", ["999999199208170042", "99999919920230004X", "9999991992081700", "abc"])
    def test_a_wrong_identity_number_is_told_at_the_field(self, signed_in, number: str) -> None:
        client, person = signed_in(MOTHER), actor(MOTHER, as_person=True).person_id
        code = "350100-GJJ-0801"
        release = client.get(f"/services/{code}/").context["release"]
        place = next(n for n, section in enumerate(release.form.sections, start=1) if "number" in section.fields)
        with nothing_changes():
            response = client.post(f"/services/{code}/apply/{person}/form/{place}/", {"form.number": number})
        assert response.status_code == 422
        assert "身份证号是 18 位，最后一位可能是 X，请对照证件核对每一位。" in text(response)


class TestSchema:
    def test_what_breaks_the_schema_is_told_in_words_of_the_form(self, wizard: Wizard) -> None:
        wizard.situation()
        with nothing_changes():
            response = wizard.client.post(
                f"{wizard.base}/form/2/", TRADES | {"form.grade": "zeroth", "form.net_assets": "-5", "form.trades": "moon"}
            )
        words = text(response)
        assert response.status_code == 422
        assert "请选择“申请的等级”。" in words
        assert "“净资产（万元）”不能小于 0。" in words
        assert "请选择“申请的专业”。" in words

    def test_a_draft_with_a_fault_can_be_finished_but_not_handed_in(self, wizard: Wizard) -> None:
        carried = wizard.filled().reviewed()
        wizard.form(2, grade="zeroth")
        assert wizard.get("review").status_code == 302
        assert wizard.submit(carried).status_code == 302, "what was reviewed was right, and that is what is handed in"

    def test_a_form_that_nobody_reviewed_is_not_handed_in(self, wizard: Wizard) -> None:
        wizard.filled()
        with nothing_changes():
            response = wizard.submit({"key": str(uuid.uuid4()), "application": "made-up"})
        assert response.headers["Location"] == f"{wizard.base}/review/"
        assert "请再核对一遍后提交" in text(wizard.get("review"))

    def test_what_somebody_else_reviewed_is_not_handed_in(self, wizard: Wizard, signed_in) -> None:
        carried = wizard.filled().reviewed()
        with nothing_changes():
            response = signed_in(OWNER).post(f"{wizard.base}/review/", carried)
        assert response.status_code == 302

    def test_a_licence_that_ended_since_the_review_is_told(self, wizard: Wizard) -> None:
        carried = wizard.filled().reviewed()
        Licence.objects.filter(type="BL", number="91999999000002006H").update(state="suspended")
        with nothing_changes():
            response = wizard.submit(carried)
        assert response.status_code == 422
        assert "营业执照" in text(response)


class TestFiles:
    @pytest.mark.parametrize(
        ("name", "content", "words"),
        [
            ("报告.pdf", b"MZ\x90\x00 this is a program", "文件的内容和它的名字不符，或者已经损坏"),
            ("报告.pdf", b"%PDF-1.7 cut off", "文件的内容和它的名字不符，或者已经损坏"),
            ("报告.docx", b"PK\x03\x04 something else entirely", "不收这种文件"),
            ("报告.pdf", b"", "这个文件是空的"),
            ("图.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "不收这种文件"),
        ],
    )
    def test_a_file_that_is_not_what_is_asked_for(self, wizard: Wizard, name: str, content: bytes, words: str) -> None:
        wizard.filled()
        with nothing_changes():
            response = wizard.materials(**{"material.net_assets_report.files": a_pdf(name, content)})
        assert response.status_code == 422
        assert f"“{name}”没有收下：{words}" in text(response)
        assert "这里收 PDF、OFD，每个最多 20 MB" in text(response)

    def test_a_file_that_is_too_large(self, wizard: Wizard) -> None:
        wizard.filled()
        large = b"%PDF-1.7\n" + b"0" * (20 * 1024 * 1024) + b"\n%%EOF\n"
        with nothing_changes():
            response = wizard.materials(**{"material.net_assets_report.files": a_pdf("大.pdf", large)})
        assert response.status_code == 422
        assert "“大.pdf”没有收下：文件太大，最多 20 MB" in text(response)

    def test_somebody_elses_file_cannot_be_named(self, wizard: Wizard) -> None:
        """Files of a draft come from the draft; a post can only add what it carries."""
        wizard.situation()
        for number in range(1, 5):
            wizard.form(number)
        response = wizard.client.post(
            f"{wizard.base}/materials/", {"material.net_assets_report": "0" * 64, "material.net_assets_report.keep": "0" * 64}
        )
        assert response.status_code == 422
        assert not Draft.objects.get().materials

    def test_somebody_elses_licence_cannot_be_named(self, wizard: Wizard) -> None:
        foreign = Licence.objects.get(type="BL", number="91999999000002014C")
        wizard.situation()
        for number in range(1, 5):
            wizard.form(number)
        wizard.materials(**{"material.business_licence": str(foreign.pk)})
        assert str(foreign.pk) not in str(Draft.objects.get().materials)


class TestTwice:
    def test_pressing_the_button_twice_hands_in_once(self, wizard: Wizard) -> None:
        carried = wizard.filled().reviewed()
        first = wizard.submit(carried)
        with nothing_changes():
            second = wizard.submit(carried)
        assert first.headers["Location"] == second.headers["Location"]
        assert Case.objects.count() == 1

    def test_the_same_key_with_other_content_is_refused(self, wizard: Wizard) -> None:
        first = wizard.filled().reviewed()
        wizard.form(2, grade="second")
        wizard.form(2, grade="third", net_assets="9999")
        other = wizard.reviewed()
        wizard.submit(first)
        with nothing_changes():
            response = wizard.submit(other | {"key": first["key"]})
        assert response.status_code == 409
        assert "这次提交和上一次的内容不一样" in text(response)


class TestExpiredSession:
    """Nothing typed is lost: it waits in the new session until its author has signed in again."""

    def sign_in_again(self, client: Client, expired) -> str:
        assert expired.status_code == 302
        address = expired.headers["Location"]
        assert address.startswith("/accounts/login/?next=")
        response = client.post(address, {"login": AGENT, "password": "rongcheng-demo-2026"})
        assert response.status_code == 302, response.content.decode()
        return response.headers["Location"]

    @pytest.fixture
    def expired(self, wizard: Wizard) -> Wizard:
        wizard.situation()
        wizard.client.session.flush()
        wizard.client.cookies.pop("sessionid")
        return wizard

    def test_a_page_of_the_form_comes_back_as_it_was_typed(self, expired: Wizard) -> None:
        typed = COMPANY | {"form.contact_name": "演示·刚打的字", "form.registered_capital": "8888"}
        with nothing_changes():
            answer = expired.client.post(f"{expired.base}/form/1/", typed)
        back = self.sign_in_again(expired.client, answer)
        assert back == f"{expired.base}/form/1/"
        page = expired.client.get(back)
        assert "您刚才填的都还在" in text(page)
        assert (value(page, "form.contact_name"), value(page, "form.registered_capital")) == ("演示·刚打的字", "8888")
        assert expired.client.post(back, typed).status_code == 302

    def test_the_situation_comes_back_too(self, expired: Wizard) -> None:
        answer = expired.client.post(f"{expired.base}/situation/", SITUATION | {"situation.purpose": "upgrade"})
        page = expired.client.get(self.sign_in_again(expired.client, answer))
        assert chosen(page, "situation.purpose") == ["upgrade"]

    def test_the_last_button_hands_in_nothing_and_says_so(self, wizard: Wizard) -> None:
        carried = wizard.filled().reviewed()
        wizard.client.cookies.pop("sessionid")
        with nothing_changes():
            answer = wizard.submit(carried)
        page = wizard.client.get(self.sign_in_again(wizard.client, answer))
        assert "申请还没有提交" in text(page)
        assert "提交申请" in text(page)
        assert not Case.objects.exists()


class TestServices:
    @pytest.mark.parametrize(
        "page", ["apply/", "apply/{applicant}/situation/", "apply/{applicant}/form/1/", "apply/{applicant}/materials/"]
    )
    def test_an_unknown_service(self, signed_in, page: str) -> None:
        with nothing_changes():
            response = signed_in(AGENT).get(f"/services/000000-XX-0000/{page.format(applicant=company_of(AGENT))}")
        assert response.status_code == 404
        assert "没有找到这个事项" in text(response)

    def test_a_service_that_closed_in_the_middle_of_a_form(self, wizard: Wizard) -> None:
        carried = wizard.filled().reviewed()
        catalog_actions.change_state(service=QUALIFICATION, state=ServiceState.CLOSED, by=SYSTEM, at=clock.now())
        with nothing_changes():
            for response in (wizard.form(1), wizard.submit(carried), wizard.client.get(f"/services/{QUALIFICATION}/apply/")):
                assert response.status_code == 409
                assert "这个事项现在不能网上申请" in text(response)
        assert Draft.objects.exists(), "what was typed stays"

    def test_the_message_is_in_the_users_language(self, signed_in) -> None:
        response = signed_in(AGENT).get("/services/000000-XX-0000/apply/", headers={"Accept-Language": "en"})
        assert re.search(r"[A-Za-z]{4}", response.context["problem"].title)


class TestWho:
    def test_a_level_that_is_too_low_says_which_and_how_to_rise(self, signed_in) -> None:
        with nothing_changes():
            response = signed_in(UNPROVED).get(f"/services/{QUALIFICATION}/apply/")
        assert response.status_code == 403
        assert "L3（人脸识别）" in text(response)
        assert "提升实名等级" in text(response)

    def test_for_a_company_without_a_mandate(self, wizard: Wizard, signed_in) -> None:
        with nothing_changes():
            response = signed_in(MOTHER).post(f"{wizard.base}/situation/", SITUATION)
        assert response.status_code == 403
        assert "这件事不归您办" in text(response)

    def test_as_the_wrong_kind_of_applicant(self, signed_in) -> None:
        person = actor(MOTHER, as_person=True).person_id
        response = signed_in(MOTHER).get(f"/services/{QUALIFICATION}/apply/{person}/situation/")
        assert response.status_code == 422
        assert "这个事项不能以这个身份申请" in text(response)

    def test_a_post_without_the_token_of_our_page(self, rongcheng: None) -> None:
        strict = Client(enforce_csrf_checks=True)
        assert strict.post(f"/services/{QUALIFICATION}/apply/", {}).status_code == 403
