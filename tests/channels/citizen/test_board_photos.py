"""Photos of a message: sent with the form, in steps, or one by one by its script; shown as long as they are displayed, and no longer."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from tests.channels.citizen.messages import LAMP, a_person, a_photo, form, hidden, row, sent, staff, summed
from tests.channels.citizen.story import MOTHER
from tests.channels.conftest import DAY
from tongban.board import actions
from tongban.board.models import KeptPicture, Message
from tongban.board.terms import Posted, Removal
from tongban.channels.web.citizen.views.board import pictures as views
from tongban.kernel import files

pytestmark = pytest.mark.usefixtures("rongcheng")
ADD = "/board/new/photos/"
LATER = DAY + timedelta(hours=1)


@pytest.fixture(autouse=True)
def _nothing_is_counted_yet(rongcheng: None) -> None:
    cache.clear()


@pytest.fixture
def mother(signed_in) -> Client:
    return signed_in(MOTHER)


def text(response) -> str:
    return response.content.decode()


def a_file(content: bytes, name: str) -> BytesIO:
    upload = BytesIO(content)
    upload.name = name
    return upload


def colours(count: int) -> list[BytesIO]:
    return [a_photo(colour=f"#{number:02x}0000") for number in range(10, 10 + 10 * count, 10)]


class TestWithTheForm:
    def test_they_are_kept_and_shown_to_whoever_may_see_them(self, mother: Client, client: Client) -> None:
        page = text(mother.post("/board/new/", form() | {"photos": [a_photo(), a_photo(colour="blue")]}))
        assert page.count(f'src="{ADD}') == 2
        mother.post("/board/new/send/", hidden(page))
        message = Message.objects.get()
        assert message.pictures.count() == 2
        for size in ("", "/small"):
            picture = client.get(f"/board/{message.number}/photos/0{size}")
            assert picture["Content-Type"] == "image/jpeg"
            assert picture["Cache-Control"] == "public, no-cache"

    def test_of_a_message_under_a_code_only_its_holder_sees_them(self, client: Client) -> None:
        page = text(client.post("/board/new/", form() | {"photos": [a_photo()]}))
        client.post("/board/new/send/", hidden(page) | {"sum_answer": summed(page)})
        place = f"/board/{Message.objects.get().number}/photos/0"
        assert client.get(place)["Cache-Control"] == "private, no-store"
        assert Client().get(place).status_code == 404

    @pytest.mark.parametrize(
        ("content", "name", "told"),
        [
            (b"MZ\x90\x00" + b"\x00" * 200, "度假.jpg", "这不是一张照片"),
            (b"", "空.jpg", "这张照片是空的"),
            (b"\xff\xd8\xff\xe0broken", "半张.jpg", "已经损坏"),
            (b"\x00" * (20 * 1024**2 + 1), "大.png", "每张最多 20 MB"),
        ],
    )
    def test_another_thing_is_refused_by_its_name(self, client: Client, content: bytes, name: str, told: str) -> None:
        response = client.post("/board/new/", form() | {"photos": [a_photo(), a_file(content, name)]})
        page = text(response)
        assert response.status_code == 422 if content else 200
        if content:  # a browser's empty file field is no file: Django drops what has neither name nor content
            assert f"“{name}”" in page
            assert told in page
            assert '<a href="#photos">' in page
        assert LAMP in page
        assert KeptPicture.objects.count() == 1

    def test_what_else_is_wrong_is_told_with_them(self, client: Client) -> None:
        page = text(client.post("/board/new/", form(text="") | {"photos": [a_file(b"MZ\x90\x00", "度假.jpg")]}))
        assert '<a href="#photos">' in page
        assert '<a href="#text">' in page

    def test_thirteen_are_one_too_many(self, client: Client) -> None:
        response = client.post("/board/new/", form() | {"photos": colours(13)})
        assert response.status_code == 422
        assert "最多 12 张" in text(response)

    def test_more_than_a_request_may_have_is_said_plainly(self, client: Client) -> None:
        response = client.post("/board/new/", form(), headers={"content-length": str(240 * 1024**2)})
        assert response.status_code == 413
        assert "不能超过 120 MB" in text(response)


class TestInSteps:
    def test_they_are_added_a_few_at_a_time_with_all_that_was_typed(self, client: Client) -> None:
        fields: dict[str, Any] = form(address="湖滨路口", district="donghuqu") | {"again": "photos"}
        for step in range(1, 4):
            page = text(client.post("/board/new/", fields | {"photos": colours(12)[4 * (step - 1) : 4 * step]}))
            fields["kept"] = re.findall(r'name="kept" value="(\w+)"', page)
            assert len(fields["kept"]) == 4 * step
            assert LAMP in page and 'value="湖滨路口"' in page
        del fields["again"]
        checked = text(client.post("/board/new/", fields))
        client.post("/board/new/send/", hidden(checked) | {"sum_answer": summed(checked)})
        assert Message.objects.get().pictures.count() == 12

    def test_one_that_was_taken_away_makes_room_for_another(self, client: Client) -> None:
        fields = form() | {"again": "photos"}
        page = text(client.post("/board/new/", fields | {"photos": colours(12)}))
        kept = re.findall(r'name="kept" value="(\w+)"', page)
        page = text(client.post("/board/new/", form(key=fields["key"]) | {"kept": kept, "remove": kept[0]}))
        assert page.count(f'src="{ADD}') == 11
        more = client.post("/board/new/", fields | {"kept": kept[1:], "photos": [a_photo(colour="blue")]})
        assert more.status_code == 200
        assert text(more).count(f'src="{ADD}') == 12


class TestOneByOne:
    def add(self, client: Client, key: str, photo: BytesIO | None) -> Any:
        return client.post(ADD, {"key": key} | ({"photo": photo} if photo else {}))

    def test_each_is_answered_with_what_the_form_sends_of_it(self, client: Client) -> None:
        fields = form()
        told = [self.add(client, fields["key"], each).json() for each in colours(2)]
        assert client.get(told[0]["picture"])["Content-Type"] == "image/jpeg"
        checked = text(client.post("/board/new/", fields | {"kept": [each["digest"] for each in told]}))
        client.post("/board/new/send/", hidden(checked) | {"sum_answer": summed(checked)})
        assert list(Message.objects.get().pictures.values_list("digest", flat=True)) == [each["digest"] for each in told]

    def test_twelve_and_the_last_sent_again_because_its_answer_was_lost(self, client: Client) -> None:
        key, photos = str(uuid.uuid4()), colours(13)
        digests = [self.add(client, key, each).json()["digest"] for each in photos[:12]]
        photos[11].seek(0)
        assert self.add(client, key, photos[11]).json()["digest"] == digests[11]
        refused = self.add(client, key, photos[12])
        assert (refused.status_code, "最多 12 张" in refused.json()["told"]) == (422, True)
        assert client.post(f"{ADD}{key}/{digests[0]}/drop/").status_code == 204
        assert client.get(f"{ADD}{key}/{digests[0]}").status_code == 404
        photos[12].seek(0)
        assert self.add(client, key, photos[12]).status_code == 201

    @pytest.mark.parametrize(
        ("content", "told"),
        [
            (b"MZ\x90\x00" + b"\x00" * 200, "这不是一张照片"),
            (b"\xff\xd8\xff\xe0broken", "已经损坏"),
            (b"\x00" * (20 * 1024**2 + 1), "每张最多 20 MB"),
            (None, "这张照片是空的"),
        ],
    )
    def test_another_thing_is_refused_in_words(self, client: Client, content: bytes | None, told: str) -> None:
        refused = self.add(client, str(uuid.uuid4()), a_file(content, "度假.jpg") if content else None)
        assert (refused.status_code, told in refused.json()["told"]) == (422, True)
        assert not KeptPicture.objects.exists()

    def test_what_is_for_no_message_is_refused_and_a_flood_as_well(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        assert self.add(client, "no key", a_photo()).status_code == 422
        monkeypatch.setattr(views, "PHOTOS_A_MINUTE", 1)
        assert self.add(client, str(uuid.uuid4()), a_photo()).status_code == 429

    def test_dropping_what_is_gone_or_never_was_changes_nothing(self, client: Client) -> None:
        key = str(uuid.uuid4())
        self.add(client, key, a_photo())
        for digest in ("0" * 64, "a\x00b", "kein"):
            assert client.post(f"{ADD}{key}/{digest}/drop/").status_code == 204
        assert KeptPicture.objects.count() == 1
        assert client.get(f"{ADD}{key}/{'0' * 64}/drop/").status_code == 405

    def test_nobody_sends_one_from_another_site(self) -> None:
        assert Client(enforce_csrf_checks=True).post(ADD, {"key": str(uuid.uuid4()), "photo": a_photo()}).status_code == 403


class TestDisplayed:
    @pytest.fixture
    def posted(self) -> Posted:
        key, author = uuid.uuid4(), a_person()
        photos = [actions.keep_photo(draft=key, content=each, by=author, at=DAY) for each in colours(2)]
        return sent(key=key, by=author, files=tuple(each.digest for each in photos))

    def test_whoever_has_it_is_told_so_without_reading_the_file(self, client: Client, posted: Posted, monkeypatch) -> None:
        place = f"/board/{posted.number}/photos/0"
        first = client.get(place)
        monkeypatch.setattr(files, "read", None)
        again = client.get(place, headers={"if-none-match": first["ETag"]})
        assert (again.status_code, again.content, again["Cache-Control"]) == (304, b"", "public, no-cache")

    def test_one_look_at_its_row_answers_whoever_has_it(self, client: Client, posted: Posted, django_assert_num_queries) -> None:
        etag = client.get(f"/board/{posted.number}/photos/0")["ETag"]
        with django_assert_num_queries(1):
            assert client.get(f"/board/{posted.number}/photos/0", headers={"if-none-match": etag}).status_code == 304

    @pytest.mark.parametrize("size", ["", "/small"])
    def test_one_that_was_removed_is_gone_at_once_for_whoever_has_it(self, client: Client, posted: Posted, size: str) -> None:
        places = [f"/board/{posted.number}/photos/{place}{size}" for place in (0, 1)]
        etags = [client.get(place)["ETag"] for place in places]
        screener = staff("rexian/screening")
        removal = {"message_id": posted.message_id, "place": 0, "by": screener}
        actions.screen_picture(**removal, shown=False, reason=Removal.PERSONAL_DATA, at=LATER)
        gone, stays = (client.get(place, headers={"if-none-match": etag}) for place, etag in zip(places, etags, strict=True))
        assert (gone.status_code, stays.status_code) == (410, 304)
        assert gone["Cache-Control"] == "private, no-store" and "已经不再公开" in text(gone)
        assert client.get(f"/api/v1/board/messages/{posted.number}/photos/0").status_code == 410
        actions.screen_picture(**removal, shown=True, at=LATER)
        assert client.get(places[0], headers={"if-none-match": etags[0]}).status_code == 304

    def test_with_its_message_all_are_gone(self, client: Client, posted: Posted) -> None:
        screener = staff("rexian/screening")
        actions.screen(message_id=posted.message_id, shown=False, reason=Removal.PERSONAL_DATA, by=screener, at=LATER)
        assert client.get(f"/board/{posted.number}/photos/0").status_code == 410

    def test_of_what_was_taken_back_nothing_is_known(self, client: Client, posted: Posted) -> None:
        message = row(posted)
        message.displayed = False
        message.save(update_fields=["displayed"])
        assert client.get(f"/board/{posted.number}/photos/0").status_code == 404
        assert client.get(f"/board/{posted.number}/photos/7").status_code == 404
