"""The documents of a licence: each made once, by the job or at the first request; until then the wallet says that it is being made."""

import threading
import uuid
from datetime import timedelta
from io import BytesIO

import pypdf
import pytest
from django.conf import settings
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.kernel.elsewhere import at_once
from tests.licences.factories import NOON, a_clerk, a_holder, a_person, make_licence, make_licence_type, refused
from tongban.identity.terms import PUBLIC, SYSTEM, ActorKind, HolderKind
from tongban.kernel import files, ofd, qr, seals
from tongban.kernel.models import FactRow, LedgerEntry, Read
from tongban.licences import actions, jobs, models, queries, terms
from tongban.licences.models import document as documents
from tongban.licences.terms import Profile
from tongban.seals import queries as seal_queries
from tongban.seals.models import Seal
from tongban.seals.terms import SealEnded, SealState


@pytest.fixture
def licence(city: None) -> terms.Licence:
    return make_licence()


def make(licence_id: uuid.UUID, by=SYSTEM, **options) -> None:
    actions.make_document(licence_id=licence_id, by=by, at=NOON, **options)


def read(licence: terms.Licence, profile: Profile) -> bytes:
    return queries.document(licence.id, by=SYSTEM, at=NOON, purpose="test", profile=profile)


def row_of(licence: terms.Licence) -> models.Licence:
    return models.Licence.objects.get(pk=licence.id)


def wallet(licence: terms.Licence) -> terms.Licence:
    return queries.licences_of(holder_id=licence.holder_id, by=a_person(licence.holder_id), at=NOON, purpose="wallet")[0]


def test_the_wallet_says_making_until_it_is_made(licence) -> None:
    assert wallet(licence).document is terms.DocumentState.MAKING
    make(licence.id)
    assert wallet(licence).document is terms.DocumentState.READY


def test_the_job_that_was_deferred_makes_it(licence) -> None:
    job = ProcrastinateJob.objects.get(task_name=jobs.make_document.name)
    jobs.make_document(**job.args)
    assert ofd.read(files.read(row_of(licence).ofd_digest or "")).signatures
    assert row_of(licence).document_digest is None, "the PDF is made when somebody asks for it"


@pytest.mark.parametrize("profile", Profile)
def test_one_entry_and_one_fact(licence, profile: Profile) -> None:
    make(licence.id, profile=profile)
    entry = LedgerEntry.objects.get(act="licences.make_document")
    assert (entry.digest, entry.codes) == (documents.digest(row_of(licence), profile), {"profile": profile.value})
    fact = FactRow.objects.get(name="licences.DocumentMade")
    assert fact.payload == {"licence_id": str(licence.id), "holder_id": str(licence.holder_id), "profile": profile.value}


def test_both_documents_come_from_one_record_and_stay_as_they_are(licence) -> None:
    made = {profile: read(licence, profile) for profile in Profile}
    assert {profile: read(licence, profile) for profile in Profile} == made
    assert made[Profile.PDF].startswith(b"%PDF-1.7")
    assert ofd.judge(made[Profile.OFD], at=NOON)[0].holds
    assert LedgerEntry.objects.filter(act="licences.make_document").count() == 2


def words(document: bytes) -> set[str]:
    """What is to be read on a face, without the spaces that stand between lines."""
    if document.startswith(b"%PDF"):
        text = "".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(document)).pages)
    else:
        text = ofd.read(document).text
    return {"".join(text.split())}


def test_both_faces_say_the_same(city) -> None:
    licence = make_licence(number="榕建资〔2026〕000017号", content={"company_name": "榕城示例建设工程有限公司", "grade": "second"})
    said = ["建筑业企业资质证书", "Construction enterprise qualification certificate", "编号：榕建资〔2026〕000017号"]
    said += ["名称", "统一社会信用代码", "91999999MA0000000X", "企业名称", "Company", "资质等级", "二级", "有效期"]
    said += ["2026年1月1日 至 2030年12月31日", "依据《建筑业企业资质管理规定》第十三条，予以颁发。", "颁发机关", "榕城市示例建设委员会"]
    said += [licence.identifier, licence.holder_name, "扫码核验真伪与有效性", "使用开发密钥签名，不具有法律效力"]
    for profile in Profile:
        (text,) = words(read(licence, profile))
        assert [each for each in said if "".join(each.split()) not in text] == [], profile


