"""Official papers: numbered in the act, drawn and signed afterwards, once; readable by people and by machines."""

import io
import subprocess
import uuid
from datetime import UTC, datetime

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader

from tests.cases import city, factories
from tongban.cases import actions, jobs, queries
from tongban.cases.models import Paper
from tongban.cases.terms import CorrectionItem, Decision, DeclineReason, Denied, Opinion, Shortcoming, UnknownCase
from tongban.identity.terms import PUBLIC, SYSTEM
from tongban.kernel.models.facts import FactRow
from tongban.kernel.models.ledger import LedgerEntry
from tongban.kernel.models.reads import Read

pytestmark = pytest.mark.usefixtures("town")
LATE = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)  # what takes long from here reaches beyond the last table
UNCONFIRMED = "待放假安排公布后确认"


def a_refusal() -> factories.Play:
    play = factories.at_decision(at=LATE)
    play.act("conclude", decision=Decision.REFUSE, reasons="一、现有设备三台，标准要求五台。\n二、其余条件具备。")
    return play


def a_decline() -> factories.Play:
    play = factories.submitted(at=LATE)
    told = {"reason": DeclineReason.NOT_COMPETENT, "note": "铁路专业由省级审批。", "competent_organ": "示例省住建厅"}
    actions.decline(step_id=play.step("accept"), **told, by=play.clerk("accept"), at=LATE)
    return play


def a_grant() -> factories.Play:
    play = factories.at_decision(city.SHORT, at=LATE)
    play.act("conclude", reasons="符合条件。")
    return play


MAKES = {
    "receipt": lambda: factories.submitted(at=LATE),
    "acceptance": lambda: factories.accepted(at=LATE),
    "correction": lambda: factories.correcting(city.QUALIFICATION, factories.MISSING, factories.WRONG, at=LATE),
    "decline": a_decline,
    "refusal": a_refusal,
    "grant": a_grant,
}
SAYS = {
    "receipt": [
        "收件凭证",
        "营业执照",
        "电子证照库调用",
        "审计报告",
        "申请人上传",
        "经办人为演示甲",
        "水利局",
        "4个工作日",
        "2026年12月10日",
    ],
    "acceptance": ["受理通知书", "45个工作日", f"2027年1月27日届满（{UNCONFIRMED}）", "至2026年12月9日届满", "专家评审（15个工作日）"],
    "correction": ["补正告知书", "请于2026年12月25日（含当日）前", "审计报告", "缺少", "请上传盖章的审计报告", "等级", "有误"],
    "decline": [
        "不予受理通知书",
        "请向示例省住建厅申请",
        "铁路专业由省级审批",
        f"至2027年1月25日，{UNCONFIRMED}",
        f"至2027年5月25日，{UNCONFIRMED}",
    ],
    "refusal": [
        "不予行政许可决定书",
        "标准要求五台",
        "《示例条例》第三条",
        f"至2027年1月25日，{UNCONFIRMED}",
        "向榕城市人民政府（榕城市示例路9号）申请行政复议",
        f"至2027年5月25日，{UNCONFIRMED}",
        "向榕城市示例区人民法院提起行政诉讼",
    ],
    "grant": ["准予办理决定书", "准予办理", "金额", "300", "种类", "once", "符合条件"],
}


def text_of(pdf: bytes) -> str:
    """What a reader finds in it, without the line breaks that the page made."""
    told = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    return "".join(told.split())


@pytest.mark.parametrize("kind", MAKES)
def test_a_paper_is_a_signed_pdf_that_says_everything(kind) -> None:
    play = MAKES[kind]()
    paper = Paper.objects.get(case=play.turn.case_id, kind=kind)
    pdf = queries.paper(paper.pk, by=play.agent, at=play.at)
    text = text_of(pdf)
    applicant = "演示甲" if kind == "grant" else "榕城示例工程有限公司"
    for words in (paper.number, play.turn.number, f"{applicant}：", "2026年11月25日", *SAYS[kind]):
        assert "".join(words.split()) in text
    reader = PdfFileReader(io.BytesIO(pdf))
    assert len(reader.embedded_signatures) == 1
    assert b"pdfaid:part" in reader.root["/Metadata"].data


def test_the_day_of_silence_is_told() -> None:
    play = factories.submitted()
    actions.deem_accepted(case_id=play.turn.case_id, by=SYSTEM, at=datetime(2026, 9, 15, tzinfo=UTC))
    pdf = queries.paper(Paper.objects.get(kind="acceptance").pk, by=play.agent, at=play.at)
    assert "自收到申请材料之日即2026年9月7日起视为受理" in text_of(pdf)


