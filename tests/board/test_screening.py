"""What is displayed: screened with a reason, photo by photo, appealed against, names confirmed. Handling goes on whatever is decided."""

import uuid
from datetime import timedelta
from io import BytesIO

import pytest
from PIL import Image

from tests.board import town as small
from tests.board.play import refuses
from tests.board.town import MORNING, WEB, a_message, a_person, operator, posted, posted_by_code, screener
from tongban.board import actions, queries
from tongban.board.models import KeptPicture, Message, Picture, Track
from tongban.board.rules import writing
from tongban.board.terms import (
    Act,
    Denied,
    KeptPhoto,
    MessageState,
    Removal,
    ScreenedByTheSame,
    TooManyFiles,
    UnknownFile,
    UnknownMessage,
    WordsMissing,
    WordsTooLong,
    WrongState,
)
from tongban.identity.terms import PUBLIC
from tongban.kernel import pictures
from tongban.kernel.models.reads import Read
from tongban.responsibilities.terms import Kind

pytestmark = pytest.mark.usefixtures("town")
HOUR = MORNING + timedelta(hours=1)


def a_photo(colour: str = "red") -> bytes:
    content = BytesIO()
    position = Image.Exif()
    position.get_ifd(0x8825)[1] = "N"  # GPS
    Image.new("RGB", (600, 400), colour).save(content, "JPEG", exif=position)
    return content.getvalue()


def kept(draft: uuid.UUID, colour: str = "red", **told) -> KeptPhoto:
    return actions.keep_photo(**{"draft": draft, "content": a_photo(colour), "by": PUBLIC, "at": MORNING} | told)


def removed(row: Message, reason: Removal = Removal.PERSONAL_DATA, **changes) -> None:
    actions.screen(**{"message_id": row.pk, "shown": False, "reason": reason, "by": screener(), "at": HOUR} | changes)


