"""What an attacker tried: masked data by way of titles, reports read by whom they name, words that were never screened, former units."""

from datetime import timedelta

import pytest

from tests.board import town
from tests.board.play import DUTY, Play, clerk, refuses
from tests.board.town import MORNING, a_message, a_person, posted, posted_by_code, screener, staff
from tongban.board import actions, queries
from tongban.board.models import Dispatched, Message, Track
from tongban.board.terms import Act, Denied, OrderState, Removal, TooManyAdded, UnknownMessage, WordsMissing, WrongState
from tongban.identity.terms import PUBLIC, SYSTEM
from tongban.responsibilities.queries import HELD
from tongban.responsibilities.terms import Kind, Layer, Point

pytestmark = pytest.mark.usefixtures("town")
HOUR = MORNING + timedelta(hours=1)
JOINT, CALL_BACK = staff("dubanshi/joint"), staff("rexian/call_back")
LONG = "路灯坏了请修好它谢谢请快点"
PRIVATE = ("999999198506141236", "0591-87654321", "13800138000")
ABUSE = "你们都是混蛋，看 www.example.com 和 www.example.net 和 www.example.cn"


def handled(row: Message, by):
    return queries.handled(row.pk, by=by, at=HOUR, purpose="board.handling")


class TestTitles:
    @pytest.mark.parametrize("cut", range(8, 30))
    @pytest.mark.parametrize("number", PRIVATE)
    def test_a_made_title_is_cut_from_what_is_displayed(self, number: str, cut: int) -> None:
        answer, row = posted(a_message(title="", text=f"{'灯' * cut}{number}号，请修好这里的路灯，谢谢你们。"))
        seen = queries.message(answer.number, by=PUBLIC, at=HOUR)
        digits = "".join(character for character in seen.title if character.isdigit())
        assert len(digits) <= 7, seen.title
        assert row.text.startswith(row.title.rstrip("…"))
        assert not queries.search(number, at=HOUR).lines and not queries.search(number[:10], at=HOUR).lines

    def test_names_are_not_cut_apart_and_not_found(self) -> None:
        _answer, row = posted(a_message(title="", text=f"{LONG}请你们尽快联系人王小明电话13800138000，这里路灯不亮。"))
        assert "王小明" not in row.title and "小明" not in row.title and not queries.search("王小明", at=HOUR).lines

    def test_confirmed_names_stand_in_the_title_and_others_do_not(self) -> None:
        _answer, row = posted(a_message(title="", text="联系人王小明说路灯坏了，联系人李小红电话13800138000。"))
        (waiting,) = queries.to_screen(screener(), at=HOUR).lines
        assert waiting.title_candidates == ()
        first = next(each for each in waiting.candidates if waiting.text[slice(*each)].startswith("王"))
        actions.confirm_names(message_id=row.pk, title=[(0, 5), first], text=[first], by=screener(), at=HOUR)
        row.refresh_from_db()
        assert "王小明" in row.title and "李小红" not in row.title and "1380013" not in row.title
        assert row.text.startswith(row.title.rstrip("…"))


