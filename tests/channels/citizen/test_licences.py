"""The wallet, one licence, and the public answer to whoever holds a paper in their hand."""

from __future__ import annotations

import uuid
from datetime import date

import pytest
from cryptography import x509
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.channels.citizen.story import AGENT, MOTHER, OWNER, UNPROVED, text
from tests.channels.conftest import DAY
from tests.licences.factories import end_licence, put_in_state
from tongban.kernel import facts, ofd
from tongban.licences import rules
from tongban.licences.models import Licence
from tongban.licences.terms import Change

pytestmark = pytest.mark.usefixtures("rongcheng")


@pytest.fixture
def licence(rongcheng: None) -> Licence:
    """A company's business licence."""
    return Licence.objects.get(type="BL", number="91999999000002006H")


class TestWallet:
    def test_it_has_a_folder_for_me_and_one_for_each_organisation(self, signed_in) -> None:
        page = signed_in(OWNER).get("/wallet/")
        first, *others = [folder["holder"].name for folder in page.context["folders"]]
        assert first == "演示·王立"
        assert sorted(others) == ["榕城水路工程有限公司（演示）", "榕城示例建设有限公司（演示）"]
        words = text(page)
        assert "居民身份证" in words and "营业执照" in words and "榕建资〔2024〕000003号" in words

    def test_what_cannot_be_used_is_folded_away(self, signed_in, licence: Licence) -> None:
        put_in_state(licence.pk, "revoked")
        folder = signed_in(AGENT).get("/wallet/").context["folders"][1]
        assert [each.number for each, _number in folder["ended"]] == [licence.number]

    def test_with_nothing_it_says_how_licences_get_here(self, signed_in) -> None:
        assert "这里还没有证照" in text(signed_in(UNPROVED).get("/wallet/"))

    def test_it_costs_a_fixed_number_of_statements_per_folder(self, signed_in, django_assert_max_num_queries) -> None:
        client = signed_in(OWNER)
        client.get("/wallet/")
        with django_assert_max_num_queries(13):
            client.get("/wallet/")


class TestLicence:
    def test_it_shows_the_face_and_a_code_to_verify(self, signed_in, licence: Licence) -> None:
        page = signed_in(AGENT).get(f"/wallet/{licence.pk}/")
        assert "演示·王立" in text(page) and "4000" in text(page)
        assert "<svg" in page.content.decode().split('class="qr"')[1]
        assert page.context["address"].endswith(f"/verify/{licence.identifier}")

    def test_the_document_is_made_at_the_first_request(self, signed_in, licence: Licence) -> None:
        assert "制证中" in text(signed_in(AGENT).get(f"/wallet/{licence.pk}/"))
        response = signed_in(AGENT).get(f"/wallet/{licence.pk}/document/")
        assert response.content.startswith(b"%PDF-")
        assert response.headers["Content-Disposition"] == f'inline; filename="{licence.identifier}.pdf"'
        assert "下载电子证照" in text(signed_in(AGENT).get(f"/wallet/{licence.pk}/"))

    def test_the_credential_is_downloaded_and_holds_where_files_are_verified(self, signed_in, licence: Licence) -> None:
        client = signed_in(AGENT)
        assert "下载可验证凭证（SD-JWT）" in text(client.get(f"/wallet/{licence.pk}/"))
        response = client.get(f"/wallet/{licence.pk}/credential.sd-jwt")
        content = b"".join(response.streaming_content)
        assert response.headers["Content-Type"] == "application/dc+sd-jwt"
        assert response.headers["Content-Disposition"] == f'attachment; filename="{licence.identifier}.sd-jwt"'
        assert content.count(b"~") > 5 and content.endswith(b"~"), "each claim can be shown by itself"
        answer = client.post("/verify/file/", {"file": SimpleUploadedFile("1.sd-jwt", content)})
        assert "4000" in text(answer)

    def test_a_licence_that_ended_says_when_why_and_on_what_basis(self, signed_in, licence: Licence) -> None:
        client = signed_in(AGENT)
        assert "经过" not in text(client.get(f"/wallet/{licence.pk}/"))
        end_licence(licence.pk, Change.REVOKE, at=DAY, reason="查实弄虚作假（示例）", basis="《示例条例》第九条")
        page = text(client.get(f"/wallet/{licence.pk}/"))
        assert "查实弄虚作假（示例）" in page and "《示例条例》第九条" in page and "榕示决〔2026〕1号" in page and "吊销" in page

    def test_whoever_acts_for_the_holder_is_told_of_it(self, signed_in, licence: Licence) -> None:
        client = signed_in(AGENT)
        page = text(client.get("/me/notices/"))
        assert "有了新版" in page and "有人使用您的证照" not in page
        end_licence(licence.pk, Change.REVOKE, at=DAY)
        while facts.dispatch(at=DAY):
            pass
        page = client.get("/me/notices/")
        assert "营业执照已吊销" in text(page) and f"/wallet/{licence.pk}/" in page.content.decode()
        assert licence.number not in text(page)
        assert "已吊销" not in text(signed_in(MOTHER).get("/me/notices/"))

    def test_a_licence_that_ended_gives_no_credential(self, signed_in, licence: Licence) -> None:
        put_in_state(licence.pk, "revoked")
        assert "SD-JWT" not in text(signed_in(AGENT).get(f"/wallet/{licence.pk}/"))
        assert signed_in(AGENT).get(f"/wallet/{licence.pk}/credential.sd-jwt").status_code == 409
        assert signed_in(MOTHER).get(f"/wallet/{licence.pk}/credential.sd-jwt").status_code == 404

    def test_the_sealed_ofd_is_downloaded(self, signed_in, licence: Licence) -> None:
        page = signed_in(AGENT).get(f"/wallet/{licence.pk}/")
        assert "下载电子证照（OFD，带电子印章）" in text(page)
        response = signed_in(AGENT).get(f"/wallet/{licence.pk}/document.ofd")
        assert response.headers["Content-Type"] == "application/ofd"
        assert response.headers["Content-Disposition"] == f'attachment; filename="{licence.identifier}.ofd"'
        assert response.headers["Content-Security-Policy"].startswith("sandbox")
        assert ofd.read(b"".join(response.streaming_content)).custom["ZZBS"] == licence.identifier

    @pytest.mark.parametrize("page", ["", "document/", "document.ofd"])
    def test_nobody_elses_licence_is_found(self, signed_in, licence: Licence, page: str) -> None:
        response = signed_in(MOTHER).get(f"/wallet/{licence.pk}/{page}")
        assert response.status_code == 404
        assert licence.number not in text(response)

    def test_a_licence_that_never_was(self, signed_in) -> None:
        assert signed_in(MOTHER).get(f"/wallet/{uuid.uuid4()}/").status_code == 404


