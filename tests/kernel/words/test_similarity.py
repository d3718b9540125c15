"""Texts that say much the same are found; one against hundreds takes no time."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.kernel.words import real_messages
from tongban.kernel.words.similarity import LIKELY, SAME, likeness, profile, similar

LAMP = "人民路和解放路交叉口的路灯坏了一个星期，晚上很黑，请尽快修理。"


@given(st.text(max_size=60), st.text(max_size=60))
def test_likeness_is_between_nothing_and_the_same_and_mutual(one: str, other: str) -> None:
    alike = likeness(profile(one), profile(other))
    assert 0 <= alike <= 1
    assert alike == pytest.approx(likeness(profile(other), profile(one)))


@given(st.text("路灯坏了请修理人民解放很黑", min_size=1, max_size=60))
def test_a_text_is_like_itself_however_it_is_spaced(text: str) -> None:
    assert likeness(profile(text), profile("，\u200b".join(text))) == pytest.approx(1)


def test_the_most_alike_come_first_and_strangers_not_at_all() -> None:
    others = {
        "again": LAMP + "谢谢！",
        "neighbour": "人民路和解放路交叉口路灯坏了，晚上很黑，什么时候修理？都说了好几次了。",
        "stranger": "小学学位怎么申请，户口刚迁来可以报名吗？",
        "empty": "",
    }
    found = similar(LAMP, others.items())
    assert [each.key for each in found] == ["again", "neighbour"]
    assert found[0].likeness > SAME > found[1].likeness > LIKELY
    assert not similar("", others.items())


@real_messages.needed
def test_real_messages_of_one_text_are_found_and_few_strangers() -> None:
    """They have floods about one building site and one sale of parking places; two at random have nothing in common."""
    known = [profile(text) for text in sorted(real_messages.messages())]
    beside = [likeness(one, other) for one, other in pairwise(known)]
    apart = [likeness(one, other) for one, other in zip(known[:1000], known[2000:3000], strict=True)]
    assert sum(alike >= SAME for alike in beside) > 50
    assert sum(alike >= LIKELY for alike in apart) <= 2
