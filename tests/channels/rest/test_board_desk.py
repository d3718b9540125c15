"""The board for the desks of the city by REST: the duty desk, those who screen and call back, the joint desk; and more that units do."""

from __future__ import annotations

from io import BytesIO
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from tests.board import town as small
from tests.board.play import ANSWER, Play, clerk
from tests.board.town import a_message, posted_by_code
from tests.channels.rest.boarding import *  # noqa: F403  the fixtures of the board
from tests.channels.rest.boarding import LAMP, left, mark
from tests.channels.rest.caller import PREFIX, Caller, conforms, problem
from tongban.board import actions
from tongban.board.models import Message, Rating
from tongban.board.terms import MessageState, Role
from tongban.identity.terms import SYSTEM
from tongban.kernel.words import challenge
from tongban.responsibilities.terms import Kind

ASKED = {"kind": Kind.INQUIRY, "category": "", "district": "", "title": "开证明", "text": "请问开证明要带什么，晚上能不能办"}
UNCLEAR = {"category": "", "district": "", "title": "请问", "text": "想问一件事情，不知道找谁"}


def desk(play: Play, act: str = "") -> str:
    return f"/board/desk/messages/{play.row.number}{act and '/'}{act}"


def on_order(play: Play, act: str, unit: str = "") -> str:
    return f"/board/orders/{play.order(unit).pk}/{act}"


def test_a_report_goes_to_whom_it_names_only_with_a_word_that_it_is_not_about_them(at_board) -> None:
    play, at = Play.posted(kind=Kind.REPORT, title="举报", text="举报城管局的人收钱。", category=""), at_board("duty")
    assert at.get(desk(play)).json()["named"] == ["chengguan"]
    problem(at.post(desk(play, "assignment"), {"unit": "chengguan"}), 409, "reported-on")
    problem(at.post(desk(play, "assignment"), {"unit": "shifu", "joint": ["chengguan"]}), 409, "reported-on")
    assert at.post(desk(play, "assignment"), {"unit": "chengguan", "only_mentioned": True}).json()["state"] == "assigned"


def test_an_author_who_left_nothing_cannot_have_been_contacted(at_board) -> None:
    _answer, row = posted_by_code(a_message())
    [line] = at_board("clerk").get("/board/orders").json()["lines"]
    assert at_board("clerk").post(f"/board/orders/{line['order_id']}/take").status_code == 200
    problem(at_board("clerk").post(f"/board/orders/{line['order_id']}/contact", {"outcome": "reached"}), 409, "no-contact")
    assert not row.track.filter(kind="contacted").exists()