class TestScreening:
    def test_shown(self) -> None:
        _answer, row = posted()
        actions.screen(message_id=row.pk, shown=True, by=screener(), at=HOUR)
        row.refresh_from_db()
        assert (row.screening, row.displayed, row.screening_due_at) == ("shown", True, None)

    def test_what_is_removed_stays_with_its_reason_and_its_steps(self) -> None:
        author = a_person()
        answer, row = posted(by=author)
        removed(row)
        seen = queries.message(answer.number, by=PUBLIC, at=HOUR)
        assert (seen.title, seen.text, seen.place, seen.point, seen.removed_for) == ("", "", "", None, Removal.PERSONAL_DATA)
        assert [each.kind for each in seen.track] == ["received", "accepted", "assigned", "screened"]
        assert seen.track[-1].codes == {"shown": False, "reason": "personal_data"}
        assert queries.message(answer.number, by=author, at=HOUR).text == row.text
        assert not queries.messages(at=HOUR).lines and not queries.search("路灯", at=HOUR).lines and queries.stamp(answer.number) is None

    def test_handling_goes_on(self) -> None:
        _answer, row = posted()
        removed(row)
        row.refresh_from_db()
        assert row.state == MessageState.ASSIGNED and row.unit == "chengguan"

    def test_restored_after_an_appeal_by_somebody_else(self) -> None:
        author, first = a_person(), screener()
        _answer, row = posted(by=author)
        removed(row, by=first)
        actions.appeal(message_id=row.pk, words="里面没有个人信息，电话13800000000", by=author, at=HOUR)
        (waiting,) = queries.to_screen(screener(), at=HOUR, appeals=True).lines
        assert waiting.appeal.startswith("里面没有") and waiting.removed_for is Removal.PERSONAL_DATA
        with refuses(ScreenedByTheSame):
            actions.screen(message_id=row.pk, shown=True, by=first, at=HOUR)
        actions.screen(message_id=row.pk, shown=True, by=screener(), at=HOUR)
        row.refresh_from_db()
        assert row.displayed and row.removed_for == "" and row.appealed_at is None
        assert Track.objects.filter(message=row).order_by("-id")[0].kind == "restored"
        assert all("13800000000" not in f"{each.words}{each.codes}" for each in Track.objects.filter(message=row))

    def test_a_removal_is_taken_back_with_a_reason_that_everybody_reads(self) -> None:
        answer, row = posted()
        removed(row)
        for words in ("", " 。"):
            with refuses(WordsMissing):
                actions.screen(message_id=row.pk, shown=True, words=words, by=screener(), at=HOUR)
        with refuses(WordsTooLong):
            actions.screen(message_id=row.pk, shown=True, words="长" * 2001, by=screener(), at=HOUR)
        actions.screen(message_id=row.pk, shown=True, words="重看过了，电话13800000000是单位的", by=screener(), at=HOUR)
        row.refresh_from_db()
        assert row.displayed and row.removed_for == ""
        step = queries.message(answer.number, by=PUBLIC, at=HOUR).track[-1]
        assert step.kind == "restored" and step.words.startswith("重看过了") and "13800000000" not in step.words

    def test_what_is_shown_is_removed_when_somebody_complains(self) -> None:
        answer, row = posted()
        actions.screen(message_id=row.pk, shown=True, by=screener(), at=HOUR)
        with refuses(WordsMissing):
            actions.screen(message_id=row.pk, shown=False, words="有人投诉", by=screener(), at=HOUR)
        removed(row, words="当事人来电")
        seen = queries.message(answer.number, by=PUBLIC, at=HOUR)
        assert seen.text == "" and [each.kind for each in seen.track[-2:]] == ["screened", "screened"]
        assert seen.track[-1].words == "当事人来电" and seen.track[-1].codes == {"shown": False, "reason": "personal_data"}

    def test_what_was_decided_in_the_last_week_the_newest_first(self, django_assert_num_queries) -> None:
        rows = [posted()[1] for _n in range(4)]
        for n, row in enumerate(rows[:3]):
            removed(row, at=HOUR + timedelta(minutes=n))
        actions.screen(message_id=rows[0].pk, shown=True, words="重看过了", by=screener(), at=HOUR + timedelta(minutes=5))
        now = HOUR + timedelta(hours=1)
        with django_assert_num_queries(1):
            lines = queries.screened(screener(), at=now).lines
        assert [(each.number, each.removed_for) for each in lines] == [
            (rows[0].number, None),
            (rows[2].number, Removal.PERSONAL_DATA),
            (rows[1].number, Removal.PERSONAL_DATA),
        ]
        first = queries.screened(screener(), at=now, limit=2)
        assert queries.screened(screener(), at=now, limit=2, after=first.next).lines == lines[2:]
        assert queries.screened(screener(), at=HOUR + timedelta(days=7, minutes=3)).lines == lines[:1]
        with refuses(Denied):
            queries.screened(operator(), at=now)

    def test_whoever_screens_reads_what_was_removed_and_no_more_of_what_is_shown(self) -> None:
        _answer, row = posted()
        told = {"by": screener(), "at": HOUR, "purpose": "x"}
        actions.screen(message_id=row.pk, shown=True, by=screener(), at=HOUR)
        assert queries.handled(row.pk, **told).written_text == ""
        removed(row)
        seen = queries.handled(row.pk, **told)
        assert seen.written_text == row.words()["text"] and Act.SCREEN in seen.acts
        assert Act.SCREEN not in queries.handled(row.pk, **told | {"by": operator()}).acts

    def test_an_appeal_that_fails_may_not_be_repeated_before_a_decision(self) -> None:
        author = a_person()
        _answer, row = posted(by=author)
        with refuses(WrongState):
            actions.appeal(message_id=row.pk, words="为什么", by=author, at=HOUR)
        removed(row)
        with refuses(WordsMissing):
            actions.appeal(message_id=row.pk, words=" ", by=author, at=HOUR)
        with refuses(WordsTooLong):
            actions.appeal(message_id=row.pk, words="长" * 20_000, by=author, at=HOUR)
        with refuses(UnknownMessage):
            actions.appeal(message_id=row.pk, words="为什么", by=a_person(), at=HOUR)
        actions.appeal(message_id=row.pk, words="为什么", by=author, at=HOUR)
        with refuses(WrongState):
            actions.appeal(message_id=row.pk, words="为什么", by=author, at=HOUR)
        removed(row, Removal.INSULT)
        row.refresh_from_db()
        assert row.removed_for == "insult" and row.appealed_at is None

    def test_refusals(self) -> None:
        _answer, row = posted()
        _answer, hidden = posted_by_code()
        for nobody in (operator(), a_person(), PUBLIC, small.staff("chengguan/messages")):
            with refuses(Denied):
                removed(row, by=nobody)
        with refuses(WordsMissing):
            actions.screen(message_id=row.pk, shown=False, by=screener(), at=HOUR)
        with refuses(WrongState):
            removed(hidden)
        with refuses(UnknownMessage):
            actions.screen(message_id=uuid.uuid4(), shown=True, by=screener(), at=HOUR)
        removed(row)
        with refuses(WrongState):
            removed(row)

    def test_the_list_is_for_screeners_and_is_logged(self, django_assert_num_queries) -> None:
        for _n in range(3):
            posted()
        posted(a_message(kind=Kind.REPORT))
        posted_by_code()
        who = screener()
        with django_assert_num_queries(4):  # messages, photos, appeals, the log
            lines = queries.to_screen(who, at=HOUR).lines
        assert len(lines) == 3 and Read.objects.filter(question="board.to_screen", actor_id=who.id).count() == 1
        first = queries.to_screen(who, at=HOUR, limit=2)
        rest = queries.to_screen(who, at=HOUR, limit=2, after=first.next)
        assert [each.number for each in (*first.lines, *rest.lines)] == [each.number for each in lines] and rest.next == ""
        with refuses(Denied):
            queries.to_screen(operator(), at=HOUR)


