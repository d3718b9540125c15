"""What somebody without an account sends and gets: a task before the message, and number and tracking code after it."""

from dataclasses import replace
from typing import Literal

from ninja import Schema
from pydantic import Field

from tongban.board.terms import NewMessage
from tongban.channels.rest.shapes.board import MessageIn, PostedShape
from tongban.channels.rest.shapes.sent import Sent
from tongban.channels.rest.shapes.words import Words


class SolvedIn(Sent):
    """The answer to one of the two tasks of `/board/challenge`: a sum in words, or a proof of work."""

    task: Literal["sum", "work"]
    token: str = Field(max_length=1000)
    answer: str = Field(max_length=64)


class AnonymousIn(MessageIn):
    """A message of somebody without an account; `phone` is where they may be reached, and may be left out."""

    phone: str = Field("", max_length=40)
    challenge: SolvedIn

    def message(self) -> NewMessage:
        return replace(super().message(), phone=self.phone)


class ChallengeShape(Schema):
    """Two tasks, of which one is answered. A sum: its question. A proof of work: find a text whose SHA-256, after `token` and a colon,
    begins with `difficulty` zero bits.
    """

    sum_token: str
    sum: Words
    work_token: str
    difficulty: int


class AnonymousShape(PostedShape):
    """`code` is told here once and kept nowhere: with it and the number everything else is done."""

    code: str
