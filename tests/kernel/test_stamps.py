"""Time stamps by RFC 3161: our own authority's, and another's, which here answers over HTTP with what ours would say."""

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from tests.kernel.cities import AT, key
from tongban.kernel import signing
from tongban.kernel.signing import cms, der, stamps

MESSAGE = b"what somebody signed"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings) -> Path:
    settings.VAR, settings.TIME_STAMPS = tmp_path / "var", ""
    return settings.VAR


def test_a_stamp_tells_when_its_message_was_there() -> None:
    assert signing.read_stamp(signing.stamp(MESSAGE, at=AT), MESSAGE) == AT


def test_no_two_stamps_have_the_same_number() -> None:
    assert len({signing.stamp(MESSAGE, at=AT) for _ in range(20)}) == 20


def test_a_stamp_of_another_message_is_refused() -> None:
    with pytest.raises(signing.BadStamp, match="another message"):
        signing.read_stamp(signing.stamp(MESSAGE, at=AT), MESSAGE + b".")


@pytest.mark.parametrize("content", [b"", b"words", b"\x30\x03\x02\x01\x01", bytes(50)], ids=len)
def test_what_is_no_stamp_is_refused(content: bytes) -> None:
    with pytest.raises(signing.BadStamp):
        signing.read_stamp(content, MESSAGE)


def test_no_octet_of_a_stamp_can_be_changed_to_tell_another_time() -> None:
    token = signing.stamp(MESSAGE, at=AT)
    for place in range(0, len(token), 5):
        broken = token[:place] + bytes((token[place] ^ 1 << place % 8,)) + token[place + 1 :]
        try:
            assert signing.read_stamp(broken, MESSAGE) == AT, place
        except signing.BadStamp:
            continue


def test_a_stamp_by_a_key_that_is_for_signing_is_refused() -> None:
    token = stamps.token(cms.digest(MESSAGE, stamps.SHA256_OID), key=key(algorithm=signing.P256), at=AT)
    with pytest.raises(signing.BadStamp, match="not issued for time-stamps"):
        signing.read_stamp(token, MESSAGE)


def test_a_stamp_of_another_citys_authority_is_refused(tmp_path: Path, settings) -> None:
    settings.VAR = tmp_path / "another"
    token = signing.stamp(MESSAGE, at=AT)
    settings.VAR = tmp_path / "var"
    with pytest.raises(signing.BadStamp, match="refused"):
        signing.read_stamp(token, MESSAGE)


def test_an_authority_may_stamp_with_sm2() -> None:
    authority = key("time-stamps", algorithm=signing.SM2)
    token = stamps.token(cms.digest(MESSAGE, cms.SM3_OID), key=authority, at=AT, oid=cms.SM3_OID)
    assert signing.read_stamp(token, MESSAGE) == AT


Answer = Callable[[bytes], tuple[int, bytes]]


@pytest.fixture
def authority(settings) -> Iterator[list[Answer]]:
    """Another authority. What it answers can be changed."""
    answers: list[Answer] = [lambda asked: (200, stamps.answer(asked, key=stamps.own_key(AT), at=AT + timedelta(seconds=1)))]

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = self.rfile.read(int(self.headers["Content-Length"]))
            status, content = answers[-1](asked) if self.headers["Content-Type"] == "application/timestamp-query" else (415, b"")
            self.send_response(status)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    settings.TIME_STAMPS = f"http://127.0.0.1:{server.server_port}/"
    yield answers
    server.shutdown()
    server.server_close()
    thread.join()


def test_another_authority_is_asked_where_the_settings_name_one(authority: list[Answer]) -> None:
    assert signing.read_stamp(signing.stamp(MESSAGE, at=AT), MESSAGE) == AT + timedelta(seconds=1), "its clock, not ours"


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (lambda asked: (500, b""), "gave no stamp"),
        (lambda asked: (200, b"<html>"), "gave no stamp"),
        (lambda asked: (200, der.sequence(der.sequence(der.integer(2)))), "refused"),
        (lambda asked: (200, stamps.answer(_of_another(asked), key=stamps.own_key(AT), at=AT)), "another question"),
    ],
    ids=["an error", "a page", "a refusal", "an older answer"],
)
def test_without_a_right_answer_there_is_no_stamp(authority: list[Answer], answer: Answer, words: str) -> None:
    authority.append(answer)
    with pytest.raises(signing.NoStamp, match=words):
        signing.stamp(MESSAGE, at=AT)


def _of_another(asked: bytes) -> bytes:
    """The same request with another number: what somebody replays answers that."""
    imprint = der.sequence(der.sequence(der.identifier(stamps.SHA256_OID)), der.octets(cms.digest(MESSAGE, stamps.SHA256_OID)))
    return der.sequence(der.integer(1), imprint, der.integer(1))


def test_without_an_authority_there_is_no_stamp(settings) -> None:
    settings.TIME_STAMPS = "http://127.0.0.1:9/"
    with pytest.raises(signing.NoStamp, match="gave no stamp"):
        signing.stamp(MESSAGE, at=AT)


@pytest.mark.parametrize("asked", [b"", b"words", der.sequence(der.integer(1))], ids=len)
def test_what_is_no_request_gets_no_answer(asked: bytes) -> None:
    with pytest.raises(signing.BadStamp):
        stamps.answer(asked, key=stamps.own_key(AT), at=AT)