def test_dates_within_the_last_table_need_no_confirmation() -> None:
    play = factories.correcting()
    assert UNCONFIRMED not in text_of(queries.paper(Paper.objects.get(kind="correction").pk, by=play.agent, at=play.at))


def test_the_picture_of_the_receipt_shows_every_step_in_its_order() -> None:
    play = factories.submitted()
    text = text_of(queries.paper(Paper.objects.get(kind="receipt").pk, by=play.agent, at=play.at))
    assert [text.count(words) for words in ("受理1个工作日", "审查2个工作日", "审查4个工作日", "决定2个工作日")] == [1, 1, 2, 1]
    assert text.index("受理1个工作日") < text.index("审查2个工作日") < text.index("决定2个工作日")


def test_a_character_that_no_font_has_is_printed_by_its_number() -> None:
    play = factories.submitted()
    play.ask_correction(CorrectionItem("material:report", Shortcoming.INCORRECT, "姓名应为\U0002b740\U000323af"))
    text = text_of(queries.paper(Paper.objects.get(kind="correction").pk, by=play.agent, at=play.at))
    assert "姓名应为" in text and "〔U+323AF〕" in text


def test_what_a_service_grants_is_told_in_the_words_of_its_form() -> None:
    play = factories.at_decision(city.CHECKED)
    play.act("conclude")
    assert Paper.objects.get(kind="grant").data["contents"] == [
        {"label": "工程名称", "value": "示例泵站"},
        {"label": "工期", "value": "90天"},
        {"label": "涉水", "value": "是"},
        {"label": "分项", "value": "pump、road"},
        {"label": "who", "value": "榕城示例工程有限公司"},
    ]


def test_the_job_makes_it_once_and_leaves_its_traces() -> None:
    factories.accepted()
    paper = Paper.objects.get(kind="acceptance")
    actions.make_paper(paper_id=paper.pk, by=SYSTEM, at=LATE)
    made = Paper.objects.get(pk=paper.pk)
    entry = LedgerEntry.objects.order_by("-id")[0]
    assert (entry.act, entry.subject_id, entry.digest) == ("cases.make_paper", str(paper.pk), made.document_digest)
    fact = FactRow.objects.order_by("-id")[0]
    assert (fact.name, fact.aggregate, fact.aggregate_id) == ("cases.PaperMade", "paper", paper.pk)
    before = factories.rows()
    jobs.make_paper(paper_id=str(paper.pk))
    assert factories.rows() == before and Paper.objects.get(pk=paper.pk).document_digest == made.document_digest


def test_who_reads_a_paper_is_logged_each_time() -> None:
    play = factories.accepted()
    paper = Paper.objects.get(kind="acceptance")
    first = queries.paper(paper.pk, by=play.agent, at=play.at)
    assert queries.paper(paper.pk, by=play.window, at=play.at) == first
    assert list(Read.objects.filter(subject=paper.number).order_by("id").values_list("question", "actor_kind")) == [
        ("cases.paper", "person"),
        ("cases.paper", "staff"),
    ]


def test_only_those_of_the_case_read_its_papers() -> None:
    play = factories.accepted()
    paper = Paper.objects.get(kind="acceptance")
    for by in (factories.a_person(), factories.a_clerk("shuiliju/review"), PUBLIC):
        with factories.refused(UnknownCase):
            queries.paper(paper.pk, by=by, at=play.at)
    with factories.refused(UnknownCase):
        queries.paper(uuid.uuid4(), by=play.agent, at=play.at)


def test_only_the_system_makes_them() -> None:
    play = factories.accepted()
    paper = Paper.objects.get(kind="acceptance")
    with factories.refused(Denied):
        actions.make_paper(paper_id=paper.pk, by=play.agent, at=play.at)
    with factories.refused(UnknownCase):
        actions.make_paper(paper_id=uuid.uuid4(), by=SYSTEM, at=play.at)


def test_a_reason_of_several_lines_is_several_paragraphs() -> None:
    play = a_refusal()
    pdf = queries.paper(Paper.objects.get(kind="refusal").pk, by=play.agent, at=play.at)
    told = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    assert any(line.strip().startswith("二、其余条件具备") for line in told.splitlines())


def test_an_opinion_is_in_no_paper() -> None:
    play = factories.in_review()
    play.act("water", opinion=Opinion.DISAGREE, reason="内部意见")
    assert all("内部意见" not in str(paper.data) for paper in Paper.objects.all())