class TestReports:
    @pytest.mark.parametrize(
        "text", ["举报城管局的人收钱，路灯一直不修。", "城管的人收钱，路灯一直不修。", "榕城市示例城管局的人收钱不修路灯"]
    )
    def test_what_names_the_unit_that_would_be_asked_goes_to_a_person(self, text: str) -> None:
        _answer, row = posted(a_message(kind=Kind.REPORT, text=text))
        assert (row.unit, row.state) == ("", "received")
        instead, led = Dispatched.objects.filter(message=row).order_by("pk")
        assert (instead.layer, instead.unit, instead.order) == (Layer.DUTY_LIST, "chengguan", None)
        assert (led.layer, led.rule, led.unit) == (Layer.DESK, "named:chengguan:", "")
        with refuses(UnknownMessage):
            handled(row, clerk("chengguan"))
        assert all(each.unit != "chengguan" for each in queries.proposals(row.pk, by=DUTY))
        (line,) = queries.duty_queue(DUTY, at=HOUR)
        assert line.suggested_unit == ""

    def test_what_names_another_unit_goes_to_a_person_too(self) -> None:
        _answer, row = posted(a_message(kind=Kind.REPORT, text="路灯坏了，教育局的人说是他们弄的。"))
        assert row.unit == "" and Dispatched.objects.filter(message=row, rule="named:jiaoyu:").exists()

    def test_a_place_is_no_unit_and_other_kinds_go_their_way(self) -> None:
        _answer, row = posted(a_message(kind=Kind.REPORT))
        assert row.unit == "" and Dispatched.objects.filter(message=row, rule=HELD, unit="").exists(), "a person decides all the same"
        assert posted(a_message(text="城管局的路灯坏了好几天。"))[1].unit == "chengguan"

    def test_a_unit_learns_who_wrote_a_report_in_danger_only(self) -> None:
        play = Play.posted(kind=Kind.REPORT)
        play.assign("chengguan")
        play.take()
        reason = {"message_id": play.message_id, "reason": "需要当面核实情况", "at": HOUR}
        with refuses(Denied):
            actions.reveal_author(by=clerk("chengguan"), **reason)
        assert Act.REVEAL not in handled(play.row, clerk("chengguan")).acts
        assert actions.reveal_author(by=DUTY, **reason).name == "演示甲"
        Message.objects.filter(pk=play.message_id).update(reopened=False)
        other = Play.taken()
        assert actions.reveal_author(by=clerk("chengguan"), message_id=other.message_id, reason="需要上门", at=HOUR).name

    def test_a_body_of_the_joint_desk_never_reads_a_report_about_itself(self) -> None:
        told, other = (posted(a_message(kind=Kind.REPORT, text=text))[1] for text in ("举报督查室不作为，路灯没人管。", "路灯被人偷了。"))
        with refuses(UnknownMessage):
            handled(told, JOINT)
        assert [each.id for each in queries.joint(JOINT, at=HOUR).lines] == [other.pk]
        assert queries.message_id(told.number, by=JOINT) is None and queries.message_id(other.number, by=JOINT) == other.pk
        assert handled(other, JOINT).written_text

    def test_nor_one_that_its_author_addressed_to_it(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(town.UNITS, "dubanshi", ("督查室", "shifu", ("joint", "messages")))
        town.forget()
        town.load(at=HOUR)
        town.forget()
        _answer, row = posted(a_message(kind=Kind.REPORT, unit="dubanshi"))
        both = staff("dubanshi/joint", "dubanshi/messages")
        for somebody in (JOINT, both):
            with refuses(UnknownMessage):
                handled(row, somebody)
            assert not queries.joint(somebody, at=HOUR).lines
            with refuses(Denied):
                actions.note(message_id=row.pk, words="看一下", by=somebody, at=HOUR)
            with refuses(Denied):
                actions.clear_for_media(message_id=row.pk, cleared=False, by=somebody, at=HOUR)
        assert handled(row, DUTY).written_text


class TestAddedWords:
    def test_nobody_reads_them_before_somebody_has_looked(self) -> None:
        author = a_person()
        answer, row = posted(by=author)
        actions.screen(message_id=row.pk, shown=True, by=screener(), at=HOUR)
        actions.add_words(message_id=row.pk, words=ABUSE, by=author, at=HOUR)
        step = Track.objects.get(message=row, kind="added")

        def read(by) -> str:
            return next(each.words for each in queries.message(answer.number, by=by, at=HOUR).track if each.kind == "added")

        assert read(PUBLIC) == "" and "混蛋" in read(author)
        assert "混蛋" in next(each.words for each in handled(row, clerk("chengguan")).message.track if each.kind == "added")
        (waiting,) = queries.to_screen(screener(), at=HOUR).lines
        assert waiting.displayed and [(each.step, each.words) for each in waiting.added] == [(step.pk, ABUSE)]
        told = {"message_id": row.pk, "step": step.pk, "by": screener(), "at": HOUR}
        with refuses(WordsMissing):
            actions.screen_words(shown=False, **told)
        with refuses(Denied):
            actions.screen_words(shown=True, **told | {"by": DUTY})
        with refuses(WrongState):
            actions.screen_words(shown=True, **told | {"step": step.pk + 999})
        actions.screen_words(shown=False, reason=Removal.INSULT, **told)
        row.refresh_from_db()
        assert (row.screening, row.displayed, row.screening_due_at) == ("shown", True, None) and read(PUBLIC) == ""
        with refuses(WrongState):
            actions.screen_words(shown=False, reason=Removal.INSULT, **told)
        actions.screen_words(shown=True, **told)
        assert "混蛋" in read(PUBLIC) and not queries.to_screen(screener(), at=HOUR).lines

    def test_whoever_displays_the_message_displays_them_but_not_what_was_refused(self) -> None:
        author = a_person()
        answer, row = posted(by=author)
        for words in ("第一段", "第二段"):
            actions.add_words(message_id=row.pk, words=words, by=author, at=HOUR)
        first = Track.objects.filter(message=row, kind="added").order_by("id")[0]
        actions.screen_words(message_id=row.pk, step=first.pk, shown=False, reason=Removal.INSULT, by=screener(), at=HOUR)
        row.refresh_from_db()
        assert row.screening == "waiting", "the message itself was never looked at"
        actions.screen(message_id=row.pk, shown=True, by=screener(), at=HOUR)
        seen = queries.message(answer.number, by=PUBLIC, at=HOUR)
        assert [each.words for each in seen.track if each.kind == "added"] == ["", "第二段"]

    def test_as_often_as_the_city_says(self) -> None:
        answer, row = posted_by_code()
        told = {"message_id": row.pk, "by": PUBLIC, "at": HOUR, "code": answer.code}
        for _n in range(5):
            actions.add_words(words="补充", **told)
        with refuses(TooManyAdded) as refused:
            actions.add_words(words="补充", **told)
        assert refused.value.most == 5

    def test_what_is_removed_takes_everything_with_it_that_its_author_wrote(self) -> None:
        play = Play.taken(free_name="坏名字")
        actions.add_words(message_id=play.message_id, words="补充的话", by=play.author, at=play.at)
        play.answer()
        play.rate(words="评价的话")
        actions.screen(message_id=play.message_id, shown=False, reason=Removal.INSULT, by=screener(), at=HOUR)
        seen = queries.message(play.row.number, by=PUBLIC, at=HOUR)
        said = f"{seen.free_name}{[each.words for each in seen.track]}{[each.words for each in seen.ratings]}"
        assert not any(each in said for each in ("坏名字", "补充的话", "评价的话")) and seen.replies[0].text
        assert queries.message(play.row.number, by=play.author, at=HOUR).free_name == "坏名字"


class TestReasons:
    @pytest.mark.parametrize("reason", ["。", "……", "\u200b\u3164\u00ad\u2800", " "])
    def test_signs_are_no_reason(self, reason: str) -> None:
        _answer, row = posted()
        with refuses(WordsMissing):
            actions.reveal_author(message_id=row.pk, reason=reason, by=DUTY, at=HOUR)
        with refuses(WordsMissing):
            posted(a_message(text=reason))

    @pytest.mark.parametrize("said", ["演示甲", "演 示 甲", "演·示甲"])
    def test_the_name_of_its_author_is_hidden(self, said: str) -> None:
        _answer, row = posted()
        actions.reveal_author(message_id=row.pk, reason=f"要请{said}到现场，核实路灯。", by=DUTY, at=HOUR)
        words = Track.objects.get(message=row, kind="revealed").words
        assert said not in words and "示甲" not in words and words.endswith("到现场，核实路灯。")


class TestPlaces:
    def test_everybody_sees_the_pin_to_ten_metres_and_the_unit_as_it_was_set(self) -> None:
        exact, public = Point(117.312345678, 27.612345678), Point(117.3123, 27.6123)
        play = Play.taken(point=exact)
        number, text = play.row.number, play.row.text
        seen = [
            queries.message(number, by=PUBLIC, at=HOUR).point,
            *(each.point for each in queries.messages(at=HOUR).lines),
            *(each.point for each in queries.search(number, at=HOUR).lines),
            *(each.point for each in queries.requests(limit=9)),
            *(each.line.point for each in queries.similar(text, at=HOUR, point=exact)),
            *(Point(float(str(row["longitude"])), float(str(row["latitude"]))) for row in queries.export()),
        ]
        assert seen == [public] * 6
        own = queries.message(number, by=play.author, at=HOUR).point
        theirs = queries.order(play.order().pk, by=clerk("chengguan"), at=HOUR, purpose="board.handling").message.point
        assert own == theirs == exact

    def test_how_far_it_is_tells_no_more_than_that(self) -> None:
        play = Play.posted(point=Point(117.312349, 27.612345))
        for asked in (Point(117.31230001, 27.61230001), Point(117.3123, 27.6123), Point(117.31234, 27.61234)):
            (found,) = queries.similar(play.row.text, at=HOUR, point=asked)
            assert found.metres == 0


class TestWhoReads:
    def test_those_who_screen_read_what_waits_and_no_report(self) -> None:
        _answer, report = posted(a_message(kind=Kind.REPORT))
        _answer, row = posted()
        with refuses(UnknownMessage):
            handled(report, screener())
        assert queries.message_id(report.number, by=screener()) is None
        assert handled(row, screener()).written_text
        actions.screen(message_id=row.pk, shown=True, by=screener(), at=HOUR)
        assert not handled(row, screener()).written_text

    def test_those_who_call_back_read_what_is_displayed_of_whom_they_are_to_call(self) -> None:
        open_one, answered = Play.posted(), Play.answered()
        answered.later(days=16)
        actions.close_unrated(message_id=answered.message_id, by=SYSTEM, at=answered.at)
        with refuses(UnknownMessage):
            handled(open_one.row, CALL_BACK)
        seen = handled(answered.row, CALL_BACK)
        assert not seen.written_text and not seen.notes and seen.message.replies

    def test_a_unit_that_has_it_no_more_reads_what_is_displayed_and_its_own_acts(self) -> None:
        play = Play.posted()
        actions.note(message_id=play.message_id, words="城管局自己的备注", by=clerk("chengguan"), at=play.at)
        left = play.order("chengguan")
        play.send_back()
        assert queries.order(left.pk, by=clerk("chengguan"), at=HOUR, purpose="board.handling").written_text, "it answers for it still"
        play.assign("donghuqu")
        play.take("donghuqu")
        actions.note(message_id=play.message_id, words="东湖区的备注", by=clerk("donghuqu"), at=play.at)
        left.refresh_from_db()
        assert left.state == OrderState.RETURNED
        seen = queries.order(left.pk, by=clerk("chengguan"), at=HOUR, purpose="board.handling")
        assert (seen.written_title, seen.written_text, seen.written_address, seen.reachable) == ("", "", "", False)
        assert [each.words for each in seen.notes] == ["城管局自己的备注"] and {each.unit for each in seen.dispatched} == {"chengguan"}
        assert not seen.acts & {Act.NOTE, Act.REVEAL, Act.CONTACT}
        with refuses(Denied):
            actions.note(message_id=play.message_id, words="还想写", by=clerk("chengguan"), at=HOUR)
        now = queries.order(play.order("donghuqu").pk, by=clerk("donghuqu"), at=HOUR, purpose="board.handling")
        assert now.written_text and len(now.notes) == 2
