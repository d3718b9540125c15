"""Numbers and addresses that lead to one person: telephones, identity numbers, cards, plates, e-mail, messengers.

Short numbers of the public service (110, 12345), 400 numbers and numbers announced as a hotline stay: they lead to an office.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from tongban.kernel.identifiers import IDENTITY_CHECKS, IDENTITY_WEIGHTS
from tongban.kernel.words.masking.found import INVISIBLE, Found, Kind, numerals

GAP = rf"[ \u3000\t\-‐-―−.·•・_/{INVISIBLE}]{{0,3}}"
THIN = rf"[ \-{INVISIBLE}]{{0,2}}"
LISTED = r"[,，、;；*#\n()\[\]【】「」{}<>《》]"  # what may stand between the groups of a number, and between the items of a list
NO_DIGIT, NO_MORE = r"(?<![0-9])", rf"(?!{THIN}[0-9])"
MOBILE = re.compile(
    rf"{NO_DIGIT}(?:(?:\+|00)?\(?86\)?{GAP}|0)?(?:1{GAP}[3-9](?:{GAP}[0-9]){{9}}{GAP})*1{GAP}[3-9](?:{GAP}[0-9]){{9}}(?![0-9])"
)
GROUPED = re.compile(
    rf"{NO_DIGIT}1[3-9][0-9]+(?:{LISTED}{{1,2}}[0-9]{{2,8}}){{1,3}}(?![0-9])|{NO_DIGIT}1({LISTED}{{1,2}})[3-9](?:\1[0-9]){{9}}(?![0-9])"
)
LANDLINE = re.compile(
    rf"(?<![0-9.])(?:(?:\+|00)86{GAP})?[(（\[]?(0(?:10|2[0-9]|[3-9][0-9]{{2}}))[)）\]]?{GAP}[2-9](?:{THIN}[0-9]){{6,7}}(?:{GAP}(?:转|[-])[0-9]{{1,5}})?(?![0-9])"
)
LOCAL = re.compile(
    rf"(?:电话|座机|固话|宅电|手机|致电|来电|联系方式|号码|(?<![A-Za-z])[Tt][Ee][Ll])(?:号码?)?(?:是|为)?[^0-9A-Za-z\u4e00-\u9fff。！？]{{0,3}}([2-9][0-9]{{2,3}}{GAP}[0-9]{{4}})(?![0-9.年元月%])"
)
OFFICE = re.compile(
    r"(?:热线|客服|监督|举报|投诉|咨询|服务|值班|办公|公示|对外|单位|政府|[局所处科队院校厅站部]|中心|部门|街道|社区|管委会|居委会|村委会|物业|医保|社保|公司|营业厅|窗口)[^，。；！？,;!?\n]{0,8}$"
)
PUBLISHED = re.compile(r"公众(?:号|平台)|服务号|订阅号|官方")
IDENTITY = re.compile(rf"{NO_DIGIT}[1-9](?:{THIN}[0-9]){{16}}{THIN}[0-9Xx](?![0-9])")
OLD_IDENTITY = re.compile(rf"{NO_DIGIT}[1-9](?:{THIN}[0-9]){{14}}(?![0-9])")
IDENTITY_WORD = re.compile(rf"身份证(?:号码?|明)?[^0-9\n]{{0,6}}([1-9](?:{THIN}[0-9Xx]){{13,18}})(?![0-9])")
THING = re.compile(r"(?:编号|流水号|单号|订单号?|案号|批号|序列号)[^0-9\n]{0,3}$")
PROVINCES = frozenset("11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83".split())
CARD = re.compile(rf"{NO_DIGIT}[3-69](?:{THIN}[0-9]){{14,18}}(?![0-9])")
CARD_WORD = re.compile(rf"(?:卡号|账号|帐号|银行卡|存折|账户|帐户)[^0-9\n。]{{0,8}}([0-9](?:{THIN}[0-9]){{11,20}})(?![0-9]|\.[0-9])")
PROVINCE_LETTERS = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使领"
LETTER = "A-HJ-NP-Za-hj-np-z"  # never I, never O
PLATE = re.compile(
    rf"(?:[{PROVINCE_LETTERS}]{THIN}[A-Za-z]|WJ[{PROVINCE_LETTERS}]?)[ ·•.\-{INVISIBLE}]{{0,2}}(?=[A-Za-z]{{0,2}}{THIN}[0-9])"
    rf"(?:[{LETTER}0-9](?:{THIN}[{LETTER}0-9]){{4,5}}|[{LETTER}0-9](?:{THIN}[{LETTER}0-9]){{3}}{THIN}[挂学警港澳])(?![A-Za-z0-9])"
)
EMAIL = re.compile(
    r"(?<![A-Za-z0-9._%+\-])[A-Za-z0-9](?:[A-Za-z0-9._%+\-]{0,62}[A-Za-z0-9_\-])?@(?=[A-Za-z0-9\-]{1,63}\.)[A-Za-z0-9.\-]{1,190}[A-Za-z]{2}"
)
MESSENGER = re.compile(
    r"(?:微信|薇信|威信|(?<![A-Za-z])(?:vx|wx|wechat|weixin|v信|qq)|扣扣|企鹅号)(?:号码?|群号?|帐号|账号|id)?(?:是|为|同号)?[^0-9A-Za-z\u4e00-\u9fff。！？*]{0,3}"
    r"([A-Za-z_][A-Za-z0-9_\-]{5,19}|[1-9][0-9]{4,11})(?![A-Za-z0-9.])",
    re.IGNORECASE,
)


def find(view: str, *, public: frozenset[str], by_office: bool) -> Iterator[Found]:
    """What is found in a plain view; `public` are the digits of numbers that everybody may read. An office's own landlines are."""
    yield from _whole(EMAIL, view, Kind.EMAIL)
    yield from (_group(found, Kind.MESSENGER) for found in MESSENGER.finditer(view) if not PUBLISHED.search(_before(view, found.start())))
    yield from _whole(PLATE, view, Kind.PLATE)
    for read in dict.fromkeys((view, numerals(view))):
        yield from _identities(read)
        yield from _cards(read)
        mobiles = [*_whole(MOBILE, read, Kind.MOBILE), *(each for each in _whole(GROUPED, read, Kind.MOBILE) if _is_mobile(read, each))]
        yield from (each for each in mobiles if digits(read[each.start : each.end]) not in public)
    if not by_office:
        yield from _landlines(view, public)


