"""What names a danger, and what only remembers or fears one: the words of the example city, on sentences that nobody wrote."""

from pathlib import Path

import pytest
from ruamel.yaml import YAML

from tongban.kernel.bilingual import Bilingual
from tongban.kernel.limits import Limit, Unit
from tongban.responsibilities.rules import urgency
from tongban.responsibilities.terms import Tier

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


@pytest.mark.parametrize(
    "text",
    [
        "我奶奶走失了，八十岁，穿红色上衣，早上从湖滨路出去没回来",
        "家里老人晕倒了没有呼吸",
        "孩子走丢了，在柳浪街公交站附近",
        "我儿子不见了，五岁，蓝色外套",
        "老父亲从医院走失已经三个小时",
        "有老人在公园晕倒，叫不醒",
        "我妈昏迷不醒，快叫救护车",
        "刚才起火了，二楼",
        "居委会旁边的仓库起火",
        "会议室着火，里面还有人",
        "路过湖滨路看到有人落水",
        "消防通道里的电动车着火了",
        "多名老人被困在电梯里",
        "车祸，有人被困在车里",
        "房子塌了，里面压着人",
        "路面突然塌陷，有车掉进去了",
        "燃气管道被挖断了，味道很大",
        "施工挖断了燃气管道，一直在漏",
        "家里煤气漏了，怎么关",
        "山体滑坡压住了两户人家",
        "有人坠楼了，躺在地上",
        "小孩头被卡在栏杆里",
        "有人在桥上要跳河",
        "路灯杆漏电，小孩被电到了",
        "井盖没了，有人掉进井里",
        "邻居拿刀砍人了",
        "我吃了安眠药，不想活了",
        "我爸突然倒地，没有心跳",
        "孩子呛水，喘不上气",
        "河水涨了，有人被冲走了",
        "屋里冒浓烟，门打不开",
        "女儿失联一整天，手机关机，怕出事",
        "养老院老人走丢",
        "墙塌下来压住人了",
        "高压线掉在地上",
        "老人突发心脏骤停，没人会急救",
        "小孩被拐走了，车往北走",
        "楼下有人被捅了，流了好多血",
        "学生集体食物中毒，上吐下泻",
        "危房要塌了，里面还住着人",
        "地下室进水，有人被困",
        "楼道里有人被砍伤",
        "家里进了贼，手里拿着刀",
        "老人触电倒地",
        "孩子掉下水了，快来人",
        "化工厂爆炸了",
    ],
)
def test_what_people_write_in_danger(text: str) -> None:
    assert urgency.names(DANGER, text)


@pytest.mark.parametrize(
    "text",
    [
        "去年我奶奶走失过，多亏民警找回来",
        "建议给容易走失的老人发手环",
        "担心老人走失，请装定位",
        "如果有人晕倒怎么办，小区没有急救设备",
        "我曾经晕倒过，申请残疾补助",
        "小区里多年前塌过一次",
        "路面塌陷，车辆绕行不便",
        "老房子担心坍塌，请来鉴定",
        "建议开展防溺水宣传",
        "建议组织火灾演练",
        "消防车通道被堵，一旦起火进不来",
        "电动车进楼道，万一着火怎么办",
        "害怕孩子走丢，请在商场设服务台",
        "包工头失踪，拖欠工资",
        "宅基地证不见了，怎么补办",
        "办事窗口找不到人",
        "2018年厂房发生过爆炸",
        "燃气管道何时接通",
        "申请燃气管道改造",
        "漏电保护开关老是跳",
        "房价跳水，想要退房",
        "会不会倒塌，请鉴定",
        "每年都有人落水，请装护栏",
        "老人去年昏迷住院，医保没报销",
        "物业经理玩失踪",
        "烧烤摊油烟大，熏得人头晕",
        "广场舞噪声扰民",
        "停水两天了",
        "手机掉进水里能不能理赔",
        "火锅店大火爆炒油烟重",
        "学校门口经常堵车，容易出事故",
        "请问安眠药能否医保报销",
        "监控要能看清，防止老人走失",
        "以前这里塌方了，路一直没修",
        "孩子上学的学位不见了",
    ],
)
def test_what_people_write_of_dangers_that_are_past_feared_or_none(text: str) -> None:
    assert not urgency.names(DANGER, text)


def test_the_word_that_says_so_is_told() -> None:
    assert urgency.named(DANGER, "去年也起火。我奶奶走失了，八十岁") == "走失"


def test_a_tier_without_likely_words_goes_by_its_words() -> None:
    assert urgency.names(Tier("water", Bilingual("水"), LIMIT, ("停水",)), "可能停水")
