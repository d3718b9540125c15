"""People's names that no word announces: 被王小明打了, 找李秀英要钱, 张建国、刘桂兰等人. Told by what stands on both sides.

A surname and two characters that parents choose are a name where a person is expected before them or something that people do or own
follows; with one character only after a word for a person. Streets, villages, units and firms (黄河路, 张家湾, 王府井, 高新区) are none:
what they end in never follows a name. Better one name less than a place that nobody can read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tongban.kernel.words.masking.found import Found, Kind
from tongban.kernel.words.masking.persons import SINGLE

DOUBLE = "欧阳|司马|上官|诸葛|夏侯|皇甫|尉迟|公孙|慕容|司徒|令狐|端木|独孤|南宫|长孙"
SURE = (
    "赵孙李周吴郑王冯陈褚蒋沈韩杨朱秦尤吕张孔曹魏陶姜戚邹喻柏窦章苏潘葛彭郎鲁韦苗凤俞袁柳鲍史唐费岑薛雷贺倪汤滕殷罗毕郝邬卞齐康伍顾孟穆萧肖尹姚"
    "邵湛汪祁禹狄贝臧伏戴宋茅庞熊舒屈祝董梁杜阮蓝闵贾娄颜郭梅盛刁钟徐邱丘骆夏蔡樊胡凌霍虞柯昝卢裘缪丁邓杭洪左崔龚邢裴陆荣翁荀靳焦侯甘厉刘詹"
    "叶黎薄白蒲卓蔺屠蒙池乔谭冉桑桂牛温庄晏柴瞿阎习艾易廖耿匡寇欧聂曾鞠岳闫佟佘覃涂晁谌粟鄢苟冼邝茹阙尧栾冀郏仝谢许严钱林黄江余童金高马龙范毛施"
)
DOUBTED = "何向方安任石古武程段田殷洪季莫甄鄂佴冷宫敖辛简饶单游常"  # begin too many words
CHOSEN = (  # by parents; what is more often a word than part of a name is left out
    "伟芳娜敏静秀英丽强磊军洋勇艳杰娟涛明超兰霞平刚桂玉萍红玲芬燕彬林婷梅莉波辉鹏飞斌浩宇凯健俊峰帆雪慧巧美琳倩茜菲瑶璐颖佳嘉"
    "怡悦欣欢雯琪琦琴珍珠翠凤凰云霄雷震雨晴晨曦晓春秋冬夏青松柏竹菊荷莲花草木森树根枝叶茂华荣富贵福禄寿喜庆祥瑞吉安宁康泰和顺"
    "利宝金银铜铁钢玄玺珂珊瑚琼璇瑾瑜瑛莹莺雁鸿鹤龙虎豹彪骏骥麟国家邦民政建立成业兴旺盛昌隆发达振东南西北海江河湖浪潮源泉清洁"
    "淑贤惠德仁义礼智信忠孝诚善良心思念恩爱慈祖宗先光耀煌灿烂亮星辰月阳旭升昊天宏志远博文武才学艺书墨诗词画韵正毅坚敢勤俭朴素"
    "敬乐群友连生长永恒久世代传承继续延绵启新元亨贞乾坤维纲纪伦常川山岩石岭岚嵩岳崇高巍峻朝晖霖霆霏霜露涵润泽沛溪汉泳淼湘沅沁"
    "沐泓浚渊滨漫滢潇澜瀚炎炜炳焕然煜熙熠勋烨燊奇琛琨琰璋璟环珏莎菁菡萱萌蓉蓓蕾薇芝芸苗若茵芷芹茹葵蕊藜笑笛筠筱紫绍纬纯绪绮绣"
    "彤彩影彦彰征律循徽忆怀恺悟愉慎懿扬捷斐方昀昆昕映昭显晋晏晗景暄暖曙曼朋朗朔杉杏材极柔柯柳栋桐桢梓梦梧棋楚楠榕槐樱歌洪涓淇"
    "渝游溢滔灵炯烁照爽牧特玮珺琬甜甲申畅略登白皓盈睿硕祎祺禾秉程稳章端竞符策精罡羽翔翰翼耘聪育胜臣航节芊芙芮苒范茗荃莘菀蒙蓝"
    "蔚蕴虹蝶衍衡谊谦豪贝赫越跃轩迅迎进迪郁钊钧钰铃铎铭锋锐锦键闯闻阔陆陶雄雅雍霁靖韬韶颀颂颐飒香馨骁骞魁鲁鸣鹃麒黎默鼎齐娇娅"
    "娆娣娥娴婉婕婧婵媚媛嫣嫦妍妙妮姗姝姣姿威孟季宛宣宪宽寅小少尧展岑帅年庭弘张弛恬情惜愿慕懋庚均凡厚培基堂增奎宾岱幼挺柱栓楷"
    "殿毓洲淦满焱玖琢甫祯笃纳蕙训诺豫赐赞辛遥郎陵钗麦娉佩珮侠儒勉士保卫双君喆圣壮大夫奕子存广悠旦旻昂昱晔朵枫柠棠椿榆榛槿澄津"
    "洛浦涟淳添滋漾澍瀛熹玥玫珈珉珩瑄璎瓒甄皎睦砚碧祐祚稚穗竣笙简纤绿肃芯菱葳蓁蔓裳誉谅贻逸铄锡隽霓馥驰骅鲲鹂梁宜娌恬一令全"
)
NO_SECOND = frozenset("一令政先年特情家进发达石和湖岭庄城业")  # hardly ever end a name, and often a place or what follows a name
WORDS = re.compile(  # begin like names
    ".(?:先生|学生|民生|新生|卫生)|高兴|许诺|温柔|严肃|施行|施展|于双|[孙李王叶龙柏]子|.家[山江河海洋]|[一-龥]{2}(?:信访|书记|艺术|工程)|苗木|荣盛|金桂|金茂|金光|武[广汉昌警]|向[家上下前后]|安[全排宁静定]|方式|方向|程序|田地|石头|何[时处年敢为人种况不必苦]|任[何务意]|古[城镇树]|单[位元独]|常[年见住常]|游[客玩]|洪水|季节|简单|范围|毛[病坯巾料利]|[周高]一|高雅|陆陆|梅岭|龙湖|东方|黄金|高明的|高峰|高新|高中|高要|高温|高能|高达|高开|高速|高山|高清|高考|金融|金星|金山|金色|金银|金华|林业|林海|林园|林荫|白云|白天|白山|白色|白玉|凌晨|严重|严正|严密|严格|严守|许多|许可|许愿|"
    "周全|周期|周年|周正|周口|周日|江西|江河|江山|江东|江南|江北|江边|江华|余年|余家|马上|马路|龙山|龙年|龙泉|龙江|童年|贺龙|陈年|陈设|陈述|张开|张扬|杨柳|杨树|曾经|温馨|温泉|温和|温暖|荣获|"
    "苏州|苏北|苏南|杭州|洪江|洪山|左右|左转|岳麓|岳阳|桂花|桂林|桑树|梅花|梅雨|梅溪|柳州|柳树|李子|毕业|费用|康复|康庄|夏天|夏季|夏至|汪洋|史上|史无|顾客|孟子|孔子|欧洲|欧元|欧美|齐心|齐全|易通|"
    "童心|谢谢|胡乱|胡同|胡来|罗马|罗列|蓝天|蓝山|蓝海|蓝光|彭州|邵阳|庄家|庄重|乔木|池州|池塘|甘心|甘愿|熊熊|雷达|雷雨|盛大|盛世|盛夏|叶子|蒙特|屈原|祝福|祝愿|祝贺|祝好|丁香|牛年|柴火"
)
PERSON = tuple(  # a name follows
    (
        "邻居 同事 同学 朋友 老乡 房东 房客 租客 租户 住户 户主 业主 店主 店长 老板 老板娘 中介 司机 销售 销售员 "
        "业务员 客服 经办人 嫌疑人 被告 被告人 原告 证人 债务人 借款人 欠款人 负责人 承包人 投资人 实控人 控制人 股东 "
        "董事长 总经理 经理 男子 女子 妇女 老人 母亲 父亲 哥哥 弟弟 姐姐 妹妹 爷爷 奶奶 外公 外婆 公公 婆婆 岳父 "
        "岳母 伯伯 叔叔 舅舅 姑姑 侄子 侄女 孙子 孙女 外甥 外甥女 前夫 前妻 男友 女友 姐夫 嫂子 爱人 老公 老婆 "
        "老伴 丈夫 妻子 儿子 女儿 长子 次子 长女 次女 孩子 村支书 村干部 村民 居民 职工 教师 医生 护士 民警 干警 "
        "警官 当事人 教练 班长 养殖户 儿媳 女婿 管家 保姆 护工 快递员 摊主 车主 老师 爸 妈 爸爸 妈妈 哥 弟 姐 妹 "
        "叔 伯 舅 姨 婶 嫂 名叫 名为 叫做 我叫 叫 自称 化名 署名 人员 会计 队长 组长 保安 师傅 班主任 律师 校长 "
        "园长 院长"
    ).split()
)
ACTS_ON = tuple(  # a person follows, named or not
    (
        "联系 找 找到 查处 感谢 谢谢 表扬 打到 汇给 举报 投诉 控告 起诉 状告 殴打 借给 转给 卖给 付给 交给 租给 "
        "包给 转账给 打给 欠 向 跟 同 与 和 及 被 由 给 对 让 请 将 把 替 帮 告诉 通知 以及 拖欠"
    ).split()
)
HINTS = tuple(  # often before a name
    ("为 是 的 人 查").split()
)
BEGINS = tuple(  # before names, and before all else
    ("于 看到 听 听说 月 日 天 晚 早 上 里 时 年 后 前 楼 室 号 家 因 但 而 才 由于 因为 如果").split()
)
SIGNS = '，,。；;：:！!？?（）()“”"‘’、\n\t 　'
SIGN = re.compile(r"[，,。；;：:！!？?（）()“”\"‘’、\s]|$|等人?(?![级待])")
ACTS = (
    r"说(?!明)|称(?!为)|打(?!印|造|扫|开)|骂|骗|欠|告诉|告知|承诺|答应|保证|威胁|恐吓|诈骗|殴打|辱骂|卷款|跑路|逃|收了|收取|收走|拿了|拿走|拖欠|借了|借走|签了|签字|签订|拒绝|拒不|表示|声称|回复|私自|擅自|故意|强行|非法|"
    r"去世|住在|开车|驾驶|酒后|伙同|夫妇|夫妻|父子|母子|一家|全家|两人|二人|三人|两口子|本人|自己|电话|手机|微信|身份证|男[，,、。（(\s]|女[，,、。（(\s]|生前|名下|等人|"
    r"的(?:微信|电话|手机|账户|账号|身份|名下|名字|妻子|丈夫|儿子|女儿|父|母|支付宝|银行卡|老婆|老公|孩子)|"
    r"先生|女士|小姐|太太|同志|师傅|大爷|大妈|大叔|阿姨|大姐|大哥|医生|大夫|老师|经理|主任(?!医师)|老板|律师|教授|护士|会计|校长|园长|院长|警官|民警|队长|组长|村长|店长|所长|科长"
)
DOES = re.compile(ACTS)
TITLE = re.compile("先生|女士|小姐|经理|主任(?!医师)|老板|律师|教授|护士|医生|老师|同志|师傅|警官|民警|队长|店长|园长")
FOLLOWS = re.compile(
    rf"{ACTS}|多次|经常|一直|曾|就(?!是|业)|却|又|还|也|都(?!市)|没|不(?!动|夜|锈)|已|正在|现在|今年|死|来(?!源)|带(?!动)|住(?=[^院房宅])|(?<![世大国人])家(?!园|属|庭|长|具|电|装|居|校|政)|利用|联系|"
    r"的(?:家|房|车|钱|行为|要求|问题|事|工资|态度|做法)|在(?!线)|与|和|跟|向|从|因|于|把|将|让|被|对|给(?!水|排)|以|用(?!品|地|水|电)|"
    r"跑|租|买|卖|占|砸|拆|装(?!修公司)|盖|建(?!设|材|筑)|修(?!理厂)|停(?!车)|推|踢|咬|偷|抢|闯|堵|锁|抓|问|叫|喊|吵|闹|找|写(?!字)|发(?!展)|转|交(?!通|警)|付|退|赔|养(?!老|殖)|搭|霸|挖|填|倒|烧|扔|丢|砍|拉|接|送|请|帮|捡|陪|罚|扣|撞|摔|躲|"
    r"半夜|昨|前天|当时|每天|天天|晚上|早上|上午|下午|多收|拿着|态度|可以|负责|协商|至今|从来"
)
PLACE = re.compile(
    "[路街道巷弄村镇乡区县市省湾庄屯寨坡桥河江湖山站园苑城府庭院楼厦场馆店厂校铺岭冲塘组社里坊港口门公集花小中大学医银广新号栋期座]|家(?:园|属|庭|具|居|政|湾|庄|村|坡|冲|塘|桥|岭)"
)
VILLAGE = re.compile(
    re.sub("[店号公集小新里社]", "", PLACE.pattern)
)  # after 老板 or 邻居 a firm or a habit may follow the name, a village still may not
AT_HOME = re.compile(  # somebody who lives there follows: 12号的, 501室的, 3栋501
    r"[0-9某一二三四五六七八九十](?:号|栋|幢|楼|层|室|房|户|单元|号楼|号房)?的(?:住户|业主|邻居)?$|[栋幢座元楼层某号\-][0-9某]{1,4}(?:室|房|户|号)?$"
)
GIVEN = r"[\u4e00-\u9fff]"
CANDIDATE = re.compile(rf"(?:{DOUBLE})[{CHOSEN}]{{1,2}}|[{SURE}{DOUBTED}][{CHOSEN}]{{1,2}}")
LISTED = re.compile(
    rf"[{SINGLE}]{GIVEN}{{1,2}}(?:、[{SINGLE}]{GIVEN}{{1,2}}){{1,40}}(?=等人?|[，,。；;！!？?（）()\s]|$|[和与及两二三四五六七八几多])"
)
WHOLE = re.compile(rf"(?:{DOUBLE})[{CHOSEN}]{{1,2}}|[{SURE}{DOUBTED}][{CHOSEN}]{{2}}")


def find(view: str) -> Iterator[Found]:
    """People's names in a plain view, candidates all of them."""
    place = 0
    while candidate := CANDIDATE.search(view, place):
        start, end = candidate.span()
        listed = _listed(view, start)
        if listed:
            yield from (Found(*span, Kind.PERSON, False) for span in listed)
            place = listed[-1][1]
        elif stop := _end(view, start, end):
            yield Found(start, stop, Kind.PERSON, False)
            place = stop
        else:
            place = start + 1


