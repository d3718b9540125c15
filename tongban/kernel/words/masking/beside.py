"""People's names directly beside a telephone: 李建军13900139000, 李建军（13900139000）, 13900139000 李建军. Candidates all of them.

A telephone is somebody's, so what stands alone beside it and begins with a surname is a name where one of its characters is one that
parents choose, or the surname is hardly anything else, or a word like 联系人 is before it. A word for a person (业主, 负责人) lets it stand
alone: 负责人张三13900139000. Where other words touch it on its far side,
it is a name only when all of it is made like one. Holders of an office (局长, 书记) are not looked for here either.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from tongban.kernel.words.masking.contexts import CHOSEN, DOUBTED, FOLLOWS, PERSON, SURE, WHOLE, WORDS
from tongban.kernel.words.masking.found import Found, Kind, numerals
from tongban.kernel.words.masking.persons import DOUBLE, LIKE_WORDS, NO_NAME, ROLES, SINGLE

SIGN = r"\s，,。；;、：:（）()\[\]【】“”\"'‘’/|\-—_~～+·"
PHONE = re.compile(
    r"(?<![0-9*])(?:\(?\+?(?:00)?86\)?[ \-]?)?"
    r"(?:1[3-9][0-9](?:[ \-]?[0-9*]){8}|[(（]?0[0-9]{2,3}[)）]?[ \-]?[0-9*]{3,4}[ \-]?[0-9*]{4})(?![0-9*])"
)
CUE = r"(?:联系|我的|本人|个人|私人|移动|固定)?(?:电话|手机|号码|方式|[Tt][Ee][Ll]|微信)(?:号码?|同号)?[是为]?"
BEFORE = re.compile(rf"(?:[{SIGN}]{{0,3}}的?{CUE})?[{SIGN}]{{0,3}}$")
IN_CHARGE = "(?:负责|经办|责任|联络|接待|对接|承办|经手)人|联络员"
AFTER = re.compile(rf"[\s，,、：:（(\[【/\-—)）]{{0,3}}(?:联系人|[联连]系|找|叫|姓名|机主|户主|本人|{IN_CHARGE})?[是为]?[\s：:]{{0,2}}")
NAMED = re.compile(rf"(?:联系人|[联连]系|姓名|名字|本人|我是|我叫|叫|找|机主|{IN_CHARGE})[是为]?[\s：:]{{0,2}}$")
ALONE = re.compile(rf"(?:^|[{SIGN}0-9A-Za-z！!？?*某])$")
TOUCHED = re.compile("[人与和跟请让给由系为]$")
IN_OFFICE = re.compile("(?:主任|局长|书记|科长|处长|股长|[省市区县乡镇]长)[ ：:]?$")
CLOSED = re.compile(rf"$|[{SIGN}！!？?]|先生|女士|小姐|同志|师傅|老师|经理|反映|投诉|举报|[男女等这收接]")
NOBODY = re.compile(
    r"谢谢|[联连]系|电话|手机|号码|短信|微信|先生|女士|小姐|老师|师傅|经理|主任|医生|老板|书记|同志|阿姨|大[姐哥]|.[总姐哥叔姨嫂爷奶婶]$|随时|尽快|马上|方便|平台|热线|客服|公司|物业|时间|安排|处理|解决|回复|拨打|麻烦|施工|房[东主]|严[重肃厉格惩查苛]|金额|高[压温]|黄[色昏]|江[边堤]|温度|钱款|万元|周[岁票年]|[大中小]学$|颜色|车[子辆]|顾问|董事|警官|文明|幸福|正义|眼镜|发展$|升高|悠久|舒适|石[材料]|[县市区镇]长$|"
    r"[路街巷弄村镇乡区县市省局所站店厂院校处科室队部楼栋幢号房苑园城庄湾桥山河湖场馆井期]$"
)
SHAPE = re.compile(rf"(?:(?:{DOUBLE})|[{SINGLE}])[\u3400-\u9fff]{{1,2}}")
FOR_A_PERSON = (*PERSON, "管理员", "网格员", "值班员", "电工", "专员")
LIKELY = re.compile(rf"[{CHOSEN}]")


def find(view: str, phones: Iterable[tuple[int, int]]) -> Iterator[Found]:
    """People's names beside those telephones of a plain view, and beside such of which the middle is hidden."""
    readings = dict.fromkeys((view, numerals(view)))  # 五139****9000: as it stands the name ends in no digit
    for start, end in {*phones, *(found.span() for read in readings for found in PHONE.finditer(read))}:
        stop = next(BEFORE.finditer(view, max(0, start - 12), start)).start()
        begin = next((stop - length for length in (4, 3, 2) if length <= stop and _ends(view, stop - length, stop)), None)
        if begin is not None:
            yield Found(begin, stop, Kind.PERSON, False)
        begin = next(AFTER.finditer(view, end)).end()
        stop = next((begin + length for length in (4, 3, 2) if _begins(view, begin, begin + length)), None)
        if stop is not None:
            yield Found(begin, stop, Kind.PERSON, False)


def _ends(view: str, start: int, stop: int) -> bool:
    """Whether a name stands there that ends where a telephone follows."""
    name, near = view[start:stop], view[max(0, start - 6) : start]
    if not _may_be(name) or IN_OFFICE.search(near):
        return False
    alone = ALONE.search(near) is not None or near.endswith(FOR_A_PERSON)
    if NAMED.search(near) or (alone and name[0] in SURE):
        return True
    return ((alone or TOUCHED.search(near) is not None) and _is_likely(name)) or (_is_whole(name) and len(name) > 2)


def _begins(view: str, start: int, stop: int) -> bool:
    """Whether a name stands there that begins where a telephone ended."""
    name = view[start:stop]
    if len(name) != stop - start or not _may_be(name):
        return False
    if CLOSED.match(view, stop):
        return name[0] in SURE or _is_likely(name) or NAMED.search(view[max(0, start - 6) : start]) is not None
    return _is_whole(name) and FOLLOWS.match(view, stop) is not None


def _may_be(name: str) -> bool:
    like = SHAPE.fullmatch(name) and not set(name[1:]) & NO_NAME
    return bool(like) and not (NOBODY.search(name) or ROLES.search(name) or WORDS.match(name))


def _is_likely(name: str) -> bool:
    """One character that parents choose; all of them after a surname that is more often another word."""
    given = name[2 if name[:2] in DOUBLE.split("|") and len(name) > 2 else 1 :]
    chosen = len(LIKELY.findall(given))
    return chosen == len(given) or (chosen > 0 and name[0] not in LIKE_WORDS)


def _is_whole(name: str) -> bool:
    return WHOLE.fullmatch(name) is not None and name[0] not in DOUBTED
