"""The paper of an order: a sealed PDF after DB41/T 1860 annex D that people and machines read, drawn once and kept."""

import io
import subprocess
import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from pyhanko.pdf_utils.reader import PdfFileReader

from tests.supervision.office import (
    AT,
    CHECKER,
    LEADER,
    OTHER_UNIT,
    SUPERVISOR,
    UNIT,
    a_message,
    an_order,
    issued,
    refused,
    replied,
    somebody,
)
from tongban.directives import actions, jobs, queries
from tongban.directives.models import Order, Paper
from tongban.directives.queries import paper
from tongban.directives.terms import UnknownOrder
from tongban.identity.terms import PUBLIC, SYSTEM
from tongban.kernel import documents, signing
from tongban.kernel.models.facts import FactRow
from tongban.kernel.models.ledger import LedgerEntry
from tongban.supervision.terms import Denied

pytestmark = pytest.mark.usefixtures("office")
LATER = AT + timedelta(days=1)


def text_of(pdf: bytes) -> str:
    """What a reader finds in it, without the line breaks that the page made."""
    told = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    return "".join(told.split())


def drawn(row: Order, kind: str = "notice") -> bytes:
    return queries.order_paper(Paper.objects.get(order=row, kind=kind).pk, by=SUPERVISOR, at=LATER)


def test_the_notice_has_every_part_of_the_form(tmp_path) -> None:
    number = a_message().row.number
    row = issued(an_order(number))
    pdf = drawn(row)
    text = text_of(pdf)
    parts = ("编号", "督办事由", "承办单位", "督办要求", "办理时限", "签发人", "签收", "反馈", "核查")
    said = (
        "督办〔2026〕1号",
        "城管局",
        "办理时限亮灯",
        "湖滨路路灯长期不亮",
        f"办理时限亮灯（留言{number}）",
        "书面反馈",
        "5个工作日",
        "2026年9月14日",
        "演示·督查甲",
    )
    for words in (*parts, *said, "督查室", "2026年9月7日", "签收人", "反馈人", "核查人"):
        assert "".join(words.split()) in text, words
    reader = PdfFileReader(io.BytesIO(pdf))
    assert len(reader.embedded_signatures) == 1 and b"pdfaid:part" in reader.root["/Metadata"].data
    [verdict] = signing.judge_pdf(pdf, at=LATER)
    assert verdict.holds
    path = tmp_path / "order.pdf"
    path.write_bytes(pdf)
    told = subprocess.run(["pdfsig", "-nocert", path], capture_output=True, text=True, check=False).stdout
    assert "Signature is Valid" in told and "Total document signed" in told


def test_the_record_says_who_received_answered_and_checked() -> None:
    row = replied()
    actions.send_back_order(order_id=row.pk, words="请说明原因。", by=CHECKER, at=LATER)
    actions.reply_order(order_id=row.pk, text="电缆老化。\n已更换四十米。", by=UNIT, at=LATER)
    actions.close_order(order_id=row.pk, words="现场核查属实。", by=CHECKER, at=LATER)
    text = text_of(drawn(row, "record"))
    for words in (
        "办结存档",
        "演示·城管审核",
        "两盏路灯已修复",
        "退回重办：",
        "请说明原因",
        "已更换四十米",
        "办结：",
        "现场核查属实",
        "演示·督查乙",
    ):
        assert words in text, words
    assert "签收人" not in text
    assert "签收人" in text_of(drawn(row)), "the notice stays as it went out"


def test_one_that_was_withdrawn_says_that_it_is_void_and_why() -> None:
    row = issued()
    actions.withdraw_order(order_id=row.pk, reason="发错了单位，另行签发。", by=CHECKER, at=LATER)
    text = text_of(drawn(row, "void"))
    for words in ("督办单（作废）", "督办〔2026〕1号", "发错了单位，另行签发", "演示·督查乙", "2026年9月8日", "作废"):
        assert words in text, words
    assert "签收人" not in text
    assert "作废" not in text_of(drawn(row)), "the notice stays as it went out"
    [verdict] = signing.judge_pdf(drawn(row, "void"), at=LATER)
    assert verdict.holds


def test_it_is_drawn_once_whoever_asks_first() -> None:
    row = issued()
    paper_id = Paper.objects.get().pk
    first = drawn(row)
    entries = LedgerEntry.objects.filter(act="directives.make_order_paper").count()
    jobs.make_order_paper(paper_id=str(paper_id))
    assert drawn(row) == first == queries.order_paper(paper_id, by=UNIT, at=LATER)
    assert LedgerEntry.objects.filter(act="directives.make_order_paper").count() == entries == 1
    assert FactRow.objects.get(name="directives.OrderPaperMade").payload["kind"] == "notice"
    assert list(queries.audit()) == []


def test_the_same_data_give_the_same_page() -> None:
    row = Paper.objects.get(order=issued())
    assert documents.render(paper.TEMPLATE, row.data, at=row.issued_at) == documents.render(paper.TEMPLATE, row.data, at=row.issued_at)


def test_a_character_that_no_font_has_is_printed_by_its_number() -> None:
    assert "〔U+323AF〕" in text_of(drawn(issued(an_order(matter="姓名应为\U000323af。"))))


def test_long_words_go_on_on_the_next_page() -> None:
    row = issued(an_order(matter="路灯不亮，请查。" * 240, demand="限期整改并书面反馈。" * 190))
    text = text_of(drawn(row))
    assert text.count("请查。") == 240 and "第2页" in text


def test_only_supervisors_and_the_unit_read_it() -> None:
    issued()
    paper_id = Paper.objects.get().pk
    for by in (UNIT, LEADER, somebody("shifu/messages_approver"), SYSTEM):
        assert queries.order_paper(paper_id, by=by, at=LATER).startswith(b"%PDF")
    for by in (OTHER_UNIT, PUBLIC, somebody("chengguan/messages")):
        with pytest.raises(UnknownOrder):
            queries.order_paper(paper_id, by=by, at=LATER)
    with pytest.raises(UnknownOrder):
        queries.order_paper(uuid.uuid4(), by=SUPERVISOR, at=LATER)
    with refused(Denied):
        paper.make(paper_id, by=SUPERVISOR, at=LATER)
    with refused(UnknownOrder):
        paper.make(uuid.uuid4(), by=SYSTEM, at=LATER)


def test_what_stands_in_an_order_is_never_changed() -> None:
    row = replied()
    actions.close_order(order_id=row.pk, words="属实。", by=CHECKER, at=LATER)
    changes = [
        lambda: Order.objects.filter(pk=row.pk).update(demand="另一个要求"),
        lambda: Order.objects.filter(pk=row.pk).update(due_at=LATER),
        lambda: row.steps.update(words="没说过"),
        lambda: row.steps.all().delete(),
        lambda: Paper.objects.update(data={}),
    ]
    for change in changes:
        with pytest.raises(IntegrityError), transaction.atomic():
            change()
