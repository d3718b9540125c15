"""Names of places in a text: those of the city's own list, and what ends like one (路, 小区, 村, …) and is no everyday word.

Chinese does not part its words, so where a name begins is not seen: 我住在人民路. Two characters before the ending are taken, the same
in every text, which is enough to tell whether two texts speak of one place (发新城 of 丽发新城); it is not a name to be shown.
They may be a piece of a sentence (统筹考虑小区出入), unless something before them says that a name begins: then it is `sure`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

HAN = r"[\u4e00-\u9fff]"
ENDING = (
    "(?:小区|社区|花园|公寓|家园|广场|大道|大街|商城|公园|车站|大厦|大桥|水库|景区|工业园|街道|路(?!面)|街(?!道)|巷|村(?![民委里干级镇村])"
    "|镇|乡(?![村镇])|苑|庭(?!审)|府|城(?![市镇乡区铁轨际投]|管[局委])|湾|庄|屯|寨|岭)"
)
NAMED = re.compile(f"(?=({HAN}{{2}}{ENDING}))")
BEGINS = r"(?:^|[\sa-zA-Z0-9、·（(“《]|(?<![小社城])[区县市镇乡](?![政委局民居])|街道|位于|住在|投诉|咨询|反映|建议)"
SURE = re.compile(f"(?={BEGINS}{HAN}{{0,3}}?({HAN}{{2}}{ENDING}))")
NO_NAME = re.compile(
    r"[省市县区的了在我你他她们这那哪个条本该各每某此是到从与和及或去过请于被把很都不没还住位座栋对为其它让将能会就需向拆建修]"
)
AREA = re.compile(r"(?:[省市县州]|(?<![小社景校园厂])区)$")
NO_HEAD = frozenset(
    "旁边 附近 门口 对面 里面 外面 后面 前面 周边 周围 隔壁 一条 小区 社区 街道 安置 导致 影响 进入 配套 居民 所在 当地 整个 全市 "
    "老旧 高档 封闭 知名 美好 密集 一期 二期 三期 中心 十字 快速 高速 主干 公共 附属 实验 民办 公办 私立 公立 行政 自然 城市 道路 公交 "
    "商业 步行 农贸 养老 洗脚 示范 文明 其他 所以 怎么".split()
)
COMMON = frozenset(
    "马路 公路 道路 铁路 线路 电路 网路 修路 走路 小路 一路 半路 迷路 出路 思路 让路 占路 过路 问路 农村 乡村 全村 山村 行政村 自然村 "
    "城镇 乡镇 小镇 上街 逛街 沿街 临街 政府 县城 进城 全城 商城 省城 "
    "法庭 家庭 村庄 网站 家乡 下乡 故乡 车站 水站 泥路 跑路 家路 坡路".split()
)
Known = dict[str, tuple[str, ...]]


def known(names: Iterable[str]) -> Known:
    """The city's own list, to be looked through quickly: by the first two characters, longer names first.

    Names of whole cities and districts are left out: half of all messages name them, so they tell no two apart.
    """
    found: dict[str, list[str]] = {}
    for name in {each.strip() for each in names}:
        if len(name) >= 2 and not AREA.search(name):
            found.setdefault(name[:2], []).append(name)
    return {start: tuple(sorted(each, key=lambda name: (-len(name), name))) for start, each in found.items()}


def places(text: str, names: Mapping[str, tuple[str, ...]] | None = None) -> frozenset[str]:
    """What may tell the places of a text; the same in another text that names one of them."""
    return _listed(text, names or {}) | {name for name in NAMED.findall(text) if not _common(name)}


def sure(text: str, names: Mapping[str, tuple[str, ...]] | None = None) -> frozenset[str]:
    """Those of them that are on the city's list or begin where a name does."""
    return _listed(text, names or {}) | {name for name in SURE.findall(text) if not _common(name)}


def _listed(text: str, names: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
    return frozenset(name for at in range(len(text) - 1) for name in names.get(text[at : at + 2], ()) if text.startswith(name, at))


def _common(name: str) -> bool:
    return bool(NO_NAME.search(name[:2])) or name[:2] in NO_HEAD or name[-2:] in COMMON or name[1:] in COMMON