class TestNames:
    TEXT = "投诉金鼎物业有限公司乱收费，我叫王小明，电话13800000000。"

    def test_names_are_masked_until_confirmed(self) -> None:
        answer, row = posted(a_message(title="金鼎物业有限公司乱收费", text=self.TEXT))
        assert "金鼎物业" not in row.text and "王小明" not in row.text
        (line,) = queries.to_screen(screener(), at=HOUR).lines
        firm = next(each for each in line.candidates if "金鼎物业" in line.text[each[0] : each[1]])
        actions.confirm_names(message_id=row.pk, text=[firm], by=screener(), at=HOUR)
        seen = queries.message(answer.number, by=PUBLIC, at=HOUR)
        assert "金鼎物业有限公司" in seen.text and "王小明" not in seen.text and "13800000000" not in seen.text
        assert queries.search("金鼎物业", at=HOUR).lines[0].number == answer.number
        actions.confirm_names(message_id=row.pk, by=screener(), at=HOUR)
        assert "金鼎物业" not in queries.message(answer.number, by=PUBLIC, at=HOUR).text

    def test_what_is_certain_is_never_shown(self) -> None:
        _answer, row = posted(a_message(text=self.TEXT))
        start = self.TEXT.index("13800000000")
        spans = [(start, start + 11), (0, len(self.TEXT)), (-5, 3), (10**9, 10**9 + 1)]
        actions.confirm_names(message_id=row.pk, text=spans, by=screener(), at=HOUR)
        row.refresh_from_db()
        assert "13800000000" not in row.text and "王小明" not in row.text

    def test_refusals(self) -> None:
        _answer, row = posted()
        _answer, hidden = posted_by_code()
        with refuses(Denied):
            actions.confirm_names(message_id=row.pk, by=operator(), at=HOUR)
        with refuses(WrongState):
            actions.confirm_names(message_id=hidden.pk, by=screener(), at=HOUR)


