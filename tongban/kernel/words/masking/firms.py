"""Names of firms: what stands before 有限公司, 公司, 厂, 店 and the like. Candidates all of them.

A firm's name is taken leftwards from its kind until a word that cannot be part of a name. Firms that serve the whole city
(water, gas, buses) and kinds without a name (物业公司, 一家饭店) are not masked: without them a message says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tongban.kernel.words.masking import registered
from tongban.kernel.words.masking.found import Found, Kind

ONE = (
    r"[（(](?:集团|控股|中国)[)）](?:股份)?有限(?:责任)?公司|股份有限公司|有限责任公司|集团有限公司|有限公司|集团公司|分公司|子公司|公司(?!法)|集团(?![军）)])|"
    r"(?<![大工])厂(?!家|房|区|址|商|长|方|门|界|矿)|(?:专卖|专营|旗舰|加盟|连锁|便利|药|饭|分|美容|理发|养生|足浴|洗车|奶茶|火锅|4S)店|酒店|超市|酒楼|宾馆|会所|KTV|网吧|影楼|"
    r"(?<=[餐茶])馆|培训学校|培训机构|工作室|事务所|合作社|经营部|门市部|(?<![农招经工])商行(?!为|业|政)|门诊部|诊所|山庄|养殖场|搅拌站|健身房"
)
KIND = re.compile(f"(?:{ONE})+")
REGISTERED = re.compile("(?:有限(?:责任)?公司|集团公司|集团|经营部|门市部|商行)$")
BOUND = re.compile(
    r"[^\u3400-\u9fffA-Za-z0-9（）()·&]|[的了是在被由和与及或向请对把给让就从到去至于因为若如以但而且并将已经都也又不没未无有该此这那哪某其本我你您他她们个所叫名称找告用说问要求做办号栋元户年月日座]"
    r"|(?<![万福宜乐居])家|[A-Za-z]?[0-9]*[省市区县镇乡村路街](?!商)|附近|旁|对面|隔壁|楼下|门口|里面|期间|目前|现在|老板|投诉|举报|反映|关于|通过|属于|进入|位于|入职|任职|就职|工作|联系|咨询|规定|按照|根据|附属|开发商|施工方|承建|"
    r"希望|购买|由于|来自|开设|小区|[员职工]工|工人|学生|家长|业主|顾客|进厂|入厂|靠近|拖欠|是否|投入|资金|委托|授权|通知|单位|承包商|项目|强制|违法|非法|无证|违规|多家|欠薪|自行|规范|正规|首先|只有|必须|其中|"
    r"特大型|同意|解聘|聘请|引进|更换|选聘|成立|注册|收购|转让|合同|签订|签约|隶属|归属|代表|受害|包括|还有|经过|另外|之前|之后|转包|楼盘|当初|后来|今年|去年|西地省|前往|同时|每天|居民|村民|群众|政府|部门|领导|督促|责令|查处|整治|取缔|关停|查封|整顿|清理|清查|排查|巡查|检查|打击|处罚|拆除|关闭|搬迁|得知|何况|归|招标|选定|什么|找到|询问|"
    + ONE
)
GENERAL = re.compile(
    r"(?:[一二三四五六七八九十两几多各每全总大小新老旧黑好外内原前后同另任何母子分水电煤砖木茶餐饭酒药]|[0-9]|第[一二三]|国有|国营|私营|私人|民营|外资|合资|大型|小型|中型|有关|相关|其他|其它|各种|各类|很多|许多|部分|任意|本地|当地|外地|农村|城市|"
    r"地方|一般|个别|知名|著名|上市|央企|国企|企业|股份|责任|有限|集团|中国|国际|实业|控股|商业|管理|服务|运营|承包|供应|供应商|代理|门店|实体|品牌|直营|下属|旗下|第三方|合作|供销|技术|发展|经营|工业|建设|工程|开发|生产|制造|"
    r"物业|房地产|房产|地产|置业|建筑|建工|施工|装修|装饰|劳务|派遣|人力资源|快递|速递|物流|运输|客运|货运|出租车|出租|的士|网约车|公交|巴士|地铁|轨道|交通|铁路|机场|高速|公路|自来水|供水|水务|排水|污水|处理|供电|电力|电业|电网|"
    r"燃气|天然气|煤气|液化气|供气|供热|热力|供暖|环卫|保洁|保安|家政|保险|人寿|银行|证券|基金|金融|贷款|网贷|小额|担保|投资|资产|理财|信托|典当|拍卖|中介|留学|旅游|旅行|电信|移动|联通|通信|通讯|网络|广电|有线|电视|科技|信息|互联网|软件|"
    r"电商|电子|商务|贸易|商贸|商贸城|外贸|进出口|销售|广告|传媒|文化|传播|影视|教育|培训|咨询|早教|驾校|租赁|汽车|食品|加工|餐饮|粮油|烟草|专卖|盐业|药品|医药|制药|医疗|医院|化工|化肥|水泥|钢铁|纺织|服装|家具|印刷|印章|门窗|造纸|塑料|玻璃|"
    r"红砖|页岩砖|机械|电镀|机电|养猪|养鸡|养殖|屠宰|石材|木材|混凝土|沥青|垃圾|焚烧|发电|火力|洗煤|生活|便利|连锁|加盟|汽修|修理|维修|洗车|电动车|手机|美容|美发|理发|养生|足浴|按摩|奶茶|火锅|烧烤|夜宵|早餐|小吃|快餐|水果|零售|批发|建材|五金|农资|"
    r"会计师?|律师|专业|种植|农民|园林|绿化|市政|城投|城建|设计|检测|评估|监理|造价|测绘|消防|电梯|设备|能源|环保|生物|农业|林业|矿业|石油|化学|酒店|山庄|网吧|超市|宾馆|会所|影楼|诊所|门诊|搅拌|学校|机构|经济|综合|日用|百货|农贸|平价|项目|用品|文教|社区|市场|交易|资源|经纪|城乡|被服|[市区省]属|直属|诈骗|犯罪|家族|利益|黑恶|势力|职工|员工)*$"
)
SHORT = 8  # characters of what people call a shop, and of what stands before the kind of a registered firm
FURTHEST = 40


def find(view: str) -> Iterator[Found]:
    """Firms' names in a plain view, with the word for their kind."""
    last = 0
    for kind in KIND.finditer(view):
        start = _registered(view, last, kind.start()) if REGISTERED.search(kind[0]) else max(_name_start(view, kind.start()), last)
        if len(distinct(view[start : kind.end()])) >= 2:
            yield Found(start, kind.end(), Kind.FIRM, False)
            last = kind.end()