def digits(text: str) -> str:
    """The digits of a number, however it is spaced, without the country's prefix."""
    return re.sub(r"^(?:0086|86)(?=0?[1-9][0-9]{9})", "", re.sub(r"[^0-9]", "", text))


def _is_mobile(view: str, found: Found) -> bool:
    """Eleven digits, of which the first group is no thousands: 13,800,138,000 is an amount."""
    return len(digits(view[found.start : found.end])) == 11


def _whole(pattern: re.Pattern[str], view: str, kind: Kind) -> Iterator[Found]:
    return (Found(found.start(), found.end(), kind, True) for found in pattern.finditer(view))


def _group(found: re.Match[str], kind: Kind) -> Found:
    return Found(found.start(1), found.end(1), kind, True)


def _of_a_thing(view: str, found: re.Match[str]) -> bool:
    return THING.search(_before(view, found.start())) is not None


def _identities(view: str) -> Iterator[Found]:
    """Those with a date of birth, also with a slip of the pen elsewhere where no thing is numbered; after the word 身份证 any."""
    for found in IDENTITY.finditer(view):
        number = _compact(found[0])
        if _is_day(number[6:14]) and (_is_checked(number) or not _of_a_thing(view, found)):
            yield Found(*found.span(), Kind.IDENTITY, True)
    old = (found for found in OLD_IDENTITY.finditer(view) if _sound_old_identity(_compact(found[0])))
    yield from (Found(*found.span(), Kind.IDENTITY, True) for found in old)
    yield from (_group(found, Kind.IDENTITY) for found in IDENTITY_WORD.finditer(view))


def _compact(text: str) -> str:
    return re.sub(r"[^0-9Xx]", "", text).upper()


def _is_checked(number: str) -> bool:
    total = sum(int(digit) * weight for digit, weight in zip(number, IDENTITY_WEIGHTS, strict=False))
    return IDENTITY_CHECKS[total % 11] == number[17]


def _sound_old_identity(number: str) -> bool:
    return number[:2] in PROVINCES and _is_day("19" + number[6:12])


def _is_day(text: str) -> bool:
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:8])) > date(1850, 1, 1)
    except ValueError:
        return False


def _cards(view: str) -> Iterator[Found]:
    yield from (Found(*found.span(), Kind.BANK_CARD, True) for found in CARD.finditer(view) if _is_card(view, found))
    yield from (_group(found, Kind.BANK_CARD) for found in CARD_WORD.finditer(view))


def _is_card(view: str, found: re.Match[str]) -> bool:
    """The check digit is right; of the cards of China, which all begin alike, whatever it is, where no thing is numbered."""
    number = _compact(found[0])
    return luhn(number) or (number.startswith("62") and not _of_a_thing(view, found))


def luhn(number: str) -> bool:
    """ISO/IEC 7812-1, annex B."""
    doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(number))]
    return sum(value - 9 * (value > 9) for value in doubled) % 10 == 0


def _landlines(view: str, public: frozenset[str]) -> Iterator[Found]:
    for pattern, group in ((LANDLINE, 0), (LOCAL, 1)):
        for found in pattern.finditer(view):
            if digits(found[group]) not in public and not OFFICE.search(_before(view, found.start(group))):
                yield Found(*found.span(group), Kind.LANDLINE, True)


def _before(view: str, place: int) -> str:
    return view[max(0, place - 14) : place]
