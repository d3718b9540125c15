"""Messages of other channels: taken in once, by number and by text, with their times and answers; every line left out is told."""

import io
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.board import town as small
from tests.board.play import refuses
from tests.board.town import MORNING, a_message, a_person, at_once, operator, posted
from tongban.board import actions, queries
from tongban.board.models import Message, Order, Reply
from tongban.board.terms import AuthorKind, Denied, Foreign, Imported, MessageState, UnknownSource, Visibility
from tongban.identity.terms import PUBLIC, SYSTEM
from tongban.kernel.models.facts import FactRow
from tongban.responsibilities.terms import Kind

SENT = MORNING - timedelta(days=3)
ANSWER = "经现场核实，路灯因电缆老化断电，已于9月5日修复，联系电话0999-8001777。"


MATTERS = ("路灯", "井盖", "人行道", "公交站牌", "健身器材", "垃圾桶", "护栏", "绿化带", "喷泉", "长椅")
STREETS = (
    "柳浪街小学门口",
    "长寿里菜市场",
    "湖滨路七号楼前",
    "桂花街转角处",
    "堤岸路泵站旁边",
    "清风街大厅外",
    "石匠街桥头",
    "松涛路公园里",
)


def foreign(line: int, number: str = "", **told) -> Foreign:
    """A message unlike the others of its list."""
    text = f"{STREETS[line % 8]}的{MATTERS[line % 10]}坏了，请派人来修。"
    message = told.pop("message", None) or a_message(title="", text=text)
    return Foreign(**{"line": line, "number": number or f"H-{line}", "message": message, "sent_at": SENT} | told)


def imported(*messages: Foreign, **told) -> Imported:
    return actions.import_messages(**{"source": "hotline", "messages": messages, "by": SYSTEM, "at": MORNING} | told)