class TestDutyDesk:
    def test_the_queue_accepted_assigned_and_noted(self, at_board) -> None:
        play, at = Play.posted(**UNCLEAR), at_board("duty")
        [line] = at.get("/board/desk/messages").json()
        assert (line["number"], line["state"], line["light"]) == (play.row.number, "received", "green")
        assert at_board("clerk").get("/board/desk/messages").json() == []
        assert "accept" in at.get(desk(play)).json()["acts"]
        assert at.post(desk(play, "acceptance")).json()["state"] == "accepted"
        problem(at.post(desk(play, "acceptance")), 409, "message-wrong-state")
        assert at.post(desk(play, "notes"), {"words": "先问城管"}).status_code == 204
        told = at.post(desk(play, "assignment"), {"unit": "chengguan", "joint": ["gongshui"], "category": "010202"}).json()
        assert (told["state"], len(told["orders"])) == ("assigned", 2)
        problem(at_board("school").get(desk(play)), 404, "unknown-message")
        problem(at_board("clerk").post(desk(play, "assignment"), {"unit": "jiaoyu"}), 403, "denied")

    def test_an_inquiry_is_answered_at_once(self, at_board) -> None:
        play, at = Play.posted(**ASKED), at_board("duty")
        problem(at.post(desk(play, "answer"), {"text": "收到"}), 422, "reply-too-thin")
        problem(at.post(desk(play, "answer"), {"text": ANSWER, "guide": "nothing"}), 404, "unknown-service")
        told = at.post(desk(play, "answer"), {"text": ANSWER}).json()
        assert (told["state"], told["unit"], told["orders"]) == ("answered", "rexian", [])
        problem(at.post(desk(play, "answer"), {"text": ANSWER}), 409, "already-answered")
        other = Play.posted(**ASKED | {"kind": Kind.COMPLAINT, "text": "投诉你们不办事"})
        problem(at.post(desk(other, "answer"), {"text": ANSWER}), 409, "not-for-the-desk")
        [answer] = Caller().get(f"/board/messages/{play.row.number}").json()["answers"]
        assert answer["unit_name"]["zh"] == "热线中心"

    def test_refused_handed_over_and_who_it_is(self, at_board, author: Caller) -> None:
        at, number = at_board("duty"), left(author, category="", district="", text="法院判了我不服")
        problem(at.post(f"/board/desk/messages/{number}/refusal", {"ground": "nothing"}), 422, "unknown-ground")
        assert at.post(f"/board/desk/messages/{number}/refusal", {"ground": "litigation"}).json()["end"] == "refused"
        _answer, row = posted_by_code(a_message(title="着火", text="三楼着火", phone="13900001111"))
        told = at.post(f"/board/desk/messages/{row.number}/author", {"reason": "有人身危险"})
        assert told.json()["phone"] == "13900001111"
        told = at.post(f"/board/desk/messages/{row.number}/hand-over", {"to": "119", "reason": "着火了", "ends": True})
        assert told.json()["end"] == "referred"

    def test_joined_and_taken_apart_done_once_more_and_cleared(self, at_board) -> None:
        one, other, at = Play.posted(), Play.taken(), at_board("duty")
        assert at.post(desk(one, "merging"), {"into": other.row.number}).json()["end"] == "merged"
        assert at.post(desk(one, "unmerging"), {"reason": "是另一条路"}).json()["state"] == "accepted"
        problem(at.post(desk(one, "merging"), {"into": "LY2026-999999-0"}), 404, "unknown-message")
        other.answer()
        assert at.post(desk(other, "reopening"), {"reason": "抽查"}).json()["state"] == "reopened"
        problem(at_board("clerk").ask("PUT", desk(other, "clearance"), {}), 403, "denied")
        assert at_board("media").get("/board/joint").json()["lines"] == []
        assert at_board("inspection").ask("PUT", desk(other, "clearance"), {}).status_code == 204
        assert [each["number"] for each in at_board("media").get("/board/joint").json()["lines"]] == [other.row.number]
        problem(at_board("clerk").get("/board/joint"), 403, "denied")

    def test_urged_by_the_inspection(self, at_board) -> None:
        play, at = Play.taken(), at_board("inspection")
        assert "urge" in at.get(desk(play)).json()["acts"]
        assert at.post(desk(play, "urging"), {"words": "请抓紧"}).json()["state"] == "handling"
        problem(at.post(desk(play, "urging"), {"words": "请抓紧"}), 409, "urged-today")
        problem(at.post(desk(Play.taken(), "urging"), {"words": " "}), 422, "message-words-missing")
        problem(at_board("duty").post(desk(play, "urging"), {"words": "请抓紧"}), 403, "denied")
        clerk = at_board("clerk")
        assert [each["urged"] for each in clerk.get("/board/orders").json()["lines"] if each["number"] == play.row.number] == [True]
        [urging] = clerk.get(f"/board/orders/{play.order().pk}").json()["urgings"]
        assert (urging["unit_name"]["zh"], urging["words"]) == ("督查室", "请抓紧")
        public = Caller().get(f"/board/messages/{play.row.number}")
        assert "urged" in [each["kind"] for each in public.json()["track"]] and "请抓紧" not in public.content.decode()


