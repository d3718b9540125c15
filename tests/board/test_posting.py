"""A message to the city: by account, by tracking code, through an operator; masked, timed, dispatched; and everything that is refused."""

import uuid
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from tests.board import town as small
from tests.board.town import LATE, MORNING, ROAD, WEB, a_message, a_person, operator, posted, posted_by_code
from tongban.board import actions, queries
from tongban.board.models import Dispatched, Message, Order, Track
from tongban.board.rules import writing
from tongban.board.terms import (
    AuthorKind,
    Caller,
    Channel,
    Denied,
    MessageState,
    Origin,
    Screening,
    TooManyFiles,
    TooManyMessages,
    UnknownCategory,
    UnknownFile,
    UnknownMessage,
    UnknownSource,
    UnknownUnit,
    Visibility,
    WordsMissing,
    WordsTooLong,
)
from tongban.identity.terms import PUBLIC, SYSTEM, ActorKind, Assurance
from tongban.kernel import idempotency
from tongban.kernel.models.facts import FactRow
from tongban.kernel.models.ledger import LedgerEntry
from tongban.responsibilities.terms import ImpossiblePlace, Kind, Point, UnknownDistrict

pytestmark = pytest.mark.usefixtures("town")
PHONE = Origin(Channel.PHONE)


class TestPosting:
    def test_with_an_account_it_is_displayed_dispatched_and_timed(self) -> None:
        author = a_person()
        answer, row = posted(ROAD, by=author)
        assert answer.number.startswith("LY2026-") and answer.code == ""
        assert (row.author_kind, row.author_id, row.displayed, row.screening) == (AuthorKind.ACCOUNT, author.person_id, True, "waiting")
        assert (row.state, row.unit, row.first_unit, row.tier) == (MessageState.ASSIGNED, "chengguan", "chengguan", "ordinary")
        assert row.accept_due_at == MORNING + timedelta(hours=2) and row.accepted_at == MORNING
        assert row.due_at.isoformat() == "2026-09-14T15:59:59+00:00", "seven days, the day of sending not counted"
        assert [each.kind for each in Track.objects.filter(message=row).order_by("id")] == ["received", "accepted", "assigned"]
        assert Order.objects.get(message=row).unit == Dispatched.objects.get(message=row).unit == "chengguan"

    def test_under_a_code_alone_it_is_handled_and_not_displayed(self) -> None:
        answer, row = posted_by_code()
        assert len(answer.code.replace("-", "")) == 12
        assert answer.code not in row.code_hash and len(row.code_hash) == 64
        assert (row.displayed, row.screening, row.state) == (False, Screening.NOT_NEEDED, MessageState.ASSIGNED)

    def test_an_operator_takes_it_down_for_a_caller(self) -> None:
        who = operator()
        answer, row = posted(by=who, origin=PHONE, taken_for=Caller("演示乙", "19900000009", verified=True))
        assert answer.code and row.author_kind == AuthorKind.CALLER and row.taken_by == who.id
        assert row.displayed and row.whose() == {"name": "演示乙", "phone": "19900000009"}

    @pytest.mark.parametrize(("phone", "sent"), [("19900000009", 1), ("电话忘了", 0), ("", 0), ("0999-8000001", 0)])
    def test_a_caller_has_a_receipt_where_the_telephone_takes_one(self, phone, sent) -> None:
        answer, row = posted(by=operator(), origin=PHONE, taken_for=Caller("演示乙", phone, verified=bool(phone)))
        notices = LedgerEntry.objects.filter(act="notices.notify")
        assert sum(int(each.codes["sends"]) for each in notices) == sent
        assert queries.message(answer.number, by=PUBLIC, at=MORNING, code=answer.code).number == row.number

    def test_a_caller_whose_number_nobody_knows_is_not_displayed(self) -> None:
        _answer, row = posted(by=operator(), origin=PHONE, taken_for=Caller("演示乙"))
        assert not row.displayed and row.screening == Screening.NOT_NEEDED

    @pytest.mark.parametrize(
        "changes", [{"kind": Kind.REPORT}, {"visibility": Visibility.UNIT}, {"category": "120000"}], ids=["report", "unit", "class"]
    )
    def test_what_is_never_displayed(self, changes) -> None:
        _answer, row = posted(a_message(**changes))
        assert not row.displayed and row.screening == Screening.NOT_NEEDED and row.terms == ""

    def test_an_account_without_a_verified_phone_is_not_displayed(self) -> None:
        assert not posted(by=a_person(level=Assurance.NONE))[1].displayed

    def test_where_the_city_screens_first_it_waits_and_is_handled(self) -> None:
        small.load_board(small.BOARD.replace("shown_before_screening: true", "shown_before_screening: false"))
        _answer, row = posted()
        assert not row.displayed and row.screening == Screening.WAITING and row.state == MessageState.ASSIGNED
        assert row.screening_due_at == MORNING + timedelta(hours=24)

    def test_advertising_is_taken_and_looked_at_first(self) -> None:
        _answer, row = posted(a_message(text="路灯坏了，特价灯具请看 https://a.example 和 www.b.example"))
        assert not row.displayed and row.screening == Screening.WAITING and row.state == MessageState.ASSIGNED

    def test_personal_data_is_masked_and_kept_under_seal(self) -> None:
        text = "我叫王小明，电话13800000000，身份证999999198603120023，请修路灯。"
        _answer, row = posted(a_message(title="王小明求助", text=text, address="湖滨路9号3幢302室"))
        for hidden in ("13800000000", "999999198603120023", "302室"):
            assert hidden not in row.title + row.text + row.place
        assert "王小明" not in row.text
        assert row.words() == {"title": "王小明求助", "text": text, "address": "湖滨路9号3幢302室"}
        assert b"13800000000" not in bytes(row.written)

    def test_danger_goes_to_the_duty_desk_at_once(self) -> None:
        _answer, row = posted(a_message(text="楼道着火了，有老人被困！"), at=LATE)
        assert (row.emergency, row.tier, row.state, row.unit) == (True, "danger", MessageState.RECEIVED, "")
        assert row.due_at == LATE + timedelta(hours=2) and row.accept_due_at == LATE + timedelta(hours=2)

    def test_a_report_does_not_reach_whom_it_is_about(self) -> None:
        _answer, row = posted(a_message(kind=Kind.REPORT, unit="chengguan"))
        assert (row.unit, row.state) == ("", MessageState.RECEIVED) and not Order.objects.filter(message=row).exists()

    def test_the_place_is_found_by_the_point_or_by_the_words(self) -> None:
        assert posted(a_message(district="", point=Point(117.3, 27.63)))[1].district == "donghu"
        assert posted(a_message(district="", point=Point(117.3, 27.58), text="路灯不亮，请修。"))[1].district == "donghuqu"
        assert posted(a_message(district="", address="湖滨路8号"))[1].district == "donghu"
        assert posted(a_message(district="donghuqu", point=Point(117.3, 27.63)))[1].district == "donghu"

    def test_it_counts_from_when_it_was_sent_elsewhere(self) -> None:
        sent = MORNING - timedelta(days=2)
        _answer, row = posted(by=SYSTEM, origin=Origin(Channel.IMPORT, "hotline", "H-1", sent))
        assert row.received_at == sent and row.author_kind == AuthorKind.ELSEWHERE and row.displayed

    def test_a_title_is_found_where_none_was_given(self) -> None:
        assert posted(a_message(title="  "))[1].title == "东湖区湖滨路路口的路灯坏了三天，晚上看不见路，请尽快修好"

    def test_one_entry_one_fact_and_no_words_in_them(self) -> None:
        answer, _row = posted(ROAD)
        entry = LedgerEntry.objects.get(act="board.post")
        fact = FactRow.objects.get(name="board.MessagePosted")
        assert entry.subject_id == str(answer.message_id) and fact.payload["unit"] == "chengguan"
        assert "路灯" not in f"{entry.codes}{fact.payload}"

    def test_the_same_key_again_is_one_message_and_tells_the_code_again(self) -> None:
        key, message = uuid.uuid4(), a_message()
        first = actions.post(key=key, message=message, origin=WEB, by=PUBLIC, at=MORNING)
        again = actions.post(key=key, message=message, origin=WEB, by=PUBLIC, at=MORNING + timedelta(minutes=1))
        assert first == again and first.code and Message.objects.count() == 1

    def test_the_statements_of_one_message(self, django_assert_num_queries) -> None:
        posted()  # the number's sequence is there, units and board are remembered
        author = a_person()
        with django_assert_num_queries(5) as asked:  # the key, the author's lock, how many lately, a number, everything
            actions.post(key=uuid.uuid4(), message=a_message(), origin=WEB, by=author, at=MORNING)
        assert sum('INSERT INTO "board_message"' in each["sql"] for each in asked.captured_queries) == 1