class TestVerification:
    def test_three_answers_kept_apart_and_the_holder_masked(self, client: Client, licence: Licence) -> None:
        page = client.get(f"/verify/{licence.identifier}")
        words = text(page)
        assert page.status_code == 200
        assert "内容改过吗？ 没有，和颁发时一样" in words
        assert "现在有效吗？ 有效" in words
        assert "谁发的？ 榕城市市场监督管理局" in words
        assert "榕城****示）" in words
        assert "榕城示例建设有限公司" not in words

    def test_a_persons_number_is_neither_shown_nor_part_of_the_address(self, client: Client) -> None:
        card = Licence.objects.filter(holder_kind="person", type="ID").first()
        assert card is not None and card.number not in card.identifier
        words = client.get(f"/verify/{card.identifier}").content.decode()
        assert card.number not in words and f"{card.number[:4]}****" in words

    def test_a_changed_record_and_an_ended_licence_are_different_answers(self, client: Client, licence: Licence) -> None:
        put_in_state(licence.pk, "revoked")
        words = text(client.get(f"/verify/{licence.identifier}"))
        assert "没有，和颁发时一样" in words and "已吊销" in words

    def test_expired_is_told_as_such(self, client: Client) -> None:
        licence = Licence.objects.get(type="RC", number="RC2-2021-0007")
        assert licence.valid_until is not None and licence.valid_until > date(2026, 11, 24)
        put_in_state(licence.pk, "suspended")
        assert "已冻结，暂时不能用" in text(client.get(f"/verify/{licence.identifier}"))

    def test_the_form_takes_an_identifier_and_a_whole_address(self, client: Client, licence: Licence) -> None:
        for asked in (licence.identifier, f" {licence.identifier} ", f"https://example.cn/verify/{licence.identifier}"):
            assert client.get("/verify/", {"identifier": asked}).headers["Location"] == f"/verify/{licence.identifier}"

    def test_it_never_leads_to_another_site(self, client: Client) -> None:
        for asked in ("https://evil.example/x", "//evil.example", "/verify//evil.example"):
            assert client.get("/verify/", {"identifier": asked}).headers["Location"].startswith("/verify/")

    def test_what_is_no_identifier_says_what_to_do(self, client: Client) -> None:
        page = client.get("/verify/hello")
        assert page.status_code == 422
        assert "这不像一个证照标识" in text(page) and "1.2.156.3005.2" in text(page)

    def test_a_slip_of_the_pen_is_told_apart_from_no_licence(self, client: Client, licence: Licence) -> None:
        last = "0" if licence.identifier[-1] != "0" else "1"
        assert "最后一位校验码对不上" in text(client.get(f"/verify/{licence.identifier[:-1]}{last}"))
        parts = rules.parse(licence.identifier)
        never_issued = rules.identifier(type_code=parts.type_code, issuer=parts.issuer, serial="9" * 12, version=1)
        page = client.get(f"/verify/{never_issued}")
        assert page.status_code == 404
        assert "没有这张证照" in text(page)


def test_the_root_certificate_and_the_revocation_list_are_public(client: Client) -> None:
    root = x509.load_pem_x509_certificate(client.get("/ca/root.pem").content)
    revoked = x509.load_der_x509_crl(client.get("/ca/revoked.crl").content)
    assert revoked.issuer == root.subject