def test_the_issuers_seal_is_seen_on_both(licence) -> None:
    seal = seal_queries.department_seal("jianwei", at=NOON)
    drawn = pypdf.PdfReader(BytesIO(read(licence, Profile.PDF))).pages[0]["/Resources"]["/XObject"].values()
    assert any(each.get_object()["/Subtype"] == "/Image" for each in drawn), "a picture on the page"
    (judged,) = ofd.judge(read(licence, Profile.OFD), at=NOON)
    assert judged.signature is not None
    assert judged.signature.seal.der == seal.der
    assert judged.signature.seal.picture == seals.read(seal.der).picture
    information = ofd.read(read(licence, Profile.OFD)).parts["Doc_0/Signs/Sign_0/Signature.xml"].decode()
    assert f" {judged.signature.seal.picture.width_mm} {judged.signature.seal.picture.height_mm}" in information


def test_named_data_of_the_ofd_are_those_of_the_standard(city) -> None:
    licence = make_licence(number="榕建资〔2026〕000017号", content={"company_name": "示例公司", "grade": "second"})
    custom = ofd.read(read(licence, Profile.OFD)).custom
    assert custom == {
        "ZZMC": "建筑业企业资质证书",
        "ZZLXDM": "11100000000013338W011",
        "ZZBH": "榕建资〔2026〕000017号",
        "ZZBS": licence.identifier,
        "ZZBFJG": "榕城市示例建设委员会",
        "ZZBFJGDM": "11999999MB0000019T",
        "ZZBFJGJB": "地市级",
        "ZZBFRQ": "2026-01-01",
        "CZZT": "榕城示例建设工程有限公司",
        "CZZTDM": "91999999MA0000000X",
        "CZZTDMLX": "统一社会信用代码",
        "CZZTDMLXDM": "001",
        "ZZYXQQSRQ": "2026-01-01",
        "ZZYXQJZRQ": "2030-12-31",
        "ZZQZR": "榕城市示例建设委员会",
        "ZZQZSJ": "2026-11-24 12:00:00",
        "ZZQZMC": seal_queries.department_seal("jianwei", at=NOON).name,
        "KZ_COMPANY_NAME": "示例公司",
        "KZ_GRADE": "二级",
    }


def test_a_persons_licence_without_an_end_and_held_together(city) -> None:
    kind = make_licence_type(code="PC", holder_kinds=frozenset({HolderKind.PERSON}))
    who = {"kind": HolderKind.PERSON, "code": "999999199001010019"}
    other = a_holder(**who, name="李四（演示）")
    licence = make_licence(kind=kind, holder=a_holder(**who, name="张三（演示）"), joint=(other,), valid_until=None)
    custom = ofd.read(read(licence, Profile.OFD)).custom
    assert (custom["CZZT"], custom["CZZTDMLXDM"]) == ("张三（演示）、李四（演示）", "111")
    assert "ZZYXQJZRQ" not in custom
    for profile in Profile:
        (text,) = words(read(licence, profile))
        assert "公民身份号码" in text and "起，长期有效" in text
        assert "共同持证人" in text and "李四（演示）" in text


def test_a_long_licence_goes_over_several_pages_with_the_seal_on_the_last(city) -> None:
    licence = make_licence(content={"company_name": "示例" * 900, "grade": "second"})
    package = ofd.read(read(licence, Profile.OFD))
    assert len(package.pages) > 1
    assert "颁发机关" in package.pages[-1].text and "颁发机关" not in package.pages[0].text
    stamp = package.parts["Doc_0/Signs/Sign_0/Signature.xml"].decode()
    assert f'PageRef="{package.pages[-1].id}"' in stamp
    assert f"第1页，共{len(package.pages)}页" in "".join(package.pages[0].text.split())


def test_the_code_of_the_ofd_leads_to_the_verification_page(licence) -> None:
    parts = ofd.read(read(licence, Profile.OFD)).parts
    assert qr.png(f"{settings.PUBLIC_ADDRESS}/verify/{licence.identifier}") in parts.values()


def test_without_a_seal_in_use_nothing_is_made(licence) -> None:
    seal = seal_queries.department_seal("jianwei", at=NOON)
    Seal.objects.filter(pk=seal.id).update(state=SealState.SUSPENDED)
    for profile in Profile:
        with refused(SealEnded):
            make(licence.id, profile=profile)
        with refused(SealEnded):
            read(licence, profile)
    assert not any(documents.digest(row_of(licence), profile) for profile in Profile)


def test_what_a_seal_sealed_before_it_ended_is_found_to_be_ended(licence) -> None:
    """Judged for an upload: the register of seals is asked, not only the file."""
    document = read(licence, Profile.OFD)
    media_type = files.MEDIA_TYPES["ofd"]
    assert queries.judge_upload(document, media_type, NOON).state is terms.UploadState.VALID
    Seal.objects.update(state=SealState.LOST)
    verdict = queries.judge_upload(document, media_type, NOON + timedelta(days=1))
    assert verdict.state is terms.UploadState.INVALID
    failed = verdict.signatures[0].failed
    assert failed is not None and failed.reason == "seal_ended"


