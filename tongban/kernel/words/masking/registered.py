"""Where the name of a registered firm begins: `榕城万家物业有限公司`, `西地省迪创工程管理咨询有限公司`, `迅畅（西地省）交通信息有限公司`.

Such a name is a place, what only this firm is called, and what it does. What it does is read off from the right; before that a word
like 在 or 投诉 ends the name, while 和, 家 or 向 may belong to it: they end it only where two characters are left. Firms that are called
by nothing but their place and a work of the city (榕城市自来水有限公司) are the city's own and stay.
"""

from __future__ import annotations

import re

LONGEST, LIKELY, NEAR, OWN = 20, 14, 8, 6  # characters before what a firm does: how far its name may reach
BRACKETED = re.compile(r"[（(][A-Z]?[0-9]{0,2}[\u3400-\u9fff]{1,4}[)）]")
ENDS = re.compile(
    r"[^\u3400-\u9fffA-Za-z0-9·&]|[的了是在被由请把让该此这那哪某其我你您他她们因若但已没未叫找说问从到且也又并则否些]|[一二三四五六七八九十几多数两哪每][家个名]|[需想必须]要|[0-9万千百十两一二三四五六七八九][元号栋户座年月日楼室点]|"
    r"附近|旁边?|对面|隔壁|楼下|门口|里面|期间|目前|现在|老板|投诉|举报|反映|反应|关于|通过|属于|进入|位于|入职|任职|就职|工作|联系|规定|按照|根据|附属|开发商|施工方|承建商?|承包商?|希望|购买|由于|来自|开设|小区|[员职]工|工[人地]|学生|家长|业主|顾客|住户|"
    r"客户|进厂|入厂|靠近|拖欠|是否|投入|委托|授权|通知|单位|强制|违法|非法|无证|违规|欠薪|自行|首先|只有|必须|其中|同意|解聘|[选招应续]聘|聘[请用]|引进|更换|成立|注册|收购|转让|合同|签[订约]|隶属|归属|代表|受害|包括|还有|另外|之前|之后|转包|楼盘|当初|"
    r"后来|[今去前明]年|前往|同时|每天|居民|村民|群众|政府|部门|领导|督[促导]|责令|得知|何况|招标|[选指]定|什么|询问|要求|请求|诉求|追求|上诉|起诉|状告|控告|被告|原告|告[知诉]|[使利聘采]用|名[叫为]|名称|自称|[号宣声]称|全都|都[是在由]|[认因作成变]为|毫无|并无|"
    r"公司|集团|企业|法人|乙方|甲方|丙方|物管|中介|[省市区县]委|检查|调查|核[查实]|查[处询]|严[查惩]|[公明]示|监督|管辖|旗下|下属|下辖|开发的|名下|方[：:]|给予|付给|卖给|交给|支付|欠了?|收[到了]|加盟|合作|协商|沟通|交涉|起来|建议|恳请|以为|居然|竟然|挂靠|整个|自身|召集|重复着|国企|感谢|表扬"
)
PERHAPS = r"[和与及或向对给将为以而于至就去如有不要称告办号归跟找转经]"
MAYBE = re.compile(PERHAPS)
PLACE = re.compile(rf"(?:[A-Z][0-9]*|(?:(?!{PERHAPS})[\u3400-\u9fff]){{2}})[省市区县州](?!政[府协务法]|[商场民委府域内里管])")
STREET = re.compile(r"[小社园地片景校厂辖新]区|[镇乡村路街巷]")
OF_THE_CITY = re.compile(
    "自来水|[供排]水|水务|污水|供电|电力|电网|燃气|天然气|煤气|供[气热暖]|热力|公交|公共交通|公共汽车|巴士|地铁|轨道|铁路|机场|高速|环卫|城投|城建|城[市乡]建设|政|国有|盐业|烟草|邮政|电信|移动|联通|广电|铁塔|农村商业|交通"
)
NO_NAME = re.compile(rf"(?:{PERHAPS}|[省市区县局A-Z0-9])*$")


def name_start(view: str, begin: int, work: int, end: int) -> int | None:
    """Where the name begins of which `view[work:end]` says what the firm does, not before `begin`; None where it has no name."""
    begin = max(begin, work - LONGEST)
    shown = BRACKETED.sub(lambda found: "·" * len(found[0]), view[begin:end])
    own = work - begin
    start = max([0, *(found.end() for found in ENDS.finditer(shown) if found.start() < own)])
    start = max([start, *(found.end() for found in STREET.finditer(shown, start, own) if own - found.end() >= 2)])
    places = [found for found in PLACE.finditer(shown, start) if found.end() <= own or found.start() == start < own]
    own = max([own, *(found.end() for found in places)])
    if places and own - places[-1].end() <= LIKELY:
        return None if own - places[-1].end() < 2 and OF_THE_CITY.search(shown, places[-1].end()) else begin + _first(places)
    start = max([start, *(found.end() for found in MAYBE.finditer(shown, start, own) if own - found.end() >= 2)])
    ours = OF_THE_CITY.search(shown, own) is not None
    if start >= own or NO_NAME.match(shown, start, own) or (ours and (NO_NAME.match(shown, own - 1, own) or own - start > NEAR)):
        return None
    return begin + (own - OWN if own - start > LIKELY else start)


def _first(places: list[re.Match[str]]) -> int:
    """Where the places begin that stand together at the end: 湖南省长沙市."""
    start = places[-1].start()
    for each in reversed(places[:-1]):
        start = each.start() if each.end() == start else start
    return start


def without_place(name: str) -> str:
    """A firm's name without the places before it, as people say it."""
    while place := PLACE.match(name):
        name = name[place.end() :]
    return name
