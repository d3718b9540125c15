"""Lights at the desk: every unit's clocks, the worst first, down to the item; nobody else's business."""

from datetime import timedelta

import pytest

from tests.board.play import Play
from tests.channels.desk.pages import words
from tests.channels.supervising import *  # noqa: F403
from tests.channels.supervising import NOW, WEEK, late_and_open, signed
from tests.supervision.office import a_message
from tongban.responsibilities.terms import Kind
from tongban.supervision import queries

pytestmark = pytest.mark.django_db
LIGHTS = "/desk/supervision/lights/"


def test_what_is_late_stands_first_with_who_holds_it(at) -> None:
    late, soon = late_and_open().row, a_message().row
    page = words(at("supervisor").get(LIGHTS))
    assert "1 逾期" in page and "1 个单位有逾期" in page and "城管局" in page
    items = words(at("supervisor").get(f"{LIGHTS}chengguan/"))
    assert late.number in items and soon.number not in items and "发督办单" in items and "城管局" in items
    green = words(at("supervisor").get(f"{LIGHTS}chengguan/?light=green"))
    assert soon.number in green and late.number not in green


def test_it_updates_by_itself_and_says_nothing_when_nothing_changed(at) -> None:
    late_and_open()
    supervisor = at("supervisor")
    page = supervisor.get(LIGHTS).content.decode()
    assert 'hx-get="/desk/supervision/lights/rows/"' in page and 'hx-trigger="every 10s"' in page
    first = supervisor.get(f"{LIGHTS}rows/")
    assert first.status_code == 200 and "<html" not in first.content.decode()
    again = supervisor.get(f"{LIGHTS}rows/", headers={"if-none-match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    late_and_open()
    assert supervisor.get(f"{LIGHTS}rows/", headers={"if-none-match": first.headers["ETag"]}).status_code == 200


def test_a_unit_on_trial_is_marked_and_gets_no_order(at) -> None:
    assert not queries.is_on("donghu", at=late_and_open().at)
    page = words(at("supervisor").get(f"{LIGHTS}donghu/"))
    assert "试运行" in page and "发督办单" not in page


def test_they_are_for_whoever_watches_and_for_nobody_else(at) -> None:
    late = late_and_open().row
    for role in ("second", "signer", "leader"):
        assert late.number in words(at(role).get(f"{LIGHTS}chengguan/")), role
    assert f'href="/desk/messages/{late.pk}/"' not in at("leader").get(f"{LIGHTS}chengguan/").content.decode(), "clocks, and no message"
    assert at("leader").get(f"{LIGHTS}nope/").status_code == 404
    for role in ("approver", "school", "duty"):
        for place in ("", "rows/", "chengguan/"):
            assert at(role).get(f"{LIGHTS}{place}").status_code == 403, role


def test_of_a_report_a_leader_reads_the_number_and_no_title(at) -> None:
    play = Play.posted(at=NOW - timedelta(days=13), kind=Kind.REPORT, title="某科长收钱（示例）", text="有人收钱（示例）。")
    play.later(hours=1).assign("chengguan")
    row = play.row
    signed()
    for place in (f"{LIGHTS}chengguan/", f"/desk/supervision/rankings/{WEEK}/units/chengguan/"):
        for role in ("leader", "signer"):
            told = words(at(role).get(place))
            assert row.number in told and "举报" in told and "收钱" not in told, (role, place)
        assert "收钱" in words(at("supervisor").get(place))
    assert "收钱" not in words(at("leader").get("/leader/figures/unanswered/items/"))


def test_each_finds_in_the_rail_what_their_desk_is_for(at) -> None:
    supervisor = words(at("supervisor").get(LIGHTS))
    assert all(each in supervisor for each in ("全市亮灯", "每周排名", "督办单", "约谈", "试运行和启用")) and "全市一屏" not in supervisor
    approver = words(at("approver").get("/desk/messages/"))
    assert "本单位排名" in approver and "督办单" in approver and "全市亮灯" not in approver
    assert at("leader").get("/desk/").headers["Location"] == "/leader/"
    assert at("supervisor").get("/desk/").headers["Location"] == LIGHTS
    assert "督办单" not in words(at("duty").get("/desk/duty/"))
