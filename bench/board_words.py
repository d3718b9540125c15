"""Chinese texts that nobody wrote, with the lengths and the spread of pairs of characters that messages of a real board have.

Measured there: half of the texts have fewer than 198 characters, the mean is 337; the commonest pair stands in 47 of 100 messages, the
100th in 10, the 1,000th in 2, the 10,000th in one of 300; and every text has some that no other has. Here the words are a handful of
topics and, behind them, random pairs of characters, drawn by their rank; clauses of them are made once, with their terms, so that a
text costs little to make.
"""

import math
import random
from itertools import accumulate

TOPICS = (
    "问题 小区 部门 投诉 业主 物业 解决 希望 政府 领导 居民 道路 公司 施工 垃圾 噪音 学校 停车 公交 路灯 污水 井盖 电梯 医院 工资 "
    "社保 拆迁 开发商 自来水 停电 燃气 供暖 房产证 幼儿园 补贴 户口 消防 食品 退款 绿化 公园 地铁 红绿灯 广场舞 夜市 摆摊 违建 "
    "油烟 扬尘 积水 异味 养老金 医保 公积金 低保 培训 招生 快递 充电桩 电动车"
).split()
WORDS, CLAUSES = 8000, 150_000
FLAT = 30  # how much less often a word is used than the one before it: 1 / (rank + FLAT)
MEDIAN, MEAN = 198, 337  # characters of a text
CLAUSE = 7.4  # characters of a clause, with the mark behind it
LONGEST = 700  # clauses
RARE = 4  # characters that make what no other text has


def vocabulary(seed=11):
    """Words by their rank, the commonest first."""
    dice = random.Random(seed)
    characters = [chr(0x4E00 + dice.randrange(20_000)) for _ in range(2500)]
    made = ("".join(dice.choices(characters, k=2)) for _ in range(WORDS - len(TOPICS)))
    return [*TOPICS, *made]


class Texts:
    """Texts of one seed; `clauses` are pairs of words and their terms, in places that begin at nought."""

    def __init__(self, seed, *, clauses=CLAUSES):
        dice, words = random.Random(5), vocabulary()
        weights = list(accumulate(1 / (rank + FLAT) for rank in range(1, len(words) + 1)))
        made = ("".join(dice.choices(words, cum_weights=weights, k=dice.choice((2, 3, 3, 4)))) for _ in range(clauses))
        self._clauses = [(clause, terms(clause)) for clause in made]
        self._dice = random.Random(seed)
        self._spread = math.sqrt(2 * math.log(MEAN / MEDIAN))

    def message(self):
        """A title and a text, each as its clauses."""
        dice = self._dice
        count = max(2, min(LONGEST, int(dice.lognormvariate(math.log(MEDIAN / CLAUSE), self._spread))))
        rare = "".join(chr(0x4E00 + dice.randrange(20_000)) for _ in range(RARE))
        return dice.choices(self._clauses, k=2), [(rare, terms(rare)), *dice.choices(self._clauses, k=count)]

    def reply(self):
        return "，".join(clause for clause, _ in self._dice.choices(self._clauses, k=35)) + "。"


def terms(clause):
    """What a piece of Chinese is found by: its pairs, and its last character."""
    return [*(clause[place : place + 2] for place in range(len(clause) - 1)), clause[-1]]


def joined(clauses):
    return "，".join(clause for clause, _ in clauses) + "。"


def vector(title, number, text):
    """The literal that `grams.index_terms` writes for these words; the bench holds the two against each other."""
    found, place = {}, 0
    for weight, clauses in (("A", title), ("B", number), ("D", text)):
        for _, each in clauses:
            for term in each:
                place += 1
                found.setdefault(term, []).append(f"{min(place, 16_383)}{weight}")
            place += 1
    return " ".join(f"'{term}':{','.join(dict.fromkeys(places[:255]))}" for term, places in found.items())


def pieces(number):
    """A number in its parts, each found as it stands."""
    return [(part, [part.lower()]) for part in number.split("-")]
