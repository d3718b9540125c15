"""What a reply lacks, by name; and how far the table agrees with people."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.kernel.words import real_messages
from tongban.kernel.words.replies import ReplyQuality, Shortcoming, judge, substance

ANSWER = (
    "网友“演示”：您好！您的留言已收悉。现将有关情况回复如下：接到您的反映后，9月3日上午，区城管局执法中队到现场核实，人民路与解放路交叉口东侧三盏路灯因电缆老化不亮，情况属实。"
    "根据《城市照明管理规定》第二十条，路灯由区城管局维护。9月4日，区城管局已更换电缆并修复三盏路灯，当晚恢复照明；另对周边两百米的电缆作了检查，没有发现其他隐患。"
    "如果再有不亮的情况，请拨打区城管局值班电话12319。感谢您对我们工作的支持、理解与监督！2026年9月5日"
)


def test_a_full_answer_lacks_nothing() -> None:
    quality = judge(ANSWER)
    assert quality == ReplyQuality(frozenset()) and quality.complete and quality.explained


@pytest.mark.parametrize(
    "formula",
    [
        "",
        "网友您好！您的留言已收悉，感谢您对我们工作的支持！",
        "您好！您的留言已收悉。现将有关情况回复如下：您反映的问题已转交相关部门处理。感谢您的支持！2026年9月5日",
        "您好，您的建议已收集，我们将认真考虑。",
        "尊敬的网友：您好！您的来信已收到。我局高度重视，将尽快处理，请您耐心等待。谢谢！",
    ],
)
def test_a_formula_is_no_answer(formula: str) -> None:
    quality = judge(formula)
    assert Shortcoming.FORMULA_ONLY in quality.shortcomings and not quality.complete and not quality.explained


def test_opening_and_thanks_are_nothing_said() -> None:
    assert substance("您好！情况如下：路灯已修好。感谢您的支持！2026年9月5日") == "路灯已修好。"


@pytest.mark.parametrize(
    ("removed", "lacks"),
    [
        (("9月3日上午，", "9月4日，", "当晚"), Shortcoming.NO_TIME),
        (("区城管局", "执法中队", "请拨打值班电话12319"), Shortcoming.NO_CONTACT),
        (("已更换电缆并修复三盏路灯，", "作了检查"), Shortcoming.NO_DEED),
    ],
)
def test_what_is_taken_out_is_missed(removed: tuple[str, ...], lacks: Shortcoming) -> None:
    text = ANSWER
    for each in removed:
        text = text.replace(each, "")
    assert lacks in judge(text).shortcomings


def test_a_short_reply_with_two_grounds_is_explained_though_not_complete() -> None:
    quality = judge(
        "经核实，该处是小区内部道路，按照《物业管理条例》第二十七条的规定，由业主共同决定如何使用，街道和城管部门都不能代为划定车位，请您向业主委员会提出，也可以请社区居委会协助召集一次业主会议来商量这件事。"
    )
    assert quality.explained and not quality.complete


def test_a_short_reply_that_says_law_cause_deed_date_and_telephone_lacks_nothing() -> None:
    told = (
        "您好！经现场核实，路灯因电缆老化不亮。根据《城市照明管理规定》第二十条，由我局维护。"
        "9月4日已更换电缆并修复三盏路灯，当晚恢复照明。如再有不亮，请拨打城管局值班电话0999-8001777。"
    )
    assert len(told) < 110 and judge(told) == ReplyQuality(frozenset())
    for each in ("0999-8001777", "《城市照明管理规定》第二十条"):
        assert Shortcoming.TOO_LITTLE in judge(told.replace(each, "")).shortcomings


def test_what_a_template_left_open_is_named() -> None:
    assert Shortcoming.UNFILLED in judge(ANSWER.replace("9月3日", "〔日期〕")).shortcomings
    assert not judge(ANSWER.replace("9月3日", "〔日期〕")).complete
    assert judge(ANSWER.replace("第二十条", "（国发〔2019〕12号）第二十条")) == ReplyQuality(frozenset())


@given(st.text(max_size=300))
def test_any_text_is_judged(text: str) -> None:
    assert judge(text).shortcomings <= frozenset(Shortcoming)


@real_messages.needed
def test_the_table_agrees_with_people_in_more_than_four_of_five() -> None:
    """To call every reply complete would be right in 75 of 100, to call every one explained in 59."""
    replies = real_messages.replies()
    told = [(judge(replies[number]), judged) for number, judged in real_messages.judged().items()]
    assert sum(quality.complete == complete for quality, (complete, _) in told) >= 87
    assert sum(quality.explained == explained for quality, (_, explained) in told) >= 86