@dataclass(frozen=True, slots=True)
class Before:
    """What the words before a place let expect there."""

    person: bool  # a name
    expected: bool  # somebody
    perhaps: bool
    begins: bool  # a new thought, which may begin with a name

    @classmethod
    def of(cls, view: str, start: int) -> Before:
        words = view[max(0, start - 6) : start].rstrip('：:“"‘ 了')
        person, perhaps = words.endswith(PERSON), words.endswith(HINTS)
        begins = start == 0 or view[start - 1] in SIGNS or perhaps or words.endswith(BEGINS)
        expected = person or words.endswith(ACTS_ON) or AT_HOME.search(words) is not None
        return cls(person, expected, perhaps, begins)


def _end(view: str, start: int, end: int) -> int | None:
    """Where the name ends that begins here; None where it is none."""
    if WORDS.match(view, start):
        return None
    before, doubted = Before.of(view, start), view[start] in DOUBTED
    for stop in range(end, start + 1, -1):
        if (VILLAGE if before.person else PLACE).match(view, stop) or view[stop - 1] in NO_SECOND:
            continue
        whole = WHOLE.fullmatch(view, start, stop) is not None
        told = _told_whole if whole and not doubted else _told_doubted if whole else _told_short
        if (whole or not doubted) and told(view, stop, before):
            return stop
    return None