@pytest.mark.usefixtures("town")
class TestImporting:
    def test_taken_in_with_its_time_and_dispatched(self) -> None:
        assert imported(foreign(2, name="演示丙")) == Imported(1, 0)
        row = Message.objects.get()
        assert (row.source, row.foreign_number, row.author_kind) == ("hotline", "H-2", AuthorKind.ELSEWHERE)
        assert (row.received_at, row.accepted_at, row.state, row.unit) == (SENT, MORNING, MessageState.ASSIGNED, "chengguan")
        assert row.displayed and row.whose()["name"] == "演示丙" and row.due_at < MORNING + timedelta(days=5)
        assert (
            FactRow.objects.filter(name="board.MessagePosted").count() == 1 == FactRow.objects.filter(name="board.MessagesImported").count()
        )

    def test_twice_changes_nothing(self) -> None:
        lines = [foreign(2), foreign(3)]
        imported(*lines)
        assert imported(*lines) == Imported(0, 2) and Message.objects.count() == 2
        assert imported(foreign(4), foreign(5, "H-4")).repeated == 1

    def test_what_says_nearly_the_same_is_repeated(self) -> None:
        text = "东湖区湖滨路和柳浪街路口的路灯已经坏了整整两个星期，晚上一片漆黑，老人孩子过马路很危险，请有关部门尽快派人来修。"
        _answer, row = posted(a_message(title="路灯坏了", text=text))
        told = imported(
            foreign(2, message=a_message(title="路灯坏了", text=text.replace("，", " ， "))),
            foreign(3, message=a_message(title="路灯坏了", text=text.replace("尽快", "马上"))),
            foreign(4, message=a_message(title="路灯坏了", text="柳浪街18号门口的路灯今天早上被车撞倒了，电线露在外面。")),
        )
        assert told == Imported(1, 2, (), ((2, row.number), (3, row.number)))

    def test_one_character_more_at_the_same_place_is_the_same(self) -> None:
        text = "路面坑洼严重，骑车摔了两次，请尽快修补"
        once, more = (
            a_message(title=title, text=said, address="湖滨路25号")
            for title, said in (("路面坑洼严重", text), ("路面坑洼很严重", text.replace("坑洼", "坑洼很")))
        )
        told = imported(foreign(2, message=once), foreign(3, "H-3", message=more, sent_at=SENT + timedelta(hours=9)))
        assert (told.taken, told.repeated) == (1, 1) and told.same == ((3, Message.objects.get().number),)
        elsewhere = a_message(title="路面坑洼很严重", text=text.replace("坑洼", "坑洼很"), address="柳浪街口")
        assert imported(foreign(4, "H-4", message=elsewhere)).taken == 1
        later = foreign(5, "H-5", message=more, sent_at=SENT - timedelta(days=9))
        assert imported(later).taken == 1

    def test_with_its_answer(self) -> None:
        imported(foreign(2, answer=ANSWER, answered_at=SENT + timedelta(days=2), answered_by="ludeng"))
        row = Message.objects.get()
        assert (row.state, row.unit, row.on_time, row.first_answered_at) == (
            MessageState.ANSWERED,
            "ludeng",
            True,
            SENT + timedelta(days=2),
        )
        assert row.accepted_at is None and row.changed_at == SENT + timedelta(days=2), "nobody has told when it was accepted"
        assert Reply.objects.get().text.startswith("经现场核实") and Order.objects.get().state == "done"
        seen = queries.message(row.number, by=PUBLIC, at=MORNING)
        assert [each.kind for each in seen.track] == ["received", "assigned", "answered"]
        assert seen.replies[0].unit_name.zh == "路灯所"

    @pytest.mark.parametrize(
        ("wrong", "why"),
        [
            ({"answered_at": SENT - timedelta(days=1)}, "answered before it was sent"),
            ({"answered_at": MORNING + timedelta(days=1)}, "answered before it was sent"),
            ({"answered_by": "nope"}, "no unit `nope` takes messages"),
        ],
    )
    def test_an_answer_that_cannot_have_been_so_is_told(self, wrong, why: str) -> None:
        told = imported(foreign(2, answer=ANSWER, **wrong), foreign(3))
        assert told.taken == 1 and [(line, words.startswith(why)) for line, words in told.rejected] == [(2, True)]

    def test_what_was_sent_in_the_future_is_told_but_for_a_clock_that_is_fast(self) -> None:
        told = imported(foreign(2, sent_at=MORNING + timedelta(minutes=6)), foreign(3, sent_at=MORNING + timedelta(minutes=4)))
        assert told.taken == 1 and told.rejected == ((2, "sent in the future: 2026-09-07T02:06:00+00:00"),)
        assert Message.objects.get().received_at == MORNING

    def test_a_report_answered_by_whom_it_is_about_keeps_nobody_out(self) -> None:
        report = a_message(kind=Kind.REPORT, unit="chengguan", text="执法人员收钱不开票。")
        told = imported(foreign(2, message=report, answer=ANSWER, answered_by="chengguan"), foreign(3))
        assert told.taken == 1 and told.rejected == ((2, "a report about `chengguan` is not answered by it"),)

    def test_late_and_long_ago(self) -> None:
        sent = MORNING - timedelta(days=200)
        imported(foreign(2, sent_at=sent, answer=ANSWER, answered_at=sent + timedelta(days=30)))
        row = Message.objects.get()
        assert (row.state, row.end, row.on_time, row.unit) == (MessageState.CLOSED, "answered", False, "chengguan")
        assert row.rating_until == row.closed_at and row.closed_at < MORNING

    def test_what_cannot_be_taken_keeps_nobody_out(self) -> None:
        told = imported(
            foreign(2, message=a_message(text="")),
            foreign(3, message=a_message(category="999999")),
            foreign(4, message=a_message(text="长" * 20_000)),
            foreign(5),
            foreign(6, message=a_message(unit="nobody")),
        )
        assert told.taken == 1 and [line for line, _why in told.rejected] == [2, 3, 4, 6]
        assert told.rejected[0] == (2, "the text is missing")
        assert told.rejected[1] == (3, "the city has no class `999999`")

    def test_what_is_not_public_there_is_not_here(self) -> None:
        imported(foreign(2, message=a_message(visibility=Visibility.UNIT)), foreign(3, message=a_message(kind=Kind.REPORT)))
        assert not Message.objects.filter(displayed=True).exists()

    def test_who_may(self) -> None:
        assert imported(foreign(2), by=operator()).taken == 1
        for nobody in (PUBLIC, a_person(), small.staff("chengguan/messages")):
            with refuses(Denied):
                imported(foreign(3), by=nobody)
        with refuses(UnknownSource):
            imported(foreign(3), source="nobody")


@pytest.mark.usefixtures("town")
class TestCommand:
    def test_a_list_is_taken_in_and_summed_up(self, tmp_path: Path) -> None:
        path, told, wrong = tmp_path / "hotline.csv", io.StringIO(), io.StringIO()
        path.write_text("number,text,category\nA-1,路灯坏了三天没人修,010202\nA-2,水压太低没法洗澡,0201\nA-3,,\n", "utf-8")
        call_command("import_messages", path, source="hotline", stdout=told, stderr=wrong)
        assert "3 lines: 1 messages taken in, 0 answers to earlier ones, 0 repeated, 2 left out" in told.getvalue()
        assert "hotline.csv:3: the city has no class `0201`" in wrong.getvalue()

    def test_what_it_refuses(self, tmp_path: Path) -> None:
        (tmp_path / "a.csv").write_text("number,text\n1,路灯坏了\n", "utf-8")
        with pytest.raises(CommandError, match="no channel `nobody`"):
            call_command("import_messages", tmp_path / "a.csv", source="nobody")
        with pytest.raises(CommandError, match="cannot be read"):
            call_command("import_messages", tmp_path / "b.csv", source="hotline")


@pytest.mark.usefixtures("committed_town")
def test_the_same_list_at_once_is_taken_in_once() -> None:
    lines = [foreign(n) for n in range(2, 6)]
    results = at_once(*[lambda: imported(*lines)] * 2)
    assert sorted((each.taken, each.repeated) for each in results if isinstance(each, Imported)) == [(0, 4), (4, 0)]
    assert Message.objects.count() == 4
