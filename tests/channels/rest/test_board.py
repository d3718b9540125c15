"""The board for apps: leaving messages, reading what is displayed, one's own by account or code, rating, following, figures."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from tests.board.play import approver
from tests.board.town import MORNING, a_message, posted, posted_by_code, screener
from tests.channels.rest.boarding import *  # noqa: F403  the fixtures of the board
from tests.channels.rest.boarding import left, play_of, post
from tests.channels.rest.caller import PREFIX, Caller, conforms, problem
from tongban.board import actions
from tongban.board.models import Message
from tongban.board.terms import Removal, Suggested, Visibility
from tongban.identity import actions as identity_actions
from tongban.identity.terms import SYSTEM
from tongban.kernel import clock
from tongban.responsibilities.terms import Kind


def numbers(answer) -> list[str]:
    return [each["number"] for each in answer.json()["lines"]]


def test_what_a_form_needs_is_told(board_town: None) -> None:
    told = Caller().get("/board").json()
    assert told["kinds"]["report"]["zh"] == "举报"
    assert {"010202", "020100"} <= {each["code"] for each in told["categories"]}
    assert {each["code"] for each in told["units"]} >= {"chengguan", "donghu"}


def test_a_message_is_left_read_found_and_ones_own(author: Caller, other: Caller) -> None:
    number = left(author, address="湖滨路 1 号", free_name="湖边人")
    told = Caller().get(f"/board/messages/{number}").json()
    assert (told["kind"], told["state"], told["own"]) == ("help", "assigned", None)
    assert told["free_name"] == "湖边人" and told["track"][0]["kind"] == "received"
    assert numbers(Caller().get("/board/messages")) == [number]
    assert numbers(Caller().get("/board/messages?q=路灯")) == [number]
    assert numbers(Caller().get("/board/messages?category=020000")) == []
    assert numbers(author.get("/board/mine")) == [number] and numbers(other.get("/board/mine")) == []
    assert author.post(f"/board/messages/{number}/own", {}).json()["own"]["address"] == "湖滨路 1 号"
    problem(other.post(f"/board/messages/{number}/own", {}), 404, "unknown-message")
    problem(Caller().post(f"/board/messages/{number}/own", {}), 404, "unknown-message")


def test_the_same_key_is_the_same_message(author: Caller) -> None:
    key = uuid4()
    assert post(author, key).json() == post(author, key).json() and Message.objects.count() == 1
    problem(post(author, key, text="别的内容，也要写。"), 409, "key-reused")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"text": "。。。"}, "message-words-missing"),
        ({"text": "长" * 10_001}, "message-words-too-long"),
        ({"category": "990000"}, "unknown-category"),
        ({"district": "nowhere"}, "unknown-district"),
        ({"unit": "nobody"}, "unknown-unit"),
        ({"longitude": 0, "latitude": 0}, "impossible-place"),
        ({"photos": ["0" * 64]}, "unknown-photo"),
        ({"kind": "party"}, "malformed"),
        ({"nothing": 1}, "malformed"),
    ],
)
def test_what_cannot_be_taken_in_is_a_problem(author: Caller, changes: dict, code: str) -> None:
    problem(post(author, **changes), 422, code)


def test_a_flood_is_429(author: Caller) -> None:
    for n in range(6):
        left(author, text=f"湖滨路的路灯坏了，第{n}次写。")
    problem(post(author), 429, "too-many-messages")


def test_nothing_leaks_that_is_not_displayed(author: Caller) -> None:
    report, for_unit = left(author, kind="report", unit="gongshui"), left(author, visibility="unit")
    by_code = posted_by_code(a_message(phone="13800001111"))[1].number
    removed = left(author, text="这一条会被移除，里面有不该写的话。")
    row = Message.objects.get(number=removed)
    actions.screen(message_id=row.pk, shown=False, reason=Removal.INSULT, by=screener(), at=MORNING)
    everybody = Caller()
    for path in ("/board/messages", "/board/messages?q=路灯", "/board/suggestions"):
        assert numbers(everybody.get(path)) == []
    for number in (report, for_unit, by_code):
        problem(everybody.get(f"/board/messages/{number}"), 404, "unknown-message")
    told = everybody.get(f"/board/messages/{removed}").json()
    assert (told["title"], told["text"], told["removed_for"]) == ("", "", "insult")
    assert everybody.get("/board/similar?text=湖滨路的路灯坏了").json()["messages"] == []


def test_whoever_has_the_code_reads_adds_and_takes_back(board_town: None) -> None:
    answer, _row = posted_by_code()
    own = f"/board/messages/{answer.number}"
    everybody = Caller()
    assert everybody.post(f"{own}/own", {"code": answer.code.lower()}).json()["own"]["may_withdraw"] is True
    assert everybody.post(f"{own}/words", {"code": answer.code, "words": "今天还是不亮。"}).status_code == 204
    assert everybody.post(f"{own}/withdrawal", {"code": answer.code}).json()["state"] == "closed"
    problem(everybody.post(f"{own}/words", {"code": answer.code, "words": "又亮了"}), 409, "message-wrong-state")
    for code in ("AAAA-AAAA-AAAA", "", "x" * 60):
        problem(everybody.post(f"{own}/own", {"code": code}), 404, "unknown-message")


def test_guessing_codes_is_slow(board_town: None) -> None:
    number = posted_by_code()[0].number
    for _try in range(10):
        problem(Caller().post(f"/board/messages/{number}/own", {"code": "AAAA-AAAA-AAAA"}), 404, "unknown-message")
    problem(Caller().post(f"/board/messages/{number}/rating", {"code": "B", "solved": True, "satisfaction": 5}), 429, "too-often")


def test_a_token_that_is_nobodys_is_refused_where_none_is_needed(board_town: None) -> None:
    stranger = Caller()
    stranger.token = "nobody's"
    problem(stranger.post("/board/messages/X/own", {}), 401, "token-ended")


def test_an_answer_is_rated_once_by_its_author(author: Caller, other: Caller) -> None:
    number = left(author)
    play = play_of(number)
    rating = {"solved": True, "satisfaction": 4, "words": "谢谢"}
    problem(author.post(f"/board/messages/{number}/rating", rating), 409, "message-wrong-state")
    play.take()
    play.answer()
    problem(other.post(f"/board/messages/{number}/rating", rating), 404, "unknown-message")
    assert author.post(f"/board/messages/{number}/rating", rating).json()["state"] == "closed"
    problem(author.post(f"/board/messages/{number}/rating", rating), 409, "already-rated")
    problem(author.post(f"/board/messages/{number}/rating", rating | {"satisfaction": 6}), 422, "malformed")
    told = Caller().get(f"/board/messages/{number}").json()
    assert told["ratings"][0]["satisfaction"] == 4 and told["answers"][0]["unit"] == "chengguan"


def test_a_late_rating_is_refused(author: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    number = left(author)
    play = play_of(number)
    play.take()
    play.answer()
    monkeypatch.setattr(clock, "now", lambda: MORNING + timedelta(days=30))
    later = {"login_id": author.who.login_id, "by": author.who.actor, "at": MORNING + timedelta(days=30)}
    author.token, _until = identity_actions.issue_token(**later)
    problem(author.post(f"/board/messages/{number}/rating", {"solved": True, "satisfaction": 4}), 409, "rating-closed")


def test_one_follows_joins_and_lets_go(author: Caller, other: Caller) -> None:
    number = left(author)
    assert other.ask("PUT", f"/board/messages/{number}/follow").status_code == 204
    assert numbers(other.get("/board/followed")) == [number]
    assert other.ask("PUT", f"/board/messages/{number}/follow?joined=true").status_code == 204
    problem(author.ask("PUT", f"/board/messages/{number}/follow?joined=true"), 409, "message-wrong-state")
    assert other.ask("DELETE", f"/board/messages/{number}/follow").status_code == 204
    assert numbers(other.get("/board/followed")) == []
    problem(other.ask("PUT", "/board/messages/nothing/follow"), 404, "unknown-message")


def test_somebody_of_the_staff_writes_as_the_person_they_are(at_board) -> None:
    number = left(at_board("clerk"))
    assert numbers(at_board("clerk").get("/board/mine")) == [number]


def test_photos_come_before_and_are_everybodys_where_they_are_displayed(author: Caller) -> None:
    key, picture = uuid4(), BytesIO()
    Image.new("RGB", (60, 40), "navy").save(picture, "JPEG")
    sent = author.client.post(
        f"{PREFIX}/board/photos?draft={key}",
        {"file": SimpleUploadedFile("x.jpg", picture.getvalue())},
        headers={"Authorization": f"Bearer {author.token}"},
    )
    conforms("POST", f"{PREFIX}/board/photos", sent)
    number = post(author, key, photos=[sent.json()["digest"]]).json()["number"]
    photo = Caller().get(f"/board/messages/{number}/photos/0")
    assert photo.status_code == 200 and photo.headers["Content-Type"] == "image/jpeg"
    problem(Caller().get(f"/board/messages/{number}/photos/1"), 404, "no-photo")
    hidden = posted(a_message(visibility=Visibility.UNIT))[1]
    hidden.pictures.create(place=0, digest=sent.json()["digest"], thumbnail=sent.json()["digest"], width=1, height=1)
    problem(Caller().get(f"/board/messages/{hidden.number}/photos/0"), 404, "no-photo")
    bad = author.client.post(
        f"{PREFIX}/board/photos?draft={key}",
        {"file": SimpleUploadedFile("x.jpg", b"MZ" * 100)},
        headers={"Authorization": f"Bearer {author.token}"},
    )
    problem(bad, 422, "not-a-picture")


def test_similar_ones_are_offered_before_writing(author: Caller) -> None:
    number = left(author, longitude=117.30, latitude=27.63)
    told = Caller().get("/board/similar?text=湖滨路路口的路灯坏了三天&longitude=117.30&latitude=27.63").json()
    assert [each["line"]["number"] for each in told["messages"]] == [number] and told["messages"][0]["metres"] == 0


def test_figures_come_with_their_definitions(author: Caller) -> None:
    left(author)
    actions.count_figures(since=MORNING.date(), until=MORNING.date(), by=SYSTEM, at=MORNING)
    told = Caller().get("/board/figures?level=unit").json()
    assert told["whole"]["received"] == 1 and told["whole"]["satisfaction"] is None
    assert set(told["definitions"]) == {"acceptance", "punctuality", "satisfaction", "solution", "median_hours"}
    problem(Caller().get("/board/figures?level=nothing"), 422, "malformed")
    assert Caller().get("/board/figures?unit=%E2%80%8Bx").json()["lines"] == []


def test_suggestions_are_listed_by_how_they_ended(author: Caller) -> None:
    row = posted(a_message(kind=Kind.SUGGESTION))[1]
    assert numbers(Caller().get("/board/suggestions")) == []
    play = play_of(row.number)
    play.take()
    decided = {"outcome": Suggested.ADOPTED, "reason": "已列入今年的计划。"}
    actions.decide_suggestion(order_id=play.order().pk, **decided, by=approver("chengguan"), at=MORNING)
    assert numbers(Caller().get("/board/suggestions")) == [], "nobody has approved it yet"
    play.answer()
    assert numbers(Caller().get("/board/suggestions?outcome=adopted")) == [row.number]
