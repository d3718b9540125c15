"""Doors: the street and the estate stay, since the matter is there; building, unit, floor, room and house number go.

A building alone is home to hundreds, and a floor of it to some, so that is only a candidate; with a unit or a room it leads to one
household.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tongban.kernel.words.masking.found import Found, Kind

NUMBER = r"(?:[A-Za-z]{0,2}[0-9]{1,4}[A-Za-z]?(?:[-—–][0-9]{1,4}){0,3}|[A-Za-z](?![A-Za-z])|[一二三四五六七八九十百零〇]{1,5})"
CHINESE = "[一二三四五六七八九十]{1,3}"
COUNT = "[一二三四五六七八九十百零〇]{1,6}"
BEFORE = r"(?<![0-9A-Za-z])"
BUILDING = rf"{NUMBER}(?:期)?(?:号?[栋幢]|号楼|#楼?|座(?=[0-9]))"
UNIT = rf"{NUMBER}(?:单元|门(?=[0-9]))"
FLOOR = rf"{NUMBER}(?:楼|层)"
ABODE = rf"{NUMBER}楼(?![房盘道梯宇栋])"
NO_ROOM = "[屋产子价地租东贷款源型改管补票企奴展协市建号]"
ROOM = rf"{NUMBER}(?:室|房(?!{NO_ROOM})|号房|户(?![型籍口外人数]))"
BARE_ROOM = r"[0-9]{3,4}(?:号(?![楼线文令]))?(?![0-9]|[年元个多余平万亿人米户块名位辆吨度月次路天套㎡%.])"
GAP = r"[ ,，、\-—]?"
CHAIN = re.compile(
    rf"{BEFORE}(?:{BUILDING}{GAP}(?:{UNIT}{GAP})?(?:{FLOOR}{GAP})?(?:{ROOM}|{BARE_ROOM})|{BUILDING}{GAP}{UNIT}(?:{GAP}{ABODE})?|{UNIT}{GAP}(?:{FLOOR}{GAP})?(?:{ROOM}|{BARE_ROOM}))"
)
LONE_ROOM = re.compile(
    rf"{BEFORE}[A-Za-z]?[0-9]{{3,4}}(?:室(?![外内])|号房(?![外内])|房(?!{NO_ROOM}))|(?<![一-十百零〇])[一二三四五六七八九零〇]{{3,4}}(?:室|号房)(?![外内])|{BEFORE}[0-9]{{1,3}}[-—–][0-9]{{1,2}}[-—–][0-9]{{3,4}}(?![0-9\-])(?:室|号)?"
)
HOUSE = re.compile(
    rf"(?<=[路街巷弄道里坊村组])(?:门牌)?{BEFORE}(?:[0-9]{{1,4}}(?:[-—–][0-9]{{1,4}})?|{COUNT})号(?:附(?:[0-9]{{1,3}}|{CHINESE})号?)?(?:{GAP}{ABODE})?(?![线文令站台桥]|路(?![灯边口面])|公(?![寓司厕]))"
    rf"|门牌号?码?[:：是为]?{BEFORE}(?:[0-9]{{1,4}}|{COUNT})号?"
)
LONE_BUILDING = re.compile(
    rf"{BEFORE}(?:[A-Za-z]{{0,2}}[0-9]{{1,3}}[A-Za-z]?|(?<=[区苑园城庭府湾里期院舍寓墅家郡都邸居号]){CHINESE})(?:栋|幢|号楼)(?!(?:居民|住宅|高层|商品|多层|商住)?(?:楼|房|别墅|建筑|大楼))"
)
STOREY = re.compile(rf"{BEFORE}{BUILDING}{GAP}{ABODE}")
MANY = re.compile(r"(?:[有共建盖拆约近达这那几余多了出前后]|一共|总共)(?:住宅|房屋|房子|楼房|别墅|高层)?$")
NUMBERS = re.compile(r"[A-Za-z]{0,2}[0-9]{1,4}[A-Za-z]?(?:[-—–][0-9]{1,4}){0,3}|[A-Za-z]|[一二三四五六七八九十百零〇]{1,6}")


def find(view: str, *, by_office: bool) -> Iterator[Found]:
    """Doors in a plain view. A count of buildings (建了3栋) is none; the house number in an office's text is its own."""
    for pattern in (CHAIN, LONE_ROOM) if by_office else (CHAIN, LONE_ROOM, HOUSE):
        yield from (Found(*found.span(), Kind.DOOR, True) for found in pattern.finditer(view))
    for pattern in (STOREY, LONE_BUILDING):
        for found in pattern.finditer(view):
            if not MANY.search(view[max(0, found.start() - 8) : found.start()]):
                yield Found(*found.span(), Kind.DOOR, False)