def _registered(view: str, last: int, end: int) -> int:
    begin = max(last, end - FURTHEST)
    work = next(place for place in range(begin, end + 1) if GENERAL.match(view, place, end))
    start = registered.name_start(view, begin, work, end)
    return end if start is None else start


def _name_start(view: str, end: int) -> int:
    """Leftwards to the last word that is no part of a name; where none is near, this is no name."""
    begin = max(0, end - SHORT - 4)
    stops = [found.end() for found in BOUND.finditer(view, begin, end)]
    start = stops[-1] if stops else begin
    while start < end and view[start] in "）)·&":
        start += 1
    return start if end - start <= SHORT else end


def without_kind(firm: str) -> str:
    """A firm's name without 有限公司 and the like."""
    kinds = [kind for kind in KIND.finditer(firm) if kind.end() == len(firm)]
    return firm[: kinds[0].start()] if kinds else firm


def distinct(firm: str) -> str:
    """What only this firm is called: without its kind, and without the words before it that say what it does."""
    name = without_kind(firm)
    least = 0 if GENERAL.match(name) else 1 + (REGISTERED.search(firm) is not None)
    return name[: next(place for place in range(min(least, len(name)), len(name) + 1) if GENERAL.match(name, place))]


def spoken(firm: str) -> str:
    """A firm as people call it, `长城物业`; the whole name where that would be no more than a word, or what an estate is called."""
    name = registered.without_place(without_kind(firm))
    return name if len(name) >= 4 and distinct(firm) != without_kind(firm) else firm
