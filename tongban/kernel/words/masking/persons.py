"""Names of people, found by the words beside them: 我叫, 姓名：, 先生. Candidates all of them; a machine cannot know a name from a word.

Without a dictionary of the language a name is a surname and one or two characters where a name is expected.
Holders of an office (书记, 局长) are not looked for: what they do in office is the public's matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tongban.kernel.words.masking.found import Found, Kind

SINGLE = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏窦章苏潘葛范彭郎鲁韦马苗凤方俞任袁柳鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常于傅卞齐康伍余元卜顾孟黄穆萧肖尹姚邵湛汪祁毛禹狄米贝明臧计伏戴谈宋茅庞熊纪舒屈"
    "项祝董梁杜阮蓝闵席季麻强贾路娄江童颜郭梅盛林刁钟徐邱丘骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪解应宗丁宣邓单杭洪包诸左石崔吉龚程邢裴陆荣翁荀惠曲封储靳焦侯车班甘厉祖武刘景詹龙叶幸司黎白蒲索赖卓蔺屠蒙池乔闻党翟谭劳"
    "冉桑桂牛温庄晏柴瞿阎连习艾鱼容古易慎廖耿匡文寇广欧沃蔚师聂关曾沙养鞠丰游查益岳闫佟尚商佘代付向覃涂晁段龚申谌粟鄢苟符冼邝揭茹隋阙尧戈仇栾冀郏浦宫牧乐仝"
)
DOUBLE = "欧阳|司马|上官|诸葛|夏侯|皇甫|尉迟|公孙|慕容|司徒|令狐|东方|端木|独孤|南宫|百里|长孙"
LIKE_WORDS = frozenset(
    "于时向方常安任应明单计经解连元文代广华万高强全和同与关当从房车路江石古白党师查商金管养益项包习班米马席游支武封程田申宣纪符段乐"
)
NO_NAME = frozenset(
    "的了是在有和与及或被把给让向对从到去来请您你我他她它们这那哪些个此该其等说要就都也又还没不未无很会能可以为因由于而但且并如果吗呢吧啊系某"
)
GIVEN = r"[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]"
MARK = r"[\ufe00-\ufe0f\U000e0100-\U000e01ef]?"
SPOKEN = re.compile(
    rf"(?:(?P<told>我叫|我的名字(?:叫|是)?|名叫|名字叫)|本人叫?|叫做|我是|姓名|联系人|投诉人|举报人|反映人|申请人|留言人|当事人|受害人|患者|户主|业主|房主|房东|村民|员工|职工|老板(?:娘)?|包工头|法人(?:代表)?|法定代表人|经办人|学生|父亲|母亲|丈夫|妻子|儿子|女儿)"
    rf"(?:叫|是|为)?(?P<sign>[:：“\"' ]{{0,2}})(?P<name>(?:{DOUBLE}|[{SINGLE}]){MARK}(?:{GIVEN}{MARK}){{1,2}})"
)
FORM = re.compile(
    rf"(?:姓名|联系人|投诉人|举报人|申请人|户主|经办人)[:：][ 　]?"
    rf"(?P<name>(?:{GIVEN}{MARK}){{2,4}}(?:·(?:{GIVEN}{MARK}){{1,8}})?)(?=[\s，,。；;、（()）电手联身男女0-9+]|$)"
)
ENDS = re.compile(
    r"[\s，,。；;、！!？?）)”\"'（(：:]|$|先生|女士|小姐|同志|男|女|系|是|于|在|的|家住|住|身份证|电话|手机|联系|今年|现年|因|从|自|和|与|及|有|向|为|要|对|户|被|到|将|已|就|也|反映|投诉|举报|欠|打|骂|拖|拒|收|卷|跑|说|称(?!赞)|不(?!动|锈)|没|把|让|给"
)
PAUSE = re.compile(r"[\s，,。；;、（(]|$")
TITLED = re.compile(
    rf"(?P<name>(?:{DOUBLE}|[{SINGLE}]){MARK}(?:{GIVEN}{MARK}){{1,2}})(?:先生|女士|小姐|太太|同志|师傅|大爷|阿姨|大姐|大哥|医生|大夫|老师)"
)
ROLES = re.compile(
    r"市民|居民|村民|业主|员工|职工|老师|学生|家长|医生|司机|同志|先生|女士|小姐|师傅|群众|公民|单位|公司|学校|医院|小区|人员|老板|法人|经理|主任|书记|局长|家住|住在|名叫|本人|方面|常年|常住|全家|全体|"
    r"任何|任意|任教|应当|应该|应聘|经常|经过|经济|经营|安置|安全|安排|高中|高考|高速|高校|金额|明确|马上|马路|石油|万一|关于|关系|关注|单独|解决|连续|广大|华人|文化|方便|方式|向上|元月|代表|代理|代办|计划|包括|"
    r"白天|程序|管理|项目|武汉|江苏|房屋|房产|房子|车主|车位|车辆|路边|路过|路口|党员|党委|师范|查询|商户|商铺|商家|养老|费用|施工|严重|成员|余元|支付|支持|强烈|强制|洪水|班级|温馨|尚未|易地|毕业|许多|申报|申请|申诉|宣称|宣布|宣传|纪委|纪检|符合|段落|乐意|代课|支教|陈述|商业|卫生|曾经|何时|何处|张口|张嘴|高高|包工|曾拨|周[一二三四五六日末]"
)


def find(view: str) -> Iterator[Found]:
    """People's names in a plain view."""
    for found in FORM.finditer(view):
        if not set(found["name"]) & NO_NAME and not ROLES.search(found["name"]):
            yield _person(*found.span("name"))
    for found in SPOKEN.finditer(view):
        end = _name_end(view, *found.span("name"), told=bool(found["told"] or found["sign"].strip(" ")))
        if end:
            yield _person(found.start("name"), end)
    for found in TITLED.finditer(view):
        start = _name_start(view, *found.span("name"))
        if start is not None:
            yield _person(start, found.end("name"))