class TestCallingBack:
    def test_called_and_noted(self, at_board) -> None:
        play = Play.answered()
        actions.close_unrated(message_id=play.message_id, by=SYSTEM, at=play.row.rating_until.replace(year=2027))
        at, number = at_board("caller"), play.row.number
        assert [each["number"] for each in at.get("/board/call-backs").json()] == [number]
        told = {"outcome": "rated", "solved": False, "satisfaction": 2, "words": "没有修好"}
        assert at.post(f"/board/call-backs/{number}", told).json()["state"] == "reopened"
        assert Rating.objects.get().called_back_by is not None
        problem(at_board("clerk").post(f"/board/call-backs/{number}", told), 403, "denied")

    def test_whoever_left_a_number_is_called_through_a_masked_one(self, at_board) -> None:
        _answer, row = posted_by_code(a_message(phone="13900001111"))
        play = Play()
        play.message_id = row.pk
        play.take()
        clerk = at_board("clerk")
        call = clerk.post(on_order(play, "call"), {"caller": "13900002222"}, Idempotency_Key=str(uuid4()))
        assert call.status_code == 201
        told = clerk.get(f"/board/calls/{call.json()['call_id']}").json()
        assert "13900001111" not in str(told)
        problem(at_board("duty").get(f"/board/calls/{call.json()['call_id']}"), 404, "unknown-call")
        assert clerk.post(on_order(play, "contact"), {"outcome": "reached"}).status_code == 204
        play.answer()
        back = at_board("caller").post(f"/board/call-backs/{row.number}/call", {}, Idempotency_Key=str(uuid4()))
        assert back.status_code in (201, 422)


class TestUnits:
    def test_passed_down_up_taken_over_and_helped(self, at_board) -> None:
        play = Play.taken()
        clerk, lamps = at_board("clerk"), at_board("lamps")
        problem(clerk.post(on_order(play, "passing-down"), {"unit": "donghu"}), 422, "not-below")
        assert clerk.post(on_order(play, "passing-down"), {"unit": "ludeng", "words": "请今天办"}).json()["unit"] == "chengguan"
        assert lamps.post(on_order(play, "take", "ludeng")).status_code == 200
        assert lamps.post(on_order(play, "passing-up", "ludeng"), {"reason": "缺配件"}).json()["unit"] == "chengguan"
        assert len(clerk.post(on_order(play, "helpers"), {"units": ["jiaoyu"]}).json()["orders"]) == 2
        helps = play.order("jiaoyu", role=Role.JOINT).pk
        assert at_board("school").post(f"/board/orders/{helps}/take").status_code == 200
        assert len(at_board("school").post(f"/board/orders/{helps}/part", {"words": "查过了"}).json()["orders"]) == 1
        assert at_board("top").post(on_order(play, "taking-over", "chengguan"), {"reason": "由市里办"}).json()["unit"] == "shifu"

    def test_more_time_asked_for_and_given_by_another(self, at_board) -> None:
        play = Play.taken()
        asked = at_board("clerk").post(on_order(play, "extension"), {"amount": 2, "reason": "等配件"})
        assert asked.status_code == 201
        [line] = at_board("top").get("/board/extensions").json()
        decided = f"/board/extensions/{line['id']}/decision"
        problem(at_board("clerk").post(decided, {"granted": True}), 403, "denied")
        told = problem(at_board("top").post(decided, {"granted": True, "approver": "市委书记"}), 422, "malformed")
        assert list(told["faults"]) == ["approver"], "nobody writes in whose name they decide"
        assert at_board("top").post(decided, {"granted": True}).status_code == 200
        assert play.row.extended and play.row.extensions.get().approver == "市政府窗口人员"
        problem(at_board("clerk").post(on_order(play, "extension"), {"amount": 2, "reason": "再等"}), 409, "extended-before")

    def test_a_suggestion_is_decided(self, at_board) -> None:
        play = Play.taken(kind=Kind.SUGGESTION)
        told = {"outcome": "partly", "reason": "先在两条路试行"}
        assert at_board("clerk").post(on_order(play, "suggestion"), told).status_code == 204
        public = f"/board/messages/{play.row.number}"
        assert play.row.suggested == "" and "先在两条路试行" not in Caller().get(public).content.decode()
        for role in ("clerk", "approver"):
            seen = at_board(role).get(on_order(play, "")[:-1]).json()["message"]
            assert (seen["suggested"], seen["suggested_reason"]) == ("partly", "先在两条路试行")
        assert Caller().get("/board/suggestions").json()["lines"] == []
        play.answer()
        assert Caller().get(public).json()["suggested"] == "partly"
        assert [each["suggested"] for each in Caller().get("/board/suggestions").json()["lines"]] == ["partly"]
        assert [each["kind"] for each in Caller().get(public).json()["track"]].count("decided") == 1


