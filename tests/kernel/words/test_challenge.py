"""Two tasks that anybody can do, with or without sight, with or without JavaScript; and that none can be forged or kept."""

from __future__ import annotations

import random
import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.kernel.words import challenge
from tongban.kernel.words.challenge import ENGLISH, ExpiredChallenge, ForgedChallenge, Task, WrongAnswer, solve

KEY, OTHER = b"k" * 32, b"o" * 32
AT = datetime(2026, 9, 7, 2, tzinfo=UTC)
FIGURES = {character: number for number, character in enumerate("零一二三四五六七八九十")}


def a_sum(seed: int = 1) -> challenge.Challenge:
    return challenge.sum_in_words(key=KEY, purpose="message", at=AT, random=random.Random(seed))


def result(task: challenge.Challenge) -> int:
    """As a person hears it."""
    high, sign, low = re.match(r"(.)(加|减)(.)等于几", task.zh).groups()  # type: ignore[union-attr]
    return FIGURES[high] + FIGURES[low] if sign == "加" else FIGURES[high] - FIGURES[low]


class TestSum:
    @given(st.integers(0, 10_000))
    def test_both_languages_ask_the_same_and_the_answer_is_never_negative(self, seed: int) -> None:
        task = a_sum(seed)
        one, sign, other = re.match(r"What is (\w+) (plus|minus) (\w+)\?", task.en).groups()  # type: ignore[union-attr]
        told = ENGLISH.index(one) + ENGLISH.index(other) * (1 if sign == "plus" else -1)
        assert told == result(task) >= 0
        assert solve(task.token, str(told), key=KEY, purpose="message", at=AT).expires_at == AT + challenge.LASTS

    def test_the_answer_may_be_typed_or_dictated(self) -> None:
        task = next(a_sum(seed) for seed in range(500) if result(a_sum(seed)) == 12)
        for answer in ("12", "１２", " 12。", "十二", "twelve", "Twelve"):
            solve(task.token, answer, key=KEY, purpose="message", at=AT)
        for answer in ("", "13", "一十二", "0012", "12 " * 40, "²", "١٢", "None"):
            with pytest.raises(WrongAnswer):
                solve(task.token, answer, key=KEY, purpose="message", at=AT)

    def test_the_token_does_not_tell_the_answer(self) -> None:
        """The same sum has another token every time, and the result is in none of them."""
        tokens = {a_sum(1).token for _ in range(20)}
        assert len(tokens) == 20


class TestWork:
    def test_work_is_done_and_found_right(self) -> None:
        task = challenge.work(key=KEY, purpose="message", at=AT, difficulty=8)
        assert (task.task, task.difficulty) == (Task.WORK, 8)
        answer = challenge.find_work(task.token, 8)
        assert (
            solve(task.token, answer, key=KEY, purpose="message", at=AT).key
            == solve(task.token, answer, key=KEY, purpose="message", at=AT).key
        )

    def test_work_not_done_is_refused(self) -> None:
        task = challenge.work(key=KEY, purpose="message", at=AT, difficulty=20)
        for answer in ("", "0", "x" * 65):
            with pytest.raises(WrongAnswer):
                solve(task.token, answer, key=KEY, purpose="message", at=AT)

    def test_a_difficulty_nobody_can_bear_is_a_fault(self) -> None:
        with pytest.raises(ValueError):
            challenge.work(key=KEY, purpose="message", at=AT, difficulty=40)


class TestToken:
    @pytest.mark.parametrize(("key", "purpose"), [(OTHER, "message"), (KEY, "sign-in")])
    def test_of_another_key_or_purpose_is_forged(self, key: bytes, purpose: str) -> None:
        task = a_sum()
        with pytest.raises(ForgedChallenge):
            solve(task.token, str(result(task)), key=key, purpose=purpose, at=AT)

    @given(st.text(max_size=80))
    def test_of_anybody_is_forged(self, token: str) -> None:
        with pytest.raises(ForgedChallenge):
            solve(token, "1", key=KEY, purpose="message", at=AT)

    def test_changed_is_forged(self) -> None:
        token = a_sum().token
        for place in range(0, len(token), 7):
            other = token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1 :]
            with pytest.raises(ForgedChallenge):
                solve(other, "1", key=KEY, purpose="message", at=AT)

    def test_too_late_is_told(self) -> None:
        task = a_sum()
        solve(task.token, str(result(task)), key=KEY, purpose="message", at=AT + challenge.LASTS - timedelta(seconds=1))
        with pytest.raises(ExpiredChallenge):
            solve(task.token, str(result(task)), key=KEY, purpose="message", at=AT + challenge.LASTS)