class TestRefusals:
    @pytest.mark.parametrize(
        ("changes", "refusal"),
        [
            ({"text": ""}, WordsMissing),
            ({"text": " \n\u200b\t"}, WordsMissing),
            ({"text": "😀🎉‼"}, WordsMissing),
            ({"text": "长" * 20_000}, WordsTooLong),
            ({"title": "长" * 200}, WordsTooLong),
            ({"free_name": "名" * 60}, WordsTooLong),
            ({"category": "999999"}, UnknownCategory),
            ({"category": "\x00"}, UnknownCategory),
            ({"district": "nowhere"}, UnknownDistrict),
            ({"unit": "nobody"}, UnknownUnit),
            ({"unit": "rexian"}, UnknownUnit),
            ({"point": Point(float("nan"), 27.6)}, ImpossiblePlace),
            ({"point": Point(27.6, 117.3)}, ImpossiblePlace),
            ({"point": Point(200.0, 27.6)}, ImpossiblePlace),
            ({"point": Point(0.0, 0.0)}, ImpossiblePlace),
            ({"files": tuple(f"{n:064x}" for n in range(writing.FILES_MOST + 1))}, TooManyFiles),
            ({"files": ("0" * 64,)}, UnknownFile),
        ],
    )
    def test_bad_input_changes_nothing(self, changes, refusal) -> None:
        with pytest.raises(refusal), transaction.atomic():
            posted(a_message(**changes))
        assert not Message.objects.exists() and not LedgerEntry.objects.filter(act="board.post").exists()

    def test_a_channel_the_city_does_not_have(self) -> None:
        with pytest.raises(UnknownSource):
            posted(by=SYSTEM, origin=Origin(Channel.IMPORT, "nobody", "1"))

    @pytest.mark.parametrize(
        ("who", "origin", "caller"),
        [
            (operator(), WEB, None),
            (operator(), PHONE, None),
            (small.staff("chengguan/messages"), PHONE, Caller("演示乙")),
            (a_person(), PHONE, Caller("演示乙")),
            (a_person(), Origin(Channel.IMPORT, "hotline"), None),
            (replace(a_person(), kind=ActorKind.CONSUMER), WEB, None),
        ],
    )
    def test_who_may_not_write_this_way(self, who, origin, caller) -> None:
        with pytest.raises(Denied):
            posted(by=who, origin=origin, taken_for=caller)

    def test_another_message_with_the_same_key(self) -> None:
        key = uuid.uuid4()
        actions.post(key=key, message=a_message(), origin=WEB, by=PUBLIC, at=MORNING)
        with pytest.raises(idempotency.KeyReused):
            actions.post(key=key, message=a_message(), origin=WEB, by=PUBLIC, at=MORNING)

    def test_a_flood_of_one_author(self) -> None:
        author = a_person()
        for _n in range(6):
            posted(by=author)
        with pytest.raises(TooManyMessages), transaction.atomic():
            posted(by=author)
        posted(by=author, at=MORNING + timedelta(minutes=61))
        posted()

    def test_the_same_again_and_again_of_one_author(self) -> None:
        author = a_person()
        for minutes, mark in enumerate(("！", "!!", " 。")):
            posted(a_message(text=f"湖滨路路灯不亮{mark}"), by=author, at=MORNING + timedelta(minutes=minutes))
        with pytest.raises(TooManyMessages) as refused, transaction.atomic():
            posted(a_message(text="湖滨路路灯，不亮"), by=author, at=MORNING + timedelta(hours=23))
        assert refused.value.wait == timedelta(hours=1)
        posted(a_message(text="湖滨路路灯不亮"))
        for _n in range(4):
            posted_by_code(a_message(text="湖滨路路灯不亮"))  # an address is counted at the door, not everybody together

    def test_how_long_to_wait_is_told(self) -> None:
        author = a_person()
        for minutes in range(6):
            posted(by=author, at=MORNING + timedelta(minutes=minutes))
        with pytest.raises(TooManyMessages) as refused, transaction.atomic():
            posted(by=author, at=MORNING + timedelta(minutes=20))
        assert refused.value.wait == timedelta(minutes=40)

    def test_danger_is_never_too_much(self) -> None:
        author = a_person()
        for _n in range(8):
            _answer, row = posted(a_message(text="楼里着火了快来人"), by=author)
        assert row.emergency