def _person(start: int, end: int) -> Found:
    return Found(start, end, Kind.PERSON, False)


def _name_end(view: str, start: int, end: int, *, told: bool) -> int | None:
    """Where a name after a cue ends: a whole name and then something that follows names; None when it is a word of the language."""
    if view[start] in LIKE_WORDS and not told:
        return None
    for stop in (end, end - 1):
        name = view[start:stop]
        if len(name) >= 2 and ENDS.match(view, stop) and (_is_name(name) or (told and PAUSE.match(view, stop) and not ROLES.search(name))):
            return stop
    return end if told and _is_name(view[start:end]) else None


def _name_start(view: str, start: int, end: int) -> int | None:
    """Where a name before a title begins: 和王先生 names nobody, 和王小明先生 does."""
    for begin in (start, start + 1):
        name = view[begin:end]
        if len(name) >= 2 and _is_name(name) and (name[0] not in LIKE_WORDS or begin == 0 or not "\u4e00" <= view[begin - 1] <= "\u9fff"):
            return None if len(name) == 2 and name[1] in SINGLE and name[0] in LIKE_WORDS else begin
    return None


def _is_name(name: str) -> bool:
    return (name[0] in SINGLE or name[:2] in DOUBLE) and not set(name[1:]) & NO_NAME and not ROLES.search(name)


def is_telling(name: str) -> bool:
    """Whether a name is no common word, so that it may be looked for where nothing beside it says that it is one."""
    return len(name) > 2 or name[0] not in LIKE_WORDS


def masked(name: str) -> str:
    """`王某某`: the surname stays, as newspapers do it."""
    bare = re.sub(MARK[:-1], "", name)
    if "·" in bare:
        return "某某"
    kept = 2 if bare[:2] in DOUBLE.split("|") and len(bare) > 2 else 1
    return bare[:kept] + "某" * (len(bare) - kept)
