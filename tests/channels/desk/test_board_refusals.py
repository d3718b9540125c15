"""No act on a wrong kind of thing, or with nothing open, and no byte that no text can hold, ever ends without words."""

from __future__ import annotations

import pytest

from tests.board.play import Play
from tests.channels.desk.boarding import *  # noqa: F403
from tests.channels.desk.pages import words
from tongban.channels.web.desk.deeds import BY_NAME

pytestmark = pytest.mark.django_db
FORM = {  # what any of the forms may ask for
    "reason": "演示理由", "words": "演示", "ground": "litigation", "unit": "ludeng", "joint": ["jiaoyu"], "category": "", "to": "fire",
    "amount": "1", "granted": "yes", "approver": "市政府", "outcome": "reached", "number": "LY2026-000001-7", "text": "演示" * 40,
    "guide": "", "despite": "on", "units": ["jiaoyu"], "urgency": "danger", "reason_code": "danger_to_life",
}  # fmt: skip


@pytest.mark.parametrize("role", ["clerk", *(pytest.param(each, marks=pytest.mark.slow) for each in ("duty", "approver", "inspection"))])
def test_every_act_on_every_kind_of_id_is_answered_in_words(at, role: str) -> None:
    browser, plays = at(role), (Play.taken(), Play.answered())
    ids = [each for play in plays for each in (play.orders[-1].pk, play.message_id)]
    for name in BY_NAME:
        for address in [f"/desk/messages/{kind}{each}/{name}/" for kind in ("", "orders/") for each in ids]:
            answer = browser.post(address, FORM)
            assert answer.status_code < 500, f"{address}: {answer.status_code}"


@pytest.mark.parametrize("deed", ["publish", "send-back", "decide-extension"])
def test_what_waits_for_nobody_is_said(at, deed: str) -> None:
    play = Play.taken()
    role = "top" if deed == "decide-extension" else "approver"
    answer = at(role).post(f"/desk/messages/orders/{play.order().pk}/{deed}/", FORM)
    assert answer.status_code == 409 and "留言现在的状态不能这样办" in words(answer)


def test_an_act_of_a_unit_on_a_message_is_no_order(at) -> None:
    answer = at("duty").post(f"/desk/messages/{Play.posted().message_id}/take/")
    assert answer.status_code == 404 and "没有找到这张工单" in words(answer)


@pytest.mark.parametrize("given", [{"line": "\0"}, {"text": "a\0b"}])
def test_a_nul_is_refused_wherever_it_stands(at, given) -> None:
    for path in ("/desk/messages/take-down/", "/desk/messages/", "/desk/messages/find/", "/desk/duty/", "/desk/duty/rosters/"):
        for answer in (at("duty").get(path, given), at("duty").post(path, given)):
            assert answer.status_code == 400 and "有一个字符存不了" in words(answer)
    photo = at("duty").get("/desk/messages/photos/LY%00/0/")
    assert photo.status_code == 400


def test_what_was_typed_with_a_nul_is_told_and_sent_again_with_one_click(at) -> None:
    answer = at("duty").post("/desk/duty/", {"text": "夜班注意\0，湖滨路停水", "go": "note"})
    told = words(answer)
    assert "夜班注意■，湖滨路停水" in told and "去掉这些字符，再提交一次" in told
    page = answer.content.decode()
    assert '<input type="hidden" name="text" value="夜班注意，湖滨路停水">' in page and 'action="/desk/duty/"' in page
