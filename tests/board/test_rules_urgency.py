"""What names a danger, and what only remembers or fears one: the words of the example city, on sentences that nobody wrote."""

from pathlib import Path

import pytest
from ruamel.yaml import YAML

from tongban.board.rules import urgency
from tongban.board.terms import Tier
from tongban.kernel.bilingual import Bilingual
from tongban.kernel.limits import Limit, Unit

FILE = Path(__file__).resolve().parents[2] / "cities" / "rongcheng" / "board.yaml"
ROW = next(row for row in YAML(typ="safe", pure=True).load(FILE.read_text("utf-8"))["tiers"] if row.get("emergency"))
LIMIT = Limit(2, Unit.CLOCK_HOURS)
DANGER = Tier("danger", Bilingual("危险"), LIMIT, tuple(ROW["words"]), True, tuple(ROW["likely"]), tuple(ROW["unless"]))


@pytest.mark.parametrize(
    "text",
    [
        "三栋楼下着火，快来",
        "我家隔壁着火了，里面还有老人",
        "仓库起火，烟很大",
        "楼道里正在冒烟",
        "车库冒烟，有人吗",
        "楼里有很重的煤气味",
        "厨房闻到燃气，不敢开灯",
        "餐馆燃气泄漏，味道很浓",
        "工地围挡坍塌，下面压着人",
        "老房子墙快要塌，里面住着人",
        "河里有人落水",
        "孩子在水库溺水，求助",
        "有人触电倒在地上",
        "电线掉在人行道上，还有火花",
        "三个人被困电梯，按铃没人应",
        "老人困在家里出不来",
        "邻居说想自杀，门锁着",
        "我不想活了",
        "同学在宿舍割腕",
        "她要跳楼，站在阳台外面",
        "学校几十个孩子食物中毒",
        "一氧化碳中毒，昏过去了",
        "有人持刀追人",
        "楼上正在家暴，女的一直喊救命",
        "电线老化，一旦起火怎么办。现在二楼起火，快来人",
        "去年也起火。今晚又着火了",
    ],
)
def test_a_danger(text: str) -> None:
    assert urgency.names(DANGER, text)


@pytest.mark.parametrize(
    "text",
    [
        "电线老化，一旦起火怎么办",
        "电动车在楼道充电容易起火",
        "去年这里起火过",
        "2019年小区起火时消火栓没有水",
        "经常有人被困在电梯里，请换电梯",
        "担心路基坍塌",
        "看着火车站广场的积水",
        "这样会引起火灾",
        "防溺水警示牌倒了，请修好",
        "屋顶落水管被挖断",
        "减轻生产成本",
        "野蛮拆除我家暴力抗法的说法不属实",
        "路灯不亮",
        "",
    ],
)
def test_no_danger(text: str) -> None:
    assert not urgency.names(DANGER, text)


def test_a_tier_without_likely_words_goes_by_its_words() -> None:
    assert urgency.names(Tier("water", Bilingual("水"), LIMIT, ("停水",)), "可能停水")