class TestScreening:
    def test_listed_removed_appealed_and_restored(self, at_board, author: Caller) -> None:
        number, at = left(author, text="投诉金鼎物业有限公司乱收费，湖滨路路灯不亮"), at_board("screener")
        [line] = at.get("/board/screening").json()["lines"]
        assert (line["number"], line["light"]) == (number, "green") and line["candidates"]
        assert at.ask("PUT", f"/board/screening/{number}/names", {"text": line["candidates"]}).status_code == 204
        problem(at.post(f"/board/screening/{number}", {"shown": False}), 422, "message-words-missing")
        assert at.post(f"/board/screening/{number}", {"shown": False, "reason": "insult"}).status_code == 204
        problem(author.post(f"/board/messages/{number}/appeal", {"words": ""}), 422, "message-words-missing")
        assert author.post(f"/board/messages/{number}/appeal", {"words": "没有骂人"}).status_code == 204
        assert [each["appeal"] for each in at.get("/board/screening?appeals=true").json()["lines"]] == ["没有骂人"]
        problem(at.post(f"/board/screening/{number}", {"shown": True}), 403, "screened-by-the-same")
        assert at_board("other screener").post(f"/board/screening/{number}", {"shown": True}).status_code == 204
        assert Message.objects.get(number=number).displayed
        problem(at_board("clerk").get("/board/screening"), 403, "denied")
        problem(at.post(f"/board/screening/{number}/photos/0", {"shown": False, "reason": "secret"}), 422, "unknown-photo")

    def test_who_screens_reads_the_words_and_nothing_of_the_handling(self, at_board) -> None:
        play = Play.taken(text="湖滨路的王小明先生把路灯杆撞坏了，电话13912345678，请处理。")
        actions.note(message_id=play.message_id, words="内部备注", by=clerk("chengguan"), at=play.at)
        play.draft(text="还没有批准的答复草稿，请审核。")
        for path in (desk(play), on_order(play, "")[:-1]):
            told = at_board("screener").get(path).json()
            assert "13912345678" in told["written_text"]
            assert (told["notes"], told["drafts"], told["urgings"]) == ([], [], [])
        assert at_board("clerk").get(on_order(play, "")[:-1]).json()["notes"]

    def test_what_was_decided_is_listed_and_decided_otherwise_with_words(self, at_board, author: Caller) -> None:
        number, at = left(author, text="湖滨路路灯不亮，请来修"), at_board("screener")
        assert at.post(f"/board/screening/{number}", {"shown": True}).status_code == 204
        [line] = at.get("/board/screening/done").json()["lines"]
        assert (line["number"], line["removed_for"]) == (number, None)
        told = {"shown": False, "reason": "rumour", "words": "核实过了"}
        problem(at.post(f"/board/screening/{number}", told), 409, "message-overtaken")
        assert at.post(f"/board/screening/{number}", told, If_Match=mark(at, number)).status_code == 204
        assert [each["removed_for"] for each in at.get("/board/screening/done").json()["lines"]] == ["rumour"]
        problem(at.post(f"/board/screening/{number}", {"shown": True}), 422, "message-words-missing")
        assert at.post(f"/board/screening/{number}", {"shown": True, "words": "确有其事"}, If_Match=mark(at, number)).status_code == 204
        step = Caller().get(f"/board/messages/{number}").json()["track"][-1]
        assert (step["kind"], step["words"]) == ("restored", "确有其事")
        problem(at_board("clerk").get("/board/screening/done"), 403, "denied")