class TestText:
    @pytest.mark.parametrize(
        "text", ["<script>alert(1)</script>路灯", "𠮷野家门口𪚥路灯坏了👨‍👩‍👧", "路灯 & < > \" ' \\ %s {{ }}", "a\x00b路灯"]
    )
    def test_odd_characters_stay_as_they_are_and_are_found(self, text) -> None:
        _answer, row = posted(a_message(text=text))
        assert row.text == text.replace("\x00", "") and row.displayed

    def test_what_is_quoted_in_an_index_stays_text(self) -> None:
        _answer, row = posted(a_message(title="it's \\ 'quoted' & | ! <->", text="路灯'); DROP TABLE board_message; --"))
        assert Message.objects.filter(pk=row.pk, terms__isnull=False).exists()

    def test_ten_thousand_characters_are_a_message(self) -> None:
        assert len(posted(a_message(text="路灯坏了。" * 2000))[1].text) == 10_000


class TestReading:
    def test_everybody_reads_what_is_displayed_and_only_its_author_the_words(self) -> None:
        author = a_person()
        answer, _row = posted(a_message(text="我叫王小明，路灯坏了，电话13800000000"), by=author)
        seen = queries.message(answer.number, by=PUBLIC, at=MORNING)
        assert seen.own is None and "13800000000" not in seen.text
        assert [each.kind for each in seen.track] == ["received", "accepted", "assigned"]
        assert str(seen.unit_name) == "城管局" and seen.category_name.zh == "路灯照明"
        mine = queries.message(answer.number.lower(), by=author, at=MORNING)
        assert mine.own is not None and "13800000000" in mine.own.text and mine.own.may_withdraw

    def test_the_holder_of_the_code(self) -> None:
        answer, _row = posted_by_code()
        typed = answer.code.lower().replace("-", " ").replace("0", "o").replace("1", "l")
        assert queries.message(answer.number, by=PUBLIC, at=MORNING, code=typed).own is not None

    @pytest.mark.parametrize("code", ["", "0000-0000-0000", "\x00", "码" * 300])
    def test_a_guessed_code_is_answered_like_an_unknown_number(self, code) -> None:
        answer, _row = posted_by_code()
        with pytest.raises(UnknownMessage):
            queries.message(answer.number, by=PUBLIC, at=MORNING, code=code)
        with pytest.raises(UnknownMessage):
            queries.message(answer.number, by=a_person(), at=MORNING, code=code)

    def test_the_code_of_another_message_opens_nothing(self) -> None:
        one, _row = posted_by_code()
        other, _row = posted_by_code()
        with pytest.raises(UnknownMessage):
            queries.message(one.number, by=PUBLIC, at=MORNING, code=other.code)

    @pytest.mark.parametrize("number", ["", "LY2026-999999-0", "\x00", "'; --", "九" * 500])
    def test_numbers_of_nothing(self, number) -> None:
        with pytest.raises(UnknownMessage):
            queries.message(number, by=PUBLIC, at=MORNING)

    def test_a_report_is_for_its_author_and_the_desk_only(self) -> None:
        author = a_person()
        answer, _row = posted(a_message(kind=Kind.REPORT, unit="chengguan"), by=author)
        assert queries.message(answer.number, by=author, at=MORNING).own is not None
        assert queries.message(answer.number, by=operator(), at=MORNING).own is None
        for nobody in (PUBLIC, a_person(), small.staff("chengguan/messages")):
            with pytest.raises(UnknownMessage):
                queries.message(answer.number, by=nobody, at=MORNING)


class TestFrozen:
    @pytest.mark.parametrize("column", ["written", "author", "number", "received_at", "code_hash", "kind"])
    def test_what_was_written_and_by_whom_is_never_changed(self, column) -> None:
        _answer, row = posted_by_code()
        value = {"received_at": LATE, "written": b"x", "author": b"x"}.get(column, "praise")
        with pytest.raises(IntegrityError), transaction.atomic():
            Message.objects.filter(pk=row.pk).update(**{column: value})

    def test_a_message_is_never_deleted_and_its_track_neither(self) -> None:
        _answer, row = posted()
        for sql in ("DELETE FROM board_message WHERE id = %s", "DELETE FROM board_track WHERE message_id = %s"):
            with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(sql, [row.pk])