def _told_whole(view: str, stop: int, before: Before) -> bool:
    shorter = FOLLOWS.match(view, stop - 1) if before.person else None
    if shorter and shorter.end() > stop:  # 业务员韩雪|承诺: the last character begins a word
        return False
    if before.expected or DOES.match(view, stop):
        return True
    return bool((before.begins and FOLLOWS.match(view, stop)) or (before.perhaps and SIGN.match(view, stop)))


def _told_doubted(view: str, stop: int, before: Before) -> bool:
    if before.person:
        return True
    if before.expected:
        return bool(FOLLOWS.match(view, stop) or SIGN.match(view, stop))
    return bool(before.begins and DOES.match(view, stop))


def _told_short(view: str, stop: int, before: Before) -> bool:
    if before.person and (FOLLOWS.match(view, stop) or SIGN.match(view, stop)):
        return True
    return bool((before.begins or before.expected) and TITLE.match(view, stop))


def _listed(view: str, start: int) -> list[tuple[int, int]]:
    """All of several names in a row, of which most are made of what names are made of."""
    if start and view[start - 1] not in SIGNS and not view[max(0, start - 6) : start].endswith((*PERSON, *ACTS_ON)):
        return []
    found = LISTED.match(view, start)
    if found is None:
        return []
    spans, at = [], start
    for name in found[0].split("、"):
        spans.append((at, at + len(name)))
        at += len(name) + 1
    names = [view[first:last] for first, last in spans]
    like = sum(bool(CANDIDATE.fullmatch(name)) and name[-1] not in NO_SECOND and not WORDS.match(name) for name in names)
    return spans if 2 * like > len(names) and any(map(WHOLE.fullmatch, names)) and like >= 2 else []