class TestWithoutAccount:
    def answered(self, told: dict) -> dict:
        """The proof of work, done as a program does it."""
        return {"task": "work", "token": told["work_token"], "answer": challenge.find_work(told["work_token"], told["difficulty"])}

    def test_left_with_a_photo_followed_added_to_and_rated_by_the_code(self, board_town: None) -> None:
        somebody, key = Caller(), uuid4()
        content = BytesIO()
        Image.new("RGB", (40, 30), "red").save(content, "PNG")
        photo = somebody.client.post(
            f"{PREFIX}/board/photos?draft={key}", {"file": SimpleUploadedFile("a.png", content.getvalue(), "image/png")}
        )
        conforms("POST", f"{PREFIX}/board/photos", photo)
        solved = self.answered(somebody.get("/board/challenge").json())
        body = LAMP | {"phone": "13900001111", "photos": [photo.json()["digest"]], "challenge": solved}
        told = somebody.post("/board/anonymous-messages", body, Idempotency_Key=str(key))
        assert told.status_code == 201, told.content
        number, code = told.json()["number"], told.json()["code"]
        again = somebody.post("/board/anonymous-messages", body, Idempotency_Key=str(key))
        assert again.json() == told.json() and Message.objects.count() == 1, "sent twice it is one"
        problem(somebody.post("/board/anonymous-messages", body, Idempotency_Key=str(uuid4())), 422, "challenge-failed")
        problem(somebody.get(f"/board/messages/{number}"), 404, "unknown-message")
        assert somebody.post(f"/board/messages/{number}/words", {"words": "还没有修", "code": code}).status_code == 204
        play = Play()
        play.message_id = Message.objects.get(number=number).pk
        play.take()
        play.answer()
        problem(
            somebody.post(f"/board/messages/{number}/rating", {"solved": True, "satisfaction": 5, "code": "guessed"}),
            404,
            "unknown-message",
        )
        rated = somebody.post(f"/board/messages/{number}/rating", {"solved": True, "satisfaction": 5, "code": code})
        assert rated.json()["state"] == MessageState.CLOSED

    def test_not_without_the_task_and_not_by_a_flood(self, board_town: None) -> None:
        wrong = LAMP | {"challenge": {"task": "sum", "token": "x", "answer": "8"}}
        problem(Caller().post("/board/anonymous-messages", wrong, Idempotency_Key=str(uuid4())), 422, "challenge-unknown")
        small.load_board(small.BOARD.replace("address_per_hour: 20", "address_per_hour: 1"))
        small.forget()
        right = LAMP | {"challenge": self.answered(Caller().get("/board/challenge").json())}
        assert Caller().post("/board/anonymous-messages", right, Idempotency_Key=str(uuid4())).status_code == 201
        problem(Caller().post("/board/anonymous-messages", right, Idempotency_Key=str(uuid4())), 429, "too-many-messages")

    def test_the_same_words_of_one_address_and_never_a_danger(self, board_town: None) -> None:
        def sent(text: str, address: str):
            told = LAMP | {"text": text, "challenge": self.answered(Caller().get("/board/challenge").json())}
            somebody = Caller()
            somebody.client.defaults["REMOTE_ADDR"] = address
            return somebody.post("/board/anonymous-messages", told, Idempotency_Key=str(uuid4()))

        for _n in range(3):
            assert sent("湖滨路路灯不亮，请派人来修。", "192.0.2.1").status_code == 201
        told = problem(sent("湖滨路路灯不亮请派人来修", "192.0.2.1"), 429, "too-many-messages")
        assert "小时再写" in str(told) or "分钟再写" in str(told)
        assert sent("湖滨路路灯不亮，请派人来修。", "192.0.2.2").status_code == 201
        for _n in range(4):
            assert sent("楼里着火了快来人", "192.0.2.1").status_code == 201
