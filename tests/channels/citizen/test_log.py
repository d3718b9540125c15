"""The page of the log, and what a holder reads of consumers that asked."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

from django.test import Client

from tongban.channels.web.citizen import readings
from tongban.kernel.bilingual import Bilingual
from tongban.sharing.terms import UseRecord


def test_the_page_says_what_the_log_is_for_before_there_is_anything_in_it(client: Client, db: None) -> None:
    page = client.get("/log/").content.decode()
    assert "存证日志" in page and "还没有第一个检查点" in page
    assert client.get("/log/checkpoint").status_code == 404
    assert client.get("/log/tile/0/000").status_code == client.get("/log/tile/../../etc").status_code == 404


def test_a_refused_question_of_a_consumer_is_told_to_the_holder_as_refused(db: None) -> None:
    record = UseRecord(
        at=datetime(2026, 9, 7, 2, tzinfo=UTC),
        question="licences.share_find",
        actor_kind="consumer",
        actor_id=uuid4(),
        types=(Bilingual("营业执照"),),
        case_number="水审 2026-000012",
        purpose="随便看看",
        basis="",
        receiver="榕城市示例水利局",
        result="PurposeNotAllowed",
    )
    [told] = readings.told_uses([record])
    assert (told.who, told.how, told.purpose) == ("榕城市示例水利局", "通过共享接口查询，被拒绝，什么也没有给", "随便看看")
