"""Which unit is asked, layer by layer; the first layer that answers wins, and the record says which and by which rule.

1 words of danger: to the duty desk at once; 2 the city's ordered rules; 3 the duty list (权责清单), by class and district, and where it
knows the class but names nobody, whoever answers for the district (兜底); 4 the classifier, where it is sure; 5 a person at the desk.
A report (举报) is always left to a person, whatever a layer would say: nobody but a reader knows whom it is about.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from tongban.responsibilities.rules import urgency
from tongban.responsibilities.terms import Kind, Layer

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from tongban.responsibilities.terms import BoardRelease, District, Duty, Rule


NAMED = "named:"  # opens the rule of a report that names departments, each between colons
HELD = "report:"  # the rule of a report that names none
MENTIONED = "mentioned:"  # the rule of an order that the desk gave to a department which a report names, and is not about
RULE_MOST = 80  # characters that the record has for a rule
BESIDE = re.compile("[站台点厅院校园区厦楼店]{0,2}的?(?:旁|附近|对面|门口|门前|边上|路口|[东西南北]侧|[前后]面|隔壁)")
OFFICE = re.compile("(?:管理|执法)?(?:总|分)?(?:局|委员会|委|办公室|办|中心|所|处|站|大队|支队|队|集团|公司|院|署)$")
# What makes of the name of a place that of its office, or of who heads it: 东湖区政府, 东湖区长, but not 东湖区长江路.
OFFICIAL = (
    "的?(?:人民政府|政府|[区镇乡街]?党?工?委|管委会|办事处|街道?办|[区镇乡]?长(?![江城安春沙寿期途年久时])|主任|书记|副(?!食)|领导|干部"
    "|公务员|不作为|乱作为|不管|失职|包庇|纵容|受贿|贪污|勾结|推诿|克扣|乱收|乱罚|收钱|收礼|吃拿|.{0,2}(?:工作人员|负责人|执法人员))"
)


class Guess(Protocol):
    """What a classifier says of a text."""

    @property
    def label(self) -> str: ...
    @property
    def probability(self) -> float: ...
    @property
    def sure(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Question:
    """What is known of a message when it is dispatched. `words` are as they were written; `hour` is of the city's day.

    `place` is what the author wrote as the address: it says in which district, and nothing about the class.
    """

    words: str
    kind: Kind
    category: str
    district: str
    hour: int
    wished_unit: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """`unit` is empty where a person decides; `category` is what the author chose, or what the words say.

    Of a report: the departments that it `names`, and what would have decided on anything else (`otherwise`).
    """

    layer: Layer
    unit: str = ""
    rule: str = ""
    category: str = ""
    probability: float | None = None
    names: tuple[str, ...] = ()
    otherwise: Decision | None = None

    def records(self) -> tuple[Decision, ...]:
        """What the record says where a person decides: what would have decided, this, and whom a report names besides its rule."""
        more = (Decision(Layer.DESK, rule=each) for each in _named_rules(self.names) if each != self.rule)
        return (*([self.otherwise] if self.otherwise else []), self, *more)


def decide(
    question: Question,
    release: BoardRelease,
    *,
    units: Collection[str],
    above: Mapping[str, str],
    classify: Callable[[str], Guess | None] | None = None,
    called: Mapping[str, Collection[str]] | None = None,
) -> Decision:
    """Who is asked. `units` are those that take messages; `above` names the next one above each; `called` how people call departments.

    A report waits for a person, who reads whom it is about.
    """
    known = replace(question, category=question.category or class_of(question.words, release))
    found = _emergency(known, release) or _ruled(known, release) or _listed(known, release)
    if found is not None and found.unit and found.unit not in units:
        found = None  # a rule for a unit that does not take messages decides nothing
    found = found or _classified(known, release, units, classify) or Decision(Layer.DESK, category=known.category)
    return _held(found, named(known, found.unit, release, above, called or {})) if known.kind is Kind.REPORT else found


def class_of(words: str, release: BoardRelease) -> str:
    """The class whose words a text uses most, by their length; none where two are level or none is named. 公交站旁 is a place."""
    weights = {each.code: sum(len(word) for word in each.keywords if word in words and _said(word, words)) for each in release.categories}
    best = sorted(((weight, code) for code, weight in weights.items() if weight), reverse=True)[:2]
    if not best or (len(best) == 2 and best[0][0] == best[1][0]):
        return ""
    return best[0][1]


def _said(word: str, words: str) -> bool:
    """Whether a word stands somewhere for itself, not only in the name of a place."""
    return any(not BESIDE.match(words, found.end()) for found in re.finditer(re.escape(word), words))


def holds(rule: Rule, question: Question, release: BoardRelease) -> bool:
    """Whether every condition that a rule names holds."""
    return (
        (not rule.kinds or question.kind in rule.kinds)
        and (not rule.categories or any(question.category.startswith(code) for code in rule.categories))
        and (not rule.districts or bool(rule.districts & set(lineage(question.district, release))))
        and (not rule.words or any(word in question.words for word in rule.words))
        and (rule.hours is None or within(question.hour, rule.hours))
    )


def within(hour: int, hours: tuple[int, int]) -> bool:
    """Whether an hour lies between two of a day, which may go over midnight."""
    since, until = hours
    return since <= hour < until if since <= until else hour >= since or hour < until


def lineage(district: str, release: BoardRelease) -> tuple[str, ...]:
    """A district and those that contain it, the smallest first."""
    by_code = {each.code: each for each in release.districts}
    found: list[str] = []
    while district in by_code and district not in found:
        found.append(district)
        district = by_code[district].parent
    return tuple(found)


def duty_for(category: str, district: str, release: BoardRelease) -> Duty | None:
    """The line of the duty list: the most specific class first, then the smallest district, then the city."""
    places = {code: place for place, code in enumerate([*lineage(district, release), ""])}
    fitting = [each for each in release.duties if category.startswith(each.category) and each.district in places]
    return min(fitting, key=lambda each: (-len(each.category), places[each.district]), default=None)


def _emergency(question: Question, release: BoardRelease) -> Decision | None:
    for tier in release.tiers:
        if tier.emergency and urgency.names(tier, question.words):
            return Decision(Layer.EMERGENCY, rule=tier.key, category=question.category)
    return None


def _ruled(question: Question, release: BoardRelease) -> Decision | None:
    for rule in release.rules:
        if holds(rule, question, release):
            return Decision(Layer.RULE, rule.unit, rule.key, question.category)
    return None


def _listed(question: Question, release: BoardRelease) -> Decision | None:
    if not question.category:
        return None
    duty = duty_for(question.category, question.district, release)
    if duty is not None:
        return Decision(Layer.DUTY_LIST, duty.unit, line_key(duty), question.category)
    district = _district(question.district, release)
    return Decision(Layer.DUTY_LIST, district.unit, f"district:{district.code}", question.category) if district else None


def line_key(duty: Duty) -> str:
    """By what the record names a line of the duty list."""
    return f"duty:{duty.category}@{duty.district or 'city'}"


def _district(code: str, release: BoardRelease) -> District | None:
    by_code = {each.code: each for each in release.districts}
    return next((by_code[each] for each in lineage(code, release) if by_code[each].unit), None)


def _classified(
    question: Question, release: BoardRelease, units: Collection[str], classify: Callable[[str], Guess | None] | None
) -> Decision | None:
    """A label is a unit, or a class that the duty list knows; one that is neither decides nothing."""
    guess = classify(question.words) if classify is not None else None
    if guess is None or not guess.sure or guess.probability < release.threshold:
        return None
    if guess.label in units:
        return Decision(Layer.CLASSIFIER, guess.label, category=question.category, probability=guess.probability)
    duty = duty_for(guess.label, question.district, release) if guess.label else None
    if duty is None or duty.unit not in units or not any(each.code == guess.label for each in release.categories):
        return None
    return Decision(Layer.CLASSIFIER, duty.unit, line_key(duty), guess.label, guess.probability)


def named(
    question: Question, asked: str, release: BoardRelease, above: Mapping[str, str], called: Mapping[str, Collection[str]]
) -> tuple[str, ...]:
    """The departments that a report names, by what they are called or, as the city says, are called besides.

    A name that is a place's as well counts where something makes an office of it, or where its unit, or one below, would be asked. Of
    those that would be asked what people say for short counts too: 城管 for 城管局.
    """
    said, place = ("".join(each.split()) for each in (question.words, question.place))
    places = {name for each in release.districts for name in (each.name.zh, *each.names)}
    local = {each.unit for each in release.districts}

    def names(code: str, known: Collection[str]) -> bool:
        near = at_or_below(asked, code, above)
        short = {OFFICE.sub("", name) for name in known} if near and code not in local else set[str]()
        everything = {name for name in (*known, *release.unit_names.get(code, ()), *short) if len(name) > 1}
        return any(
            (near and name in said) or re.search(re.escape(name) + OFFICIAL, said + "\n" + place)
            if name in places
            else name in said or name in place
            for name in everything
        )

    return tuple(code for code, known in called.items() if names(code, known))


def _held(found: Decision, names: tuple[str, ...]) -> Decision:
    """A report waits for a person; its danger goes to the desk at once as any other."""
    if found.layer is Layer.EMERGENCY:
        return replace(found, names=names)
    rule = next(iter(_named_rules(names)), HELD)
    return Decision(Layer.DESK, rule=rule, category=found.category, names=names, otherwise=found if found.unit else None)


def _named_rules(names: Iterable[str]) -> list[str]:
    """As many as there is room for in one, each name between colons."""
    rules: list[str] = []
    for name in names:
        if rules and len(rules[-1]) + len(name) < RULE_MOST:
            rules[-1] += f"{name}:"
        else:
            rules.append(f"{NAMED}{name}:")
    return rules


def named_in(rule: str) -> tuple[str, ...]:
    """The departments that a rule of the record says a report names."""
    return tuple(filter(None, rule.removeprefix(NAMED).split(":"))) if rule.startswith(NAMED) else ()


def is_about(unit: str, wished: str, names: Collection[str], mentioned: Collection[str], above: Mapping[str, str]) -> bool:
    """Whether a report may be about a unit, or one over it: the one that its author chose, or one that its words name.

    What the desk gave to a unit that is only `mentioned` is not about it, nor about those between it and the one that is named.
    """
    if wished and at_or_below(unit, wished, above):
        return True
    freed = [each for each in mentioned if at_or_below(unit, each, above)]
    return any(at_or_below(unit, code, above) and not any(at_or_below(each, code, above) for each in freed) for code in names)


def at_or_below(unit: str, other: str, above: Mapping[str, str]) -> bool:
    """Whether a unit is another one, or somewhere below it."""
    seen: set[str] = set()
    while unit and unit not in seen:
        if unit == other:
            return True
        seen.add(unit)
        unit = above.get(unit, "")
    return False