def test_it_is_made_once(licence, monkeypatch: pytest.MonkeyPatch) -> None:
    make(licence.id)
    monkeypatch.setattr(documents, "attach", None)
    make(licence.id)
    jobs.make_document(str(licence.id))
    queries.document(licence.id, by=SYSTEM, at=NOON, purpose="wallet", profile=Profile.OFD)
    assert LedgerEntry.objects.filter(act="licences.make_document").count() == 1


def test_whoever_asks_sooner_makes_it_and_the_job_then_does_nothing(licence) -> None:
    asked = a_person(licence.holder_id)
    sealed = queries.document(licence.id, by=asked, at=NOON, purpose="wallet", profile=Profile.OFD)
    jobs.make_document(str(licence.id))
    assert queries.document(licence.id, by=asked, at=NOON, purpose="wallet", profile=Profile.OFD) == sealed
    entry = LedgerEntry.objects.get(act="licences.make_document")
    assert (entry.actor_kind, entry.actor_id) == ("person", asked.id)
    assert FactRow.objects.filter(name="licences.DocumentMade").count() == 1


def test_every_look_at_the_document_is_logged(licence) -> None:
    queries.document(licence.id, by=a_person(licence.holder_id), at=NOON, purpose="wallet")
    handling = terms.Handling("榕建 2026-000317-4")
    queries.document(licence.id, by=a_clerk("jianwei/window"), at=NOON, purpose="case 7", handling=handling)
    reads = Read.objects.filter(question="licences.document").order_by("id")
    assert [(row.actor_kind, row.purpose, row.subject, row.holders) for row in reads] == [
        ("person", "wallet", licence.identifier, [licence.holder_id]),
        ("staff", "case 7", "榕建 2026-000317-4", [licence.holder_id]),
    ]


@pytest.mark.parametrize("by", [PUBLIC, a_person(), a_clerk(), a_clerk("jianwei/window")])
def test_nobody_else_learns_that_it_exists(licence, by) -> None:
    with refused(terms.Denied if by.kind is ActorKind.STAFF else terms.UnknownLicence):
        queries.document(licence.id, by=by, at=NOON, purpose="curiosity")
    with refused(terms.UnknownLicence):
        make(licence.id, by=by)
    with refused(terms.UnknownLicence):
        make(uuid.uuid4())
    assert not Read.objects.exists()
    assert row_of(licence).ofd_digest is None and row_of(licence).document_digest is None


@pytest.mark.parametrize(("profile", "named"), [(Profile.PDF, "MissingGlyph"), (Profile.OFD, "UnprintableCharacter")])
def test_a_name_without_a_glyph_is_an_error_and_leaves_nothing(city, profile: Profile, named: str) -> None:
    licence = make_licence(holder=a_holder(name="示例\U0001f3e0有限公司"))
    with refused(Exception) as found:
        make(licence.id, profile=profile)
    assert type(found.value).__name__ == named
    assert documents.digest(row_of(licence), profile) == ""
    assert not LedgerEntry.objects.filter(act="licences.make_document").exists()


def test_job_and_first_request_at_once_make_exactly_one(committed_city, monkeypatch: pytest.MonkeyPatch) -> None:
    licence = make_licence()
    made, attach, lock = [], documents.attach, threading.Lock()

    def counted(row, kind, **options) -> str:
        with lock:
            made.append(row.pk)
        return attach(row, kind, **options)

    monkeypatch.setattr(documents, "attach", counted)
    outcomes = at_once(
        lambda: make(licence.id),
        lambda: queries.document(licence.id, by=a_person(licence.holder_id), at=NOON, purpose="wallet", profile=Profile.OFD),
    )
    digest = row_of(licence).ofd_digest
    assert made == [licence.id]
    assert outcomes[0] is None
    assert outcomes[1] == files.read(digest)
    assert LedgerEntry.objects.filter(act="licences.make_document").count() == 1
    assert FactRow.objects.filter(name="licences.DocumentMade").count() == 1


def test_statements_of_reading_a_document(city, django_assert_num_queries) -> None:
    licence = make_licence(kind=make_licence_type())
    make(licence.id)
    with django_assert_num_queries(2):
        queries.document(licence.id, by=a_person(licence.holder_id), at=NOON, purpose="wallet", profile=Profile.OFD)


def test_what_a_department_seals_is_in_its_seals_use_log(city: None) -> None:
    licence = make_licence()
    actions.make_document(licence_id=licence.id, by=SYSTEM, at=NOON)
    seal = seal_queries.department_seal("jianwei", at=NOON)
    (line,) = seal_queries.seal_uses(seal.id, by=a_clerk("jianwei/window"))
    assert line.subject == licence.identifier and line.digest
