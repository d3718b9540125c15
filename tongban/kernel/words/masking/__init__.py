"""Finds and masks personal data in Chinese and mixed text.

Numbers and doors are certain. Names of people and firms are candidates: nobody can tell a name from a word without knowing the language,
so they are masked until a person has confirmed or dropped them. What is found once by the words beside it is found wherever it stands.

Masking a masked text changes nothing, so it may be done at every door.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterable, Iterator

from tongban.kernel.words.masking import beside, contexts, doors, firms, numbers, persons
from tongban.kernel.words.masking.found import Found, Kind, is_mark, numerals, plain

STAR, MARK = "*", "某"
KEPT = {Kind.MOBILE: (3, 4), Kind.IDENTITY: (3, 0), Kind.BANK_CARD: (0, 4), Kind.PLATE: (2, 0)}
DIGITS = re.compile(r"[0-9Xx]")
OFFICE = re.compile(  # whom an office names for questions, when it is a post and not a person: 联系人：园林岗
    "(?:园林|绿化|环卫|路灯|市政|排水|供水|燃气|供电|公交|交通|城管|执法|值班|信访|办公|综合|业务|服务|投诉|受理|督查|督办|养护|维修|巡查|抢修|物业|管理|调度|客服|接待|咨询|规划|建设|宣传|财务|人事|工程|监察|监督|安全|应急|便民|政务)+"
    "(?:岗|岗位|科|股|处|室|科室|组|站|所|队|台|办|部|班|中心|窗口|热线|平台|专员|人员|员)?"
)
AREA = re.compile(r"[^0-9]*0(?:10|2[0-9]|[3-9][0-9]{2})")
COUNTED = {Kind.PLATE: re.compile(r"[^\W_]"), Kind.MESSENGER: re.compile(r"[\w\-]")}


def find(text: str, *, public_numbers: Iterable[str] = (), by_office: bool = False) -> tuple[Found, ...]:
    """What of a text is personal, in order and without overlaps.

    `public_numbers` are telephones of the city that everybody may read. In a text written `by_office` its own landlines and address stay.
    """
    view = plain(text)
    public = frozenset(map(numbers.digits, public_numbers))
    found = [*numbers.find(view, public=public, by_office=by_office), *doors.find(view, by_office=by_office)]
    phones = ((each.start, each.end) for each in found if each.kind in (Kind.MOBILE, Kind.LANDLINE))
    named = [*persons.find(view), *contexts.find(view), *beside.find(view, phones), *firms.find(view)]
    if by_office:
        named = [each for each in named if not OFFICE.fullmatch(view, each.start, each.end)]
    return _whole(text, _apart([*found, *named, *_again(view, named)]))


def masked(
    text: str,
    found: Iterable[Found] | None = None,
    *,
    shown: frozenset[Kind | tuple[int, int]] = frozenset(),
    public_numbers: Iterable[str] = (),
    by_office: bool = False,
) -> str:
    """The text with what was found hidden, except kinds and passages `(start, end)` of this text that may be shown.

    Without `found` it looks itself, as `find` does, until nothing more is found: a passage that is hidden may let its neighbour be seen
    for what it is. Where passages are shown, only what is certain is looked for again: their places are known in this text alone.
    """
    if found is not None:
        return _hide(text, found, shown)
    public = tuple(public_numbers)
    kinds = frozenset(each for each in shown if isinstance(each, Kind))
    hidden = _hide(text, find(text, public_numbers=public, by_office=by_office), shown)
    while hidden != text:
        again = find(hidden, public_numbers=public, by_office=by_office)
        text, hidden = hidden, _hide(hidden, (each for each in again if each.certain or kinds == shown), kinds)
    return hidden


def _hide(text: str, found: Iterable[Found], shown: frozenset[Kind | tuple[int, int]]) -> str:
    parts, place = [], 0
    for each in sorted(found):
        if each.kind in shown or (each.start, each.end) in shown or each.start < place:
            continue
        parts += [text[place : each.start], _hidden(text[each.start : each.end], each.kind)]
        place = each.end
    return "".join([*parts, text[place:]])


def _again(view: str, named: Iterable[Found]) -> Iterator[Found]:
    """The same names elsewhere in the text, where no word beside them tells."""
    for each in dict.fromkeys((found.kind, view[found.start : found.end]) for found in named):
        kind, name = each
        told = firms.spoken(name) if kind is Kind.FIRM else name
        for said in dict.fromkeys((name, told)):
            if kind is Kind.FIRM or persons.is_telling(said):
                yield from (Found(*again.span(), kind, False) for again in re.finditer(re.escape(said), view))


def _apart(found: Iterable[Found]) -> list[Found]:
    """The certain before the candidates, then the longer; what overlaps one that is in already stays out."""
    taken: list[Found] = []
    for each in sorted(set(found), key=lambda one: (not one.certain, one.start - one.end, one)):
        place = bisect(taken, each)
        if (place == 0 or taken[place - 1].end <= each.start) and (place == len(taken) or each.end <= taken[place].start):
            taken.insert(place, each)
    return taken


def _whole(text: str, found: Iterable[Found]) -> tuple[Found, ...]:
    """Passages that end between characters, not inside one: marks go with the character they belong to."""
    return tuple(Found(each.start, _past_marks(text, each.end), each.kind, each.certain) for each in found)


def _past_marks(text: str, end: int) -> int:
    while end < len(text) and is_mark(text[end]):
        end += 1
    return end


def _hidden(passage: str, kind: Kind) -> str:
    view = plain(passage)
    if kind is Kind.PERSON:
        return persons.masked(passage)
    if kind is Kind.FIRM:
        return MARK * 2 + passage[len(firms.distinct(view)) :]
    if kind is Kind.DOOR:
        return _marked(passage, (found.span() for found in doors.NUMBERS.finditer(view)))
    if kind is Kind.EMAIL:
        return STAR * 3 + passage[view.index("@") :]
    return _starred(passage, list(COUNTED.get(kind, DIGITS).finditer(numerals(view))), kind, view)


def _marked(passage: str, spans: Iterable[tuple[int, int]]) -> str:
    """Each span as one mark."""
    parts, place = [], 0
    for start, end in spans:
        parts += [passage[place:start], MARK]
        place = end
    return "".join([*parts, passage[place:]])


def _starred(passage: str, counted: list[re.Match[str]], kind: Kind, view: str) -> str:
    """The characters that count as stars, except the first and the last few; what separates them stays."""
    first, last = KEPT.get(kind, (0, 0))
    if kind is Kind.MOBILE:
        first += len(counted) % 11  # the country's prefix
    if kind is Kind.LANDLINE and (area := AREA.match(view)):
        first = len(DIGITS.findall(area[0]))
    hidden = frozenset(found.start() for found in counted[first : len(counted) - last])
    return "".join(STAR if place in hidden else character for place, character in enumerate(passage) if not is_mark(character))
