"""Urging by the inspection body: once a day, in public without its words, before those who handle it until it is answered."""

from datetime import timedelta

import pytest

from tests.board import town as small
from tests.board.play import DUTY, Play, approver, clerk, deliver, refuses, works_at
from tests.board.town import a_person, screener, staff
from tests.cases.factories import make_person
from tongban.board import actions, queries
from tongban.board.models import Track
from tongban.board.terms import Act, Denied, MessageState, Removal, UnknownMessage, UrgedToday, WordsMissing, WordsTooLong, WrongState
from tongban.identity.terms import PUBLIC
from tongban.kernel.models.ledger import LedgerEntry
from tongban.notices.models import Notice
from tongban.responsibilities.terms import Kind

pytestmark = pytest.mark.usefixtures("town")
INSPECTION = staff("dubanshi/joint", name="演示·督查员")
WANTED = "请在三天内到现场核实，把处理结果报督查室。"


def urge(play: Play, words: str = WANTED, *, by=INSPECTION):
    return actions.urge(message_id=play.message_id, words=words, by=by, at=play.at)


def told(play: Play, login) -> str:
    """Where the notice leads that somebody at work has, once the fact has been followed."""
    deliver(play.at)
    notice = Notice.objects.filter(kind="board.urged", login=login).latest("at")
    return notice.link


def line(play: Play, unit: str = "chengguan"):
    (found,) = [each for each in queries.inbox(clerk(unit), at=play.at).lines if each.message_id == play.message_id]
    return found


def wanted(play: Play, by=None) -> list[str]:
    return [each.words for each in queries.order(play.order().pk, by=by or clerk("chengguan"), at=play.at, purpose="x").urgings]


def test_it_stands_on_the_page_without_its_words() -> None:
    play = Play.taken()
    before = play.row.due_at, play.order().due_at
    assert urge(play).state is MessageState.HANDLING
    seen = queries.message(play.row.number, by=PUBLIC, at=play.at)
    step = seen.track[-1]
    assert (step.kind, step.unit, step.words, step.at) == ("urged", "chengguan", "", play.at)
    assert step.codes == {"body": "dubanshi/joint", "zh": "督查室", "en": ""}
    assert WANTED not in repr(seen) and (play.row.due_at, play.order().due_at) == before
    entry = LedgerEntry.objects.get(act="board.urge")
    assert entry.codes["body"] == "dubanshi/joint" and WANTED not in str(entry.codes)


def test_whoever_handles_it_reads_what_is_wanted_until_it_is_answered() -> None:
    play = Play.taken()
    assert not line(play).urged and wanted(play) == []
    urge(play)
    assert line(play).urged and wanted(play) == [WANTED] == wanted(play, approver("chengguan"))
    inside = queries.handled(play.message_id, by=INSPECTION, at=play.at, purpose="x")
    assert [(each.unit_name.zh, each.words) for each in inside.urgings] == [("督查室", WANTED)]
    play.later(hours=1).answer()
    assert queries.handled(play.message_id, by=INSPECTION, at=play.at, purpose="x").urgings == ()
    play.rate(solved=False)
    play.take()
    assert not line(play).urged and wanted(play) == []


def test_who_only_screens_reads_nothing_of_it_nor_of_the_notes() -> None:
    play = Play.taken()
    urge(play)
    actions.note(message_id=play.message_id, words="问过了", by=clerk("chengguan"), at=play.at)
    for removed in (False, True):
        if removed:
            actions.screen(message_id=play.message_id, shown=False, reason=Removal.INSULT, by=screener(), at=play.at)
        seen = queries.handled(play.message_id, by=screener(), at=play.at, purpose="x")
        assert seen.written_text and (seen.urgings, seen.notes, seen.drafts) == ((), (), ()) and Act.URGE not in seen.acts


def test_once_a_day_for_each_body_and_message() -> None:
    play, other = Play.taken(), Play.taken()
    urge(play)
    with refuses(UrgedToday):
        urge(play.later(hours=5))
    urge(other)
    urge(play.later(hours=10), "还没有看到结果。")
    assert wanted(play) == [WANTED, "还没有看到结果。"]
    assert Track.objects.filter(message=play.message_id, kind="urged").count() == 2


def test_whoever_has_it_now_is_told() -> None:
    clerk_login, lamps = works_at("chengguan/messages"), works_at("ludeng/messages")
    play = Play.taken()
    urge(play)
    assert told(play, clerk_login) == f"/desk/messages/orders/{play.order().pk}/"
    play.later(days=1)
    actions.pass_down(order_id=play.order().pk, unit="ludeng", by=clerk("chengguan"), at=play.at)
    play.take("ludeng")
    urge(play)
    assert told(play, lamps) == f"/desk/messages/orders/{play.order('ludeng').pk}/"
    assert Notice.objects.filter(kind="board.urged", login=clerk_login).count() == 1
    assert line(play).urged and line(play, "ludeng").urged


def test_the_desk_is_told_where_no_unit_has_it() -> None:
    desk = works_at("rexian/duty")
    author = a_person(person_id=make_person())
    play = Play.posted(author=author, category="", district="", title="请问", text="想问一件事情，不知道找谁")
    with refuses(WrongState):
        urge(play)
    actions.accept(message_id=play.message_id, by=DUTY, at=play.at)
    urge(play)
    assert told(play, desk) == f"/desk/messages/{play.message_id}/"


def test_who_may_and_what_is_refused() -> None:
    play = Play.taken()
    for stranger in (DUTY, clerk("chengguan"), a_person(), staff("meiti/joint"), screener()):
        with refuses(Denied):
            urge(play, by=stranger)
    with refuses(WordsMissing):
        urge(play, " 。")
    with refuses(WordsTooLong):
        urge(play, "长" * 2001)
    with refuses(UnknownMessage):
        actions.urge(message_id=play.author.id, words=WANTED, by=INSPECTION, at=play.at)
    with refuses(WrongState):
        urge(Play.answered())
    assert not Track.objects.filter(kind="urged").exists()


def test_no_body_urges_a_report_about_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(small.UNITS, "dubanshi", ("督查室", "shifu", ("joint", "messages")))
    small.forget()
    small.load()
    small.forget()
    report = Play.posted(kind=Kind.REPORT, title="举报", text="有人收钱，请查一查。", unit="dubanshi")
    report.assign("shifu")
    with refuses(Denied):
        urge(report)


def test_the_ledger_knows_it() -> None:
    play = Play.taken()
    urge(play)
    urge(play.later(days=1))
    play.later(hours=1).answer()
    assert list(queries.audit()) == []
    assert play.row.urged_at < play.row.answered_at and timedelta(0) < play.at - play.row.urged_at
