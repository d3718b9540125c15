"""Names of places in a text, and which of them begin where a name does."""

import pytest

from tongban.kernel.words import places


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("我住在人民路，路灯不亮", {"人民路"}),
        ("人民路的路灯不亮", {"人民路"}),
        ("请修一下阳光小区门口的马路", {"阳光小区"}),
        ("这条路坏了", set()),
        ("我们村没有自来水，农村都这样", set()),
        ("春华镇金鼎村水泥路", {"春华镇", "金鼎村"}),
        ("投诉东湖区北湾街道办事处", {"北湾街道"}),
        ("", set()),
    ],
)
def test_the_places_of_a_text(text: str, found: set[str]) -> None:
    assert places.places(text) == found
    assert places.sure(text) <= found


@pytest.mark.parametrize(
    "text",
    [
        "厕所里没有水",
        "这事怎么弄才好",
        "所以路不通",
        "有人砸烂小区的门",
        "统筹考虑小区居民出入",
        "全不给居民丝毫活路",
        "对比其他发达城市",
        "增强城市通透性",
        "水泥路面坏了",
        "老板卷款跑路",
        "当地沿岸村民出行难",
        "省城乡居民医保",
        "高新区城管局的电话",
    ],
)
def test_pieces_of_sentences_are_not_sure(text: str) -> None:
    assert not places.sure(f"您好，{text}")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("A2区丽发新城附近建搅拌站", "发新城"),
        ("丽发新城道路坑洼", "发新城"),
        ("A市伊景园·滨河苑捆绑销售车位", "滨河苑"),
        ("我是东湖区北湾街道锦绣社区的居民", "锦绣社区"),
        ("人在家里，家位于人民路", "人民路"),
        ("望仙路、东四路", "东四路"),
    ],
)
def test_a_name_begins_after_a_district_or_a_mark(text: str, name: str) -> None:
    assert name in places.sure(text) <= places.places(text)


def test_the_citys_own_list_needs_no_ending_and_is_sure_everywhere() -> None:
    names = places.known(["米兰春天", "米兰", "长寿里", "  ", "站"])
    assert places.places("住在米兰春天G2栋", names) == {"米兰春天", "米兰"} == places.sure("昨天把米兰春天的门修了", names)
    assert places.sure("昨天去长寿里看过", names) == {"长寿里"} and not places.places("昨天去长寿里看过")


def test_cities_and_districts_tell_no_two_messages_apart() -> None:
    assert places.known(["榕城市", "东湖区", "阳光小区", "开发区", "临江县"]) == {"阳光": ("阳光小区",)}