class TestPhotos:
    def test_a_message_takes_the_photos_that_were_kept_for_it(self) -> None:
        key, author = uuid.uuid4(), a_person()
        one, two = kept(key, by=author), kept(key, "blue", by=author)
        assert kept(key, by=author) == one, "the same photo twice is one"
        message = a_message(files=(two.digest, one.digest))
        answer = actions.post(key=key, message=message, origin=WEB, by=author, at=MORNING)
        shown = queries.message(answer.number, by=PUBLIC, at=MORNING).pictures
        assert [each.digest for each in shown] == [two.digest, one.digest] and (shown[0].width, shown[0].height) == (600, 400)
        assert not KeptPicture.objects.exists()

    def test_photos_of_another_are_unknown(self) -> None:
        stolen = kept(uuid.uuid4())
        with refuses(UnknownFile):
            posted(a_message(files=(stolen.digest,)))

    @pytest.mark.parametrize("first", [{"by": a_person()}, {"browser": uuid.uuid4()}])
    def test_whoever_knows_the_key_of_a_draft_has_no_photo_of_it(self, first) -> None:
        key, other = uuid.uuid4(), a_person()
        photo = kept(key, **first)
        for told in ({"by": other}, {"by": PUBLIC}, {"by": PUBLIC, "browser": uuid.uuid4()}):
            with refuses(UnknownFile):
                queries.kept_photo(key, photo.digest, **told)
            with refuses(UnknownFile):
                actions.post(key=key, message=a_message(files=(photo.digest,)), origin=WEB, at=MORNING, **told)
            actions.drop_photo(draft=key, digest=photo.digest, at=MORNING, **told)
        assert queries.kept_photo(key, photo.digest, **{"by": PUBLIC} | first)
        signed_in = {"by": other} | first  # in the same browser
        assert actions.post(key=key, message=a_message(files=(photo.digest,)), origin=WEB, at=MORNING, **signed_in)

    def test_no_more_than_a_message_may_have(self) -> None:
        key = uuid.uuid4()
        for n in range(writing.FILES_MOST):
            kept(key, f"#{n * 20:02x}00{n * 20:02x}")
        with refuses(TooManyFiles):
            kept(key)

    def test_photos_of_messages_never_sent_are_let_go(self) -> None:
        kept(uuid.uuid4())
        assert actions.forget_photos(by=small.SYSTEM, at=MORNING + timedelta(days=6)) == 0
        assert actions.forget_photos(by=small.SYSTEM, at=MORNING + timedelta(days=8)) == 1
        with refuses(Denied):
            actions.forget_photos(by=screener(), at=MORNING)

    @pytest.mark.parametrize(
        ("content", "refusal"),
        [
            (b"", pictures.EmptyPicture),
            (b"MZ\x90\x00 an executable, renamed to photo.jpg", pictures.NotAPicture),
            (a_photo()[:300], pictures.BrokenPicture),
            (b"\xff" * (pictures.UPLOAD_BYTES + 1), pictures.PictureTooLarge),
        ],
    )
    def test_what_is_no_photo(self, content, refusal) -> None:
        with refuses(refusal):
            actions.keep_photo(draft=uuid.uuid4(), content=content, by=PUBLIC, at=MORNING)
        assert not KeptPicture.objects.exists()

    def test_one_photo_is_removed_and_the_text_stays(self) -> None:
        key, author = uuid.uuid4(), a_person()
        photo = kept(key, by=author)
        answer = actions.post(key=key, message=a_message(files=(photo.digest,)), origin=WEB, by=author, at=MORNING)
        told = {"message_id": answer.message_id, "by": screener(), "at": HOUR}
        actions.screen_picture(place=0, shown=False, reason=Removal.PERSONAL_DATA, **told)
        seen = queries.message(answer.number, by=PUBLIC, at=HOUR)
        assert seen.text and (seen.pictures[0].digest, seen.pictures[0].removed_for) == ("", Removal.PERSONAL_DATA)
        assert queries.message(answer.number, by=author, at=HOUR).pictures[0].digest == photo.digest
        for changes, refusal in (
            ({"place": 7, "shown": True}, UnknownFile),
            ({"place": 0, "shown": False}, WordsMissing),
            ({"place": 0, "shown": False, "reason": Removal.INSULT}, WrongState),
            ({"place": 0, "shown": True, "by": operator()}, Denied),
        ):
            with refuses(refusal):
                actions.screen_picture(**told | changes)
        actions.screen_picture(place=0, shown=True, **told)
        assert Picture.objects.get(message=answer.message_id).removed_for == ""

    def test_the_file_is_for_everybody_until_it_is_removed(self) -> None:
        key, author = uuid.uuid4(), a_person()
        photo = kept(key, by=author)
        content, media_type = queries.kept_photo(key, photo.digest, by=author)
        assert media_type == "image/jpeg" and not Image.open(BytesIO(content)).getexif()
        answer = actions.post(key=key, message=a_message(files=(photo.digest,)), origin=WEB, by=author, at=MORNING)
        assert queries.photo(answer.number, 0, by=PUBLIC)[0] == content
        assert len(queries.photo(answer.number, 0, by=PUBLIC, small=True)[0]) < len(content)
        actions.screen_picture(message_id=answer.message_id, place=0, shown=False, reason=Removal.INSULT, by=screener(), at=HOUR)
        for somebody in (author, screener()):
            assert queries.photo(answer.number, 0, by=somebody)[0] == content
        for number, place in ((answer.number, 0), (answer.number, 1), ("LY2026-999999-9", 0)):
            with refuses(UnknownFile):
                queries.photo(number, place, by=PUBLIC)
        with refuses(UnknownFile):
            queries.kept_photo(uuid.uuid4(), photo.digest, by=author)

    def test_the_file_of_a_message_under_a_code(self) -> None:
        key = uuid.uuid4()
        photo = kept(key)
        answer = actions.post(key=key, message=a_message(files=(photo.digest,)), origin=WEB, by=PUBLIC, at=MORNING)
        assert queries.photo(answer.number, 0, by=PUBLIC, code=answer.code)
        with refuses(UnknownFile):
            queries.photo(answer.number, 0, by=PUBLIC, code="0000-0000-0000")
