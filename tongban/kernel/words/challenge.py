"""Two small tasks that cost a machine more than a person: a proof of work, and a sum in words.

Neither needs sight; the sum needs no JavaScript.

A task is signed and carries everything that is needed to judge its answer, so nothing is kept before somebody has answered.
Only what has been answered must be remembered until it expires: `key` of the answered task, once, by the caller's store.
The sum's result is in the task only as a keyed digest: who reads the token has not read the result.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from tongban.kernel.words.grams import normal

if TYPE_CHECKING:
    from random import Random

DIFFICULTY = 17  # leading zero bits: about a second on a phone
MOST_DIFFICULT = 28
LASTS = timedelta(minutes=30)
ANSWER_LENGTH = 64
FIGURES = "零一二三四五六七八九十"
ENGLISH = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
TEENS = ("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty")


class Task(StrEnum):
    """What is asked for."""

    WORK = "work"
    SUM = "sum"


class Unsolved(Exception):
    """Base: the answer does not open the door."""


class ForgedChallenge(Unsolved):
    """Not a task of ours, or given for something else."""


class ExpiredChallenge(Unsolved):
    """The task was given too long ago."""


class WrongAnswer(Unsolved):
    """The answer is not right."""


@dataclass(frozen=True, slots=True)
class Challenge:
    """A task to show. `zh` and `en` are the question of a sum, to be read or heard; `difficulty` is that of a proof of work."""

    token: str
    task: Task
    zh: str = ""
    en: str = ""
    difficulty: int = 0


@dataclass(frozen=True, slots=True)
class Solved:
    """An answered task. The caller keeps `key` until `expires_at` and refuses it the second time."""

    key: str
    expires_at: datetime


def work(*, key: bytes, purpose: str, at: datetime, difficulty: int = DIFFICULTY, lasts: timedelta = LASTS) -> Challenge:
    """Find a text whose SHA-256, after the token and a colon, begins with `difficulty` zero bits."""
    if not 0 < difficulty <= MOST_DIFFICULT:
        raise ValueError(difficulty)
    return Challenge(_token(key, purpose, at + lasts, {"t": Task.WORK, "d": difficulty}), Task.WORK, difficulty=difficulty)


def sum_in_words(*, key: bytes, purpose: str, at: datetime, lasts: timedelta = LASTS, random: Random | None = None) -> Challenge:
    """Two numbers up to ten, to be added or subtracted, in Chinese and in English."""
    chance = random or secrets.SystemRandom()
    one, other, minus = chance.randint(1, 10), chance.randint(1, 10), chance.random() < 0.5
    high, low = (max(one, other), min(one, other)) if minus else (one, other)
    result = high - low if minus else high + low
    salt = secrets.token_urlsafe(9)
    zh = f"{FIGURES[high]}{'减' if minus else '加'}{FIGURES[low]}等于几？"
    en = f"What is {ENGLISH[high]} {'minus' if minus else 'plus'} {ENGLISH[low]}?"
    return Challenge(_token(key, purpose, at + lasts, {"t": Task.SUM, "a": _sealed(key, salt, result)}, salt), Task.SUM, zh=zh, en=en)


def solve(token: str, answer: str, *, key: bytes, purpose: str, at: datetime) -> Solved:
    """Judge an answer, whenever it comes and whoever asks.

    Refuses: ForgedChallenge, ExpiredChallenge, WrongAnswer.
    """
    told = _opened(token, key, purpose)
    expires_at = datetime.fromtimestamp(told["e"], tz=at.tzinfo)
    if at >= expires_at:
        raise ExpiredChallenge
    right = _worked(token, answer, told["d"]) if told["t"] == Task.WORK else _summed(answer, key, told)
    if not right:
        raise WrongAnswer
    return Solved(key=hashlib.sha256(token.encode()).hexdigest(), expires_at=expires_at)


def find_work(token: str, difficulty: int) -> str:
    """The work itself, as a page does it: for clients without a browser."""
    count = 0
    while not _worked(token, str(count), difficulty):
        count += 1
    return str(count)


def _worked(token: str, answer: str, difficulty: int) -> bool:
    if not answer or len(answer) > ANSWER_LENGTH:
        return False
    digest = hashlib.sha256(f"{token}:{answer}".encode()).digest()
    return int.from_bytes(digest, "big") >> (256 - difficulty) == 0


def _summed(answer: str, key: bytes, told: dict) -> bool:
    number = _number(answer)
    return number is not None and hmac.compare_digest(_sealed(key, told["s"], number), told["a"])


def _number(answer: str) -> int | None:
    """What somebody typed or dictated: 8, ８, 八, 十二, eight."""
    said = normal(answer[:ANSWER_LENGTH]).strip(" .。")
    if said.isascii() and said.isdigit():
        return int(said) if len(said) <= 3 else None
    return SAID.get(said)


def _chinese(number: int) -> str:
    if number <= 10:
        return FIGURES[number]
    return "二十" if number == 20 else "十" + FIGURES[number - 10]


SAID = (
    {_chinese(number): number for number in range(21)}
    | {word: number for number, word in enumerate((*ENGLISH, *TEENS))}
    | {"两": 2, "〇": 0}
)


def _sealed(key: bytes, salt: str, result: int) -> str:
    return hmac.digest(key, f"sum:{salt}:{result}".encode(), "sha256").hex()[:32]


def _token(key: bytes, purpose: str, expires_at: datetime, told: dict, salt: str = "") -> str:
    content = {**told, "e": int(expires_at.timestamp()), "s": salt or secrets.token_urlsafe(9)}
    body = base64.urlsafe_b64encode(json.dumps(content, separators=(",", ":")).encode()).decode().rstrip("=")
    return f"{body}.{_signature(key, purpose, body)}"


def _signature(key: bytes, purpose: str, body: str) -> str:
    return hmac.digest(key, f"challenge:{purpose}:{body}".encode(), "sha256").hex()


def _opened(token: str, key: bytes, purpose: str) -> dict:
    body, _, signature = token.partition(".")
    if not token.isascii() or not hmac.compare_digest(_signature(key, purpose, body), signature):
        raise ForgedChallenge
    return json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
