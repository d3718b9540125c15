"""A file that somebody was given: genuine, changed, ended, somebody else's, not a document at all; and nothing of it is kept."""

from __future__ import annotations

import uuid
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pyhanko.pdf_utils.generic import StreamObject, pdf_string
from pyhanko.pdf_utils.writer import PageObject, PdfFileWriter

from tests.channels.citizen.story import OWNER, a_pdf, actor, text
from tests.channels.conftest import DAY
from tongban.channels.parts.calm import FILES_A_MINUTE
from tongban.kernel import signing
from tongban.kernel.models import FileRow
from tongban.licences import queries, terms
from tongban.licences.models import Licence
from tongban.sharing import actions as sharing_actions
from tongban.sharing import queries as sharing_queries

pytestmark = pytest.mark.usefixtures("rongcheng")


@pytest.fixture
def licence(rongcheng: None) -> Licence:
    """A company's business licence."""
    return Licence.objects.get(type="BL", number="91999999000002006H")


def document(licence: Licence, **profile) -> bytes:
    return queries.document(licence.pk, by=actor(OWNER, as_person=True), at=DAY, purpose="own licence", **profile)


def judged(client: Client, content: bytes, name: str = "licence.pdf"):
    return client.post("/verify/file/", {"file": SimpleUploadedFile(name, content)})


def test_the_document_that_was_issued(client: Client, licence: Licence) -> None:
    content = document(licence)
    known = FileRow.objects.count()
    words = text(judged(client, content))
    assert "真的，现在有效：营业执照" in words
    assert "没有，和证照库留存的文件一个字节也不差" in words and "榕城市市场监督管理局" in words
    assert "开发密钥" in words
    assert FileRow.objects.count() == known


def test_the_sealed_ofd_is_judged_step_by_step(client: Client, licence: Licence) -> None:
    content = document(licence, profile=terms.Profile.OFD)
    words = text(judged(client, content, "licence.ofd"))
    assert "真的，现在有效：营业执照" in words and "制章者对印章的签名有效" in words and "文件自签章后未被改动" in words


def test_an_annotated_copy_says_what_it_is_for_and_until_when(client: Client, licence: Licence) -> None:
    use = terms.Use(purpose="签租约（演示）", receiver="示例房东（演示）", basis="consent:lease")
    by = actor(OWNER, as_person=True)
    link = sharing_actions.make_copy(key=uuid.uuid4(), licence_id=licence.pk, use=use, until=DAY + timedelta(days=7), by=by, at=DAY)
    words = text(judged(client, sharing_queries.copy_content(link.token, at=DAY).content))
    assert "真的，现在有效：营业执照" in words and "这是加注件，仅用于 签租约（演示）" in words
    assert "这不是证照原件，是证照库为“签租约（演示）”做的加注件，做好以后没有改动" in words and "一个字节也不差" not in words


def test_a_good_signature_under_another_text_proves_no_licence(client: Client, licence: Licence) -> None:
    """Whoever may sign something in this city can write anybody's identifier into it."""
    pdf = PdfFileWriter()
    pdf.root["/Title"] = pdf_string(f"ZZBS {licence.identifier}")
    pdf.insert_page(PageObject(contents=pdf.add_object(StreamObject(stream_data=b"")), media_box=(0, 0, 100, 100)))
    unsigned = BytesIO()
    pdf.write(unsigned)
    words = text(judged(client, signing.sign_pdf(unsigned.getvalue(), signer="person:example", name="演示·林晓", reason="签名", at=DAY)))
    assert "真的，现在有效" not in words and "签名是真的，但这不是本市发的证照文件" in words


def test_one_byte_more_or_another_page_is_told(client: Client, licence: Licence) -> None:
    content = document(licence)
    place = len(content) // 3
    words = text(judged(client, content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]))
    assert "真的，现在有效" not in words


def test_a_genuine_document_of_a_licence_that_has_ended(client: Client, licence: Licence) -> None:
    content = document(licence)
    Licence.objects.filter(pk=licence.pk).update(state="revoked")
    words = text(judged(client, content))
    assert "文件是真的，但证照现在不能用" in words and "已吊销" in words


def test_a_pdf_that_nobody_signed(client: Client) -> None:
    words = text(client.post("/verify/file/", {"file": a_pdf()}))
    assert "真的，现在有效" not in words


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "这个文件是空的"),
        (b"\x7fELF" + b"\0" * 50, "这不是 PDF、OFD 或 SD-JWT 凭证"),
        (b"a" * (10 * 1024 * 1024 + 1), "文件太大，最多 10 MB"),
    ],
)
def test_what_is_no_document_is_refused_by_name(client: Client, content: bytes, words: str) -> None:
    page = judged(client, content)
    assert page.status_code == 422 and words in text(page)


def test_no_file_at_all(client: Client) -> None:
    assert client.post("/verify/file/").status_code == 422


class TestCredentials:
    @pytest.fixture
    def credential(self, licence: Licence) -> str:
        by = actor(OWNER, as_person=True)
        return sharing_queries.credential(licence.pk, names=["number"], by=by, at=DAY, purpose="own wallet")

    def test_what_it_shows_and_whether_it_holds(self, client: Client, licence: Licence, credential: str) -> None:
        words = text(judged(client, credential.encode(), "shown.txt"))
        assert "真的，现在有效：营业执照" in words and licence.number in words
        Licence.objects.filter(pk=licence.pk).update(state="suspended")
        assert "已冻结，暂时不能用" in text(judged(client, credential.encode()))

    def test_a_forged_one_shows_nothing(self, client: Client, licence: Licence, credential: str) -> None:
        jwt, *rest = credential.split("~")
        forged = "~".join([jwt[:-8] + "AAAAAAAA", *rest])
        words = text(judged(client, forged.encode()))
        assert "这份文件不可信" in words and licence.number not in words

    @pytest.mark.parametrize("broken", ["{0}x", "x{0}", "a~b", "~", "{0}{0}"])
    def test_a_text_that_is_none(self, client: Client, credential: str, broken: str) -> None:
        page = judged(client, broken.format(credential).encode())
        assert page.status_code == 422 and "这不是一份完整的凭证" in text(page)


def test_one_address_is_judged_so_many_files_a_minute_through_both_doors(client: Client) -> None:
    answers = [judged(client, b"no document", "x.pdf").status_code for _ in range(FILES_A_MINUTE)]
    assert set(answers) == {422}
    refused = judged(client, b"no document", "x.pdf")
    assert refused.status_code == 429 and "请过一分钟再试" in text(refused)
    assert client.post("/api/v1/verifications/files", {"file": SimpleUploadedFile("x.pdf", b"no document")}).status_code == 429
