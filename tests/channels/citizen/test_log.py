"""The page of the log, and what a holder reads of consumers that asked."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from tongban.channels.web.citizen import readings
from tongban.kernel.bilingual import Bilingual
from tongban.sharing.terms import OTHERS_APPLICATION, Reader, UseRecord


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


def a_look(question: str, **changes: Any) -> UseRecord:
    known = {"actor_kind": "person", "actor_id": uuid4(), "types": (Bilingual("营业执照"),), "case_number": "", "purpose": "cases.submit"}
    at = datetime(2026, 9, 7, 2, tzinfo=UTC)
    return UseRecord(**{"at": at, "question": question, **known, "basis": "", "receiver": "", **changes})


@pytest.mark.parametrize(
    ("record", "who", "how", "basis"),
    [
        (
            a_look("licences.judge_handed", reader=Reader.OTHER, basis=OTHERS_APPLICATION, result="upload_other_holder"),
            "另一个申请人",
            "别人的申请里交了您的证照文件，已拒绝",
            "别人提交的申请",
        ),
        (
            a_look("licences.judge_handed", reader=Reader.OTHER, basis=OTHERS_APPLICATION),
            "另一个申请人",
            "别人的申请里交了您的证照文件，要由窗口核对",
            "别人提交的申请",
        ),
        (a_look("licences.judge_handed", reader=Reader.OTHER), "另一个申请人", "别人的申请里交了您的证照文件", "别人提交的申请"),
        (a_look("licences.licence", reader=Reader.JOINT), "共同持证人", "查看证照", "共同持有这张证照"),
        (a_look("licences.licence", reader=Reader.OWN), "替同一家单位办事的人", "查看证照", "您本人或代办人登录查看"),
        (a_look("licences.open_showing", reader=Reader.OTHER), "当面扫码的人", "您出示，对方扫码查看", ""),
        (
            a_look("licences.case_copy", actor_kind="staff", basis="consent:counter", receiver="示例局"),
            "示例局",
            "在窗口查看加注件",
            "工作人员登记：您在窗口当面办理",
        ),
    ],
)
def test_each_kind_of_reader_is_told_as_what_they_are(db: None, record: UseRecord, who: str, how: str, basis: str) -> None:
    [told] = readings.told_uses([record])
    assert (told.who, told.how, told.basis) == (who, how, basis)
